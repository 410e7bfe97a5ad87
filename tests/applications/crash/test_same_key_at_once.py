"""A request sent again while the first still runs is answered as the first: it is no rival."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from tests.support.council import Council, key
from tests.support.durham import TEAM_MANAGER, WORKER, settle
from tests.support.durham_case import PATHWAY, draft, open_case

AT_ONCE = 6


@pytest.fixture
def durham(council: Council) -> Council:
    settle(council)
    return council


def all_at_once(ask: Callable[[httpx.Client], httpx.Response], council: Council) -> None:
    """Send one request several times at once, each by a client of its own."""
    start = Barrier(AT_ONCE)

    def one(client: httpx.Client) -> httpx.Response:
        client.get("/livez")
        start.wait()
        return ask(client)

    clients = [httpx.Client(base_url=council.house.url, timeout=30) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [*pool.map(one, clients)]
    for client in clients:
        client.close()
    assert {answer.status_code // 100 for answer in answers} == {2}, [
        (answer.status_code, answer.text) for answer in answers
    ]
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1


def bearer(council: Council, who: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {council.token(who)}", **key()}


def test_a_case_is_opened_once_and_nobody_is_told_that_another_is_open(durham: Council) -> None:
    body = {"employee_number": WORKER, "post_number": "1", **PATHWAY}
    headers = bearer(durham, TEAM_MANAGER)
    all_at_once(lambda client: client.post("/v1/applications", json=body, headers=headers), durham)
    assert len(durham.hris.get("/v1/applications").json()["items"]) == 1


def test_an_action_is_taken_once_and_nobody_is_told_that_the_case_has_changed(
    durham: Council,
) -> None:
    address = f"/v1/applications/{open_case(durham)}"
    headers = bearer(durham, TEAM_MANAGER) | {
        "If-Match": durham.person(TEAM_MANAGER).get(address).headers["etag"]
    }
    body = {"reason": "The worker asked for it."}
    all_at_once(
        lambda client: client.post(f"{address}/actions/withdraw", json=body, headers=headers),
        durham,
    )


def test_a_variation_is_approved_and_sent_once_and_nobody_is_told_that_it_has_changed(
    durham: Council,
) -> None:
    address = f"/v1/variations/{draft(durham)['variation_id']}"
    for who, action in ((TEAM_MANAGER, "approve"), (None, "send")):
        headers = bearer(durham, who) | {"If-Match": durham.hris.get(address).headers["etag"]}
        path = f"{address}/actions/{action}"
        all_at_once(
            lambda client, path=path, headers=headers: client.post(path, json={}, headers=headers),  # type: ignore[misc] # bound in the loop
            durham,
        )
    (point,) = durham.house.sql(
        "SELECT count(*) FROM pay_points WHERE authority_id = $1", durham.authority.authority_id
    )
    assert point == (1,)
