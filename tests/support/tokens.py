"""Asking with a token of any kind, and what a refused one is answered."""

from typing import Any

import httpx
from tests.support.council import Council
from tests.support.house import SCOPES


def ask(council: Council, authorization: str | None, path: str = "/v1/audit") -> httpx.Response:
    """Ask with this `Authorization`, and hold the answer against the contract."""
    headers = {} if authorization is None else {"Authorization": authorization}
    response = httpx.get(f"{council.house.url}{path}", headers=headers)
    council.contract.check(response)
    return response


def bearer(council: Council, token: str, path: str = "/v1/audit") -> httpx.Response:
    """Ask with this token."""
    return ask(council, f"Bearer {token}", path)


def refused(response: httpx.Response) -> bool:
    """Whether it was 401, as it ought to be."""
    if response.status_code != httpx.codes.UNAUTHORIZED:
        return False
    assert response.json()["type"] == "/problems/unauthenticated"
    assert response.headers["www-authenticate"] == "Bearer"
    return True


def token(council: Council, **changes: Any) -> str:  # noqa: ANN401 - claims are JSON
    """A token of the council's HRIS, but for these changes."""
    said = {"subject": None, "scopes": SCOPES, "client_id": "hris", "now": council.house.now}
    return council.house.issuer.token(council.authority.authority, **(said | changes))


def second(council: Council, minutes: float = 0.0) -> int:
    """The second that it is, so many minutes from now."""
    return int(council.house.now.timestamp() + 60 * minutes)
