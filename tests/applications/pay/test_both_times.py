"""Effective pay points in both times, against a model of a few lines that nobody can doubt."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID, uuid4

from deploy.embedded_postgres import EmbeddedPostgres
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.applications.pay.in_tables import add_posts, open_database
from tests.support.house import House

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import (
    EffectivePayPoint,
    PayPoint,
    end_of_day,
    resolve_known,
)
from applications.pay.storage.pay_points import (
    PayPointFilter,
    list_pay_points,
    list_timeline,
    record_pay_point,
)
from applications.people.domain.organisation import sight_of

FIRST_DAY, FIRST_INSTANT = date(2026, 1, 1), datetime(2026, 3, 1, 12, tzinfo=UTC)
POSTS = ("1", "2")
EVERYBODY = sight_of(None)
DAYS = st.integers(0, 11).map(lambda days: FIRST_DAY + timedelta(days=days))
GRADES = st.none() | st.sampled_from(["9", "10", "11"])


@dataclass(frozen=True)
class Decision:
    """What somebody decided, in the order in which it was recorded: a grade, or an end."""

    post_number: str
    starts_on: date
    grade: str | None


Decisions = Sequence[Decision]
DECISIONS = st.lists(
    st.builds(Decision, st.sampled_from(POSTS), DAYS, GRADES), min_size=1, max_size=9
)


def recorded_at(place: int) -> datetime:
    """When the decision at a place was recorded."""
    return FIRST_INSTANT + timedelta(microseconds=place)


def timeline(decisions: Decisions, known: int, post: str) -> list[tuple[date, date | None, str]]:
    """The model: what the first `known` decisions say of a post, day by day."""
    said: dict[date, str | None] = {}
    for decision in decisions[:known]:
        if decision.post_number == post:
            said[decision.starts_on] = decision.grade
    days = sorted(said)
    ends: list[date | None] = [later for _, later in pairwise(days)]
    return [
        (day, end, grade)
        for day, end in zip(days, [*ends, None], strict=bool(days))
        if (grade := said[day]) is not None
    ]


def shape(found: EffectivePayPoint) -> tuple[date, date | None, str | None]:
    return found.pay_point.starts_on, found.ends_before, found.pay_point.grade


def point_of(worker: str, decision: Decision) -> PayPoint:
    ended = decision.grade is None
    return PayPoint(
        employee_number=worker,
        post_number=decision.post_number,
        starts_on=decision.starts_on,
        grade=decision.grade,
        point=None if ended else Point(position=1, scp=30, spine="njc-2019"),
        hours_per_week=None if ended else Decimal("18.50"),
        annual_salary=None if ended else Decimal("40777.00"),
        salary_status=None if ended else "settled",
    )


async def check(postgres: EmbeddedPostgres, authority_id: UUID, decisions: Decisions) -> None:
    worker = uuid4().hex
    async with open_database(postgres) as database, database.begin(authority_id) as session:
        await add_posts(session, authority_id, worker, *POSTS)
        for place, decision in enumerate(decisions, start=1):
            point = point_of(worker, decision)
            await record_pay_point(session, authority_id, point, recorded_at(place))
        for known in range(len(decisions) + 1):
            at = recorded_at(known)
            found = await list_timeline(session, authority_id, worker, known_at=at)
            for post in POSTS:
                of_post = [shape(each) for each in found if each.pay_point.post_number == post]
                assert of_post == timeline(decisions, known, post)
            for days in range(-1, 13):
                day = FIRST_DAY + timedelta(days=days)
                wanted = PayPointFilter(effective_on=day, known_at=at, employee_number=worker)
                _, listed = await list_pay_points(
                    session, authority_id, EVERYBODY, wanted, day=day, after=None, limit=10
                )
                assert [(each.pay_point.post_number, shape(each)) for each in listed] == [
                    (post, each)
                    for post in POSTS
                    for each in timeline(decisions, known, post)
                    if each[0] <= day and (each[1] is None or day < each[1])
                ]


def test_every_answer_is_the_models_on_every_day_as_known_at_every_instant(house: House) -> None:
    authority_id = house.add_authority().authority_id

    @settings(max_examples=40)
    @given(decisions=DECISIONS)
    def hold(decisions: Decisions) -> None:
        asyncio.run(check(house.postgres, authority_id, decisions))

    hold()


async def test_a_correction_supersedes_and_changes_nothing(house: House) -> None:
    authority = await asyncio.to_thread(house.add_authority)
    authority_id = authority.authority_id
    first = Decision("1", FIRST_DAY, "10")
    corrected = Decision("1", FIRST_DAY, "11")
    async with open_database(house.postgres) as database, database.begin(authority_id) as session:
        await add_posts(session, authority_id, "W-1", "1")
        for place, decision in enumerate([first, corrected], start=1):
            point = point_of("W-1", decision)
            await record_pay_point(session, authority_id, point, recorded_at(place))
        before = await list_timeline(session, authority_id, "W-1", known_at=recorded_at(1))
        after = await list_timeline(session, authority_id, "W-1", known_at=recorded_at(2))
    assert [each.pay_point for each in before] == [point_of("W-1", first)]
    assert (before[0].recorded_at, before[0].superseded_at) == (recorded_at(1), recorded_at(2))
    assert [each.pay_point for each in after] == [point_of("W-1", corrected)]
    assert (after[0].recorded_at, after[0].superseded_at) == (recorded_at(2), None)


def test_a_day_is_known_until_its_end_in_london() -> None:
    assert end_of_day(date(2026, 5, 14)) == datetime(2026, 5, 14, 22, 59, 59, 999999, UTC)
    assert end_of_day(date(2026, 1, 14)) == datetime(2026, 1, 14, 23, 59, 59, 999999, UTC)
    # The clocks go forward on 29 March: the day is an hour shorter.
    assert end_of_day(date(2026, 3, 29)) - end_of_day(date(2026, 3, 28)) == timedelta(hours=23)


@given(
    known_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    known_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_nothing_is_known_later_than_the_last_thing_recorded(
    known_on: date | None, known_at: datetime | None
) -> None:
    now = datetime(2026, 4, 2, 9, tzinfo=UTC)
    head = datetime(2026, 4, 1, 9, tzinfo=UTC)
    found = resolve_known(known_on, known_at, head=head, now=now)
    assert found.known_at <= head
    again = resolve_known(None, found.known_at, head=datetime(2027, 1, 1, tzinfo=UTC), now=now)
    assert again.known_at == found.known_at
