"""Reads one value of a scheme file: text, a whole number, true or false, a date, a choice.

YAML programs disagree about what `yes`, `0x10` or `1e3` is. So what is neither plain text nor a
plain number must be written in quotes, and means the same wherever it is read.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

from yaml.nodes import Node, ScalarNode

from scheme_files.yaml_nodes import WrongError

UNSEEN: Final = r"\u0000-\u0009\u000b-\u001f\u007f-\u009f\ue000-\uf8ff"
"""Characters that no text may hold, as they stand in a regular expression."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_OTHER_NUMBER = re.compile(
    r"[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|([0-9][0-9_]*\.?|\.[0-9])[0-9_]*(e[-+]?[0-9]+)?"
    r"|\.inf)|\.nan",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TRUTH = MappingProxyType({"true": True, "false": False})
_LIKE_TRUTH = frozenset({"true", "false", "yes", "no", "on", "off"})
_NOTHING = frozenset({"", "~", "null"})
_WORDS_FOR_TYPES: Mapping[type, str] = MappingProxyType(
    {str: "text", int: "a whole number", bool: "true or false", date: "a date such as 2026-01-15"}
)


def read_scalar(node: Node, kinds: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any scalar of the format
    """Return a node's value as one of these types.

    Raises:
        WrongError: saying what to write instead.
    """
    if not isinstance(node, ScalarNode):
        raise WrongError(node, f"{_words_for(kinds)} is needed here, not a list or keys")
    value = _plain(node)
    for kind in kinds:
        if (accepted := _accept(value, kind)) is not None:
            return accepted
    raise WrongError(node, _mend(value, kinds))


def _plain(node: ScalarNode) -> str | int | bool:
    """Resolve a scalar: quoted is text; plain may be true, false, a whole number or text."""
    text = str(node.value)
    if unseen := _UNSEEN.search(text):
        name = f"U+{ord(unseen.group()):04X}"
        raise WrongError(node, f"take out the character that cannot be seen ({name})")
    if not text.strip(" \n") or (node.style is None and text.lower() in _NOTHING):
        raise WrongError(node, "a value is missing here: fill it in or leave the key out")
    return text if node.style is not None else _unquoted(node, text)


def _unquoted(node: ScalarNode, text: str) -> str | int | bool:
    if text in _TRUTH:
        return _TRUTH[text]
    if text.lower() in _LIKE_TRUTH:
        raise WrongError(node, f'write true or false, or "{text}" in quotes if it is text')
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if _OTHER_NUMBER.fullmatch(text):
        mend = f'a whole number has digits alone; if it is text, write it in quotes, "{text}"'
        raise WrongError(node, mend)
    return text


def _accept(value: object, kind: Any) -> Any:  # noqa: ANN401 - any scalar of the format
    """Return the value as this type, or None where it is not one."""
    if get_origin(kind) is Literal:
        matches = [choice for choice in get_args(kind) if choice == value]
        return value if matches and type(value) is type(matches[0]) else None
    if kind is date:
        return _date(value)
    if isinstance(kind, type) and type(value) is kind:
        return value
    if isinstance(kind, type) and isinstance(value, str) and issubclass(kind, str):
        return next((member for member in kind if member == value), None)  # type: ignore[attr-defined]
    return None


def _date(value: object) -> date | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _mend(value: object, kinds: tuple[Any, ...]) -> str:
    if choices := _choices(kinds):
        return f"this must be {listed(choices, 'or')}"
    if date in kinds and isinstance(value, str) and _DATE.fullmatch(value):
        return f"{value} is no day of the calendar"
    if str in kinds and not isinstance(value, str):
        written = str(value).lower()
        return f'write it in quotes, "{written}", because it is text'
    if isinstance(value, str) and _is_quoted_needlessly(value, kinds):
        return f"write {value} without quotes"
    return f"{_words_for(kinds)} is needed here"


def _is_quoted_needlessly(value: str, kinds: tuple[Any, ...]) -> bool:
    is_number = _WHOLE_NUMBER.fullmatch(value) is not None
    return (int in kinds and is_number) or (bool in kinds and value in _TRUTH)


def _choices(kinds: tuple[Any, ...]) -> list[str]:
    choices: list[str] = []
    for kind in kinds:
        if get_origin(kind) is Literal:
            choices += [str(choice).lower() for choice in get_args(kind)]
        elif isinstance(kind, type) and issubclass(kind, str) and kind is not str:
            choices += [str(member) for member in kind]  # type: ignore[attr-defined]
    return choices


def _words_for(kinds: tuple[Any, ...]) -> str:
    return " or ".join(_WORDS_FOR_TYPES.get(kind, "a value") for kind in kinds)


def listed(names: Iterable[str], link: str) -> str:
    """Return names in quotes as a list in words, the last two linked by `and` or `or`."""
    *most, last = [f"'{name}'" for name in names]
    return f"{', '.join(most)} {link} {last}" if most else last
