"""Every kind of hostile file breaks a rule, every good one none, and no file breaks the reader."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.support.good_files import GOOD, WORDS, docx, jpeg, odt, pdf, png, word_document
from tests.support.hostile_files import HOSTILE

from applications.evidence.domain.files.media import BY_MEDIA_TYPE
from applications.evidence.domain.files.names import disposition
from applications.evidence.domain.files.refusals import RULES
from applications.evidence.files.inspector import look

SMALL: Final = {"pdf": pdf(), "docx": docx(), "odt": odt(), "jpeg": jpeg(), "png": png()}
KNOWN: Final = [
    name
    for name, each in HOSTILE.items()
    if each.content.startswith(BY_MEDIA_TYPE[each.media_type].begins)
]


@pytest.mark.parametrize("name", KNOWN)
def test_a_hostile_file_breaks_its_rule(name: str) -> None:
    hostile = HOSTILE[name]
    kind = BY_MEDIA_TYPE[hostile.media_type].id

    assert look(kind, hostile.content, wants_text=True) == {"refused": hostile.rule}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_breaks_none_and_its_text_is_found(name: str) -> None:
    media_type, content = GOOD[name]
    kind = BY_MEDIA_TYPE[media_type].id
    found = look(kind, content, wants_text=True)

    assert set(found) == {"text"}
    assert (WORDS in found["text"]) == (kind in {"pdf", "docx", "odt"})


def test_every_rule_is_broken_by_some_file() -> None:
    assert {each.rule for each in HOSTILE.values()} == {*RULES}


def test_text_is_found_that_word_shows_as_deleted_or_in_a_note() -> None:
    notes = word_document("<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del>", "a note")
    found = look("docx", docx({"word/footnotes.xml": notes}), wants_text=True)["text"]

    assert "taken out" in found
    assert "a note" in found


def test_of_a_text_too_long_to_look_at_whole_nothing_is_given() -> None:
    most = docx({"word/document.xml": word_document(words="a " * 240_000)})
    more = docx({"word/document.xml": word_document(words="a " * 260_000)})

    assert len(look("docx", most, wants_text=True)["text"]) > 480_000
    assert look("docx", more, wants_text=True) == {"text": ""}


@settings(max_examples=150)
@given(
    kind=some.sampled_from(sorted(SMALL)),
    place=some.floats(0, 0.999),
    instead=some.binary(min_size=1, max_size=12),
    more=some.integers(0, 12),
)
def test_a_file_that_changed_somewhere_is_taken_or_refused_and_nothing_else(
    kind: str, place: float, instead: bytes, more: int
) -> None:
    content = SMALL[kind]
    at = int(place * len(content))
    found = look(kind, content[:at] + instead + content[at + more :], wants_text=True)

    assert found.keys() <= {"text", "refused"}
    assert found.get("refused", "empty") in RULES


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("certificate.pdf", "certificate.pdf"),
        ("Zeugnis für Müller.PDF", "Zeugnis%20f%C3%BCr%20M%C3%BCller.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ('a"; filename="b.exe\r\nX: y', "a_%3B%20filename%3D_b.exeX_%20y.pdf"),
        ("photo\u202efdp.exe", "photofdp.exe.pdf"),
        (" ... ", "evidence.pdf"),
        ("x" * 300, f"{'x' * 100}.pdf"),
    ],
)
def test_a_download_is_called_what_it_was_called_and_harmless(name: str, called: str) -> None:
    kind = BY_MEDIA_TYPE["application/pdf"]

    assert disposition(name, kind) == f"attachment; filename*=UTF-8''{called}"
