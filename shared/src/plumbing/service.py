"""The application factory: one FastAPI app with everything that each service has."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Final

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, ExceptionHandler, Lifespan, Receive, Scope, Send

from plumbing.docs_page import docs_router
from plumbing.metrics import RequestMetrics
from plumbing.observation import Observation
from plumbing.openapi_document import finish
from plumbing.operational import Readiness, draining_lifespan, operational_router
from plumbing.problem_answers import ProblemAnswers
from plumbing.problem_registry import registry_router
from plumbing.problems import Catalogue
from plumbing.raw_route import RawRoute
from plumbing.route_index import RouteIndex

_TAG: Final = {
    "name": "service",
    "description": "The service itself: its health, its metrics and its problems.",
}


class Service(FastAPI):
    """A FastAPI app whose errors are problems and whose raw routes are short.

    Exceptions become problems by the catalogue alone: FastAPI's exception handlers are not used.
    """

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        member_examples: Mapping[str, object] | None,
        **options: Any,  # noqa: ANN401 - whatever FastAPI takes
    ) -> None:
        self._member_examples = member_examples
        self.answers = ProblemAnswers(catalogue)
        self.metrics = RequestMetrics()
        self._finished: dict[str, Any] | None = None
        super().__init__(**options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request without the two layers that FastAPI and Starlette have here.

        For a request they would set a root path and report to telemetry; we have neither.
        """
        if scope["type"] == "http" and self.middleware_stack is not None:
            scope["app"] = self
            await self.middleware_stack(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """Put together what stands between the server and the routes.

        Starlette and FastAPI would put six more layers here. Left out, because they would do
        nothing for us: error handlers and their telemetry (Observation answers every error), body
        limits (strict reading has them), and for raw routes the router and the exit stack.
        """
        index = RouteIndex(self.routes)
        app: ASGIApp = Observation(
            _Shortcut(self.router, index),
            index=index,
            answers=self.answers,
            metrics=self.metrics,
        )
        for layer, arguments, options in reversed(self.user_middleware):
            app = layer(app, *arguments, **options)
        return app

    def add_exception_handler(
        self, exc_class_or_status_code: int | type[Exception], handler: ExceptionHandler
    ) -> None:
        """Refuse: the catalogue says what an exception becomes.

        Raises:
            TypeError: Always.
        """
        raise TypeError(f"Put {exc_class_or_status_code} into the catalogue, not {handler}.")

    def openapi(self) -> dict[str, Any]:
        """The contract, finished."""
        document = super().openapi()
        if document is not self._finished:
            self._finished = finish(document, self._member_examples)
        return document


class _Shortcut:
    """The way to a raw route without FastAPI's walk through its tree, which it does twice.

    The index has only routes that this walk would have come to. Everything else takes the walk.
    """

    def __init__(self, router: APIRouter, index: RouteIndex) -> None:
        self._find = index.find_direct
        self._walk = AsyncExitStackMiddleware(router)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        found = self._find(scope["method"], scope["path"]) if "method" in scope else None
        if found is None or scope.get("root_path"):
            return self._walk(scope, receive, send)
        route, scope["path_params"] = found
        scope["endpoint"] = route.endpoint
        return route.answer(scope, receive, send)


def make_service(  # noqa: PLR0913 - what an OpenAPI document says of itself, all by name
    *,
    title: str,
    version: str,
    summary: str,
    description: str,
    catalogue: Catalogue,
    routers: Sequence[APIRouter],
    readiness: Readiness | None = None,
    lifespan: Lifespan[Any] | None = None,
    servers: Sequence[Mapping[str, Any]] = (),
    contact: Mapping[str, Any] | None = None,
    licence: Mapping[str, Any] | None = None,
    tags: Sequence[Mapping[str, Any]] = (),
    member_examples: Mapping[str, object] | None = None,
    drain_seconds: float = 0.0,
) -> Service:
    """Make the app of a service.

    An operation's id is the name of its function. With `member_examples`, values for members of a
    name, every answer of success has an example. `readiness` raises when the service cannot do
    its work. After SIGTERM the service answers on for `drain_seconds`, saying that it is not
    ready, before the server stops it.

    Raises:
        ValueError: Two types of problem have the same slug, or a raw route was given dependencies
            or a limit that it would not honour.
    """
    app = Service(
        catalogue=catalogue,
        member_examples=member_examples,
        title=title,
        version=version,
        summary=summary,
        description=description,
        servers=[dict(each) for each in servers],
        contact=None if contact is None else dict(contact),
        license_info=None if licence is None else dict(licence),
        openapi_tags=[*(dict(each) for each in tags), _TAG],
        lifespan=draining_lifespan(lifespan, drain_seconds),
        generate_unique_id_function=lambda route: route.name,
        openapi_url=None,  # served below, without the server list that FastAPI makes up
        redirect_slashes=False,  # an address is right or wrong; and no contract names a 307
        telemetry={"tracing": False, "metrics": False, "logs": False},  # spans would hold queries
    )
    app.state.draining = False
    for router in routers:
        app.include_router(router)
    app.include_router(operational_router(readiness, app.metrics, _TAG["name"]))
    app.include_router(registry_router(app.answers.types, _TAG["name"]))
    app.include_router(_document_router(app))
    app.include_router(docs_router())
    RouteIndex(app.routes)  # to refuse a wrong route now, and not with the first request
    return app


def _document_router(app: Service) -> APIRouter:
    router = APIRouter(route_class=RawRoute, include_in_schema=False)

    @router.get("/openapi.json")
    async def get_openapi_document(_: Request) -> Response:
        return Response(msgspec.json.encode(app.openapi()), media_type="application/json")

    return router
