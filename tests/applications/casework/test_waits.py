"""A step that waits for a day is over when it has come, and what follows opens by itself."""

import asyncio
from typing import Any

import pytest
from tests.support.casework import CaseOf, answered
from tests.support.council import key, put
from tests.support.durham import give_role, worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.live import ROOT

from applications.casework.operations.waits import end_waits
from applications.platform.database import Database, make_engine
from applications.schemes.storage.files import load_schemes
from plumbing.clock import FileClock

WORKER, MANAGER, HEAD = "W-1", "TM-1", "HOS-1"
DISCUSSED = {
    "discussed_on": "2026-03-10",
    "summary": "Steady.",
    "recommended": True,
    "agreed_development_complete": True,
    "joined_with_experience": True,
}
AGREED = {"experience": "Six years elsewhere.", "considered_from": "2026-05-01"}


@pytest.fixture
def case(make_council: MakeCouncil) -> CaseOf:
    """A case of somebody who joined with experience, for whom a time has been agreed."""
    council = make_council(["derbyshire"])
    team = {"title": "Assessment", "team_type": "assessment", "service": "first", "locality": "a"}
    put(council.hris, "/v1/teams/assessment", team)
    for number in (MANAGER, HEAD):
        put(council.hris, f"/v1/workers/{number}", worker(number, "assessment", grade="13"))
    told: dict[str, Any] = {"line_manager": MANAGER}
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, "assessment", "10", **told))
    give_role(council, MANAGER, "team_manager", "team", "assessment")
    give_role(council, HEAD, "head_of_service", "service", "first")
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "derbyshire"}
    sent = body | {"pathway": "grade-10-to-11"}
    opened = council.person(WORKER).post("/v1/applications", json=sent, headers=key())
    case = CaseOf(council, answered(opened)["application_id"])
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    case.fill_in(MANAGER, "agree-time", AGREED)
    case.fill_in(HEAD, "agree-time", AGREED)
    return case


def end_what_has_come(case: CaseOf) -> None:
    """What the worker does every few minutes of its clock."""
    house = case.council.house

    async def once() -> None:
        database = Database(make_engine(house.postgres.app_url, pool_size=1))
        schemes = load_schemes([ROOT / "shared/schemes"])
        await end_waits(database, schemes, FileClock(house.clock_file), case.council.authority)
        await database.dispose()

    asyncio.run(once())


def test_until_its_day_a_wait_is_open_and_nobody_goes_on(case: CaseOf) -> None:
    case.council.house.set_clock("2026-04-30")
    end_what_has_come(case)
    assert case.step("agreed-time")["state"] == "open"
    refused = case.ask(WORKER, "submit-portfolio")
    assert refused.json()["detail"] == "First: Wait for the time agreed."
    assert case.council.person(WORKER).get("/v1/tasks").json()["items"] == []
    listed = case.council.person(MANAGER).get("/v1/applications", params={"step": "agreed-time"})
    assert [each["application_id"] for each in listed.json()["items"]] == [case.application_id]


def test_on_its_day_what_follows_opens_by_itself_and_it_is_told_once(case: CaseOf) -> None:
    case.council.house.set_clock("2026-05-01")
    before = case.seen_by(MANAGER)
    seen = {each["step"]: each["state"] for each in before["steps"]}
    assert seen["agreed-time"] == "done"  # the next reading knows it already
    end_what_has_come(case)
    end_what_has_come(case)
    (told,) = [each for each in case.history() if each["kind"] == "wait-ended"]
    assert (told["actor"], told["body"]["step"]) == ("system", "agreed-time")
    assert case.step("submit-portfolio")["opened_on"] == "2026-05-01"
    (task,) = case.council.person(WORKER).get("/v1/tasks").json()["items"]
    assert (task["step"], task["opened_on"], task["kind"]) == (
        "submit-portfolio", "2026-05-01", "act",
    )  # fmt: skip


def test_who_acts_before_the_worker_process_has_noted_it_has_it_noted(case: CaseOf) -> None:
    case.council.house.set_clock("2026-05-02")
    recorded = {"reason": "I know her."}
    case.take(HEAD, "recuse", recorded)
    told = [each["kind"] for each in case.history()]
    assert told[-2:] == ["wait-ended", "recused"]
    end_what_has_come(case)
    assert [each["kind"] for each in case.history()] == told


def test_a_correction_of_the_day_moves_what_is_waited_for(case: CaseOf) -> None:
    correction = {"fact": "considered_from", "value": "2026-04-02", "reason": "As agreed."}
    case.take(MANAGER, "correct", correction)
    assert case.step("agreed-time")["state"] == "done"
