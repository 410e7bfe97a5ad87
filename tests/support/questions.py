"""Questions to ask: each pathway's own, as its worked case has it, with some facts changed."""

from typing import Any, Final

import httpx
from tests.support.worked_cases import load

Json = dict[str, Any]

DETERMINATIONS: Final = "/v1/determinations"


def _first_of_each_pathway() -> dict[tuple[str, str], Json]:
    first: dict[tuple[str, str], Json] = {}
    for case in load("pathways.yaml"):
        first.setdefault((case.request["scheme"], case.request["pathway"]), case.request)
    return first


_WORKED: Final = _first_of_each_pathway()

PATHWAYS: Final = tuple(_WORKED)
"""Every pathway that is worked through, as (scheme, pathway)."""


def question(scheme: str, pathway: str, **facts: object) -> Json:
    """Return a question that is determined, but for the facts given; None takes a fact away."""
    worked = _WORKED[scheme, pathway]
    changed = {**worked["facts"], **facts}
    return {**worked, "facts": {name: fact for name, fact in changed.items() if fact is not None}}


def der910(**facts: object) -> Json:
    """Return Derbyshire's question of grade 9 to 10."""
    return question("derbyshire", "grade-9-to-10", **facts)


def der1011(**facts: object) -> Json:
    """Return Derbyshire's question of grade 10 to 11."""
    return question("derbyshire", "grade-10-to-11", **facts)


def rothi(**facts: object) -> Json:
    """Return Rotherham's question of band H to I."""
    return question("rotherham", "band-h-to-i", **facts)


def rotherham_appointment(**facts: object) -> Json:
    """Return Rotherham's question of an appointment to band I."""
    return question("rotherham", "appointment", **{"target_grade": "I", **facts})


def dur911(**facts: object) -> Json:
    """Return Durham's question of grade 9 to 11."""
    return question("durham", "grade-9-to-11", **facts)


def durham_appointment(**facts: object) -> Json:
    """Return Durham's question of an appointment."""
    return question("durham", "appointment", **facts)


def ask(client: httpx.Client, asked: Json) -> Json:
    """Ask, and return the answer."""
    response = client.post(DETERMINATIONS, json=asked)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def rule(answer: Json, name: str) -> Json:
    """Return one rule of an answer."""
    (found,) = [item for item in answer["rules"] if item["id"] == name]
    return dict(found)
