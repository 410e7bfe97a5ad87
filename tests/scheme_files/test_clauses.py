"""Every clause of the three procedures is somewhere, and every rule comes from one."""

import re

import pytest
from tests.scheme_files.headings import HEADINGS
from tests.scheme_files.markdown import rows
from tests.scheme_files.places import CLAUSES, SCHEMES

from scheme_files.library import load, scheme_paths
from scheme_files.model.base import Clause
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.walking import located

PREFIXES = {"ROT": "rotherham", "DUR": "durham", "DER": "derbyshire"}
IDS = [
    *(f"ROT-{number}" for number in range(1, 12)),
    "ROT-silent",
    *(f"DUR-{number}" for number in range(1, 13)),
    "DUR-silent",
    *(f"DER-{number}" for number in range(1, 18)),
]
NOT_BUILT_YET = {"Durham casework", "oversight"}
ALL_VERSIONS = [text.scheme for text in load(scheme_paths(SCHEMES))]
SCHEMES_BY_ID = {scheme.scheme: scheme for scheme in ALL_VERSIONS}
"""The latest version of each scheme: it is the one that the page is about."""
ROWS = [row for row in rows(CLAUSES.read_text(encoding="utf-8")) if row[0] != "Clause"]
PLACE = re.compile("`([^`]+)`")
PART = re.compile(r"\*([^*]+)\*")


def _pathway_rules(scheme: Scheme, name: str, pathway: Pathway) -> set[str]:
    """Return the rules that an answer on a pathway shows, as `pathway/rule-id`."""
    given = {
        "current-grade": pathway.from_,
        "sign-off": pathway.sign_off,
        "submission-date": scheme.submission_dates,
        "effective-date": pathway.effective_date,
        "accelerated-pay": pathway.accelerated_pay,
        "pay-point": pathway.point,
        "never-below-current-pay": pathway.never_below_current_pay,
        "grade-points": scheme.grades,
        "spine": scheme.pay.spine,
        "in-force": scheme.in_force,
    }
    rests_on = pathway.accelerated_pay.rests_on if pathway.accelerated_pay else ()
    ids = {*pathway.criteria, *rests_on, *(rule for rule, item in given.items() if item)}
    return {f"{name}/{rule}" for rule in ids}


def _pathway_work(name: str, pathway: Pathway) -> set[str]:
    """Return what a pathway has of the work half, as `pathway/steps/step-id` and the like."""
    embargo = {f"{name}/embargo"} if pathway.embargo else set()
    evidence = {f"{name}/evidence/{item}" for item in pathway.evidence}
    return {f"{name}/steps/{step}" for step in pathway.steps} | evidence | embargo


def _places(scheme: Scheme) -> set[str]:
    """Return everything in a scheme file that the page may name."""
    rules = [_pathway_rules(scheme, name, item) for name, item in scheme.pathways.items()]
    rules += [_pathway_work(name, item) for name, item in scheme.pathways.items()]
    outside = {"in_force", *(f"grades.{label}" for label in scheme.grades)}
    outside |= {f"parts.{name}" for name in scheme.parts}
    outside |= {f"forms.{name}" for name in scheme.forms}
    outside |= {f"deadlines.{name}" for name in scheme.deadlines}
    outside |= {f"standards.{name}" for name in scheme.standards}
    outside |= {"reminders"} if scheme.reminders is not None else set()
    outside |= {
        f"pay.{name}"
        for name in ("spine", "full_time_hours", "part_months", "rounding", "increments")
    }
    if scheme.submission_dates is not None:
        outside |= {"submission_dates", "submission_dates.belongs_to"}
    return outside.union(*rules)


def _scheme_of(clause: str) -> Scheme:
    return SCHEMES_BY_ID[PREFIXES[clause.partition("-")[0]]]


def test_every_clause_has_one_row_in_order() -> None:
    assert [row[0] for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_every_row_says_something_and_names_a_place_that_is_there(row: list[str]) -> None:
    clause, says, where = row
    places, parts = PLACE.findall(where), PART.findall(where)

    assert says
    assert places or parts
    assert PART.sub("", PLACE.sub("", where)).strip(", ") == ""
    assert set(places) <= _places(_scheme_of(clause))
    assert set(parts) <= NOT_BUILT_YET
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", PREFIXES.values())
def test_every_rule_of_a_scheme_file_is_named_in_a_row(name: str) -> None:
    named = {
        place
        for row in ROWS
        if _scheme_of(row[0]).scheme == name
        for place in PLACE.findall(row[2])
    }
    told_of_the_whole_file = ("/grade-points", "/spine", "/in-force")

    untold = {
        place
        for place in _places(SCHEMES_BY_ID[name]) - named
        if not place.endswith(told_of_the_whole_file)
    }
    assert untold == set()


@pytest.mark.parametrize(
    "scheme", ALL_VERSIONS, ids=lambda scheme: f"{scheme.scheme} {scheme.published}"
)
def test_every_heading_in_a_scheme_file_is_one_of_its_document(scheme: Scheme) -> None:
    found = {item.heading for item in located(scheme) if isinstance(item, Clause)}

    assert found <= set(HEADINGS[scheme.scheme])
    assert len(scheme.documents) == 1
