"""Workflow, diagram and forms over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.problem_sets import documented
from applications.problems import NOT_IN_FORCE
from applications.routing import BEARER, CallerRoute, asked
from applications.schemes.operations import workflow
from applications.schemes.operations.workflow import Version
from applications.schemes.schemas.rendering import form_answer, workflow_answer
from applications.schemes.schemas.workflow import DiagramQuery, FormAnswer, RulesOn, WorkflowAnswer
from plumbing.problems import NOT_FOUND
from plumbing.wire import Slug

SVG: Final = "image/svg+xml"
_PROBLEMS: Final = documented(NOT_FOUND, NOT_IN_FORCE)
_PICTURE: Final = {
    "description": "The picture.",
    "content": {SVG: {"schema": {"type": "string"}}},
}
# A picture that is opened by itself is a document: it loads nothing and runs nothing.
_SAFE: Final = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}

router = APIRouter(
    prefix="/v1", tags=["schemes"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/schemes/{scheme}/workflow", responses=_PROBLEMS)
async def get_workflow(
    request: Request, scheme: Slug, query: Annotated[RulesOn, Query()]
) -> WorkflowAnswer:
    """Give a procedure as data: per pathway, who does what, by when, and what follows.

    Every rule has the clause of the council's own document that it comes from, or the assumption
    that was made where the document is silent.
    """
    schemes = request.app.state.schemes
    held = await workflow.get_workflow(asked(request), schemes, _version(scheme, query))
    return workflow_answer(held)


@router.get(
    "/schemes/{scheme}/diagram.svg",
    response_class=Response,
    responses={200: _PICTURE, **_PROBLEMS},
)
async def get_workflow_diagram(
    request: Request, scheme: Slug, query: Annotated[DiagramQuery, Query()]
) -> Response:
    """Draw a pathway: its steps, who does them, and which outcome leads where.

    The same version and pathway give the same bytes. Colours follow the reader's light or dark.
    """
    schemes = request.app.state.schemes
    picture = await workflow.get_workflow_diagram(
        asked(request), schemes, _version(scheme, query), pathway=query.pathway
    )
    return Response(picture, headers=_SAFE, media_type=SVG)


@router.get("/schemes/{scheme}/forms/{form}", responses=_PROBLEMS)
async def get_form(
    request: Request, scheme: Slug, form: Slug, query: Annotated[RulesOn, Query()]
) -> FormAnswer:
    """Give a form: its words, and the JSON Schema of what is filled in.

    A front end can show it from that alone: titles, help, choices with their words, and which
    field is asked where. Statements of practice that it asks about are those of the day asked for.
    """
    schemes, known = request.app.state.schemes, asked(request)
    held, found = await workflow.get_form(known, schemes, _version(scheme, query), form)
    return form_answer(held, form, found, query.rules_on or known.today)


def _version(scheme: str, query: RulesOn) -> Version:
    return Version(scheme=scheme, rules_on=query.rules_on, known_on=query.known_on)
