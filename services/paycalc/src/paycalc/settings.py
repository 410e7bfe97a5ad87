"""What an operator sets: environment variables, or secrets from files."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_SHARED = Path(__file__).resolve().parents[4] / "shared"


class Settings(BaseSettings):
    """Settings of paycalc; each is read from the environment variable of the same name."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    schemes_dir: Path | None = None
    """A folder of the operator's own scheme files, beside those that come with the service."""
    pay_tables_dir: Path | None = None
    """A folder of the operator's own pay tables; one with the id of a supplied one replaces it."""
    clock_file: Path | None = None
    """A file that holds the day or instant to take for now: for demonstrations only."""
    drain_seconds: float = Field(default=0.0, ge=0, le=60)
    """How long to go on answering after a request to stop (seconds)."""

    @property
    def scheme_folders(self) -> tuple[Path, ...]:
        """The folders of scheme files, the supplied one first."""
        return tuple(folder for folder in (_SHARED / "schemes", self.schemes_dir) if folder)

    @property
    def pay_table_folders(self) -> tuple[Path, ...]:
        """The folders of pay tables, the supplied one first."""
        return tuple(folder for folder in (_SHARED / "pay_tables", self.pay_tables_dir) if folder)
