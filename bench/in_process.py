"""What in-process workers share: they prepare questions, answer them, and are timed on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.rounds import Slice
from bench.workers import Json, Worker, answer_lines, timed


@dataclass(frozen=True, slots=True)
class Prepared:
    """Questions in the form that calls take, and the ways to answer one.

    Attributes:
        items: The questions.
        calls: The functions that are timed on one question, by name.
        short_answer: Outcome, submission date and point of one question.
    """

    items: Sequence[Any]
    calls: Mapping[str, Callable[[Any], object]]
    short_answer: Callable[[Any], tuple[str, str | None, int | None]]


def serve(prepare: Callable[[Sequence[Json]], Prepared], versions: Mapping[str, str]) -> None:
    """Answer lines until there are no more; the first must bring the requests."""
    prepared: Prepared | None = None

    def answer(message: Json) -> Json:
        nonlocal prepared
        if prepared is None:
            prepared = prepare(message["requests"])
            return {"versions": dict(versions)}
        if "call" in message:
            call = prepared.calls[message["call"]]
            return timed(call, prepared.items, message["seconds"])
        return {"answers": [prepared.short_answer(item) for item in prepared.items]}

    answer_lines(answer)


def in_process_slices(
    worker: Worker, calls: Sequence[str], seconds: float
) -> dict[str, Callable[[], Slice]]:
    """Return the functions that measure one slice of each call of a worker, by name."""
    return {call: partial(_slice, worker, {"call": call, "seconds": seconds}) for call in calls}


def _slice(worker: Worker, message: Json) -> Slice:
    return Slice.of(worker.ask(message))
