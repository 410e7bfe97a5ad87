"""People for whatever a scheme file asks, and ways through its pathways by real actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import ASYE_WITH_THE_ACADEMY, worker
from tests.support.live import ROOT

from scheme_files.library import SchemeText, load, scheme_paths
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme

Json = dict[str, Any]

TEAM: Final = "the-team"
UNITS: Final = {"team": TEAM, "service": "the-service", "locality": "the-locality"}
WORKER: Final = "worker-1"


def worked_pathways() -> list[tuple[SchemeText, str]]:
    """Every pathway with steps, of every scheme file that was published."""
    return [
        (held, pathway)
        for held in load(scheme_paths(ROOT / "shared" / "schemes"))
        for pathway, each in held.scheme.pathways.items()
        if each.steps
    ]


def holder_of(role: str) -> str:
    """The one person who holds a role."""
    return WORKER if role == "worker" else role.replace("_", "-")


def settle(council: Council, scheme: Scheme, pathway: Pathway) -> list[str]:
    """Send a team, the worker, and one person for each role of a scheme; give those people."""
    team = {"title": "The team", "service": UNITS["service"], "locality": UNITS["locality"]}
    put(council.hris, f"/v1/teams/{TEAM}", team)
    grade = next(iter(scheme.grades)) if pathway.from_ is None else pathway.from_.grade
    people = [holder_of(role) for role in scheme.roles if role != "worker"]
    for number in (*people, "outsider"):
        put(council.hris, f"/v1/workers/{number}", worker(number, TEAM, grade="99"))
    put(
        council.hris,
        f"/v1/workers/{WORKER}",
        worker(WORKER, TEAM, grade, qualifications=ASYE_WITH_THE_ACADEMY),
    )
    for role, each in scheme.roles.items():
        if each.over is not None:
            over = {"kind": each.over, "id": UNITS.get(each.over)}
            body = {"employee_number": holder_of(role), "role": role, "over": over}
            path = f"/v1/role-assignments/{holder_of(role)}"
            put(council.hris, path, body | {"starts_on": "2010-01-01"})
    return [WORKER, *people]


@dataclass(slots=True)
class Way:
    """One case, gone through action by action; `flags` is what every yes-or-no is answered with."""

    case: CaseOf
    held: SchemeText
    pathway: Pathway
    flags: bool
    day: date
    taken: list[str] = field(default_factory=list)

    @classmethod
    def opened(
        cls, council: Council, held: SchemeText, pathway: str, day: date, *, flags: bool
    ) -> "Way":
        """A new case."""
        steps = held.scheme.pathways[pathway]
        body = {"employee_number": WORKER, "post_number": "1", "scheme": held.scheme.scheme}
        opener = council.person(holder_of(steps.opened_by[0]))
        response = opener.post("/v1/applications", json=body | {"pathway": pathway}, headers=key())
        case = CaseOf(council, answered(response)["application_id"])
        return cls(case, held, steps, flags, day)

    def seen(self) -> tuple[Json, str]:
        """The case and its version, as whoever opens such cases sees it."""
        number = holder_of(self.pathway.opened_by[0])
        response = self.case.council.person(number).get(self.case.path)
        return answered(response), response.headers["etag"]

    def body(self, action: str, step: str) -> Json:
        """What an action of the file asks, filled in."""
        outcome = self.pathway.steps[step].outcomes[action]
        body: Json = {}
        if outcome.form is not None:
            body["answers"] = self._answers(outcome.form)
        if outcome.comments == "required":
            body["comments"] = "Words."
        return body

    def _answers(self, form: str) -> Json:
        answers: Json = {}
        for name, each in self.held.scheme.forms[form].fields.items():
            if not each.optional and _is_asked(each.only_if, answers):
                answers[name] = self._answer(each.type, list(each.choices))
        return answers

    def _answer(self, kind: str, choices: list[str]) -> str | int | bool:
        given: dict[str, str | int | bool] = {
            "flag": self.flags,
            "date": self.day.isoformat(),
            "number": 1,
        }
        return choices[0] if choices else given.get(kind, "Words.")


def _is_asked(only_if: Mapping[str, str | bool], answers: Json) -> bool:
    return all(answers.get(name) == value for name, value in only_if.items())
