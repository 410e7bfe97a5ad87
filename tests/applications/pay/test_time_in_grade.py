"""How long somebody has been on their grade: by what is known of their pay."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from applications.pay.domain.pay_points import EffectivePayPoint, PayPoint
from applications.pay.domain.time_in_grade import in_grade_since, whole_months
from applications.people.domain.records import Post

TODAY = date(2026, 4, 2)
POST = Post(
    post_number="1", team="the-team", grade="10", point_position=None,
    hours_per_week=Decimal("37.00"), starts_on=date(2021, 9, 6), ends_before=None,
)  # fmt: skip


def paid(*points: tuple[str, str | None], post: str = "1") -> list[EffectivePayPoint]:
    """Pay points of a post, by first day and grade; without a grade it has ended."""
    known = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        EffectivePayPoint(
            pay_point=PayPoint(
                employee_number="W-1",
                post_number=post,
                starts_on=date.fromisoformat(starts_on),
                grade=grade,
            ),
            ends_before=None,
            recorded_at=known,
            superseded_at=None,
        )
        for starts_on, grade in points
    ]


@pytest.mark.parametrize(
    ("points", "since"),
    [
        ([], "2021-09-06"),
        (paid(("2021-09-06", "9"), ("2024-05-15", "10")), "2024-05-15"),
        (paid(("2021-09-06", "9"), ("2024-05-15", "10"), ("2025-05-15", "10")), "2024-05-15"),
        (paid(("2020-04-01", "10"), ("2022-04-01", "10")), "2020-04-01"),
        (paid(("2023-04-01", "10")), "2021-09-06"),
        (paid(("2021-09-06", "9"), ("2026-05-15", "10")), "2021-09-06"),
        (paid(("2024-05-15", "10"), post="2"), "2021-09-06"),
    ],
)
def test_the_grade_counts_from_its_first_pay_point_in_a_row(
    points: list[EffectivePayPoint], since: str
) -> None:
    assert in_grade_since(POST, points, TODAY).isoformat() == since


@pytest.mark.parametrize(
    ("since", "months"),
    [("2026-04-02", 0), ("2026-03-03", 0), ("2026-03-02", 1), ("2024-05-15", 22)],
)
def test_only_whole_months_count(since: str, months: int) -> None:
    assert whole_months(date.fromisoformat(since), TODAY) == months
