"""The worked cases of Derbyshire, reached again through casework with the clock moved.

Each is gone through from its facts to its decision, and what paycalc answered about it is held
against what the case expects.
"""

from datetime import date
from typing import Any, Final

import msgspec
import pytest
from tests.support.casework import CaseOf
from tests.support.council import Council
from tests.support.derbyshire import (
    ASYE_RESULT,
    CERTIFICATES,
    COMMITMENT,
    DISCUSSED,
    HEAD,
    HIGHER,
    LEARNING,
    MANAGER,
    TO_10,
    TO_11,
    WORKER,
    approved,
    authorise,
    needs_director,
    open_case,
    portfolio,
    settle,
    supported,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import give_file
from tests.support.waiting import wait_until
from tests.support.worked_cases import WorkedCase, differences, load

Json = dict[str, Any]

_OF_THE_WORKER: Final = (
    "qualification", "qualified_on", "registered_on", "registered_practice_from", "asye_outcome",
    "asye_completed_on",
)  # fmt: skip
_OF_THE_DISCUSSION: Final = (
    "agreed_development_complete", "my_plan_complete", "systemic_practice_training",
    "coursework_submitted",
)  # fmt: skip
_FIRST_DAY: Final = "2026-01-05"
_NOT_YET: Final = {"DER-A8"}
"""Cases in which nobody can sign off on the day that is given: their date has not come by then."""

WORKED: Final = [
    each for each in load("determinations.yaml") if each.request["scheme"] == "derbyshire"
]


def name_of(each: WorkedCase) -> str:
    return each.id.split(": ")[1].split(" ")[0]


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def submitted(council: Council, pathway: str, facts: Json) -> CaseOf:
    """A case of these facts, submitted and complete on the days that they give."""
    known: Json = {name: facts[name] for name in _OF_THE_WORKER if name in facts}
    settle(council, facts["grade"], facts["team_type"], known)
    case = open_case(council, pathway, _FIRST_DAY)
    told = {name: facts[name] for name in _OF_THE_DISCUSSION if name in facts}
    discussed = DISCUSSED | {"recommended": facts["line_manager_recommends"]} | told
    case.fill_in(MANAGER, "record-discussion", discussed)
    late = "asye-final-assessment" if pathway == TO_10 else CERTIFICATES[1]
    is_late = facts["evidence_complete_on"] > facts["submitted_on"]
    council.house.set_clock(facts["submitted_on"])
    if pathway == TO_10:
        give_file(case, WORKER, "asye-portfolio")
    else:
        portfolio(case, CERTIFICATES[:1])
    if not is_late:
        give_file(case, WORKER, late)
    case.take(WORKER, "submit-portfolio")
    if is_late:
        council.house.set_clock(facts["evidence_complete_on"])
        give_file(case, WORKER, late)
    return case


def decide(case: CaseOf, facts: Json) -> None:
    """Bring a case to its sign-off on the day that its facts give."""
    if facts["grade"] == "9":
        case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
        case.council.house.set_clock(facts["signed_off_on"])
        case.take(HIGHER, "confirm-progression")
        return
    if facts.get("systemic_practice_training") == "committed":
        case.fill_in(HEAD, "accept-commitment", COMMITMENT)
    before = date.fromisoformat(facts["signed_off_on"]).replace(day=1).isoformat()
    case.council.house.set_clock(f"{before}T09:00:00Z")
    approved(supported(case, before), facts["signed_off_on"])


def answer_of(case: CaseOf, facts: Json) -> Json:
    """What paycalc answered about a case in the end."""
    if "authorised_point_position" in facts:
        needs_director(case)
        authorise(case, facts["authorised_point_position"])
    settled = {"determined", "needs_decision"}
    wait_until(lambda: case.seen_by(MANAGER)["pay_status"] in settled)
    rows = case.council.house.sql(
        "SELECT answer::text FROM determinations WHERE authority_id = $1 ORDER BY determined_at",
        case.council.authority.authority_id,
    )
    answers = [msgspec.json.decode(str(answer)) for (answer,) in rows]
    is_determined = case.seen_by(MANAGER)["pay_status"] == "determined"
    last = [each for each in answers if (each["outcome"] == "determined") is is_determined][-1]
    return dict(last)


@pytest.mark.parametrize("worked", WORKED, ids=name_of)
def test_a_worked_case_is_reached_again_through_casework(
    derbyshire: Council, worked: WorkedCase
) -> None:
    facts = worked.request["facts"]
    assert worked.request["pathway"] in {TO_10, TO_11}
    case = submitted(derbyshire, worked.request["pathway"], facts)
    if name_of(worked) in _NOT_YET:
        derbyshire.house.set_clock(facts["signed_off_on"])
        case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
        early = case.ask(HIGHER, "confirm-progression")
        assert early.json()["detail"] == "First: Wait for the submission date."
        return
    decide(case, facts)
    answer = answer_of(case, facts)
    assert differences(worked.expect, answer, whole_lists=False) == []
    seen = case.seen_by(MANAGER)
    days = ("submitted_on", "evidence_complete_on", "signed_off_on")
    assert {name: seen[name] for name in days} == {name: facts[name] for name in days}
    if answer["submission_date"] is not None:
        assert seen["facts"]["submission_date"] == answer["submission_date"]
