"""What every example here shares: asking patiently, and moving a variation on exactly once.

The address and a token come from the environment: APPLICATIONS_URL and APPLICATIONS_TOKEN for
Spinepoint, HRIS_URL and HRIS_TOKEN for the HRIS.
"""

import os
import re
import time
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

Json = dict[str, Any]

TRIES = 6
BUSY = (429, 503)
CHANGED_MEANWHILE = 412
LEADS_TO = {"send": "sent", "acknowledge": "acknowledged", "reject": "rejected"}
LONGEST_WAIT = 300.0


class RefusedError(Exception):
    """An answer that asking again would not change; the message is what was said."""


def connect(service: str) -> httpx.Client:
    """A client of `APPLICATIONS` or of the `HRIS`."""
    token = os.environ[f"{service}_TOKEN"]
    return httpx.Client(
        base_url=os.environ[f"{service}_URL"],
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )


def ask(client: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - what httpx takes
    """Ask, and ask again when told to come later (429, 503) after the time that was named.

    A connection that breaks is not tried again here: it ends the run, and the next one finds out
    how far this one came.
    """
    for tries in range(1, TRIES + 1):
        answer = client.request(method, path, **request)
        if answer.status_code not in BUSY or tries == TRIES:
            break
        time.sleep(min(wait_of(answer, tries), LONGEST_WAIT))
    return answer


def wait_of(answer: httpx.Response, tries: int) -> float:
    """How long to wait: what `Retry-After` says, in seconds or as a date, or else ever longer."""
    said = answer.headers.get("Retry-After", "")
    if said.isdigit():
        return float(said)
    if said:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    return float(2**tries)


def good(answer: httpx.Response) -> httpx.Response:
    """The answer, when it is one of success.

    Raises:
        RefusedError: It is not; the message says what it says.
    """
    if not answer.is_success:
        raise RefusedError(f"{answer.request.method} {answer.request.url}: {answer.text}")
    return answer


def variations(spinepoint: httpx.Client, *statuses: str) -> list[Json]:
    """Every variation at these stages, in the order in which they were approved."""
    found: list[Json] = []
    for status in statuses:
        query: Json = {"status": status, "limit": 200}
        while True:
            page = good(ask(spinepoint, "GET", "/v1/variations", params=query)).json()
            found += page["items"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
    return sorted(found, key=lambda each: (each["approved_at"], each["variation_id"]))


def move(spinepoint: httpx.Client, variation: Json, action: str, **body: str) -> None:
    """Note that a variation was sent, acknowledged or rejected; what is noted already stays.

    The key of the request is made of the variation, the action and the version that it is taken
    on: sent again, whatever stopped the first time, it does nothing twice.
    """
    address = f"/v1/variations/{variation['variation_id']}"
    while True:
        now = good(ask(spinepoint, "GET", address))
        if now.json()["status"] == LEADS_TO[action]:
            return
        version = now.headers["ETag"]
        number = version.strip('"')
        key = f"{variation['variation_id']}-{action}-{number}"
        headers = {"If-Match": version, "Idempotency-Key": key}
        path = f"{address}/actions/{action}"
        answer = ask(spinepoint, "POST", path, json=body, headers=headers)
        if answer.status_code != CHANGED_MEANWHILE:
            good(answer)
            return


def send(spinepoint: httpx.Client, variation: Json) -> None:
    """Note that a variation goes to the HRIS: before it goes, so that none is there unknown."""
    if variation["status"] != "sent":
        move(spinepoint, variation, "send")


def acknowledge(spinepoint: httpx.Client, variation: Json, reference: str) -> None:
    """Note that the HRIS has a variation, under a reference of its own."""
    move(spinepoint, variation, "acknowledge", hris_reference=reference)
    print(f"{variation['variation_id']} acknowledged: {reference}")


def reject(spinepoint: httpx.Client, variation: Json, code: str, words: str) -> None:
    """Note that the HRIS turned a variation down, in its own words."""
    move(spinepoint, variation, "reject", reason_code=reason_code(code), detail=words)
    print(f"{variation['variation_id']} rejected: {words}")


def reason_code(code: str) -> str:
    """An HRIS's code in the letters that Spinepoint takes: `POST-CLOSED` becomes `post_closed`."""
    plain = re.sub("[^a-z0-9]+", "_", code.lower()).strip("_")[:64].strip("_")
    return plain if plain[:1].isalpha() else f"code_{plain}".strip("_")
