"""Every read of evidence is noted: who, which, when, with which request."""

import httpx
import pytest
from tests.support.council import Council
from tests.support.eastshire import (
    AUDITOR,
    HEAD,
    MANAGER,
    REFLECTION,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import problem

READS = "/v1/audit/evidence-reads"


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def reads(council: Council, **query: str | int) -> list[dict[str, object]]:
    items: list[dict[str, object]] = (
        council.person(AUDITOR).get(READS, params=query).json()["items"]
    )
    return items


def get(council: Council, number: str, path: str) -> httpx.Response:
    return council.person(number).get(path)


def test_a_read_is_noted_and_providing_is_none(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    listed = get(council, MANAGER, f"{case.path}/evidence")
    read = get(council, HEAD, f"{case.path}/evidence/{given['evidence_id']}")
    noted = [
        (each["reader"], each["what"], each["evidence_id"], each["request_id"])
        for each in reads(council)
    ]
    assert noted == [
        (MANAGER, "list", None, listed.headers["x-request-id"]),
        (HEAD, "item", given["evidence_id"], read.headers["x-request-id"]),
    ]


def test_what_was_refused_was_not_read(council: Council) -> None:
    case = Portfolio.opened(council)
    council.person(WORKER).get(f"{case.path}/evidence", params={"attempt": 7})
    council.person("nobody").get(f"{case.path}/evidence")
    assert reads(council) == []


def test_the_log_is_filtered_and_comes_in_pages(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    for number in (MANAGER, HEAD, MANAGER):
        case.read(given, number)
    case.portfolio(HEAD)
    assert len(reads(council, reader=MANAGER)) == 2
    assert len(reads(council, evidence_id=given["evidence_id"])) == 3
    assert len(reads(council, application_id=case.application_id)) == 4
    assert reads(council, read_since="2026-04-03T00:00:00Z") == []
    client = council.person(AUDITOR)
    first = client.get(READS, params={"limit": 3}).json()
    rest = client.get(READS, params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [*first["items"], *rest["items"]] == reads(council)
    assert rest["next_cursor"] is None


def test_only_who_audits_may_look(council: Council) -> None:
    for number in (WORKER, MANAGER, HEAD):
        problem(council.person(number).get(READS), 403, "forbidden")
    assert council.hris.get(READS).status_code == 200


def test_reading_moves_no_log(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    before = case.history(WORKER)
    case.read(given, HEAD)
    assert case.history(WORKER) == before


def test_a_form_that_was_provided_is_read_as_a_document_too(council: Council) -> None:
    case = Portfolio.opened(council)
    given = case.give("reflection", REFLECTION)
    path = f"{case.path}/documents/reflection"
    shown = get(council, HEAD, path).json()
    assert (shown["completed_by"], shown["attempt"]) == (WORKER, 1)
    assert shown["fields"][0]["value"] == REFLECTION["by_standard"]
    assert council.person(HEAD).get(path, headers={"Accept": "text/html"}).is_success
    noted = [(each["what"], each["evidence_id"]) for each in reads(council)]
    assert noted == [("document", given["evidence_id"])] * 2
    case.say(given, "report-identifiers", by=MANAGER)
    problem(get(council, HEAD, path), 404, "not-found")
    assert get(council, WORKER, path).is_success
