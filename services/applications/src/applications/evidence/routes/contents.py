"""The bytes of files over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from applications.evidence.domain.files.digests import read_digests, write_digest
from applications.evidence.domain.files.media import BY_MEDIA_TYPE
from applications.evidence.domain.files.names import disposition
from applications.evidence.operations import files
from applications.evidence.operations.files import FileDesk, Sent
from applications.evidence.routes.door import ApplicationId, EvidenceId
from applications.evidence.schemas.evidence import EvidenceAnswer
from applications.evidence.schemas.rendering import render_evidence
from applications.problem_sets import READING, documented
from applications.problems import (
    EVIDENCE_STATE,
    FILE_INFECTED,
    FILE_REFUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    UPLOAD_TOO_SLOW,
    WRONG_DIGEST,
)
from applications.routing import BEARER, CallerRoute, IfMatch, asked, respond
from plumbing.openapi_document import ETAG_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import (
    MALFORMED_REQUEST,
    NOT_FOUND,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    ProblemError,
)
from plumbing.wire import PatternText

router = APIRouter(
    prefix="/v1", tags=["evidence"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_DIGEST_SAYS: Final = (
    "What the bytes are, so that a change on their way is seen (RFC 9530): `sha-256=:...:`, "
    "`sha-512=:...:` or both."
)
_Digest = Annotated[
    str,
    PatternText(
        "^[!-~]([ -~]*[!-~])?$",
        what_to_do="Give `sha-256=:...:` or `sha-512=:...:`, the digest in base64.",
        example="sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:",
        longest=400,
    ),
]
ContentDigest = Annotated[_Digest | None, Header(alias="Content-Digest", description=_DIGEST_SAYS)]
ReprDigest = Annotated[_Digest | None, Header(alias="Repr-Digest", description=_DIGEST_SAYS)]
_SENT: Final[dict[str, Any]] = {
    media_type: {
        "schema": {"type": "string", "format": "binary"},
        "example": "(the bytes of the file)",
    }
    for media_type in BY_MEDIA_TYPE
}
_GIVEN: Final[dict[str, Any]] = {media_type: {} for media_type in BY_MEDIA_TYPE}
_TEXT: Final = {"type": "string"}
_DOWNLOAD_HEADERS: Final = {
    "ETag": {"description": "The SHA-256 of the content, in hexadecimal.", "schema": _TEXT},
    "Content-Disposition": {"description": "A file to keep, never to show.", "schema": _TEXT},
    "Content-Digest": {"description": "The SHA-256 of the content (RFC 9530).", "schema": _TEXT},
}


def file_desk(request: Request) -> FileDesk:
    """What files pass on their way in."""
    desk: FileDesk = request.app.state.file_desk
    return desk


@router.put(
    "/applications/{application_id}/evidence/{evidence_id}/content",
    response_model=EvidenceAnswer,
    responses={
        200: {"headers": ETAG_HEADER},
        **documented(
            NOT_FOUND,
            MALFORMED_REQUEST,
            MISSING_IF_MATCH,
            STALE_VERSION,
            EVIDENCE_STATE,
            UPLOAD_TOO_SLOW,
            PAYLOAD_TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            FILE_REFUSED,
            FILE_INFECTED,
            WRONG_DIGEST,
        ),
    },
    openapi_extra={"requestBody": {"required": True, "content": _SENT}},
)
async def put_evidence_content(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
    content_digest: ContentDigest = None,
    repr_digest: ReprDigest = None,
) -> Response:
    """Send the bytes of a file that was announced, as they are: no form, no encoding.

    `Content-Type` is the media type that was announced. The file is looked through before it is
    taken: it must be what it says it is, whole, one document and nothing else, without macros,
    scripts, embedded files or anything that is fetched from elsewhere; where the operator has
    antivirus software, that must clear it too. It is stored whole or not at all.
    """
    sent = Sent(
        application_id=UUID(application_id),
        evidence_id=UUID(evidence_id),
        if_match=if_match,
        media_type=_media_type(request),
        length=_length(request),
        digests=[read_digests(each) for each in (content_digest, repr_digest) if each is not None],
        pieces=request.stream(),
    )
    shown = await files.put_evidence_content(asked(request), file_desk(request), sent)
    return respond(render_evidence(shown))


def _media_type(request: Request) -> str:
    """What the body is said to be; it must come as it is."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise ProblemError(
            UNSUPPORTED_MEDIA_TYPE, "Send the bytes as they are, without Content-Encoding."
        )
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


def _length(request: Request) -> int | None:
    given = request.headers.get("content-length", "")
    return int(given) if given.isdecimal() else None


@router.get(
    "/applications/{application_id}/evidence/{evidence_id}/content",
    response_class=StreamingResponse,
    responses={
        **READING,
        **documented(NOT_FOUND, EVIDENCE_STATE),
        200: {
            "description": "The bytes of the file.",
            "content": _GIVEN,
            "headers": _DOWNLOAD_HEADERS,
        },
    },
)
async def get_evidence_content(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Give the bytes of a file as they were sent. That they were read is noted.

    They come as a file to keep, of the type that they were found to have, never to be shown or run
    in the place of a page of this service.
    """
    stored = await files.get_evidence_content(
        asked(request), file_desk(request).door, UUID(application_id), UUID(evidence_id)
    )
    return StreamingResponse(
        stored.pieces,
        media_type=stored.kind.media_type,
        headers={
            "Content-Length": str(stored.size),
            "Content-Disposition": disposition(stored.name, stored.kind),
            "Content-Digest": write_digest(bytes.fromhex(stored.sha256)),
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "ETag": f'"{stored.sha256}"',
        },
    )
