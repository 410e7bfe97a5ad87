"""Rules as JSON text, from a template per rule.

Rules are nine tenths of an answer, and all of a rule but its status, its day and what was found is
the same for everybody. So that part is encoded once. The members of a rule stand in the order of
canonical JSON, so that the text that is sent is the text that is hashed.
"""

from collections.abc import Iterable
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Final

import msgspec

from paycalc.domain.rules import Rule, Ruling

_CANONICAL: Final = msgspec.json.Encoder(order="sorted")
_GAP: Final = "\ue000"
"""Stands for what differs; no text of a scheme holds this private character."""

Template = tuple[str, str, str, str]
"""What stands before, between and behind what was found, the day and the status."""


def render_rules(rulings: Iterable[Ruling]) -> list[bytes]:
    """Return every ruling as canonical JSON, in order."""
    return [ruling.rendered or _render(ruling) for ruling in rulings]


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
