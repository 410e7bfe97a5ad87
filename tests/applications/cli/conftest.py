"""An operator who has the address of the API and a token, and nothing else."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.support.arrears import decide_pay
from tests.support.commands import Ended, applications
from tests.support.council import Council
from tests.support.durham import OTHER_WORKER, WORKER, settle

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import PayPoint

Command = Callable[..., Ended]


def pay_point(worker: str, starts_on: date) -> PayPoint:
    """Grade 11, first point, on full-time hours."""
    return PayPoint(
        employee_number=worker,
        post_number="1",
        starts_on=starts_on,
        grade="11",
        point=Point(position=1, scp=30, spine="njc-2019"),
        hours_per_week=Decimal("37.00"),
        annual_salary=Decimal("40777.00"),
        salary_status="settled",
        application_id=None,
        variation_id=None,
    )


@pytest.fixture
def command(council: Council) -> Command:
    """Run a command at the live house, as the council's own machine."""

    def run(*arguments: str) -> Ended:
        return applications(
            *arguments,
            APPLICATIONS_URL=council.house.url,
            APPLICATIONS_TOKEN=council.token(None),
        )

    return run


@pytest.fixture
def paid(council: Council) -> Council:
    """Durham, with two workers whose pay was decided: from January and from June."""
    settle(council)
    decide_pay(council, pay_point(WORKER, date(2026, 1, 15)))
    decide_pay(council, pay_point(OTHER_WORKER, date(2026, 6, 1)))
    return council
