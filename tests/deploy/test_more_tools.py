"""`make test-more` names the tool that is missing, and never passes without it."""

import subprocess
import sys
from pathlib import Path

from tests.support.live import ROOT


def test_a_missing_tool_is_named_and_fails_the_run(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "deploy.test_more"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 1
    assert "chromium is not installed: tests/more/with_chromium.py was not run." in ended.stderr


def test_an_ordinary_run_leaves_them_out() -> None:
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "tests/more"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert "no tests collected" in collected.stdout
