"""The command that says what is owed."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from applications.cli.api import Json, open_api
from applications.cli.exporting import KnownAt, KnownOn
from applications.cli.files import counting, whole
from applications.cli.settings import Ending, refuse
from applications.pay.domain.exports import harmless
from applications.pay.schemas.arrears import LineAnswer

_COLUMNS: Final = tuple(LineAnswer.model_fields)
_TEXT: Final = frozenset({"employee_number", "post_number"})


def arrears(
    *,
    through: Annotated[str | None, typer.Option(help="The last day that counts.")] = None,
    closed_through: Annotated[
        str | None, typer.Option(help="The last day of the last payroll that is closed.")
    ] = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", dir_okay=False, help="A CSV file to write it to."),
    ] = None,
) -> None:
    """Say what is owed since payroll was last told, by worker, post and month.

    The lines are added up here and compared with the service's own totals.
    """
    query = {
        "through": through,
        "closed_through": closed_through,
        "known_on": known_on,
        "known_at": known_at,
    }
    lines: list[Json] = []
    with open_api() as api, counting() as progress:
        task = progress.add_task("lines", total=None)
        for page in api.pages("/v1/arrears", query):
            lines += page["items"]
            progress.update(task, completed=len(lines))
    _check(lines, page["totals"])
    if output is None:
        _show(lines)
    else:
        with whole(output) as file:
            file.write(_as_csv(lines))
    total, still_open = page["totals"]["difference"], page["totals"]["open_lines"]
    typer.echo(
        f"{len(lines)} lines, {total} in all, as known at {page['known_at']}"
        + (f"; {still_open} have no amount: open_because says why." if still_open else ".")
    )


def _check(lines: list[Json], totals: Json) -> None:
    amounts = [Decimal(line["difference"]) for line in lines if line["difference"] is not None]
    found = (len(lines), len(lines) - len(amounts), sum(amounts, Decimal(0)))
    said = (totals["lines"], totals["open_lines"], Decimal(totals["difference"]))
    if found != said:
        refuse("The lines do not add up to what the service says.", Ending.NOT_WHOLE)


def _show(lines: list[Json]) -> None:
    table = Table()
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")  # an amount is never shown by half
    for line in lines:
        table.add_row(*(line[name] or "" for name in _COLUMNS))
    Console().print(table)


def _as_csv(lines: list[Json]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in lines:
        cells = {name: line[name] or "" for name in _COLUMNS}
        writer.writerow([harmless(cells[name]) if name in _TEXT else cells[name] for name in cells])
    return file.getvalue().encode()
