"""The documentation page: Swagger UI, served whole from here.

Many offices block content delivery networks, and so does a strict content security policy: no
address outside this service, and no script in the page itself.
"""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from plumbing.problems import NOT_FOUND, ProblemError
from plumbing.raw_route import RawRoute

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API documentation</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="docs/favicon.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
_START: Final = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
"""
_MEDIA_TYPES: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}


def docs_router() -> APIRouter:
    """The page and all that it loads."""
    router = APIRouter(route_class=RawRoute, include_in_schema=False)
    static = files("fastapi_offline") / "static"
    assets = {
        name: ((static / name).read_bytes(), media_type)
        for name, media_type in _MEDIA_TYPES.items()
    }
    assets["start.js"] = (_START.encode(), "text/javascript")

    @router.get("/docs")
    async def get_documentation(_: Request) -> Response:
        return Response(_PAGE, headers={"Content-Security-Policy": _POLICY}, media_type="text/html")

    @router.get("/docs/{name}")  # noqa: FAST003 - a raw route reads it from the request
    async def get_documentation_asset(request: Request) -> Response:
        asset = assets.get(request.path_params["name"])
        if asset is None:
            raise ProblemError(NOT_FOUND, "The documentation has no such part.")
        content, media_type = asset
        return Response(content, headers={"Cache-Control": "max-age=3600"}, media_type=media_type)

    return router
