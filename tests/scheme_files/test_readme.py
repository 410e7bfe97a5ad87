"""The page on scheme files: what it shows is what happens, and it leaves nothing out."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.scheme_files import reference
from tests.scheme_files.as_json import document_of, text_of
from tests.scheme_files.markdown import blocks, rows, section
from tests.scheme_files.places import README
from tests.scheme_files.walk import WHOLE_FILE, Walk

from scheme_files.checking import check
from scheme_files.model.conditions import Condition
from scheme_files.model.rules import Criterion
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read, union_members

PAGE = README.read_text(encoding="utf-8")
BLOCKS = blocks(PAGE)
FRAGMENTS = [block.text for block in BLOCKS if block.text.startswith(("# at the top", "# under "))]


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.chdir(tmp_path)
    return Walk(tmp_path)


async def test_every_command_prints_what_the_page_shows(walk: Walk) -> None:
    shown = [(block, await walk.take(block)) for block in BLOCKS]

    tried = [(block.text, printed) for block, printed in shown if printed is not None]
    assert len(tried) == sum(block.language == "console" for block in BLOCKS) > 5
    for text, printed in tried:
        assert text == printed


def test_the_whole_file_is_there_once_and_has_nothing_to_mend() -> None:
    (whole,) = [block.text for block in BLOCKS if block.text.startswith(WHOLE_FILE)]

    assert check(read(whole, Scheme)) == []


def test_every_piece_of_a_file_on_the_page_can_stand_where_the_page_says() -> None:
    (whole,) = [block.text for block in BLOCKS if block.text.startswith(WHOLE_FILE)]
    document = document_of(whole)

    for fragment in FRAGMENTS:
        _put(document, fragment)
        assert check(read(text_of(document), Scheme)) == [], fragment

    yaml_blocks = [block for block in BLOCKS if block.language == "yaml"]
    assert len(FRAGMENTS) == len(yaml_blocks) - 1 > 10


def _put(document: dict[str, Any], fragment: str) -> None:
    """Put a piece where its first line says, beside what is there or, if a list, in its place."""
    first, _, _ = fragment.partition("\n")
    content = document_of(fragment)
    if first == "# at the top":
        document.update(content)
        return
    *way, last = first.removeprefix("# under ").split(" / ")
    place: Any = document
    for name in way:
        place = place[name]
    place[last] = content if isinstance(content, list) else {**place[last], **content}


def test_every_condition_that_the_page_lists_is_one() -> None:
    listed = [row[0].strip("`") for row in rows(section(PAGE, "## Criteria and conditions"))]

    kinds = set()
    for written in [text.replace("[...]", "[{since: submitted_on}]") for text in listed[1:]]:
        criterion = f"{{required: x, assumption: x, when: {written}}}"
        kinds.add(type(read(criterion, Criterion).when))
    assert kinds == set(union_members(Condition))


def test_every_fact_is_explained() -> None:
    assert section(PAGE, "## Every fact that all schemes have") == reference.facts_section()


def test_every_role_is_explained() -> None:
    assert section(PAGE, "## Every role").endswith(reference.roles_section())


def test_every_key_is_explained() -> None:
    assert set(reference.WHERE) == reference.parts_of_the_format()
    assert section(PAGE, "## Every key").endswith(reference.keys_section())


def test_every_link_leads_somewhere() -> None:
    headings = [line.lstrip("# ") for line in PAGE.splitlines() if line.startswith("#")]
    anchors = {re.sub("[^a-z0-9 -]", "", text.lower()).replace(" ", "-") for text in headings}

    links = re.findall(r"\]\(([^)]+)\)", PAGE)
    assert len(links) > 15
    for link in links:
        if link.startswith("#"):
            assert link.removeprefix("#") in anchors, link
        else:
            assert (README.parent / link).is_file(), link
