"""The whole app of the service, called as a server would call it, without a server."""

import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bench.checking import PATH

from paycalc.main import create_app
from paycalc.settings import Settings
from plumbing.logs import configure_logging

Message = dict[str, Any]


class AppCalls:
    """The app with its log and metrics on; nobody reads the log here."""

    def __init__(self) -> None:
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as we run
        configure_logging(nowhere)
        self._app = create_app(Settings())

    def answer(self, body: bytes) -> None:
        """Answer a request."""
        _run(self._app(_scope(body), _Receive(body), _send))


def _run(call: Coroutine[Any, Any, None]) -> None:
    """Run a call that has nothing to wait for, without an event loop's own cost."""
    try:
        call.send(None)
    except StopIteration:
        return
    raise AssertionError("the app waited for something")


class _Receive:
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __call__(self) -> Message:
        return {"type": "http.request", "body": self._body, "more_body": False}


async def _send(message: Any) -> None:  # noqa: ANN401 - whatever an app sends
    if message.get("status", 200) != 200:  # noqa: PLR2004 - the one status that is measured
        raise AssertionError(f"the app answered {message['status']}")


def _scope(body: bytes) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "state": {},
    }
