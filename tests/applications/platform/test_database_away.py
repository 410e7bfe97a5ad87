"""PostgreSQL goes away and comes back: nothing is lost, and nobody restarts anything."""

from collections.abc import Iterator

import httpx
import pytest
from deploy.embedded_postgres import EmbeddedPostgres
from tests.support.council import Council
from tests.support.house import House, live_house
from tests.support.issuer import Issuer
from tests.support.waiting import wait_until

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


@pytest.fixture
def own_house(
    tmp_path_factory: pytest.TempPathFactory, own_postgres: EmbeddedPostgres, issuer: Issuer
) -> Iterator[House]:
    with live_house(tmp_path_factory.mktemp("own-house"), own_postgres, issuer) as started:
        yield started


def test_it_says_so_asks_to_come_again_and_goes_on_by_itself(
    own_house: House, own_postgres: EmbeddedPostgres, council: Council
) -> None:
    ours = Council(own_house, own_house.add_authority(), council.contract)
    headers = {"Authorization": f"Bearer {ours.token(None)}"}
    with httpx.Client(base_url=own_house.url, headers=headers, timeout=30) as client:
        assert client.put("/v1/teams/before", json=TEAM).status_code == 201
        own_postgres.stop("immediate")
        away = client.get("/readyz")
        assert (away.status_code, away.json()["type"]) == (503, "/problems/unavailable")
        assert client.get("/livez").is_success
        for _ in range(3):
            cut = client.put("/v1/teams/during", json=TEAM)
            assert (cut.status_code, cut.json()["type"]) == (503, "/problems/unavailable")
            assert int(cut.headers["retry-after"]) > 0
        own_postgres.start()
        wait_until(lambda: client.get("/readyz").is_success)
        assert client.get("/v1/teams/before").is_success
        assert client.get("/v1/teams/during").status_code == 404
        assert client.put("/v1/teams/during", json=TEAM).status_code == 201
        assert [item["subject"]["id"] for item in client.get("/v1/events").json()["items"]] == [
            "before",
            "during",
        ]
    assert own_house.worker.running is not None
    assert own_house.worker.running.poll() is None, "the worker went on too"
