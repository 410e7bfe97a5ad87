"""Parameters of raw routes: read by the type that the contract describes, and never walked to."""

import httpx
import pytest
from fastapi import APIRouter, Request, Response
from tests.plumbing.test_raw_route import client_of, service_of

from plumbing.raw_parameters import RawParameter
from plumbing.raw_route import RawRoute
from plumbing.route_index import RouteIndex
from plumbing.service import Service
from plumbing.wire import Slug

NAME = RawParameter("name", "path", Slug)
NEEDED = RawParameter("X-Needed", "header", Slug, description="It is needed.")
SPARE = RawParameter("X-Spare", "header", Slug, required=False)


@pytest.fixture
def service() -> Service:
    raw, ordinary = APIRouter(route_class=RawRoute), APIRouter()

    @raw.get(
        "/things/{name}",  # noqa: FAST003 - a raw route reads them itself
        openapi_extra={"parameters": [each.document() for each in (NAME, NEEDED, SPARE)]},
    )
    async def get_thing(request: Request) -> Response:
        told = [NAME.read(request), NEEDED.read(request), str(SPARE.read_if_given(request))]
        return Response(" ".join(told))

    @ordinary.get("/things/here")
    async def get_here() -> str:
        return "here"

    @ordinary.get("/{kind}/last")
    async def get_last(kind: str) -> str:
        return kind

    return service_of(ordinary, raw)


@pytest.fixture
def client(service: Service) -> httpx.AsyncClient:
    return client_of(service)


async def test_they_are_read_from_the_path_and_the_headers(client: httpx.AsyncClient) -> None:
    told = await client.get("/things/a-thing", headers={"x-needed": "one"})
    assert told.text == "a-thing one None"
    told = await client.get("/things/b", headers={"x-needed": "one", "x-spare": "two"})
    assert told.text == "b one two"


@pytest.mark.parametrize(
    ("path", "headers", "pointer"),
    [
        ("/things/Not-A-Slug", {"x-needed": "one"}, "/path/name"),
        ("/things/a", {}, "/header/X-Needed"),
        ("/things/a", {"x-needed": "Not A Slug"}, "/header/X-Needed"),
        ("/things/a", {"x-needed": "one", "x-spare": "No Slug"}, "/header/X-Spare"),
    ],
)
async def test_what_is_missing_or_wrong_is_named_and_not_repeated(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], pointer: str
) -> None:
    refused = await client.get(path, headers=headers)
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
    assert "Slug" not in refused.text


async def test_a_route_before_it_answers_as_the_router_would_have_it(
    client: httpx.AsyncClient, service: Service
) -> None:
    assert (await client.get("/things/here")).json() == "here"
    assert (await client.get("/things/last")).json() == "things"
    index = RouteIndex(service.routes)
    assert index.find_direct("GET", "/things/here") is None
    found = index.find_direct("GET", "/things/a")
    assert found is not None
    assert found[1] == {"name": "a"}
    assert index.find_direct("POST", "/things/a") is None
    assert (await client.post("/things/a")).headers["allow"] == "GET"


def test_the_contract_describes_them(service: Service) -> None:
    operation = service.openapi()["paths"]["/things/{name}"]["get"]
    places = [(each["name"], each["in"], each["required"]) for each in operation["parameters"]]
    assert places == [
        ("name", "path", True),
        ("X-Needed", "header", True),
        ("X-Spare", "header", False),
    ]
    assert operation["parameters"][1]["description"] == "It is needed."
