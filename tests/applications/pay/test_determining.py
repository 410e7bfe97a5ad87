"""Working out what a decision gives: whatever paycalc says, and whenever it says it."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.applications.pay.in_tables import open_database
from tests.applications.pay.questions import an_answer, assert_as_contracted
from tests.support import hostile_server as hostile
from tests.support.council import Council, key, problem
from tests.support.durham import STRATEGIC_MANAGER, TEAM_MANAGER, WORKER, settle, worker
from tests.support.durham_case import act, decide, variations, wait_for_pay
from tests.support.hostile_server import Script, hostile_server, reply
from tests.support.live import ROOT

from applications.pay.domain.refusals import CaseChangedError, PayNotWorkedOutError
from applications.pay.operations.determining import Determining, determine_pay
from applications.pay.paycalc_client import (
    Paycalc,
    PaycalcBrokenError,
    PaycalcUnavailableError,
    open_client,
)
from applications.schemes.storage.files import load_schemes
from plumbing.clock import FileClock

Json = dict[str, Any]

SCHEMES = load_schemes([ROOT / "shared/schemes"])


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham's people."""
    settle(council)
    return council


@pytest.fixture
def decided(durham: Council) -> Iterator[str]:
    """A decided case whose pay nobody works out but the test."""
    durham.house.worker.stop()
    try:
        yield decide(durham)
    finally:
        durham.house.worker.start()


async def _determine(council: Council, application_id: str, url: str) -> None:
    async def check(request: httpx.Request) -> None:
        assert_as_contracted(request.content)

    house = council.house
    async with open_database(house.postgres) as database, open_client() as client:
        client.event_hooks = {"request": [check]}
        paycalc = Paycalc(client, url, seconds=2)
        means = Determining(database, paycalc, SCHEMES, FileClock(house.clock_file))
        await determine_pay(means, council.authority, application_id)


def determine(council: Council, application_id: str, script: Script | None = None) -> None:
    """Do the job once: the real paycalc is asked, or a peer that plays a script.

    Every question is held against paycalc's contract.
    """

    async def run() -> None:
        if script is None:
            await _determine(council, application_id, str(council.house.paycalc.url))
            return
        async with hostile_server(script) as server:
            await _determine(council, application_id, server.url)

    asyncio.run(run())


def kept(council: Council) -> list[tuple[object, ...]]:
    """What is kept of determinations: outcome, and a part of the question and of the answer."""
    statement = """
        SELECT outcome, question ->> 'pathway', answer #>> '{receipt,engine}'
        FROM determinations WHERE authority_id = $1 ORDER BY determined_at
    """
    return council.house.sql(statement, council.authority.authority_id)


def case_of(council: Council, application_id: str) -> Json:
    found: Json = council.hris.get(f"/v1/applications/{application_id}").json()
    return found


def events(council: Council, application_id: str) -> list[str]:
    items = council.hris.get(f"/v1/applications/{application_id}/history").json()["items"]
    return [item["kind"] for item in items]


def answering(application_id: str, council: Council, **members: object) -> Script:
    """An answer to the question of this case, with some members changed."""
    case = case_of(council, application_id)
    receipt = an_answer()["receipt"] | {"scheme_sha256": case["scheme_sha256"]}
    known = {"rules_on": "2026-04-02", "known_on": "2026-04-02", "receipt": receipt}
    return reply(200, an_answer(**known) | members)


def test_done_twice_it_determines_once(durham: Council, decided: str) -> None:
    for _ in range(2):
        determine(durham, decided)

    assert case_of(durham, decided)["pay_status"] == "determined"
    ((outcome, pathway, engine),) = kept(durham)
    assert (outcome, pathway) == ("determined", "grade-9-to-11")
    assert str(engine).startswith("paycalc")
    assert len(variations(durham.hris)) == 1


def test_done_twice_at_once_it_determines_once(durham: Council, decided: str) -> None:
    async def run() -> None:
        url = str(durham.house.paycalc.url)
        both = [_determine(durham, decided, url) for _ in range(2)]
        await asyncio.gather(*both, return_exceptions=True)

    asyncio.run(run())

    assert len(kept(durham)) == len(variations(durham.hris)) == 1


@pytest.mark.parametrize("outcome", ["not_met", "insufficient_facts", "needs_decision"])
def test_what_is_not_determined_goes_back_to_people(
    durham: Council, decided: str, outcome: str
) -> None:
    script = answering(decided, durham, outcome=outcome, target=None, effective_from=None)
    determine(durham, decided, script)

    case = case_of(durham, decided)
    assert case["pay_status"] == "needs_decision"
    assert "resolve-pay" in [step["step"] for step in case["steps"] if step["state"] == "open"]
    assert [row[0] for row in kept(durham)] == [outcome]
    assert variations(durham.hris) == []
    assert events(durham, decided)[-1] == "pay-needs-decision"


def test_a_refusal_of_the_facts_goes_back_to_people(durham: Council, decided: str) -> None:
    determine(durham, decided, hostile.problem(422, "contradictory-facts"))

    assert case_of(durham, decided)["pay_status"] == "needs_decision"
    assert [row[0] for row in kept(durham)] == ["refused"]


def test_what_people_resolved_is_worked_out_again(durham: Council, decided: str) -> None:
    determine(durham, decided, hostile.problem(422, "contradictory-facts"))
    facts = {"asye_completed_on": "2022-10-07"}
    act(durham, STRATEGIC_MANAGER, decided, "resolve-pay", facts=facts, comments="A slip.")
    assert case_of(durham, decided)["pay_status"] == "pending"
    determine(durham, decided)

    assert case_of(durham, decided)["pay_status"] == "determined"
    assert [row[0] for row in kept(durham)] == ["refused", "determined"]
    assert len(variations(durham.hris)) == 1


@pytest.mark.parametrize("slug", ["rules-not-held", "unknown-scheme"])
def test_a_paycalc_without_the_rules_is_asked_again_later(
    durham: Council, decided: str, slug: str
) -> None:
    status = 409 if slug == "rules-not-held" else 422
    with pytest.raises(PayNotWorkedOutError):
        determine(durham, decided, hostile.problem(status, slug))

    assert case_of(durham, decided)["pay_status"] == "pending"
    assert kept(durham) == []


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (reply(500), PaycalcUnavailableError),
        (hostile.says_nothing, PaycalcUnavailableError),
        (reply(200, {"outcome": "determined"}), PaycalcBrokenError),
    ],
)
def test_no_answer_changes_nothing(
    durham: Council,
    decided: str,
    script: Script,
    error: type[Exception],
) -> None:
    before = case_of(durham, decided)
    with pytest.raises(error):
        determine(durham, decided, script)

    assert case_of(durham, decided) == before
    assert kept(durham) == []


def test_an_answer_about_facts_that_changed_meanwhile_is_of_no_use(
    durham: Council, decided: str
) -> None:
    told = worker(WORKER, qualifications={"asye_outcome": "passed"})
    answer = answering(decided, durham)

    async def play(writer: asyncio.StreamWriter) -> None:
        address = f"/v1/workers/{WORKER}"
        changed = await asyncio.to_thread(
            durham.hris.put, address, json=told, headers={"If-Match": "*"}
        )
        assert changed.is_success
        await answer(writer)

    with pytest.raises(CaseChangedError):
        determine(durham, decided, play)
    assert kept(durham) == []


def test_a_later_determination_replaces_the_draft(durham: Council, decided: str) -> None:
    determine(durham, decided)
    (first,) = variations(durham.hris)
    statement = "UPDATE applications SET pay_status = 'pending' WHERE authority_id = $1"
    durham.house.sql(statement, durham.authority.authority_id)
    target = an_answer()["target"] | {"point": {"position": 2, "scp": 31, "spine": "njc-2019"}}
    determine(durham, decided, answering(decided, durham, target=target))

    (second,) = variations(durham.hris)
    assert second["variation_id"] == first["variation_id"]
    assert (first["point"]["position"], second["point"]["position"]) == (1, 2)
    assert second["status"] == "draft"


def test_what_only_another_scheme_asks_for_is_not_asked_about(council: Council) -> None:
    settle(council, facts={"asked_elsewhere": True})
    wait_for_pay(council, decide(council))
    assert [row[0] for row in kept(council)] == ["determined"]


def test_what_is_nobodys_pay_is_left_alone(durham: Council, decided: str) -> None:
    determine(durham, str(UUID(int=0)))
    assert case_of(durham, decided)["pay_status"] == "pending"


def test_while_paycalc_is_down_decisions_are_taken_and_pay_follows_by_itself(
    durham: Council,
) -> None:
    durham.house.paycalc.kill()
    try:
        application_id = decide(durham)
        assert case_of(durham, application_id)["pay_status"] == "pending"
        case = durham.person(TEAM_MANAGER).get(f"/v1/applications/{application_id}")
        early = durham.person(TEAM_MANAGER).post(
            f"/v1/applications/{application_id}/actions/authorise-change",
            json={},
            headers={"If-Match": case.headers["etag"], **key()},
        )
        assert (early.status_code, problem(early)) == (409, "action-not-allowed")
        assert "still being worked out" in early.json()["detail"]
    finally:
        durham.house.paycalc.start()
    wait_for_pay(durham, application_id)
    act(durham, TEAM_MANAGER, application_id, "authorise-change")
    assert len(durham.hris.get("/v1/pay-points").json()["items"]) == 1
