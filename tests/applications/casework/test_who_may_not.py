"""Who may not act, and who may not even know: by role, by conflict, by delegation, by place."""

import pytest
from tests.support.casework import PROGRESSION, CaseOf, ask_to_open, open_case
from tests.support.council import Council, key, problem, put
from tests.support.durham import (
    ASSESSMENT,
    OTHER_TEAM_MANAGER,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    give_role,
    settle,
    worker,
)
from tests.support.house_fixtures import MakeCouncil

SERVICE, LOCALITY = "children-in-care", "east"
STANDS_IN, STANDS_IN_TWICE = "D-1", "D-2"


def lend(council: Council, by: str, to: str, role: str) -> None:
    """Let somebody act for somebody else in a role, this month."""
    body = {
        "delegated_by": by,
        "delegated_to": to,
        "role": role,
        "starts_on": "2026-04-01",
        "ends_before": "2026-05-01",
    }
    path = f"/v1/delegations/{by.lower()}-{to.lower()}-{role.replace('_', '-')}"
    assert council.person(by).put(path, json=body).is_success


def submitted(council: Council) -> CaseOf:
    """A case that waits for both managers; two people more, who hold no role of their own."""
    settle(council)
    for number in (STANDS_IN, STANDS_IN_TWICE):
        put(council.hris, f"/v1/workers/{number}", worker(number, grade="13"))
    return open_case(council).submitted()


def refused(case: CaseOf, number: str, action: str = "sign-off") -> str:
    """What somebody is told who may not act. It agrees with the list, and nothing happened."""
    before = case.seen_by(TEAM_MANAGER), case.etag(), case.history()
    response = case.ask(number, action)
    assert (response.status_code, problem(response)) == (409, "action-not-allowed")
    assert (case.seen_by(TEAM_MANAGER), case.etag(), case.history()) == before
    detail = str(response.json()["detail"])
    assert detail in str(case.actions(number)[action]["reason"])
    return detail


def test_one_person_in_both_roles_signs_only_one_part(council: Council) -> None:
    case = submitted(council)
    give_role(council, SERVICE_MANAGER, "strategic_manager", "locality", LOCALITY)
    case.take(SERVICE_MANAGER, "sign-off")
    assert "another person" in refused(case, SERVICE_MANAGER)
    assert case.take(STRATEGIC_MANAGER, "sign-off")["status"] == "decided"


def test_whoever_gave_one_part_gives_the_other_through_nobody(council: Council) -> None:
    case = submitted(council)
    lend(council, SERVICE_MANAGER, STANDS_IN, "service_manager")
    lend(council, STRATEGIC_MANAGER, STANDS_IN, "strategic_manager")
    case.take(STANDS_IN, "sign-off")
    assert "another person" in refused(case, STANDS_IN)
    (part,) = case.step("sign-off")["parts"]
    assert (part["actor"], part["on_behalf_of"]) == (STANDS_IN, [SERVICE_MANAGER])
    give_role(council, SERVICE_MANAGER, "strategic_manager", "locality", LOCALITY)
    assert "another person" in refused(case, SERVICE_MANAGER)
    assert case.take(STRATEGIC_MANAGER, "sign-off")["status"] == "decided"


def test_an_assessor_does_not_sign_off_their_own_assessment(council: Council) -> None:
    case = submitted(council)
    give_role(council, TEAM_MANAGER, "service_manager", "service", SERVICE)
    assert "made what is decided on" in refused(case, TEAM_MANAGER)
    assert "made what is decided on" in refused(case, TEAM_MANAGER, "send-back")


def test_what_a_conflict_keeps_somebody_from_is_in_none_of_their_lists(council: Council) -> None:
    case = submitted(council)
    give_role(council, TEAM_MANAGER, "service_manager", "service", SERVICE)
    waiting = {"waiting_on": "me"}
    for number, wanted in ((TEAM_MANAGER, []), (SERVICE_MANAGER, [case.application_id])):
        person = council.person(number)
        listed = person.get("/v1/applications", params=waiting).json()["items"]
        tasks = person.get("/v1/tasks").json()["items"]
        assert [each["application_id"] for each in listed] == wanted
        assert [each["application_id"] for each in tasks] == wanted


def test_an_assessor_does_not_sign_off_as_a_delegate(council: Council) -> None:
    case = submitted(council)
    lend(council, SERVICE_MANAGER, TEAM_MANAGER, "service_manager")
    assert "made what is decided on" in refused(case, TEAM_MANAGER)


def test_nobody_signs_off_for_the_assessor(council: Council) -> None:
    case = submitted(council)
    give_role(council, TEAM_MANAGER, "service_manager", "service", SERVICE)
    lend(council, TEAM_MANAGER, STANDS_IN, "service_manager")
    assert "made what is decided on" in refused(case, STANDS_IN)
    lend(council, STANDS_IN, STANDS_IN_TWICE, "service_manager")
    assert "made what is decided on" in refused(case, STANDS_IN_TWICE)


def test_nor_does_whoever_the_assessment_was_made_for(council: Council) -> None:
    settle(council)
    put(council.hris, f"/v1/workers/{STANDS_IN}", worker(STANDS_IN, grade="13"))
    lend(council, TEAM_MANAGER, STANDS_IN, "team_manager")
    give_role(council, TEAM_MANAGER, "service_manager", "service", SERVICE)
    case = open_case(council)
    case.fill_in(STANDS_IN, "submit-assessment", ASSESSMENT)
    assert "made what is decided on" in refused(case, TEAM_MANAGER)


@pytest.mark.parametrize("role", ["team_manager", "service_manager", "strategic_manager"])
def test_nobody_acts_on_their_own_case_in_any_role_or_by_any_delegation(
    council: Council, role: str
) -> None:
    units = {"team_manager": ("team", "children-in-care-east"),
             "service_manager": ("service", SERVICE),
             "strategic_manager": ("locality", LOCALITY)}  # fmt: skip
    settle(council)
    for number in (STANDS_IN, STANDS_IN_TWICE):
        put(council.hris, f"/v1/workers/{number}", worker(number, grade="13"))
    give_role(council, WORKER, role, *units[role])
    lend(council, WORKER, STANDS_IN, role)
    lend(council, STANDS_IN, STANDS_IN_TWICE, role)
    for number in (WORKER, STANDS_IN, STANDS_IN_TWICE):
        assert problem(ask_to_open(council, by=number)) == "forbidden"
    case = open_case(council)
    mine = "submit-assessment" if role == "team_manager" else "sign-off"
    if mine == "sign-off":
        case.submitted()
    for number in (STANDS_IN, STANDS_IN_TWICE):
        assert "own case" in refused(case, number, mine)
        assert case.allowed(number) == {"recuse"}
        assert council.person(number).get("/v1/tasks").json()["items"] == []
    assert case.ask(WORKER, mine).status_code == 409
    assert WORKER not in case.actions(TEAM_MANAGER)[mine]["people"]


def doors(case: CaseOf, number: str) -> list[int]:
    """The statuses that somebody gets at every door of a case."""
    person = case.council.person(number)
    return [
        person.get(case.path).status_code,
        person.get(f"{case.path}/actions").status_code,
        person.get(f"{case.path}/history").status_code,
        case.document(number, "assessment-of-readiness").status_code,
        case.ask(number, "sign-off", headers=key() | {"If-Match": '"2"'}).status_code,
        case.ask(number, "sign-off", headers=key()).status_code,
        case.ask(number, "no-such-action", headers=key()).status_code,
    ]


@pytest.mark.parametrize(
    ("role", "kind", "unit"),
    [
        ("team_manager", "team", "children-in-care-west"),
        ("service_manager", "service", "other"),
        ("strategic_manager", "locality", "west"),
        (None, None, None),
    ],
)
def test_for_a_manager_of_elsewhere_and_for_nobody_in_particular_there_is_no_case(
    council: Council, role: str | None, kind: str, unit: str
) -> None:
    case = submitted(council)
    if role is not None:
        give_role(council, STANDS_IN, role, kind, unit)
    assert set(doors(case, STANDS_IN)) == {404}
    assert council.person(STANDS_IN).get("/v1/applications").json()["items"] == []
    opening = ask_to_open(council, by=STANDS_IN)
    assert (opening.status_code, problem(opening)) == (422, "unknown-reference")


def test_a_role_that_has_ended_or_not_begun_is_no_role(council: Council) -> None:
    case = submitted(council)
    body = {"employee_number": STANDS_IN, "role": "service_manager",
            "over": {"kind": "service", "id": SERVICE}}  # fmt: skip
    for name, days in (
        ("ended", {"starts_on": "2020-01-01", "ends_before": "2026-04-02"}),
        ("to-come", {"starts_on": "2026-04-03"}),
    ):
        put(council.hris, f"/v1/role-assignments/{name}", body | days)
    assert set(doors(case, STANDS_IN)) == {404}
    council.house.set_clock("2026-04-03")
    assert "sign-off" in case.allowed(STANDS_IN)


def test_who_moves_to_another_team_leaves_the_case_behind(council: Council) -> None:
    case = submitted(council)
    assert case.seen_by(TEAM_MANAGER)
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, "children-in-care-west"))
    assert set(doors(case, TEAM_MANAGER)) == {404}
    assert case.seen_by(OTHER_TEAM_MANAGER)["status"] == "submitted"


def test_who_opened_a_case_and_may_no_longer_know_of_it_is_not_told_again(
    council: Council,
) -> None:
    settle(council)
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "durham",
            "pathway": PROGRESSION}  # fmt: skip
    headers = key()
    manager = council.person(TEAM_MANAGER)
    assert manager.post("/v1/applications", json=body, headers=headers).status_code == 201
    again = manager.post("/v1/applications", json=body, headers=headers)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, "children-in-care-west"))
    assert manager.post("/v1/applications", json=body, headers=headers).status_code == 422


@pytest.mark.parametrize(("ends_before", "status"), [("2026-04-02", 409), ("2026-04-03", 201)])
def test_no_case_is_opened_for_a_post_that_has_ended(
    council: Council, ends_before: str, status: int
) -> None:
    settle(council)
    told = worker(WORKER)
    told["posts"][0]["ends_before"] = ends_before
    put(council.hris, f"/v1/workers/{WORKER}", told)
    assert ask_to_open(council).status_code == status


def test_a_machine_takes_no_action_and_opens_no_case(council: Council) -> None:
    case = submitted(council)
    path = f"{case.path}/actions/sign-off"
    headers = key() | {"If-Match": case.etag()}
    for response in (
        council.hris.post(path, json={}, headers=headers),
        council.hris.get(f"{case.path}/actions"),
        council.hris.post("/v1/applications", json={}, headers=key()),
        council.hris.get("/v1/tasks"),
    ):
        assert (response.status_code, problem(response)) == (403, "forbidden")
    assert council.hris.get(case.path).json()["status"] == "submitted"


def test_a_token_without_the_scope_takes_no_action(council: Council) -> None:
    case = submitted(council)
    reader = council.person(SERVICE_MANAGER, "applications.read")
    headers = key() | {"If-Match": case.etag()}
    response = reader.post(f"{case.path}/actions/sign-off", json={}, headers=headers)
    assert (response.status_code, problem(response)) == (403, "forbidden")


def test_for_another_authority_there_is_no_case(make_council: MakeCouncil) -> None:
    case = submitted(make_council())
    other = make_council()
    settle(other)
    stranger = CaseOf(other, case.application_id)
    for number in (WORKER, TEAM_MANAGER, SERVICE_MANAGER):
        assert set(doors(stranger, number)) == {404}
    assert other.hris.get(case.path).status_code == 404
    assert other.hris.get(f"{case.path}/history").status_code == 404
    assert other.hris.get("/v1/applications").json()["items"] == []
