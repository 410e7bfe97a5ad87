"""The routes of an app, flattened once: names for logs and metrics, and every method of a path.

FastAPI keeps routers as a tree. Walking it per request is slow, and a route of an included router
does not know its whole path; so this asks FastAPI for the flat list, once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.convertors import StringConvertor
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
    """A raw route that nothing before it could answer."""

    endpoint: Callable[..., Any]
    answer: ASGIApp


@dataclass(frozen=True, slots=True)
class _Shaped:
    """A route whose path has parameters, each one segment; `direct` where it is a raw one."""

    regex: re.Pattern[str]
    direct: DirectRoute | None


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
            if not context.param_convertors and self._first(context.path_format, method) is context
        }
        self._shaped = self._by_shape()

    def find_direct(self, method: str, path: str) -> tuple[DirectRoute, Mapping[str, str]] | None:
        """The raw route that FastAPI's router would come to, and the parameters in its path."""
        direct = self.direct.get((path, method))
        if direct is not None:
            return direct, {}
        for shaped in self._shaped.get((method, path.count("/")), ()):
            match = shaped.regex.match(path)
            if match is not None:
                return None if shaped.direct is None else (shaped.direct, match.groupdict())
        return None

    def _by_shape(self) -> dict[tuple[str, int], list[_Shaped]]:
        """Every route with each of its methods, by how many segments its path has.

        A shape that a path of any length could have is left to FastAPI's own walk.
        """
        shapes: dict[tuple[str, int], list[_Shaped]] = {}
        for context in self._contexts:
            route = _raw(context)
            direct = None if route is None else DirectRoute(route.endpoint, route.answer)
            for method in context.methods or ():
                shape = (method, (context.path_format or "").count("/"))
                shapes.setdefault(shape, []).append(_Shaped(context.path_regex, direct))
        of_any_length = any(
            not isinstance(convertor, StringConvertor)
            for context in self._contexts
            for convertor in (context.param_convertors or {}).values()
        )
        return {} if of_any_length else shapes

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
    return route
