"""A case of Durham's, taken on by the people whose steps they are."""

from typing import Any, Final

import httpx
from tests.support.council import Council, key
from tests.support.durham import (
    ASSESSMENT,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
)
from tests.support.waiting import wait_until

Json = dict[str, Any]

PATHWAY: Final = {"scheme": "durham", "pathway": "grade-9-to-11"}


def act(council: Council, who: str, application_id: str, action: str, **body: object) -> Json:
    """Take an action of a case as somebody, on the version of it that they see."""
    person = council.person(who)
    found = person.get(f"/v1/applications/{application_id}")
    response = person.post(
        f"/v1/applications/{application_id}/actions/{action}",
        json=body,
        headers={"If-Match": found.headers["etag"], **key()},
    )
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def open_case(council: Council, worker: str = WORKER, by: str = TEAM_MANAGER) -> str:
    """Open a case for a worker."""
    body = {"employee_number": worker, "post_number": "1", **PATHWAY}
    response = council.person(by).post("/v1/applications", json=body, headers=key())
    assert response.status_code == 201, response.text
    return str(response.json()["application_id"])


def decide(council: Council, worker: str = WORKER) -> str:
    """Bring a case to its last decision, which is a yes."""
    application_id = open_case(council, worker)
    act(council, TEAM_MANAGER, application_id, "submit-assessment", answers=ASSESSMENT)
    act(council, SERVICE_MANAGER, application_id, "sign-off")
    act(council, STRATEGIC_MANAGER, application_id, "sign-off")
    return application_id


def wait_for_pay(council: Council, application_id: str, status: str = "determined") -> Json:
    """The case, once the worker process has worked its pay out."""
    seen: list[Json] = []

    def is_there() -> bool:
        seen.append(council.hris.get(f"/v1/applications/{application_id}").json())
        return bool(seen[-1]["pay_status"] == status)

    wait_until(is_there)
    return seen[-1]


def draft(council: Council, worker: str = WORKER) -> Json:
    """The draft variation of a case that was decided, once it is there."""
    wait_for_pay(council, decide(council, worker))
    found = variations(council.hris, employee_number=worker)
    assert len(found) == 1
    return found[0]


def variations(client: httpx.Client, **filters: str) -> list[Json]:
    """The variations that a client sees."""
    items: list[Json] = client.get("/v1/variations", params=filters).json()["items"]
    return items
