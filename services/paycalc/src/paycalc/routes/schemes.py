"""Schemes over HTTP: what is held, and what a form has to ask."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paycalc.answers.fact_schema import facts_document
from paycalc.answers.schemes import (
    pay_table_document,
    scheme_document,
    scheme_summary,
    submission_dates_document,
)
from paycalc.operations import schemes
from paycalc.problems import NOT_IN_FORCE, SCHEME_NOT_FOUND
from paycalc.routes.state import held
from paycalc.schemas.schemes import (
    ListSchemesQuery,
    PayTableAnswer,
    PayTableQuery,
    RulesOnQuery,
    SchemeAnswer,
    SchemeList,
    SubmissionDatesAnswer,
    SubmissionDatesQuery,
)
from plumbing.paging import decode_cursor, encode_cursor, link_next
from plumbing.problems import INVALID_CURSOR, INVALID_REQUEST, responses
from plumbing.wire import Slug

Json = dict[str, Any]

router = APIRouter(prefix="/v1", tags=["schemes"])

_OF_ONE_SCHEME = responses(SCHEME_NOT_FOUND, INVALID_REQUEST, NOT_IN_FORCE)


@router.get(
    "/schemes", response_model=SchemeList, responses=responses(INVALID_CURSOR, INVALID_REQUEST)
)
async def list_schemes(
    request: Request, response: Response, query: Annotated[ListSchemesQuery, Query()]
) -> Json:
    """List every scheme and its versions."""
    after = str(decode_cursor(query.cursor, {}, (str,))[0]) if query.cursor else None
    found = schemes.list_schemes(held(request).rulebook, after=after, limit=query.limit + 1)
    items = [scheme_summary(versions) for versions in found[: query.limit]]
    cursor = encode_cursor([items[-1]["scheme"]], {}) if len(found) > query.limit else None
    if cursor is not None:
        response.headers["Link"] = link_next(request.url, cursor)
    return {"items": items, "next_cursor": cursor}


@router.get(
    "/schemes/{scheme}",
    response_model=SchemeAnswer,
    response_model_exclude_unset=True,  # a clause or an assumption: the other is left out
    responses=_OF_ONE_SCHEME,
)
async def get_scheme(
    request: Request, scheme: Slug, query: Annotated[RulesOnQuery, Query()]
) -> Json:
    """Give one version whole: grades, points, pathways, criteria and pay rules.

    Each rule has the clause of the council's document that it comes from, or an assumption in
    words.
    """
    state = held(request)
    today = state.clock.today()
    version = schemes.get_scheme(state.rulebook, scheme, rules_on=query.rules_on, today=today)
    return scheme_document(version)


@router.get("/schemes/{scheme}/facts", responses=_OF_ONE_SCHEME)
async def get_scheme_facts(
    request: Request, scheme: Slug, query: Annotated[RulesOnQuery, Query()]
) -> Json:
    """Give the JSON Schema of the facts that the scheme asks for.

    Its properties stand in the order in which a form would ask them. Every scheme accepts every
    fact that has a fixed name, used or not, and those that it declares itself.
    """
    state = held(request)
    today = state.clock.today()
    version = schemes.get_scheme(state.rulebook, scheme, rules_on=query.rules_on, today=today)
    return facts_document(version.plan)


@router.get("/schemes/{scheme}/pay-table", response_model=PayTableAnswer, responses=_OF_ONE_SCHEME)
async def get_pay_table(
    request: Request, scheme: Slug, query: Annotated[PayTableQuery, Query()]
) -> Json:
    """Give every grade and point with its salary on a day, as it was known on another.

    A salary is settled once the award of its pay year is agreed, provisional before that, and
    unpriced where no value is published. No figure is ever invented.
    """
    state = held(request)
    table = schemes.get_pay_table(
        state.rulebook,
        scheme,
        effective_on=query.effective_on,
        known_on=query.known_on,
        today=state.clock.today(),
    )
    return pay_table_document(table)


@router.get(
    "/schemes/{scheme}/submission-dates",
    response_model=SubmissionDatesAnswer,
    responses=_OF_ONE_SCHEME,
)
async def list_submission_dates(
    request: Request, scheme: Slug, query: Annotated[SubmissionDatesQuery, Query()]
) -> Json:
    """List the next submission dates from a day on, that day counting.

    There is none where the scheme has no such dates.
    """
    state = held(request)
    today = state.clock.today()
    dates = schemes.list_submission_dates(
        state.rulebook, scheme, from_=query.from_, count=query.count, today=today
    )
    return submission_dates_document(scheme, dates, today)
