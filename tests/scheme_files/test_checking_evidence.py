"""Checking what an application contains, who meets, and which statements are asked about."""

import pytest
from tests.scheme_files.editing import edited, line_with, mistakes_in

STATEMENT = "title: A statement\n"
FILES = "title: Certificates\n"
BY_WORKER = "        by: [worker]\n        screened: true\n"
BY_TWO = "        by: [worker, team_manager]\n"
MEETING = "          members:\n"
SEATED = """\
            team_manager: {at_least: 1, at_most: 2}
            service_manager: {at_least: 0}
"""
NEW_VERSION = "      - from: 2026-04-01\n"
NO_SET = "give 'standards' for a field of type 'statements', and for no other"
TICK = "            form: tick\n            times: 3\n"

# What stands in the sample, what is written in its place, on which line, and what is said of it.
SLIPS = [
    # Evidence: who, what, how many
    (
        BY_WORKER,
        "        screened: true\n",
        STATEMENT,
        "nobody may provide 'statement': add 'by'",
    ),
    (BY_TWO, "        by: [worker, auditor]\n", FILES, "role 'auditor' is not declared: add it"),
    (
        "        form: statement\n",
        "        form: statment\n",
        STATEMENT,
        "'statment' is no form here: did you mean 'statement'?",
    ),
    ("        form: statement\n", "", STATEMENT, "say which form this is: add 'form'"),
    (
        "        form: statement\n",
        "        form: report\n",
        STATEMENT,
        "form 'report' records facts, and evidence records none: ask for them in the form of an",
    ),
    (
        "        form: statement\n",
        "        form: tick\n",
        STATEMENT,
        "form 'tick' asks for no text that could be screened: leave it out",
    ),
    (
        "        form: statement\n",
        "        form: statement\n        types: [pdf]\n",
        STATEMENT,
        "'types' are for an item of kind 'file': leave them out",
    ),
    (
        "        types: [pdf, png]\n",
        "        types: [pdf]\n        form: tick\n",
        FILES,
        "'form' is for an item of kind 'form': leave it out",
    ),
    ("        types: [pdf, png]\n", "", FILES, "say of which types this file may be: add 'types'"),
    ("[pdf, png]", "[pdf, pdf]", FILES, "name each type once"),
    ("[pdf, png]", "[pdf, exe]", "[pdf, exe]", "this must be 'pdf', 'docx', 'odt', 'jpeg' or 'pn"),
    (
        "        may_follow: true\n",
        "        screened: true\n",
        FILES,
        "a picture cannot be screened: take 'jpeg' and 'png' out of 'types'",
    ),
    (
        "        at_least: 2\n",
        "        at_least: 0\n",
        FILES,
        "'at_least' is from 1 to 50; for none that is needed use 'optional'",
    ),
    ("        at_most: 4\n", "", FILES, "'at_most' is from 2 to 50 here: mend or add it"),
    (
        "        when: {fact: rating, is: good}\n",
        "        when: {fact: rating, is: fair}\n",
        "when: {fact: rating, is: fair}",
        "'fair' is no value of 'rating': use good, poor",
    ),
    (
        "      certificates:\n",
        "      Certificates:\n",
        FILES,
        "'Certificates' must be in small letters with hyphens",
    ),
    (
        "            submits: true\n",
        "",
        "title: From grade 7",
        "this pathway asks for evidence and nobody submits it: add 'submits: true' to an outcome",
    ),
    # Statements
    (
        NEW_VERSION,
        "      - from: 2020-01-01\n",
        "from: 2020-01-01\n        title: New",
        "two versions start on 2020-01-01: keep one of them",
    ),
    (
        NEW_VERSION,
        "      - from: 2019-01-01\n",
        "from: 2019-01-01",
        "list the versions in the order of their first days",
    ),
    (
        "      - from: 2024-09-01\n",
        "      - from: 2025-04-02\n",
        "from: 2025-04-02",
        "no version is in force on the first day of this scheme: let the first one start by 2025-",
    ),
    (
        "{kindness: Kindness}",
        "{listening: Kindness}",
        "from: 2024-09-01",
        "statement 'listening' is there already, in 'practice': give this one another id",
    ),
    ("{kindness: Kindness}", "{}", "from: 2024-09-01", "give a version 1 to 50 statements under "),
    (
        "{kindness: Kindness}",
        "{Kindness: Kindness}",
        "from: 2024-09-01",
        "'Kindness' must be in small letters with hyphens",
    ),
    (
        "standards: [practice, values]",
        "standards: [practice, vlaues]",
        "reflection:",
        "'vlaues' is no set of statements: did you mean 'values'?",
    ),
    (
        "standards: [practice, values]",
        "standards: [values, values]",
        "reflection:",
        "name each set of statements once",
    ),
    (", standards: [practice, values]", "", "reflection:", NO_SET),
    ("type: flag}", "type: flag, standards: [values]}", "ticked:", NO_SET),
    # Meetings
    (SEATED, "            {}\n", MEETING, "a meeting needs members: name at least one role under"),
    (
        "            service_manager: {at_least: 0}\n",
        "            worker: {}\n",
        MEETING,
        "the worker is told of every meeting and is no member: leave them out",
    ),
    (
        "            service_manager: {at_least: 0}\n",
        "            servic_manager: {}\n",
        MEETING,
        "'servic_manager' is no role: did you mean 'service_manager'?",
    ),
    (
        "{at_least: 1, at_most: 2}",
        "{at_least: 3, at_most: 2}",
        "{at_least: 3, at_most: 2}",
        "say how many 'team_manager' sit in it: 'at_least' 0 or more",
    ),
    (
        "{at_least: 1, at_most: 2}",
        "{at_least: 0, at_most: 2}",
        MEETING,
        "nobody who is sure to sit in it may record its result: let 'members' hold at least one",
    ),
    (
        "advised_by: [hr_adviser]",
        "advised_by: [service_manager]",
        MEETING,
        "'service_manager' sits in it already: leave it out of 'advised_by'",
    ),
    (
        "arranged_by: [team_manager]",
        "arranged_by: [payroll]",
        MEETING,
        "role 'payroll' is not declared: add it under 'roles'",
    ),
    (
        "        title: Draft the change\n        kind: record\n",
        "        title: Draft the change\n        kind: hold\n",
        MEETING,
        "nobody meets in a step of kind 'hold': leave 'meeting' out",
    ),
    # Times
    (TICK, "            times: 3\n", "title: Prepare", "what is given several times needs a form"),
    (TICK, TICK.replace("3", "0"), "title: Prepare", "'times' is from 1 to 20"),
    (
        "            form: tick\n",
        "            form: tick\n            drafts_variation: true\n",
        "title: Prepare",
        "a case is submitted, drafted and approved once: leave 'times' out",
    ),
    (
        "            title: Agree\n",
        "            title: Agree\n            form: tick\n            times: 2\n",
        "            title: Agree\n",
        "in a joint step each role gives its part once: leave 'times' out",
    ),
    (
        "          prepare:\n",
        "          arrange-meeting:\n",
        "title: Prepare",
        "'arrange-meeting' is an action of every case: give this outcome another id",
    ),
    # Days
    (
        "by_fact: probation_passed_on",
        "by_fact: rating",
        "by_fact: rating",
        "fact 'rating' is of type 'choice': this needs one of type 'date'",
    ),
    ("[30, 7]", "[7, 30]", "[7, 30]", "list 'days_before' from the most to the fewest days"),
    ("[30, 7]", "[300, 7]", "[300, 7]", "remind people 1 to 120 days before a date"),
    (
        "type: flag}",
        "type: flag}\n      x: {label: X, type: date, records: submission_date}",
        "x: {label: X",
        "'submission_date' is the day on which a step is done: nobody enters it",
    ),
    (
        "  share_of_year:\n    type: decimal_number\n",
        "  submission_date:\n    type: date\n",
        "submission_date:\n    type: date",
        "'submission_date' is a fact of every scheme already: remove it here",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"), SLIPS, ids=[slip[3][:60] for slip in SLIPS]
)
def test_a_slip_is_named_with_its_line_and_its_mend(
    old: str, new: str, at: str, message: str
) -> None:
    text = edited((old, new))
    line = line_with(text, at)

    named = [found for number, found in mistakes_in(text) if abs(number - line) <= 1]
    assert any(found.startswith(message) for found in named), mistakes_in(text)


def test_a_step_may_wait_for_the_submission_date_where_there_are_such_dates() -> None:
    waits = ("until: {since: commenced_on}", "until: {since: submission_date}")
    assert mistakes_in(edited(waits)) == []

    text = edited(waits)
    start, end = text.index("submission_dates:\n"), text.index("parts:\n")
    without = text[:start] + text[end:]
    at = line_with(without, "until: {since: submission_date}")
    assert (at, "'submission_date' is no fact: declare it under 'facts'") in mistakes_in(without)


def test_reminders_need_dates_to_remind_people_of() -> None:
    text = edited()
    start, end = text.index("submission_dates:\n"), text.index("reminders:\n")
    without = text[:start] + text[end:]

    message = "the scheme has no 'submission_dates': add them or leave this out"
    assert (line_with(without, "  days_before"), message) in mistakes_in(without)


def test_evidence_of_a_pathway_that_nobody_works_is_asked_for_in_vain() -> None:
    assessed = "    assessed_on: [submitted_on, commenced_on]\n"
    item = "{title: A, kind: file, types: [pdf], by: [worker], required: A, assumption: A}"
    text = edited((assessed, f"{assessed}    evidence:\n      a: {item}\n"))

    message = (
        "pathway 'appointment' has half of a work half: add 'opened_by', 'first_steps' and 'steps'"
    )
    assert mistakes_in(text) == [(line_with(text, "title: Appointment"), message)]
