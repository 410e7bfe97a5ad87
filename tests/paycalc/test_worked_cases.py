"""The worked cases, asked of the live service."""

import httpx
import pytest
from tests.support.invariants import broken
from tests.support.questions import ask
from tests.support.worked_cases import WorkedCase, differences, load

GIVEN = load("determinations.yaml")
OUR_OWN = [*load("boundaries.yaml"), *load("pathways.yaml")]


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: case.id)
def test_a_worked_case_is_answered_as_worked_out(client: httpx.Client, case: WorkedCase) -> None:
    assert differences(case.expect, ask(client, case.request), whole_lists=False) == []


@pytest.mark.parametrize("case", OUR_OWN, ids=lambda case: case.id)
def test_a_case_of_our_own_is_answered_as_worked_out(
    client: httpx.Client, case: WorkedCase
) -> None:
    assert differences(case.expect, ask(client, case.request), whole_lists=True) == []


@pytest.mark.parametrize("scheme", ["derbyshire", "durham", "rotherham"])
def test_every_answer_to_a_worked_case_holds_together(client: httpx.Client, scheme: str) -> None:
    order = list(client.get(f"/v1/schemes/{scheme}/facts").json()["properties"])
    for case in (*GIVEN, *OUR_OWN):
        if case.request["scheme"] == scheme:
            answer = ask(client, case.request)
            assert broken(case.request, answer, order) == [], case.id


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.id for case in (*GIVEN, *OUR_OWN)]
    assert len(set(names)) == len(names)
