"""The bytes of files over HTTP."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from applications.evidence.domain.files.digests import read_digests, write_digest
from applications.evidence.domain.files.media import BY_MEDIA_TYPE
from applications.evidence.domain.files.names import disposition
from applications.evidence.operations import files
from applications.evidence.operations.files import FileDesk, Sent
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

router = APIRouter(
    prefix="/v1", tags=["evidence"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)
