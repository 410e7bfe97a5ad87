"""The query of a raw route, beside the same model read and described by FastAPI."""

from typing import Annotated, Any, Self

import httpx
import pytest
from fastapi import APIRouter, Query, Request, Response
from pydantic import model_validator
from tests.plumbing.test_raw_route import client_of, service_of

from plumbing.paging import QueryPage
from plumbing.raw_parameters import RawQuery
from plumbing.raw_route import RawRoute
from plumbing.service import Service
from plumbing.strict_route import StrictRoute
from plumbing.wire import IsoDate, refusal


class Listed(QueryPage):
    """What is listed."""

    first: IsoDate
    """The first day."""
    last: IsoDate | None = None
    """The last day."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise refusal("Give a last day that is not before the first.")
        return self


LISTED = RawQuery(Listed)


@pytest.fixture
def service() -> Service:
    raw, ordinary = APIRouter(route_class=RawRoute), APIRouter(route_class=StrictRoute)

    @raw.get("/raw", openapi_extra={"parameters": LISTED.documents()})
    async def list_raw(request: Request) -> Response:
        return Response(LISTED.read(request).model_dump_json())

    @ordinary.get("/ordinary")
    async def list_ordinary(query: Annotated[Listed, Query()]) -> Response:
        return Response(query.model_dump_json())

    return service_of(ordinary, raw)


@pytest.fixture
def client(service: Service) -> httpx.AsyncClient:
    return client_of(service)


@pytest.mark.parametrize(
    "query",
    [
        "first=2026-01-01",
        "first=2026-01-01&last=2026-02-01&limit=7&cursor=abc",
        "first=2026-01-01&first=2026-03-01",
        "last=2026-02-01",
        "first=2026-02-30&limit=201",
        "first=&limit=07",
        "first=2026-02-01&last=2026-01-01",
        "first=2026-01-01&spare=1",
        "first=2026-01-01&limit",
    ],
)
async def test_both_take_and_refuse_the_same(client: httpx.AsyncClient, query: str) -> None:
    raw, ordinary = [await client.get(f"/{each}?{query}") for each in ("raw", "ordinary")]
    assert raw.status_code == ordinary.status_code
    assert told(raw) == told(ordinary)


def told(response: httpx.Response) -> dict[str, Any]:
    """What an answer says, but for the id of its request."""
    return {name: value for name, value in response.json().items() if name != "request_id"}


def test_the_contract_describes_both_alike(service: Service) -> None:
    paths = service.openapi()["paths"]
    raw, ordinary = (paths[path]["get"]["parameters"] for path in ("/raw", "/ordinary"))
    for each in ordinary:
        each["schema"].pop("description", None)  # FastAPI may say it twice
    assert raw == ordinary
