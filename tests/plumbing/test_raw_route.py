"""Raw routes: documented like others, answered directly, and nothing passed over in silence."""

from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, Request, Response
from tests.plumbing.sample_service import Addends

from plumbing.raw_route import JsonBytes, RawRoute
from plumbing.route_index import RouteIndex
from plumbing.service import Service, make_service


async def endpoint(_: Request) -> Response:
    return Response(b"raw")


async def nothing() -> None:
    """A dependency that would have to run."""


def service_of(*routers: APIRouter) -> Service:
    return make_service(
        title="Raw", version="1", summary="", description="", catalogue={}, routers=routers
    )


def client_of(service: Service) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(service, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://raw")


def raw_router() -> APIRouter:
    router = APIRouter(route_class=RawRoute)
    router.add_api_route("/raw", endpoint)
    return router


@pytest.mark.parametrize("body", [b"", b"{}", b"[" + b"1," * 9_999 + b"1]"])
def test_encoded_json_has_the_headers_of_any_response_of_it(body: bytes) -> None:
    usual, ready = Response(body, media_type="application/json"), JsonBytes(body)
    assert (ready.raw_headers, ready.body) == (usual.raw_headers, usual.body)
    assert (ready.status_code, ready.background) == (usual.status_code, usual.background)


async def test_a_raw_route_is_answered_directly_and_through_the_router(
    client: httpx.AsyncClient, service: Service
) -> None:
    direct = RouteIndex(service.routes).direct
    assert ("/v1/raw", "POST") in direct
    assert not any("{" in str(path) for path, _ in direct)
    assert (await client.post("/v1/raw", json={})).json() == {"total": 1}
    assert (await client.get("/v1/raw/monday/two?q=abc")).json() == {"total": 9}


async def test_behind_a_prefix_it_is_answered_too(service: Service) -> None:
    transport = httpx.ASGITransport(service, root_path="/behind")
    async with httpx.AsyncClient(transport=transport, base_url="http://sample") as client:
        response = await client.post("/behind/v1/raw", json={})
        assert response.json() == {"total": 1}
        refused = await client.get("/behind/v1/raw")
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


async def test_the_first_route_of_a_path_answers() -> None:
    first = APIRouter()

    @first.get("/{name}")
    async def take_all(name: str) -> str:
        return name

    async with client_of(service_of(first, raw_router())) as client:
        assert (await client.get("/raw")).json() == "raw"
    async with client_of(service_of(raw_router(), first)) as client:
        assert (await client.get("/raw")).content == b"raw"


def test_it_is_documented(service: Service) -> None:
    document = service.openapi()
    operation = document["paths"]["/v1/raw"]["post"]
    assert operation["operationId"] == "add_raw"
    assert operation["description"] == "Add without FastAPI's machinery."
    content = operation["requestBody"]["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/Addends"}
    assert document["components"]["schemas"]["Addends"]["required"] == ["terms"]
    answer = operation["responses"]["200"]["content"]["application/json"]
    assert answer["schema"] == {"$ref": "#/components/schemas/Sum"}
    assert set(operation["responses"]) == {"200", "400", "409", "413", "415", "422", "500"}
    ordinary = document["paths"]["/v1/sums"]["post"]
    assert ordinary["requestBody"] == operation["requestBody"]
    assert Addends.__name__ in document["components"]["schemas"]


def test_an_endpoint_takes_the_request_and_nothing_else() -> None:
    router = APIRouter(route_class=RawRoute)

    async def two(_: Request, __: int) -> Response:
        return Response()

    def plain(_: Request) -> Response:
        return Response()

    for wrong in (two, plain):
        with pytest.raises(TypeError, match="async def"):
            router.add_api_route("/wrong", wrong)


def test_parameters_of_its_path_are_documented() -> None:
    router = APIRouter(route_class=RawRoute)
    with pytest.raises(TypeError, match="describe"):
        router.add_api_route("/wrong/{name}", endpoint)
    router.add_api_route("/right/{name}", endpoint, include_in_schema=False)


def test_dependencies_of_its_own_are_refused() -> None:
    router = APIRouter(route_class=RawRoute)
    with pytest.raises(TypeError, match="dependencies"):
        router.add_api_route("/wrong", endpoint, dependencies=[Depends(nothing)])


@pytest.mark.parametrize("limit", [None, 10])
def test_dependencies_and_limits_of_its_routers_are_refused_at_the_start(
    limit: int | None,
) -> None:
    outer = APIRouter(dependencies=[] if limit else [Depends(nothing)])
    outer.include_router(raw_router(), max_body_size=limit)
    with pytest.raises(ValueError, match="passed over in silence"):
        service_of(outer)


async def test_ordinary_routes_beside_it_keep_their_dependencies() -> None:
    router = APIRouter()

    async def given() -> str:
        return "given"

    @router.get("/ordinary")
    async def ordinary(value: Annotated[str, Depends(given)]) -> str:
        return value

    async with client_of(service_of(raw_router(), router)) as client:
        assert (await client.get("/ordinary")).json() == "given"
