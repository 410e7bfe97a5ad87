"""The access log of evidence over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.evidence.operations import reads
from applications.evidence.schemas.evidence import EvidenceReadList, EvidenceReadsQuery
from applications.evidence.schemas.rendering import encoded, read_document
from applications.evidence.storage.reads import ReadFilter
from applications.problem_sets import LISTING
from applications.routing import BEARER, CallerRoute, asked, page, resume

router = APIRouter(
    prefix="/v1", tags=["audit"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/audit/evidence-reads", response_model=EvidenceReadList, responses=LISTING)
async def list_evidence_reads(
    request: Request, query: Annotated[EvidenceReadsQuery, Query()]
) -> Response:
    """List who read which evidence, when and with which request, in that order.

    Reading changes nothing, so that this is no part of the log's chain.
    """
    filters = query.model_dump(exclude={"limit", "cursor"})
    place = resume(request, query.cursor, filters, (str, str))
    after = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    wanted = ReadFilter(
        application_id=None if query.application_id is None else UUID(query.application_id),
        evidence_id=None if query.evidence_id is None else UUID(query.evidence_id),
        reader=query.reader,
        read_since=query.read_since,
    )
    found = await reads.list_evidence_reads(
        asked(request), wanted, after=after, limit=query.limit + 1
    )
    now = found[: query.limit]
    last = now[-1] if len(found) > query.limit else None
    position = None if last is None else [last.read_at.isoformat(), str(last.read_id)]
    return page(request, [read_document(each) for each in now], position, filters, encoded)
