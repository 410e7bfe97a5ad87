"""Damages a part of the sample at random, as people do: keys lost, added, and of another kind."""

import copy
import random
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from tests.scheme_files.as_json import document_of
from tests.scheme_files.editing import TEXT

from scheme_files.model.base import Located
from scheme_files.model.scheme import Scheme
from scheme_files.reading import shape_of, union_members

# A whole number with a point (1.0) is left out: to JSON it is the same number as 1.
VALUES: tuple[Any, ...] = (
    *("", " ", "text", "true", "yes", "12", "none", "first_of_next_month", "choice"),
    *("2026-01-15", "2026-02-30", "2026-1-5", "20260115", "a\tb", "a\nb", "a\ue000", "\u00a0"),
    *(True, False, None, 0, 1, -1, 3, 999999999, 1000000000, -1000000000, 10**20, 1.5),
    *([], {}, ["text"], [1], [[]], {"text": "text"}, {"since": "submitted_on"}),
)


class Fragment(NamedTuple):
    """A part of the sample: what it is to be, and what it says."""

    shape: type[Located]
    document: dict[str, Any]


def fragments() -> list[Fragment]:
    """Return every part of the sample, the whole included."""
    return list(_fragments(Scheme, document_of(TEXT)))


def _fragments(kind: object, document: Any) -> Iterator[Fragment]:  # noqa: ANN401 - any JSON
    members = union_members(kind)
    member = members[0]
    if isinstance(member, type) and issubclass(member, Located):
        if len(members) > 1:
            member = next(one for one in members if one.KEY in document)
        yield Fragment(member, document)
        for key, value in document.items():
            yield from _fragments(shape_of(member).types[key], value)
    elif isinstance(document, list):
        for item in document:
            yield from _fragments(get_args(member)[0], item)
    elif isinstance(document, dict) and get_origin(member) is not None:
        for item in document.values():
            yield from _fragments(get_args(member)[1], item)


def damaged(chance: random.Random, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one or two things changed somewhere in it."""
    changed = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2))):
        container = chance.choice(list(_containers(changed)))
        if isinstance(container, dict):
            _damage_keys(chance, container)
        else:
            _damage_list(chance, container)
    return changed


def _value(chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    return copy.deepcopy(chance.choice(VALUES))


def _containers(document: object) -> Iterator[dict[str, Any] | list[Any]]:
    if isinstance(document, dict):
        yield document
        for value in document.values():
            yield from _containers(value)
    elif isinstance(document, list):
        yield document
        for value in document:
            yield from _containers(value)


def _damage_keys(chance: random.Random, keys: dict[str, Any]) -> None:
    name = chance.choice(list(keys)) if keys else "text"
    match chance.randrange(5):
        case 0:
            keys.pop(name, None)
        case 1:
            keys[chance.choice(_KEYS)] = _value(chance)
        case 2:
            keys[chance.choice(_KEYS)] = copy.deepcopy(keys.get(name, "text"))
        case _:
            keys[name] = _value(chance)


def _damage_list(chance: random.Random, items: list[Any]) -> None:
    match chance.randrange(3):
        case 0:
            items.append(_value(chance))
        case 1:
            items.clear()
        case _:
            items[:1] = [_value(chance)]


_KEYS = sorted({key for fragment in fragments() for key in fragment.document} | {"text", "colour"})
