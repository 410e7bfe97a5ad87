"""Webhooks, their deliveries, and each attempt to deliver."""

from pathlib import Path

from applications.migrations.tables import fence, no_way_back, run_file

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make its tables."""
    run_file(_SQL)
    fence(
        {
            "webhooks": "SELECT, INSERT, UPDATE",
            "webhook_deliveries": "SELECT, INSERT, UPDATE",
            "webhook_attempts": "SELECT, INSERT, UPDATE",
        }
    )


def downgrade() -> None:
    """Refuse."""
    no_way_back()
