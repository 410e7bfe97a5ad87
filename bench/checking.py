"""Asking one question at a time, and holding the answer to what it must be."""

import http.client
import json
from collections.abc import Iterable, Mapping
from itertools import islice

from bench.questions import Case, Question
from bench.servers import HOST, Server
from bench.workers import Json

PATH = "/v1/determinations"

_ABSENT = object()
_SHOWN = 5


class WrongAnswerError(Exception):
    """What would be measured does not answer rightly."""


class Caller:
    """Asks a server one question after the other."""

    def __init__(self, server: Server, path: str) -> None:
        self._path = path
        self._connection = http.client.HTTPConnection(HOST, server.port, timeout=30)

    def ask(self, body: str) -> bytes:
        """Return the answer to a request.

        Raises:
            WrongAnswerError: when its status is not 200.
        """
        self._connection.request("POST", self._path, body, {"Content-Type": "application/json"})
        with self._connection.getresponse() as response:
            answer = response.read()
        if response.status != http.client.OK:
            raise WrongAnswerError(f"{response.status} for {body}: {answer.decode()}")
        return answer


def check_worked_cases(caller: Caller, cases: Iterable[Case]) -> None:
    """Hold every worked case to the whole of what is expected.

    Raises:
        WrongAnswerError: naming the case and the members that differ.
    """
    for case in cases:
        answer = json.loads(caller.ask(json.dumps(case.request)))
        wrong = {
            path: wanted for path, wanted in case.expected.items() if not _has(answer, path, wanted)
        }
        if wrong:
            raise WrongAnswerError(f"{case.id}: expected {wrong}, answered {answer}")


def check_outcomes(questions: Iterable[Question], answers: Iterable[Mapping[str, object]]) -> None:
    """Hold the outcome of each question to that of the case it was made from.

    Raises:
        WrongAnswerError: naming the first few that differ.
    """
    wrong = (
        f"{question.case.id}: {answer['outcome']} for {question.body}"
        for question, answer in zip(questions, answers, strict=True)
        if answer["outcome"] != question.case.outcome
    )
    if first := list(islice(wrong, _SHOWN)):
        raise WrongAnswerError("\n".join(first))


def _has(answer: Json, path: str, wanted: object) -> bool:
    """Say whether an answer has a member: a null may also be a parent's, a list may hold more."""
    found: object = answer
    for step in path.split("."):
        if isinstance(found, list):
            found = found[int(step)] if int(step) < len(found) else _ABSENT
        elif isinstance(found, dict):
            found = found.get(step, _ABSENT)
    if isinstance(wanted, list) and isinstance(found, list):
        return all(item in found for item in wanted)
    return found == wanted
