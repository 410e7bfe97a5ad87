"""What an application must contain, and the sets of statements that its forms may ask about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheme_files.model.base import Grounded, Located, key
from scheme_files.model.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsVersion(Grounded):
    """A set of statements as it stands from a day on, until the next version."""

    from_: date = key("Its first day.")
    title: str | None = key("What it is called, where that is not the set's title.", default=None)
    items: Mapping[str, str] = key("Its statements, by id, each with its words.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards(Located):
    """A set of statements of good practice, in dated versions.

    The version in force on the day a case is opened counts for the whole case.
    """

    title: str = key("What the set is called.")
    versions: tuple[StandardsVersion, ...] = key("Its versions, the earliest first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem(Grounded):
    """One thing that an application must contain: a form that is filled in, or a file."""

    title: str = key("What it is called.")
    kind: Literal["form", "file"] = key("A form that is filled in here, or a file that is sent.")
    form: str | None = key("For a form: the form under `forms`.", default=None)
    types: tuple[Literal["pdf", "docx", "odt", "jpeg", "png"], ...] = key(
        "For a file: the types that it may have.", default=()
    )
    by: tuple[str, ...] = key("The roles of which any may provide it.", default=())
    when: Condition | None = key(
        "To whom it applies. Where that is not known it may be given and need not; everybody when "
        "left out.",
        default=None,
    )
    optional: bool = key("True where it may be left out.", default=False)
    at_least: int = key("How many of it there must be, where there must be any.", default=1)
    at_most: int = key("How many of it there may be.", default=1)
    may_follow: bool = key(
        "True where it may come in after the case is submitted. The case then belongs to the "
        "submission date on or after the day it came in, and nobody decides before.",
        default=False,
    )
    screened: bool = key(
        "True for what must name nobody: it is searched for names, numbers and addresses before "
        "the case is submitted.",
        default=False,
    )
