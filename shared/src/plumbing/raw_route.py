"""A route that is documented like any other, and answered without FastAPI's machinery.

FastAPI solves dependencies, keeps two exit stacks, reads, validates and serialises for every
request; for the hot route that is most of the time. A raw route stands in the same app, the same
routers and the same OpenAPI document, and is handed the request as it came:

    router = APIRouter(route_class=RawRoute)

    @router.post("/sums", response_model=Sum, openapi_extra=request_body(Addends))
    async def add(request: Request) -> Response: ...

What an endpoint raises becomes a problem as everywhere. It does its own reading (`read_body`,
`parse`) and its own checking; query parameters are refused unless the document names them.
"""

import inspect
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plumbing.validation_words import unknown_query

_JSON: Final = (b"content-type", b"application/json")
SCHEMA_REFERENCE: Final = "#/components/schemas/{model}"


class RawRoute(APIRoute):
    """Hands the request straight to `async def f(request: Request) -> Response`.

    Raises:
        TypeError: The endpoint is no such function, has dependencies, which would never run, or
            has parameters in its path that `openapi_extra` does not describe.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - whatever APIRoute takes
        if (
            not inspect.iscoroutinefunction(endpoint)
            or len(inspect.signature(endpoint).parameters) != 1
        ):
            raise TypeError(f"{path}: a raw route is `async def f(request: Request) -> Response`.")
        if options.get("dependencies"):
            raise TypeError(f"{path}: a raw route runs no dependencies.")
        super().__init__(path, endpoint, **options)
        declared = (options.get("openapi_extra") or {}).get("parameters", ())
        self._query_names = {each["name"] for each in declared if each["in"] == "query"}
        undeclared = self.param_convertors.keys() - {each["name"] for each in declared}
        if undeclared and self.include_in_schema:
            raise TypeError(f"{path}: describe {sorted(undeclared)} in openapi_extra.")

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is known to be for this route."""
        if scope["query_string"]:
            self._check_query(scope["query_string"])
        response = await self.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that FastAPI's router has brought here by its path."""
        if scope["method"] not in (self.methods or ()):
            raise HTTPException(405)
        await self.answer(scope, receive, send)

    def _check_query(self, query_string: bytes) -> None:
        pairs = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
        unknown = sorted({name for name, _ in pairs} - self._query_names)
        if unknown:
            raise unknown_query(unknown)


class JsonBytes(Response):
    """JSON that is encoded already, with the headers that any `Response` of it would have.

    Made for every answer of a hot route, it does not ask what else a response could be.
    """

    media_type = "application/json"

    def __init__(self, body: bytes) -> None:
        self.status_code = 200
        self.background = None
        self.body = body
        self.raw_headers = [(b"content-length", b"%d" % len(body)), _JSON]


def request_body(
    model: type[BaseModel], *, media_type: str = "application/json", **more: object
) -> dict[str, Any]:
    """Describe the body of a raw route, for `openapi_extra`.

    The model's schema becomes a component of the document. `more` goes beside it: `example`, say.
    """
    schema = model.model_json_schema(ref_template=SCHEMA_REFERENCE)
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema, **more}}}}
