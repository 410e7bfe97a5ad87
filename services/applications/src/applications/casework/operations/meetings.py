"""Arranging the meeting of a step, arranging it anew, cancelling it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from applications.casework.domain.case import Case, StepProgress
from applications.casework.domain.conflicts import is_too_close
from applications.casework.domain.meetings import (
    LONGEST,
    Meeting,
    Seat,
    in_force,
    too_few_or_many,
)
from applications.casework.domain.refusals import (
    ActionNotAllowedError,
    InvalidActionError,
    Refused,
)
from applications.casework.domain.steering import may_arrange_step, with_meeting
from applications.casework.domain.vacancies import free_to_sit
from applications.casework.operations.desk import Desk, Found
from applications.log.domain import Act
from applications.people.domain.organisation import Holder
from applications.people.storage.holders import find_holders
from applications.platform.database import Session
from plumbing.clock import london_day
from scheme_files.model.work import Meeting as MeetingRule
from scheme_files.model.work import Step


@dataclass(frozen=True, slots=True)
class Planned:
    """A case with a meeting arranged or cancelled, and what is told of it."""

    case: Case
    told: Mapping[str, Any]
    text: Mapping[str, Any]


async def arrange(
    session: Session, desk: Desk, found: Found, act: Act, body: Mapping[str, Any]
) -> Planned:
    """Arrange the meeting of an open step, for the first time or anew.

    Raises:
        ActionNotAllowedError: The caller arranges meetings of this case, and not this one.
        InvalidActionError: The step has no meeting, or its time or its people do not fit.
    """
    step_id, step, progress, rule = _step(found, body["step"])
    starts_at, ends_at = body["starts_at"], body["ends_at"]
    _check_time(progress, starts_at, ends_at)
    holders = await find_holders(
        session,
        desk.asked.caller.authority_id,
        found.place,
        sorted({*rule.members, *rule.advised_by}),
        day=desk.asked.today,
    )
    members = _seated(found, step_id, step, rule, holders, body["members"])
    advisers = _advisers(found, rule, holders, members, body.get("advisers", ()))
    before = progress.meeting
    meeting = Meeting(
        status="arranged",
        sequence=0 if before is None else before.sequence + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        place=body["place"],
        members=members,
        advisers=advisers,
        arranged_by=act.actor,
    )
    case = with_meeting(found.case, step_id, meeting, desk.asked.now)
    text = {name: body[name] for name in ("place", "comments") if name in body}
    return Planned(case, _told(step_id, progress, meeting), text)


def cancel(desk: Desk, found: Found, body: Mapping[str, Any]) -> Planned:
    """Cancel a meeting: its step waits for another.

    Raises:
        ActionNotAllowedError: The caller arranges meetings of this case, and not this one.
        InvalidActionError: No meeting of this step is arranged.
    """
    step_id, _, progress, _ = _step(found, body["step"])
    meeting = in_force(progress.meeting)
    if meeting is None:
        raise _invalid("/step", "No meeting is arranged for this step.")
    cancelled = replace(meeting, status="cancelled", sequence=meeting.sequence + 1)
    case = with_meeting(found.case, step_id, cancelled, desk.asked.now)
    return Planned(case, _told(step_id, progress, cancelled), {"reason": body["reason"]})


def _step(found: Found, step_id: str) -> tuple[str, Step, StepProgress, MeetingRule]:
    step, progress = found.pathway.steps.get(step_id), found.case.steps.get(step_id)
    if step is None or step.meeting is None or progress is None or progress.state != "open":
        raise _invalid("/step", "Name an open step of this case that is a meeting.")
    if found.actor is not None:
        ruling = may_arrange_step(found.case, found.pathway, step_id, found.actor)
        if ruling.standing is None:
            raise ActionNotAllowedError(ruling.reason or "This is not allowed now.")
    return step_id, step, progress, step.meeting


def _check_time(progress: StepProgress, starts_at: datetime, ends_at: datetime) -> None:
    if london_day(starts_at) < progress.opened_on:
        raise _invalid("/starts_at", "Give a time on or after the day on which the step opened.")
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise _invalid("/ends_at", "Give a time after it begins, within a day.")


def _seated(
    found: Found,
    step_id: str,
    step: Step,
    rule: MeetingRule,
    holders: Sequence[Holder],
    members: Sequence[Mapping[str, Any]],
) -> tuple[Seat, ...]:
    """Who sits where. Each holds the role in which they sit, for now, and has no conflict."""
    wrong = too_few_or_many(rule, [member["role"] for member in members])
    if wrong is not None:
        raise _invalid("/members", wrong)
    seats: list[Seat] = []
    mistakes: list[Refused] = []
    taken: frozenset[str] = frozenset()
    for place, member in enumerate(members):
        seat = next(_free_seats(found, step_id, step, holders, member, taken), None)
        if seat is None:
            mistakes.append(Refused(f"/members/{place}/employee_number", _NOT_FREE))
            continue
        seats.append(seat)
        taken |= seat.people
    if mistakes:
        raise InvalidActionError(_NOT_FREE, mistakes)
    return tuple(seats)


_NOT_FREE = (
    "Name somebody who holds this role towards the worker today, has no conflict, and sits there "
    "once and for nobody else who does."
)


def _free_seats(
    found: Found,
    step_id: str,
    step: Step,
    holders: Sequence[Holder],
    member: Mapping[str, Any],
    taken: frozenset[str],
) -> Iterator[Seat]:
    for holder in holders:
        if (holder.employee_number, holder.standing.role) != (
            member["employee_number"],
            member["role"],
        ):
            continue
        seat = Seat(
            employee_number=holder.employee_number,
            role=holder.standing.role,
            on_behalf_of=holder.standing.chain,
        )
        if not seat.people & taken and free_to_sit(found.case, step_id, step, holder):
            yield seat


def _advisers(
    found: Found,
    rule: MeetingRule,
    holders: Sequence[Holder],
    members: Sequence[Seat],
    advisers: Sequence[str],
) -> tuple[str, ...]:
    """Who advises. They decide nothing, and yet are nobody who is too close or sits there."""
    seated = {seat.employee_number for seat in members}
    free = {
        holder.employee_number
        for holder in holders
        if holder.standing.role in rule.advised_by
        and not is_too_close(found.case, holder.employee_number, holder.standing)
    }
    mistakes = [
        Refused(f"/advisers/{place}", "Name somebody who may advise this meeting, once.")
        for place, number in enumerate(advisers)
        if number not in free - seated or number in advisers[:place]
    ]
    if mistakes:
        raise InvalidActionError("Somebody cannot advise this meeting.", mistakes)
    return tuple(advisers)


def _told(step_id: str, progress: StepProgress, meeting: Meeting) -> dict[str, Any]:
    return {
        "step": step_id,
        "visit": progress.visit,
        "sequence": meeting.sequence,
        "starts_at": _instant(meeting.starts_at),
        "ends_at": _instant(meeting.ends_at),
        "members": [
            {
                "employee_number": seat.employee_number,
                "role": seat.role,
                "on_behalf_of": list(seat.on_behalf_of),
            }
            for seat in meeting.members
        ],
        "advisers": list(meeting.advisers),
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _invalid(pointer: str, detail: str) -> InvalidActionError:
    return InvalidActionError(detail, [Refused(pointer, detail)])
