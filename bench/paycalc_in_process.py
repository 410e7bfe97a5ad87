"""paycalc in a process of its own, asked without HTTP: see `in_process`."""

from collections.abc import Sequence

from bench.in_process import Prepared, serve
from bench.stages import held_rulebook, question_of
from bench.workers import Json

from paycalc.answers.determinations import render_determination
from paycalc.domain.determination import Determination, determine
from paycalc.operations.determinations import Answer, Question, create_determination
from plumbing.clock import SystemClock

DETERMINATION = "determination"
RENDERED = "rendered"
BARE = "bare"


def _prepare(requests: Sequence[Json]) -> Prepared:
    rulebook = held_rulebook()
    today = SystemClock().today()
    questions = [question_of(request) for request in requests]
    version = create_determination(rulebook, questions[0], today=today).plan
    reader = rulebook.readers[version.sha256]

    def whole(question: Question) -> Answer:
        return create_determination(rulebook, question, today=today)

    def bare(question: Question) -> Determination:
        facts = reader.read(question.facts)
        return determine(version.pathways[question.pathway], facts, question.known_on or today)

    def short(question: Question) -> tuple[str, str | None, int | None]:
        found = whole(question).determination
        day = found.submission_date
        point = found.target.point if found.target else None
        return (
            found.outcome.value,
            day.isoformat() if day else None,
            point.position if point else None,
        )

    return Prepared(
        items=questions,
        calls={
            DETERMINATION: whole,
            RENDERED: lambda question: render_determination(whole(question)),
            BARE: bare,
        },
        short_answer=short,
    )


if __name__ == "__main__":
    serve(_prepare, {})
