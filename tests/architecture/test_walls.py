"""Walls that import-linter does not see: how routes read, and what the code may not name."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from tests.support.live import ROOT

from paycalc.main import create_app
from paycalc.settings import Settings
from plumbing.raw_route import RawRoute
from plumbing.strict_route import StrictRoute

SOURCES = [
    *sorted((ROOT / "services").rglob("*.py")),
    *sorted((ROOT / "shared/src").rglob("*.py")),
    *sorted((ROOT / "deploy").rglob("*.py")),
]


def routes() -> Iterator[APIRoute]:
    for context in iter_route_contexts(create_app(Settings()).routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            yield route


def test_every_route_that_takes_a_body_reads_it_strictly() -> None:
    taking = [route for route in routes() if {"POST", "PUT", "PATCH"} & set(route.methods or ())]

    assert taking
    for route in taking:
        assert isinstance(route, RawRoute | StrictRoute), route.path


def test_no_authority_is_named_in_code() -> None:
    authorities = [path.name for path in (ROOT / "shared/schemes").iterdir() if path.is_dir()]
    named = re.compile("|".join(authorities), re.IGNORECASE)

    assert authorities
    for path in SOURCES:
        assert not named.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("word", [r"\bfloat\(", r": float\b", r"-> float\b"])
def test_no_float_enters_what_is_worked_out(word: str) -> None:
    for path in SOURCES:
        if "paycalc/domain" in path.as_posix() or "paycalc/operations" in path.as_posix():
            assert not re.search(word, path.read_text(encoding="utf-8")), path


def test_only_the_clock_reads_the_time_of_day() -> None:
    reading = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(")
    for path in SOURCES:
        if path.name != "clock.py":
            assert not reading.search(path.read_text(encoding="utf-8")), path


def test_a_file_is_one_room() -> None:
    for path in SOURCES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
