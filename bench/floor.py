"""The floor: what a server costs that reads the body and answers constant bytes.

Run as `python -m bench.floor PORT BYTES`.
"""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

Message = dict[str, Any]


class Floor:
    """A bare ASGI app."""

    def __init__(self, answer_bytes: int) -> None:
        self._body = b'{"a":"' + b"b" * (answer_bytes - 8) + b'"}'
        self._headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(self._body)).encode()),
        ]

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Read the whole body, and answer."""
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body", False):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def main() -> None:
    """Serve until stopped."""
    port, answer_bytes = (int(argument) for argument in sys.argv[1:])
    uvicorn.run(
        Floor(answer_bytes),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
    )


if __name__ == "__main__":
    main()
