"""What can go wrong on the wire: RFC 9457 problem types, the same in every service.

Here are the words only. `problem_answers` renders them, `problem_registry` publishes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

MEDIA_TYPE: Final = "application/problem+json"
EXAMPLE_REQUEST_ID: Final = "3f2b8c51d07e4a6c9b1e5d7f80a2c4e6"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake and its place.

    `pointer` is a JSON Pointer into the body ("" is the whole document); parameters are named by
    where they travel: "/query/limit", "/header/If-Match", "/path/id".
    """

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem that clients may branch on.

    `slug` is stable for ever; `description` says what it means and what to do, and is served by
    the registry.
    """

    slug: str
    status: int
    title: str
    description: str

    @property
    def uri(self) -> str:
        """The `type` member: a reference that this service answers."""
        return f"/problems/{self.slug}"


Catalogue = Mapping[type[Exception], ProblemType]
"""Which problem an exception of the domain becomes. `str(error)` is its detail, and `error.errors`,
where there is one, a sequence of things with `pointer` and `detail`."""


class ProblemError(Exception):
    """Answer this request with a problem. For routes only: the domain knows no HTTP."""

    def __init__(
        self,
        kind: ProblemType,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.members = members


MALFORMED_REQUEST: Final = ProblemType(
    "malformed-request",
    400,
    "The request cannot be read",
    "The body is not JSON as RFC 8259 has it, or uses a part of it that is refused here: a name "
    "twice in one object, a number that is not finite, half a surrogate pair, a NUL, a byte order "
    "mark, or too deep a nesting. Send UTF-8 JSON as an ordinary library writes it.",
)
INVALID_CURSOR: Final = ProblemType(
    "invalid-cursor",
    400,
    "The cursor is not one of ours, or belongs to another list",
    "A cursor continues the list that gave it, with the same filters. Follow the `next` link as it "
    "stands, or start again without a cursor.",
)
NOT_FOUND: Final = ProblemType(
    "not-found",
    404,
    "There is nothing here",
    "No resource has this address, or none that the caller may know of. Check the path and its "
    "identifiers.",
)
METHOD_NOT_ALLOWED: Final = ProblemType(
    "method-not-allowed",
    405,
    "The resource does not take this method",
    "The `Allow` header names every method that this address takes.",
)
PAYLOAD_TOO_LARGE: Final = ProblemType(
    "payload-too-large",
    413,
    "The body is too large",
    "The body is longer than this operation reads. Send less at a time.",
)
UNSUPPORTED_MEDIA_TYPE: Final = ProblemType(
    "unsupported-media-type",
    415,
    "The body is of a media type that is not read here",
    "Send the media type that the operation names, in UTF-8, with a matching `Content-Type`.",
)
INVALID_REQUEST: Final = ProblemType(
    "invalid-request",
    422,
    "The request does not match the contract",
    "The request can be read, but a member or parameter is missing, unknown or not of the type "
    "that the contract gives. `errors` has a pointer to each, and what to do.",
)
INTERNAL_ERROR: Final = ProblemType(
    "internal-error",
    500,
    "Something went wrong on our side",
    "The request was not at fault. Nothing more is said here; quote `request_id` and the operators "
    "find the whole story in the log.",
)
UNAVAILABLE: Final = ProblemType(
    "unavailable",
    503,
    "The service cannot answer just now",
    "Something that the service needs is away, or it is about to stop. Try again after the seconds "
    "that `Retry-After` gives.",
)

BUILT_IN: Final = (
    MALFORMED_REQUEST,
    INVALID_CURSOR,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    INTERNAL_ERROR,
    UNAVAILABLE,
)

WITH_RETRY_AFTER: Final = frozenset({429, 503})
"""The statuses that say when to come back."""

_RETRY_AFTER: Final = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
}

_HEADERS: Final = {
    **dict.fromkeys(WITH_RETRY_AFTER, _RETRY_AFTER),
    401: {
        "WWW-Authenticate": {
            "description": "How to say who asks (RFC 9110).",
            "schema": {"type": "string"},
        }
    },
}

FIELD_ERROR_SCHEMA: Final[dict[str, Any]] = {
    "title": "FieldError",
    "description": "One mistake in a request, and its place.",
    "type": "object",
    "required": ["pointer", "detail"],
    "properties": {
        "pointer": {
            "type": "string",
            "description": "A JSON Pointer into the body, or where a parameter travels: "
            "/query/limit, /header/If-Match, /path/id.",
        },
        "detail": {"type": "string", "description": "What is wrong, and what to do."},
    },
}

PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "Why a request was not answered as asked (RFC 9457). Branch on `type`; "
    "`GET /problems` lists every type there is.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "pattern": "^/problems/[a-z0-9-]+$",
            "description": "The stable name of the problem, and where it is described.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "This occurrence, in words."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
        "request_id": {"type": "string", "description": "What to quote when asking about it."},
    },
}


def document(
    kind: ProblemType, detail: str, errors: Iterable[FieldError], request_id: str
) -> dict[str, object]:
    """The body of a problem: every member, always."""
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "errors": [{"pointer": error.pointer, "detail": error.detail} for error in errors],
        "request_id": request_id,
    }


def responses(*types: ProblemType) -> dict[int | str, dict[str, Any]]:
    """Describe problems for `responses=` of a route or router.

    Types of one status become one response. FastAPI replaces a router's response by the route's
    of the same status, so a route names again what its router named.
    """
    by_status: dict[int, list[ProblemType]] = {}
    for kind in types:
        by_status.setdefault(kind.status, []).append(kind)
    return {status: _response(kinds) for status, kinds in sorted(by_status.items())}


def _response(kinds: Sequence[ProblemType]) -> dict[str, Any]:
    described = _HEADERS.get(kinds[0].status)
    headers = {} if described is None else {"headers": described}
    return {
        **headers,
        "description": "; ".join(f"`{kind.slug}`: {kind.title}" for kind in kinds) + ".",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    kind.slug: {
                        "summary": kind.title,
                        "value": document(kind, f"{kind.title}.", (), EXAMPLE_REQUEST_ID),
                    }
                    for kind in kinds
                },
            }
        },
    }
