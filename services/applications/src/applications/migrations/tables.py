"""What every migration does: run its file, and put new tables behind the wall of authorities."""

from collections.abc import Mapping
from pathlib import Path

from alembic import op


def run_file(sql: Path) -> None:
    """Run a file of statements, each parted from the next by a semicolon and an empty line."""
    for statement in sql.read_text(encoding="utf-8").split(";\n\n"):
        op.execute(statement)


def fence(grants: Mapping[str, str]) -> None:
    """Put tables under row-level security, each with what the app's role may do to it.

    Args:
        grants: By table, what is granted: `SELECT, INSERT` and so on.
    """
    for table, granted in grants.items():
        wall = "authority_id = current_setting('app.authority_id')::uuid"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_one_authority ON {table} USING ({wall}) WITH CHECK ({wall})"
        )
        op.execute(f"GRANT {granted} ON {table} TO spinepoint_app")


def no_way_back() -> None:
    """Refuse: mistakes are mended by the next migration, never by going back.

    Raises:
        RuntimeError: Always.
    """
    raise RuntimeError("There is no way back: restore a backup, or write the next migration.")
