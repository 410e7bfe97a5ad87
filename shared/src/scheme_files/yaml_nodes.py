"""Turns the text of a scheme file into YAML nodes that know their lines.

Only the plain part of YAML is accepted: no anchors, no aliases, no tags, one document, and quotes
that are closed on the line that opens them.
"""

import yaml
from yaml.nodes import Node

from scheme_files.mistakes import Mistake, SchemeFileError

# What the person who writes the file can do, by a part of what the YAML reader says.
_MENDS = (
    (r"'\t'", "indent with spaces, not with tabs"),
    ("mapping values", "put text that holds a colon in quotes, or mend the indentation"),
    ("cannot start any token", "put this text in quotes"),
    ("end of stream", "close the quotes that are opened here"),
    ("',' or", "close the bracket that is opened here"),
    ("another document", "keep one scheme to a file, and take out the line '---'"),
)
_OTHER_MEND = "look at the indentation, colons and quotes"
_QUOTES = frozenset({"'", '"'})
_WHERE_IT_OPENED = frozenset({"end of stream", "',' or"})


class WrongError(Exception):
    """Something in one node cannot be read; the message is for a person."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line=line_of(node), message=message)


class _RefusedError(Exception):
    """Something that YAML has and a scheme file has not."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line=line, message=message)


class _PlainLoader(yaml.SafeLoader):
    """Composes nodes, and refuses what is not plain."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call] # the stubs leave it out
        if message := _refused(event):
            raise _RefusedError(_line(event.start_mark), message)
        return super().compose_node(parent, index)


def _refused(event: yaml.Event) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors (&) and aliases (*) are not used here: write it out again"
    if getattr(event, "tag", None):
        return "tags (!) are not used here: leave it out"
    is_quoted = isinstance(event, yaml.ScalarEvent) and event.style in _QUOTES
    if is_quoted and _line(event.start_mark) != _line(event.end_mark):
        return "close the quotes on the line that opens them; write long text after '>-'"
    return None


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1


def line_of(node: Node) -> int:
    """Return the line that a node starts on, counted from 1."""
    return _line(node.start_mark)


def root_of(text: str) -> Node:
    """Return the node of a whole text.

    Raises:
        SchemeFileError: naming the first mistake with its line.
    """
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except _RefusedError as error:
        raise SchemeFileError([error.mistake]) from None
    except yaml.YAMLError as error:
        raise SchemeFileError([_yaml_mistake(error, text)]) from None
    if node is None:
        raise SchemeFileError([Mistake(line=1, message="the file is empty")])
    return node


def _yaml_mistake(error: yaml.YAMLError, text: str) -> Mistake:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Mistake(line=line, message="take out the character here that cannot be seen")
    problem = str(getattr(error, "problem", None) or "it cannot be read")
    sign, mend = next(((sign, mend) for sign, mend in _MENDS if sign in problem), ("", _OTHER_MEND))
    mark = "context_mark" if sign in _WHERE_IT_OPENED else "problem_mark"
    line = _line(getattr(error, mark, None))
    return Mistake(line=line, message=f"this is not YAML ({problem}): {mend}")
