"""The team of a post, day by day."""

from pathlib import Path

from applications.migrations.tables import fence, no_way_back, run_file

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make its table."""
    run_file(_SQL)
    fence({"post_teams": "SELECT, INSERT, UPDATE, DELETE"})


def downgrade() -> None:
    """Refuse."""
    no_way_back()
