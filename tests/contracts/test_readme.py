"""The README keeps its word: its commands run, and its answers are the answers."""

import json
import re
from pathlib import Path

import pytest
from deploy.readme import README, Example, examples, run
from tests.support.live import ROOT, LiveService

TEXT = README.read_text(encoding="utf-8")
EXAMPLES = list(examples(TEXT))


def test_the_tour_shows_what_a_newcomer_came_for() -> None:
    shown = [example.answer or "" for example in EXAMPLES]

    assert sum(answer.startswith("Determined: derbyshire") for answer in shown) == 1
    assert sum(answer.startswith("A person has to decide: derbyshire") for answer in shown) == 1
    assert sum(answer.startswith("Determined: rotherham") for answer in shown) == 1
    assert sum(answer.startswith("Determined: durham") for answer in shown) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_command_of_the_readme_answers_what_it_shows(
    example: Example, service: LiveService
) -> None:
    printed = run(example.command, service.url.removeprefix("http://"))

    if example.answer is None:
        assert printed
        assert '"request_id":' not in printed
    else:
        assert printed.rstrip() == example.answer.rstrip()


def test_every_make_target_that_the_readme_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE)) <= targets


def test_every_place_on_the_map_and_every_link_is_there() -> None:
    links = re.findall(r"\]\(([^)#h][^)]*)\)", TEXT)
    places = re.findall(r"^\| `([a-z_/]+/)` \|", TEXT, re.MULTILINE)

    assert places
    for place in (*links, *places):
        assert (ROOT / place).exists(), place


def test_every_setting_is_in_the_table_of_settings() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXT, re.MULTILINE))
    source = Path(ROOT / "services/paycalc/src/paycalc/settings.py").read_text(encoding="utf-8")
    declared = {name.upper() for name in re.findall(r"^    ([a-z_]+): ", source, re.MULTILINE)}

    assert described == declared


def test_json_shown_is_json() -> None:
    for block in re.findall(r"^```json\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE):
        json.loads(block)
