"""`paycalc batch FILE`: a file of any size, on several processes, in its order."""

import json
import random
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.support.batches import (
    SECONDS,
    WORKED,
    as_line,
    as_lines,
    batch,
    run_batch,
    split,
    without_request_id,
)
from tests.support.live import environment
from tests.support.questions import dur911
from tests.support.seed import SEED

MOST_MEMORY = 300 * 1024 * 1024
MANY = 60_000

# Runs the command, and says how much memory the largest of its processes took, in kilobytes.
MEASURE = """\
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "paycalc", "batch", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(done.returncode)
"""


def same(line: bytes, other: bytes) -> bool:
    """Say whether two answers are the same, the request ids of problems apart."""
    if line == other:
        return True
    one, two = json.loads(line), json.loads(other)
    one["problem"], two["problem"] = map(without_request_id, (one["problem"], two["problem"]))
    return bool(one == two)


@pytest.mark.parametrize("ends", [True, False])
def test_a_file_is_answered_as_a_batch_is_and_in_its_order(
    client: httpx.Client, tmp_path: Path, *, ends: bool
) -> None:
    lines = [b"{", b"", as_line(dur911()).ljust(64 * 1024), as_line(dur911()).ljust(64 * 1024 + 1)]
    lines += [b"x" * 200_000, *WORKED, *WORKED, *WORKED, *WORKED]
    random.Random(SEED).shuffle(lines)  # noqa: S311 - repeatable, and no secret
    lines.append(as_line({**dur911(shoe_size=7), "client_reference": "the-last"}))
    body = as_lines(lines) if ends else as_lines(lines)[:-1]
    (file := tmp_path / "requests.jsonl").write_bytes(body)
    done = run_batch(file, "--processes", "2", "--output", tmp_path / "answers.jsonl")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert f"{len(lines):,} lines answered." in done.stderr.decode()
    answers = split((tmp_path / "answers.jsonl").read_bytes())
    over_http = batch(client, body)
    assert len(answers) == len(over_http) == len(lines)
    for answer, other in zip(answers, over_http, strict=True):
        assert same(answer, other)
    assert json.loads(answers[-1])["client_reference"] == "the-last"


def test_a_large_file_is_answered_in_flat_memory(tmp_path: Path) -> None:
    source = tmp_path / "requests.jsonl"
    with source.open("wb") as file:
        for number in range(MANY):
            line = WORKED[number % len(WORKED)][:-1] + b',"client_reference":"%d"}\n' % number
            file.write(line)
    command = [sys.executable, "-c", MEASURE, str(source), "--processes", "2"]
    with (
        (tmp_path / "said").open("wb+") as said,
        subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=subprocess.PIPE, stderr=said, env=environment({})
        ) as running,
    ):
        assert running.stdout is not None
        for number, answer in enumerate(running.stdout):
            assert b'"client_reference":"%d"' % number in answer
        assert running.wait(SECONDS) == 0
        said.seek(0)
        peak = int(said.read().split()[-1]) * 1024
    assert number == MANY - 1
    assert peak < MOST_MEMORY, f"{peak:,} bytes"


def test_an_empty_file_has_no_answers(tmp_path: Path) -> None:
    (file := tmp_path / "empty.jsonl").touch()
    done = run_batch(file)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "0 lines answered." in done.stderr.decode()


@pytest.mark.parametrize("name", ["nothing.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    done = run_batch(tmp_path / name)
    assert done.returncode == 1
    said = done.stderr.decode()
    assert str(tmp_path / name) in said
    assert "cannot be opened" in said
    assert "Traceback" not in said


def test_an_output_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (file := tmp_path / "empty.jsonl").touch()
    done = run_batch(file, "--output", tmp_path / "absent" / "answers.jsonl")
    assert done.returncode == 1
    assert "absent" in done.stderr.decode()
