"""A council of a test's own: an authority, its people, and clients that speak for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
from tests.support.contract import Contract
from tests.support.house import SCOPES, House

from applications.platform.authorities import Authority

Json = dict[str, Any]


@dataclass(slots=True)
class Council:
    """An authority of its own, so that no test sees another's people.

    `hris` speaks for a machine; `person(employee_number)` for somebody who signed in, whose
    subject is their employee number.
    """

    house: House
    authority: Authority
    contract: Contract
    _clients: dict[tuple[str, tuple[str, ...]], httpx.Client] = field(default_factory=dict)

    @property
    def hris(self) -> httpx.Client:
        """The council's HRIS, which may do everything that a machine may."""
        return self._client(None, SCOPES)

    def machine(self, *scopes: str) -> httpx.Client:
        """A machine with these scopes only."""
        return self._client(None, scopes)

    def person(self, employee_number: str, *scopes: str) -> httpx.Client:
        """Somebody who signed in; with every scope, unless some are named."""
        return self._client(employee_number, scopes or SCOPES)

    def _client(self, subject: str | None, scopes: Sequence[str]) -> httpx.Client:
        name = (subject or "", tuple(scopes))
        if name not in self._clients:
            client = httpx.Client(
                base_url=self.house.url,
                timeout=60,
                auth=_Bearer(self, subject, scopes),
                event_hooks={"response": [self.contract.check]},
            )
            self._clients[name] = client
            self.house.clients.append(client)
        return self._clients[name]

    def token(self, subject: str | None, scopes: Sequence[str] = SCOPES) -> str:
        """A token that is in time by the services' clock."""
        return self.house.issuer.token(
            self.authority.authority,
            subject=subject,
            scopes=scopes,
            client_id="front-end" if subject else "hris",
            now=self.house.now,
        )


class _Bearer(httpx.Auth):
    """A token for each request, because the clock moves."""

    def __init__(self, council: Council, subject: str | None, scopes: Sequence[str]) -> None:
        self._council, self._subject, self._scopes = council, subject, scopes
        self._token, self._made_at = "", datetime.min.replace(tzinfo=UTC)

    def auth_flow(self, request: httpx.Request) -> Any:  # noqa: ANN401 - httpx's own type
        """Add the header."""
        now = self._council.house.now
        if abs((now - self._made_at).total_seconds()) > 3600:
            self._token = self._council.token(self._subject, self._scopes)
            self._made_at = now
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def key() -> dict[str, str]:
    """A new Idempotency-Key."""
    return {"Idempotency-Key": uuid4().hex}


def problem(response: httpx.Response) -> str:
    """The slug of a problem."""
    return str(response.json()["type"]).removeprefix("/problems/")


def put(client: httpx.Client, path: str, body: Mapping[str, Any]) -> Json:
    """PUT something, new or changed, and give what came of it."""
    found = client.get(path)
    headers = {"If-Match": found.headers["etag"]} if found.is_success else {}
    response = client.put(path, json=body, headers=headers)
    assert response.is_success, response.text
    answer: Json = response.json()
    return answer
