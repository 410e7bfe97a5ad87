"""However often payroll is told, and whatever is decided in between, it is told everything once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.applications.pay.test_pay_points import point
from tests.support.arrears import arrears, decide_pay, run_lines, tell_payroll
from tests.support.council import Council, put
from tests.support.durham import settle, worker

from applications.pay.domain.determinations import Point

Json = dict[str, Any]

THROUGH = "2026-03-31"
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 80).map(lambda days: FIRST + timedelta(days=days))
DECISIONS = st.tuples(DAYS, st.sampled_from(["9", "11"]), st.integers(1, 5))
TOLD_BETWEEN = st.lists(st.tuples(DECISIONS, st.booleans()), min_size=1, max_size=4)

Said = dict[date, tuple[str, int]]


def owed_by(council: Council, said: Said) -> Decimal:
    """What paycalc says of everything at once: grade 9 paid throughout, and what is known due."""
    days = sorted(said)
    due = [
        {
            "starts_on": day.isoformat(),
            "ends_before": None if later is None else later.isoformat(),
            "grade": said[day][0],
            "position": said[day][1],
        }
        for day, later in pairwise([*days, None])
        if day is not None
    ]
    asked = {
        "scheme": "durham",
        "known_on": "2026-04-02",
        "through": THROUGH,
        "hours": [{"starts_on": "2026-01-01", "hours_per_week": "37"}],
        "paid": [{"starts_on": "2026-01-01", "grade": "9", "position": 5}],
        "due": due,
    }
    response = httpx.post(f"{council.house.paycalc.url}/v1/arrears", json=asked)
    assert response.status_code == 200, response.text
    return Decimal(response.json()["total"])


def of_worker(lines: Sequence[Json], number: str) -> Decimal:
    """The sum of somebody's lines."""
    return sum(
        (Decimal(each["difference"]) for each in lines if each["employee_number"] == number),
        Decimal(0),
    )


def test_what_the_runs_told_adds_up_to_what_is_owed_in_all(council: Council) -> None:
    settle(council)

    @settings(max_examples=10, phases=[Phase.generate])
    @given(history=TOLD_BETWEEN)
    def hold(history: Sequence[tuple[tuple[date, str, int], bool]]) -> None:
        number = uuid4().hex[:12]
        put(council.hris, f"/v1/workers/{number}", worker(number))
        said: Said = {FIRST: ("9", 5)}
        told = Decimal(0)
        for (day, grade, position), is_told in history:
            said[day] = (grade, position)
            decided = replace(
                point(number, day, grade),
                point=Point(position=position, scp=None, spine=None),
                hours_per_week=Decimal("37.00"),
            )
            decide_pay(council, decided)
            open_now = of_worker(arrears(council.hris, through=THROUGH)["items"], number)
            assert told + open_now == owed_by(council, said)
            if is_told:
                run = tell_payroll(council.hris, THROUGH)
                told += of_worker(run_lines(council.hris, run), number)
                assert told == owed_by(council, said)
                assert arrears(council.hris, through=THROUGH)["items"] == []
        tell_payroll(council.hris, THROUGH)

    hold()
