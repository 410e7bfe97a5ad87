"""Files that come again, and an end to what is kept of deliveries."""

from pathlib import Path

from applications.migrations.tables import no_way_back, run_file

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Change its tables."""
    run_file(_SQL)


def downgrade() -> None:
    """Refuse."""
    no_way_back()
