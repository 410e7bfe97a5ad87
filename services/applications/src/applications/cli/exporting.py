"""The commands that take pay out: files that are whole, or not there."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from io import BufferedRandom
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer

from applications.cli.api import Api, Json, open_api
from applications.cli.files import counting, downloading, whole
from applications.cli.settings import Ending, refuse
from applications.pay.domain.exports import Form, harmless
from applications.pay.schemas.changes import PayChangeAnswer

_AT_ONCE: Final = 1000
_SECONDS_OF_A_DIGEST: Final = 3600.0
_NOT_WHOLE: Final = (
    "What came is not what the service says that it sent: nothing was written. Run it again."
)
_POINT: Final = ("position", "scp", "spine")
_TEXT: Final = frozenset({"employee_number", "post_number", "grade"})
"""What somebody else wrote, and a spreadsheet might take for a formula."""

export = typer.Typer(help="Take pay out, as files.", no_args_is_help=True)


MEDIA_TYPES: Final[Mapping[Form, str]] = {"csv": "text/csv", "jsonl": "application/jsonl"}
Output = Annotated[Path, typer.Option("--output", "-o", dir_okay=False, help="The file to write.")]
WhichForm = Annotated[Form, typer.Option("--format", help="How to write it.")]
KnownOn = Annotated[
    str | None, typer.Option(help="As known by the end of this day (YYYY-MM-DD); today if not.")
]
KnownAt = Annotated[str | None, typer.Option(help="As known at this instant, in place of a day.")]


@export.command("pay-points")
def pay_points(
    *,
    output: Output,
    effective_on: Annotated[
        str | None, typer.Option(help="On this day (YYYY-MM-DD); today if left out.")
    ] = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    form: WhichForm = "csv",
) -> None:
    """Write who is on which grade and point on a day, as known on a day.

    The file is compared with the count and digest that the service gives before it has its name.
    A file of JSON lines keeps its closing line, which has both.
    """
    query = {"effective_on": effective_on, "known_on": known_on, "known_at": known_at}
    with open_api() as api, whole(output) as file:
        with api.stream("/v1/pay-points", query, MEDIA_TYPES[form]) as answer:
            said = _download(answer, file)
        found = _read_csv(file) if form == "csv" else _read_lines(file)
        wanted = _digest(api, said) if form == "csv" else _closing(file)
        if found != wanted:
            refuse(_NOT_WHOLE, Ending.NOT_WHOLE)
    typer.echo(
        f"{found['count']} pay points of {said['Effective-On']}, as known at {said['Known-At']}, "
        f"are in {output} (SHA-256 {found['sha256']})."
    )


def _download(answer: httpx.Response, file: BufferedRandom) -> httpx.Headers:
    with downloading() as progress:
        task = progress.add_task("pay points", total=None)
        for part in answer.iter_bytes():
            file.write(part)
            progress.advance(task, len(part))
    return answer.headers


def _digest(api: Api, said: httpx.Headers) -> Json:
    """What the service says that a CSV file comes to; for a long one it takes as long again."""
    query = {"effective_on": said["Effective-On"], "known_at": said["Known-At"], "form": "csv"}
    with downloading() as progress:
        progress.add_task("digest", total=None)
        answer: Json = api.get("/v1/pay-points/digest", query, seconds=_SECONDS_OF_A_DIGEST).json()
    return {name: answer[name] for name in ("count", "sha256")}


def _read_csv(file: BufferedRandom) -> Json:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        count = sum(1 for _ in csv.reader(text)) - 1  # the header
    finally:
        text.detach()
    return {"count": count, "sha256": digest}


def _read_lines(file: BufferedRandom) -> Json:
    """What the lines before the last come to."""
    digest, count, last = hashlib.sha256(), 0, b""
    file.seek(0)
    for line in file:
        digest.update(last)
        count += bool(last)
        last = line
    return {"count": count, "sha256": digest.hexdigest()}


def _closing(file: BufferedRandom) -> Json | None:
    """What the last line says; None where it is no closing line."""
    last = b""
    file.seek(0)
    for line in file:
        last = line
    try:
        said: Json = json.loads(last)["closing"]
    except (ValueError, KeyError, TypeError):
        return None
    return said if last.endswith(b"\n") else None


@export.command("pay-changes")
def pay_changes(
    *,
    output: Output,
    after: Annotated[str, typer.Option(help="From behind this position on; 0 for all.")] = "0",
    known_after: Annotated[
        str | None, typer.Option(help="Only what became known after this instant.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option(help="Only what was known by this instant.")
    ] = None,
    affecting_from: Annotated[
        str | None, typer.Option(help="Only what says something of this day or later ones.")
    ] = None,
    form: WhichForm = "jsonl",
) -> None:
    """Write every change of pay, in the order in which they became known.

    What it says at the end as the position is where the next run goes on from, with --after.
    """
    query = {
        "after": after,
        "known_after": known_after,
        "known_at": known_at,
        "affecting_from": affecting_from,
        "limit": _AT_ONCE,
    }
    with open_api() as api, whole(output) as file, counting() as progress:
        task = progress.add_task("changes", total=None)
        count, position = 0, after
        file.write(_header() if form == "csv" else b"")
        for page in api.follow("/v1/pay-changes", query):
            file.writelines(_written(page["items"], form))
            count, position = count + len(page["items"]), page["next_cursor"]
            progress.update(task, completed=count)
    typer.echo(f"{count} changes are in {output}; go on with --after {position}.")


def _written(items: list[Json], form: Form) -> Iterator[bytes]:
    for item in items:
        yield _row(_flat(item)) if form == "csv" else json.dumps(item).encode() + b"\n"


def _header() -> bytes:
    names = dict.fromkeys(PayChangeAnswer.model_fields)
    return _row(list(_flat(names)))


def _flat(item: Json) -> Json:
    """A change with the members of its point beside the others."""
    point = item["point"] or {}
    flat = {name: _cell(name, value) for name, value in item.items() if name != "point"}
    return flat | {f"point_{name}": point.get(name) for name in _POINT}


def _cell(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    return harmless(value) if name in _TEXT and value is not None else value


def _row(cells: Json | list[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(
        cells.values() if isinstance(cells, dict) else cells
    )
    return line.getvalue().encode()
