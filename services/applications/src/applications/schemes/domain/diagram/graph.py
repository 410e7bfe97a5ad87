"""A pathway's work as boxes and arrows: steps, outcomes, decisions, and ways back.

Arrows never lead up: an outcome that opens an earlier step anew ends in a box that names it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from applications.schemes.domain.words import (
    condition_in_words,
    facts_in_words,
    label_of,
    role_title,
)
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Deadline, Meeting, Next, Outcome, Seats, Step

Kind = Literal["start", "step", "outcome", "branch", "yes", "not-yet", "back"]
START: Final = "start"

_KINDS: Final[Mapping[str, str]] = {
    "record": "Record",
    "decide": "Decision",
    "joint": "Joint decision",
    "panel": "Panel",
    "hold": "Held until released",
    "wait": "Wait",
}
_DECIDED: Final[Mapping[str | None, tuple[Kind, str]]] = {
    "yes": ("yes", "Decided: yes, pay follows"),
    "not_yet": ("not-yet", "Decided: not yet"),
    None: ("branch", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What stands in a box: a tag above, a title, and notes below."""

    kind: Kind
    tag: str = ""
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From one box to another. `waits` is a step that must be done first, where it applies."""

    source: str
    target: str
    waits: bool = False


@dataclass(slots=True)
class Graph:
    """Boxes by name, in the order in which they are met, and arrows that never lead back."""

    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)

    def reaches(self, source: str, target: str, *, without: Arrow | None = None) -> bool:
        """Whether arrows lead from one box to another, one of them left aside."""
        seen, waiting = {source}, [source]
        while waiting:
            here = waiting.pop()
            ahead = {
                arrow.target
                for arrow in self.arrows
                if arrow.source == here and arrow != without and arrow.target not in seen
            }
            if target in ahead:
                return True
            seen |= ahead
            waiting += sorted(ahead)
        return False


def pathway_graph(scheme: Scheme, pathway: Pathway) -> Graph:
    """The boxes and arrows of a pathway."""
    graph = Graph()
    openers = " or ".join(role_title(role, scheme) for role in pathway.opened_by)
    by = (f"by {openers}",) if openers else ()
    graph.boxes[START] = Box(kind="start", title="The case is opened", notes=by)
    for name, step in pathway.steps.items():
        graph.boxes[_step(name)] = _step_box(scheme, step)
    ends: dict[str, list[str]] = {name: [] for name in pathway.steps}
    wanted = [Arrow(source=START, target=_step(name)) for name in pathway.first_steps]
    for name, step in pathway.steps.items():
        for action, outcome in step.outcomes.items():
            wanted += _outcome(graph, scheme, _step(name), f"outcome {action}", outcome)
            if outcome.submits and pathway.evidence:
                _add_evidence(graph, pathway, f"outcome {action}")
            if not outcome.next:
                ends[name].append(f"outcome {action}")
    wanted += _waiting(pathway, ends)
    _join(graph, pathway, wanted)
    return graph


def _step(name: str) -> str:
    return f"step {name}"


def _step_box(scheme: Scheme, step: Step) -> Box:
    joined = " and " if step.kind == "joint" else " or "
    notes = [f"by {joined.join(role_title(role, scheme) for role in step.by)}"] if step.by else []
    if step.until is not None:
        notes.append(f"until {condition_in_words(step.until, scheme)}")
    if step.when is not None:
        notes.append(f"if {condition_in_words(step.when, scheme)}")
    if step.deadline is not None:
        notes.append(_by_when(scheme.deadlines[step.deadline], scheme))
    if step.meeting is not None:
        notes += _meeting(step.meeting, scheme)
    return Box(kind="step", tag=_KINDS[step.kind], title=step.title, notes=tuple(notes))


def _by_when(deadline: Deadline, scheme: Scheme) -> str:
    if deadline.by_fact is not None:
        return f"by the day of '{label_of(deadline.by_fact, scheme)}'"
    if deadline.working_days is not None:
        return f"within {deadline.working_days} working days"
    return f"within {deadline.calendar_days} days"


def _meeting(meeting: Meeting, scheme: Scheme) -> Iterator[str]:
    seats = (_seats(role, each, scheme) for role, each in meeting.members.items())
    yield f"a meeting of {', '.join(seats)}"
    if meeting.advised_by:
        advisers = " or ".join(role_title(role, scheme) for role in meeting.advised_by)
        yield f"advised by {advisers}, when asked"


def _seats(role: str, seats: Seats, scheme: Scheme) -> str:
    title = role_title(role, scheme)
    if seats.at_least != seats.at_most:
        return f"{title} ({seats.at_least} to {seats.at_most})"
    return title if seats.at_most == 1 else f"{title} ({seats.at_most})"


def _outcome(
    graph: Graph, scheme: Scheme, step: str, name: str, outcome: Outcome
) -> Iterator[Arrow]:
    plain = len(outcome.next) == 1 and _is_plain(outcome.next[0])
    forwards = _forwards(scheme, outcome.next[0]) if plain else ()
    notes = (*_outcome_notes(scheme, outcome), *forwards)
    graph.boxes[name] = Box(kind="outcome", title=outcome.title, notes=notes)
    yield Arrow(source=step, target=name)
    for place, branch in enumerate(outcome.next, start=1):
        source = name if plain else f"{name} {place}"
        if not plain:
            graph.boxes[source] = _branch_box(scheme, branch, alone=len(outcome.next) == 1)
            yield Arrow(source=name, target=source)
        for opened in branch.steps:
            yield Arrow(source=source, target=_step(opened))


def _is_plain(branch: Next) -> bool:
    return not branch.if_ and branch.decides is None


def _add_evidence(graph: Graph, pathway: Pathway, name: str) -> None:
    """Say in the box of a submission what must be there by then."""
    needed = [
        f"{item.title} (where it applies)" if item.when else item.title
        for item in pathway.evidence.values()
        if not item.optional and not item.may_follow
    ]
    note = f"with {', '.join(needed)}" if needed else "with evidence, where there is any"
    box = graph.boxes[name]
    graph.boxes[name] = replace(box, notes=(*box.notes, note))


def _outcome_notes(scheme: Scheme, outcome: Outcome) -> Iterator[str]:
    if outcome.needs == "every":
        yield "needs every role"
    if outcome.form is not None:
        times = f", {outcome.times} times" if outcome.times > 1 else ""
        yield f"form: {scheme.forms[outcome.form].title}{times}"
    if outcome.comments is not None:
        yield f"comments: {outcome.comments}"
    if outcome.submits:
        yield "submits the case"
    if outcome.drafts_variation:
        yield "drafts the change of pay"
    if outcome.approves_variation:
        yield "approves the change of pay"


def _branch_box(scheme: Scheme, branch: Next, *, alone: bool) -> Box:
    kind, title = _DECIDED[branch.decides]
    wanted = facts_in_words(branch.if_, scheme)
    condition = "" if alone else f"if {wanted}" if wanted else "otherwise"
    notes = (condition, *_forwards(scheme, branch)) if title else _forwards(scheme, branch)
    return Box(kind=kind, title=title or condition, notes=notes)


def _forwards(scheme: Scheme, branch: Next) -> tuple[str, ...]:
    return tuple(
        f"{scheme.forms[each.form].title} goes to {role_title(each.to, scheme)}"
        for each in branch.forwards
    )


def _waiting(pathway: Pathway, ends: Mapping[str, Sequence[str]]) -> Iterator[Arrow]:
    """Lead from the ends of a step to what must come after it; from the step if it has none."""
    for name, step in pathway.steps.items():
        for before in step.after:
            for source in ends[before] or [_step(before)]:
                yield Arrow(source=source, target=_step(name), waits=True)


def _join(graph: Graph, pathway: Pathway, wanted: Sequence[Arrow]) -> None:
    """Draw the arrows one by one: what would lead back becomes a box that says where."""
    for arrow in sorted(wanted, key=lambda each: each.waits):
        if arrow.source != arrow.target and not graph.reaches(arrow.target, arrow.source):
            graph.arrows.append(arrow)
        elif not arrow.waits:
            step = pathway.steps[arrow.target.removeprefix("step ")]
            name = f"{arrow.source} back to {arrow.target}"
            graph.boxes[name] = Box(kind="back", title=f"\N{LEFTWARDS ARROW} back to: {step.title}")
            graph.arrows.append(Arrow(source=arrow.source, target=name))
    for arrow in [each for each in graph.arrows if each.waits]:
        if graph.reaches(arrow.source, arrow.target, without=arrow):
            graph.arrows.remove(arrow)
