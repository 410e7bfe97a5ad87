"""Imports over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.examples import text_example
from applications.exchange.domain.import_kinds import KINDS_OF_IMPORT, ImportKind
from applications.exchange.domain.imports import ImportFormat
from applications.exchange.operations import imports
from applications.exchange.operations.imports import Received, SentFile
from applications.exchange.schemas.imports import (
    ImportAnswer,
    ImportId,
    ImportRowAnswer,
    ImportRowsAnswer,
    ImportRowsQuery,
    ImportsAnswer,
    ImportsQuery,
    KindName,
    YesNo,
)
from applications.platform.once import Rendered
from applications.problem_sets import LISTING, READING, documented
from applications.problems import KEY_REUSED, UNREADABLE_FILE
from applications.routing import (
    BEARER,
    KEY,
    CallerRoute,
    RawCallerRoute,
    asked,
    once_of,
    page,
    respond,
    resume,
)
from plumbing.openapi_document import LOCATION_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import (
    INVALID_CURSOR,
    NOT_FOUND,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
)
from plumbing.raw_parameters import RawParameter
from plumbing.uploads import uploaded

MOST_BYTES: Final = 64 * 1024 * 1024
_FORMATS: Final[dict[str, ImportFormat]] = {"text/csv": "csv", "application/jsonl": "jsonl"}
_KIND: Final = RawParameter(
    "kind", "query", KindName, description="What the file holds.", example="workers"
)
_VALIDATE_ONLY: Final = RawParameter(
    "validate_only",
    "query",
    YesNo,
    required=False,
    description="`true` says what would come of each row, and changes nothing.",
)
_STRING: Final[dict[str, Any]] = {"schema": {"type": "string"}}

router = APIRouter(
    prefix="/v1", tags=["imports"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)
receiving = APIRouter(prefix="/v1", tags=["imports"], route_class=RawCallerRoute)


def shown(received: Received) -> Rendered:
    """An import as it is answered to whoever sends its file."""
    body = ImportAnswer.of(received.about).model_dump_json().encode()
    address = f"/v1/imports/{received.about.import_id}"
    return Rendered(202 if received.is_new else 200, {"Location": address}, body)


@receiving.post(
    "/imports",
    status_code=202,
    response_model=ImportAnswer,
    responses={
        200: {
            "model": ImportAnswer,
            "description": "The same file came before, and it is the same import.",
            "headers": LOCATION_HEADER,
        },
        202: {"headers": LOCATION_HEADER},
        **documented(KEY_REUSED, UNREADABLE_FILE, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE),
    },
    openapi_extra={
        "parameters": [_KIND.document(), _VALIDATE_ONLY.document(), KEY.document()],
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {**_STRING, "example": text_example("workers.csv")},
                "application/jsonl": {**_STRING, "example": text_example("workers.jsonl")},
            },
        },
    },
)
async def create_import(request: Request) -> Response:
    """Take in a file of rows, each of which is what a single write would have as its body.

    CSV (RFC 4180, UTF-8, commas) or JSON lines, at most 64 MB and 200,000 rows. It is worked
    through in the background, 500 rows a transaction: a row that is refused never stops the others,
    and none is done by half. The files of an authority are worked through one after the other, as
    they came: send teams, then the workers in them, and wait for nothing.

    The same file again is the same import, answered with 200: while it is worked through, and then
    as long as no other file came in and none of its rows was refused. Else it is worked through
    again (202), and rows that say what is there already are `unchanged`. `validate_only` always
    looks again.

    **JSON lines**: the body of the single write with the id of its address beside it:
    `workers` (`PUT /v1/workers/{employee_number}`), `teams`, `role-assignments`. `post-grades` are
    the grades of posts that are known: `employee_number` and `posts` of `post_number`, `grade`,
    `point_position`, `hours_per_week`. `register-checks` are what the regulator's register said:
    `registration_number`, `name`, `status`, `conditions`, `registered_from`, `registered_until`,
    `checked_on` (today when left out). `pay-history` is pay that another system knew before:
    `employee_number`, `post_number`, `starts_on`, `grade`, `point` (`position`, `scp`, `spine`),
    `hours_per_week`, `annual_salary`, `salary_status` and `source_known_on`, its own day of
    knowledge; a row without a grade says that pay ended. It never takes the place of what was
    decided here.

    **CSV**: the first line names the members, from the outside in with dots between them:
    `registration.number`, `qualifications.qualified_on`, `over.kind`, `facts.my_plan_complete`. A
    column that begins with `posts.` is of one post: somebody with several has a row for each, one
    under the other, with the same person in each. An empty cell is a member left out. `37` is read
    as `37.00`. The register's own download is read as it is printed: `Registration number`,
    `Name`, `Status`, `Conditions`, `Registered from`, `Registered until`, days like 30/11/2026.
    """
    key, kind = KEY.read(request), _KIND.read(request)
    validate_only = _VALIDATE_ONLY.read_if_given(request) == "true"
    async with uploaded(request, limit=MOST_BYTES, media_types=_FORMATS) as upload:
        media_type = request.headers["content-type"].partition(";")[0].strip().lower()
        sent = SentFile(
            kind=_as_kind(kind),
            format=_FORMATS[media_type],
            validate_only=validate_only,
            content=upload.file,
            size=upload.size,
            sha256=upload.sha256,
        )
        mark = [kind, sent.format, validate_only, sent.sha256]
        only_once = once_of(request, key, mark, shown)
        return respond(await imports.create_import(asked(request), only_once, sent))


def _as_kind(kind: str) -> ImportKind:
    return KINDS_OF_IMPORT[kind].kind


@router.get("/imports", response_model=ImportsAnswer, responses=LISTING)
async def list_imports(request: Request, query: Annotated[ImportsQuery, Query()]) -> Response:
    """List imports, the last received first."""
    filters = query.model_dump(exclude={"limit", "cursor"})
    place = resume(request, query.cursor, filters, (str, str))
    before = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    found = await imports.list_imports(
        asked(request),
        kind=None if query.kind is None else _as_kind(query.kind),
        before=before,
        limit=query.limit + 1,
    )
    last = found[query.limit - 1] if len(found) > query.limit else None
    position = None if last is None else [last.received_at.isoformat(), str(last.import_id)]
    items = [ImportAnswer.of(each) for each in found[: query.limit]]

    def encode(document: object) -> bytes:
        return ImportsAnswer.model_validate(document).model_dump_json().encode()

    return page(request, items, position, filters, encode)


@router.get("/imports/{import_id}", responses=READING)
async def get_import(
    request: Request, import_id: ImportId, _: Annotated[NoQuery, Query()]
) -> ImportAnswer:
    """Give an import, and how far it is worked through."""
    return ImportAnswer.of(await imports.get_import(asked(request), UUID(import_id)))


@router.get(
    "/imports/{import_id}/rows",
    response_model=ImportRowsAnswer,
    responses=documented(NOT_FOUND, INVALID_CURSOR),
)
async def list_import_rows(
    request: Request, import_id: ImportId, query: Annotated[ImportRowsQuery, Query()]
) -> Response:
    """List what came of the rows of a file, as far as it is worked through, by line."""
    filters = {"import_id": import_id, "outcome": query.outcome}
    place = resume(request, query.cursor, filters, (int,))
    found = await imports.list_import_rows(
        asked(request),
        UUID(import_id),
        outcome=query.outcome,
        after=0 if place is None else int(place[0]),
        limit=query.limit + 1,
    )
    items = [ImportRowAnswer.of(each) for each in found[: query.limit]]
    position = [items[-1].line] if len(found) > query.limit else None

    def encode(document: object) -> bytes:
        return ImportRowsAnswer.model_validate(document).model_dump_json().encode()

    return page(request, items, position, filters, encode)
