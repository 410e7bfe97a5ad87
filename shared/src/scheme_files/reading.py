"""Reads a scheme file, line by line, into the dataclasses of `scheme_files.model`.

YAML is read as nodes, so that every mistake is named with its line. One run names them all.
"""

import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scheme_files.mistakes import Mistake, SchemeFileError
from scheme_files.model.base import Located
from scheme_files.scalars import listed, read_scalar
from scheme_files.yaml_nodes import WrongError, line_of, root_of

Read = TypeVar("Read", bound=Located)


def read(text: str, shape: type[Read]) -> Read:
    """Read YAML text as one dataclass of the format.

    Raises:
        SchemeFileError: naming every mistake with its line, as far as reading could go.
    """
    try:
        return _Reader().read(root_of(text), shape)
    except RecursionError:
        raise SchemeFileError([Mistake(line=1, message="this is nested too deeply")]) from None


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
        except WrongError as error:
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
        return read_scalar(node, members)

    def _list(self, node: Node, kind: object) -> tuple[Any, ...]:
        if not isinstance(node, SequenceNode):
            raise WrongError(node, "a list is needed here: one line each, starting with '- '")
        if not node.value:
            raise WrongError(node, "this list is empty: add an item or leave the key out")
        return tuple(self._attempt(item, kind) for item in node.value)

    def _table(self, node: Node, kind: object) -> Mapping[str, Any]:
        return MappingProxyType(
            {key: self._attempt(value, kind) for key, _, value in self._pairs(node)}
        )

    def _record(self, node: Node, cls: type[Located]) -> Any:  # noqa: ANN401 - one of the format's
        shape = shape_of(cls)
        read: dict[str, Any] = {}
        meant: set[str] = set()
        for key, key_node, value in self._pairs(node):
            if key in shape.types:
                read[key] = self._attempt(value, shape.types[key])
            else:
                meant |= self._unknown_key(key_node, key, shape)
        self._refuse_incomplete(node, cls, read.keys() | meant)
        if meant:
            return None
        return cls(line=line_of(node), **{shape.names[key]: read[key] for key in read})

    def _unknown_key(self, node: Node, key: str, shape: Shape) -> set[str]:
        """Note that a key cannot stand here, and return the one that was probably meant."""
        close = difflib.get_close_matches(key, shape.types, n=1)
        hint = f": did you mean '{close[0]}'?" if close else f". Keys: {listed(shape.types, 'and')}"
        self._add(node, f"'{key}' is not a key that can stand here{hint}")
        return set(close)

    def _refuse_incomplete(self, node: Node, cls: type[Located], given: set[str]) -> None:
        shape = shape_of(cls)
        if missing := [key for key in shape.types if key in shape.required - given]:
            verb = "they are" if missing[1:] else "it is"
            raise WrongError(node, f"add {listed(missing, 'and')}: {verb} needed here")
        for group in cls.EXACTLY_ONE:
            if len([key for key in group if key in given]) != 1:
                raise WrongError(node, f"give exactly one of {listed(group, 'or')}")

    def _pairs(self, node: Node) -> Iterator[tuple[str, Node, Node]]:
        if not isinstance(node, MappingNode):
            raise WrongError(node, "keys and values are needed here, such as 'title: ...'")
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
        raise WrongError(node, "a key must be plain text")
    return str(node.value)


def _member(node: Node, members: tuple[type[Located], ...]) -> type[Located]:
    """Choose the kind of condition by the key that only it has."""
    if len(members) == 1:
        return members[0]
    pairs = node.value if isinstance(node, MappingNode) else []
    keys = {key.value for key, _ in pairs if isinstance(key, ScalarNode)}
    for member in members:
        if member.KEY in keys:  # type: ignore[attr-defined] # every member of a union has one
            return member
    kinds = [member.KEY for member in members]  # type: ignore[attr-defined]
    raise WrongError(node, f"this is no condition: it needs one of the keys {listed(kinds, 'or')}")
