"""Checking steps one by one: who does them, how they end, and what follows."""

import pytest
from tests.scheme_files.editing import edited, line_with, mistakes_in

KEBAB = "must be in small letters with hyphens, such as 'team-b'"
REPORT = "title: Write the report\n"
REST = "title: Let it rest\n"
AGREE = "title: Agree\n        kind"
DRAFT = "title: Draft the change\n"
BY_BOTH = "by: [team_manager, service_manager]"
UNTIL = "        until: {since: commenced_on}\n"
IF = "if: {line_manager_recommends: true, rating: good}"
RECORDS = "records: {coursework_submitted: false, rating: poor}"
BRANCH = "- if: {line_manager"
LAST = "              - decides: not_yet\n"
DRAFTED = (
    "        outcomes:\n          draft:\n            title: Draft\n"
    "            drafts_variation: true\n"
)
NOT_TOLD_APART = "only a choice, true or false"

# What stands in the sample, what is written in its place, on which line, and what is said of it.
SLIPS = [
    # Who
    (
        BY_BOTH,
        "by: [team_manager, servic_manager]",
        AGREE,
        "'servic_manager' is no role: did you m",
    ),
    (
        BY_BOTH,
        "by: [team_manager, head_of_service]",
        AGREE,
        "role 'head_of_service' is not declared: add it under 'roles'",
    ),
    (BY_BOTH, "by: [team_manager, worker, worker]", AGREE, "name each role once"),
    (
        "        by: [team_manager]\n        required: The change is drafted",
        "        required: The change is drafted",
        DRAFT,
        "nobody may do this step: add 'by'",
    ),
    (BY_BOTH, "by: [team_manager]", AGREE, "a joint step needs two roles or more under 'by'"),
    # Of what kind
    (UNTIL, "", REST, "say what this step waits for: add 'until'"),
    (
        DRAFT,
        f"{DRAFT}{UNTIL}",
        DRAFT,
        "'until' is for a step of kind 'wait': leave it out",
    ),
    (
        DRAFTED,
        "",
        DRAFT,
        "this step cannot end: add 'outcomes'",
    ),
    (
        "            needs: every\n",
        "",
        AGREE,
        "a joint step needs an outcome that every role gives: add 'needs: every'",
    ),
    (
        "title: Draft\n",
        "title: Draft\n            needs: every\n",
        "title: Draft\n",
        "'needs: every' is for a step of kind 'joint': leave it out",
    ),
    (
        "approves_variation: true",
        "approves_variation: true\n            drafts_variation: true",
        "title: Let the change",
        "nobody approves what they drafted: draft and approve in two steps",
    ),
    # What it names
    ("after: [draft]", "after: [drat]", "title: Let the", "'drat' is no step here: did you mean '"),
    (
        "deadline: prompt",
        "deadline: promt",
        REPORT,
        "'promt' is no deadline here: did you mean 'prompt'?",
    ),
    (
        "when: {fact: rating, is: poor}\n        deadline",
        "when: {fact: rating, is: fair}\n        deadline",
        "when: {fact: rating, is: fair}",
        "'fair' is no value of 'rating': use good, poor",
    ),
    (
        "until: {since: commenced_on}",
        "until: {part_in_force: supplement}",
        "until: {part",
        "'part_in_force' looks at the effective date, which is not known here: ",
    ),
    # Outcomes
    ("          submit-report:\n", "          Submit:\n", "title: Submit\n", f"'Submit' {KEBAB}"),
    (
        "          submit-report:\n",
        "          withdraw:\n",
        "title: Submit\n",
        "'withdraw' is an action of every case: give this outcome another id",
    ),
    (
        "          submit-report:\n",
        "          approve:\n",
        "title: Let it be made",
        "outcome 'approve' is there already, in step 'write-report': give this one another id",
    ),
    (
        "            form: report\n",
        "            form: raport\n",
        "title: Submit\n",
        "'raport' is no form here: did you mean 'report'?",
    ),
    # What follows
    (
        LAST,
        "",
        BRANCH,
        "somebody may fall through: the last branch must stand without an 'if'",
    ),
    (
        f"{IF}\n                records",
        "records",
        "- records: {coursework",
        "nothing after this branch can be reached: give it an 'if'",
    ),
    (
        IF,
        "if: {line_manager_recommend: true}",
        BRANCH,
        "'line_manager_recommend' is no fact: did you mean 'line_manager_recommends'?",
    ),
    (
        IF,
        "if: {line_manager_recommends: sure}",
        BRANCH,
        "fact 'line_manager_recommends' is true or false: write true or false",
    ),
    (IF, "if: {rating: fair}", "- if: {rating", "'fair' is no value of 'rating': use good, poor"),
    (IF, "if: {rating: true}", "- if: {rating", "fact 'rating' is not true or false: use good, po"),
    (
        IF,
        'if: {qualified_on: "2020-01-01"}',
        "- if: {qual",
        f"fact 'qualified_on' is of type 'date': {NOT_TOLD_APART}",
    ),
    (RECORDS, "records: {ratings: good}", BRANCH, "'ratings' is no fact: did you mean 'rating'?"),
    (
        RECORDS,
        'records: {scp: "30"}',
        BRANCH,
        f"fact 'scp' is of type 'whole_number': {NOT_TOLD_APART}",
    ),
    (RECORDS, 'records: {grade: "9"}', BRANCH, "'9' is no value of 'grade': use 7, 8"),
    (
        "steps: [draft, approve]",
        "steps: [draft, approve, aprove]",
        '- decides: "yes"',
        "'aprove' is no step here: did you mean 'approve'?",
    ),
    (
        "- form: report",
        "- form: raport",
        "- form: raport",
        "'raport' is no form here: did you mean 'report'?",
    ),
    (
        "to: service_manager",
        "to: payroll",
        "- form: report",
        "role 'payroll' is not declared: add it under 'roles'",
    ),
    ("decides: not_yet", "decides: later", "decides: later", "this must be 'yes' or 'not_yet'"),
    (
        'decides: "yes"',
        "decides: yes",
        "decides: yes",
        'write true or false, or "yes" in quotes if it is text',
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


def test_a_step_has_a_name_that_can_be_used() -> None:
    text = edited(
        ("      rest:\n", "      Rest:\n"),
        ("[write-report, rest]\n    embargo", "[write-report, Rest]\n    embargo"),
        ("after: [write-report, rest]", "after: [write-report, Rest]"),
    )

    assert mistakes_in(text) == [(line_with(text, REST), f"'Rest' {KEBAB}")]


@pytest.mark.parametrize("action", ["withdraw", "recuse", "reassign", "correct", "resolve-pay"])
def test_no_outcome_is_called_as_what_every_case_can_do(action: str) -> None:
    text = edited(("          submit-report:\n", f"          {action}:\n"))

    assert [message for _, message in mistakes_in(text)] == [
        f"'{action}' is an action of every case: give this outcome another id"
    ]


# What the sample does not show, and is right all the same.
RIGHT = [
    ("kind: joint", "kind: panel", "            needs: every\n", ""),
    ("kind: decide", "kind: hold", "comments: optional", "comments: required"),
    (IF, 'if: {team_type: duty, target_grade: "8"}', RECORDS, "records: {team_type: other}"),
    (UNTIL, UNTIL, REST, f"{REST}        by: [service_manager]\n"),
]


@pytest.mark.parametrize("edits", RIGHT)
def test_what_can_be_done_is_left_in_peace(edits: tuple[str, str, str, str]) -> None:
    assert mistakes_in(edited(edits[:2], edits[2:])) == []
