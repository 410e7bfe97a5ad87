"""Derbyshire's Progression Process for Social Workers: which submission date a case belongs to.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import answered, refused
from tests.support.council import Council
from tests.support.derbyshire import (
    ASYE_RESULT,
    HIGHER,
    LEARNING,
    MANAGER,
    QUALIFIED,
    WORKER,
    asye_confirmed,
    asye_submitted,
    open_case,
    paid,
    send_worker,
    settle,
)
from tests.support.derbyshire_dates import belongs_to, moves
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import give_file


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def test_der_1_a_case_belongs_to_the_next_submission_date_and_the_worker_sees_what_would_move_it(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = open_case(derbyshire, "grade-9-to-10")
    before = case.seen_by(WORKER)["submission"]
    assert belongs_to(case) == (
        "2026-01-15", "submitted_today", {"submitted_on", "evidence_complete_on"},
    )  # fmt: skip
    assert before["next_date"] == "2026-05-15"
    derbyshire.house.set_clock("2026-01-16")
    assert belongs_to(case)[0] == "2026-05-15"


def test_der_2_and_3_the_asye_portfolio_in_by_the_date_goes_back_to_it(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire, "2026-01-15")
    assert case.seen_by(WORKER)["facts"]["submission_date"] == "2026-01-15"
    assert moves(case) == [(None, "2026-01-15")]
    point = paid(asye_confirmed(case))
    assert (point["grade"], point["starts_on"]) == ("10", "2026-01-15")


def test_der_1_nobody_confirms_before_the_submission_date_has_come(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire)
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    derbyshire.house.set_clock("2026-01-15")
    assert case.take(HIGHER, "confirm-progression")["status"] == "decided"


def test_der_3_late_evidence_moves_the_case_visibly_to_the_next_date(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_submitted(derbyshire, final_assessment=False)
    assert belongs_to(case) == ("2026-01-15", "completed_today", {"evidence_complete_on"})
    assert "submission_date" not in case.seen_by(WORKER)["facts"]
    derbyshire.house.set_clock("2026-02-03")
    assert case.step("submission-date")["state"] == "open"
    give_file(case, MANAGER, "asye-final-assessment")
    told = case.seen_by(WORKER)["submission"]
    assert (told["submission_date"], told["holds_if"]) == ("2026-05-15", None)
    (why,) = told["decided_by"]
    assert (why["source"], why["on"]) == ("evidence_complete_on", "2026-02-03")
    assert moves(case) == [(None, "2026-05-15")]
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    derbyshire.house.set_clock("2026-05-20")
    case.take(HIGHER, "confirm-progression")
    assert paid(case)["starts_on"] == "2026-05-15"


def test_der_3_the_twelve_months_need_only_be_reached_by_the_submission_date(
    derbyshire: Council,
) -> None:
    practice = {"registered_practice_from": "2025-01-20", "registered_on": "2025-01-20"}
    settle(derbyshire, qualifications=QUALIFIED | practice)
    case = asye_submitted(derbyshire)
    told = case.seen_by(WORKER)["submission"]
    assert told["submission_date"] == "2026-05-15"
    assert [(each["source"], each["on"]) for each in told["decided_by"]] == [
        ("registered-practice", "2026-01-20"),
    ]


def test_der_3_a_criterion_found_to_be_met_later_moves_the_date_and_it_is_waited_for_again(
    derbyshire: Council,
) -> None:
    unknown = {name: each for name, each in QUALIFIED.items() if not name.startswith("asye")}
    settle(derbyshire, qualifications=unknown)
    case = asye_submitted(derbyshire)
    assert belongs_to(case) == ("2026-01-15", None, {"asye-passed"})
    derbyshire.house.set_clock("2026-01-28")
    assert case.step("submission-date")["state"] == "done"
    result = ASYE_RESULT | {"asye_outcome": "passed", "asye_completed_on": "2026-01-25"}
    case.fill_in(LEARNING, "record-asye-result", result)
    assert moves(case) == [(None, "2026-01-15"), ("2026-01-15", "2026-05-15")]
    assert case.step("submission-date")["visit"] == 2
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")


def test_der_2_less_than_twelve_months_in_registered_practice_pays_nobody(
    derbyshire: Council,
) -> None:
    practice = {"registered_practice_from": "2025-06-01", "registered_on": "2025-06-01"}
    settle(derbyshire, qualifications=QUALIFIED | practice)
    found = answered(derbyshire.person(WORKER).get(f"/v1/workers/{WORKER}/eligibility"))
    assert "2026-06-01" in str(found)
    case = asye_submitted(derbyshire)
    case.fill_in(LEARNING, "record-asye-result", ASYE_RESULT)
    derbyshire.house.set_clock("2026-03-20")
    refused(case.ask(HIGHER, "confirm-progression"), "First: Wait for the submission date.")
    assert belongs_to(case)[0] == "2026-09-15"


def test_der_3_once_pay_is_worked_out_the_date_stays_whatever_becomes_known(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    later = {"registered_practice_from": "2025-02-20", "registered_on": "2025-02-20"}
    send_worker(derbyshire, qualifications=QUALIFIED | later)
    assert paid(case)["starts_on"] == "2026-01-15"
    assert case.seen_by(WORKER)["facts"]["submission_date"] == "2026-01-15"
    assert moves(case) == [(None, "2026-01-15")]
