"""Facts to draw: from the JSON Schema that the service itself publishes, and from beside it."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from tests.support.in_process import rulebook
from tests.support.questions import PATHWAYS, question

from paycalc.answers.fact_schema import facts_document
from paycalc.domain.conditions import facts_read

Json = dict[str, Any]

_KEY_DAYS = [
    "2010-07-01", "2012-12-31", "2013-01-01", "2022-06-30", "2023-11-03", "2024-02-28",
    "2024-02-29", "2024-07-10", "2024-09-02", "2025-01-14", "2025-01-15", "2025-01-16",
    "2025-03-20", "2025-03-31", "2025-04-01", "2025-09-30", "2025-11-03", "2026-01-09",
    "2026-01-14", "2026-01-15", "2026-01-16", "2026-02-02", "2026-02-28", "2026-03-19",
    "2026-03-20", "2026-03-21", "2026-04-01", "2026-05-14", "2026-05-15", "2026-05-16",
    "2026-09-15", "2026-12-31",
]  # fmt: skip

# The first and the last days of all have tests of their own.
_DAYS = (
    st.sampled_from(_KEY_DAYS)
    | st.integers(0, 6000).map(lambda number: _written(2011, number))
    | st.integers(0, 100_000).map(lambda number: _written(1910, number))
)
_ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 1005)
    | st.sampled_from([10**17, 0.5, 3.0, -1.0, 1e15, 20260115, 0])
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
    | st.sampled_from(["yes", "true", "12", "passed", "Passed", "9", "G", "adults", "2026-01-15"])
    | st.from_regex(r"\A(18|19|20|21|22)[0-9]{2}-[0-1][0-9]-[0-3][0-9][ T]?\Z"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=1),
    max_leaves=3,
)


_STARTS: tuple[tuple[tuple[str, str], Json], ...] = (
    *((pathway, {}) for pathway in PATHWAYS),
    (("derbyshire", "grade-9-to-10"), {"team_type": "fostering"}),
    (("derbyshire", "grade-10-to-11"), {"team_type": "leaving-care"}),
    (("rotherham", "appointment"), {"target_grade": "H"}),
)
_OFFSETS = st.integers(-3, 3) | st.integers(-500, 500)


def _near(day: str, days: int) -> str:
    return str(date.fromisoformat(day) + timedelta(days=days))


def _written(first_year: int, number: int) -> str:
    year, rest = divmod(number, 372)
    month, day = divmod(rest, 31)
    return f"{first_year + year:04}-{month + 1:02}-{min(day + 1, 28):02}"


@cache
def schema_of(scheme: str) -> Json:
    """Return the JSON Schema of a scheme's facts."""
    plan = rulebook().schemes[scheme][-1]
    return facts_document(plan)


@cache
def values_of(scheme: str) -> Mapping[str, st.SearchStrategy[object]]:
    """Draw, for each fact of a scheme, what its schema takes; null aside."""
    return {name: _valid(fact) for name, fact in schema_of(scheme)["properties"].items()}


def _valid(fact: Json) -> st.SearchStrategy[object]:
    if "oneOf" in fact:
        choices = [item["const"] for item in fact["oneOf"] if item["const"] is not None]
        return st.sampled_from(choices)
    if "boolean" in fact["type"]:
        return st.booleans()
    if "integer" in fact["type"]:
        return st.integers(1, 5) | st.integers(23, 42) | st.sampled_from([1, 999, 3.0])
    if fact.get("format") == "date":
        return _DAYS
    return st.sampled_from(fact.get("examples", ["team-b"])) | _from_pattern(fact)


def _from_pattern(fact: Json) -> st.SearchStrategy[str]:
    return st.from_regex(fact["pattern"].removesuffix("$") + r"\Z").filter(
        lambda text: len(text) <= fact["maxLength"]
    )


@cache
def _asked_by(scheme: str, pathway: str) -> tuple[str, ...]:
    """Name the facts that a pathway asks: those of its criteria, and those of its own question."""
    plan = rulebook().schemes[scheme][-1]
    read = [
        name
        for criterion in plan.scheme.pathways[pathway].criteria.values()
        for part in (criterion.applies_when, criterion.when)
        for name in facts_read(part)
    ]
    decided = ["authorised_point_position"] if plan.pathways[pathway].leaves_point else []
    asked = [*question(scheme, pathway)["facts"], *read, *decided, "team_type"]
    return tuple(dict.fromkeys(asked))


@st.composite
def changes(draw: st.DrawFn, scheme: str, pathway: str, *, most: int, absent: int) -> Json:
    """Draw some facts of a scheme, mostly those that the pathway asks, and a value for each.

    Args:
        draw: Draws.
        scheme: The scheme.
        pathway: The pathway.
        most: How many facts at most.
        absent: How many in ten to take away.
    """
    before, values = question(scheme, pathway)["facts"], values_of(scheme)
    likely, any_fact = st.sampled_from(_asked_by(scheme, pathway)), st.sampled_from(list(values))
    names = st.integers(0, 4).flatmap(lambda number: likely if number else any_fact)
    drawn: Json = {}
    for name in draw(st.lists(names, unique=True, min_size=1, max_size=most)):
        if draw(st.integers(0, 9)) < absent:
            drawn[name] = None
        elif name.endswith(("_on", "_from")) and draw(st.integers(0, 3)):
            drawn[name] = _near(before.get(name, "2025-06-30"), draw(_OFFSETS))
        else:
            drawn[name] = draw(values[name])
    return drawn


@st.composite
def questions(draw: st.DrawFn, *, most: int = 5, absent: int = 2) -> Json:
    """Draw a question: one that has an answer, with some facts changed, or facts at random."""
    (scheme, pathway), first = draw(st.sampled_from(_STARTS))
    if draw(st.integers(0, 9)):
        changed = draw(changes(scheme, pathway, most=most, absent=absent))
        asked = question(scheme, pathway, **{**first, **changed})
    else:
        facts = draw(changes(scheme, pathway, most=30, absent=0))
        asked = {**question(scheme, pathway), "facts": facts}
    known_on = draw(st.sampled_from([asked["known_on"], asked["known_on"], "2026-12-31"]))
    return {**asked, "known_on": known_on, "rules_on": "2026-01-15"}


@st.composite
def questions_of_any_facts(draw: st.DrawFn) -> Json:
    """Draw a question whose facts may be of any name and value."""
    scheme, pathway = draw(st.sampled_from(PATHWAYS))
    names = st.sampled_from(list(values_of(scheme)))
    if not draw(st.integers(0, 4)):
        names |= st.text("abcdefghijklmnopqrstuvwxyz_", max_size=12)
    changed = draw(changes(scheme, pathway, most=3, absent=2))
    asked = question(scheme, pathway, **changed)
    asked["facts"] |= draw(st.dictionaries(names, _ANYTHING, max_size=2))
    return {**asked, "rules_on": "2026-01-15"}
