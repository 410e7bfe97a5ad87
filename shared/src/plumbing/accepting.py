"""Which of several media types a caller wants: RFC 9110's `Accept`."""

from collections.abc import Sequence
from typing import Final

_ANYTHING: Final = "*/*"


class NotAcceptableError(Exception):
    """The caller takes none of the media types that an answer can have. The message names them."""


def choose_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """The media type that a caller likes best; of several alike, the one that is offered first.

    Raises:
        NotAcceptableError: They take none of them.
    """
    liked = _liked(accept or _ANYTHING)
    best = max(offered, key=lambda media_type: _weight(media_type, liked))
    if _weight(best, liked) <= 0:
        raise NotAcceptableError(f"Ask for one of {', '.join(offered)} in `Accept`.")
    return best


def _liked(accept: str) -> dict[str, float]:
    liked = {}
    for part in accept.split(","):
        media_type, *parameters = (each.strip().lower() for each in part.split(";"))
        weights = [each.removeprefix("q=") for each in parameters if each.startswith("q=")]
        liked[media_type] = _number(weights[0]) if weights else 1.0
    return liked


def _number(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _weight(media_type: str, liked: dict[str, float]) -> float:
    """What the most particular entry that a media type falls under says of it."""
    family = f"{media_type.partition('/')[0]}/*"
    particular = (media_type, family, _ANYTHING)
    return next((liked[name] for name in particular if name in liked), 0.0)
