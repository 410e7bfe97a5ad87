"""Antivirus software to ask: it speaks clamd's INSTREAM, and finds what it is told to find.

That a real clamd is spoken to in the same way is for `make test-more` to show.
"""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every antivirus software takes for a virus, and is none."""
SIGNATURE: Final = "Eicar-Test-Signature"

Mood = Literal["awake", "slow", "confused", "mute", "full"]


@dataclass(slots=True)
class FakeClamd:
    """Where it listens, how it behaves, and the length of what it was given."""

    port: int
    mood: Mood = "awake"
    given: list[int] = field(default_factory=list)
    going: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address as a setting."""
        return f"tcp://127.0.0.1:{self.port}"

    def answer(self, content: bytes) -> bytes:
        """What it says of a file."""
        self.given.append(len(content))
        if self.mood == "slow":
            self.going.wait(30)
        said = {
            "confused": b"stream: something ERROR\n",
            "mute": b"",
            "full": b"INSTREAM size limit exceeded. ERROR\n",
        }
        found = f"stream: {SIGNATURE} FOUND\n".encode() if EICAR in content else b"stream: OK\n"
        return said.get(self.mood, found)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = bytearray()
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        assert isinstance(self.server, _Server)
        self.wfile.write(self.server.clamd.answer(bytes(content)))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    clamd: FakeClamd

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up has their reasons."""


@contextmanager
def fake_clamd() -> Iterator[FakeClamd]:
    """Listen until the end of the block."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.clamd = FakeClamd(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.clamd
        finally:
            server.clamd.going.set()
            server.shutdown()
            thread.join()


def nobody_listens() -> str:
    """The address of antivirus software that is away."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"tcp://127.0.0.1:{listening.getsockname()[1]}"
