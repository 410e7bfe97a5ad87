"""Cells of a CSV file, read as the members of JSON that they stand for.

What cannot be read stays as it is: whoever checks the member says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from applications.exchange.domain.import_kinds import Cell

_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_AMOUNT: Final = re.compile(r"(-?[0-9]{1,12})(?:\.([0-9]{1,2}))?", re.ASCII)
_FLAGS: Final = {"true": True, "false": False}
_BRITISH_DAYS: Final = ("%d/%m/%Y", "%d %B %Y", "%d %b %Y")


def read_cell(cell: Cell, text: str) -> object:
    """What a cell that is not empty says."""
    return _READERS[cell](text)


def _whole(text: str) -> object:
    return int(text) if _WHOLE.fullmatch(text) else text


def _flag(text: str) -> object:
    return _FLAGS.get(text.lower(), text)


def _amount(text: str) -> object:
    """Two places, which a spreadsheet shortens: 37 is 37.00."""
    found = _AMOUNT.fullmatch(text)
    return text if found is None else f"{found[1]}.{(found[2] or '').ljust(2, '0')}"


def _fact(text: str) -> object:
    flag = _flag(text)
    return flag if isinstance(flag, bool) else _whole(text)


def _day(text: str) -> object:
    for form in _BRITISH_DAYS:
        try:
            day: date = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day.isoformat()
    return text


def _status(text: str) -> object:
    return "_".join(text.lower().split())


_READERS: Final[Mapping[Cell, Callable[[str], object]]] = {
    "text": lambda text: text,
    "whole": _whole,
    "flag": _flag,
    "amount": _amount,
    "fact": _fact,
    "day": _day,
    "status": _status,
}
