"""Derbyshire's Progression Process for Social Workers: from the decision to the pay point.

Each story names the clause that it proves, as `shared/design/domain.md` numbers them.
"""

import pytest
from tests.support.casework import answered, refused
from tests.support.council import Council, key, problem, put
from tests.support.derbyshire import (
    HEAD,
    HIGHER,
    HR,
    LONG_QUALIFIED,
    MANAGER,
    OTHER_HEAD,
    VARIATION,
    approved,
    asye_confirmed,
    asye_submitted,
    needs_director,
    paid,
    send_worker,
    settle,
    supported,
    to_11_submitted,
)
from tests.support.durham import worker
from tests.support.house_fixtures import MakeCouncil
from tests.support.rotherham import lend


@pytest.fixture
def derbyshire(make_council: MakeCouncil) -> Council:
    return make_council(["derbyshire"])


def test_der_7_the_line_manager_drafts_a_higher_manager_approves_and_hr_services_act(
    derbyshire: Council,
) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    refused(case.ask(HIGHER, "approve-variation"), "The case has not come to this step.")
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    case.take(HIGHER, "approve-variation")
    hr = derbyshire.person(HR)
    (variation,) = answered(hr.get("/v1/variations"))["items"]
    path = f"/v1/variations/{variation['variation_id']}"
    assert (variation["status"], variation["effective_from"]) == ("approved", "2026-01-15")
    headers = key() | {"If-Match": hr.get(path).headers["etag"]}
    sent = hr.post(f"{path}/actions/send", json={}, headers=headers)
    assert answered(sent)["status"] == "sent"
    done = hr.post(
        f"{path}/actions/acknowledge",
        json={"hris_reference": "HR-77"},
        headers=key() | {"If-Match": sent.headers["etag"]},
    )
    assert answered(done)["status"] == "acknowledged"


def test_der_7_the_two_halves_of_a_variation_are_never_one_persons(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    refused(case.ask(HIGHER, "draft-variation", {"answers": VARIATION}), "This is for")
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    refused(case.ask(MANAGER, "approve-variation"), "This is for the higher manager")
    # Now the team has another line manager, whose own manager is who drafted the variation.
    manages = worker(HEAD, "the-team", "13", line_manager=MANAGER)
    put(derbyshire.hris, f"/v1/workers/{HEAD}", manages)
    send_worker(derbyshire, line_manager=HEAD)
    asked = case.ask(MANAGER, "approve-variation")
    assert (asked.status_code, problem(asked)) == (409, "action-not-allowed")
    assert "This is for" not in asked.json()["detail"]
    send_worker(derbyshire)
    assert case.take(HIGHER, "approve-variation")["pay_status"] == "recorded"


def test_der_7_nor_are_they_through_somebody_who_stands_in(derbyshire: Council) -> None:
    settle(derbyshire)
    case = asye_confirmed(asye_submitted(derbyshire))
    case.wait_for_pay()
    case.fill_in(MANAGER, "draft-variation", VARIATION)
    derbyshire.house.set_clock("2026-04-02")
    lend(derbyshire, MANAGER, OTHER_HEAD, "team_manager")
    lend(derbyshire, HEAD, MANAGER)
    for number in (OTHER_HEAD, MANAGER, HEAD):
        refused(case.ask(number, "approve-variation"), "This is for the higher manager")


def test_der_17_points_are_the_councils_own_and_unpriced(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire)
    derbyshire.house.set_clock("2026-01-20")
    point = paid(approved(supported(case)))
    assert point["point"] == {"position": 2, "scp": None, "spine": "derbyshire"}
    assert (point["annual_salary"], point["salary_status"]) == (None, "unpriced")


def test_der_16_course_work_that_is_not_submitted_pays_nobody(derbyshire: Council) -> None:
    settle(derbyshire, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(derbyshire, coursework_submitted=False)
    derbyshire.house.set_clock("2026-01-20")
    approved(supported(case))
    needs_director(case)
    assert answered(derbyshire.hris.get("/v1/pay-points"))["items"] == []
