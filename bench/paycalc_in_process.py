"""paycalc in a process of its own, by its public functions and without HTTP: see `in_process`."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import stages
from bench.app_calls import AppCalls
from bench.in_process import Prepared, serve
from bench.workers import Json

from paycalc.answers.determinations import render_determination
from paycalc.answers.reading import read_question
from paycalc.domain.cases import Case, case_of
from paycalc.domain.changes import changes
from paycalc.domain.determination import Determination, determine
from paycalc.domain.fact_reader import FactReader, FactsRead
from paycalc.domain.plans import PathwayPlan
from paycalc.operations.determinations import Answer, Question, create_determination
from paycalc.rulebook.loading import Rulebook, load_rulebook
from paycalc.settings import Settings
from plumbing.clock import SystemClock

_TODAY = SystemClock().today()


@dataclass(frozen=True, slots=True)
class _Item:
    """A question, and what each stage of it starts from."""

    body: bytes
    question: Question
    reader: FactReader
    read: FactsRead
    plan: PathwayPlan
    answer: Answer
    case: Case


def _prepare(requests: Sequence[Json]) -> Prepared:
    settings = Settings()
    rulebook = load_rulebook(settings.scheme_folders, settings.pay_table_folders)
    return Prepared(
        items=[_item(rulebook, request) for request in requests],
        calls=_calls(rulebook),
        short_answer=_short,
    )


def _item(rulebook: Rulebook, request: Json) -> _Item:
    body = json.dumps(request, separators=(",", ":")).encode()
    question = read_question(body)
    answer = create_determination(rulebook, question, today=_TODAY)
    reader = rulebook.readers[answer.plan.sha256]
    plan = answer.plan.pathways[question.pathway]
    read = reader.read(question.facts)
    case = case_of(plan, answer.facts, answer.known_on)
    return _Item(body, question, reader, read, plan, answer, case)


def _calls(rulebook: Rulebook) -> Mapping[str, Callable[[_Item], object]]:
    app = AppCalls()

    def create(item: _Item) -> Answer:
        return create_determination(rulebook, item.question, today=_TODAY)

    def determined(item: _Item, read: FactsRead) -> Determination:
        facts, undated = read
        return determine(case_of(item.plan, facts, item.answer.known_on, undated))

    return {
        stages.QUESTION: lambda item: read_question(item.body),
        stages.CREATE: create,
        stages.READ: lambda item: item.reader.read(item.question.facts),
        stages.DETERMINE: lambda item: determined(item, item.read),
        stages.CHANGES: lambda item: changes(item.case, item.answer.determination),
        stages.RENDER: lambda item: render_determination(item.answer),
        stages.APP: lambda item: app.answer(item.body),
        stages.RENDERED: lambda item: render_determination(create(item)),
        stages.BARE: lambda item: determined(item, item.reader.read(item.question.facts)),
    }


def _short(item: _Item) -> tuple[str, str | None, int | None]:
    found = item.answer.determination
    day = found.submission_date
    target = found.ending.target
    point = target.point if target else None
    return (
        found.ending.outcome.value,
        day.isoformat() if day else None,
        point.position if point else None,
    )


if __name__ == "__main__":
    serve(_prepare, {})
