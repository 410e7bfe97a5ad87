"""The invitation to a meeting, as calendars take it (RFC 5545, RFC 5546)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from uuid import UUID

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
)
from icalendar.prop import vRecur

from applications.casework.operations import invitations
from applications.documents.words import LONDON, plain

_PRODUCT: Final = "-//Spinepoint//applications//EN"
_IN_ADDRESSES: Final = "@!$&'*+-/=^_~."
_HOUR: Final = timedelta(hours=1)
_NONE: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody of a meeting. Without an address they are not in the invitation."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting of a step, as it stands.

    `sequence` counts how often it was arranged anew or cancelled on this `visit` of the step, and
    `stamped_at` is the moment of this invitation. `title` and `place` are read by whoever sees
    somebody's calendar: nothing is in them that would tell a stranger about the worker.
    """

    application_id: UUID
    step: str
    visit: int
    sequence: int
    is_cancelled: bool
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    organiser: Invited
    members: tuple[Invited, ...]
    advisers: tuple[Invited, ...] = ()


def invitation_to(found: invitations.Invited) -> Invitation:
    """A meeting as it is put into an invitation: which step of which pathway, when, where, who."""
    pathway, meeting = found.found.pathway, found.meeting
    return Invitation(
        application_id=found.found.case.application_id,
        step=found.step,
        visit=found.visit,
        sequence=meeting.sequence,
        is_cancelled=meeting.status == "cancelled",
        title=f"{pathway.steps[found.step].title} ({pathway.title})",
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamped_at=found.at,
        organiser=_invited(found, meeting.arranged_by),
        members=tuple(_invited(found, seat.employee_number) for seat in meeting.members),
        advisers=tuple(_invited(found, number) for number in meeting.advisers),
    )


def _invited(found: invitations.Invited, number: str) -> Invited:
    person = found.people.get(number)
    return Invited(number, None) if person is None else Invited(person.name, person.email)


def invitation(meeting: Invitation) -> bytes:
    """The invitation, or where the meeting is cancelled its withdrawal, as `text/calendar`.

    The same visit of a step keeps its UID. An organiser and at least one other address make it a
    request that can be answered; without them it is published, to be looked at alone.
    """
    attendees = list(_attendees(meeting))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", _method(meeting, attendees))
    calendar.add_component(_london())
    calendar.add_component(_event(meeting, attendees))
    return bytes(calendar.to_ical())


def _method(meeting: Invitation, attendees: list[vCalAddress]) -> str:
    if meeting.organiser.email is None or not attendees:
        return "PUBLISH"
    return "CANCEL" if meeting.is_cancelled else "REQUEST"


def _event(meeting: Invitation, attendees: list[vCalAddress]) -> Event:
    event = Event()
    event.add("uid", f"{meeting.application_id}.{meeting.step}.{meeting.visit}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamped_at)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("summary", plain(meeting.title))
    event.add("location", plain(meeting.place))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.organiser.email is not None:
        event.add("organizer", _address(meeting.organiser, meeting.organiser.email))
    for attendee in attendees:
        event.add("attendee", attendee)
    return event


def _attendees(meeting: Invitation) -> Iterator[vCalAddress]:
    """Members have to come, advisers may; each is asked for an answer, once."""
    roles: dict[str, tuple[str, Invited]] = {}
    for role, people in (
        ("REQ-PARTICIPANT", meeting.members),
        ("OPT-PARTICIPANT", meeting.advisers),
    ):
        for person in people:
            if person.email is not None:
                roles.setdefault(person.email, (role, person))
    for email, (role, person) in roles.items():
        address = _address(person, email)
        address.params["ROLE"] = role
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
        yield address


def _address(person: Invited, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{quote(email, safe=_IN_ADDRESSES)}")
    address.params["CN"] = " ".join(plain(person.name).replace('"', "'").split())
    return address


def _london() -> Timezone:
    """Europe/London by the rule that has held since 1996."""
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    summer = _turn(TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), (_NONE, _HOUR))  # noqa: DTZ001 - by the clock there
    winter = _turn(TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), (_HOUR, _NONE))  # noqa: DTZ001 - as above
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _turn(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: datetime,
    offsets: tuple[timedelta, timedelta],
) -> Component:
    part.add("tzname", name)
    part.add("dtstart", first)
    part.add("tzoffsetfrom", offsets[0])
    part.add("tzoffsetto", offsets[1])
    part.add("rrule", vRecur({"freq": "yearly", "bymonth": first.month, "byday": "-1su"}))
    return part
