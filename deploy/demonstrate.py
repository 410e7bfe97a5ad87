"""Fill a new installation with councils, people and cases, so that there is something to see.

The authorities are put as their operator would put them. All else goes over HTTP, the way anybody's
would: people and the organisation from the HRIS, with a machine's token; every action of a case
from the person who takes it, with theirs. What is there already stays as it is, so that doing it
again changes nothing, and goes on where it was interrupted.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from uuid import uuid4

import httpx
from deploy.demonstration_files import ActionTaken, CaseWorked, CouncilShown, councils
from deploy.issuer import AUDIENCE
from deploy.tokens import NoTokenError, ask, request_for

from applications.cli import app as operator

Json = dict[str, Any]

_SECONDS_FOR_AN_ACTION: Final = 60
_SECONDS_BETWEEN: Final = 0.2
_MOST_EVENTS: Final = 100
_HRIS_SCOPES: Final = "people.read people.write organisation.write applications.read"


class DemonstrationError(Exception):
    """Something could not be shown; the message says what, and what was answered."""


class Council:
    """A council of the demonstration, and clients that speak for it."""

    def __init__(self, shown: CouncilShown, api: str, issuer: str, closing: ExitStack) -> None:
        self.shown: Final = shown
        self.issuer: Final = f"{issuer}/{shown.name}"
        self._api: Final = api
        self._closing: Final = closing
        self._clients: Final[dict[str, httpx.Client]] = {}

    @property
    def hris(self) -> httpx.Client:
        """A client with the token of the council's HRIS."""
        return self._client("", request_for("hris", "", _HRIS_SCOPES))

    def person(self, employee_number: str) -> httpx.Client:
        """A client with the token of somebody who signed in."""
        return self._client(employee_number, request_for("manager", employee_number, ""))

    def _client(self, name: str, form: dict[str, str]) -> httpx.Client:
        if name not in self._clients:
            headers = {"Authorization": f"Bearer {ask(self.issuer, form)}"}
            client = httpx.Client(base_url=self._api, headers=headers, timeout=30, trust_env=False)
            self._clients[name] = self._closing.enter_context(client)
        return self._clients[name]


@contextmanager
def speaking(shown: CouncilShown, api: str, issuer: str) -> Iterator[Council]:
    """Open the clients that speak for a council, and close them again."""
    with ExitStack() as closing:
        yield Council(shown, api, issuer, closing)


def show(council: Council) -> None:
    """Put a council, its people and its cases where they are not yet.

    Raises:
        DemonstrationError: Something is refused.
        NoTokenError: The issuer gives no token.
    """
    _put_authority(council)
    for path, body in council.shown.put.items():
        if council.hris.get(path).status_code == httpx.codes.NOT_FOUND:
            _good(council.hris.put(path, json=body))
    for case in council.shown.cases:
        application_id = _find_case(council, case) or _open_case(council, case)
        for action in case.actions[_count_taken(council, application_id) :]:
            _take(council.person(action.by), f"/v1/applications/{application_id}", action)


def _put_authority(council: Council) -> None:
    shown = council.shown
    told = ["--title", shown.title, "--audience", AUDIENCE, "--issuer", council.issuer]
    told += ["--jwks-uri", f"{council.issuer}/jwks"]
    told += [word for scheme in shown.schemes for word in ("--scheme", scheme)]
    if operator(["authority", "put", shown.name, *told], standalone_mode=False):
        raise DemonstrationError(f"The authority {shown.name} could not be put.")


def _find_case(council: Council, case: CaseWorked) -> str | None:
    """The id of the first case of the worker on the pathway."""
    worker, pathway = case.application["employee_number"], case.application["pathway"]
    listed = _good(council.hris.get(f"/v1/workers/{worker}/applications?pathway={pathway}"))
    found = [str(each["application_id"]) for each in listed.json()["items"]]
    return found[0] if found else None


def _open_case(council: Council, case: CaseWorked) -> str:
    client = council.person(case.opened_by)
    opened = client.post("/v1/applications", json=case.application, headers=_once())
    return str(_good(opened).json()["application_id"])


def _count_taken(council: Council, application_id: str) -> int:
    """How many actions were taken in a case."""
    path = f"/v1/applications/{application_id}/history?limit={_MOST_EVENTS}"
    events = _good(council.hris.get(path)).json()["items"]
    return sum(event["kind"] == "action-taken" for event in events)


def _take(client: httpx.Client, case: str, action: ActionTaken) -> None:
    """Take an action as soon as it is allowed: some wait for the worker's work."""
    deadline = time.monotonic() + _SECONDS_FOR_AN_ACTION
    while (refusal := _refusal(client, case, action)) is not None:
        if time.monotonic() > deadline:
            raise DemonstrationError(f"{action.by} could not {action.action}: {refusal}")
        time.sleep(_SECONDS_BETWEEN)


def _refusal(client: httpx.Client, case: str, action: ActionTaken) -> str | None:
    """Take an action if it is allowed, and say why not if it is not."""
    seen = _good(client.get(case))
    listed = _good(client.get(f"{case}/actions")).json()["items"]
    offered = [each for each in listed if each["action"] == action.action]
    if not offered:
        return "The case has no such action."
    if not offered[0]["allowed"]:
        return str(offered[0]["reason"])
    headers = {**_once(), "If-Match": seen.headers["ETag"]}
    answer = client.post(offered[0]["href"], json=action.body, headers=headers)
    if answer.status_code == httpx.codes.PRECONDITION_FAILED:
        return "The case changed meanwhile."
    _good(answer)
    return None


def _once() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def _good(answer: httpx.Response) -> httpx.Response:
    """The answer itself.

    Raises:
        DemonstrationError: It is a refusal.
    """
    if not answer.is_success:
        asked = f"{answer.request.method} {answer.request.url}"
        raise DemonstrationError(f"{asked} was answered {answer.status_code}: {answer.text}")
    return answer


def main() -> int:
    """Show every council of the demonstration."""
    try:
        for shown in councils():
            with speaking(
                shown, os.environ["APPLICATIONS_URL"], os.environ["ISSUER_URL"]
            ) as council:
                show(council)
                print(f"{shown.name} can be seen.")
    except (DemonstrationError, NoTokenError, httpx.TransportError) as error:
        print(f"The demonstration could not be made. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
