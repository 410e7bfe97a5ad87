"""A fault of our own on some lines of a batch: answered there, logged in full, the rest goes on.

The fault is a clock file that holds no day. Nobody expects that of one, and only the lines that
leave `known_on` to the clock ask it.
"""

import json
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from tests.support.batches import as_line, as_lines, batch, run_batch, split
from tests.support.live import LiveService, StartService
from tests.support.problems import problem
from tests.support.questions import DETERMINATIONS, dur911

Json = dict[str, Any]

COUNT: Final = 600
# First, last, next to each other, and beyond what is answered or worked on at once.
FAULTY: Final = frozenset({0, 7, 8, 20, 499, 500, COUNT - 1})
UNREADABLE: Final = "no-day-at-all"
ENDS_WITH: Final = "give an instant with an offset, or a date; found neither.\n"


def _line(place: int) -> bytes:
    asked = {**dur911(), "client_reference": f"line-{place}"}
    if place in FAULTY:
        del asked["known_on"]
    return as_line(asked)


BODY: Final = as_lines(map(_line, range(COUNT)))


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clock file that holds no day."""
    file = tmp_path_factory.mktemp("clock") / "now"
    file.write_text(UNREADABLE, encoding="ascii")
    return file


@pytest.fixture(scope="module")
def faulty(start_service: StartService, clock: Path) -> LiveService:
    """A service that goes by that clock."""
    return start_service(CLOCK_FILE=clock)


@pytest.fixture(scope="module")
def whole(client: httpx.Client) -> list[bytes]:
    """What a service whose clock goes answers."""
    return batch(client, BODY)


def hold(answers: list[bytes], whole: list[bytes], clock: Path) -> set[str]:
    """Hold each line to what it must be, and return the request ids of the problems."""
    assert len(answers) == len(whole) == COUNT
    request_ids = set()
    for place, (answer, other) in enumerate(zip(answers, whole, strict=True)):
        if place not in FAULTY:
            assert answer == other
            continue
        found = json.loads(answer)
        assert list(found) == ["client_reference", "problem"]
        assert found["client_reference"] == f"line-{place}"
        assert found["problem"]["type"] == "/problems/internal-error"
        assert (found["problem"]["status"], found["problem"]["errors"]) == (500, [])
        for detail in (UNREADABLE, str(clock), "instant", "Error:", "Traceback"):
            assert detail not in answer.decode()
        request_ids.add(found["problem"]["request_id"])
    return request_ids


def faults(log: bytes) -> list[Json]:
    """Return the faults that a log tells of, which must be told in full."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    found = [line for line in lines if line["event"] == "unexpected_error"]
    for fault in found:
        assert fault["level"] == "error"
        assert fault["operation_id"] == "create_determinations"
        assert "Traceback (most recent call last)" in fault["exception"]
        assert fault["exception"].endswith(ENDS_WITH)
    return found


def test_a_fault_over_http_is_answered_in_its_place_and_stops_nothing(
    faulty: LiveService, whole: list[bytes], clock: Path
) -> None:
    answers = batch(faulty.client, BODY, **{"X-Request-Id": "a-batch-of-ours"})
    assert hold(answers, whole, clock) == {"a-batch-of-ours"}
    found = faults(faulty.log.read_bytes())
    request_ids = [fault["request_id"] for fault in found]
    assert request_ids.count("a-batch-of-ours") == len(FAULTY)


@pytest.mark.parametrize("to_a_file", [True, False])
def test_a_fault_on_the_command_line_is_answered_in_its_place_and_stops_nothing(
    tmp_path: Path, whole: list[bytes], clock: Path, *, to_a_file: bool
) -> None:
    (file := tmp_path / "requests.jsonl").write_bytes(BODY)
    output = tmp_path / "answers.jsonl"
    options: list[str | Path] = ["--output", output] if to_a_file else []
    done = run_batch(file, "--processes", "2", *options, CLOCK_FILE=clock)
    assert done.returncode == 0, done.stderr
    answers = split(output.read_bytes() if to_a_file else done.stdout)
    request_ids = hold(answers, whole, clock)
    found = faults(done.stderr)
    assert len(found) == len(FAULTY)
    assert {fault["request_id"] for fault in found} == request_ids
    assert f"{COUNT:,} lines answered." in done.stderr.decode()


def test_the_problem_of_a_fault_is_the_one_it_would_be_alone(faulty: LiveService) -> None:
    headers = {"X-Request-Id": "the-same"}
    (answer,) = batch(faulty.client, _line(0), **headers)
    # Asked past the client that fails on every 500.
    alone = httpx.post(
        faulty.url + DETERMINATIONS,
        content=_line(0),
        headers={**headers, "Content-Type": "application/json"},
    )
    assert json.loads(answer)["problem"] == problem(alone, 500, "internal-error")
