"""The README keeps its word: its commands run, and its answers are the answers."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from deploy.readme import PAGES, README, examples, run, without_what_varies
from pydantic_settings import BaseSettings
from tests.support.everything import running
from tests.support.house import NOW
from tests.support.live import ROOT

import applications.settings
import paycalc.settings

TEXT = README.read_text(encoding="utf-8")
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
EXAMPLES = [example for text in TEXTS.values() for example in examples(text)]


@pytest.fixture(scope="module")
def printed() -> Iterator[list[str]]:
    """What each command prints where everything runs and nobody has tried anything yet."""
    with tempfile.TemporaryDirectory(prefix="spinepoint-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # so that PostgreSQL's own user can reach it
        clock = folder / "clock"
        clock.write_text(NOW, encoding="ascii")
        with running(folder, CLOCK_FILE=str(clock)) as everything:
            yield run([example.command for example in EXAMPLES], everything.ports)


def test_the_tour_shows_what_a_newcomer_came_for() -> None:
    shown = "\n".join(example.answer or "" for example in EXAMPLES)

    assert shown.count("Determined: derbyshire") == 1
    assert shown.count("A person has to decide: derbyshire") == 1
    assert shown.count("Determined: rotherham") == 1
    assert shown.count("Determined: durham") == 1
    assert '"pay_status": "recorded"' in shown
    assert "Unbroken to position" in shown


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_a_command_of_the_readme_answers_what_it_shows(printed: list[str], number: int) -> None:
    answer = EXAMPLES[number].answer

    if answer is None:
        assert '"request_id":' not in printed[number]
    else:
        assert without_what_varies(printed[number]) == without_what_varies(answer)


def test_what_varies_is_ids_hashes_and_instants_alone() -> None:
    varying = (
        '{"id": "788dc857-e578-4761-af5a-44b678135654", "at": "2026-11-22T10:19:03.159884Z",'
        ' "request_id": "026b6ddb8f379384d7e0703740160d31", "on": "2026-11-22", "pay": "40777.00"}'
    )

    assert without_what_varies(varying) == (
        '{"id": "<id>", "at": "<instant>",'
        ' "request_id": "<hash>", "on": "2026-11-22", "pay": "40777.00"}'
    )


def test_every_make_target_is_named_and_every_one_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE)) == targets - {"help"}


def test_every_place_on_the_map_and_every_link_is_there() -> None:
    places = re.findall(r"^\| `([a-z_/]+/)` \|", TEXT, re.MULTILINE)

    assert places
    for place in places:
        assert (ROOT / place).exists(), place
    for page, text in TEXTS.items():
        for link in re.findall(r"\]\(([^)#h][^)#]*)", text):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
        assert page == README or f"](docs/{page.name})" in TEXT, page.name


def test_every_room_of_applications_is_on_the_map() -> None:
    source = ROOT / "services/applications/src/applications"
    rooms = {path.parent.name for path in source.glob("*/__init__.py")} - {"migrations"}

    assert set(re.findall(r"^\| `([a-z]+)` \| [a-z]", TEXT, re.MULTILINE)) >= rooms


def test_every_setting_is_in_the_tables_of_settings() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXT, re.MULTILINE))
    of_both = variables(applications.settings.Settings) | variables(paycalc.settings.Settings)

    assert described == of_both


def variables(settings: type[BaseSettings]) -> set[str]:
    prefix = settings.model_config.get("env_prefix", "")
    return {
        next(iter(getattr(field.validation_alias, "choices", [f"{prefix}{name.upper()}"])))
        for name, field in settings.model_fields.items()
    }


def test_json_shown_is_json() -> None:
    for text in TEXTS.values():
        for block in re.findall(r"^```json\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            json.loads(block)
