"""What every part of a scheme file is made of.

The dataclasses of this folder *are* the format: the reader, the JSON Schema for editors and the
checks are derived from them, so that a key is named, typed and explained in one place. A field
`from_` is the key `from`; the words beside it are what an editor shows.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

ExactlyOne = tuple[tuple[str, ...], ...]


def key(words: str, **options: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed so too
    """Declare one key of the format, in the words that an editor shows for it."""
    return field(metadata={"words": words}, kw_only=True, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Something that stands on a line of the file."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = ()

    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Located):
    """The place in the council's own document that a rule comes from."""

    document: str = key("The id of the document under `documents`.")
    heading: str = key("The heading, and the paragraph number where there is one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded(Located):
    """A rule: it comes from a clause, or else it is an assumption in words."""

    EXACTLY_ONE: ClassVar[ExactlyOne] = (("clause", "assumption"),)

    required: str = key("What the rule asks, in words that could be read out to the worker.")
    clause: Clause | None = key("Where the document says so.", default=None)
    assumption: str | None = key(
        "What is assumed, in words, where the document is silent.", default=None
    )
