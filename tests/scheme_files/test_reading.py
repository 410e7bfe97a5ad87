"""Reading: every mistake is named with its line and its mend, and what is right is read so."""

from datetime import date

import pytest
from tests.scheme_files.editing import TEXT, edited, line_with, mistakes_in

from scheme_files.mistakes import SchemeFileError
from scheme_files.model.conditions import AllOf, AnyOf, FactOneOf, MonthsSince
from scheme_files.model.scheme import Document, Scheme
from scheme_files.reading import read

TITLE = "title: A sample"
POINTS = "points: 4"
LAST_DAY = "in_force_until: 2026-03-31"
NEEDS_POINTS = "a whole number has digits alone; if it is text, write it in quotes, "

LISTED_TYPES = (
    "'true_false', 'date', 'choice', 'whole_number', 'decimal_number', 'grade' or 'team_type'"
)

# What stands in the sample, what is written in its place, and what is then said of that line.
SLIPS = [
    ("dated: ", "date: ", "'date' is not a key that can stand here: did you mean 'dated'?"),
    (
        "dated: ",
        "colour: ",
        "'colour' is not a key that can stand here. Keys: 'title', 'publisher' and 'dated'",
    ),
    (TITLE, f"{TITLE}\ntitle: Again", "'title' stands here twice: keep one of them"),
    ("title: Policy", "? [title]\n    : x", "a key must be plain text"),
    (TITLE, "title:", "a value is missing here: fill it in or leave the key out"),
    (TITLE, "title: ''", "a value is missing here: fill it in or leave the key out"),
    (TITLE, 'title: " "', "a value is missing here: fill it in or leave the key out"),
    (TITLE, "title: ~", "a value is missing here: fill it in or leave the key out"),
    (TITLE, "title: Null", "a value is missing here: fill it in or leave the key out"),
    (TITLE, "title: [A sample]", "text is needed here, not a list or keys"),
    (TITLE, "title: {a: sample}", "text is needed here, not a list or keys"),
    (TITLE, "title: 7", 'write it in quotes, "7", because it is text'),
    (TITLE, "title: true", 'write it in quotes, "true", because it is text'),
    (TITLE, "title: yes", 'write true or false, or "yes" in quotes if it is text'),
    (TITLE, "title: False", 'write true or false, or "False" in quotes if it is text'),
    (TITLE, "title: 3.5", f'{NEEDS_POINTS}"3.5"'),
    (TITLE, 'title: "a\\tb"', "take out the character that cannot be seen (U+0009)"),
    (TITLE, 'title: "a\\ue000b"', "take out the character that cannot be seen (U+E000)"),
    (POINTS, "points: 4.0", f'{NEEDS_POINTS}"4.0"'),
    (POINTS, "points: .5", f'{NEEDS_POINTS}".5"'),
    (POINTS, "points: 4e0", f'{NEEDS_POINTS}"4e0"'),
    (POINTS, "points: 0x4", f'{NEEDS_POINTS}"0x4"'),
    (POINTS, "points: 04", f'{NEEDS_POINTS}"04"'),
    (POINTS, "points: +4", f'{NEEDS_POINTS}"+4"'),
    (POINTS, "points: 1_0", f'{NEEDS_POINTS}"1_0"'),
    (POINTS, "points: .inf", f'{NEEDS_POINTS}".inf"'),
    (POINTS, "points: 1234567890", f'{NEEDS_POINTS}"1234567890"'),
    (POINTS, "points: four", "a whole number is needed here"),
    (POINTS, 'points: "4"', "write 4 without quotes"),
    (POINTS, "points: true", "a whole number is needed here"),
    ("blocking: false", "blocking: no", 'write true or false, or "no" in quotes if it is text'),
    ("blocking: false", 'blocking: "false"', "write false without quotes"),
    ("blocking: false", "blocking: never", "true or false is needed here"),
    ("blocking: false", "blocking: 0", "true or false is needed here"),
    (LAST_DAY, "in_force_until: 31 March 2026", "a date such as 2026-01-15 is needed here"),
    (LAST_DAY, "in_force_until: 2026-3-31", "a date such as 2026-01-15 is needed here"),
    (LAST_DAY, "in_force_until: 2026-02-30", "2026-02-30 is no day of the calendar"),
    (LAST_DAY, "in_force_until: 2026", "a date such as 2026-01-15 is needed here"),
    ("format: 1", "format: 2", "this must be '1'"),
    ("format: 1", 'format: "1"', "this must be '1'"),
    ("lowest: true", "lowest: false", "this must be 'true'"),
    (
        "method: calendar_days",
        "method: days",
        "this must be 'calendar_days', 'days_of_365' or 'working_days_of_260'",
    ),
    (
        "type: decimal_number",
        "type: number",
        f"this must be {LISTED_TYPES}",
    ),
    ("[01-15, 09-15]", "[]", "this list is empty: add an item or leave the key out"),
    ("[01-15, 09-15]", "01-15", "a list is needed here: one line each, starting with '- '"),
    ("{good: good, poor: poor}", "good", "keys and values are needed here, such as 'title: ...'"),
    ("{since: probation_passed_on}", "[]", None),
    ("{since: probation_passed_on}", "probation", None),
    ("{since: probation_passed_on}", "{sinc: probation_passed_on}", None),
    ("{since: probation_passed_on}", "{[since]: probation_passed_on}", None),
]
NO_CONDITION = (
    "this is no condition: it needs one of the keys 'all', 'any', 'not', 'months_since', 'since', "
    "'is', 'one_of', 'at_least', 'at_most', 'before', 'on_or_after' or 'part_in_force'"
)


@pytest.mark.parametrize(("old", "new", "message"), SLIPS, ids=[slip[1] for slip in SLIPS])
def test_a_slip_is_named_with_its_line_and_its_mend(
    old: str, new: str, message: str | None
) -> None:
    text = edited((old, new))
    line = line_with(TEXT, old) + new.startswith(f"{old}\n")

    assert mistakes_in(text) == [(line, message or NO_CONDITION)]


RECORDS = [
    ("    title: Policy\n", "add 'title': it is needed here"),
    (
        "    title: Policy\n    publisher: Sample Council\n",
        "add 'title' and 'publisher': they are needed here",
    ),
]


@pytest.mark.parametrize(("left_out", "message"), RECORDS)
def test_missing_keys_are_named_where_they_belong(left_out: str, message: str) -> None:
    text = edited((left_out, ""))

    assert mistakes_in(text) == [(line_with(text, "  policy:\n") + 1, message)]


@pytest.mark.parametrize(
    ("old", "new", "group"),
    [
        (
            "      required: Nobody loses pay\n      assumption: The policy is silent\n",
            "      required: Nobody loses pay\n",
            "'clause' or 'assumption'",
        ),
        (
            "      required: Signed off\n",
            "      required: Signed off\n      assumption: The policy is silent\n",
            "'clause' or 'assumption'",
        ),
        ("    points: 4\n", "    points: 4\n    scp: [23]\n", "'scp' or 'points'"),
        ('{chosen_from: ["7", "8"]}', '{chosen_from: ["7"], grade: "8"}', "'grade' or"),
        ("lowest: true", "lowest: true\n        nth: 1", "'lowest', 'nth', 'next_above_current', "),
    ],
)
def test_both_or_neither_of_what_excludes_each_other_is_named(
    old: str, new: str, group: str
) -> None:
    text = edited((old, new))
    ((line, message),) = mistakes_in(text)

    assert line == line_with(text, new)
    assert message.startswith(f"give exactly one of {group}")


# What is no YAML, or more YAML than a scheme file has.
TEXTS = [
    (edited((TITLE, "title: &name A sample")), TITLE[:7], "anchors (&) and aliases (*) are not"),
    (edited((TITLE, "title: *name")), TITLE[:7], "anchors (&) and aliases (*) are not used here"),
    (edited((TITLE, "title: !!str A sample")), TITLE[:7], "tags (!) are not used here"),
    (edited((TITLE, "title: ! A sample")), TITLE[:7], "tags (!) are not used here"),
    (edited(("documents:", "documents: !mine")), "documents:", "tags (!) are not used here"),
    (edited(("choices: [1, 2]", "choices: !!set [1, 2]")), "choices: !!", "tags (!) are not"),
    (edited(("  policy:", "\tpolicy:")), "\tpolicy:", "indent with spaces, not with tabs"),
    (edited((TITLE, "title: A: sample")), "title: A:", "put text that holds a colon in quotes"),
    (edited((TITLE, "title: @sample")), "title: @", "put this text in quotes"),
    (edited((TITLE, 'title: "A sample')), 'title: "A', "close the quotes on the line that opens"),
    ("title: 'A sample\n", "title: 'A", "close the quotes that are opened here"),
    (edited(("[01-15, 09-15]", "[01-15, 09-15")), "[01-15", "close the bracket"),
    (edited((TITLE, "  title: A sample")), "  title: A", "mend the indentation"),
    (edited((TITLE, "- title: A sample")), "- title: A", "look at the indentation, colons"),
    (f"{TEXT}---\n{TEXT}", "---", "keep one scheme to a file, and take out the line '---'"),
    (edited((TITLE, "title: A\x00sample")), "title: A", "take out the character here that cannot"),
    ("", "", "the file is empty"),
    ("# nothing\n", "", "the file is empty"),
    ("A sample\n", "A sample", "keys and values are needed here, such as 'title: ...'"),
    ("[" * 5000 + "]" * 5000, "[", "this is nested too deeply"),
]


@pytest.mark.parametrize(("text", "at", "message"), TEXTS)
def test_what_is_not_plain_yaml_is_named_with_its_line(text: str, at: str, message: str) -> None:
    ((line, found),) = mistakes_in(text)

    assert line == line_with(text, at)
    assert message in found


def test_every_mistake_is_named_at_once_and_in_order() -> None:
    text = edited((TITLE, "titel: A sample"), (LAST_DAY, "in_force_until: never"), (POINTS, ""))

    assert [line for line, _ in mistakes_in(text)] == [
        line_with(text, "titel"),
        line_with(text, '"8":') + 2,
        line_with(text, "in_force_until"),
    ]


def test_a_misspelt_key_is_not_called_missing_as_well() -> None:
    text = edited(
        ("assumption: The policy is silent\n  appointment:", "asumption: It\n  appointment:")
    )

    assert [message for _, message in mistakes_in(text)] == [
        "'asumption' is not a key that can stand here: did you mean 'assumption'?"
    ]


def test_the_error_names_every_line_in_words() -> None:
    with pytest.raises(SchemeFileError, match="line 1: add 'publisher': it is needed here"):
        read("title: Policy", Document)


def test_what_is_right_is_read_as_written() -> None:
    scheme = read(TEXT, Scheme)
    experience = scheme.pathways["grade-7-to-8"].criteria["experience"]

    assert scheme.published == date(2025, 2, 10)
    assert scheme.grades["7"].scp == (20, 21, 22)
    assert list(scheme.pathways) == ["grade-7-to-8", "appointment"]
    assert scheme.pathways["appointment"].assessed_on == ("submitted_on", "commenced_on")
    assert scheme.pathways["grade-7-to-8"].assessed_on == ("signed_off_on",)
    assert isinstance(experience.when, AnyOf)
    two_years, others = experience.when.any_
    assert two_years == MonthsSince(months_since="qualified_on", at_least=24)
    assert isinstance(others, AllOf)
    assert others.all_[0] == FactOneOf(fact="rating", one_of=("good",))


def test_every_part_knows_its_line() -> None:
    criterion = read(TEXT, Scheme).pathways["grade-7-to-8"].criteria["probation"]

    assert criterion.line == line_with(TEXT, "required: Probation passed")
    assert criterion.clause is not None
    assert criterion.clause.line == criterion.line + 2


@pytest.mark.parametrize(
    "text", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n")], ids=["a byte order mark", "CRLF"]
)
def test_what_other_editors_write_is_read_all_the_same(text: str) -> None:
    assert read(text, Scheme) == read(TEXT, Scheme)


def test_long_text_may_go_over_several_lines() -> None:
    text = edited(("required: Nobody loses pay", "required: >-\n        Nobody\n        loses pay"))

    assert read(text, Scheme) == read(TEXT, Scheme)
