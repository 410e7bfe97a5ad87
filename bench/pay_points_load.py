"""The load on pay points: many lookups at once, or one file after another.

Told over a line of JSON, it says how many pay points came and how long that took.
"""

import http.client
import random
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import Final

import uvloop
from bench.load import LoadSlice
from bench.servers import HOST
from bench.workers import Json, answer_lines

ON: Final = "2026-04-02"
_DIFFERENT: Final = 1000
_PART: Final = 1 << 20
_TIMEOUT_SECONDS: Final = 120


def _lookups(message: Json) -> Iterator[bytes]:
    """Requests for one worker's pay point on a day, as known then; or as many empty ones."""
    drawn = random.Random(message["seed"])  # noqa: S311 - a seeded draw
    paths = [
        message["path"].format(number=f"M{drawn.randint(1, message['rows']):07}", on=ON)
        for _ in range(_DIFFERENT)
    ]
    return cycle(
        [
            (
                f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n"
                f"Authorization: Bearer {message['token']}\r\n\r\n"
            ).encode()
            for path in paths
        ]
    )


def _take_file(message: Json) -> Json:
    """Take a file, and keep nothing of it."""
    connection = http.client.HTTPConnection(HOST, message["port"], timeout=_TIMEOUT_SECONDS)
    headers = {"Accept": message["form"], "Authorization": f"Bearer {message['token']}"}
    began = perf_counter()
    connection.request("GET", message["path"].format(on=ON), headers=headers)
    answer = connection.getresponse()
    lines, size, last = 0, 0, b""
    while part := answer.read1(_PART):
        lines += part.count(b"\n")
        size += len(part)
        last = part
    seconds = perf_counter() - began
    connection.close()
    # A header, or a closing line: either form has one line that is no pay point.
    whole = answer.status == http.client.OK and last.endswith(b"\n")
    return {"rows": lines - 1 if whole else 0, "seconds": seconds, "bytes": size}


async def _look_up(message: Json) -> Json:
    load = LoadSlice(_lookups(message), message["port"], message["seconds"])
    return await load.run(message["connections"])


def _answer(message: Json) -> Json:
    return _take_file(message) if "form" in message else uvloop.run(_look_up(message))


if __name__ == "__main__":
    answer_lines(_answer)
