"""Checking the work half as a whole: all of it or none, every step reached, a decision made."""

import pytest
from tests.scheme_files.editing import TEXT, edited, line_with, mistakes_in

PATHWAY = "title: From grade 7"
APPROVES = "            approves_variation: true\n"
OPENED_BY = "    opened_by: [worker, team_manager]\n"
FIRST_STEPS = "    first_steps: [write-report, rest]\n"
HALF = "pathway 'grade-7-to-8' has half of a work half: add"
NO_DECISION = (
    "pathway 'grade-7-to-8' has a 'sign_off' and nobody can give it: "
    "add 'decides: \"yes\"' where the last yes is given"
)
NO_APPROVAL = (
    "pathway 'grade-7-to-8' decides \"yes\" and nobody can approve the change of grade: "
    "add 'approves_variation: true' to an outcome"
)
ASSESSED_ON = "    assessed_on: [submitted_on, commenced_on]\n"
NOTE = """\
    opened_by: [team_manager]
    first_steps: [note]
    steps:
      note:
        title: Note
        kind: record
        by: [team_manager]
        required: A note is made
        assumption: The policy is silent
        outcomes:
          note: {title: Note}
"""
PRECEDES = "would have to be done before itself: look at 'after'"

# What stands in the sample, what is written in its place, on which line, and what is said of it.
SLIPS = [
    (OPENED_BY, "", PATHWAY, f"{HALF} 'opened_by'"),
    (FIRST_STEPS, "", PATHWAY, f"{HALF} 'first_steps'"),
    (
        OPENED_BY,
        "    opened_by: [worker, auditor]\n",
        PATHWAY,
        "role 'auditor' is not declared: add it under 'roles'",
    ),
    (
        FIRST_STEPS,
        "    first_steps: [write-report, rest, rust]\n",
        PATHWAY,
        "'rust' is no step here: did you mean 'rest'?",
    ),
    (
        "      until: agree\n",
        "      until: agreed\n",
        "until: agreed",
        "'agreed' is no step here: did you mean 'agree'?",
    ),
    (
        "[write-report, rest]\n    embargo",
        "[write-report]\n    embargo",
        "title: Let it rest",
        "no way leads to step 'rest': name it under 'first_steps' or 'next'",
    ),
    (
        "steps: [draft, approve]",
        "steps: [approve]",
        "title: Draft the change",
        "no way leads to step 'draft': name it under 'first_steps' or 'next'",
    ),
    (
        "after: [draft]",
        "after: [draft, approve]",
        "title: Let the change",
        f"step 'approve' {PRECEDES}",
    ),
    (
        'decides: "yes"',
        "decides: not_yet",
        PATHWAY,
        NO_DECISION,
    ),
    (
        APPROVES,
        "",
        PATHWAY,
        NO_APPROVAL,
    ),
    (
        "title: Send back\n",
        f"title: Send back\n{APPROVES}",
        "title: Let it be made",
        "the change of grade is approved once: keep one 'approves_variation: true'",
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


def test_a_work_half_without_steps_is_no_work_half() -> None:
    steps = TEXT[TEXT.index("    embargo:\n") : TEXT.index("    never_below_current_pay:\n")]
    text = edited((steps, ""))

    message = f"{HALF} 'steps'"
    unknown = [f"'{name}' is no step here" for name in ("rest", "write-report")]
    assert mistakes_in(text) == [(line_with(text, PATHWAY), found) for found in (*unknown, message)]


def test_all_that_is_missing_is_named_at_once() -> None:
    text = edited((OPENED_BY, ""), (FIRST_STEPS, ""))

    assert mistakes_in(text) == [
        (line_with(text, PATHWAY), f"{HALF} 'opened_by' and 'first_steps'")
    ]


def test_steps_that_wait_for_each_other_are_all_named() -> None:
    when = "        when: {fact: rating, is: poor}\n        deadline"
    text = edited((when, f"        after: [agree]\n{when}"))

    assert mistakes_in(text) == [
        (line_with(text, "title: Write the report"), f"step 'write-report' {PRECEDES}"),
        (line_with(text, "title: Agree\n"), f"step 'agree' {PRECEDES}"),
    ]


def test_steps_that_only_open_each_other_are_all_named() -> None:
    text = edited(
        ("steps: [agree]", "steps: [write-report]"),
        ("steps: [write-report]\n      draft:", "steps: [agree]\n      draft:"),
    )

    assert [message.partition(":")[0] for _, message in mistakes_in(text)] == [
        f"no way leads to step '{name}'" for name in ("agree", "draft", "approve")
    ]


def test_an_appointment_needs_no_decision_by_steps() -> None:
    text = edited((ASSESSED_ON, f"{ASSESSED_ON}{NOTE}"))

    assert mistakes_in(text) == []


def test_a_file_needs_no_work_half() -> None:
    start, end = TEXT.index(OPENED_BY), TEXT.index("    never_below_current_pay:\n")
    roles, pay = TEXT.index("roles:\n"), TEXT.index("pay:\n")

    assert mistakes_in(TEXT[:roles] + TEXT[pay:start] + TEXT[end:]) == []
