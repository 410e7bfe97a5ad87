"""The load on casework: clients that each act on a case of their own, one request after another.

Told over a line of JSON, it opens a connection a case and says how many requests were answered. An
assessment is submitted and sent back, again and again, by those whose steps these are; or the case
and its actions are read.
"""

import asyncio
import json
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import Final, cast
from uuid import uuid4

import uvloop
from bench.servers import HOST
from bench.workers import Json, answer_lines

_ANSWERS: Final = {
    "practice_evidence": "Holds complex court work steadily, and families trust her analysis.",
    "strengths": "Clear analysis under pressure.",
    "mandatory_training_complete": True,
    "ready_to_progress": True,
}
ACTIONS: Final = (
    ("submit-assessment", "assessor", json.dumps({"answers": _ANSWERS})),
    ("send-back", "challenger", json.dumps({"comments": "Please say more about court work."})),
)
_OK: Final = b"HTTP/1.1 200"
_LENGTH: Final = b"content-length: "
_END_OF_HEAD: Final = b"\r\n\r\n"


class _Client(asyncio.Protocol):
    """One connection, and the case that its client acts on.

    It shares its cores with what it measures, and so does no more than it has to.
    """

    def __init__(self, case: Json, kind: str, until: float) -> None:
        self.version = int(case.get("version", 1))
        self.answered = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._until = until
        self._acts = kind == "transition"
        self._key = uuid4().hex
        self._received = b""
        self._requests = _transitions(case) if self._acts else (_question(case, kind),)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        head, found, body = received.partition(_END_OF_HEAD)
        if not found:
            return
        length = int(head.partition(_LENGTH)[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        if not received.startswith(_OK):
            self.ended.set_exception(RuntimeError(received.decode()))
            return
        self._received = b""
        self.answered += 1
        self.version += self._acts
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(exc or ConnectionError("The service hung up."))

    def _ask(self) -> None:
        if perf_counter() >= self._until:
            self.ended.set_result(None)
            self._transport.close()
            return
        request = self._requests[(self.version - 1) % len(self._requests)]
        if self._acts:
            request = request % (self._key, self.version, self.version)
        self._transport.write(request.encode())


def _question(case: Json, kind: str) -> str:
    path = {"empty": "/empty", "read": case["path"]}.get(kind, f"{case['path']}/actions")
    return (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {case['assessor']}\r\n\r\n"
    )


def _transitions(case: Json) -> tuple[str, ...]:
    """The requests in turn, each of which takes a part of its key, and the version twice."""
    return tuple(
        f"POST {case['path']}/actions/{action} HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Authorization: Bearer {case[who]}\r\nIdempotency-Key: %s-%s\r\n"
        f'If-Match: "%s"\r\nContent-Type: application/json\r\n'
        f"Content-Length: {len(body)}\r\n\r\n{body}"
        for action, who, body in ACTIONS
    )


async def _run(message: Json) -> Json:
    loop = asyncio.get_running_loop()
    started = perf_counter()
    until = started + message["seconds"]
    clients = []
    for case, port in zip(message["cases"], cycle(message["ports"]), strict=False):
        made = partial(_Client, case, message["kind"], until)
        clients.append((await loop.create_connection(made, HOST, port))[1])
    await asyncio.gather(*(client.ended for client in clients))
    return {
        "requests": sum(client.answered for client in clients),
        "seconds": perf_counter() - started,
        "versions": [client.version for client in clients],
    }


if __name__ == "__main__":
    answer_lines(lambda message: uvloop.run(_run(message)))
