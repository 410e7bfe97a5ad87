"""What payroll was told: its runs and their lines, which nobody changes any more."""

from pathlib import Path

from applications.migrations.tables import fence, no_way_back, run_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make its tables."""
    run_file(_SQL)
    fence({"payroll_runs": "SELECT, INSERT", "payroll_lines": "SELECT, INSERT"})


def downgrade() -> None:
    """Refuse."""
    no_way_back()
