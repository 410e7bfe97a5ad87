"""applications as it is served, and beside it a route that checks the token and does nothing."""

import sys

from bench.servers import HOST
from fastapi import APIRouter, Request, Response

from applications.main import create_app
from applications.routing import CallerRoute
from applications.settings import Settings
from plumbing.serving import serve

EMPTY = "/empty"


def main() -> None:
    """Serve on the port that the command line gives, until ended."""
    app = create_app(Settings())  # type: ignore[call-arg] # the environment has it
    app.include_router(_empty())
    serve(app, host=HOST, port=int(sys.argv[1]))


def _empty() -> APIRouter:
    router = APIRouter(route_class=CallerRoute, include_in_schema=False)

    @router.get(EMPTY)
    async def get_me(_: Request) -> Response:
        # Under the name of an operation that anybody with a token may use.
        return Response(b"{}", media_type="application/json")

    return router


if __name__ == "__main__":
    main()
