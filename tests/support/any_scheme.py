"""People for whatever a scheme file asks, and ways through its pathways by real actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import ASYE_WITH_THE_ACADEMY, worker
from tests.support.good_files import DOCX, ODT, PDF, PNG, docx, odt, pdf, png
from tests.support.live import ROOT

from applications.casework.operations.desk import takes_independent
from applications.schemes.domain.conditions import holds
from applications.schemes.domain.standards import statements_on
from scheme_files.library import SchemeText, load, scheme_paths
from scheme_files.model.evidence import EvidenceItem
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import FormField, Meeting

Json = dict[str, Any]

TEAM: Final = "the-team"
UNITS: Final = {"team": TEAM, "service": "the-service", "locality": "the-locality"}
WORKER: Final = "worker-1"
NOT_ASKED: Final = 409
REGISTERED_ON: Final = "2023-09-04"
INDEPENDENT: Final = "independent_head_of_service"
CONTENTS: Final[Mapping[str, tuple[str, Callable[..., bytes]]]] = {
    "pdf": (PDF, pdf),
    "docx": (DOCX, docx),
    "odt": (ODT, odt),
    "png": (PNG, png),
}
"""Files by the types that a scheme takes: the media type, and what makes one."""


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
    kinds = list(scheme.team_types)[-1:]
    put(council.hris, f"/v1/teams/{TEAM}", team | ({"team_type": kinds[0]} if kinds else {}))
    grade = next(iter(scheme.grades)) if pathway.from_ is None else pathway.from_.grade
    people = [holder_of(role) for role in scheme.roles if role != "worker"]
    for number in (*people, "outsider"):
        put(council.hris, f"/v1/workers/{number}", worker(number, TEAM, grade="99"))
    if {"line_manager", "higher_manager"} <= {*scheme.roles}:
        told = worker("line-manager", TEAM, grade="99", line_manager="higher-manager")
        put(council.hris, "/v1/workers/line-manager", told)
    named = {"line_manager": "line-manager"} if "line_manager" in scheme.roles else {}
    registered = {"registration": {"registered_on": REGISTERED_ON}}
    qualified = qualifications(pathway)
    told = worker(WORKER, TEAM, grade, qualifications=qualified, **registered, **named)
    put(council.hris, f"/v1/workers/{WORKER}", told)
    for role, each in scheme.roles.items():
        if each.over is not None:
            over = {"kind": each.over, "id": UNITS.get(each.over)}
            give(council, holder_of(role), role, over)
    if INDEPENDENT in scheme.roles:
        over = {"kind": "service", "id": "another-service"}
        give(council, holder_of(INDEPENDENT), "head_of_service", over)
    # A Head of Service elsewhere knows of no case in which nobody independent takes part.
    known = people if takes_independent(pathway) else set(people) - {holder_of(INDEPENDENT)}
    return [WORKER, *sorted(known)]


def qualifications(pathway: Pathway) -> Json:
    """Those with which nobody is shut out of a pathway: with the ASYE, or without it."""

    def is_shut_out(facts: Json) -> bool:
        rules = (each for each in pathway.criteria.values() if each.blocking)
        return any(holds(each.when, facts, on=date.max) == "false" for each in rules)

    passed = ASYE_WITH_THE_ACADEMY | {"registered_practice_from": REGISTERED_ON}
    never = {name: each for name, each in passed.items() if name != "asye_completed_on"}
    candidates = (passed, never | {"asye_outcome": "not-undertaken"})
    return next(each for each in candidates if not is_shut_out(each))


def give(council: Council, number: str, role: str, over: Json) -> None:
    """Give somebody a role."""
    body = {"employee_number": number, "role": role, "over": over, "starts_on": "2010-01-01"}
    put(council.hris, f"/v1/role-assignments/{number}", body)


@dataclass(slots=True)
class Way:
    """One case, gone through action by action; `flags` is what every yes-or-no is answered with."""

    case: CaseOf
    held: SchemeText
    pathway: Pathway
    flags: bool
    day: date
    taken: list[str] = field(default_factory=list)
    refused: set[tuple[str, str, str | None]] = field(default_factory=set)

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
        way = cls(case, held, steps, flags, day)
        way.provide_everything()
        return way

    def provide_everything(self) -> None:
        """Everything that the case must contain, by whoever may bring it first."""
        for item, each in self.pathway.evidence.items():
            for _ in range(0 if each.optional else each.at_least):
                self._provide(item, each)

    def _provide(self, item: str, wanted: EvidenceItem) -> None:
        person = self.case.council.person(holder_of(wanted.by[0]))
        body: Json = {"item": item}
        if wanted.form is not None:
            body["answers"] = self._answers(wanted.form)
        else:
            media_type, made = next(CONTENTS[each] for each in wanted.types if each in CONTENTS)
            body |= {"name": item, "media_type": media_type}
        path = f"{self.case.path}/evidence"
        sent = person.post(path, json=body, headers=key())
        if sent.status_code == NOT_ASKED:  # it does not apply to this worker
            return
        if wanted.form is None:
            headers = {"Content-Type": media_type, "If-Match": sent.headers["etag"]}
            evidence_id = answered(sent)["evidence_id"]
            content = f"{path}/{evidence_id}/content"
            answered(person.put(content, content=made(), headers=headers))

    def meet(self) -> bool:
        """Arrange a meeting that is to be arranged, for now; whether there was one."""
        seen, _ = self.seen()
        for each in seen["steps"]:
            step = self.pathway.steps.get(each["step"])
            if step is None or step.meeting is None or each["state"] != "open":
                continue
            if each["meeting"] is None:
                arranger = holder_of((step.meeting.arranged_by or step.by)[0])
                self.case.take(
                    arranger, "arrange-meeting", self._meeting(each["step"], step.meeting)
                )
                return True
        return False

    def wait(self) -> bool:
        """Let the submission date come that the case waits for; whether there was one."""
        submission = self.seen()[0]["submission"]
        house = self.case.council.house
        if submission is None or house.now.date().isoformat() >= submission["submission_date"]:
            return False
        house.set_clock(submission["submission_date"])
        return True

    def _meeting(self, step: str, meeting: Meeting) -> Json:
        now = self.case.council.house.now
        return {
            "step": step,
            "starts_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "ends_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
            "place": "Here",
            "members": [
                {"employee_number": holder_of(role), "role": role}
                for role, seats in meeting.members.items()
                if seats.at_least or role in self.pathway.steps[step].by
            ],
        }

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
            is_given = self._leads_on(each) if each.optional else True
            if is_given and _is_asked(each.only_if, answers):
                answers[name] = self._answer(each.type, self._choices(each))
                if each.type == "statements":
                    answers[name] = self._statements(each.standards)
        return answers

    def _statements(self, standards: tuple[str, ...]) -> Json:
        found = statements_on(self.held.scheme, self.day)
        return {statement: "Words." for each in standards for statement in found[each].items}

    def _wanted(self, fact: str | None) -> set[str | bool]:
        """The values of a fact on which it depends which steps there are."""
        if fact is None:
            return set()
        branches = (
            branch
            for step in self.pathway.steps.values()
            for outcome in step.outcomes.values()
            for branch in outcome.next
        )
        return {branch.if_[fact] for branch in branches if fact in branch.if_}

    def _leads_on(self, field: FormField) -> bool:
        """Whether something may depend on an optional field."""
        return self.flags and field.records is not None

    def _choices(self, field: FormField) -> list[str]:
        wanted = self._wanted(field.records)
        return [each for each in field.choices if each in wanted] or list(field.choices)

    def _answer(self, kind: str, choices: list[str]) -> str | int | bool:
        given: dict[str, str | int | bool] = {
            "flag": self.flags,
            "date": self.day.isoformat(),
            "number": 1,
        }
        return choices[0] if choices else given.get(kind, "Words.")


def _is_asked(only_if: Mapping[str, str | bool], answers: Json) -> bool:
    return all(answers.get(name) == value for name, value in only_if.items())
