"""From an exception to its problem on the wire. Every error of a service passes through here."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from plumbing.problems import (
    BUILT_IN,
    INTERNAL_ERROR,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    MEDIA_TYPE,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    WITH_RETRY_AFTER,
    Catalogue,
    FieldError,
    ProblemError,
    ProblemType,
    document,
)
from plumbing.strict_json import MalformedJsonError
from plumbing.validation_words import field_errors, is_malformed, summary

_RETRY_AFTER: Final = "5"
_UNAUTHORIZED: Final = 401
_ENCODE: Final = msgspec.json.Encoder().encode
_UNEXPECTED: Final = "The operators have been told. Quote the request id when you ask about it."
_DETAILS: Final = {
    NOT_FOUND: "Nothing is served at this address.",
    METHOD_NOT_ALLOWED: "See the Allow header for the methods that this address takes.",
    MALFORMED_REQUEST: "The body cannot be read as JSON.",
}


class ProblemAnswers:
    """Knows the problem of every exception that a service expects."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue: dict[type[Exception], ProblemType] = {
            MalformedJsonError: MALFORMED_REQUEST,
            **catalogue,
        }
        self.types = _distinct((*BUILT_IN, *catalogue.values()))
        # The first type of a status speaks for what FastAPI and Starlette raise by status alone.
        self._by_status = {kind.status: kind for kind in reversed(self.types)}

    def of(self, error: Exception, request_id: str) -> Response | None:
        """The answer to an error, or None to one that nobody expected."""
        problem = self._problem(error)
        return None if problem is None else render(problem, request_id)

    def document(self, error: Exception, request_id: str) -> dict[str, object] | None:
        """The problem of an error as a document, for a line of a batch; None if unexpected."""
        problem = self._problem(error)
        if problem is None:
            return None
        return document(problem.kind, problem.detail, problem.errors, request_id)

    def internal(self, request_id: str) -> Response:
        """The answer to an error that nobody expected. It says nothing of it."""
        return render(ProblemError(INTERNAL_ERROR, _UNEXPECTED), request_id)

    def internal_document(self, request_id: str) -> dict[str, object]:
        """The same as a document, for a line of a batch."""
        return document(INTERNAL_ERROR, _UNEXPECTED, (), request_id)

    def _problem(self, error: Exception) -> ProblemError | None:
        if isinstance(error, ProblemError):
            return error
        if isinstance(error, RequestValidationError):
            return _invalid(error)
        if isinstance(error, HTTPException):
            return self._by_http_status(error)
        for cls in type(error).__mro__:
            kind = self._catalogue.get(cls)
            if kind is not None:
                return ProblemError(kind, str(error), _errors_of(error))
        return None

    def _by_http_status(self, error: HTTPException) -> ProblemError | None:
        kind = self._by_status.get(error.status_code)
        if kind is None or kind is INTERNAL_ERROR:
            return None
        detail = _DETAILS.get(kind) or str(error.detail)
        return ProblemError(kind, detail, headers=error.headers)


def render(problem: ProblemError, request_id: str) -> Response:
    """The response that tells of a problem."""
    kind = problem.kind
    headers = dict(problem.headers or {})
    if kind.status in WITH_RETRY_AFTER:
        headers.setdefault("Retry-After", _RETRY_AFTER)
    if kind.status == _UNAUTHORIZED:
        headers.setdefault("WWW-Authenticate", "Bearer")
    body = document(kind, problem.detail, problem.errors, request_id)
    return Response(_encoded({**(problem.members or {}), **body}), kind.status, headers, MEDIA_TYPE)


def _encoded(body: Mapping[str, object]) -> bytes:
    try:
        return _ENCODE(body)
    except UnicodeEncodeError:
        # Half a surrogate pair in a member's name, say: a problem must not die of its cause.
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _invalid(error: RequestValidationError) -> ProblemError:
    errors = error.errors()
    if is_malformed(errors):
        return ProblemError(MALFORMED_REQUEST, _DETAILS[MALFORMED_REQUEST])
    found = field_errors(errors, error.body)
    return ProblemError(INVALID_REQUEST, summary(found), found)


def _errors_of(error: Exception) -> list[FieldError]:
    errors = getattr(error, "errors", ())
    if callable(errors):  # a method of that name is no list of ours
        return []
    return [FieldError(each.pointer, each.detail) for each in errors]


def _distinct(types: Iterable[ProblemType]) -> tuple[ProblemType, ...]:
    by_slug: dict[str, ProblemType] = {}
    for kind in types:
        if by_slug.setdefault(kind.slug, kind) != kind:
            raise ValueError(f"Two types of problem are called {kind.slug}.")
    return tuple(by_slug.values())
