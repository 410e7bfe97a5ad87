"""Stands between a service and PostgreSQL, and cuts the connection at the worst moment: COMMIT."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal

_COMMIT: Final = b"COMMIT\x00"
_AT_ONCE: Final = 65536

Cut = Literal["before", "after"]
"""Before PostgreSQL is told to commit; or after it did, and before it is heard that it did."""


@dataclass(slots=True)
class CuttingProxy:
    """Passes everything on, and cuts at the next COMMIT when told to, once."""

    upstream_port: int
    port: int = 0
    cuts: int = 0
    _next: Cut | None = None
    _ours: set[asyncio.StreamWriter] = field(default_factory=set)
    _theirs: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut_next(self, cut: Cut) -> None:
        """Cut at the next COMMIT that any connection sends."""
        self._next = cut

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what one connection of the service says, and what it is answered."""
        theirs, to_theirs = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        self._ours.add(writer)
        self._theirs.add(to_theirs)
        answers = asyncio.create_task(_pass_on(theirs, writer))
        try:
            while content := await reader.read(_AT_ONCE):
                if self._next is None or _COMMIT not in content:
                    to_theirs.write(content)
                    continue
                cut, self._next = self._next, None
                self.cuts += 1
                answers.cancel()
                if cut == "after":
                    to_theirs.write(content)
                    await theirs.read(1)  # it has committed
                break
        finally:
            answers.cancel()
            writer.close()
            to_theirs.close()
            self._ours.discard(writer)
            self._theirs.discard(to_theirs)

    def say(self, content: bytes) -> None:
        """Say something to whoever is on the line, as if PostgreSQL had."""
        for writer in self._ours:
            writer.write(content)

    def close(self) -> None:
        """Cut whatever is left."""
        for writer in self._ours | self._theirs:
            writer.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while content := await reader.read(_AT_ONCE):
            writer.write(content)
        writer.close()


@asynccontextmanager
async def cutting_proxy(upstream_port: int) -> AsyncIterator[CuttingProxy]:
    """A proxy in front of a port of this machine, until the end of the block."""
    proxy = CuttingProxy(upstream_port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.close()
