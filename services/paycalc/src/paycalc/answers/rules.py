"""Rules as JSON text, from a template per rule.

Rules are nine tenths of an answer, and all of a rule but its status, its day and what was found is
the same for everybody. So that part is encoded once. The members of a rule stand in the order of
canonical JSON, so that the text that is sent is the text that is hashed.
"""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from json.encoder import encode_basestring as quoted
from typing import Final, NamedTuple

import msgspec

from paycalc.domain.keeping import Remembered
from paycalc.domain.kinds import Kind
from paycalc.domain.rules import Rule, Ruling

_CANONICAL: Final = msgspec.json.Encoder(order="sorted")
_GAP: Final = "\ue000"
"""Stands for what differs; no text of a scheme holds this private character."""

Template = tuple[str, str, str, str]
"""What stands before, between and behind what was found, the day and the status."""


class _Runs(NamedTuple):
    """The rulings on the criteria for a kind of cases, those joined that stand side by side.

    Attributes:
        pieces: The joined ones, and a place for each of the others.
        dated: Those places, and the places of their rulings.
        criteria: How many rulings there are.
    """

    pieces: list[bytes]
    dated: tuple[tuple[int, int], ...]
    criteria: int


_RUNS: Final[Remembered[Kind, _Runs]] = Remembered()


def render_rules(rulings: Sequence[Ruling], kind: Kind | None = None) -> list[bytes]:
    """Return rulings as canonical JSON, in order: one a piece, or some that are joined.

    Args:
        rulings: The rulings.
        kind: The kind of the case whose criteria they begin with, if they do. What is the same for
            all of a kind is joined once.
    """
    if kind is None:
        return [ruling.rendered or _render(ruling) for ruling in rulings]
    runs = _RUNS.get(kind) or _join(kind)
    pieces = runs.pieces.copy()
    for place, at in runs.dated:
        ruling = rulings[at]
        pieces[place] = ruling.rendered or _render(ruling)
    pieces += [ruling.rendered or _render(ruling) for ruling in rulings[runs.criteria :]]
    return pieces


def _join(kind: Kind) -> _Runs:
    pieces: list[bytes] = []
    dated = {at for at, _ in kind.anew}
    places = {}
    for is_dated, run in groupby(range(len(kind.ruled.rulings)), dated.__contains__):
        if is_dated:
            for at in run:
                places[len(pieces)] = at
                pieces.append(b"")
        else:
            pieces.append(b",".join(_render(kind.ruled.rulings[at]) for at in run))
    runs = _RUNS[kind] = _Runs(pieces, tuple(places.items()), len(kind.ruled.rulings))
    return runs


def _render(ruling: Ruling) -> bytes:
    """Return one ruling as canonical JSON, and keep it with the ruling."""
    before, found_to_day, day_to_status, behind = _template(ruling.rule)
    day = "null" if ruling.met_on is None else f'"{ruling.met_on.isoformat()}"'
    words = quoted(ruling.found)
    status = ruling.status.value
    text = f"{before}{words}{found_to_day}{day}{day_to_status}{status}{behind}".encode()
    ruling.rendered = text
    return text


@cache
def _template(rule: Rule) -> Template:
    reason = {"clause": rule.clause} if rule.clause else {"assumption": rule.assumption}
    document = {
        "id": rule.id,
        "status": _GAP,
        "met_on": _GAP,
        "blocking": rule.blocking,
        "facts": rule.facts,
        "required": rule.required,
        "found": _GAP,
        **reason,
    }
    text = _CANONICAL.encode(document).decode()
    before, found_to_day, rest = text.split(f'"{_GAP}"', 2)
    day_to_status, behind = rest.split(f'"{_GAP}"')
    return before, found_to_day, f'{day_to_status}"', f'"{behind}'
