"""The first difference between an answer of once and an answer of now."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeGuard


class Difference(NamedTuple):
    """Where two documents part: a JSON Pointer, the value then and the value now."""

    pointer: str
    then: object
    now: object


def first_difference(then: object, now: object, pointer: str = "") -> Difference | None:
    """Return the first difference in what the earlier document had; what is new does not count."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name, value in then.items():
            step = name.replace("~", "~0").replace("/", "~1")
            if name not in now:
                return Difference(f"{pointer}/{step}", value, None)
            found = first_difference(value, now[name], f"{pointer}/{step}")
            if found is not None:
                return found
        return None
    if _is_list(then) and _is_list(now) and len(then) == len(now):
        for place, (before, after) in enumerate(zip(then, now, strict=True)):
            found = first_difference(before, after, f"{pointer}/{place}")
            if found is not None:
                return found
        return None
    same = then == now and type(then) is type(now)
    return None if same else Difference(pointer, then, now)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
