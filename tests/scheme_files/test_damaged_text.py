"""Whatever stands in a file, the answer is a list of mistakes, and never a crash."""

import random

from tests.scheme_files.as_json import document_of, text_of
from tests.scheme_files.editing import TEXT, mistakes_in
from tests.scheme_files.mutating import damaged
from tests.support.seed import SEED

PIECES = (*"{}[]:,-?&*!|>'\"%@`#~\t\n \\0", "\ufeff", "\x85", "é", "- ", ": ", "<<", "---\n")


def test_damaged_text_is_read_or_named_wrong() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    lines = TEXT.count("\n") + 2
    for _ in range(100):
        text = TEXT
        for _ in range(chance.randint(1, 3)):
            place, lost = chance.randrange(len(text)), chance.choice((0, 1, 5))
            text = text[:place] + chance.choice(PIECES) + text[place + lost :]
        for line, message in mistakes_in(text):
            assert 1 <= line <= lines + 3, text
            assert message, text


def test_a_damaged_document_that_can_be_read_can_be_checked() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    whole = document_of(TEXT)
    for _ in range(40):
        document = damaged(chance, whole)
        assert all(message for _, message in mistakes_in(text_of(document))), document
