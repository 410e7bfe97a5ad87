"""What the commands need of the environment, and how they refuse."""

import os
from enum import IntEnum
from typing import Never

import typer
from pydantic import ValidationError

from applications.settings import Settings


class Ending(IntEnum):
    """The exit codes of commands that did not end well: the contract for scripts.

    2, a command that was not given as it must be, is the command line's own.
    """

    REFUSED = 1
    """It cannot be done, or the service refused it: asking again would not change that."""
    PARTLY_REFUSED = 3
    """It is done, but for rows that were refused."""
    NOT_ALLOWED = 4
    """The token is missing, out of time, or may not do this."""
    UNAVAILABLE = 5
    """The service cannot be reached or is too busy: the same command may work later."""
    NOT_WHOLE = 6
    """What came is not whole, or not what was sent: no file was written."""


def settings() -> Settings:
    """The settings, as the environment and the folder of secrets have them."""
    folder = os.environ.get("APPLICATIONS_SECRETS_DIR") or None
    try:
        return Settings(_secrets_dir=folder)  # type: ignore[call-arg] # the rest is found there
    except ValidationError as error:
        names = ", ".join(f"APPLICATIONS_{str(each['loc'][0]).upper()}" for each in error.errors())
        refuse(f"Set these, or mend their values: {names}.")


def owner_url() -> str:
    """Where PostgreSQL is, as the owner of the tables."""
    url = settings().owner_database_url
    if url is None:
        refuse("Set APPLICATIONS_OWNER_DATABASE_URL to the owner's address.")
    return url.get_secret_value()


def refuse(words: str, ending: Ending = Ending.REFUSED) -> Never:
    """Say what is wrong, and end without success."""
    typer.echo(words, err=True)
    raise typer.Exit(ending)
