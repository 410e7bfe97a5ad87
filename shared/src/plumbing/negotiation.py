"""Which of several media types a client would rather have (RFC 9110, 12.5.1)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

_WEIGHT: Final = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_EVERYTHING: Final = "*/*"


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that the client likes best; of equals the first; None where it takes none.

    A client that says nothing takes the first.

    Args:
        accept: The `Accept` header as it came.
        offered: The media types there are, without parameters, the usual one first.
    """
    if not (accept or "").strip():
        return offered[0]
    weights = dict(_accepted(accept or ""))
    liked = [(_liking(each, weights), -place) for place, each in enumerate(offered)]
    most, place = max(liked)
    return offered[-place] if most > 0 else None


def _accepted(accept: str) -> Iterator[tuple[str, Decimal]]:
    """Each range that is accepted and how gladly: 1, unless a weight says less."""
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        weights = (_WEIGHT.fullmatch(parameter) for parameter in parameters)
        yield media_range, next((Decimal(found[1]) for found in weights if found), Decimal(1))


def _liking(media_type: str, weights: dict[str, Decimal]) -> Decimal:
    """How gladly a type is taken: the range that says most about it counts."""
    group = media_type.partition("/")[0]
    named = (each for each in (media_type, f"{group}/*", _EVERYTHING) if each in weights)
    return weights[found] if (found := next(named, None)) else Decimal(0)
