"""What is wrong with what somebody sends as evidence is said, with its place, and nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.council import Council, key
from tests.support.eastshire import EXAMPLE, REFLECTION, WORKER, Portfolio, settle
from tests.support.house_fixtures import MakeCouncil
from tests.support.problems import pointers, problem

PDF = "application/pdf"
STANDARDS = REFLECTION["by_standard"]


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


@pytest.fixture
def case(council: Council) -> Portfolio:
    return Portfolio.opened(council)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"item": "case-example"}, [""]),
        ({"item": "case-example", "answers": {}}, ["/answers/work"]),
        ({"item": "case-example", "answers": {"work": "x", "quaint": 1}}, ["/answers/quaint"]),
        ({"item": "case-example", "answers": {"work": 7}}, ["/answers/work"]),
        ({"item": "case-example", "answers": {"work": "a\x07b"}}, ["/answers/work"]),
        ({"item": "case-example", "answers": {"work": "x", "months": 61}}, ["/answers/months"]),
        ({"item": "case-example", "answers": {"work": {"a": "b"}}}, ["/answers/work"]),
        ({"item": "reflection", "answers": {"by_standard": "x"}}, ["/answers/by_standard"]),
        (
            {"item": "reflection", "answers": {"by_standard": {"honesty": "x"}}},
            ["/answers/by_standard/care"],
        ),
        (
            {"item": "reflection", "answers": {"by_standard": {**STANDARDS, "z": "x"}}},
            ["/answers/by_standard/z"],
        ),
        ({"item": "case-example", "answers": EXAMPLE, "name": "a.pdf"}, ["/name"]),
        ({"item": "other", "answers": {}, "name": "a.pdf", "media_type": PDF}, ["/answers"]),
        ({"item": "other", "name": "a.pdf"}, [""]),
        ({"item": "other", "name": "a.exe", "media_type": "text/plain"}, ["/media_type"]),
        ({"item": "other", "name": "a\x07.pdf", "media_type": PDF}, ["/name"]),
        ({"item": "other", "name": "a" * 201, "media_type": PDF}, ["/name"]),
        ({"item": "other", "name": "a", "media_type": PDF, "statement": "\x07"}, ["/statement"]),
        ({"item": "other", "name": "a.pdf", "media_type": PDF, "size": 1}, ["/size"]),
        ({"item": "other", "name": "a.pdf", "media_type": PDF, "replaces": "7"}, ["/replaces"]),
        ({"item": "No Item"}, ["/item"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_not_repeated(
    case: Portfolio, body: dict[str, Any], places: list[str]
) -> None:
    client = case.council.person(WORKER)
    answer = client.post(f"{case.path}/evidence", json=body, headers=key())
    assert pointers(problem(answer, 422, "invalid-request")) == places
    assert "quaint" not in answer.text.replace("/answers/quaint", "")
    assert case.ids() == []


def test_what_is_referred_to_must_be_there(case: Portfolio) -> None:
    unknown = problem(case.offer("diploma", EXAMPLE), 422, "unknown-reference")
    assert pointers(unknown) == ["/item"]
    assert "case-example" in unknown["detail"]
    replacing = case.offer("case-example", EXAMPLE, replaces=str(uuid4()))
    assert pointers(problem(replacing, 422, "unknown-reference")) == ["/replaces"]


def test_a_new_version_is_of_the_same_item(case: Portfolio) -> None:
    given = case.give("reflection", REFLECTION)
    other = case.offer("case-example", EXAMPLE, replaces=given["evidence_id"])
    problem(other, 409, "evidence-state")


def test_the_same_request_sent_twice_takes_effect_once(case: Portfolio) -> None:
    headers = key()
    first = case.offer("case-example", EXAMPLE, headers=headers)
    second = case.offer("case-example", EXAMPLE, headers=headers)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert len(case.ids()) == 1
    reused = case.offer("case-example", {"work": "Other."}, headers=headers)
    problem(reused, 422, "idempotency-key-reused")


def test_what_is_no_json_or_no_id_is_refused(case: Portfolio) -> None:
    client = case.council.person(WORKER)
    path = f"{case.path}/evidence"
    for body in (b"{", b"[]", b'{"item": "other", "item": "other"}', b'"\xff"'):
        answer = client.post(
            path, content=body, headers={"Content-Type": "application/json", **key()}
        )
        assert answer.status_code in {400, 422}
    for missing in ("7", "A" * 36, str(uuid4())):
        assert client.get(f"{path}/{missing}").status_code in {404, 422}
