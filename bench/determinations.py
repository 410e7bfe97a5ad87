"""`make bench`: what a determination over HTTP costs, beside the least that any answer could.

The floor is a bare server that reads the request and answers constant bytes of the same size.
Both get the same requests from the same client, in turns of about a second.
"""

import http.client
import json
import re
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import rounds, servers, stages, tables
from bench.checking import PATH, Caller, WrongAnswerError, check_outcomes, check_worked_cases
from bench.http_slices import Target, http_slices
from bench.options import read_options
from bench.questions import Question, varied, worked_cases
from bench.workers import Worker

WANTED: Final = 0.25

_ROUNDS: Final = 8
_QUESTIONS: Final = 4000
_STAGED: Final = 460
_COUNTED: Final = re.compile(
    r'^http_requests_total\{.*"create_determination".*\} (\S+)$', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Sizes:
    asked: int
    answered: int
    shortest: int
    longest: int


def main() -> None:
    """Check the service, measure it beside the floor, and print where the time goes."""
    options = read_options(
        "Measure POST /v1/determinations beside a floor.", rounds=_ROUNDS, questions=_QUESTIONS
    )
    cases = worked_cases(options.cases)
    questions = varied(cases, options.questions, options.seed)
    with ExitStack() as stack:
        service = stack.enter_context(servers.paycalc())
        caller = Caller(service, PATH)
        check_worked_cases(caller, cases)
        sizes = _ask_all(caller, questions)
        tables.say(
            f"{len(cases)} worked cases answered as they must be; {len(questions)} different "
            f"questions made from them answered 200 with the outcome of their case."
        )
        bare = stack.enter_context(servers.floor(sizes.answered))
        load = stack.enter_context(Worker("bench.load"))
        bodies = [question.body for question in questions]
        measured = rounds.in_turn(
            http_slices(
                load,
                {server.name: Target(server, PATH, bodies) for server in (service, bare)},
                options,
            ),
            options.rounds,
        )
        _check_observed(service, sum(each.requests for each in measured[service.name]))
    _show_requests(measured, sizes)
    _show_stages(measured, questions[:_STAGED])


def _ask_all(caller: Caller, questions: Sequence[Question]) -> _Sizes:
    answers = [caller.ask(question.body) for question in questions]
    check_outcomes(questions, [json.loads(answer) for answer in answers])
    lengths = [len(answer) for answer in answers]
    return _Sizes(
        asked=int(statistics.median(len(question.body) for question in questions)),
        answered=int(statistics.median(lengths)),
        shortest=min(lengths),
        longest=max(lengths),
    )


def _check_observed(service: servers.Server, requests: int) -> None:
    """Make sure that nothing was measured with its log or its metrics off."""
    connection = http.client.HTTPConnection(servers.HOST, service.port, timeout=30)
    connection.request("GET", "/metrics")
    counts = _COUNTED.findall(connection.getresponse().read().decode())
    counted = sum(float(count) for count in counts)
    if counted < requests or service.lines < requests:
        raise WrongAnswerError(
            f"{requests} requests, but {counted:.0f} counted and {service.lines} lines logged"
        )
    tables.say(f"{service.lines} lines of log were read, and {counted:.0f} requests counted.")


def _show_requests(measured: rounds.Measured, sizes: _Sizes) -> None:
    service, bare = measured["paycalc"], measured["floor"]
    answers = f"{sizes.answered} ({sizes.shortest} - {sizes.longest})"
    found = rounds.times_cheaper(service, bare)
    tables.show(
        "POST /v1/determinations over HTTP, one process, log and metrics on",
        ("", "CPU us a request", "a second", "ratio to the floor", "answer bytes"),
        [
            (
                "paycalc",
                tables.microseconds(rounds.cost(service)),
                tables.whole(rounds.per_second(service).median),
                tables.ratio(found),
                answers,
            ),
            (
                "floor: uvicorn, constant bytes",
                tables.microseconds(rounds.cost(bare)),
                tables.whole(rounds.per_second(bare).median),
                "1",
                str(sizes.answered),
            ),
        ],
    )
    verdict = "reached" if found.median >= WANTED else "missed"
    tables.say(
        f"At least {WANTED} of the floor wanted: {found.median:.2f}, {verdict}. "
        f"Requests have {sizes.asked} bytes."
    )
    tables.say_method()


def _show_stages(measured: rounds.Measured, questions: Sequence[Question]) -> None:
    request, bare = (rounds.cost(measured[name]).median for name in ("paycalc", "floor"))
    staged = stages.stage_costs(questions)
    app = staged[stages.APP].median
    besides = app - sum(staged[name].median for name in stages.WHOLE)
    rows = [(name, tables.microseconds(cost), cost.median) for name, cost in staged.items()]
    rows += [
        (name, f"{cost:.1f}", cost)
        for name, cost in (
            ("  of that besides the stages above: routing, log, metrics", besides),
            ("the floor: server and sockets", bare),
            ("the rest: more headers, a busier machine, noise", request - app - bare),
        )
    ]
    tables.show(
        "Where it goes: the same questions in process, with nothing else of ours running",
        ("", "CPU us", "of a request"),
        [(name, text, f"{cost / request:.0%}") for name, text, cost in rows],
    )


if __name__ == "__main__":
    main()
