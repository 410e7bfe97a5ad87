"""The ground: authorities, the one log, people, casework and pay, all under row-level security.

`authority_id` comes first in every key, foreign keys included: those are checked without
row-level security, and would otherwise reach into another authority.
"""

from pathlib import Path

from applications.migrations.tables import no_way_back, run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make every table."""
    run_file(_SQL)


def downgrade() -> None:
    """Refuse."""
    no_way_back()
