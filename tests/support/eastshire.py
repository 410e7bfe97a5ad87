"""Eastshire's people, and a case there that is made of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import give_role, worker

Json = dict[str, Any]

WORKER, MANAGER, HEAD, AUDITOR = "E-W", "E-M", "E-H", "E-A"
TEAM: Final = "harbour"
SURNAME: Final = "Featherstonehaugh"
"""The worker's surname: no ordinary word, so that it is found wherever it stands."""

REFLECTION: Final = {"by_standard": {"honesty": "I said so.", "care": "I took it."}}
EXAMPLE: Final = {"work": "A family moved house, and the school helped."}
NAMING: Final = {"work": f"Ms {SURNAME} helped a family to move house."}
REFERENCE: Final = {"report": "Good work.", "supports": True}


def settle(council: Council, **facts: object) -> Council:
    """Send a team, the worker, and the people around them."""
    team = {"title": "Harbour", "service": "children", "locality": "east"}
    put(council.hris, f"/v1/teams/{TEAM}", team)
    for number in (MANAGER, HEAD, AUDITOR):
        put(council.hris, f"/v1/workers/{number}", worker(number, TEAM, grade="B"))
    told = {"name": f"Ida {SURNAME}", "qualifications": facts}
    put(council.hris, f"/v1/workers/{WORKER}", worker(WORKER, TEAM, grade="A", **told))
    give_role(council, MANAGER, "team_manager", "team", TEAM)
    give_role(council, HEAD, "head_of_service", "service", "children")
    give_role(council, AUDITOR, "auditor", "authority", None)
    return council


@dataclass(frozen=True, slots=True)
class Portfolio(CaseOf):
    """A case of Eastshire's, and its evidence."""

    @classmethod
    def opened(cls, council: Council, number: str = WORKER) -> "Portfolio":
        """A case that the worker opened."""
        body = {"employee_number": number, "post_number": "1", "scheme": "eastshire"}
        sent = body | {"pathway": "a-to-b"}
        response = council.person(number).post("/v1/applications", json=sent, headers=key())
        return cls(council, answered(response)["application_id"])

    def offer(
        self,
        item: str,
        answers: Mapping[str, Any] | None = None,
        *,
        by: str = WORKER,
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> httpx.Response:
        """Try to provide something."""
        body = {"item": item, **members} | ({} if answers is None else {"answers": dict(answers)})
        path = f"{self.path}/evidence"
        return self.council.person(by).post(path, json=body, headers=headers or key())

    def give(self, item: str, answers: Mapping[str, Any] | None = None, **options: Any) -> Json:  # noqa: ANN401 - as `offer`
        """Provide something, which must be taken."""
        return answered(self.offer(item, answers, **options))

    def filled(self) -> "Portfolio":
        """The case, with everything that is needed before it is submitted."""
        self.give("reflection", REFLECTION)
        for _ in range(2):
            self.give("case-example", EXAMPLE)
        return self

    def sent_in(self) -> "Portfolio":
        """The case, submitted with everything that is needed then."""
        self.filled().take(WORKER, "submit")
        return self

    def portfolio(self, by: str = WORKER, /, **query: str | int) -> Json:
        """The list of its evidence, as somebody is told it."""
        client = self.council.person(by)
        return answered(client.get(f"{self.path}/evidence", params=query))

    def states(self, **query: str | int) -> dict[str, str]:
        """How far each item has come."""
        found = self.portfolio(**query)["requirements"]
        return {each["item"]: each["state"] for each in found}

    def why(self, item: str, **query: str | int) -> str:
        """Why an item stands as it does."""
        found = self.portfolio(**query)["requirements"]
        return next(str(each["why"]) for each in found if each["item"] == item)

    def read(self, evidence: Json, by: str = WORKER) -> Json:
        """Something that was provided, as somebody reads it."""
        path = f"{self.path}/evidence/{evidence['evidence_id']}"
        return answered(self.council.person(by).get(path))

    def say(
        self,
        evidence: Json,
        what: str,
        *,
        by: str = WORKER,
        if_match: str | None = None,
        reason: str = "A reason.",
    ) -> httpx.Response:
        """Try to withdraw, report or acknowledge something, as it is now or as of a version."""
        client = self.council.person(by)
        path = f"{self.path}/evidence/{evidence['evidence_id']}"
        version = if_match or client.get(path).headers["etag"]
        headers = {"If-Match": version, **key()}
        return client.post(f"{path}/{what}", json={"reason": reason}, headers=headers)

    def ids(self, by: str = WORKER, /, **query: str | int) -> list[str]:
        """The ids of what there is."""
        return [each["evidence_id"] for each in self.portfolio(by, **query)["items"]]
