"""Routes that know their caller before they read anything, and the headers of changing requests."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Body, Header, Request
from fastapi.security import HTTPBearer
from pydantic import ConfigDict
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from applications.permissions import PERMISSIONS, require_scope
from applications.platform.asked import Asked
from applications.platform.caller import Caller
from applications.platform.once import Once, Rendered, fingerprint
from plumbing.clock import london_day
from plumbing.negotiation import preferred
from plumbing.paging import decode_cursor, encode_cursor, link_next
from plumbing.raw_parameters import RawParameter
from plumbing.raw_route import RawRoute
from plumbing.strict_route import StrictRoute
from plumbing.wire import PatternText, Question

T = TypeVar("T")

BEARER: Final = HTTPBearer(
    auto_error=False, bearerFormat="JWT", description="An access token of the council's issuer."
)


class NoMembers(Question):
    """Nothing: this action takes no members, and so `{}`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


Nothing = Annotated[NoMembers, Body(openapi_examples={"nothing": {"value": {}}})]
"""The body of an action that takes no members."""


class CallerRoute(StrictRoute):
    """A route whose caller is verified first: not even a body is read of anybody unknown.

    Raises:
        KeyError: The operation has no row in the table of permissions.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The strict handler, behind the verification of the caller and the scope."""
        handle = super().get_route_handler()
        operation = self.name
        PERMISSIONS[operation]

        async def handle_known(request: Request) -> Response:
            authorization = request.headers.get("authorization")
            caller = await request.app.state.identity.authenticate(authorization)
            require_scope(caller, operation)
            request.state.caller = caller
            return await handle(request)

        return handle_known


class RawCallerRoute(RawRoute):
    """A route for many requests: its caller is verified first, and the rest is its own reading.

    Raises:
        KeyError: The operation has no row in the table of permissions.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - whatever a route takes
        PERMISSIONS[endpoint.__name__]
        described = {**(options.get("openapi_extra") or {}), "security": [{"HTTPBearer": []}]}
        super().__init__(path, endpoint, **{**options, "openapi_extra": described})

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is known to be for this route."""
        request = Request(scope, receive, send)
        authorization = request.headers.get("authorization")
        caller = await request.app.state.identity.authenticate(authorization)
        require_scope(caller, self.name)
        request.state.caller = caller
        await super().answer(scope, receive, send)


class NotAcceptableError(Exception):
    """The client takes none of the media types that there are. The message names them."""


def negotiated(request: Request, offered: Sequence[str]) -> str:
    """The media type of the answer, by the request's `Accept`; the first of them by default.

    Raises:
        NotAcceptableError: The client takes none of them.
    """
    chosen = preferred(request.headers.get("accept"), offered)
    if chosen is None:
        raise NotAcceptableError(f"It is given as {', '.join(offered)}: accept one of these.")
    return chosen


def caller_of(request: Request) -> Caller:
    """Who asks."""
    caller: Caller = request.state.caller
    return caller


_KEY_WORDS: Final = (
    "Give 1 to 255 visible ASCII characters, a new key for each new request: a UUID, say."
)
_KEY_SAYS: Final = (
    "A new value for each new request. The same request sent again with the same key takes effect "
    "once and is answered the same, for 30 days."
)
_MATCH_SAYS: Final = "The `ETag` of the version that is being changed."
_Key = Annotated[
    str,
    PatternText(
        "^[!-~]+$",
        what_to_do=_KEY_WORDS,
        example="8e03978e-40d5-43e8-bc93-6894a57f9324",
        longest=255,
    ),
]
_Match = Annotated[
    str,
    PatternText(
        r'^(\*|"[0-9a-z-]{1,64}")$',
        what_to_do="Give the ETag of the version that you are changing, with its quotes.",
        example='"1"',
        longest=66,
    ),
]
IdempotencyKey = Annotated[_Key, Header(alias="Idempotency-Key", description=_KEY_SAYS)]
IfMatch = Annotated[_Match | None, Header(alias="If-Match", description=_MATCH_SAYS)]
KEY: Final = RawParameter("Idempotency-Key", "header", _Key, description=_KEY_SAYS)
MATCH: Final = RawParameter("If-Match", "header", _Match, required=False, description=_MATCH_SAYS)


async def once(request: Request, key: str | None, render: Callable[[T], Rendered]) -> Once[T]:
    """The idempotency of this request. Quotes around the key are optional, as in the draft RFC."""
    document = await request.json() if await request.body() else None
    return once_of(request, key, document, render)


def once_of(
    request: Request, key: str | None, document: object, render: Callable[[T], Rendered]
) -> Once[T]:
    """The idempotency of a request whose body has been read."""
    path = request.scope["path"]
    mark = fingerprint(request.method, path, document, request.headers.get("if-match"))
    now = request.app.state.clock.now()
    return Once(caller_of(request), key.strip('"') if key else None, mark, now, render)


def respond(answer: Rendered) -> Response:
    """The response that carries a rendered answer."""
    headers = dict(answer.headers)
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, headers, "application/json")


def asked(request: Request) -> Asked:
    """What an operation is handed of this request."""
    state = request.app.state
    now = state.clock.now()
    return Asked(
        database=state.database,
        caller=caller_of(request),
        now=now,
        today=london_day(now),
        request_id=request.state.request_id,
    )


def page(
    request: Request,
    items: Sequence[object],
    position: Sequence[str | int] | None,
    filters: Mapping[str, object],
    encode: Callable[[object], bytes],
) -> Response:
    """A page of a list. `position` is where it ended when there is more, else None."""
    key: bytes = request.app.state.cursor_key
    cursor = None if position is None else encode_cursor(position, filters, key=key)
    headers = {} if cursor is None else {"Link": link_next(request.url, cursor)}
    body = encode({"items": items, "next_cursor": cursor})
    return Response(body, headers=headers, media_type="application/json")


def resume(
    request: Request,
    cursor: str | None,
    filters: Mapping[str, object],
    shape: Sequence[type[str | int]],
) -> tuple[str | int, ...] | None:
    """Where the page before ended; None at the beginning.

    Raises:
        ProblemError: `invalid-cursor`: it is not ours, or of another list, or was given with other
            filters.
    """
    if cursor is None:
        return None
    key: bytes = request.app.state.cursor_key
    return decode_cursor(cursor, filters, shape, key=key)


def say_where_to_go_on(request: Request, response: Response, cursor: str) -> str:
    """Add the `Link` to what comes behind a position of a list without end, and give it back."""
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != "after"]
    link = urlencode([*kept, ("after", cursor)])
    response.headers["Link"] = f'<?{link}>; rel="next"'
    return cursor
