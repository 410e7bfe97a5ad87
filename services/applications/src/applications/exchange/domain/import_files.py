"""A file that comes in, read row by row. What is wrong with a row is a matter of that row alone."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from applications.exchange.domain.cells import read_cell
from applications.exchange.domain.import_kinds import FACTS, POSTS, Column, KindOfImport

_MOST_CELLS: Final = 200
_SEMICOLON_OR_TAB: Final = (";", "\t")
_ONCE: Final = "Line {line} is of the same already: each comes once in a file."
_TOGETHER: Final = "Line {line} is of the same worker: put the rows of a worker together."


class UnreadableFileError(Exception):
    """The file cannot be read as a whole; nothing of it is done. The message says what to mend."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """Something that a file says, and the lines that say it.

    `document` is what a single write would have as its body, with its key; where the lines cannot
    be read it is None and `detail` says why, for the place `pointer`.
    """

    line: int
    last_line: int
    document: dict[str, Any] | None
    detail: str | None = None
    pointer: str = ""


def read_csv(lines: Iterable[str], kind: KindOfImport) -> Iterator[SentRow]:
    """The rows of a CSV file (RFC 4180), those of one worker as one where the kind has it so.

    Raises:
        UnreadableFileError: Its columns are not those of the kind, or its quotes do not pair up.
    """
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, None)
        columns = _columns(header or [], kind)
        rows = _rows(reader, columns)
        yield from _each_once(_by_worker(rows) if kind.by_worker else rows, kind)
    except csv.Error:
        raise UnreadableFileError(
            f"Line {reader.line_num}: the quotes do not pair up, or a cell is too long. Put a cell "
            'that has a comma, a quote or a line break in double quotes, and write a quote as "".'
        ) from None


def once_each(rows: Iterable[SentRow], kind: KindOfImport) -> Iterator[SentRow]:
    """Rows of any file, those refused of which the same was said further up."""
    return _each_once(rows, kind)


def _columns(header: Sequence[str], kind: KindOfImport) -> list[Column | None]:
    if len(header) == 1 and any(each in header[0] for each in _SEMICOLON_OR_TAB):
        raise UnreadableFileError(
            "The columns are parted by semicolons or tabs: save the file with commas."
        )
    known = {each.name: each for each in kind.columns}
    names = [_named(each, kind) for each in header[:_MOST_CELLS]]
    unknown = [
        place
        for place, name in enumerate(names, start=1)
        if name not in known
        and name not in kind.passed_over
        and not (kind.has_facts and name.startswith(FACTS) and name.isprintable())
    ]
    missing = [each.name for each in kind.columns if each.required and each.name not in names]
    problems = [
        f"Missing: {', '.join(missing)}." if missing else "",
        f"Not known, by their place: {', '.join(map(str, unknown))}." if unknown else "",
        "A column comes twice." if len({*names}) != len(names) else "",
        f"There are more than {_MOST_CELLS} columns." if len(header) > _MOST_CELLS else "",
    ]
    if any(problems):
        raise UnreadableFileError(
            "The first line does not name the columns of this kind of import. "
            + " ".join(each for each in problems if each)
        )
    return [None if name in kind.passed_over else _column(known, name) for name in names]


def _column(known: dict[str, Column], name: str) -> Column:
    return known.get(name) or Column(name, "fact")


def _named(name: str, kind: KindOfImport) -> str:
    return "_".join(name.strip().lower().split()) if kind.as_printed else name.strip()


def _rows(reader: Any, columns: Sequence[Column | None]) -> Iterator[SentRow]:  # noqa: ANN401 - csv has no name for it
    line = reader.line_num + 1
    for cells in reader:
        last = reader.line_num
        if any(cells):
            yield _row(cells, columns, line, last)
        line = last + 1


def _row(cells: Sequence[str], columns: Sequence[Column | None], line: int, last: int) -> SentRow:
    if len(cells) != len(columns):
        said = f"It has {len(cells)} cells, and the first line names {len(columns)} columns."
        return SentRow(line, last, None, said)
    document: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        if column is not None and (text := cell.strip()):
            _fill(document, column.name.split(".", 1), read_cell(column.cell, text))
    if POSTS in document:
        document[POSTS] = [document[POSTS]]
    return SentRow(line, last, document)


def _fill(document: dict[str, Any], path: Sequence[str], value: object) -> None:
    if len(path) == 1:
        document[path[0]] = value
    else:
        document.setdefault(path[0], {})[path[1]] = value


def _by_worker(rows: Iterable[SentRow]) -> Iterator[SentRow]:
    """Rows of one worker that stand together, as one row with a post from each."""
    held: SentRow | None = None
    for row in rows:
        joined = None if held is None else _joined(held, row)
        if joined is None and held is not None:
            yield held
        held = joined or row
    if held is not None:
        yield held


def _joined(held: SentRow, row: SentRow) -> SentRow | None:
    if held.document is None or row.document is None:
        return None
    number = held.document.get("employee_number")
    if number is None or row.document.get("employee_number") != number:
        return None
    one, other = ({**each, POSTS: None} for each in (held.document, row.document))
    if held.detail is not None or one != other:
        said = "The rows of a worker say different things of the person: make them the same."
        return SentRow(held.line, row.last_line, held.document, said, "/employee_number")
    posts = [*held.document.get(POSTS, ()), *row.document.get(POSTS, ())]
    document = {**held.document, POSTS: posts} if posts else held.document
    return SentRow(held.line, row.last_line, document)


def _each_once(rows: Iterable[SentRow], kind: KindOfImport) -> Iterator[SentRow]:
    seen: dict[tuple[str, ...], int] = {}
    words = _TOGETHER if kind.by_worker else _ONCE
    for row in rows:
        key = _key(row, kind)
        before = None if key is None else seen.setdefault(key, row.line)
        if before is None or before == row.line:
            yield row
        else:
            said = words.format(line=before)
            yield SentRow(row.line, row.last_line, row.document, said, f"/{kind.key[0]}")


def _key(row: SentRow, kind: KindOfImport) -> tuple[str, ...] | None:
    if row.document is None or kind.key[0] not in row.document:
        return None
    return tuple(str(row.document.get(name)) for name in kind.key)
