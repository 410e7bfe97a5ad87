"""The JSON Schema for editors says the same as the reader."""

import json
import random
from collections import Counter
from pathlib import Path

import jsonschema_rs
import pytest
from tests.scheme_files.as_json import document_of, text_of
from tests.scheme_files.editing import TEXT
from tests.scheme_files.mutating import Fragment, damaged, fragments
from tests.scheme_files.places import SCHEMES
from tests.support.seed import SEED

from scheme_files.json_schema import scheme_json_schema
from scheme_files.library import scheme_paths
from scheme_files.mistakes import SchemeFileError
from scheme_files.model.base import Located
from scheme_files.model.rules import Criterion, PointRule
from scheme_files.model.scheme import Document, Part, Scheme
from scheme_files.reading import read

SCHEMA = scheme_json_schema()
MOST_DAMAGES = 1500
LONGEST = 2000


def _is_valid(shape: type[Located], document: object) -> bool:
    schema = SCHEMA
    if shape is not Scheme:
        schema = {**SCHEMA["$defs"][shape.__name__], "$defs": SCHEMA["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(document)


def _is_read(shape: type[Located], text: str) -> bool:
    try:
        read(text, shape)
    except SchemeFileError:
        return False
    return True


def test_it_is_a_json_schema() -> None:
    jsonschema_rs.meta.validate(SCHEMA)


@pytest.mark.parametrize("path", scheme_paths(SCHEMES), ids=lambda path: str(path.name))
def test_the_files_that_come_with_the_service_are_valid(path: Path) -> None:
    assert _is_valid(Scheme, document_of(path.read_text(encoding="utf-8")))


def test_every_part_of_the_sample_is_valid_and_read() -> None:
    for fragment in fragments():
        assert _is_valid(*fragment), fragment
        assert _is_read(fragment.shape, text_of(fragment.document)), fragment


def test_every_key_is_explained_to_the_editor() -> None:
    for definition in (SCHEMA, *SCHEMA["$defs"].values()):
        assert definition["description"]
        for name, schema in definition.get("properties", {}).items():
            assert schema["description"].endswith("."), name


def test_what_is_damaged_is_refused_by_both_or_by_neither() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    short = [part for part in fragments() if len(text_of(part.document)) < LONGEST]
    refused: Counter[bool] = Counter()
    for _ in range(MOST_DAMAGES):
        part = chance.choice(short)
        document = damaged(chance, part.document)
        is_valid = _is_valid(part.shape, document)
        assert _is_read(part.shape, text_of(document)) == is_valid, Fragment(part.shape, document)
        refused[is_valid] += 1
    assert min(refused.values()) > MOST_DAMAGES // 30


def test_a_damaged_whole_file_is_refused_by_both_or_by_neither() -> None:
    chance = random.Random(SEED)  # noqa: S311 - chance for a test
    whole = document_of(TEXT)
    for _ in range(25):
        document = damaged(chance, whole)
        assert _is_read(Scheme, text_of(document)) == _is_valid(Scheme, document), document


# What stands unquoted in a file, and what an editor, which reads YAML 1.2, takes it for.
UNQUOTED = [
    ("text", "text"),
    ("two words", "two words"),
    ("2026-01-15", "2026-01-15"),
    ("2026-02-30", "2026-02-30"),
    ("01-15", "01-15"),
    ("12:30", "12:30"),
    ("12", 12),
    ("-3", -3),
    ("0", 0),
    ("1234567890", 1234567890),
    ("1.5", 1.5),
    (".5", 0.5),
    ("true", True),
    ("false", False),
    ("null", None),
    ("~", None),
]
# Here the reader asks for plain words, where an editor understands more than one spelling: older
# YAML takes `yes` for true and `1_0` for ten, and newer YAML takes both for text.
STRICTER = [
    *[(word, word) for word in ("yes", "No", "on", "OFF", "1_0", "0b1")],
    ("True", True),
    ("FALSE", False),
    ("007", 7),
    ("+7", 7),
    ("0x10", 16),
    ("0o7", 7),
    ("7.0", 7),
    ("7e0", 7),
]
# Where something of each kind stands: text, a date, a whole number, the word true, true or false.
PLACES: list[tuple[type[Located], str]] = [
    (Document, "{{title: {0}, publisher: x}}"),
    (Part, "{{in_force_from: {0}, required: x, assumption: x}}"),
    (PointRule, "{{nth: {0}, required: x, assumption: x}}"),
    (PointRule, "{{lowest: {0}, required: x, assumption: x}}"),
    (Criterion, "{{blocking: {0}, when: {{since: submitted_on}}, required: x, assumption: x}}"),
]


def _is_valid_with(shape: type[Located], place: str, seen: object) -> bool:
    document = document_of(place.format("here"))
    return _is_valid(shape, {k: seen if v == "here" else v for k, v in document.items()})


@pytest.mark.parametrize(("unquoted", "seen"), UNQUOTED)
def test_what_is_unquoted_is_the_same_to_the_reader_and_to_an_editor(
    unquoted: str, seen: object
) -> None:
    for shape, place in PLACES:
        is_read = _is_read(shape, place.format(unquoted))
        assert is_read == _is_valid_with(shape, place, seen), place


@pytest.mark.parametrize(("unquoted", "seen"), STRICTER)
def test_what_yaml_programs_disagree_about_must_be_quoted(unquoted: str, seen: object) -> None:
    assert not any(_is_read(shape, place.format(unquoted)) for shape, place in PLACES)
    assert any(_is_valid_with(shape, place, seen) for shape, place in PLACES)
    assert _is_read(Document, PLACES[0][1].format(f'"{unquoted}"'))


def test_the_schema_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
