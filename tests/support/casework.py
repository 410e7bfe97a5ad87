"""A case over HTTP: opened, looked at and acted on as the people of a council do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from tests.support.council import Council, key, problem
from tests.support.durham import (
    ASSESSMENT,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
)
from tests.support.waiting import wait_until

Json = dict[str, Any]

PROGRESSION: Final = "grade-9-to-11"
APPOINTMENT: Final = "appointment"
PLAN: Final = {
    "gaps": "Analysis in pre-proceedings work.",
    "support": "Co-working two cases; monthly reflective supervision.",
    "review_on": "2026-07-01",
}
CONGRATULATION: Final = {"good_practice": "Steady, humane work in complex court proceedings."}
STATEMENT: Final = {"kind": "statement", "statement": "Completed the programme to a high standard."}
RECRUITED: Final = {
    "prior_progression_evidenced": True,
    "competencies_evidenced": False,
    "how_tested": "Panel interview; the certificate of the other council.",
    "commenced_on": "2026-04-13",
}


@dataclass(frozen=True, slots=True)
class CaseOf:
    """A case of a council, and how its people ask for it."""

    council: Council
    application_id: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/v1/applications/{self.application_id}"

    def seen_by(self, number: str) -> Json:
        """The case as somebody sees it."""
        return answered(self.council.person(number).get(self.path))

    def etag(self, number: str = TEAM_MANAGER) -> str:
        """The version of the case, as somebody is told it."""
        return str(self.council.person(number).get(self.path).headers["etag"])

    def actions(self, number: str) -> dict[str, Json]:
        """Every action of the case for somebody, by name."""
        items = answered(self.council.person(number).get(f"{self.path}/actions"))["items"]
        return {item["action"]: item for item in items}

    def allowed(self, number: str) -> set[str]:
        """The actions that somebody may take."""
        return {name for name, item in self.actions(number).items() if item["allowed"]}

    def history(self, number: str = TEAM_MANAGER) -> list[Json]:
        """What happened, as somebody sees it."""
        found = self.council.person(number).get(f"{self.path}/history", params={"limit": 200})
        items: list[Json] = answered(found)["items"]
        return items

    def document(self, number: str, kind: str) -> httpx.Response:
        """A form of the case, asked for by somebody."""
        return self.council.person(number).get(f"{self.path}/documents/{kind}")

    def ask(
        self,
        number: str,
        action: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Try an action with these headers, or else with a new key and the version that is now."""
        if headers is None:
            headers = key() | {"If-Match": self.etag(number)}
        path = f"{self.path}/actions/{action}"
        return self.council.person(number).post(path, json=dict(body or {}), headers=headers)

    def take(self, number: str, action: str, body: Mapping[str, Any] | None = None) -> Json:
        """Take an action, which must be allowed."""
        return answered(self.ask(number, action, body))

    def fill_in(self, number: str, action: str, answers: Mapping[str, Any]) -> Json:
        """Take an action with its form filled in."""
        return self.take(number, action, {"answers": dict(answers)})

    def step(self, step: str, number: str = TEAM_MANAGER) -> Json:
        """A step of the case as somebody sees it."""
        (found,) = [each for each in self.seen_by(number)["steps"] if each["step"] == step]
        return dict(found)

    def open_steps(self, number: str = TEAM_MANAGER) -> set[str]:
        """The steps that wait for somebody."""
        return {each["step"] for each in self.seen_by(number)["steps"] if each["state"] == "open"}

    def submitted(self, answers: Mapping[str, Any] = ASSESSMENT) -> "CaseOf":
        """The case, once the team manager has assessed readiness."""
        self.fill_in(TEAM_MANAGER, "submit-assessment", answers)
        return self

    def wait_for_pay(self) -> None:
        """Return once the worker has heard from paycalc what the decision gives."""
        worker = self.council.house.worker.running

        def is_determined() -> bool:
            assert worker is not None
            assert worker.poll() is None, "the worker has ended"
            return bool(self.seen_by(TEAM_MANAGER)["pay_status"] == "determined")

        wait_until(is_determined)

    def signed_off(self) -> "CaseOf":
        """The case, once both managers have signed off and its pay is worked out."""
        self.take(SERVICE_MANAGER, "sign-off")
        if self.take(STRATEGIC_MANAGER, "sign-off")["status"] == "decided":
            self.wait_for_pay()
        return self


def answered(response: httpx.Response) -> Json:
    """The body of an answer that must be good."""
    assert response.is_success, response.text
    body: Json = response.json()
    return body


def refused(response: httpx.Response, why: str) -> None:
    """Not now, or not by them: the words say why."""
    assert (response.status_code, problem(response)) == (409, "action-not-allowed"), response.text
    assert why in response.json()["detail"]


def ask_to_open(
    council: Council, *, by: str = TEAM_MANAGER, pathway: str = PROGRESSION, employee: str = WORKER
) -> httpx.Response:
    """Ask for a case to be opened."""
    body = {"employee_number": employee, "post_number": "1", "scheme": "durham"}
    sent = body | {"pathway": pathway}
    return council.person(by).post("/v1/applications", json=sent, headers=key())


def open_case(council: Council, pathway: str = PROGRESSION, *, employee: str = WORKER) -> CaseOf:
    """A case that the team manager opened."""
    opened = answered(ask_to_open(council, pathway=pathway, employee=employee))
    return CaseOf(council, opened["application_id"])
