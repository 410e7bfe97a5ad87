"""Variations: drafted by the system, approved by their case, sent to the HRIS, answered by it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from tests.support.council import Council, key, problem
from tests.support.durham import OTHER_TEAM_MANAGER, TEAM_MANAGER, WORKER, give_role, settle
from tests.support.durham_case import act, decide, draft, variations, wait_for_pay
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, Any]

HR, PAYROLL = "HR-1", "PAY-1"


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with people in HR and payroll."""
    settle(council)
    for number, role in ((HR, "hr_services"), (PAYROLL, "payroll")):
        person = {"subject": number, "name": number, "posts": []}
        council.hris.put(f"/v1/workers/{number}", json=person)
        give_role(council, number, role, "authority", None)
    return council


def move(
    client: httpx.Client, variation: Json, action: str, *, etag: str | None = None, **body: str
) -> httpx.Response:
    """Take an action of a variation, on its present version unless another is given."""
    address = f"/v1/variations/{variation['variation_id']}"
    if etag is None:
        etag = client.get(address).headers["etag"]
    return client.post(
        f"{address}/actions/{action}", json=body, headers={"If-Match": etag, **key()}
    )


def approved(council: Council) -> Json:
    drafted = draft(council)
    answer = move(council.person(TEAM_MANAGER), drafted, "approve")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_a_decision_is_worked_out_and_drafted_by_itself(durham: Council) -> None:
    application_id = decide(durham)
    wait_for_pay(durham, application_id)
    (found,) = variations(durham.hris, employee_number=WORKER)

    assert found["application_id"] == application_id
    assert (found["grade_from"], found["point_from"]) == ("9", 5)
    assert found["grade"] == "11"
    assert found["point"] == {"position": 1, "scp": 30, "spine": "njc-2019"}
    assert found["hours_per_week"] == "37.00"
    assert found["effective_from"] == found["starts_on"] == "2026-04-02"
    assert found["salary_status"] in {"settled", "provisional"}
    assert found["reason_code"] == "progression"
    assert found["status"] == "draft"
    assert found["recorded_at"] is None
    history = durham.hris.get(f"/v1/applications/{application_id}/history").json()["items"]
    kinds = [event["kind"] for event in history]
    assert kinds[-2:] == ["pay-determined", "variation-drafted"]
    assert history[-1]["actor"] == "system"


def test_the_action_of_the_case_approves_and_records_the_pay_point(durham: Council) -> None:
    application_id = decide(durham)
    wait_for_pay(durham, application_id)
    case = act(durham, TEAM_MANAGER, application_id, "authorise-change")

    assert case["pay_status"] == "recorded"
    (found,) = variations(durham.hris, employee_number=WORKER)
    assert (found["status"], found["approved_by"]) == ("approved", TEAM_MANAGER)
    points = durham.hris.get("/v1/pay-points", params={"effective_on": "2026-04-02"}).json()
    (point,) = points["items"]
    assert point["variation_id"] == found["variation_id"]
    assert point["recorded_at"] == found["recorded_at"]
    for name in ("grade", "point", "hours_per_week", "annual_salary", "salary_status"):
        assert point[name] == found[name]
    history = durham.hris.get(f"/v1/applications/{application_id}/history").json()["items"]
    recorded = [event for event in history if event["kind"] == "pay-point-recorded"]
    assert len(recorded) == 1


def test_approving_the_variation_is_the_action_of_its_case(durham: Council) -> None:
    drafted = draft(durham)
    other = move(durham.person(OTHER_TEAM_MANAGER), drafted, "approve", etag='"1"')
    assert (other.status_code, problem(other)) == (404, "not-found")
    mine = move(durham.person(WORKER), drafted, "approve")
    assert (mine.status_code, problem(mine)) == (409, "action-not-allowed")

    answer = move(durham.person(TEAM_MANAGER), drafted, "approve")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "approved"
    case = durham.hris.get(f"/v1/applications/{drafted['application_id']}").json()
    assert case["pay_status"] == "recorded"
    again = move(durham.person(TEAM_MANAGER), drafted, "approve")
    assert (again.status_code, problem(again)) == (409, "variation-state")


def test_the_same_approval_sent_again_takes_effect_once(durham: Council) -> None:
    drafted = draft(durham)
    address = f"/v1/variations/{drafted['variation_id']}/actions/approve"
    headers = {"If-Match": '"1"', **key()}
    first = durham.person(TEAM_MANAGER).post(address, json={}, headers=headers)
    again = durham.person(TEAM_MANAGER).post(address, json={}, headers=headers)

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    events = durham.hris.get(f"/v1/applications/{drafted['application_id']}/history").json()
    kinds = [event["kind"] for event in events["items"]]
    assert kinds.count("pay-point-recorded") == 1


def test_it_goes_to_the_hris_and_comes_back_acknowledged(durham: Council) -> None:
    found = approved(durham)
    hr = durham.person(HR)
    sent = move(hr, found, "send")
    assert (sent.status_code, sent.json()["status"]) == (200, "sent")
    done = move(durham.hris, found, "acknowledge", hris_reference="MV-2041")
    assert (done.json()["status"], done.json()["hris_reference"]) == ("acknowledged", "MV-2041")
    assert move(hr, found, "send").status_code == 409


def test_one_that_is_rejected_can_be_sent_again(durham: Council) -> None:
    found = approved(durham)
    move(durham.hris, found, "send")
    words = "There is no such post here: the number ended in March."
    rejected = move(durham.hris, found, "reject", reason_code="post_not_found", detail=words)
    assert (rejected.json()["status"], rejected.json()["rejected_because"]) == (
        "rejected",
        "post_not_found",
    )
    again = move(durham.hris, found, "send")
    assert (again.json()["status"], again.json()["rejected_because"]) == ("sent", None)
    application_id = found["application_id"]
    events = durham.hris.get(f"/v1/applications/{application_id}/history").json()["items"]
    told = [event for event in events if event["kind"] == "variation-changed"]
    assert [event["body"]["status"] for event in told] == ["approved", "sent", "rejected", "sent"]
    assert told[2]["text"] == {"detail": words}


STAGES: dict[str, list[tuple[str, Json]]] = {
    "approved": [],
    "sent": [("send", {})],
    "acknowledged": [("send", {}), ("acknowledge", {"hris_reference": "MV-1"})],
    "rejected": [("send", {}), ("reject", {"reason_code": "a", "detail": "b"})],
}
POSSIBLE = {
    "approved": {"send"},
    "sent": {"acknowledge", "reject"},
    "acknowledged": set[str](),
    "rejected": {"send"},
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_its_next_ones_and_no_others(durham: Council, stage: str) -> None:
    found = approved(durham)
    for action, body in STAGES[stage]:
        assert move(durham.hris, found, action, **body).status_code == 200
    bodies = {"send": {}, "acknowledge": {"hris_reference": "MV-2"}} | {
        "reject": {"reason_code": "a", "detail": "b"}
    }
    for action in sorted(set(bodies) - POSSIBLE[stage]):
        refused = move(durham.hris, found, action, **bodies[action])
        assert (refused.status_code, problem(refused)) == (409, "variation-state")
    assert variations(durham.hris)[0]["status"] == stage


def test_a_change_needs_its_version_and_a_key(durham: Council) -> None:
    found = approved(durham)
    address = f"/v1/variations/{found['variation_id']}/actions/send"
    unsaid = durham.hris.post(address, json={}, headers=key())
    assert (unsaid.status_code, problem(unsaid)) == (428, "missing-if-match")
    stale = durham.hris.post(address, json={}, headers={"If-Match": '"1"', **key()})
    assert (stale.status_code, problem(stale)) == (412, "stale-version")
    keyless = durham.hris.post(address, json={}, headers={"If-Match": '"2"'})
    assert (keyless.status_code, problem(keyless)) == (422, "invalid-request")
    odd = durham.hris.post(address, json={"a": 1}, headers={"If-Match": '"2"', **key()})
    assert (odd.status_code, problem(odd)) == (422, "invalid-request")

    headers = {"If-Match": '"2"', **key()}
    first = durham.hris.post(address, json={}, headers=headers)
    again = durham.hris.post(address, json={}, headers=headers)
    assert (first.status_code, first.content) == (200, again.content)
    reused = durham.hris.post(
        address.replace("send", "acknowledge"), json={"hris_reference": "A"}, headers=headers
    )
    assert problem(reused) == "idempotency-key-reused"


def test_of_many_who_act_at_once_one_does(durham: Council) -> None:
    found = approved(durham)
    move(durham.hris, found, "send")
    address = f"/v1/variations/{found['variation_id']}/actions/"

    def act_once(place: int) -> int:
        body = (
            {"hris_reference": f"MV-{place}"} if place % 2 else {"reason_code": "a", "detail": "b"}
        )
        action = "acknowledge" if place % 2 else "reject"
        headers = {"If-Match": '"3"', **key()}
        return durham.hris.post(address + action, json=body, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(act_once, range(8)))
    assert statuses == [200, *[412] * 7]


def test_who_may_send_is_a_machine_or_hr_services(durham: Council) -> None:
    found = approved(durham)
    for who in (TEAM_MANAGER, PAYROLL, WORKER):
        refused = move(durham.person(who), found, "send")
        assert (refused.status_code, problem(refused)) == (403, "forbidden")
    unscoped = move(durham.machine("payroll.read"), found, "send")
    assert (unscoped.status_code, problem(unscoped)) == (403, "forbidden")


def test_nobody_sends_their_own_or_for_the_one_whose_it_is(durham: Council) -> None:
    found = approved(durham)
    give_role(durham, WORKER, "hr_services", "authority", None)
    own = move(durham.person(WORKER), found, "send")
    assert (own.status_code, problem(own)) == (403, "forbidden")
    delegation = {
        "delegated_by": WORKER, "delegated_to": PAYROLL, "role": "hr_services",
        "starts_on": "2026-04-01", "ends_before": "2026-05-01",
    }  # fmt: skip
    lent = durham.person(WORKER).put("/v1/delegations/hr", json=delegation)
    assert lent.is_success, lent.text
    for_them = move(durham.person(PAYROLL), found, "send")
    assert (for_them.status_code, problem(for_them)) == (403, "forbidden")


def test_each_person_sees_those_they_have_to_do_with(durham: Council) -> None:
    found = approved(durham)
    address = f"/v1/variations/{found['variation_id']}"
    for who in (WORKER, TEAM_MANAGER, HR, PAYROLL):
        assert [each["variation_id"] for each in variations(durham.person(who))] == [
            found["variation_id"]
        ]
        assert durham.person(who).get(address).json() == found | {
            "recorded_at": durham.hris.get(address).json()["recorded_at"]
        }
    assert variations(durham.person(OTHER_TEAM_MANAGER)) == []
    hidden = durham.person(OTHER_TEAM_MANAGER).get(address)
    assert (hidden.status_code, problem(hidden)) == (404, "not-found")


def test_another_authority_sees_nothing_of_it(durham: Council, make_council: MakeCouncil) -> None:
    found = approved(durham)
    elsewhere = make_council()
    assert variations(elsewhere.hris) == []
    address = f"/v1/variations/{found['variation_id']}"
    assert elsewhere.hris.get(address).status_code == 404
    sending = {"If-Match": '"2"', **key()}
    assert (
        elsewhere.hris.post(f"{address}/actions/send", json={}, headers=sending).status_code == 404
    )


def test_a_list_is_narrowed_and_paged(durham: Council) -> None:
    put = {"subject": "W-3", "name": "W-3"} | {
        "qualifications": {"asye_outcome": "passed", "asye_completed_on": "2022-09-30"},
        "posts": [
            {
                "post_number": "1", "team": "children-in-care-east", "grade": "9",
                "hours_per_week": "18.50", "starts_on": "2021-09-06",
            }
        ],
    }  # fmt: skip
    assert durham.hris.put("/v1/workers/W-3", json=put).is_success
    first, second = draft(durham), draft(durham, "W-3")
    assert second["point_from"] is None
    assert second["hours_per_week"] == "18.50"

    page = durham.hris.get("/v1/variations", params={"limit": 1}).json()
    assert [each["variation_id"] for each in page["items"]] == [first["variation_id"]]
    rest = durham.hris.get(
        "/v1/variations", params={"limit": 1, "cursor": page["next_cursor"]}
    ).json()
    assert [each["variation_id"] for each in rest["items"]] == [second["variation_id"]]
    assert rest["next_cursor"] is None
    since = variations(durham.hris, updated_since=second["changed_at"])
    assert [each["variation_id"] for each in since] == [second["variation_id"]]
    assert move(durham.person(TEAM_MANAGER), first, "approve").is_success
    assert [each["employee_number"] for each in variations(durham.hris, status="draft")] == ["W-3"]
    odd = durham.hris.get("/v1/variations", params={"grade": "9"})
    assert (odd.status_code, problem(odd)) == (422, "invalid-request")
