"""The connection is lost at COMMIT: nobody knows what came of it, and the key finds out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.support.council import Council, key
from tests.support.cutting_proxy import Cut, CuttingProxy, cutting_proxy
from tests.support.durham import ASSESSMENT, TEAM_MANAGER, WORKER, settle
from tests.support.durham_case import PATHWAY
from tests.support.live import free_port

OPENING = {"employee_number": WORKER, "post_number": "1", **PATHWAY}


@pytest.fixture
async def proxy(council: Council) -> AsyncIterator[CuttingProxy]:
    async with cutting_proxy(council.house.postgres.port) as standing:
        yield standing


@pytest.fixture
async def behind_it(
    council: Council, proxy: CuttingProxy, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """The team manager, asking a service whose PostgreSQL is behind the proxy."""
    await asyncio.to_thread(settle, council)
    house, port = council.house, free_port()
    direct, name = str(house.postgres.port), "APPLICATIONS_DATABASE_URL"
    url = house.applications.environment[name].replace(f":{direct}/", f":{proxy.port}/")
    service = replace(
        house.applications,
        command=[*house.applications.command[:-1], str(port)],
        environment={**house.applications.environment, name: url},
        log=tmp_path / "applications.log",
        url=f"http://127.0.0.1:{port}",
        running=None,
    )
    headers = {"Authorization": f"Bearer {council.token(TEAM_MANAGER)}"}
    try:
        await asyncio.to_thread(service.start)
        async with httpx.AsyncClient(
            base_url=str(service.url), headers=headers, timeout=30
        ) as client:
            assert (await client.get("/v1/me")).is_success  # from now on the token is known
            yield client
    finally:
        await asyncio.to_thread(service.stop)


def events(council: Council) -> int:
    statement = "SELECT count(*) FROM events WHERE authority_id = $1"
    ((count,),) = council.house.sql(statement, council.authority.authority_id)
    assert isinstance(count, int)
    return count


async def ask_through_a_cut(
    client: httpx.AsyncClient, proxy: CuttingProxy, cut: Cut, request: httpx.Request
) -> httpx.Response:
    """Send a request whose commit is cut, then the same one again; give the second answer."""
    cuts = proxy.cuts
    proxy.cut_next(cut)
    lost = await client.send(request)
    assert proxy.cuts == cuts + 1
    assert (lost.status_code, lost.json()["type"]) == (503, "/problems/unavailable")
    assert int(lost.headers["retry-after"]) > 0
    again = await client.send(request)
    assert again.is_success, again.text
    assert ("idempotency-replayed" in again.headers) == (cut == "after")
    return again


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_each_request_takes_effect_once_whether_its_commit_arrived_or_not(
    council: Council, proxy: CuttingProxy, behind_it: httpx.AsyncClient, cut: Cut
) -> None:
    before = await asyncio.to_thread(events, council)

    request = behind_it.build_request("POST", "/v1/applications", json=OPENING, headers=key())
    opened = await ask_through_a_cut(behind_it, proxy, cut, request)
    (case,) = (await behind_it.get("/v1/applications")).json()["items"]
    assert case["application_id"] == opened.json()["application_id"]

    path, seen = f"/v1/applications/{case['application_id']}", opened.headers["etag"]
    request = behind_it.build_request(
        "POST",
        f"{path}/actions/submit-assessment",
        json={"answers": ASSESSMENT},
        headers=key() | {"If-Match": seen},
    )
    submitted = await ask_through_a_cut(behind_it, proxy, cut, request)
    assert (seen, submitted.headers["etag"]) == ('"1"', '"2"')
    assert (await behind_it.get(path)).headers["etag"] == '"2"'
    assert await asyncio.to_thread(events, council) == before + 2
