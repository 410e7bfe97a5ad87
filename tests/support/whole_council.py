"""A council with everything in it: people, cases at every stage, pay, and words that give it away.

`mark` is part of every name, title, address, id and free text that this council sends, so that it
can be looked for wherever it must not be.
"""

from dataclasses import dataclass
from typing import Any, Final

import httpx
from tests.support.council import Council, key, put
from tests.support.durham import (
    ASSESSMENT,
    ASYE_BEFORE_THE_ACADEMY,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM,
    TEAM_MANAGER,
    WORKER,
    give_role,
    settle,
    worker,
)
from tests.support.durham_case import act, open_case, variations, wait_for_pay
from tests.support.eastshire import REFERENCE, Portfolio
from tests.support.good_files import PDF, pdf
from tests.support.imports import as_csv, bring_in

from scheme_files.roles import ROLES

Json = dict[str, Any]

EVERYBODY: Final = "ALL-1"
"""Somebody who holds every role over the whole authority."""
DELEGATION, ROLE_ASSIGNMENT = "by-tm-1", "team-manager-tm-1"
FORM: Final = "assessment-of-readiness"
OF_ITS_OWN: Final = "only-here"
"""The id of everything that only one council has."""

_DRAFT, _APPROVED, _SENT = "W-11", "W-12", "W-13"
_DECIDED: Final = (WORKER, _DRAFT, _APPROVED, _SENT)
_OPEN: Final = "W-14"
_FREE: Final = "W-15"
_WITH_EVIDENCE: Final = "W-16"


@dataclass(frozen=True, slots=True)
class WholeCouncil:
    """The council and what there is to ask it for.

    Attributes:
        council: Its clients.
        mark: What gives its words away.
        opened: A case at its first step.
        decided: A case that was decided, and its pay recorded.
        variations: One variation at each stage, by its status.
        imported: An import that is worked through.
        payroll_run: What payroll was told, once.
        portfolio: A case that evidence was provided for.
        evidence: A file that was provided for it.
        webhook: A webhook that nobody has verified, and the delivery of its challenge.
    """

    council: Council
    mark: str
    opened: str
    decided: str
    variations: dict[str, Json]
    imported: str
    portfolio: str
    evidence: str
    webhook: Json
    payroll_run: str

    @property
    def person(self) -> httpx.Client:
        """Who holds every role."""
        return self.council.person(EVERYBODY)

    @property
    def secrets(self) -> list[str]:
        """What nobody else may ever see: its words, and the ids that the service gave it."""
        return [
            self.mark, self.opened, self.decided, self.imported, self.council.authority.authority,
            str(self.council.authority.authority_id), self.payroll_run,
            *(each["variation_id"] for each in self.variations.values()),
            self.portfolio, self.evidence,
            *self.webhook.values(),
        ]  # fmt: skip

    def path_values(self) -> dict[str, list[str]]:
        """What exists, for each parameter of an address."""
        return {
            "employee_number": [WORKER, TEAM_MANAGER, *_DECIDED[1:], _OPEN, _FREE, self.mark],
            "team": [TEAM],
            "role_assignment_id": [ROLE_ASSIGNMENT, f"service-manager-{self.mark}"],
            "delegation_id": [DELEGATION],
            "application_id": [self.portfolio, self.decided, self.opened],
            "evidence_id": [self.evidence],
            "action": ["submit-assessment", "withdraw", "authorise-change"],
            "kind": [FORM],
            "step": ["sign-off"],
            "variation_id": [each["variation_id"] for each in self.variations.values()],
            "webhook_id": [self.webhook["webhook_id"]],
            "delivery_id": [self.webhook["delivery_id"]],
            "import_id": [self.imported],
            "payroll_run_id": [self.payroll_run],
            "scheme": ["durham"],
            "form": [FORM],
            "slug": ["not-found"],
        }

    def head(self) -> list[tuple[object, ...]]:
        """Where its log ends: the same as long as nobody has changed anything."""
        authority = self.council.authority
        statement = (
            "SELECT count(*), max(seq) FROM events WHERE authority_id = $1 AND actor <> 'system'"
        )
        return self.council.house.sql(statement, authority.authority_id)


def settle_whole(council: Council, mark: str, *, has_ids_of_its_own: bool) -> WholeCouncil:
    """Send people and the organisation, and take cases to every stage."""
    settle(council)
    _mark_organisation(council, mark)
    for number in (*_DECIDED[1:], _OPEN, _FREE):
        told = {"qualifications": ASYE_BEFORE_THE_ACADEMY, **_words(number, mark)}
        put(council.hris, f"/v1/workers/{number}", worker(number, **told))
    put(council.hris, f"/v1/workers/{EVERYBODY}", _body(EVERYBODY, mark) | {"posts": []})
    for role in (role for role, each in ROLES.items() if each.kind == "held"):
        give_role(council, EVERYBODY, role, "authority", None)
    put(council.hris, f"/v1/workers/{mark}", _body(mark, mark))
    give_role(council, mark, "service_manager", "service", mark)
    _delegate(council, DELEGATION, mark)
    if has_ids_of_its_own:
        _add_ids_of_its_own(council, mark)
    opened = open_case(council, _OPEN)
    cases = {number: _decide(council, number, mark) for number in _DECIDED}
    drafts = {number: _draft(council, number, case) for number, case in cases.items()}
    for number in (WORKER, _APPROVED, _SENT):
        act(council, TEAM_MANAGER, cases[number], "authorise-change")
    _move(council.hris, drafts[_SENT], "send")
    _move(council.hris, drafts[WORKER], "send")
    _move(council.hris, drafts[WORKER], "reject", reason_code="no_post", detail=_text(mark))
    stages = {"rejected": WORKER, "draft": _DRAFT, "approved": _APPROVED, "sent": _SENT}
    found = {stage: drafts[number] for stage, number in stages.items()}
    portfolio = _portfolio(council, mark)
    given = portfolio.give("reference", REFERENCE | {"report": _text(mark)}, by=TEAM_MANAGER)
    portfolio.read(given, TEAM_MANAGER)
    file = _file(portfolio, mark)
    return WholeCouncil(
        council,
        mark,
        opened,
        cases[WORKER],
        found,
        _import(council, mark),
        portfolio.application_id,
        file,
        _add_webhook(council, mark),
        _tell_payroll(council),
    )


def _portfolio(council: Council, mark: str) -> Portfolio:
    told = worker(_WITH_EVIDENCE, grade="A", **_words(_WITH_EVIDENCE, mark))
    put(council.hris, f"/v1/workers/{_WITH_EVIDENCE}", told)
    return Portfolio.opened(council, _WITH_EVIDENCE)


def _file(portfolio: Portfolio, mark: str) -> str:
    """A file that the line manager provides, and that has been read."""
    given = portfolio.give("other", by=TEAM_MANAGER, name=f"{mark}.pdf", media_type=PDF)
    path = f"{portfolio.path}/evidence/{given['evidence_id']}/content"
    client = portfolio.council.person(TEAM_MANAGER)
    sent = {"Content-Type": PDF, "If-Match": '"1"'}
    response = client.put(path, content=pdf(), headers=sent)
    assert response.is_success, response.text
    assert client.get(path).is_success
    return str(given["evidence_id"])


def _add_webhook(council: Council, mark: str) -> Json:
    """One at an address at which nobody answers."""
    body = {"url": f"http://127.0.0.1:9/{mark}", "description": f"Told {mark}"}
    made = council.hris.post("/v1/webhooks", json=body, headers=key()).json()
    address = f"/v1/webhooks/{made['webhook_id']}/verify"
    asked = council.hris.post(address, json={}, headers=key()).json()
    return {"webhook_id": made["webhook_id"], "delivery_id": asked["delivery_id"]}


def _import(council: Council, mark: str) -> str:
    table = [{"team": mark, "title": f"Team {mark}", "service": "other", "locality": "west"}]
    return str(bring_in(council, "teams", as_csv(table))["import_id"])


def _tell_payroll(council: Council) -> str:
    body = {"through": "2026-04-30", "closed_through": "2026-03-31"}
    response = council.hris.post("/v1/payroll-runs", json=body, headers=key())
    assert response.status_code == 201, response.text
    assert response.json()["totals"]["lines"] > 0
    return str(response.json()["payroll_run_id"])


def _mark_organisation(council: Council, mark: str) -> None:
    team = council.hris.get(f"/v1/teams/{TEAM}").json()
    body = {name: team[name] for name in ("service", "locality")}
    put(council.hris, f"/v1/teams/{TEAM}", body | {"title": f"Team {mark}"})
    told = {"qualifications": ASYE_BEFORE_THE_ACADEMY, **_words(WORKER, mark)}
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, **told))
    for number in (TEAM_MANAGER, SERVICE_MANAGER, STRATEGIC_MANAGER):
        put(council.hris, f"/v1/workers/{number}", _body(number, mark))


def _body(number: str, mark: str) -> Json:
    return worker(number, grade="13", **_words(number, mark))


def _words(number: str, mark: str) -> Json:
    return {"name": f"Name {mark} {number}", "email": f"{mark}.{number}@council.example"}


def _text(mark: str) -> str:
    return f"Written in confidence: {mark}."


def _add_ids_of_its_own(council: Council, mark: str) -> None:
    team = {"title": f"Team {mark}", "service": "other", "locality": "west"}
    put(council.hris, f"/v1/teams/{OF_ITS_OWN}", team)
    put(council.hris, f"/v1/workers/{OF_ITS_OWN}", _body(OF_ITS_OWN, mark))
    over = {"kind": "team", "id": OF_ITS_OWN}
    role = {"employee_number": OF_ITS_OWN, "role": "team_manager", "over": over}
    put(council.hris, f"/v1/role-assignments/{OF_ITS_OWN}", role | {"starts_on": "2020-01-01"})
    _delegate(council, OF_ITS_OWN, mark)


def _delegate(council: Council, delegation_id: str, to: str) -> None:
    body = {
        "delegated_by": TEAM_MANAGER,
        "delegated_to": to,
        "role": "team_manager",
        "starts_on": "2026-04-01",
        "ends_before": "2026-04-15",
    }
    put(council.person(TEAM_MANAGER), f"/v1/delegations/{delegation_id}", body)


def _decide(council: Council, number: str, mark: str) -> str:
    application_id = open_case(council, number)
    answers = ASSESSMENT | {"practice_evidence": _text(mark)}
    act(council, TEAM_MANAGER, application_id, "submit-assessment", answers=answers)
    act(council, SERVICE_MANAGER, application_id, "sign-off")
    act(council, STRATEGIC_MANAGER, application_id, "sign-off")
    return application_id


def _draft(council: Council, number: str, application_id: str) -> Json:
    wait_for_pay(council, application_id)
    (found,) = variations(council.hris, employee_number=number)
    return found


def _move(client: httpx.Client, variation: Json, action: str, **body: str) -> None:
    address = f"/v1/variations/{variation['variation_id']}"
    headers = {"If-Match": client.get(address).headers["etag"], **key()}
    response = client.post(f"{address}/actions/{action}", json=body, headers=headers)
    assert response.status_code == 200, response.text
