"""Live applications against its own contract, by a tool that nobody here wrote."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.seed import SEED
from tests.support.whole_council import EVERYBODY, WholeCouncil

from applications.permissions import MACHINE, PERMISSIONS

HERE = Path(__file__).resolve().parent
CONFIGURATION = HERE / "schemathesis_applications.toml"
FOR_PEOPLE = {each for each, permission in PERMISSIONS.items() if MACHINE not in permission.who}
FOR_MACHINES = {each for each, permission in PERMISSIONS.items() if permission.who == {MACHINE}}
NEED_A_STAGE = {
    "take_action", "approve_variation", "send_variation", "acknowledge_variation",
    "reject_variation", "put_delegation", "add_evidence", "withdraw_evidence",
    "acknowledge_identifiers", "report_identifiers", "put_evidence_content",
    "get_evidence_content",
    "enable_webhook", "disable_webhook", "rotate_webhook_secret", "ping_webhook",
    "redeliver_webhook", "delete_webhook",
    "create_payroll_run", "get_document", "get_invitation",
}  # fmt: skip
"""What goes well only at a stage that chance hardly meets (all others are met in every run)."""


@pytest.mark.parametrize("caller", [None, EVERYBODY], ids=["a machine", "a person"])
def test_schemathesis_finds_nothing(
    caller: str | None, tried: WholeCouncil, theirs: WholeCouncil, tmp_path: Path
) -> None:
    tool = Path(sys.executable).with_name("schemathesis")
    answered = tmp_path / "answered.jsonl"
    run = subprocess.run(  # noqa: S603 - our own tool, on our own service
        [tool, "--config-file", configuration(caller, tried, theirs, tmp_path), "--no-color", "run",
         f"{tried.council.house.url}/openapi.json", "--seed", str(SEED % 2**31)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE),
            "SCHEMATHESIS_HOOKS": "schemathesis_applications_hooks",
            "SCHEMATHESIS_ANSWERED": str(answered),
            "SCHEMATHESIS_CALLER": caller or "",
            "SCHEMATHESIS_SECRETS": json.dumps(theirs.secrets),
            "SCHEMATHESIS_URL": tried.council.house.url,
            "SCHEMATHESIS_TOKEN": tried.council.token(caller),
            "SCHEMATHESIS_WEBHOOK": tried.webhook["webhook_id"],
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"SEED={SEED}\n{run.stdout}\n{run.stderr}"
    for phase in ("Examples", "Coverage", "Fuzzing", "Stateful"):
        assert f"✅ {phase}" in run.stdout, run.stdout
    answers = [json.loads(line) for line in answered.read_text(encoding="ascii").splitlines()]
    assert [each for each in answers if each["seen"]] == []
    well = {each["operation"] for each in answers if 200 <= each["status"] < 300}
    assert {*PERMISSIONS} - NEED_A_STAGE - not_for(caller) - well == set()


def configuration(
    caller: str | None, tried: WholeCouncil, theirs: WholeCouncil, folder: Path
) -> Path:
    """The configuration, with the names and ids that exist, and some of the other council's."""
    lines = [CONFIGURATION.read_text(encoding="utf-8"), "[dictionaries]"]
    values = {**tried.path_values(), "If-Match": ['"1"', '"2"', "*"]}
    values["application_id"] = [*values["application_id"], theirs.opened]
    lines += [f"{name} = {{ values = {json.dumps(value)} }}" for name, value in values.items()]
    lines += [f"decided = {{ values = {json.dumps([tried.decided])} }}"]
    lines += ["[parameters]"]
    lines += [
        f'"{"header" if name == "If-Match" else "path"}.{name}" = '
        f'{{ dictionary = "{name}", probability = 0.8 }}'
        for name in values
    ]
    lines += [
        "# Each operation is covered by the run of whom it is for; other phases try it by both.",
        "[[operations]]",
        f"include-operation-id = {json.dumps(sorted(left_out(caller)))}",
        "[operations.phases.coverage]",
        "enabled = false",
        "# Of the cases there are, only one has a determination.",
        "[[operations]]",
        'include-operation-id = "get_determination"',
        "[operations.parameters]",
        '"path.application_id" = { dictionary = "decided", probability = 0.8 }',
    ]
    path = folder / "schemathesis.toml"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def not_for(caller: str | None) -> set[str]:
    """The operations that a caller may not use, whatever they send."""
    return FOR_PEOPLE if caller is None else FOR_MACHINES


def left_out(caller: str | None) -> set[str]:
    """The operations that the other run covers."""
    return FOR_PEOPLE if caller is None else {*PERMISSIONS} - FOR_PEOPLE
