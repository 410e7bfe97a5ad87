"""Every determination that the suite was given, and whether each is given again.

Kept is what a client of `start_service` was answered with 200, alone or as a line of a batch, by
whichever instance: those that hold other schemes, other tables or another clock as well. Every
instance lives until the end of the run, and each is asked again for its own answers, because only
it holds the rules that they rest on. Schemathesis has a client of its own, which writes down what
it was answered (`read`).

Not kept is what never comes as an answer of a live service to the suite itself: the thousands of
questions of a property that are answered in process, the output of `paycalc batch` and what the
commands of the README print.
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx

Json = dict[str, Any]

REPLAYS: Final = "/v1/replays"

_ALONE: Final = "/v1/determinations"
_IN_LINES: Final = "/v1/determinations/batch"
_AT_ONCE: Final = 4
_SECONDS: Final = 60


class Determination(NamedTuple):
    """What was asked of which service, and what it answered."""

    service: str
    request: bytes
    answer: bytes

    @property
    def document(self) -> Json:
        """The answer."""
        found: Json = json.loads(self.answer)
        return found

    @property
    def question(self) -> str:
        """What was asked, whoever called it what."""
        asked = {**json.loads(self.request), "client_reference": None}
        return json.dumps(asked, sort_keys=True)

    @property
    def replay(self) -> Json:
        """What to ask, to have the answer given again."""
        answer = self.document
        days = {name: answer[name] for name in ("known_on", "rules_on")}
        request = {**json.loads(self.request), **days}
        return {"receipt": answer["receipt"], "request": request, "answer": answer}


class GivenAnswers:
    """The determinations of a run, each once."""

    def __init__(self) -> None:
        self._given: dict[Determination, None] = {}

    def keep(self, url: httpx.URL, asked: bytes, answered: bytes) -> None:
        """Keep what an answer with 200 determines: nothing, one, or one a line."""
        service = f"{url.scheme}://{url.netloc.decode()}"
        if url.path == _ALONE:
            self._given[Determination(service, asked, answered)] = None
        elif url.path == _IN_LINES:
            for line, answer in zip(_lines(asked), _lines(answered), strict=True):
                if "problem" not in json.loads(answer):
                    self._given[Determination(service, line.strip(), answer)] = None

    def read(self, file: Path) -> int:
        """Keep what another client wrote down, and return how much that was.

        `tests/contracts/schemathesis_hooks.py` writes it.
        """
        lines = file.read_text(encoding="ascii").splitlines()
        for written in map(json.loads, lines):
            asked, answered = (written[name].encode("latin-1") for name in ("asked", "answered"))
            self.keep(httpx.URL(written["url"]), asked, answered)
        return len(lines)

    def __iter__(self) -> Iterator[Determination]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


def _lines(body: bytes) -> list[bytes]:
    lines = body.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def not_given_again(given: Iterable[Determination]) -> list[str]:
    """Ask each service for its answers again, and return what came of those that differ."""
    with httpx.Client(timeout=_SECONDS) as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return [found for found in pool.map(partial(_replay, client), given) if found]


def _replay(client: httpx.Client, given: Determination) -> str | None:
    asked = given.replay
    response = client.post(given.service + REPLAYS, json=asked)
    found = response.json()
    identical = {"result": "identical", "difference": None, "receipt": asked["receipt"]}
    if response.status_code == httpx.codes.OK and found == identical:
        return None
    return f"{given.service} {given.request.decode()}: {response.status_code} {found}"
