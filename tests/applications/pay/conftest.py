"""The client that services ask paycalc with."""

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.applications.pay.questions import assert_as_contracted
from tests.support.house import House

from applications.pay.paycalc_client import Paycalc, open_client


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The client that services use, with every body held against the contract on its way out."""

    async def check(request: httpx.Request) -> None:
        assert_as_contracted(request.content)

    async with open_client() as opened:
        opened.event_hooks = {"request": [check]}
        yield opened


@pytest.fixture
def paycalc(house: House, client: httpx.AsyncClient) -> Paycalc:
    """The real paycalc."""
    assert house.paycalc.url is not None
    return Paycalc(client, house.paycalc.url)
