"""The routes of an app, flattened once: names for logs and metrics, and every method of a path.

FastAPI keeps routers as a tree. Walking it per request is slow, and a route of an included router
does not know its whole path; so this asks FastAPI for the flat list, once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Scope

from plumbing.raw_route import RawRoute


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asked for: its id, the template of its path, and its methods."""

    operation_id: str
    route: str
    methods: frozenset[str]


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A raw route that nothing before it could answer, at a path without parameters."""

    endpoint: Callable[..., Any]
    answer: ASGIApp


UNMATCHED: Final = Operation("unmatched", "unmatched", frozenset())


class RouteIndex:
    """What is known of the routes of an app.

    Raises:
        ValueError: A raw route was given dependencies or a limit that it would not honour.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._contexts = [context for context in iter_route_contexts(routes) if context.methods]
        self._operations = {context.endpoint: _operation(context) for context in self._contexts}
        self.direct = {
            (context.path_format, method): DirectRoute(route.endpoint, route.answer)
            for context in self._contexts
            if (route := _raw(context)) is not None
            for method in context.methods or ()
            if self._first(context.path_format, method) is context
        }

    def operation(self, scope: Scope) -> Operation:
        """The operation that answered; `UNMATCHED` where none did, on a 404 or 405."""
        found = self._operations.get(scope.get("endpoint"), UNMATCHED)
        return found if scope["method"] in found.methods else UNMATCHED

    def allowed(self, path: str) -> str:
        """Every method that a path takes, as `Allow` lists them.

        Starlette names those of the first route only, where several share a path.
        """
        methods = {
            method
            for context in self._contexts
            if context.path_regex.match(path)
            for method in context.methods or ()
        }
        return ", ".join(sorted(methods))

    def _first(self, path: str | None, method: str) -> RouteContext | None:
        for context in self._contexts:
            if method in (context.methods or ()) and context.path_regex.match(path):
                return context
        return None


def _operation(context: RouteContext) -> Operation:
    operation_id = getattr(context, "unique_id", None) or context.name or UNMATCHED.operation_id
    return Operation(operation_id, context.path_format or "", frozenset(context.methods or ()))


def _raw(context: RouteContext) -> RawRoute | None:
    route = context.original_route
    if not isinstance(route, RawRoute):
        return None
    if context.dependencies or context.max_body_size is not None:
        raise ValueError(
            f"{context.path}: a raw route runs no dependencies and reads its own body; "
            "a dependency or limit of its routers would be passed over in silence."
        )
    return None if context.param_convertors else route
