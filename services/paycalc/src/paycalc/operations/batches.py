"""Batches: many questions, each answered in its place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from paycalc.operations.arrears import ArrearsAnswer, ArrearsQuestion, create_arrears
from paycalc.operations.determinations import Answer, Question, create_determination
from paycalc.rulebook.loading import Rulebook

Q = TypeVar("Q")
A = TypeVar("A")
Refuse = Callable[[bytes, Exception], bytes]
"""Renders what was raised in a line, expected or not."""


def create_determinations(
    rulebook: Rulebook,
    lines: Iterable[bytes],
    *,
    today: Callable[[], date],
    read: Callable[[bytes], Question],
    render: Callable[[Answer], bytes],
    refuse: Refuse,
) -> Iterator[bytes]:
    """Yield the answer to each line, in order; what goes wrong with one stops no other.

    Args:
        rulebook: What the service holds.
        lines: One request a line.
        today: The day to take as known on where a line does not say.
        read: Reads a line; what it raises is for `refuse`.
        render: Renders an answer.
        refuse: Renders what was raised in a line, expected or not.
    """

    def answer(question: Question) -> Answer:
        return create_determination(rulebook, question, today=question.known_on or today())

    return _each(lines, read, answer, render, refuse)


def create_arrears_batch(
    rulebook: Rulebook,
    lines: Iterable[bytes],
    *,
    today: Callable[[], date],
    read: Callable[[bytes], ArrearsQuestion],
    render: Callable[[ArrearsAnswer], bytes],
    refuse: Refuse,
) -> Iterator[bytes]:
    """Yield what is owed by each line, in order: as `create_determinations`."""

    def answer(question: ArrearsQuestion) -> ArrearsAnswer:
        return create_arrears(rulebook, question, today=question.known_on or today())

    return _each(lines, read, answer, render, refuse)


def _each(
    lines: Iterable[bytes],
    read: Callable[[bytes], Q],
    answer: Callable[[Q], A],
    render: Callable[[A], bytes],
    refuse: Refuse,
) -> Iterator[bytes]:
    for line in lines:
        try:
            yield render(answer(read(line)))
        except Exception as error:  # noqa: BLE001 - `refuse` tells apart what nobody expected
            yield refuse(line, error)
