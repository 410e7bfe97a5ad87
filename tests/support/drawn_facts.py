"""Facts to draw: from the JSON Schema that the service itself publishes, and from beside it."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from paycalc.answers.fact_schema import facts_document
from tests.support.in_process import rulebook
from tests.support.questions import PATHWAYS, question

Json = dict[str, Any]

_KEY_DAYS = (
    "2010-07-01 2012-12-31 2013-01-01 2022-06-30 2023-11-03 2024-02-28 2024-02-29 2024-07-10 "
    "2024-09-02 2025-01-14 2025-01-15 2025-01-16 2025-03-20 2025-03-31 2025-04-01 2025-09-30 "
    "2025-11-03 2026-01-09 2026-01-14 2026-01-15 2026-01-16 2026-02-02 2026-02-28 2026-03-19 "
    "2026-03-20 2026-03-21 2026-04-01 2026-05-14 2026-05-15 2026-05-16 2026-09-15 2026-12-31"
).split()

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


def _written(first_year: int, number: int) -> str:
    year, rest = divmod(number, 372)
    month, day = divmod(rest, 31)
    return f"{first_year + year:04}-{month + 1:02}-{min(day + 1, 28):02}"


def schema_of(scheme: str) -> Json:
    """Return the JSON Schema of a scheme's facts."""
    (plan,) = rulebook().schemes[scheme]
    return facts_document(plan)


def valid(fact: Json) -> st.SearchStrategy[object]:
    """Draw what the schema of a fact takes, null aside."""
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


def changes(
    scheme: str, *, most: int = 5, with_none: bool = True
) -> st.SearchStrategy[Mapping[str, object]]:
    """Draw some facts of a scheme with values that its schema takes; None takes one away."""
    facts = schema_of(scheme)["properties"]
    absent = st.none() if with_none else st.nothing()
    return st.lists(st.sampled_from(list(facts)), unique=True, max_size=most).flatmap(
        lambda names: st.fixed_dictionaries({name: absent | valid(facts[name]) for name in names})
    )


@st.composite
def questions(draw: st.DrawFn) -> Json:
    """Draw a question: one that is determined, with some facts changed, or facts at random."""
    scheme, pathway = draw(st.sampled_from(PATHWAYS))
    if draw(st.integers(0, 9)):
        asked = question(scheme, pathway, **draw(changes(scheme)))
    else:
        drawn = draw(changes(scheme, most=40, with_none=False))
        asked = {**question(scheme, pathway), "facts": dict(drawn)}
    if draw(st.booleans()):
        asked["known_on"] = draw(st.sampled_from([day for day in _KEY_DAYS if day > "2024"]))
    return {**asked, "rules_on": "2026-01-15"}


@st.composite
def questions_of_any_facts(draw: st.DrawFn) -> Json:
    """Draw a question whose facts may be of any name and value."""
    scheme, pathway = draw(st.sampled_from(PATHWAYS))
    facts = schema_of(scheme)["properties"]
    names = st.sampled_from(list(facts))
    unknown = st.text("abcdefghijklmnopqrstuvwxyz_", max_size=12)
    drawn = draw(st.dictionaries(names if draw(st.integers(0, 4)) else names | unknown, _ANYTHING,
                                 max_size=2))  # fmt: skip
    asked = question(scheme, pathway, **draw(changes(scheme, most=3)))
    asked["facts"] |= drawn
    return {**asked, "rules_on": "2026-01-15"}
