"""Derbyshire's Progression Process for Social Workers: the CPD portfolio, item by item.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import httpx
import pytest
from tests.support.casework import CaseOf, answered, refused
from tests.support.council import Council, key
from tests.support.derbyshire import (
    APPOINTED,
    CERTIFICATES,
    DISCUSSED,
    EXAMPLE,
    FORMS,
    HEAD,
    LONG_QUALIFIED,
    MANAGER,
    MEETING_RECORD,
    MY_PLAN,
    OTHER_HEAD,
    PANEL_NOTES,
    TO_11,
    WITHOUT_ASYE,
    WORKER,
    open_case,
    panel,
    portfolio,
    settle,
    to_11_submitted,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import Json, give_file, give_form

TITLES = {
    "professional-record": "Qualification, employment and registration",
    "cpd-record": "Record of CPD activities",
    "reflective-statement": "Reflective statement",
    "contribution-to-learning": "Contribution to the learning of others",
    "ongoing-development": "Statement on ongoing professional development",
    "my-plan-development": "Key development of My Plan",
    "case-examples": "Anonymised case examples",
    "line-manager-recommendation": "Line manager recommendation",
}
NAMING = "Write to jo.bloggs@school.example about it."


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def discussed(council: Council, pathway: str) -> CaseOf:
    """A case on a pathway with a CPD portfolio, of which nothing is in yet."""
    if pathway == TO_11:
        settle(council, "10", qualifications=LONG_QUALIFIED)
        case = open_case(council, pathway)
        case.fill_in(MANAGER, "record-discussion", MY_PLAN)
        return case
    settle(council, qualifications=APPOINTED)
    case = open_case(council, pathway)
    case.fill_in(MANAGER, "record-discussion", DISCUSSED)
    return case


def offered(case: CaseOf, item: str, answers: Json) -> httpx.Response:
    """Try to provide a form of the portfolio."""
    body = {"item": item, "answers": answers}
    return case.council.person(WORKER).post(f"{case.path}/evidence", json=body, headers=key())


@pytest.mark.parametrize("pathway", [TO_11, WITHOUT_ASYE])
def test_der_16_what_is_missing_is_named_until_the_last_of_it_is_in(
    derbyshire: Council, pathway: str
) -> None:
    case = discussed(derbyshire, pathway)
    missing = dict(TITLES)
    if pathway == WITHOUT_ASYE:
        del missing["my-plan-development"]
    for item in tuple(missing):
        told = case.actions(WORKER)["submit-portfolio"]["reason"]
        assert [title for title in TITLES.values() if title in told] == [*missing.values()]
        if item == "line-manager-recommendation":
            give_form(case, MANAGER, item, {"recommendation": "From two years of supervision."})
        else:
            give_form(case, WORKER, item, EXAMPLE if item == "case-examples" else FORMS[item])
        if item == "case-examples":
            assert missing[item] in case.actions(WORKER)["submit-portfolio"]["reason"]
            give_form(case, WORKER, item, EXAMPLE)
        del missing[item]
    assert case.take(WORKER, "submit-portfolio")["status"] == "submitted"


@pytest.mark.parametrize("pathway", [TO_11, WITHOUT_ASYE])
def test_der_16_what_is_to_name_nobody_is_screened(derbyshire: Council, pathway: str) -> None:
    case = discussed(derbyshire, pathway)
    texts = {
        "reflective-statement": FORMS["reflective-statement"] | {"development": NAMING},
        "case-examples": EXAMPLE | {"case": NAMING},
        "contribution-to-learning": {"contribution": NAMING},
    }
    for item, answers in texts.items():
        given = answered(offered(case, item, answers))
        assert (given["screening"], given["findings"][0]["kind"]) == ("found", "email")
    told = case.actions(WORKER)["submit-portfolio"]["reason"]
    assert "Evidence is missing: Qualification, employment and registration" in told
    assert (
        "What may name somebody was found in: Reflective statement; Anonymised case examples; "
        "Contribution to the learning of others. Send it again without, acknowledge it with a "
        "reason, or withdraw it."
    ) in told
    assert told.count("Reflective statement") == 1  # it is in, and waits: it is not missing
    assert told.count("Anonymised case examples") == 2  # one of two is missing as well


@pytest.mark.parametrize(
    ("field", "statement"),
    [
        ("pcf", "professional-leadership"),
        ("knowledge_and_skills_children", "role-of-supervision"),
        ("professional_standards", "ethical-practice"),
    ],
)
def test_der_16_the_statement_speaks_to_each_domain_and_each_standard(
    derbyshire: Council, field: str, statement: str
) -> None:
    case = discussed(derbyshire, TO_11)
    whole = FORMS["reflective-statement"]
    without = {name: text for name, text in whole[field].items() if name != statement}
    tried = offered(case, "reflective-statement", whole | {field: without})
    assert tried.status_code == 422
    (error,) = tried.json()["errors"]
    assert error["pointer"] == f"/answers/{field}/{statement}"


@pytest.mark.parametrize("left_out", CERTIFICATES)
def test_der_16_without_a_certificate_nobody_says_yes(derbyshire: Council, left_out: str) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    brought = tuple(each for each in CERTIFICATES if each != left_out)
    case = to_11_submitted(derbyshire, certificates=brought)
    assert case.seen_by(WORKER)["evidence_complete_on"] is None
    derbyshire.house.set_clock("2026-01-20")
    case.take("LD-1", "arrange-meeting", panel())
    derbyshire.house.set_clock("2026-01-28T10:30:00Z")
    early = case.ask(OTHER_HEAD, "support-progression", {"answers": PANEL_NOTES})
    refused(early, "First: Wait for the submission date.")
    give_file(case, WORKER, left_out)
    assert case.seen_by(WORKER)["evidence_complete_on"] == "2026-01-28"


def test_der_1_and_5_the_formal_meeting_decides_nothing_before_its_submission_date(
    derbyshire: Council,
) -> None:
    case = discussed(derbyshire, WITHOUT_ASYE)
    portfolio(case).take(WORKER, "submit-portfolio")
    meets = panel("progression-meeting", "2026-01-12", head_of_service=HEAD)
    case.take(HEAD, "arrange-meeting", meets)
    derbyshire.house.set_clock("2026-01-12T10:30:00Z")
    early = case.ask(HEAD, "confirm-progression", {"answers": MEETING_RECORD})
    refused(early, "First: Wait for the submission date.")
