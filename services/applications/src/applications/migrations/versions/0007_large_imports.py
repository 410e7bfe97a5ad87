"""Large imports: indexes of workers and posts that serve one question each."""

from pathlib import Path

from applications.migrations.tables import no_way_back, run_file

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make the changes."""
    run_file(_SQL)


def downgrade() -> None:
    """Refuse."""
    no_way_back()
