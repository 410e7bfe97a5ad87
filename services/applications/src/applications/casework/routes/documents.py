"""The completed forms of a case over HTTP: as data, as a page, as a PDF."""

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import documents
from applications.casework.routes.desk import ApplicationId, desk
from applications.casework.schemas.document_rendering import document_document, paper_of
from applications.casework.schemas.documents import DocumentAnswer, DocumentQuery
from applications.casework.schemas.rendering import encoded
from applications.documents.html import POLICY, render_html
from applications.documents.pdf import render_pdf
from applications.problem_sets import documented
from applications.problems import NOT_ACCEPTABLE
from applications.routing import BEARER, CallerRoute, caller_of, negotiated
from plumbing.problems import NOT_FOUND
from plumbing.wire import Slug

JSON: Final = "application/json"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
_TEXT: Final = {"type": "string"}
_FORMS: Final = {
    200: {
        "description": "The completed form, as the media type that the client likes best.",
        "content": {
            HTML: {"schema": {**_TEXT, "description": "A page that prints well."}},
            PDF: {"schema": {**_TEXT, "format": "binary"}},
        },
        "headers": {"Vary": {"description": "What the answer depends on.", "schema": _TEXT}},
    },
    **documented(NOT_FOUND, NOT_ACCEPTABLE),
}

router = APIRouter(
    prefix="/v1", tags=["casework"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/applications/{application_id}/documents/{kind}",
    response_model=DocumentAnswer,
    responses=_FORMS,
)
async def get_document(
    request: Request,
    application_id: ApplicationId,
    kind: Slug,
    query: Annotated[DocumentQuery, Query()],
) -> Response:
    """Give a form of the case as it was filled in. Its kind is the form's id.

    `Accept` says how: as JSON, as an HTML page that prints well, or as a PDF, of which the same
    form always gives the same bytes. Where a form was filled in several times, by several people
    or anew after the case was sent back, `number` says which; the last by default.
    """
    media_type = negotiated(request, (JSON, HTML, PDF))
    found = await documents.get_document(
        desk(request), UUID(application_id), kind, number=query.number
    )
    return await _rendered(media_type, found, caller_of(request).authority.title)


async def _rendered(media_type: str, found: documents.Document, authority: str) -> Response:
    headers = {"Vary": "Accept"}
    if media_type == JSON:
        return Response(encoded(document_document(found)), headers=headers, media_type=JSON)
    paper = paper_of(found, authority)
    if media_type == HTML:
        headers["Content-Security-Policy"] = POLICY
        return Response(render_html(paper), headers=headers, media_type=HTML)
    headers["Content-Disposition"] = f'inline; filename="{found.kind}-{found.number}.pdf"'
    # Long answers take seconds, which nobody else should wait for.
    return Response(await asyncio.to_thread(render_pdf, paper), headers=headers, media_type=PDF)
