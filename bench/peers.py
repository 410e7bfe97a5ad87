"""`make bench-peers`: paycalc beside OpenFisca and GoRules ZEN, on one rule and equal answers.

Derbyshire's grade 9 to 10 is the rule that all three can say. Nothing is timed before every
question has had the same outcome, submission date and point from each. OpenFisca is asked in both
of its ways: one person over HTTP, and a million at once in arrays.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import checking, openfisca_requests, peer_tables, rounds, servers, tables, vectorised
from bench.http_slices import Target, http_slices
from bench.in_process import in_process_slices
from bench.openfisca_requests import openfisca_answer, openfisca_body
from bench.options import Options, read_options
from bench.peer_tables import NOT_COMPARED, OPENFISCA, OPENFISCA_WHOLE, PAYCALC_HTTP
from bench.questions import Question, varied, worked_cases
from bench.vectorised import Short
from bench.workers import PEERS_PYTHON, Worker

_ROUNDS: Final = 6
_QUESTIONS: Final = 900
_PATHWAY: Final = ("derbyshire", "grade-9-to-10")


def main() -> None:
    """Check that all answer alike, measure, and print."""
    if not PEERS_PYTHON.exists():
        sys.exit("The peers' environment is not there: `make bench-peers` makes it.")
    options = read_options(
        "Measure paycalc beside OpenFisca and GoRules ZEN.", rounds=_ROUNDS, questions=_QUESTIONS
    )
    questions = _questions(options)
    with ExitStack() as stack:
        workers = {
            "paycalc": stack.enter_context(Worker("bench.paycalc_in_process")),
            "zen": stack.enter_context(Worker("bench.zen_in_process", python=PEERS_PYTHON)),
        }
        versions = _prepare(workers, questions)
        ours = workers["paycalc"].ask({})["answers"]
        checking.check_outcomes(questions, [{"outcome": answer[0]} for answer in ours])
        _compare(
            "GoRules ZEN, both ways of asking", questions, ours, workers["zen"].ask({})["answers"]
        )
        over_http = _measure_http(questions, ours, options)
        in_process = _measure_in_process(workers, options)
    hold = partial(_compare, "OpenFisca, a million people at once", questions, ours)
    at_once, kilobytes = vectorised.measure(questions, hold, options)
    peer_tables.show_http(over_http, versions)
    peer_tables.show_in_process(in_process, versions)
    peer_tables.show_vectorised(at_once, versions, vectorised.PEOPLE, kilobytes)
    peer_tables.say_what_is_left_out()
    tables.say_method()


def _questions(options: Options) -> list[Question]:
    cases = [
        case
        for case in worked_cases(options.cases)
        if (case.request["scheme"], case.request["pathway"]) == _PATHWAY
        and case.outcome != NOT_COMPARED
    ]
    return varied(cases, options.questions, options.seed)


def _prepare(workers: Mapping[str, Worker], questions: Sequence[Question]) -> dict[str, str]:
    requests = {"requests": [question.request for question in questions]}
    answers = [worker.ask(requests) for worker in workers.values()]
    return {name: version for answer in answers for name, version in answer["versions"].items()}


def _compare(
    peer: str, questions: Sequence[Question], ours: Sequence[Short], theirs: Sequence[Short]
) -> None:
    for question, our, their in zip(questions, ours, theirs, strict=True):
        if our != their:
            raise checking.WrongAnswerError(
                f"{question.case.id}: paycalc {our}, {peer} {their}, asked {question.body}"
            )
    tables.say(f"Same answers as paycalc's to {len(questions)} different questions - {peer}")


def _measure_http(
    questions: Sequence[Question], answers: Sequence[Short], options: Options
) -> rounds.Measured:
    ours = [question.body for question in questions]
    theirs = [openfisca_body(question) for question in questions]
    whole = [openfisca_body(question, *openfisca_requests.CRITERIA) for question in questions]
    with ExitStack() as stack:
        service = stack.enter_context(servers.paycalc())
        peer = stack.enter_context(servers.openfisca())
        load = stack.enter_context(Worker("bench.load"))
        caller = checking.Caller(peer, openfisca_requests.PATH)
        for name, bodies in ((OPENFISCA, theirs), (OPENFISCA_WHOLE, whole)):
            answered = [openfisca_answer(caller.ask(body)) for body in bodies]
            _compare(name, questions, answers, answered)
        targets = {
            PAYCALC_HTTP: Target(service, checking.PATH, ours),
            OPENFISCA: Target(peer, openfisca_requests.PATH, theirs),
            OPENFISCA_WHOLE: Target(peer, openfisca_requests.PATH, whole),
        }
        return rounds.in_turn(http_slices(load, targets, options), options.rounds)


def _measure_in_process(workers: Mapping[str, Worker], options: Options) -> rounds.Measured:
    measure = in_process_slices(workers["paycalc"], peer_tables.OURS, options.seconds)
    measure |= in_process_slices(workers["zen"], peer_tables.THEIRS, options.seconds)
    return rounds.in_turn(measure, options.rounds)


if __name__ == "__main__":
    main()
