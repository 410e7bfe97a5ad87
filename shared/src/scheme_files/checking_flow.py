"""Checks the way through a pathway: every step is reached, and none waits for itself."""

from collections.abc import Callable, Iterable, Iterator

from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.rules import Pathway


def flow_mistakes(pathway: Pathway) -> Iterator[Mistake]:
    """Yield every step that is never opened, and every step that would have to precede itself."""
    reached = _reached(pathway.first_steps, lambda name: _opened_by(pathway, name))
    for name, step in pathway.steps.items():
        if pathway.first_steps and name not in reached:
            yield at(
                step,
                f"no way leads to step '{name}': name it under 'first_steps' or 'next'",
            )
        if name in _reached(step.after, lambda name: _before(pathway, name)):
            yield at(step, f"step '{name}' would have to be done before itself: look at 'after'")


def _reached(start: Iterable[str], onward: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += onward(name)
    return found


def _opened_by(pathway: Pathway, name: str) -> Iterator[str]:
    """Yield the steps that the outcomes of a step open; none where there is no such step."""
    if name in pathway.steps:
        for outcome in pathway.steps[name].outcomes.values():
            for branch in outcome.next:
                yield from branch.steps


def _before(pathway: Pathway, name: str) -> tuple[str, ...]:
    return pathway.steps[name].after if name in pathway.steps else ()
