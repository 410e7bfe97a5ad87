"""Since when a post is in its team, against a second model: on every day, whatever was told."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.applications.people.organisation import (
    PATH,
    STARTED_ON,
    add_team,
    administrator,
    events,
    post,
    worker,
)
from tests.support.council import Council, Json, problem

from applications.people.domain.records import Post, Team, WorkerDetails
from applications.people.operations.worker_writing import WrittenWorker, write_workers
from applications.people.storage.posts import find_team_on
from applications.people.storage.teams import put_team
from applications.people.storage.workers import find_worker
from applications.platform.database import Database, Session, make_engine

START = date(2026, 1, 1)
TEAMS = ("fostering", "assessment", "adults")


class Told(NamedTuple):
    """What the HRIS says on a day: the team, and since when, or nothing of that."""

    day: int
    team: str
    since: int | None


@st.composite
def tellings(draw: st.DrawFn) -> list[Told]:
    """A few, one after the other; none tells of a day to come, or from before the post."""
    days = sorted(draw(st.lists(st.integers(0, 12), min_size=1, max_size=6)))
    sinces = [draw(st.none() | st.integers(0, day)) for day in days]
    return [
        Told(day, draw(st.sampled_from(TEAMS)), since)
        for day, since in zip(days, sinces, strict=True)
    ]


def expected(tellings: Sequence[Told]) -> list[tuple[int, str]]:
    """The days from which each team counts, written down once more."""
    known: list[tuple[int, str]] = []
    for day, team, told in tellings:
        if told is None and known and known[-1][1] == team:
            continue
        since = told if told is not None else (day if known else 0)
        known = [each for each in known if each[0] < since]
        if known and known[-1][1] == team:
            known.pop()
        known.append((since, team))
    return known


def details(number: str, team: str, since: int | None) -> WorkerDetails:
    """Somebody with one post."""
    there = Post(
        post_number="1",
        team=team,
        grade="9",
        point_position=None,
        hours_per_week=Decimal(37),
        starts_on=START,
        ends_before=None,
        team_since=None if since is None else START + timedelta(since),
    )
    return WorkerDetails(
        employee_number=number,
        subject=None,
        name="Somebody",
        email=None,
        registration_number=None,
        line_manager=None,
        qualifications={},
        facts={},
        posts=(there,),
    )


async def tell(session: Session, authority_id: UUID, number: str, told: Told) -> None:
    """Write what is said on its day."""
    now = datetime.combine(START + timedelta(told.day), time(12), tzinfo=UTC)
    sent = [details(number, told.team, told.since)]
    (written,) = await write_workers(session, authority_id, sent, if_match="*", now=now)
    assert isinstance(written, WrittenWorker)


async def compare(url: str, authority_id: UUID, tellings: Sequence[Told]) -> None:
    """What the query says of each day is what is written down above."""
    number, known = uuid4().hex[:8], expected(tellings)
    database = Database(make_engine(url, pool_size=1))
    try:
        async with database.begin(authority_id) as session:
            for told in tellings:
                await tell(session, authority_id, number, told)
            for day in range(14):
                on = START + timedelta(day)
                found = await find_team_on(session, authority_id, number, "1", day=on)
                before = [team for since, team in known if since <= day]
                assert found is not None
                assert found.team_type == (before[-1] if before else None), day
            kept = await find_worker(session, authority_id, number)
            assert kept is not None
            (there,) = kept.details.posts
            assert there.team_since is not None
            assert ((there.team_since - START).days, there.team) == known[-1]
    finally:
        await database.dispose()


async def settle(url: str, authority_id: UUID) -> None:
    """Write the teams, each of a type of its own."""
    database = Database(make_engine(url, pool_size=1))
    try:
        async with database.begin(authority_id) as session:
            for name in TEAMS:
                team = Team(
                    team=name,
                    title=name,
                    team_type=name,
                    service_area=None,
                    service="care",
                    locality="east",
                    version=1,
                )
                await put_team(session, authority_id, team)
    finally:
        await database.dispose()


def test_on_every_day_that_team_counts_which_was_told_last_of_it(council: Council) -> None:
    url, authority_id = council.house.postgres.app_url, council.authority.authority_id
    asyncio.run(settle(url, authority_id))

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.nested_given])
    @given(told=tellings())
    @example(told=[Told(0, "fostering", None), Told(9, "assessment", None)])
    @example(told=[Told(0, "fostering", None), Told(9, "assessment", 5), Told(9, "adults", 5)])
    @example(told=[Told(0, "fostering", 0), Told(5, "assessment", 5), Told(9, "assessment", 7)])
    @example(told=[Told(0, "fostering", 0), Told(5, "assessment", 5), Told(9, "fostering", 0)])
    @example(told=[Told(9, "fostering", 3), Told(9, "fostering", 6)])
    def on_every_day(told: list[Told]) -> None:
        asyncio.run(compare(url, authority_id, told))

    on_every_day()


def put(council: Council, **members: object) -> Json:
    """The worker's post as it is kept, once it was sent."""
    sent = worker(posts=[post(**members)])  # type: ignore[arg-type] # members of the body
    answer = council.hris.put(PATH, json=sent, headers={"If-Match": "*"})
    assert answer.is_success, answer.text
    (kept,) = answer.json()["posts"]
    return dict(kept)


def test_a_move_counts_from_the_day_that_is_told_or_on_which_it_is(council: Council) -> None:
    for team in ("cic-east", "cic-west", "cic-south"):
        add_team(council, team)
    today = council.house.now.date().isoformat()
    assert put(council)["team_since"] == STARTED_ON
    assert put(council, grade="10")["team_since"] == STARTED_ON
    assert put(council, team="cic-west")["team_since"] == today
    assert put(council, team="cic-west")["team_since"] == today
    assert put(council, team="cic-west", team_since="2025-05-01")["team_since"] == "2025-05-01"
    assert put(council, team="cic-west", grade="10")["team_since"] == "2025-05-01"
    assert put(council, team="cic-south", team_since=today)["team"] == "cic-south"
    days = [
        (each["body"]["posts"][0]["team"], each["body"]["posts"][0]["team_since"])
        for each in events(council, "worker")
    ]
    assert days == [
        ("cic-east", STARTED_ON),
        ("cic-east", STARTED_ON),
        ("cic-west", today),
        ("cic-west", "2025-05-01"),
        ("cic-west", "2025-05-01"),
        ("cic-south", today),
    ]


def test_the_first_team_goes_with_the_start_of_the_post(council: Council) -> None:
    add_team(council)
    put(council)
    assert put(council, starts_on="2023-01-09")["team_since"] == "2023-01-09"
    assert put(council, starts_on="2099-01-05")["team_since"] == "2099-01-05"
    echoed = put(council, starts_on="2099-01-05", team_since="2099-01-05", grade="10")
    assert echoed["team_since"] == "2099-01-05"


def test_who_keeps_people_in_order_is_told_why_a_day_is_not_taken(council: Council) -> None:
    add_team(council)
    admin = administrator(council)
    for day, words in (
        ("2024-09-01", "Give starts_on or a day after it: nobody held the post before."),
        ("2099-01-05", "Give today or a day before, or leave it out"),
    ):
        answer = admin.put(PATH, json=worker(posts=[post(), post("P-2", team_since=day)]))
        assert (answer.status_code, problem(answer)) == (422, "invalid-request")
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "/posts/1/team_since"
        assert error["detail"].startswith(words)
        assert day not in error["detail"]
