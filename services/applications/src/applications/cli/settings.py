"""What the commands need of the environment, and how they refuse."""

import os
from typing import Never

import typer
from pydantic import ValidationError

from applications.settings import Settings


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


def refuse(words: str) -> Never:
    """Say what is wrong, and end without success."""
    typer.echo(words, err=True)
    raise typer.Exit(1)
