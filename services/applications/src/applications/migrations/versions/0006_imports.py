"""Imports, register checks, and reconciliation."""

from pathlib import Path

from applications.migrations.tables import fence, no_way_back, run_file

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make its tables."""
    run_file(_SQL)
    fence(
        {
            "imports": "SELECT, INSERT, UPDATE",
            "import_parts": "SELECT, INSERT, DELETE",
            "import_rows": "SELECT, INSERT",
            "register_checks": "SELECT, INSERT, UPDATE",
        }
    )


def downgrade() -> None:
    """Refuse."""
    no_way_back()
