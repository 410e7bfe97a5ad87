"""Checking the parts of a scheme file against each other: one slip each, in a valid file."""

import pytest
from tests.scheme_files.editing import TEXT, edited, line_with, mistakes_in

KEBAB = "must be in small letters with hyphens, such as 'team-b'"
SNAKE = "must be in small letters with underscores, such as 'team_manager'"
PROBATION = "      probation:\n"
NO_RULE = "is there already: give this one another id"
ONCE = "list the days of the year in order, once each"
TOO_EARLY = (
    "'part_in_force' looks at the effective date, which is not known here: use it under 'point' or "
    "'accelerated_pay'"
)
DATE = "{type: date, label: x, meaning: x}"
CHOICES = "give 'choices' for a fact of type 'choice', and for no other"
SIGN_OFF = (
    '    sign_off:\n      required: Signed off\n      clause: {document: policy, heading: "6"}\n'
)
LAST_POINT = (
    "      - lowest: true\n        required: The lowest point\n"
    '        clause: {document: policy, heading: "8"}\n'
)

# What stands in the sample, what is written in its place, on which line, and what is said of it.
SLIPS = [
    # Names
    ("scheme: sample", "scheme: Sample", "format: 1", f"'Sample' {KEBAB}"),
    ("  other: another", "  Other: another", "format: 1", f"'Other' {KEBAB}"),
    ("documents:", "documents:\n  New: {title: a, publisher: b}", "{title: a", f"'New' {KEBAB}"),
    ("  appointment:\n", "  an_appointment:\n", "title: App", f"'an_appointment' {KEBAB}"),
    (PROBATION, "      Probation:\n", "required: Prob", f"'Probation' {KEBAB}"),
    (PROBATION, f"      {'a' * 65}:\n", "required: Prob", f"'{'a' * 65}' {KEBAB}"),
    ("teams-by-name", "teams by name", "required: The team is", f"'teams by name' {KEBAB}"),
    ("poor: poor}", "poor: poor, Fair: fair}", "type: choice", f"'Fair' {KEBAB}"),
    ("\nfacts:", f"\nfacts:\n  new-fact: {DATE}", DATE, f"fact 'new-fact' {SNAKE}"),
    (
        "- decided_by: head_of_service",
        "- decided_by: Head of Service",
        "decided_by: Head",
        f"role 'Head of Service' {SNAKE}",
    ),
    (
        "submission_dates:\n",
        '  "#9": {points: 1, required: x, assumption: x}\nsubmission_dates:\n',
        "{points: 1",
        "grade '#9': use at most 20 letters, digits, spaces and hyphens",
    ),
    (PROBATION, "      sign-off:\n", "required: Probation", f"rule 'sign-off' {NO_RULE}"),
    ("teams-by-name", "probation", "required: The team is", f"rule 'probation' {NO_RULE}"),
    # Facts
    (
        "\nfacts:",
        f"\nfacts:\n  qualified_on: {DATE}",
        DATE,
        "'qualified_on' is a fact of every scheme already: remove it here",
    ),
    ("\nfacts:", f"\nfacts:\n  extra: {DATE[:-1]}, choices: {{a: a}}}}", DATE[:-1], CHOICES),
    ("\nfacts:", f"\nfacts:\n  extra: {DATE.replace('date', 'choice')}", "{type: ch", CHOICES),
    # Clauses
    (
        'document: policy, heading: "3"',
        'document: polcy, heading: "3"',
        "polcy",
        "'polcy' is no document of this file: did you mean 'policy'?",
    ),
    (
        'document: policy, heading: "3"',
        'document: handbook, heading: "3"',
        "handbook",
        "'handbook' is no document of this file. There is policy",
    ),
    # Grades and money
    ("points: 4", "points: 1000", "points: 1000", "grade '8': use points from 1 to 999"),
    ("[20, 21, 22]", "[0, 21, 22]", "[0,", "grade '7': use points from 1 to 999"),
    (
        "[20, 21, 22]",
        "[20, 22, 21]",
        "[20,",
        "list the points of grade '7' from lowest to highest, once each",
    ),
    (
        "[20, 21, 22]",
        "[20, 20, 21]",
        "[20,",
        "list the points of grade '7' from lowest to highest, once each",
    ),
    (
        'hours: "37"',
        "hours: many",
        "hours: many",
        'write the full-time hours a week as a number in quotes, such as "37"',
    ),
    # Dates and parts
    ("[01-15, 09-15]", "[09-15, 01-15]", "each_year", ONCE),
    ("[01-15, 09-15]", "[01-15, 01-15]", "each_year", ONCE),
    (
        "[01-15, 09-15]",
        "[02-29]",
        "each_year",
        "'02-29' is no day of every year: write month and day, such as '01-15'",
    ),
    (
        "[01-15, 09-15]",
        "[1-15]",
        "each_year",
        "'1-15' is no day of every year: write month and day, such as '01-15'",
    ),
    (
        "in_force_until: 2026-03-31",
        "in_force_until: 2025-03-31",
        "in_force_from: 2025",
        "part 'supplement' ends before it starts: exchange its two dates",
    ),
    (
        'binds: {fact: qualified_on, on_or_after: "2020-01-01"}',
        "binds: {since: qualifed_on}",
        "binds",
        "'qualifed_on' is no fact: did you mean 'qualified_on'?",
    ),
    (
        'binds: {fact: qualified_on, on_or_after: "2020-01-01"}',
        "binds: {part_in_force: supplement}",
        "binds",
        TOO_EARLY,
    ),
    # Pathways
    ('grade: "7"', 'grade: "77"', '"77"', "'77' is no grade: did you mean '7'?"),
    ('chosen_from: ["7", "8"]', 'chosen_from: ["9"]', '["9"]', "'9' is no grade. There is 7, 8"),
    ('chosen_from: ["7", "8"]', 'chosen_from: ["8", "8"]', '["8", "8"]', "name each grade once"),
    (
        SIGN_OFF,
        "",
        "title: From grade 7",
        "pathway 'grade-7-to-8': add 'sign_off': only appointments go without",
    ),
    (
        "assessed_on: [submitted_on, commenced_on]",
        "assessed_on: [pq_award]",
        "title: App",
        "fact 'pq_award' is of type 'true_false': this needs one of type 'date'",
    ),
    ("{since: probation_passed_on}", "{part_in_force: supplement}", "{part_in", TOO_EARLY),
    (
        "- when: {fact: team_type, is: duty}",
        "- when: {part_in_force: supplement}",
        "{part_in",
        TOO_EARLY,
    ),
    (
        "        when:\n          any:",
        "        if_missing: not_applicable\n        when:\n          any:",
        "required: Two years",
        "'if_missing' is not looked at beside 'applies_when': say all of it there",
    ),
    # The effective date
    (
        "      - when: {fact: rating, is: good}\n        day",
        "      - day",
        "day: submission_date",
        "nothing after this 'effective_date' can be reached: give it a 'when'",
    ),
    (
        "- decided_by: head_of_service",
        "- when: {fact: rating, is: good}\n        decided_by: head_of_service",
        "when: {fact: rating, is: good}\n        decided_by",
        "somebody may fall through: the last 'effective_date' must stand without a 'when'",
    ),
    (
        "day: probation_passed_on",
        "day: share_of_year",
        "when: {fact: team_type, is: duty}",
        "fact 'share_of_year' is of type 'decimal_number': this needs one of type 'date'",
    ),
    (
        "next_of: [04-01, 10-01]",
        "next_of: [04-01, 10-01]\n        then: first_of_next_month",
        "when: {fact: team_type, is: duty}",
        "give 'then' or 'next_of', not both",
    ),
    ("[04-01, 10-01]", "[10-01, 04-01]", "when: {fact: team_type, is: duty}", ONCE),
    (
        "- decided_by: head_of_service",
        "- next_of: [04-01]\n        decided_by: head_of_service",
        "next_of: [04-01]\n",
        "'then' and 'next_of' move on from a 'day': add the day",
    ),
    # The point
    (
        "      - when: {part_in_force: supplement}\n        decided_by",
        "      - decided_by",
        "decided_by: head_of_service\n        choices",
        "nothing after this 'point' can be reached: give it a 'when'",
    ),
    (
        LAST_POINT,
        LAST_POINT.replace("- lowest", "- when: {fact: rating, is: good}\n        lowest"),
        "when: {fact: rating, is: good}\n        lowest",
        "somebody may fall through: the last 'point' must stand without a 'when'",
    ),
    (
        "nth: 2\n",
        "nth: 2\n        choices: [1]\n",
        "when: {fact: rating, is: poor}\n        nth",
        "'choices' belong to a decision: add 'decided_by'",
    ),
    (
        "choices: [1, 2]",
        "choices: [2, 1]",
        "when: {part_in",
        "list the choices from lowest to highest, once each",
    ),
    (
        "choices: [1, 2]",
        "choices: [1, 5]",
        "when: {part_in",
        "there is no point 5: the grade has points 1 to 4",
    ),
    (
        "nth: 2\n",
        "nth: 0\n",
        "when: {fact: rating, is: poor}\n        nth",
        "there is no point 0: the grade has points 1 to 4",
    ),
    (
        "part: supplement",
        "part: suplement",
        "part: suplement",
        "'suplement' is no part of this scheme: did you mean 'supplement'?",
    ),
    ("nth: 3\n", "nth: 5\n", "part: supp", "there is no point 5: the grade has points 1 to 4"),
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


def test_the_sample_has_nothing_to_mend() -> None:
    assert mistakes_in(TEXT) == []


def test_a_scheme_needs_a_grade_and_a_pathway() -> None:
    grades, _, rest = TEXT.partition("grades:\n")[2].partition("submission_dates:\n")
    _, _, pathways = rest.partition("pathways:\n")
    text = edited(
        (f"grades:\n{grades}", "grades: {}\n"), (f"pathways:\n{pathways}", "pathways: {}")
    )

    assert mistakes_in(text) == [
        (1, "add at least one grade"),
        (1, "add at least one pathway"),
    ]


def test_a_submission_date_needs_submission_dates() -> None:
    dates, _, _ = TEXT.partition("submission_dates:\n")[2].partition("parts:\n")
    text = edited((f"submission_dates:\n{dates}", ""))

    message = "the scheme has no 'submission_dates': add them or name another day"
    line = line_with(text, "- when: {fact: rating, is: good}\n        day")
    assert mistakes_in(text) == [(line, message)]


def test_what_hangs_together_is_named_in_every_place() -> None:
    text = edited(("  supplement:\n", "  Supplement:\n"))

    assert mistakes_in(text) == [
        (line_with(text, "in_force_from"), f"'Supplement' {KEBAB}"),
        (
            line_with(text, "part: s"),
            "'supplement' is no part of this scheme: did you mean 'Supplement'?",
        ),
        (line_with(text, "{part_in"), "'supplement' is no part under 'parts'"),
    ]
