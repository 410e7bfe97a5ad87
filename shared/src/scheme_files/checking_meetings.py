"""Checks that a meeting has members, and that one of them may record its result."""

from collections.abc import Iterator

from scheme_files.checking_roles import used_role_mistakes
from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Meeting, Step

_MOST_SEATS = 20
_NOBODY_MEETS = frozenset({"hold", "wait"})
_WORKER = "worker"


def meeting_mistakes(scheme: Scheme, step: Step) -> Iterator[Mistake]:
    """Yield every mistake in the meeting of a step, where it has one."""
    meeting = step.meeting
    if meeting is None:
        return
    if step.kind in _NOBODY_MEETS:
        yield at(meeting, f"nobody meets in a step of kind '{step.kind}': leave 'meeting' out")
    for roles in (tuple(meeting.members), meeting.advised_by, meeting.arranged_by):
        yield from used_role_mistakes(meeting, roles, scheme)
    yield from _members(meeting)
    yield from _recorded_by(step, meeting)


def _members(meeting: Meeting) -> Iterator[Mistake]:
    if not meeting.members:
        yield at(meeting, "a meeting needs members: name at least one role under 'members'")
    if _WORKER in meeting.members:
        yield at(meeting, "the worker is told of every meeting and is no member: leave them out")
    for role, seats in meeting.members.items():
        if not 0 <= seats.at_least <= seats.at_most <= _MOST_SEATS or not seats.at_most:
            yield at(
                seats,
                f"say how many '{role}' sit in it: 'at_least' 0 or more, "
                f"'at_most' no less and from 1 to {_MOST_SEATS}",
            )
    for role in meeting.advised_by:
        if role in meeting.members:
            yield at(meeting, f"'{role}' sits in it already: leave it out of 'advised_by'")


def _recorded_by(step: Step, meeting: Meeting) -> Iterator[Mistake]:
    if not meeting.members or not step.by:
        return
    sitting = [role for role in step.by if role in meeting.members]
    if step.kind == "joint":
        for role in step.by:
            if role not in sitting:
                yield at(meeting, f"'{role}' has a part in this step: add it to 'members'")
    elif not any(meeting.members[role].at_least for role in sitting):
        yield at(
            meeting,
            "nobody who is sure to sit in it may record its result: "
            "let 'members' hold at least one of a role under 'by'",
        )
