"""The lines that PostgreSQL writes, against those that the standard library would."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from deploy.embedded_postgres import EmbeddedPostgres
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.applications.pay.in_tables import add_posts, open_database
from tests.support.house import House

from applications.pay.domain.determinations import Point
from applications.pay.domain.exports import Form, harmless
from applications.pay.domain.pay_points import PayPoint
from applications.pay.storage.exports import BEFORE_ALL, HEADERS, Key, write_pay_points
from applications.pay.storage.pay_points import PayPointFilter, record_pay_point
from applications.people.domain.organisation import sight_of
from applications.platform.database import Session

Json = dict[str, Any]

DAY, FIRST_INSTANT = date(2026, 1, 1), datetime(2026, 3, 1, 12, tzinfo=UTC)
# Everything but control characters, which nothing that comes in may have; often what matters.
LABELS = st.text(
    st.sampled_from("=+-@'\",;\\ .") | st.characters(exclude_categories=["Cc", "Cs"]),
    min_size=1,
    max_size=12,
)
POINTS = st.builds(
    Point, position=st.integers(1, 99), scp=st.none() | st.integers(1, 999), spine=LABELS
)


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a pay point."""

    grade: str
    point: Point | None
    hours: Decimal | None
    salary: Decimal | None
    ends_before: date | None
    microseconds: int


DRAWN = st.builds(
    Drawn,
    grade=LABELS,
    point=st.none() | POINTS,
    hours=st.none() | st.decimals(0, 99, places=2),
    salary=st.none() | st.decimals(0, 99_999, places=2),
    ends_before=st.none() | st.dates(date(2027, 1, 1), date(2030, 1, 1)),
    microseconds=st.integers(0, 999_999),
)


def number(place: int) -> str:
    return f"W{place:02}"


def recorded_at(drawn: Drawn) -> datetime:
    return FIRST_INSTANT + timedelta(microseconds=drawn.microseconds)


def as_json(place: int, drawn: Drawn) -> Json:
    """A line, as the contract has it."""
    point = drawn.point
    return {
        "employee_number": number(place),
        "post_number": "1",
        "grade": drawn.grade,
        "point": point and {"position": point.position, "scp": point.scp, "spine": point.spine},
        "hours_per_week": None if drawn.hours is None else f"{drawn.hours:.2f}",
        "starts_on": DAY.isoformat(),
        "ends_before": drawn.ends_before and drawn.ends_before.isoformat(),
        "recorded_at": recorded_at(drawn).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "annual_salary": None if drawn.salary is None else f"{drawn.salary:.2f}",
        "salary_status": "settled",
        "application_id": None,
        "variation_id": None,
        "source_known_on": None,
    }


def as_csv(lines: Sequence[Json]) -> bytes:
    """The file, as Python's own writer has it."""
    file = io.StringIO(newline="")
    names = HEADERS["csv"].decode().rstrip().split(",")
    writer = csv.DictWriter(file, names, lineterminator="\r\n")
    for line in lines:
        point = line["point"] or {"position": None, "scp": None, "spine": None}
        row = {**line, **{f"point_{name}": value for name, value in point.items()}}
        del row["point"]
        for name in ("grade", "point_spine"):
            row[name] = row[name] and harmless(row[name])
        writer.writerow(row)
    return file.getvalue().encode()


async def written(session: Session, authority_id: UUID, form: Form, splits: Sequence[int]) -> bytes:
    """Everything, in stretches that end with these workers."""
    wanted = PayPointFilter(effective_on=DAY, known_at=FIRST_INSTANT + timedelta(seconds=1))
    ends: list[Key | None] = [*((number(split), "1") for split in sorted(set(splits))), None]
    after, found, rows = BEFORE_ALL, b"", 0
    for upto in ends:
        text, count = await write_pay_points(
            session, authority_id, sight_of(None), wanted, form, day=DAY, stretch=(after, upto)
        )
        found, rows, after = found + text, rows + count, upto or after
    assert rows == found.count(b"\n")
    return found


async def check(
    postgres: EmbeddedPostgres, authority: UUID, drawn: list[Drawn], splits: list[int]
) -> None:
    async with open_database(postgres) as database, database.begin(authority) as session:
        for place, each in enumerate(drawn):
            await add_posts(session, authority, number(place), "1")
            point = PayPoint(
                employee_number=number(place),
                post_number="1",
                starts_on=DAY,
                grade=each.grade,
                point=each.point,
                hours_per_week=each.hours,
                annual_salary=each.salary,
                salary_status="settled",
            )
            await record_pay_point(session, authority, point, recorded_at(each))
            if each.ends_before is not None:
                end = PayPoint(
                    employee_number=number(place),
                    post_number="1",
                    starts_on=each.ends_before,
                    grade=None,
                )
                await record_pay_point(session, authority, end, recorded_at(each))
        expected = [as_json(place, each) for place, each in enumerate(drawn)]
        lines = await written(session, authority, "jsonl", splits)
        assert [json.loads(line) for line in lines.decode().split("\n")[:-1]] == expected
        assert await written(session, authority, "csv", splits) == as_csv(expected)


def test_the_lines_are_those_of_the_standard_library_wherever_a_stretch_ends(house: House) -> None:
    @settings(max_examples=30)
    @given(drawn=st.lists(DRAWN, max_size=6), splits=st.lists(st.integers(0, 6), max_size=3))
    def hold(drawn: list[Drawn], splits: list[int]) -> None:
        authority = house.add_authority().authority_id
        asyncio.run(check(house.postgres, authority, drawn, splits))

    hold()
