"""The Head of Service responsible for a worker never decides as the independent one.

Who is responsible follows from the organisation on the day; by no door, and through nobody.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from tests.support.casework import CaseOf
from tests.support.council import Council, problem, put
from tests.support.durham import worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import (
    ADMINISTRATOR,
    INDEPENDENT,
    LOCALITY_MANAGER,
    MEMBERS_TO_I,
    OTHER_SERVICE,
    PART_3,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    SERVICE,
    TEAM,
    TEAM_MANAGER,
    THIRD_TEAM,
    WORKER,
    assessed,
    audit,
    lend,
    meeting,
    move_team,
    ready_to_decide,
    settle,
)

STANDS_IN: str = "D-1"
WHY = {"reason": "We trained together."}
ROLE = "independent_head_of_service"


@pytest.fixture
def rotherham(make_council: MakeCouncil) -> Council:
    council = make_council(["rotherham"])
    settle(council)
    put(council.hris, f"/v1/workers/{STANDS_IN}", worker(STANDS_IN, TEAM, grade="M"))
    return council


def shut_out(case: CaseOf, number: str) -> None:
    """By no door does somebody come to the audits: list, tasks, by name, meeting, or the act."""
    council = case.council
    person = council.person(number)
    shown = case.actions(ADMINISTRATOR)["audit-case-file"]["people"]
    assert number not in shown
    waiting = person.get("/v1/tasks").json()["items"]
    assert "case-file-audits" not in {each["step"] for each in waiting}
    listed = person.get("/v1/applications", params={"waiting_on": "me"}).json()["items"]
    assert listed == []
    by_name = {"step": "case-file-audits", "employee_number": number, **WHY}
    assert case.ask(ADMINISTRATOR, "reassign", by_name).status_code == 422
    seats = meeting({**MEMBERS_TO_I, number: ROLE})
    assert case.ask(ADMINISTRATOR, "arrange-meeting", seats).status_code == 422
    headers = {"Idempotency-Key": f"door-{number}", "If-Match": case.etag(ADMINISTRATOR)}
    tried = case.ask(number, "audit-case-file", {"answers": audit(1)}, headers)
    assert tried.status_code in {404, 409}, tried.text
    assert case.step("case-file-audits", ADMINISTRATOR)["parts"] == []


def may_audit(case: CaseOf, number: str) -> bool:
    return number in case.actions(ADMINISTRATOR)["audit-case-file"]["people"]


def test_the_responsible_head_of_service_finds_every_door_shut(rotherham: Council) -> None:
    case = assessed(rotherham)
    shut_out(case, RESPONSIBLE)
    assert may_audit(case, INDEPENDENT)
    reason = case.actions(RESPONSIBLE)["audit-case-file"]["reason"]
    assert reason == (
        "This is for the Independent Head of Service of this worker. Whoever is responsible for "
        "the worker, or stands in for such a one, is not independent."
    )


def test_nobody_audits_who_stands_in_for_them_or_for_whom_they_stand_in(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    lend(rotherham, RESPONSIBLE, STANDS_IN)
    lend(rotherham, INDEPENDENT, RESPONSIBLE)
    for number in (RESPONSIBLE, STANDS_IN, INDEPENDENT):
        shut_out(case, number)
    assert may_audit(case, SECOND_INDEPENDENT)


def test_who_stands_in_for_an_independent_one_and_for_a_responsible_one_is_not_independent(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    lend(rotherham, SECOND_INDEPENDENT, STANDS_IN)
    assert may_audit(case, STANDS_IN)
    lend(rotherham, RESPONSIBLE, STANDS_IN)
    shut_out(case, STANDS_IN)
    assert may_audit(case, SECOND_INDEPENDENT)


@pytest.mark.parametrize("over", [("service", SERVICE), ("team", TEAM), ("locality", "north")])
def test_acting_up_makes_responsible_for_its_days(
    rotherham: Council, over: tuple[str, str]
) -> None:
    case = assessed(rotherham)
    body = {"employee_number": INDEPENDENT, "role": "head_of_service",
            "over": {"kind": over[0], "id": over[1]},
            "starts_on": "2026-04-03", "ends_before": "2026-04-05"}  # fmt: skip
    put(rotherham.hris, "/v1/role-assignments/acting-up", body)
    assert may_audit(case, INDEPENDENT)
    rotherham.house.set_clock("2026-04-04")
    shut_out(case, INDEPENDENT)
    rotherham.house.set_clock("2026-04-05")
    assert may_audit(case, INDEPENDENT)


def test_who_is_responsible_for_another_post_of_the_worker_is_not_independent(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    told = worker(WORKER, TEAM, grade="I")
    elsewhere = {**told["posts"][0], "post_number": "2", "team": THIRD_TEAM}
    put(rotherham.hris, f"/v1/workers/{WORKER}", {**told, "posts": [*told["posts"], elsewhere]})
    shut_out(case, SECOND_INDEPENDENT)
    assert may_audit(case, INDEPENDENT)


def test_a_re_organisation_turns_who_is_independent_round(rotherham: Council) -> None:
    case = assessed(rotherham)
    move_team(rotherham, TEAM, OTHER_SERVICE)
    shut_out(case, INDEPENDENT)
    assert may_audit(case, RESPONSIBLE)


def test_a_decision_stands_when_who_took_it_becomes_responsible_later(rotherham: Council) -> None:
    case = ready_to_decide(rotherham)
    decided = case.fill_in(INDEPENDENT, "complete-part-3", PART_3)
    assert decided["status"] == "decided"
    move_team(rotherham, TEAM, OTHER_SERVICE)
    case.wait_for_pay()
    after = case.seen_by(LOCALITY_MANAGER)
    assert (after["status"], after["signed_off_on"]) == ("decided", "2026-04-21")
    assert case.take(TEAM_MANAGER, "authorise-change")["pay_status"] == "recorded"


def test_who_becomes_responsible_before_the_decision_does_not_take_it(rotherham: Council) -> None:
    case = ready_to_decide(rotherham)
    move_team(rotherham, TEAM, OTHER_SERVICE)
    refused = case.ask(INDEPENDENT, "complete-part-3", {"answers": PART_3})
    assert (refused.status_code, problem(refused)) == (409, "action-not-allowed")
    assert case.fill_in(SECOND_INDEPENDENT, "complete-part-3", PART_3)["status"] == "decided"


@contextmanager
def logging_held_up(council: Council) -> Iterator[None]:
    """Whatever is done waits at the log, until the end of this."""
    import asyncio  # noqa: PLC0415 - here alone

    held, free = threading.Event(), threading.Event()

    async def hold() -> None:
        connection = await asyncpg.connect(council.house.postgres.superuser_dsn)
        async with connection.transaction():
            await connection.execute(
                "SELECT FROM event_heads WHERE authority_id = $1 FOR UPDATE",
                council.authority.authority_id,
            )
            held.set()
            await asyncio.to_thread(free.wait)
            # What another transaction has logged and committed just before.
            await connection.execute(
                "UPDATE teams SET service = $2 WHERE authority_id = $1 AND team = $3",
                council.authority.authority_id, OTHER_SERVICE, TEAM,
            )  # fmt: skip
        await connection.close()

    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    thread.start()
    held.wait()
    try:
        yield
    finally:
        free.set()
        thread.join()


def test_a_re_organisation_between_the_reading_and_the_writing_is_seen_at_commit(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)
    headers = {"Idempotency-Key": "between", "If-Match": case.etag(INDEPENDENT)}
    answers: list[Any] = []

    def audit_it() -> None:
        body = {"answers": audit(1)}
        answers.append(case.ask(INDEPENDENT, "audit-case-file", body, headers))

    asking = threading.Thread(target=audit_it)
    with logging_held_up(rotherham):
        asking.start()
        time.sleep(0.5)
    asking.join()
    (answer,) = answers
    assert (answer.status_code, problem(answer)) == (409, "action-not-allowed")
    assert "organisation has changed" in answer.json()["detail"]
    assert case.step("case-file-audits", RESPONSIBLE)["parts"] == []


def test_heads_of_service_elsewhere_find_the_cases_that_need_an_independent_one_and_no_others(
    rotherham: Council,
) -> None:
    case = assessed(rotherham)

    def listed(number: str) -> list[str]:
        found = rotherham.person(number).get("/v1/applications").json()["items"]
        return [each["application_id"] for each in found]

    def told(number: str) -> set[str]:
        feed = rotherham.person(number).get("/v1/events", params={"limit": 200}).json()["items"]
        return {each["subject"]["id"] for each in feed if each["subject"]["kind"] == "application"}

    assert listed(INDEPENDENT) == [case.application_id]
    assert rotherham.person(INDEPENDENT).get(case.path).is_success
    assert told(INDEPENDENT) == {case.application_id}
    lend(rotherham, INDEPENDENT, RESPONSIBLE)
    assert listed(INDEPENDENT) == []
    assert told(INDEPENDENT) == set()
    assert rotherham.person(INDEPENDENT).get(case.path).status_code == 404
    put(rotherham.hris, "/v1/workers/W-2", worker("W-2", TEAM, grade="H"))
    body = {"employee_number": "W-2", "post_number": "1", "scheme": "rotherham"}
    opened = rotherham.person("W-2").post(
        "/v1/applications",
        json=body | {"pathway": "band-h-to-i"},
        headers={"Idempotency-Key": "other"},
    )
    assert opened.status_code == 201
    assert opened.json()["application_id"] not in listed(SECOND_INDEPENDENT)
