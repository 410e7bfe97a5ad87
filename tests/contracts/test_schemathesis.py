"""The live service against its own contract, by a tool that nobody here wrote."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.contract import Record
from tests.support.live import LiveService
from tests.support.seed import SEED

HERE = Path(__file__).resolve().parent


def test_schemathesis_finds_nothing(service: LiveService, record: Record, tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("schemathesis")
    seed = SEED % 2**31
    hooks = {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE)}
    answered = tmp_path / "answered.jsonl"
    run = subprocess.run(  # noqa: S603 - our own tool, on our own service
        [tool, "--config-file", HERE / "schemathesis.toml", "--no-color",
         "run", f"{service.url}/openapi.json", "--seed", str(seed)],
        cwd=tmp_path,
        env={**os.environ, **hooks, "SCHEMATHESIS_ANSWERED": str(answered)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"SEED={SEED}\n{run.stdout}\n{run.stderr}"
    for phase in ("Examples", "Coverage", "Fuzzing", "Stateful"):
        assert f"✅ {phase}" in run.stdout, run.stdout
    tested = re.search(r"Selected: (\d+)/\1\n +Tested: \1\n", run.stdout)
    assert tested, run.stdout
    assert record.given.read(answered), "no line says what was determined"
