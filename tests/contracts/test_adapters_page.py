"""The page of the adapters, and the exit codes that scripts rely on, are as they are."""

import re
import sys

from tests.support.live import ROOT

from applications.cli.settings import Ending

ADAPTERS = ROOT / "examples/hris/README.md"


def test_every_adapter_is_on_the_page_of_adapters_and_every_link_is_there() -> None:
    text = ADAPTERS.read_text(encoding="utf-8")
    named = set(re.findall(r"^\| \[`(\w+\.py)`\]", text, re.MULTILINE))
    scripts = {path.name for path in ADAPTERS.parent.glob("*.py")}

    assert named == scripts - {"spinepoint.py"}
    assert set(re.findall(r"\]\(([^)#h][^)#]*)", text)) <= scripts


def test_an_adapter_needs_httpx_and_the_standard_library_alone() -> None:
    for script in ADAPTERS.parent.glob("*.py"):
        imported = set(re.findall(r"^(?:import|from) (\w+)", script.read_text(), re.MULTILINE))

        assert imported - sys.stdlib_module_names <= {"httpx", "spinepoint"}, script.name


def test_every_exit_code_of_the_commands_is_on_the_page_for_payroll() -> None:
    page = (ROOT / "docs/payroll.md").read_text(encoding="utf-8")
    codes = {int(code) for code in re.findall(r"^\| (\d) \|", page, re.MULTILINE)}

    assert codes == {0, 2, *Ending}
