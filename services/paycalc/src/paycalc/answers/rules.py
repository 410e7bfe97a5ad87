"""Rules as JSON text, from a template per rule.

Rules are nine tenths of an answer, and all of a rule but its status, its day and what was found is
the same for everybody. So that part is encoded once: as it is sent, and as it is hashed.
"""

from collections.abc import Iterable
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Final, NamedTuple

import msgspec

from paycalc.domain.rules import Rule, Ruling

_PLAIN: Final = msgspec.json.Encoder()
_CANONICAL: Final = msgspec.json.Encoder(order="sorted")
_GAP: Final = "\ue000"
"""Stands for what differs; no text of a scheme holds this private character."""


class Rendered(NamedTuple):
    """The rules of an answer as they are sent, and in canonical form."""

    plain: msgspec.Raw
    canonical: msgspec.Raw


def render_rules(rulings: Iterable[Ruling]) -> Rendered:
    """Return every ruling as JSON, in order."""
    as_sent, as_hashed = [], []
    for ruling in rulings:
        rendered = ruling.rendered
        if rendered is None:
            rendered = ruling.rendered = _render(ruling)
        as_sent.append(rendered[0])
        as_hashed.append(rendered[1])
    return Rendered(_raw(as_sent), _raw(as_hashed))


def _raw(rules: list[bytes]) -> msgspec.Raw:
    return msgspec.Raw(b"[" + b",".join(rules) + b"]")


def _render(ruling: Ruling) -> tuple[bytes, bytes]:
    """Return one ruling as it is sent and as it is hashed."""
    as_sent, as_hashed = _templates(ruling.rule)
    day = "null" if ruling.met_on is None else f'"{ruling.met_on}"'
    words = quoted(ruling.found)
    return (
        (as_sent % (ruling.status, day, words)).encode(),
        (as_hashed % (words, day, ruling.status)).encode(),
    )


@cache
def _templates(rule: Rule) -> tuple[str, str]:
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
    return _template(_PLAIN.encode(document)), _template(_CANONICAL.encode(document))


def _template(encoded: bytes) -> str:
    """Turn the gaps into places to fill: a day and words bring their own quotes."""
    text = encoded.decode().replace("%", "%%")
    text = text.replace(f'"status":"{_GAP}"', '"status":"%s"')
    return text.replace(f'"{_GAP}"', "%s")
