"""The command that sends a file to be imported."""

import time
from pathlib import Path
from typing import Annotated, Final
from uuid import uuid4

import typer

from applications.cli.api import Api, Json, open_api
from applications.cli.files import counting
from applications.cli.settings import Ending, refuse
from applications.exchange.domain.import_kinds import ImportKind

_MEDIA_TYPES: Final = {".csv": "text/csv", ".jsonl": "application/jsonl"}
_SECONDS_BETWEEN_LOOKS: Final = 0.5
_DONE: Final = ("created", "changed", "unchanged", "refused")
_CAME_BEFORE: Final = 200


def import_(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A .csv or .jsonl file.")
    ],
    *,
    kind: Annotated[ImportKind, typer.Option(help="What the file holds.")],
    validate_only: Annotated[
        bool, typer.Option("--validate-only", help="Say what would come of it; change nothing.")
    ] = False,
) -> None:
    """Send a file of rows to be imported, wait until it is worked through, and list what was wrong.

    Ends with 3 where rows were refused: all others are in. Stopped, it can be run again: the file
    goes on being worked through meanwhile, and is the same import. So it is later too, unless rows
    were refused or another file came in since: then it is worked through again.
    """
    media_type = _MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        refuse("Give a file whose name ends with .csv or .jsonl.")
    content = file.read_bytes()
    # A key for this run: by its content the file is known anyway.
    key = f"import-{uuid4()}"
    with open_api() as api:
        answer = api.post(
            "/v1/imports",
            {"kind": kind, "validate_only": str(validate_only).lower()},
            content,
            {"Content-Type": media_type, "Idempotency-Key": key},
        )
        sent: Json = answer.json()
        if answer.status_code == _CAME_BEFORE:
            typer.echo(f"This file came before, at {sent['received_at']}: it is the same import.")
        about = _wait(api, sent)
        _tell_rows(api, about)
    counts = ", ".join(f"{about['rows'][name]} {name}" for name in _DONE)
    typer.echo(f"{'Checked' if validate_only else 'Imported'} {about['rows']['found']}: {counts}.")
    if about["rows"]["refused"]:
        raise typer.Exit(Ending.PARTLY_REFUSED)


def _wait(api: Api, about: Json) -> Json:
    with counting() as progress:
        task = progress.add_task("rows", total=about["rows"]["found"])
        while True:
            about = api.get(f"/v1/imports/{about['import_id']}", {}).json()
            progress.update(task, completed=sum(about["rows"][name] for name in _DONE))
            if about["status"] == "done":
                return about
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def _tell_rows(api: Api, about: Json) -> None:
    """Print what was refused, and of a register's download what somebody may want to look at."""
    looked_at = about["kind"] == "register-checks"
    query = {"limit": 200, "outcome": None if looked_at else "refused"}
    if not looked_at and not about["rows"]["refused"]:
        return
    for page in api.pages(f"/v1/imports/{about['import_id']}/rows", query):
        for row in page["items"]:
            place = f"line {row['line']}" + (f", {row['subject']}" if row["subject"] else "")
            for words in (*_mistakes(row["problem"]), *row["notices"]):
                typer.echo(f"{place}: {words}")


def _mistakes(problem: Json | None) -> list[str]:
    if problem is None:
        return []
    found = [f"{error['pointer']}: {error['detail']}" for error in problem["errors"]]
    return found or [str(problem["detail"])]
