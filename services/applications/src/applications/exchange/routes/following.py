"""How a list that goes on for ever says where it goes on."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response

_PARAMETER: Final = "after"


def say_where_to_go_on(request: Request, response: Response, reached: int) -> str:
    """Add the `Link` to what comes behind a position, and give the position as a cursor."""
    cursor = str(reached)
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != _PARAMETER]
    link = urlencode([*kept, (_PARAMETER, cursor)])
    response.headers["Link"] = f'<?{link}>; rel="next"'
    return cursor
