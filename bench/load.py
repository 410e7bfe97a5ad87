"""The load: a raw HTTP/1.1 client in a process of its own, as cheap as we can make it.

Told over a line of JSON which server to load for how long, it answers how many requests that was.
Every request was put together before the clock starts.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import Final, cast

import uvloop
from bench.workers import Json, answer_lines

_HOST: Final = "127.0.0.1"
_HEAD_ENDS: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
_CLOSES: Final = b"connection: close"
_PATIENCE_SECONDS: Final = 60.0


class LoadSlice:
    """One stretch of load on one server, over several connections."""

    def __init__(self, requests: Iterator[bytes], port: int, seconds: float) -> None:
        self.requests = requests
        self.until = 0.0
        self.answers: Counter[int] = Counter()
        self.answer_bytes = 0
        self._port = port
        self._seconds = seconds
        self._open = 0
        self._ended = asyncio.get_running_loop().create_future()

    async def run(self, connections: int) -> Json:
        """Keep so many requests on their way until the time is over."""
        opened = [await self._connect() for _ in range(connections)]
        started = perf_counter()
        self.until = started + self._seconds
        for connection in opened:
            connection.ask()
        self._stay_awake()
        await asyncio.wait_for(self._ended, self._seconds + _PATIENCE_SECONDS)
        return {
            "requests": self.answers.total(),
            "seconds": perf_counter() - started,
            "statuses": {str(status): count for status, count in self.answers.items()},
            "answer_bytes": self.answer_bytes,
        }

    def _stay_awake(self) -> None:
        """Never let this process sleep: waking it would be charged to the server that answers.

        On a virtual machine that is an exit to its host, after which code runs cold; a server that
        is slower than this client would pay it for every answer, and the floor for none.
        """
        if not self._ended.done():
            asyncio.get_running_loop().call_soon(self._stay_awake)

    async def _connect(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: _Connection(self), _HOST, self._port)
        self._open += 1
        return connection

    def lost(self, *, unanswered: bool) -> None:
        """Note that a connection is gone, and open another while there is time."""
        self._open -= 1
        if unanswered and not self._ended.done():
            self._ended.set_exception(ConnectionError("a request was never answered"))
        elif perf_counter() < self.until:
            asyncio.ensure_future(self._connect()).add_done_callback(self._go_on)
        elif not self._open and not self._ended.done():
            self._ended.set_result(None)

    def _go_on(self, connected: "asyncio.Task[_Connection]") -> None:
        if error := connected.exception():
            if not self._ended.done():
                self._ended.set_exception(error)
        else:
            connected.result().ask()


class _Connection(asyncio.Protocol):
    """One connection: it asks, waits for the whole answer, and asks again."""

    def __init__(self, of: LoadSlice) -> None:
        self._slice = of
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._waits = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def ask(self) -> None:
        """Send the next request, or close when time is over."""
        if self._transport is None:
            return
        if perf_counter() < self._slice.until:
            self._waits = True
            self._transport.write(next(self._slice.requests))
        else:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        head_ends = received.find(_HEAD_ENDS)
        if head_ends < 0:
            return
        head = received[:head_ends].lower()
        length = int(head.partition(_LENGTH)[2].partition(b"\r\n")[0])
        if len(received) < head_ends + len(_HEAD_ENDS) + length:
            return
        self._received, self._waits = b"", False
        self._slice.answers[int(head[9:12])] += 1
        self._slice.answer_bytes += length
        if _CLOSES not in head:
            self.ask()
        elif self._transport is not None:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._slice.lost(unanswered=self._waits)


class Load:
    """Keeps the requests for each server, and loads one when told to."""

    def __init__(self) -> None:
        self._requests: dict[str, tuple[int, Iterator[bytes]]] = {}

    def answer(self, message: Json) -> Json:
        """Prepare requests, or run a slice."""
        if "bodies" in message:
            head = f"POST {message['path']} HTTP/1.1\r\nHost: {_HOST}:{message['port']}\r\n"
            head += "Content-Type: application/json\r\nContent-Length: "
            prepared = [
                f"{head}{len(body.encode())}\r\n\r\n{body}".encode() for body in message["bodies"]
            ]
            self._requests[message["name"]] = message["port"], cycle(prepared)
            return {"prepared": len(prepared)}
        return uvloop.run(self._run(message))

    async def _run(self, message: Json) -> Json:
        port, requests = self._requests[message["name"]]
        return await LoadSlice(requests, port, message["seconds"]).run(message["connections"])


if __name__ == "__main__":
    try:
        answer_lines(Load().answer)
    except (OSError, TimeoutError) as error:
        sys.exit(f"The load broke off: {error}")
