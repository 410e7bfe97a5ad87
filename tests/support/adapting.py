"""Adapters run against the live house: their surroundings, and variations that wait for them."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from tests.support.council import Council, put
from tests.support.durham import (
    ASYE_BEFORE_THE_ACADEMY,
    TEAM_MANAGER,
    settle,
    worker,
)
from tests.support.durham_case import act, decide, variations, wait_for_pay
from tests.support.fake_hris import TOKEN, FakeHris
from tests.support.live import ROOT

Json = dict[str, Any]

EXAMPLES = ROOT / "examples" / "hris"
WORKERS = ("W-1", "W-3", "W-4")
"""Who is decided on."""


class StoppedError(Exception):
    """A run stops, as if its machine had been switched off."""


def approve(council: Council, workers: Sequence[str] = WORKERS) -> dict[str, Json]:
    """Bring workers to an approved variation each; the variations by their worker."""
    settle(council)
    cases = []
    for number in workers:
        told = worker(number, qualifications=ASYE_BEFORE_THE_ACADEMY)
        put(council.hris, f"/v1/workers/{number}", told)
        cases.append(decide(council, number))
    for case in cases:
        wait_for_pay(council, case)
        act(council, TEAM_MANAGER, case, "authorise-change")
    return at(council, "approved")


def at(council: Council, status: str) -> dict[str, Json]:
    """The variations at a stage, by their worker."""
    return {each["employee_number"]: each for each in variations(council.hris, status=status)}


def around(council: Council, hris: FakeHris | None = None) -> dict[str, str]:
    """The environment of an adapter."""
    found = {"APPLICATIONS_URL": council.house.url, "APPLICATIONS_TOKEN": council.token(None)}
    return found if hris is None else found | {"HRIS_URL": hris.url, "HRIS_TOKEN": TOKEN}


def start(script: str, settings: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start an example as its page says."""
    return subprocess.Popen(  # noqa: S603 - our own example
        [sys.executable, str(EXAMPLES / script), *arguments],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(script: str, settings: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Run an example to its end."""
    process = start(script, settings, *arguments)
    process.communicate(timeout=60)
    return process


def kill(process: subprocess.Popen[str]) -> None:
    """End it at once."""
    os.kill(process.pid, signal.SIGKILL)


def stop_at(patch: pytest.MonkeyPatch, number: int) -> None:
    """Have a run stop at one of its requests, when that has taken effect and was not answered."""
    asking, sent = httpx.Client.request, list[str]()

    def ask(self: httpx.Client, method: str, url: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        answer = asking(self, method, url, **more)
        sent.append(url)
        if len(sent) > number:
            raise StoppedError
        return answer

    patch.setattr(httpx.Client, "request", ask)
