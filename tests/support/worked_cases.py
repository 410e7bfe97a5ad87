"""Worked cases: one request each, and the members of the answer that must be so.

`tests/cases/README.md` says how a case is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).resolve().parents[1] / "cases"

Json = dict[str, Any]

_OF_THE_REQUEST = ("scheme", "pathway", "known_on", "rules_on")


class _AbsentError(Exception):
    """A path leads nowhere in an answer."""


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A question and what must be so of its answer."""

    id: str
    request: Json
    expect: Mapping[str, Any]


def load(file: str) -> list[WorkedCase]:
    """Return the cases of a file."""
    groups = yaml.safe_load((CASES / file).read_text(encoding="utf-8"))
    return [_case(group, case) for group in groups for case in group["cases"]]


def _case(group: Json, case: Json) -> WorkedCase:
    given = {**group.get("base", {}), **case.get("facts", {})}
    request: Json = {
        name: value for name in _OF_THE_REQUEST if (value := _either(case, group, name))
    }
    request["facts"] = {name: value for name, value in given.items() if value is not None}
    return WorkedCase(f"{group['group']}: {case['id']}", request, case["expect"])


def _either(case: Json, group: Json, name: str) -> str | None:
    return case.get(name) or group.get(name)


def differences(expect: Mapping[str, Any], answer: Json, *, whole_lists: bool) -> list[str]:
    """Return where an answer is not as expected; nothing where it is.

    A list contains at least what is given, or exactly that with `whole_lists`.
    """
    return [
        f"{path} is {_found(path, answer)!r} and not {wanted!r}"
        for path, wanted in expect.items()
        if not _is_so(path, wanted, answer, whole_lists=whole_lists)
    ]


def _is_so(path: str, wanted: object, answer: Json, *, whole_lists: bool) -> bool:
    try:
        found = at(path, answer)
    except _AbsentError:
        return False
    if isinstance(wanted, list) and isinstance(found, list) and not whole_lists:
        return all(item in found for item in wanted)
    return found == wanted and type(found) is type(wanted)


def _found(path: str, answer: Json) -> object:
    try:
        return at(path, answer)
    except _AbsentError:
        return "absent"


def at(path: str, answer: Json) -> object:
    """Return what a dotted path leads to; below null there is null.

    A step into a list is a place in it, or the `id` of one of its members.
    """
    here: Any = answer
    for step in path.split("."):
        if here is None:
            return None
        here = _member(here, step)
    return here


def _member(here: object, step: str) -> object:
    if isinstance(here, dict) and step in here:
        return here[step]
    if isinstance(here, list) and step.isdigit() and int(step) < len(here):
        return here[int(step)]
    for item in here if isinstance(here, list) else ():
        if item.get("id") == step:
            return item
    raise _AbsentError(step)
