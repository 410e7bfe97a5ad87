"""Batches: many determinations, each answered in its place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from paycalc.operations.determinations import Answer, Question, create_determination
from paycalc.rulebook.loading import Rulebook


def create_determinations(
    rulebook: Rulebook,
    lines: Iterable[bytes],
    *,
    today: Callable[[], date],
    read: Callable[[bytes], Question],
    render: Callable[[Answer], bytes],
    refuse: Callable[[bytes, Exception], bytes],
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
    for line in lines:
        try:
            question = read(line)
            day = question.known_on or today()
            yield render(create_determination(rulebook, question, today=day))
        except Exception as error:  # noqa: BLE001 - `refuse` tells apart what nobody expected
            yield refuse(line, error)
