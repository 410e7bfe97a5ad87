"""An ordinary FastAPI route whose body is read strictly.

FastAPI reads a body of any length with a parser that takes names twice, NaN and half surrogate
pairs. This stands before it and hands on only what `strict_json` takes; the rest is FastAPI's.
"""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from plumbing.strict_json import parse, read_body


class StrictRoute(APIRoute):
    """Reads the body as `strict_json` does: `APIRouter(route_class=StrictRoute)`.

    A subclass may set another `body_limit`, in bytes.
    """

    body_limit: ClassVar[int] = 64 * 1024

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, behind the strict reading of a body where there is one."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def handle_strictly(request: Request) -> Response:
            body = await read_body(request, limit=self.body_limit)
            return await handle(_ReadRequest(request, body, parse(body)))

        return handle_strictly


class _ReadRequest(Request):
    """A request whose body has been read and parsed."""

    def __init__(self, request: Request, body: bytes, document: object) -> None:
        super().__init__(request.scope, request.receive)
        self._bytes = body
        self._document = document

    async def body(self) -> bytes:
        return self._bytes

    async def json(self) -> object:
        return self._document
