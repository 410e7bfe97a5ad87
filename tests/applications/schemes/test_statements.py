"""Statements of practice on forms: those of the day, one text for each, nothing else."""

from datetime import date
from typing import Any

from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.live import ROOT

from applications.schemes.domain.forms import form_schema, validate_answers
from applications.schemes.domain.standards import statements_on
from applications.schemes.storage.files import load_schemes

TODAY = date(2026, 4, 2)
DERBYSHIRE = (
    load_schemes([ROOT / "shared" / "schemes"])
    .in_force("derbyshire", rules_on=TODAY, known_on=TODAY)
    .scheme
)
FORM = DERBYSHIRE.forms["reflective-statement"]
LAST_OF_THE_OLD, FIRST_OF_THE_NEW = date(2027, 3, 31), date(2027, 4, 1)
CHILDREN = "knowledge_and_skills_children"


def filled_in(day: date) -> dict[str, Any]:
    """A reflective statement with a text for each statement of a day."""
    sets = statements_on(DERBYSHIRE, day)

    def texts(name: str) -> dict[str, str]:
        return dict.fromkeys(sets[name].items, "As my record shows.")

    return {
        "development": "Much.",
        "pcf": texts("pcf"),
        "knowledge_and_skills": "children",
        CHILDREN: texts("knowledge-and-skills-children"),
        "professional_standards": texts("professional-standards"),
    }


def mistakes(answers: object, day: date) -> list[tuple[str, str]]:
    """Where the mistakes are, and what is said of them."""
    found = validate_answers(FORM, answers, statements=statements_on(DERBYSHIRE, day))
    return [(each.pointer, each.detail) for each in found]


def test_the_nine_domains_and_the_standards_of_the_regulator_are_asked_about() -> None:
    sets = statements_on(DERBYSHIRE, TODAY)
    fields = form_schema(FORM, statements=sets)["properties"]
    assert len(fields["pcf"]["properties"]) == 9
    assert len(fields["professional_standards"]["properties"]) == 6
    domain = fields["pcf"]["properties"]["critical-reflection-and-analysis"]
    assert domain["title"] == "Critical reflection and analysis"
    assert domain["x-standards"] == "Professional Capabilities Framework (PCF)"
    assert mistakes(filled_in(TODAY), TODAY) == []


def test_the_version_of_the_day_counts_to_its_last_day() -> None:
    old = statements_on(DERBYSHIRE, LAST_OF_THE_OLD)["knowledge-and-skills-children"]
    new = statements_on(DERBYSHIRE, FIRST_OF_THE_NEW)["knowledge-and-skills-children"]
    assert (old.title, len(old.items)) == (
        "Knowledge and skills statement for child and family practitioners",
        10,
    )
    assert new.title == "Child and family social worker early career standards"
    assert mistakes(filled_in(FIRST_OF_THE_NEW), FIRST_OF_THE_NEW) == []
    pointers = {pointer for pointer, _ in mistakes(filled_in(LAST_OF_THE_OLD), FIRST_OF_THE_NEW)}
    assert f"/{CHILDREN}/early-career-standards" in pointers
    assert f"/{CHILDREN}/communication" in pointers


def test_a_day_before_the_first_version_takes_the_first() -> None:
    assert len(statements_on(DERBYSHIRE, date(2010, 1, 1))["pcf"].items) == 9


def test_every_statement_wants_its_own_text_and_no_other_is_known() -> None:
    answers = filled_in(TODAY)
    del answers["pcf"]["knowledge"]
    answers["pcf"]["punctuality"] = "Always."
    answers["professional_standards"]["accountability"] = "x" * 3001
    assert mistakes(answers, TODAY) == [
        ("/pcf/knowledge", "Missing: give text on this statement, at most 3000 characters."),
        ("/pcf/punctuality", "No such statement: leave it out."),
        (
            "/professional_standards/accountability",
            "Give text on this statement, at most 3000 characters.",
        ),
    ]


def test_a_text_in_the_place_of_statements_is_told_what_to_give() -> None:
    assert mistakes(filled_in(TODAY) | {"pcf": "All nine."}, TODAY) == [
        ("/pcf", "Give a JSON object with a text for each statement, by the statement's id.")
    ]


def test_statements_that_are_not_asked_for_are_left_out() -> None:
    answers = filled_in(TODAY) | {"knowledge_and_skills": "adults"}
    assert [pointer for pointer, _ in mistakes(answers, TODAY)] == [
        f"/{CHILDREN}",
        "/knowledge_and_skills_adults",
    ]


def test_a_form_over_http_has_the_statements_of_the_day_asked_for(
    make_council: MakeCouncil,
) -> None:
    council = make_council(["derbyshire"])
    assert len(_children(council, "2026-04-02")) == 10
    assert list(_children(council, "2027-04-01")) == ["early-career-standards"]


def _children(council: Council, day: str) -> dict[str, Any]:
    path = "/v1/schemes/derbyshire/forms/reflective-statement"
    form = council.hris.get(path, params={"rules_on": day}).json()
    found: dict[str, Any] = form["schema"]["properties"][CHILDREN]["properties"]
    return found
