"""The load on casework: clients that each act on a case of their own, one request after another.

Told over a line of JSON, it opens a connection a case and says how many requests were answered. An
assessment is submitted and sent back, again and again, by those whose steps these are; or the case
and its actions are read.
"""

import asyncio
import json
from itertools import count, cycle
from time import perf_counter
from typing import Final
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
_OK: Final = 200
_STATUS: Final = slice(9, 12)


class _Connection:
    """One connection, and the case that its client acts on."""

    def __init__(self, case: Json, port: int) -> None:
        self._case = case
        self._port = port
        self.version = int(case.get("version", 1))

    async def run(self, kind: str, until: float) -> int:
        """Send requests until time is over, and say how many were answered."""
        reader, writer = await asyncio.open_connection(HOST, self._port)
        for answered in count():
            if perf_counter() >= until:
                writer.close()
                return answered
            writer.write(self._request(kind, answered))
            await self._answer(reader)
            self.version += kind == "transition"
        raise AssertionError

    def _request(self, kind: str, number: int) -> bytes:
        if kind == "transition":
            return self._transition()
        path = {"empty": "/empty", "read": self._case["path"]}.get(
            kind, f"{self._case['path']}/actions"
        )
        del number
        return (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Authorization: Bearer {self._case['assessor']}\r\n\r\n"
        ).encode()

    def _transition(self) -> bytes:
        action, who, body = ACTIONS[(self.version - 1) % 2]
        return (
            f"POST {self._case['path']}/actions/{action} HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Authorization: Bearer {self._case[who]}\r\nIdempotency-Key: {uuid4().hex}\r\n"
            f'If-Match: "{self.version}"\r\nContent-Type: application/json\r\n'
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    async def _answer(self, reader: asyncio.StreamReader) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        if int(head[_STATUS]) != _OK:
            raise RuntimeError(f"{head[_STATUS].decode()}: {body.decode()}")


async def _run(message: Json) -> Json:
    ports = cycle(message["ports"])
    connections = [
        _Connection(case, port) for case, port in zip(message["cases"], ports, strict=False)
    ]
    started = perf_counter()
    until = started + message["seconds"]
    answered = await asyncio.gather(*(each.run(message["kind"], until) for each in connections))
    return {
        "requests": sum(answered),
        "seconds": perf_counter() - started,
        "versions": [each.version for each in connections],
    }


if __name__ == "__main__":
    answer_lines(lambda message: uvloop.run(_run(message)))
