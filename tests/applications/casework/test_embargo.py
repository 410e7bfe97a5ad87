"""The embargo: until both managers have signed off, the worker sees "in progress" and no more.

Two councils go through the same, one with an assessment that says ready and one with not yet, and
the worker tries every door of both.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from tests.support.casework import PROGRESSION, STATEMENT, CaseOf, open_case
from tests.support.council import Council, key
from tests.support.durham import (
    ACADEMY_LEAD,
    ASSESSMENT,
    ASYE_WITH_THE_ACADEMY,
    NOT_READY,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM,
    TEAM_MANAGER,
    WORKER,
    settle,
)
from tests.support.house_fixtures import MakeCouncil

CHALLENGE = {"comments": "Say more about complex work."}
ACTIONS = (
    "submit-assessment", "attach-statement", "sign-off", "send-back", "congratulate",
    "authorise-change", "submit-plan", "confirm-plan", "ask-for-better-plan", "withdraw",
    "recuse", "reassign", "correct", "resolve-pay", "no-such-action",
)  # fmt: skip
FORMS = (
    "assessment-of-readiness", "academy-statement", "congratulation", "development-plan",
    "recruitment-evidence", "no-such-form",
)  # fmt: skip
FILTERS: tuple[Mapping[str, str], ...] = (
    {},
    {"waiting_on": "me"},
    {"pathway": PROGRESSION},
    {"team": TEAM},
    {"locality": "east"},
    *({"status": each} for each in
      ("draft", "submitted", "in_progress", "decided", "not_yet", "withdrawn")),
    *({"step": each} for each in
      ("readiness-assessment", "academy-statement", "sign-off", "congratulation",
       "authorise-change", "development-plan", "resolve-pay")),
    *({"updated_since": each} for each in ("2026-04-02T08:00:00Z", "2026-04-02T23:00:00Z")),
)  # fmt: skip
IF_MATCH = (None, '"0"', '"1"', '"2"', '"3"', '"4"', "*")


class _Doors:
    """Every answer that the worker gets, without what no two councils have in common."""

    def __init__(self, case: CaseOf) -> None:
        self.case = case
        self.worker = case.council.person(WORKER)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> str:
        return self._plain(self.worker.get(path, params=dict(params or {})))

    def post(self, action: str, if_match: str | None, body: Mapping[str, Any]) -> str:
        headers = key() | ({} if if_match is None else {"If-Match": if_match})
        return self._plain(self.case.ask(WORKER, action, body, headers))

    def _plain(self, response: httpx.Response) -> str:
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in {"date", "x-request-id", "content-length", "server-timing"}
        }
        text = f"{response.status_code} {json.dumps(headers)} {response.text}"
        text = text.replace(self.case.application_id, "<case>")
        text = text.replace(self.case.council.authority.authority, "<council>")
        text = re.sub(r'"request_id":"[^"]*"', "", text)
        text = re.sub("[0-9a-f]{64}", "<hash>", text)
        return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "<instant>", text)

    def tried(self) -> dict[str, str]:
        """Everything that the worker may ask, with what they get."""
        path, mine = self.case.path, f"/v1/workers/{WORKER}"
        found = {
            each: self.get(each)
            for each in (
                path, f"{path}/history", f"{path}/actions", mine, f"{mine}/pay-points",
                f"{mine}/eligibility",
                f"{mine}/applications", "/v1/tasks", "/v1/me", "/v1/events", "/v1/variations",
                "/v1/pay-points", "/v1/audit", "/v1/workers",
                *(f"{path}/documents/{form}" for form in FORMS),
            )
        }  # fmt: skip
        for wanted in FILTERS:
            for list_of in ("/v1/applications", f"{mine}/applications"):
                found[f"{list_of}?{dict(wanted)}"] = self.get(list_of, wanted)
        for action in ACTIONS:
            for if_match in IF_MATCH:
                found[f"{action} {if_match}"] = self.post(action, if_match, {})
            for body in ({"answers": ASSESSMENT}, {"comments": "Yes."}, {"reason": "No."}):
                found[f"{action} {body}"] = self.post(action, '"2"', body)
        return {door.replace(path, "<case>"): answer for door, answer in found.items()}


def under_embargo(council: Council, assessment: Mapping[str, Any]) -> CaseOf:
    """A case in which everything has happened but the last sign-off, a challenge included."""
    settle(council, qualifications=ASYE_WITH_THE_ACADEMY, facts={"academy_supported": True})
    case = open_case(council)
    case.fill_in(ACADEMY_LEAD, "attach-statement", STATEMENT)
    case.submitted(ASSESSMENT)
    case.take(SERVICE_MANAGER, "send-back", CHALLENGE)
    case.submitted(assessment)
    case.take(SERVICE_MANAGER, "sign-off", {"comments": "Agreed."})
    reason = {"fact": "mandatory_training_complete", "value": False, "reason": "It lapsed."}
    case.take(TEAM_MANAGER, "correct", reason)
    case.take(SERVICE_MANAGER, "sign-off")
    given = {"step": "sign-off", "employee_number": STRATEGIC_MANAGER, "reason": "As agreed."}
    case.take(SERVICE_MANAGER, "reassign", given)
    return case


def test_what_the_worker_gets_is_the_same_whether_the_assessment_says_ready_or_not_yet(
    make_council: MakeCouncil,
) -> None:
    ready = _Doors(under_embargo(make_council(), ASSESSMENT)).tried()
    not_yet = _Doors(under_embargo(make_council(), NOT_READY)).tried()
    fresh_council = make_council()
    settle(fresh_council, qualifications=ASYE_WITH_THE_ACADEMY, facts={"academy_supported": True})
    fresh = _Doors(open_case(fresh_council)).tried()
    assert ready == not_yet
    # The feed says how far the council's whole log has come, which tells nothing of a case.
    positions = re.compile(r'"next_cursor":"\d+"|after=\d+')
    assert {door: positions.sub("", each) for door, each in ready.items()} == {
        door: positions.sub("", each) for door, each in fresh.items()
    }


@pytest.mark.parametrize("assessment", [ASSESSMENT, NOT_READY], ids=["ready", "not yet"])
def test_every_door_says_in_progress_until_the_last_sign_off_and_everything_after_it(
    council: Council, assessment: Mapping[str, Any]
) -> None:
    case = under_embargo(council, assessment)
    worker = council.person(WORKER)
    before = case.seen_by(WORKER)
    assert before["status"] == "in_progress"
    assert {name for name, value in before.items() if value in (None, [], {})} == {
        "pay_status", "submitted_on", "evidence_complete_on", "signed_off_on", "facts", "steps",
        "submission", "vacancies", "names", "changed_at",
    }  # fmt: skip
    assert [event["kind"] for event in case.history(WORKER)] == ["application-opened"]
    assert case.actions(WORKER) == {}
    assert {case.document(WORKER, form).status_code for form in FORMS} == {404}
    case.take(STRATEGIC_MANAGER, "sign-off")
    after = case.seen_by(WORKER)
    assert after["status"] == ("decided" if assessment["ready_to_progress"] else "not_yet")
    listed = worker.get("/v1/applications", params={"status": after["status"]}).json()["items"]
    assert [each["application_id"] for each in listed] == [case.application_id]
    assert case.document(WORKER, "assessment-of-readiness").is_success
    assert case.actions(WORKER) != {}
    kinds = [event["kind"] for event in case.history(WORKER)]
    assert kinds[:3] == ["application-opened", "application-decided", "application-released"]


def test_what_the_managers_said_to_each_other_stays_between_them(council: Council) -> None:
    case = under_embargo(council, NOT_READY)
    case.take(STRATEGIC_MANAGER, "sign-off", {"comments": "A close call."})
    told = json.dumps([case.history(WORKER), case.seen_by(WORKER)])
    for words in (CHALLENGE["comments"], "A close call.", "It lapsed.", "As agreed."):
        assert words not in told
        assert words in json.dumps(case.history(STRATEGIC_MANAGER))


def test_a_worker_who_stands_in_for_their_own_manager_sees_no_more(council: Council) -> None:
    case = under_embargo(council, ASSESSMENT)
    lent = {"delegated_by": TEAM_MANAGER, "delegated_to": WORKER, "role": "team_manager",
            "starts_on": "2026-04-01", "ends_before": "2026-05-01"}  # fmt: skip
    assert council.person(TEAM_MANAGER).put("/v1/delegations/lent", json=lent).is_success
    assert case.seen_by(WORKER)["steps"] == []
    assert case.actions(WORKER) == {}
    assert [event["kind"] for event in case.history(WORKER)] == ["application-opened"]
    assert case.document(WORKER, "assessment-of-readiness").status_code == 404
    assert case.ask(WORKER, "sign-off", headers=key()).status_code == 409
