"""Who reads what a case is made of: those who take part in it, and auditors."""

from collections.abc import Iterator
from typing import Final

from scheme_files.model.rules import Pathway

_ALWAYS: Final = ("worker", "line_manager", "higher_manager", "auditor")


def readers(pathway: Pathway) -> frozenset[str]:
    """The roles that may read evidence on a pathway.

    Whoever only pays, or keeps people in order, sees the case and not what somebody wrote of
    themselves.
    """
    return frozenset((*_ALWAYS, *pathway.opened_by, *_taking_part(pathway)))


def _taking_part(pathway: Pathway) -> Iterator[str]:
    for item in pathway.evidence.values():
        yield from item.by
    for step in pathway.steps.values():
        yield from step.by
        if step.meeting is not None:
            yield from (*step.meeting.members, *step.meeting.advised_by, *step.meeting.arranged_by)
