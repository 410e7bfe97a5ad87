"""Every type of problem that a service may answer, served by the service itself."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from plumbing.problems import INVALID_REQUEST, NOT_FOUND, ProblemError, ProblemType, responses
from plumbing.wire import Answer, Question, Slug


class NoQuery(Question):
    """No parameters at all: any is refused."""


class ProblemTypeAnswer(Answer):
    """A type of problem: what it means, and what to do."""

    type: str
    """The stable name, as problems give it; a reference to this description."""
    title: str
    status: int
    description: str


class ProblemTypes(Answer):
    """Every type of problem, in one page."""

    items: list[ProblemTypeAnswer]
    next_cursor: None


def registry_router(types: Sequence[ProblemType], tag: str) -> APIRouter:
    """The routes that serve the registry."""
    router = APIRouter(tags=[tag])
    by_slug = {kind.slug: _answer(kind) for kind in types}
    everything = ProblemTypes(items=list(by_slug.values()), next_cursor=None)

    @router.get("/problems", responses=responses(INVALID_REQUEST))
    async def list_problem_types(_: Annotated[NoQuery, Query()]) -> ProblemTypes:
        """List every type of problem that this service may answer."""
        return everything

    @router.get("/problems/{slug}", responses=responses(NOT_FOUND, INVALID_REQUEST))
    async def get_problem_type(slug: Slug, _: Annotated[NoQuery, Query()]) -> ProblemTypeAnswer:
        """Say what a type of problem means, and what to do. The `type` of a problem leads here."""
        found = by_slug.get(slug)
        if found is None:
            raise ProblemError(NOT_FOUND, "There is no problem type of this name: see /problems.")
        return found

    return router


def _answer(kind: ProblemType) -> ProblemTypeAnswer:
    return ProblemTypeAnswer(
        type=kind.uri, title=kind.title, status=kind.status, description=kind.description
    )
