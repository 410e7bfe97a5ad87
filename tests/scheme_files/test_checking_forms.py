"""Checking roles, deadlines and forms: one slip each, in a valid file."""

import pytest
from tests.scheme_files.editing import edited, line_with, mistakes_in

KEBAB = "must be in small letters with hyphens, such as 'team-b'"
CHOICES = "give 'choices' for a field of type 'choice', and for no other"
HEADING = "{label: Heading, type: text}"
POSITION = "{label: Point now, type: number, at_most: 9, records: point_position}"
DAY_OF_A_STEP = "is the day on which a step is done: nobody enters it"

# What stands in the sample, what is written in its place, on which line, and what is said of it.
SLIPS = [
    # Roles
    (
        "  worker: {title: Worker}",
        "  worker: {title: Worker}\n  team_manger: {title: Manager, over: team}",
        "team_manger",
        "'team_manger' is no role: did you mean 'team_manager'?",
    ),
    (
        "{title: Service manager, over: service}",
        "{title: Service manager}",
        "{title: Service",
        "say whose workers role 'service_manager' acts for: add 'over'",
    ),
    (
        "worker: {title: Worker}",
        "worker: {title: Worker, over: team}",
        "{title: Worker",
        "who is 'worker' follows from the worker: leave 'over' out",
    ),
    # Deadlines
    (
        "  prompt:\n",
        "  late: {working_days: 0, required: x, assumption: x}\n  prompt:\n",
        "{working_days: 0",
        "give a deadline of 1 to 366 days",
    ),
    (
        "calendar_days: 30",
        "calendar_days: 367",
        "calendar_days: 367",
        "give a deadline of 1 to 366 days",
    ),
    (
        "  patient:\n",
        "  A_week: {calendar_days: 7, required: x, assumption: x}\n  patient:\n",
        "A_week",
        f"'A_week' {KEBAB}",
    ),
    (
        "working_days: 5",
        "working_days: 5\n    calendar_days: 7",
        "working_days: 5",
        "give exactly one of 'working_days', 'calendar_days' or 'by_fact'",
    ),
    # Forms and fields
    (
        "forms:\n",
        f"forms:\n  My_form: {{title: x, required: x, assumption: x, fields: {{a: {HEADING}}}}}\n",
        "My_form",
        f"'My_form' {KEBAB}",
    ),
    (
        "forms:\n",
        "forms:\n  empty: {title: x, required: x, assumption: x, fields: {}}\n",
        "empty: {title",
        "form 'empty' asks nothing: add a field",
    ),
    (
        f"heading: {HEADING}",
        f"Heading: {HEADING}",
        HEADING,
        "field 'Heading' must be in small letters with underscores, such as 'team_manager'",
    ),
    (
        f"heading: {HEADING}",
        "heading: {label: Heading, type: choice, choices: {A_b: x}}",
        "{A_b",
        f"'A_b' {KEBAB}",
    ),
    (HEADING, "{label: Heading, type: choice}", "{label: Heading", CHOICES),
    (HEADING, "{label: Heading, type: flag, choices: {a: b}}", "{label: Heading", CHOICES),
    (
        HEADING,
        "{label: Heading, type: flag, at_most: 3}",
        "{label: Heading",
        "'at_most' is for text and numbers: leave it out",
    ),
    ("at_most: 500", "at_most: 0", "label: Reasons", "'at_most' must be 1 or more"),
    # When a field is asked
    (
        "only_if: {rating_now: poor}",
        "only_if: {rating_no: poor}",
        "label: Reasons",
        "'rating_no' is no field above this one: did you mean 'rating_now'?",
    ),
    (
        "only_if: {rating_now: poor}",
        "only_if: {ready: true}",
        "label: Reasons",
        "'ready' is no field above this one. There is rating_now",
    ),
    (
        "only_if: {rating_now: poor}",
        "only_if: {rating_now: fair}",
        "label: Reasons",
        "'fair' is no choice of 'rating_now': use good, poor",
    ),
    (
        "only_if: {ready: true}",
        "only_if: {ready: sure}",
        "label: Probation",
        "field 'ready' is a flag: write true or false",
    ),
    (
        "only_if: {ready: true}",
        "only_if: {reasons: good}",
        "label: Probation",
        "field 'reasons' is of type 'long_text': 'only_if' needs a flag or a choice",
    ),
    # What a field records
    (
        "records: probation_passed_on",
        "records: probation_passed",
        "label: Probation",
        "'probation_passed' is no fact: did you mean 'probation_passed_on'?",
    ),
    (
        "records: probation_passed_on",
        "records: rating",
        "label: Probation",
        "fact 'rating' is of type 'choice': this needs one of type 'date'",
    ),
    (
        "records: line_manager_recommends",
        "records: qualified_on",
        "label: Ready",
        "fact 'qualified_on' is of type 'date': this needs one of type 'true_false'",
    ),
    (
        POSITION,
        POSITION.replace("point_position", "share_of_year"),
        "{label: Point",
        "fact 'share_of_year' is of type 'decimal_number': this needs one of type 'whole_number'",
    ),
    (
        "        records: rating\n",
        "        records: pq_award\n",
        "label: Rating",
        "fact 'pq_award' is of type 'true_false': this needs one of type 'choice' or 'grade' or ",
    ),
    (
        "          good: good\n",
        "          good: good\n          fair: fair\n",
        "label: Rating",
        "'fair' is no value of 'rating': use good, poor",
    ),
    (
        HEADING,
        "{label: Heading, type: text, records: rating}",
        "{label: Heading",
        "no fact is of type 'text': leave 'records' out",
    ),
    (
        "records: probation_passed_on",
        "records: signed_off_on",
        "label: Probation",
        f"'signed_off_on' {DAY_OF_A_STEP}",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"), SLIPS, ids=[slip[3][:60] for slip in SLIPS]
)
def test_a_slip_is_named_with_its_line_and_its_mend(
    old: str, new: str, at: str, message: str
) -> None:
    text = edited((old, new))
    ((line, found),) = mistakes_in(text)

    assert line == line_with(text, at)
    assert found.startswith(message)


RIGHT = [
    '{label: Grade, type: choice, choices: {"7": seven, "8": eight}, records: grade}',
    "{label: Team, type: choice, choices: {duty: duty}, records: team_type}",
    "{label: Day, type: date, records: qualified_on}",
    "{label: Number, type: number}",
]


@pytest.mark.parametrize("field", RIGHT)
def test_a_field_that_can_be_asked_is_left_in_peace(field: str) -> None:
    assert mistakes_in(edited((HEADING, field))) == []


def test_any_team_may_be_recorded_where_a_scheme_tells_none_apart() -> None:
    field = "{label: Team, type: choice, choices: {night: night}, records: team_type}"
    text = edited(
        (HEADING, field),
        ("team_types:\n  duty: the duty team\n  other: another team\n", ""),
    )

    assert mistakes_in(text) == []


def test_a_grade_is_recorded_by_its_label() -> None:
    field = "{label: Grade sought, type: choice, choices: {Band H: Band H}, records: target_grade}"
    grade = "  Band H: {points: 1, required: x, assumption: x}\n"

    text = edited((HEADING, field), ("submission_dates:\n", f"{grade}submission_dates:\n"))
    assert mistakes_in(text) == []
