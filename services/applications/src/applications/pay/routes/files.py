"""Answers that are files: which form a caller wants, and what such an answer says of itself."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from fastapi import Request

from applications.pay.domain.exports import Form
from applications.routing import negotiated
from plumbing.paging import QueryPage
from plumbing.problems import INVALID_REQUEST, FieldError, ProblemError

JSON: Final = "application/json"
CSV: Final = "text/csv"
JSON_LINES: Final = "application/jsonl"
MEDIA_TYPES: Final[Mapping[Form, str]] = {"csv": CSV, "jsonl": JSON_LINES}
_API_VERSION: Final = "v1"
_TEXT: Final = {"type": "string"}
_DAY: Final = {"type": "string", "format": "date"}

KNOWN_HEADERS: Final[dict[str, Any]] = {
    "Api-Version": {"description": "The version of this API.", "schema": _TEXT},
    "Effective-On": {"description": "The day that was asked about.", "schema": _DAY},
    "Known-On": {"description": "The day of knowledge that was asked for.", "schema": _DAY},
    "Known-At": {
        "description": "The last instant that counts: ask for it again as `known_at`, and the "
        "answer is the same.",
        "schema": {"type": "string", "format": "date-time"},
    },
}


def wanted_form(request: Request, *forms: Form) -> Form | None:
    """The form of file that a caller wants; None for JSON, which anybody gets who does not say.

    Raises:
        NotAcceptableError: They take neither JSON nor any of these forms.
    """
    chosen = negotiated(request, [JSON, *(MEDIA_TYPES[form] for form in forms)])
    return next((form for form in forms if MEDIA_TYPES[form] == chosen), None)


def said_of(effective_on: date, known_on: date, known_at: datetime) -> dict[str, str]:
    """The headers that say what an answer is of."""
    return {
        "Api-Version": _API_VERSION,
        "Effective-On": effective_on.isoformat(),
        "Known-On": known_on.isoformat(),
        "Known-At": instant(known_at),
    }


def instant(moment: datetime) -> str:
    """An instant as answers have it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def refuse_pages(query: QueryPage) -> None:
    """Refuse what a question about pages says to a file.

    Raises:
        ProblemError: It says which page.
    """
    given = sorted({"limit", "cursor"} & query.model_fields_set)
    if given:
        detail = "A file has no pages: leave this out, or ask for JSON."
        mistakes = [FieldError(f"/query/{name}", detail) for name in given]
        raise ProblemError(INVALID_REQUEST, "A file has no pages.", mistakes)


def attached(name: str, form: Form) -> dict[str, str]:
    """The header that names the file."""
    return {"Content-Disposition": f'attachment; filename="{name}.{form}"'}


def documented_files(*forms: Form) -> dict[str, Any]:
    """How the contract describes answers in these forms."""
    return {MEDIA_TYPES[form]: {"schema": {"type": "string"}} for form in forms}
