"""Looking back on the whole run: all was answered, is answered again, and nothing broke."""

import json

import pytest
from tests.support.contract import Record
from tests.support.given_answers import Determination, not_given_again
from tests.support.live import LiveService
from tests.support.questions import PATHWAYS

FEWEST = 500
"""Different questions: fewer would mean that answers are no longer kept."""


@pytest.mark.last
def test_every_operation_was_answered_well_in_this_run(
    service: LiveService, record: Record
) -> None:
    document = service.client.get("/openapi.json").json()
    every = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
    }
    assert every - record.answered_well() == set()


@pytest.mark.last
def test_every_determination_of_this_run_is_given_again(
    service: LiveService, record: Record
) -> None:
    given = list(record.given)
    assert not_given_again(given) == []
    assert len({each.question for each in given}) >= FEWEST
    ours = [each.document for each in given if each.service == service.url]
    assert {(answer["scheme"], answer["pathway"]) for answer in ours} >= {*PATHWAYS}
    assert {answer["outcome"] for answer in ours} == {
        "determined", "needs_decision", "insufficient_facts", "not_met",
    }  # fmt: skip
    others = {each.service for each in given} - {service.url}
    assert len(others) >= 4, "those with other schemes, tables or clocks"


@pytest.mark.last
def test_a_determination_that_would_not_be_given_again_is_found(record: Record) -> None:
    given = next(iter(record.given))
    receipt = {**given.document["receipt"], "answer_sha256": "a" * 64}
    changed = json.dumps({**given.document, "receipt": receipt}).encode()
    assert len(not_given_again([given, Determination(given.service, given.request, changed)])) == 1


@pytest.mark.last
def test_nothing_unexpected_is_in_the_log_of_this_run(service: LiveService) -> None:
    log = service.log.read_text(encoding="utf-8")
    assert "unexpected_error" not in log
    assert "Traceback" not in log
