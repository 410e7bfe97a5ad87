"""Invitations to meetings: what a calendar is sent, and what it makes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar, Event
from tests.support.casework import CaseOf
from tests.support.council import problem, put
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    INDEPENDENT,
    LOCALITY_MANAGER,
    MEMBERS_TO_J,
    OTHER_TEAM_MANAGER,
    TEAM_MANAGER,
    WORKER,
    assessed,
    meeting,
    settle,
)

from applications.casework.schemas.invitations import Invitation, Invited, invitation

WITH_EMAIL = (INDEPENDENT, LOCALITY_MANAGER)
NINE = datetime(2026, 7, 1, 9, tzinfo=UTC)
PLAIN = Invitation(
    application_id=UUID(int=7),
    step="interview",
    visit=1,
    sequence=0,
    is_cancelled=False,
    title="Interview (Band H to I)",
    place="Riverside House, room 4",
    starts_at=NINE,
    ends_at=NINE + timedelta(hours=1),
    stamped_at=NINE - timedelta(days=30),
    organiser=Invited("Ada Manager", "ada@council.example"),
    members=(
        Invited("Ada Manager", "ada@council.example"),
        Invited("Bo Manager", "bo@council.example"),
        Invited("Cy Manager", None),
    ),
    advisers=(Invited("Di Adviser", "di@council.example"),),
)


def event_of(ical: bytes) -> tuple[str, Event]:
    """What the calendar is sent for, and its one event."""
    calendar = Calendar.from_ical(ical)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return str(calendar.method), event


def addresses(event: Event) -> dict[str, str]:
    """Who is asked to come, and as what."""
    return {str(address): str(address.params["ROLE"]) for address in event.attendees}


def test_a_request_says_when_where_and_who() -> None:
    method, event = event_of(invitation(PLAIN))
    assert method == "REQUEST"
    assert event.start == datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/London"))
    assert event.duration == timedelta(hours=1)
    assert event.stamp == PLAIN.stamped_at
    assert (event.summary, event.location) == (PLAIN.title, PLAIN.place)
    assert str(event.organizer) == "mailto:ada@council.example"
    assert addresses(event) == {
        "mailto:ada@council.example": "REQ-PARTICIPANT",
        "mailto:bo@council.example": "REQ-PARTICIPANT",
        "mailto:di@council.example": "OPT-PARTICIPANT",
    }
    assert b"TZID:Europe/London" in invitation(PLAIN)
    assert invitation(PLAIN) == invitation(PLAIN)


def test_its_clock_is_londons_in_winter_too() -> None:
    winter = replace(PLAIN, starts_at=NINE.replace(month=1), ends_at=NINE.replace(month=1, hour=10))
    ical = invitation(winter)
    assert b"DTSTART;TZID=Europe/London:20260101T090000" in ical
    assert b"DTSTART;TZID=Europe/London:20260701T100000" in invitation(PLAIN)


def test_a_cancelled_meeting_is_withdrawn_under_the_same_uid() -> None:
    _, before = event_of(invitation(PLAIN))
    cancelled = replace(PLAIN, is_cancelled=True, sequence=1)
    method, after = event_of(invitation(cancelled))
    assert (method, after.status) == ("CANCEL", "CANCELLED")
    assert (after.uid, after.sequence) == (before.uid, 1)
    assert event_of(invitation(replace(PLAIN, visit=2)))[1].uid != before.uid


def test_without_addresses_it_is_published_and_asks_nobody() -> None:
    nobody = replace(PLAIN, organiser=Invited("Ada Manager", None))
    method, event = event_of(invitation(nobody))
    assert method == "PUBLISH"
    assert event.organizer is None
    alone = replace(PLAIN, members=(Invited("Cy Manager", None),), advisers=())
    assert event_of(invitation(alone))[0] == "PUBLISH"


def test_hostile_words_stay_words() -> None:
    hostile = 'x"\r\nATTENDEE:mailto:evil@x.example\r\nEND:VEVENT;,:\\\a'
    sent = replace(
        PLAIN,
        title=hostile,
        place=hostile,
        members=(Invited(hostile, "a\"'%?&;,:b@council.example"),),
    )
    _, event = event_of(invitation(sent))
    assert len(addresses(event)) == 2
    assert str(event.location).startswith('x"\nATTENDEE:mailto:evil@x.example\nEND:VEVENT;,:\\')
    assert b"\r\nATTENDEE:mailto:evil" not in invitation(sent)
    assert all(len(line) <= 75 for line in invitation(sent).split(b"\r\n"))


def of(case: CaseOf, number: str, step: str = "interview") -> httpx.Response:
    """The invitation, asked for by somebody."""
    return case.council.person(number).get(f"{case.path}/meetings/{step}/invitation.ics")


@pytest.fixture
def case(make_council: MakeCouncil) -> CaseOf:
    """A case that has come to its interview; two who will sit in it have an e-mail address."""
    council = make_council(["rotherham"])
    settle(council)
    for number in WITH_EMAIL:
        told = council.hris.get(f"/v1/workers/{number}").json()
        kept = ("subject", "name", "registration_number", "line_manager", "posts")
        body = {name: told[name] for name in kept if name in told}
        put(council.hris, f"/v1/workers/{number}", body | {"email": f"{number}@council.example"})
    return assessed(council)


def test_whoever_sees_the_case_gets_the_invitation_as_it_stands(case: CaseOf) -> None:
    assert problem(of(case, TEAM_MANAGER)) == "not-found"

    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    answer = of(case, WORKER)
    assert answer.headers["content-type"].startswith("text/calendar")
    method, first = event_of(answer.content)
    assert (method, first.sequence) == ("REQUEST", 0)
    assert first.start == datetime(2026, 4, 20, 10, tzinfo=UTC)
    assert first.location == "Riverside House, room 4"
    assert {*addresses(first)} == {f"mailto:{number}@council.example" for number in WITH_EMAIL}

    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J, "2026-04-27T10:00:00Z"))
    _, second = event_of(of(case, TEAM_MANAGER).content)
    assert (second.uid, second.sequence) == (first.uid, 1)
    case.take(INDEPENDENT, "cancel-meeting", {"step": "interview", "reason": "Flooded."})
    method, third = event_of(of(case, TEAM_MANAGER).content)
    assert (method, third.uid, third.sequence) == ("CANCEL", first.uid, 2)


def test_whoever_does_not_see_the_case_gets_no_invitation(
    case: CaseOf, make_council: MakeCouncil
) -> None:
    case.take(INDEPENDENT, "arrange-meeting", meeting(MEMBERS_TO_J))
    others = make_council(["rotherham"])
    settle(others)
    assert problem(of(case, OTHER_TEAM_MANAGER)) == "not-found"
    assert problem(of(replace(case, council=others), TEAM_MANAGER)) == "not-found"
    assert problem(of(case, TEAM_MANAGER, "no-such-step")) == "not-found"
