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
from bench.in_process import in_process_slices
from bench.options import Options, read_options
from bench.questions import Question, varied, worked_cases
from bench.workers import Worker

WANTED: Final = 0.25
DETERMINED: Final = "  of that: determined"
"""The questions that end in a place; those with a no are dearer: they say what would change it."""

_ROUNDS: Final = 8
_QUESTIONS: Final = 4000
_STAGED: Final = 920
_STAGE_SHARE: Final = 0.25
_COUNTED: Final = re.compile(
    r'^http_request_duration_seconds_count\{.*"create_determination".*\} (\S+)$', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Pass:
    """Every question asked once, one by one.

    Attributes:
        cost: What a request cost the server: CPU microseconds.
        lengths: The bytes of each answer.
    """

    cost: float
    lengths: Sequence[int]


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
        first, second = (_ask_all(service, caller, questions) for _ in range(2))
        tables.say(
            f"{len(cases)} worked cases answered as they must be; {len(questions)} different "
            f"questions made from them answered 200 with the outcome of their case.",
            f"Asked one by one they cost the server {first.cost:.0f} us each the first time and "
            f"{second.cost:.0f} us the second: what it remembers makes that difference.",
        )
        bare = stack.enter_context(servers.floor(int(statistics.median(first.lengths))))
        measured = _measure((service, bare), questions, options)
        counted = (*measured[service.name], *measured[DETERMINED])
        _check_observed(service, sum(each.requests for each in counted))
    _show_requests(measured, questions, first.lengths)
    _show_stages(measured)
    tables.say_method()


def _measure(
    compared: Sequence[servers.Server], questions: Sequence[Question], options: Options
) -> rounds.Measured:
    bodies = [question.body for question in questions]
    targets = {server.name: Target(server, PATH, bodies) for server in compared}
    determined = [question.body for question in questions if question.case.outcome == "determined"]
    targets[DETERMINED] = Target(compared[0], PATH, determined)
    staged = [question.request for question in questions[:_STAGED]]
    with Worker("bench.load") as load, Worker("bench.paycalc_in_process") as in_process:
        in_process.ask({"requests": staged})
        seconds = options.seconds * _STAGE_SHARE
        measure = http_slices(load, targets, options)
        measure |= in_process_slices(in_process, stages.STAGES, seconds)
        return rounds.in_turn(measure, options.rounds)


def _ask_all(service: servers.Server, caller: Caller, questions: Sequence[Question]) -> _Pass:
    bodies = [question.body for question in questions]
    before = service.spent()
    answers = [caller.ask(body) for body in bodies]
    spent = service.spent() - before
    check_outcomes(questions, [json.loads(answer) for answer in answers])
    return _Pass(spent / len(bodies) * 1e6, [len(answer) for answer in answers])


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
    tables.say(f"{service.lines} lines of log were written, and {counted:.0f} requests counted.")


def _show_requests(
    measured: rounds.Measured, questions: Sequence[Question], lengths: Sequence[int]
) -> None:
    service, bare = measured["paycalc"], measured["floor"]
    answered = int(statistics.median(lengths))
    asked = int(statistics.median(len(question.body) for question in questions))
    determined = measured[DETERMINED]
    tables.show(
        "POST /v1/determinations over HTTP, one process, log and metrics on",
        ("", "CPU us a request", "a second", "ratio to the floor", "answer bytes"),
        [
            (
                "paycalc",
                tables.microseconds(rounds.cost(service)),
                tables.whole(rounds.per_second(service).median),
                tables.ratio(rounds.times_cheaper(service, bare)),
                f"{answered} ({min(lengths)} - {max(lengths)})",
            ),
            (
                DETERMINED,
                tables.microseconds(rounds.cost(determined)),
                tables.whole(rounds.per_second(determined).median),
                tables.ratio(rounds.times_cheaper(determined, bare)),
                "",
            ),
            (
                "floor: uvicorn, constant bytes",
                tables.microseconds(rounds.cost(bare)),
                tables.whole(rounds.per_second(bare).median),
                "1",
                str(answered),
            ),
        ],
    )
    for name, slices in (("all questions", service), ("those determined", determined)):
        found = rounds.times_cheaper(slices, bare).median
        verdict = "reached" if found >= WANTED else "missed"
        tables.say(f"At least {WANTED} of the floor wanted; {name}: {found:.2f}, {verdict}.")
    tables.say(f"Requests have {asked} bytes.")


def _show_stages(measured: rounds.Measured) -> None:
    request, bare = (rounds.cost(measured[name]).median for name in ("paycalc", "floor"))
    costs = {name: rounds.cost(measured[name]) for name in stages.STAGES}
    app = costs[stages.APP].median
    besides = app - sum(costs[name].median for name in stages.WHOLE)
    rows = [(name, tables.microseconds(cost), cost.median) for name, cost in costs.items()]
    rows += [
        (name, f"{cost:.1f}", cost)
        for name, cost in (
            ("  of that besides the stages above: routing, log, metrics", besides),
            ("the floor: server and sockets", bare),
            ("the rest: a core that the client beside it slows, noise", request - app - bare),
        )
    ]
    tables.show(
        "Where it goes: the same questions in process, while nothing else of ours runs",
        ("", "CPU us", "of a request"),
        [(name, text, f"{cost / request:.0%}") for name, text, cost in rows],
    )


if __name__ == "__main__":
    main()
