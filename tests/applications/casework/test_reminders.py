"""Before each submission date, who is still preparing a case is reminded of it, once."""

import asyncio
from functools import cache

import pytest
from tests.support.casework import CaseOf
from tests.support.council import Council
from tests.support.derbyshire import (
    DISCUSSED,
    MANAGER,
    TO_10,
    WORKER,
    open_case,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.live import ROOT
from tests.support.rotherham import give_file

from applications.casework.operations.reminders import remind
from applications.platform.database import Database, make_engine
from applications.schemes.domain.held import Schemes
from applications.schemes.storage.files import load_schemes
from plumbing.clock import FileClock


@cache
def schemes_held() -> Schemes:
    return load_schemes([ROOT / "shared/schemes"])


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    council = make_council(["derbyshire"])
    settle(council)
    return council


def remind_on(case: CaseOf, day: str) -> None:
    """What the worker does every hour of its clock; it may have been restarted meanwhile."""
    house = case.council.house
    house.set_clock(day)

    async def once() -> None:
        database = Database(make_engine(house.postgres.app_url, pool_size=1))
        await remind(database, schemes_held(), FileClock(house.clock_file), case.council.authority)
        await database.dispose()

    asyncio.run(once())


def reminders(case: CaseOf) -> list[tuple[str, int]]:
    return [
        (each["body"]["submission_date"], each["body"]["days_before"])
        for each in case.history(WORKER)
        if each["kind"] == "submission-date-near"
    ]


def test_six_and_two_weeks_before_the_date_one_reminder_each(derbyshire: Council) -> None:
    case = open_case(derbyshire, TO_10, "2026-02-02")
    before = case.etag(WORKER)
    remind_on(case, "2026-04-02")
    assert reminders(case) == []
    for day in ("2026-04-03", "2026-04-03", "2026-04-10", "2026-05-01", "2026-05-02", "2026-05-15"):
        remind_on(case, day)
    assert reminders(case) == [("2026-05-15", 42), ("2026-05-15", 14)]
    assert case.etag(WORKER) == before, "whoever fills it in is not disturbed"


def test_of_the_next_date_they_are_reminded_again(derbyshire: Council) -> None:
    case = open_case(derbyshire, TO_10, "2026-05-10")
    for day in ("2026-05-10", "2026-05-11", "2026-05-16", "2026-08-04", "2026-09-01"):
        remind_on(case, day)
    assert reminders(case) == [("2026-05-15", 14), ("2026-09-15", 42), ("2026-09-15", 14)]


def test_nobody_is_reminded_of_what_is_submitted_or_withdrawn(derbyshire: Council) -> None:
    case = open_case(derbyshire, TO_10, "2026-02-02")
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    give_file(case, WORKER, "asye-portfolio")
    case.take(WORKER, "submit-portfolio")
    remind_on(case, "2026-05-02")
    assert reminders(case) == []
    case.take(WORKER, "withdraw", {"reason": "Next year."})
    again = open_case(derbyshire, TO_10, "2026-05-03")
    again.take(WORKER, "withdraw", {"reason": "Next year."})
    remind_on(again, "2026-05-04")
    assert reminders(again) == []
