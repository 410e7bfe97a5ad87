"""The ground: authorities, the one log, people, casework and pay, all under row-level security.

`authority_id` comes first in every key, foreign keys included: those are checked without
row-level security, and would otherwise reach into another authority.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make every table."""
    for statement in _SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: mistakes are mended by the next migration, never by going back.

    Raises:
        RuntimeError: Always.
    """
    raise RuntimeError("There is no way back: restore a backup, or write the next migration.")
