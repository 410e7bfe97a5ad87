"""A peer that answers as a test has it answer, well or badly, over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What to do once a request has come."""


@dataclass(slots=True)
class HostileServer:
    """Plays one script for each request, the last one again for every further one."""

    url: str = ""
    scripts: list[Script] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read a request, play its script and close the connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            self.headers.append(headers)
            self.bodies.append(await reader.readexactly(int(headers.get("content-length", "0"))))
            await self.scripts[min(len(self.bodies), len(self.scripts)) - 1](writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone away, as it should from some of these
        finally:
            writer.close()


@asynccontextmanager
async def hostile_server(*scripts: Script, port: int = 0) -> AsyncIterator[HostileServer]:
    """A server with these scripts until the end of the block, on any port or the one given."""
    playing = HostileServer(scripts=list(scripts))
    server = await asyncio.start_server(playing.answer, "127.0.0.1", port)
    playing.url = "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())
    try:
        yield playing
    finally:
        server.close()


def reply(
    status: int,
    body: object = b"",
    media_type: str = "application/json",
    *,
    declared: int | None = None,
    **headers: str,
) -> Script:
    """Answer with a status and a body; `declared` is the length to claim, if not the true one."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def play(writer: asyncio.StreamWriter) -> None:
        lines = [
            f"HTTP/1.1 {status} Said",
            f"Content-Type: {media_type}",
            f"Content-Length: {len(content) if declared is None else declared}",
            "Connection: close",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + content)
        await writer.drain()

    return play


def problem(status: int, slug: str) -> Script:
    """Answer with a problem."""
    body = {
        "type": f"/problems/{slug}",
        "title": "A problem",
        "status": status,
        "detail": "In words.",
        "errors": [{"pointer": "/facts/grade", "detail": "Give another."}],
        "request_id": "r-1",
    }
    return reply(status, body, "application/problem+json")


async def says_nothing(writer: asyncio.StreamWriter) -> None:
    """Take the request, and never answer."""
    await asyncio.sleep(60)
    writer.write(b"too late")


async def hangs_up(_: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""


async def speaks_no_http(writer: asyncio.StreamWriter) -> None:
    """Answer in another language."""
    writer.write(b"220 mail.example ESMTP\r\n")
    await writer.drain()


async def drips(writer: asyncio.StreamWriter) -> None:
    """Answer one byte at a time, without an end."""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"
    )
    for _ in range(600):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


async def never_ends(writer: asyncio.StreamWriter) -> None:
    """Answer with a body that grows and grows."""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for _ in range(4000):
        writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
        await writer.drain()
