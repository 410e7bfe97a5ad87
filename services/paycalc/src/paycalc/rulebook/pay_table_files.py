"""Pay tables on disk: dated CSV, a source per row.

A folder per spine or local scale, named by its id, holds `awards.csv` (effective_from, agreed_on,
award, note) and `points.csv` (scp, or grade and position; effective_from, annual_salary, basis).
A row without a salary says that the point ended on that day.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

from paycalc.domain.days import pay_year
from paycalc.domain.pay_tables import Award, PayTable, PointKey, Value

_PENCE = Decimal("0.01")


class PayTableFileError(Exception):
    """A pay table cannot be used; the message names file, line and mend."""


def load_pay_tables(folder: Path) -> dict[str, PayTable]:
    """Read every pay table below a folder.

    Raises:
        PayTableFileError: at the first row that cannot be read.
    """
    tables = (load_pay_table(path.parent) for path in sorted(folder.glob("*/points.csv")))
    return {table.id: table for table in tables}


def load_pay_table(folder: Path) -> PayTable:
    """Read one pay table.

    Raises:
        PayTableFileError: at the first row that cannot be read.
    """
    awards_path, points_path = folder / "awards.csv", folder / "points.csv"
    awards = {award.effective_from: award for award in _awards(awards_path)}
    values: dict[PointKey, list[Value]] = {}
    for point, value in _values(points_path, awards):
        values.setdefault(point, []).append(value)
    digest = hashlib.sha256(awards_path.read_bytes() + b"\0" + points_path.read_bytes())
    return PayTable(
        id=folder.name,
        sha256=digest.hexdigest(),
        values=MappingProxyType(
            {point: _ordered(rows, points_path) for point, rows in values.items()}
        ),
        settled_on=MappingProxyType(_settled_on(awards.values())),
    )


def _settled_on(awards: Iterable[Award]) -> dict[date, date]:
    settled_on: dict[date, date] = {}
    for award in awards:
        year = pay_year(award.effective_from)
        settled_on[year] = min(award.agreed_on, settled_on.get(year, award.agreed_on))
    return settled_on


def _ordered(rows: list[Value], path: Path) -> tuple[Value, ...]:
    ordered = sorted(rows, key=lambda value: value.effective_from)
    days = [value.effective_from for value in ordered]
    if len(set(days)) != len(days):
        raise PayTableFileError(f"{path}: a point has two values from one day: keep one of them")
    return tuple(ordered)


def _rows(path: Path, columns: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := columns - set(reader.fieldnames or ()):
                listed = ", ".join(sorted(missing))
                raise PayTableFileError(f"{path}:1: add the column {listed}")
            for row in reader:
                yield reader.line_num, {name: (text or "").strip() for name, text in row.items()}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise PayTableFileError(f"{path}: this cannot be read as CSV in UTF-8") from None


def _awards(path: Path) -> Iterator[Award]:
    for line, row in _rows(path, frozenset({"effective_from", "agreed_on", "award"})):
        yield Award(
            effective_from=_date(row["effective_from"], path, line),
            agreed_on=_date(row["agreed_on"], path, line),
            name=row["award"],
        )


def _values(path: Path, awards: Mapping[date, Award]) -> Iterator[tuple[PointKey, Value]]:
    for line, row in _rows(path, frozenset({"effective_from", "annual_salary", "basis"})):
        effective_from = _date(row["effective_from"], path, line)
        salary = _salary(row["annual_salary"], path, line)
        award = awards.get(effective_from)
        if award is None and salary is not None:
            raise PayTableFileError(
                f"{path}:{line}: no award counts from {effective_from}: add it to awards.csv"
            )
        if not row["basis"]:
            raise PayTableFileError(f"{path}:{line}: say in 'basis' where the figure is from")
        agreed_on = award.agreed_on if award else effective_from
        yield _point(row, path, line), Value(effective_from, agreed_on, salary, row["basis"])


def _point(row: Mapping[str, str], path: Path, line: int) -> PointKey:
    number = row.get("scp") or row.get("position") or ""
    if not number.isdigit():
        raise PayTableFileError(f"{path}:{line}: give a whole number for 'scp' or 'position'")
    if row.get("scp"):
        return int(number)
    if not row.get("grade"):
        raise PayTableFileError(f"{path}:{line}: give 'grade' beside 'position'")
    return row["grade"], int(number)


def _date(text: str, path: Path, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PayTableFileError(f"{path}:{line}: write the date as YYYY-MM-DD") from None


def _salary(text: str, path: Path, line: int) -> Decimal | None:
    if not text:
        return None
    try:
        salary = Decimal(text)
        exact = salary.quantize(_PENCE)
    except InvalidOperation:
        raise PayTableFileError(f"{path}:{line}: write the salary in GBP, such as 40777") from None
    if exact != salary or salary <= 0:
        raise PayTableFileError(f"{path}:{line}: a salary is a positive amount in pounds and pence")
    return exact
