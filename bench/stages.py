"""What each stage of a determination costs in process, by the public functions of paycalc."""

from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import Final

from bench.app_calls import AppCalls
from bench.questions import Question
from bench.rounds import Spread

from paycalc.answers.determinations import render_determination
from paycalc.domain.changes import changes
from paycalc.domain.determination import determine
from paycalc.operations import determinations
from paycalc.operations.determinations import create_determination
from paycalc.rulebook.loading import Rulebook, load_rulebook
from paycalc.schemas.determinations import DeterminationQuestion
from paycalc.settings import Settings
from plumbing.clock import SystemClock
from plumbing.strict_json import parse

PARSE: Final = "strict JSON parse"
CHECK: Final = "checking the request's members"
CREATE: Final = "create_determination, whole"
READ: Final = "  of that: reading facts"
DETERMINE: Final = "  of that: determining, with every rule's finding in words"
CHANGES: Final = "  of that: what would change the answer"
RENDER: Final = "rendering and hashing"
APP: Final = "the whole app, called without a server"
WHOLE: Final = (PARSE, CHECK, CREATE, RENDER)
"""The stages that come one after the other and leave nothing out in between."""

_PASSES: Final = 7
_TODAY: Final = SystemClock().today()


def held_rulebook() -> Rulebook:
    """Return what the service holds by default."""
    settings = Settings()
    return load_rulebook(settings.scheme_folders, settings.pay_table_folders)


def question_of(request: Mapping[str, object]) -> determinations.Question:
    """Return a request as the operation takes it."""
    body = DeterminationQuestion.model_validate(request)
    return determinations.Question(**dict(body))


def stage_costs(questions: Sequence[Question]) -> dict[str, Spread]:
    """Measure every stage on the same questions, in turn: CPU microseconds each."""
    costs: dict[str, list[float]] = {}
    stages = _stages(questions)
    for number in range(_PASSES + 1):
        for name, run in stages.items():
            started = process_time()
            run()
            if number:
                spent = process_time() - started
                costs.setdefault(name, []).append(spent / len(questions) * 1e6)
    return {name: Spread.of(figures) for name, figures in costs.items()}


def _stages(questions: Sequence[Question]) -> dict[str, Callable[[], object]]:
    rulebook = held_rulebook()
    app = AppCalls()
    bodies = [question.body.encode() for question in questions]
    documents = [parse(body) for body in bodies]
    asked = [question_of(question.request) for question in questions]
    answers = [create_determination(rulebook, each, today=_TODAY) for each in asked]
    given = [(rulebook.readers[each.plan.sha256], each.question.facts) for each in answers]
    plans = [(each, each.plan.pathways[each.question.pathway]) for each in answers]
    return {
        PARSE: lambda: [parse(body) for body in bodies],
        CHECK: lambda: [DeterminationQuestion.model_validate(each) for each in documents],
        CREATE: lambda: [create_determination(rulebook, each, today=_TODAY) for each in asked],
        READ: lambda: [reader.read(facts) for reader, facts in given],
        DETERMINE: lambda: [determine(plan, each.facts, each.known_on) for each, plan in plans],
        CHANGES: lambda: [
            changes(each.plan, plan, each.facts, each.known_on, each.determination)
            for each, plan in plans
        ],
        RENDER: lambda: [render_determination(each) for each in answers],
        APP: lambda: app.answer(bodies),
    }
