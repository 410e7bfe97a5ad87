"""An endpoint of webhooks that answers as a test has it answer, well or badly."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """One request that came."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def message(self) -> Json:
        """What it says."""
        message: Json = json.loads(self.content)
        return message

    @property
    def id(self) -> str:
        """Its `webhook-id`."""
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        """What it tells of."""
        return str(self.message["type"])

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return str(self.message["data"]["subject"]["id"])

    @property
    def seq(self) -> int:
        """The position of its event."""
        return int(self.message["data"]["seq"])


Behaviour = Callable[[BaseHTTPRequestHandler], None]
"""How to answer a request."""


def echo(received: Received) -> Behaviour:
    """Answer a challenge."""
    challenge = received.message["data"]["challenge"]
    return status(200, body=json.dumps({"challenge": challenge}).encode())


def status(code: int, *, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def take(_: Received) -> Behaviour:
    """Answer that all is well."""
    return status(204)


@dataclass(slots=True)
class Receiver:
    """What came, in order, and how the next is answered.

    `verify` answers challenges, and `behave` the rest.
    """

    url: str = ""
    behave: Callable[[Received], Behaviour] = take
    verify: Callable[[Received], Behaviour] = echo
    received: list[Received] = field(default_factory=list)

    @property
    def told(self) -> list[Received]:
        """What came of events."""
        return [each for each in self.received if not each.type.startswith("webhook.")]

    def answer_with(self, behaviour: Behaviour) -> None:
        """Answer everything so from now on."""
        self.behave = lambda _: behaviour


def close(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.connection.close()


def say_nonsense(handler: BaseHTTPRequestHandler) -> None:
    """Answer with what is no HTTP."""
    handler.wfile.write(b"\x00\xff nonsense\r\n\r\n")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time, and never come to an end."""
    with suppress(OSError):
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.2)


def huge(handler: BaseHTTPRequestHandler) -> None:
    """Answer 200 with a body without an end."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(1000):
            handler.wfile.write(bytes(1024 * 1024))


def hang(until: threading.Event) -> Behaviour:
    """Answer nothing before an event."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        until.wait(60)
        with suppress(OSError):
            status(204)(handler)

    return answer


@contextmanager
def receiving(tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Receiver]:
    """A receiver until the end of the block, over TLS where there is a certificate for it."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True
            length = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            received = Received(self.path, headers, self.rfile.read(length))
            if len(received.content) < length:
                return  # whoever sent it was killed
            receiver.received.append(received)
            is_challenge = received.type == "webhook.verify"
            behave = receiver.verify if is_challenge else receiver.behave
            with suppress(OSError):
                behave(received)(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: some of what comes here breaks, as it should."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.url = f"http{'s' if tls else ''}://{host}:{server.server_port}/hook"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()
