"""Reads a scheme file, line by line, into the dataclasses of `scheme_files.model`.

YAML is read as nodes, so that every mistake is named with its line, and only its plain part is
accepted: no anchors, no tags, no floats, no yes/no, each key once.
"""

import dataclasses
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scheme_files.mistakes import Mistake, SchemeFileError
from scheme_files.model.base import Located

Read = TypeVar("Read", bound=Located)

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS_FOR_TYPES: Mapping[type, str] = MappingProxyType(
    {str: "text", int: "a whole number", bool: "true or false", date: "a date such as 2026-01-15"}
)


class _WrongError(Exception):
    """Something in one node cannot be read; the message is for a person."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line=line_of(node), message=message)


def line_of(node: Node) -> int:
    """Return the line that a node starts on, counted from 1."""
    mark = node.start_mark
    return mark.line + 1 if mark else 1


def read(text: str, shape: type[Read]) -> Read:
    """Read YAML text as one dataclass of the format.

    Raises:
        SchemeFileError: naming every mistake with its line, as far as reading could go.
    """
    return _Reader().read(_root(text), shape)


def _root(text: str) -> Node:
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else 1
                message = "anchors (&) and aliases (*) are not used here: write it out again"
                raise SchemeFileError([Mistake(line=line, message=message)])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise SchemeFileError([_yaml_mistake(error)]) from None
    if node is None:
        raise SchemeFileError([Mistake(line=1, message="the file is empty")])
    return node


def _yaml_mistake(error: yaml.YAMLError) -> Mistake:
    mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    return Mistake(
        line=mark.line + 1 if mark else 1,
        message=f"this is not YAML: {problem}. Look at the indentation, colons and quotes",
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What the reader needs to know of one dataclass of the format."""

    types: Mapping[str, Any]
    required: frozenset[str]
    names: Mapping[str, str]
    """Field name by key."""


def shape_of(cls: type[Located]) -> Shape:
    """Derive keys, types and required keys from a dataclass of the format."""
    hints = get_type_hints(cls)
    fields = [item for item in dataclasses.fields(cls) if item.name != "line"]
    return Shape(
        types=MappingProxyType({item.name.rstrip("_"): hints[item.name] for item in fields}),
        required=frozenset(
            item.name.rstrip("_")
            for item in fields
            if item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
        ),
        names=MappingProxyType({item.name.rstrip("_"): item.name for item in fields}),
    )


def union_members(kind: object) -> tuple[Any, ...]:
    """Return the members of a union other than None, or the type alone."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(member for member in get_args(kind) if member is not NoneType)
    return (kind,)


class _Reader:
    """Reads nodes and collects every mistake, so that one run names them all."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def read(self, node: Node, shape: type[Read]) -> Read:
        value = self._attempt(node, shape)
        if self.mistakes:
            raise SchemeFileError(self.mistakes)
        assert isinstance(value, shape)  # noqa: S101 - without a mistake there is a value
        return value

    def _attempt(self, node: Node, kind: object) -> Any:  # noqa: ANN401 - any type of the format
        try:
            return self._value(node, kind)
        except _WrongError as error:
            self.mistakes.append(error.mistake)
            return None

    def _value(self, node: Node, kind: object) -> Any:  # noqa: ANN401 - any type of the format
        members = union_members(kind)
        if isinstance(members[0], type) and issubclass(members[0], Located):
            return self._record(node, _member(node, members))
        origin = get_origin(members[0])
        if origin is tuple:
            return self._list(node, get_args(members[0])[0])
        if origin is Mapping:
            return self._table(node, get_args(members[0])[1])
        return _scalar(node, members)

    def _list(self, node: Node, kind: object) -> tuple[Any, ...]:
        if not isinstance(node, SequenceNode):
            raise _WrongError(node, "a list is needed here: one line each, starting with '- '")
        if not node.value:
            raise _WrongError(node, "this list is empty: add an item or leave the key out")
        return tuple(self._attempt(item, kind) for item in node.value)

    def _table(self, node: Node, kind: object) -> Mapping[str, Any]:
        return MappingProxyType(
            {key: self._attempt(value, kind) for key, _, value in self._pairs(node)}
        )

    def _record(self, node: Node, cls: type[Located]) -> Any:  # noqa: ANN401 - one of the format's
        shape = shape_of(cls)
        read: dict[str, Any] = {}
        for key, key_node, value in self._pairs(node):
            if key not in shape.types:
                self._add(key_node, f"'{key}' is not a key that can stand here{_near(key, shape)}")
            else:
                read[shape.names[key]] = self._attempt(value, shape.types[key])
        if missing := sorted(shape.required - {name.rstrip("_") for name in read}):
            raise _WrongError(node, f"add {_listed(missing)}: it is needed here")
        for group in cls.EXACTLY_ONE:
            if len([name for name in group if name in read]) != 1:
                raise _WrongError(node, f"give exactly one of {_listed(group)}")
        return cls(line=line_of(node), **read)

    def _pairs(self, node: Node) -> Iterator[tuple[str, Node, Node]]:
        if not isinstance(node, MappingNode):
            raise _WrongError(node, "keys and values are needed here, such as 'title: ...'")
        seen: set[str] = set()
        for key_node, value in node.value:
            key = _key(key_node)
            if key in seen:
                self._add(key_node, f"'{key}' stands here twice: keep one of them")
                continue
            seen.add(key)
            yield key, key_node, value

    def _add(self, node: Node, message: str) -> None:
        self.mistakes.append(Mistake(line=line_of(node), message=message))


def _key(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise _WrongError(node, "a key must be plain text")
    return str(node.value)


def _member(node: Node, members: tuple[type[Located], ...]) -> type[Located]:
    """Choose the kind of condition by the key that only it has."""
    if len(members) == 1:
        return members[0]
    keys = {key.value for key, _ in node.value} if isinstance(node, MappingNode) else set()
    for member in members:
        if member.KEY in keys:  # type: ignore[attr-defined] # every member of a union has one
            return member
    kinds = [member.KEY for member in members]  # type: ignore[attr-defined]
    raise _WrongError(node, f"this is no condition: it needs one of the keys {_listed(kinds)}")


def _scalar(node: Node, kinds: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any scalar of the format
    if not isinstance(node, ScalarNode):
        raise _WrongError(node, f"{_words_for(kinds)} is needed here, not a list or keys")
    if node.tag and node.tag.startswith("!"):
        raise _WrongError(node, "tags (!) are not used here: leave it out")
    value = _plain(node)
    for kind in kinds:
        if (accepted := _accept(value, kind)) is not None:
            return accepted
    raise _WrongError(node, _scalar_mend(value, kinds))


def _plain(node: ScalarNode) -> str | int | bool | None:
    """Resolve a scalar: quoted is text; plain may be true, false, a whole number or text."""
    text = str(node.value)
    if node.style is not None:
        return text
    if text in {"true", "false"}:
        return text == "true"
    if text in {"", "null", "~"}:
        raise _WrongError(node, "a value is missing here: fill it in or leave the key out")
    if _FLOAT.fullmatch(text):
        raise _WrongError(node, f"write {text} in quotes: a decimal must keep its exact digits")
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


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


def _choices(kinds: tuple[Any, ...]) -> list[str]:
    choices: list[str] = []
    for kind in kinds:
        if get_origin(kind) is Literal:
            choices += [str(choice).lower() for choice in get_args(kind)]
        elif isinstance(kind, type) and issubclass(kind, str) and kind is not str:
            choices += [str(member) for member in kind]  # type: ignore[attr-defined]
    return choices


def _scalar_mend(value: object, kinds: tuple[Any, ...]) -> str:
    if choices := _choices(kinds):
        return f"this must be one of {_listed(choices)}"
    if str in kinds and isinstance(value, int):
        written = str(value).lower() if isinstance(value, bool) else value
        return f'write it in quotes, "{written}", because it is text and not a number'
    return f"{_words_for(kinds)} is needed here"


def _words_for(kinds: tuple[Any, ...]) -> str:
    return " or ".join(_WORDS_FOR_TYPES.get(kind, "a value") for kind in kinds)


def _near(key: str, shape: Shape) -> str:
    close = difflib.get_close_matches(key, shape.types, n=1)
    return f": did you mean '{close[0]}'?" if close else f". Keys here are {_listed(shape.types)}"


def _listed(names: Any) -> str:  # noqa: ANN401 - any iterable of text
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
