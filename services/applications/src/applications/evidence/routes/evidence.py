"""Evidence over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.provided import Provided
from applications.evidence.domain.said import Said
from applications.evidence.operations import identifiers, providing, reading
from applications.evidence.operations.reading import Moment
from applications.evidence.routes.door import ApplicationId, EvidenceId, door
from applications.evidence.schemas.evidence import (
    EvidenceAnswer,
    EvidenceList,
    EvidenceQuery,
    EvidenceSummary,
    ProvideEvidence,
    ReasonBody,
)
from applications.evidence.schemas.rendering import (
    completeness_document,
    encoded,
    render_changed,
    render_created,
    render_evidence,
    summary_document,
)
from applications.people.domain.refusals import InvalidRecordError, Refused
from applications.problem_sets import LISTING, READING, documented
from applications.problems import (
    EVIDENCE_STATE,
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    UNKNOWN_REFERENCE,
)
from applications.routing import (
    BEARER,
    CallerRoute,
    IdempotencyKey,
    IfMatch,
    asked,
    once,
    page,
    respond,
    resume,
)
from plumbing.openapi_document import ETAG_HEADER, LOCATION_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import INVALID_CURSOR, MALFORMED_REQUEST, NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["evidence"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_CHANGING: Final = documented(
    NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, MISSING_IF_MATCH, STALE_VERSION, EVIDENCE_STATE
)
_ONE_WAY: Final = "Ask for an attempt or for an instant, not for both."
_ADDRESS: Final[dict[str, Any]] = {
    "application_id": "$response.body#/application_id",
    "evidence_id": "$response.body#/evidence_id",
}
_LINKS: Final[dict[str, Any]] = {
    "get_evidence": {"operationId": "get_evidence", "parameters": _ADDRESS},
    **{
        name: {
            "operationId": name,
            "parameters": {**_ADDRESS, "If-Match": "$response.header.ETag"},
        }
        for name in ("withdraw_evidence", "acknowledge_identifiers", "report_identifiers")
    },
}


@router.post(
    "/applications/{application_id}/evidence",
    status_code=201,
    response_model=EvidenceSummary,
    responses={
        201: {"headers": {**LOCATION_HEADER, **ETAG_HEADER}, "links": _LINKS},
        **documented(NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, UNKNOWN_REFERENCE, EVIDENCE_STATE),
    },
)
async def add_evidence(
    request: Request,
    application_id: ApplicationId,
    body: ProvideEvidence,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Provide evidence: a form with its answers, or the announcement of a file.

    `GET .../evidence` says what the pathway asks for and who provides it. The content of a file
    follows with `PUT .../evidence/{evidence_id}/content`. What is there is never changed: a new
    version names the one before in `replaces`. After the submission only what may follow is taken,
    and what takes the place of something in quarantine.
    """
    sent = Provided(
        item=body.item,
        answers=body.answers,
        name=body.name,
        media_type=body.media_type,
        statement=body.statement,
        replaces=None if body.replaces is None else UUID(body.replaces),
    )
    only_once = await once(request, idempotency_key, render_created)
    return respond(
        await providing.add_evidence(
            asked(request), door(request), only_once, UUID(application_id), sent
        )
    )


@router.get(
    "/applications/{application_id}/evidence",
    response_model=EvidenceList,
    responses={**LISTING, **documented(NOT_FOUND, INVALID_CURSOR)},
)
async def list_evidence(
    request: Request, application_id: ApplicationId, query: Annotated[EvidenceQuery, Query()]
) -> Response:
    """List what was provided for a case, and say of every item what is missing, and why.

    `requirements` has each item of the pathway with the clause that asks for it and the roles that
    provide it, so that it can be seen how complete a portfolio is while it is written. With
    `attempt` it is what a submission consisted of, with `as_of` what there was at an instant.
    Reads of evidence are noted.
    """
    if query.attempt is not None and query.as_of is not None:
        raise InvalidRecordError([Refused("/query/as_of", _ONE_WAY)])
    filters = {
        "application_id": application_id,
        **query.model_dump(exclude={"limit", "cursor"}),
    }
    place = resume(request, query.cursor, filters, (str, str))
    after = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    found = await reading.list_evidence(
        asked(request),
        door(request),
        UUID(application_id),
        Moment(attempt=query.attempt, as_of=query.as_of),
    )
    rest = [each for each in found.evidence if after is None or _place(each) > after]
    now = rest[: query.limit]
    position = list(map(str, _place(now[-1]))) if len(rest) > query.limit else None
    items = [summary_document(found.case, each) for each in now]

    def encode(document: object) -> bytes:
        members = dict(document) if isinstance(document, dict) else {}
        return encoded({**members, **completeness_document(found)})

    return page(request, items, position, filters, encode)


def _place(evidence: Evidence) -> tuple[datetime, UUID]:
    return evidence.provided_at, evidence.evidence_id


@router.get(
    "/applications/{application_id}/evidence/{evidence_id}",
    response_model=EvidenceAnswer,
    responses={200: {"headers": ETAG_HEADER, "links": _LINKS}, **READING},
)
async def get_evidence(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Give something that was provided, in this version of it, with its answers.

    What was submitted can be read for ever, whatever took its place. `withheld` says why somebody
    may not read what is in it. The read is noted. Its `ETag` is what a change needs as `If-Match`.
    """
    shown = await reading.get_evidence(
        asked(request), door(request), UUID(application_id), UUID(evidence_id)
    )
    return respond(render_evidence(shown))


@router.post(
    "/applications/{application_id}/evidence/{evidence_id}/withdraw",
    response_model=EvidenceSummary,
    responses=_CHANGING,
)
async def withdraw_evidence(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    body: ReasonBody,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Withdraw something that was provided, as long as the case is being prepared.

    What an earlier submission consisted of stays readable with that submission.
    """
    only_once = await once(request, idempotency_key, render_changed)
    said = _said(application_id, evidence_id, body, if_match)
    return respond(
        await providing.withdraw_evidence(asked(request), door(request), only_once, said)
    )


@router.post(
    "/applications/{application_id}/evidence/{evidence_id}/acknowledge-identifiers",
    response_model=EvidenceSummary,
    responses=_CHANGING,
)
async def acknowledge_identifiers(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    body: ReasonBody,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Acknowledge what seems to name somebody, with a reason, so that it stands as it is.

    It is for those who provide the item; what was reported, for its provider alone. Who
    acknowledged is kept.
    """
    only_once = await once(request, idempotency_key, render_changed)
    said = _said(application_id, evidence_id, body, if_match)
    return respond(
        await identifiers.acknowledge_identifiers(asked(request), door(request), only_once, said)
    )


@router.post(
    "/applications/{application_id}/evidence/{evidence_id}/report-identifiers",
    response_model=EvidenceSummary,
    responses=_CHANGING,
)
async def report_identifiers(
    request: Request,
    application_id: ApplicationId,
    evidence_id: EvidenceId,
    body: ReasonBody,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Report that something names somebody who should not be named.

    Whoever may see it may report it. From then on nobody but its provider can read it, until the
    provider sends it anew or acknowledges it with a reason; a yes waits meanwhile.
    """
    only_once = await once(request, idempotency_key, render_changed)
    said = _said(application_id, evidence_id, body, if_match)
    return respond(
        await identifiers.report_identifiers(asked(request), door(request), only_once, said)
    )


def _said(application_id: str, evidence_id: str, body: ReasonBody, if_match: str | None) -> Said:
    return Said(
        application_id=UUID(application_id),
        evidence_id=UUID(evidence_id),
        reason=body.reason,
        if_match=if_match,
    )
