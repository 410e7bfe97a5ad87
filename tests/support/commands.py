"""The command line of applications, as an operator uses it, without the wait for a new process."""

from dataclasses import dataclass

from tests.support.house import House
from typer.testing import CliRunner

from applications.cli import app


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended: whether it did well, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def applications(*arguments: str, **settings: str) -> Ended:
    """Run a command to its end, with these settings."""
    result = CliRunner().invoke(app, arguments, env={**settings, "COLUMNS": "300"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def at_the_house(house: House, *arguments: str, **settings: str) -> Ended:
    """Run a command on the suite's own database, as an operator who has the owner's address."""
    return applications(
        *arguments,
        APPLICATIONS_DATABASE_URL=house.postgres.app_url,
        APPLICATIONS_OWNER_DATABASE_URL=house.postgres.owner_url,
        CLOCK_FILE=str(house.clock_file),
        **settings,
    )
