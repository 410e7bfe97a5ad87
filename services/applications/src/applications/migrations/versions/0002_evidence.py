"""Evidence: items, their contents, and who read them."""

from pathlib import Path

from applications.migrations.tables import fence, no_way_back, run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")
_GRANTS = {
    "evidence_items": "SELECT, INSERT, UPDATE (received_at, content_size, content_sha256, "
    "media_type, screening, findings, acknowledged_by, acknowledged_at, acknowledged_because, "
    "quarantined_at, quarantined_because, removed_at, removed_because, version)",
    "evidence_attempts": "SELECT, INSERT",
    "evidence_of_attempts": "SELECT, INSERT",
    "evidence_reads": "SELECT, INSERT",
    "evidence_pieces": "SELECT, INSERT",
}
"""What was provided, and what an attempt consisted of, cannot be changed by the service at all."""


def upgrade() -> None:
    """Make its tables."""
    run_file(_SQL)
    fence(_GRANTS)


def downgrade() -> None:
    """Refuse."""
    no_way_back()
