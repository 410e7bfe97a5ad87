"""Arrears: the worked cases, and schemes with every way to pay part of a month and to round."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
import yaml
from tests.support.live import ROOT
from tests.support.worked_cases import CASES

Json = dict[str, Any]

ARREARS: Final = "/v1/arrears"
METHODS: Final = ("calendar_days", "days_of_365", "working_days_of_260")
ROUNDINGS: Final = ("month", "segment", "difference", "total")


class ArrearsCase(NamedTuple):
    """A request and what must be so of its answer, by dotted path."""

    id: str
    request: Json
    expect: Json


def arrears_cases() -> list[ArrearsCase]:
    """Return the worked cases; a case of a group has the members of its base and its own."""
    entries = yaml.safe_load((CASES / "arrears.yaml").read_text(encoding="utf-8"))
    return [case for entry in entries for case in _cases(entry)]


def _cases(entry: Json) -> list[ArrearsCase]:
    if "cases" not in entry:
        return [ArrearsCase(entry["id"], entry["request"], entry["expect"])]
    return [
        ArrearsCase(case["id"], {**entry["base"], **case["request"]}, case["expect"])
        for case in entry["cases"]
    ]


def scheme_of(method: str, rounding: str) -> str:
    """Return the id of Durham's scheme with another part-month method and rounding."""
    return f"{method.replace('_', '-')}-{rounding}"


def write_payroll_schemes(folder: Path) -> Path:
    """Write Durham's scheme once for each part-month method and place of rounding."""
    supplied = max((ROOT / "shared" / "schemes" / "durham").glob("*.yaml"))
    text = supplied.read_text(encoding="utf-8")
    for method in METHODS:
        for rounding in ROUNDINGS:
            scheme = scheme_of(method, rounding)
            changed = text.replace("scheme: durham\n", f"scheme: {scheme}\n")
            changed = changed.replace("method: calendar_days\n", f"method: {method}\n")
            changed = changed.replace("at: month\n", f"at: {rounding}\n")
            file = folder / scheme / supplied.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(changed, encoding="utf-8")
    return folder


def write_increment_schemes(folder: Path) -> Path:
    """Write Durham's scheme once for each rule of increments besides its own."""
    supplied = max((ROOT / "shared" / "schemes" / "durham").glob("*.yaml"))
    text = supplied.read_text(encoding="utf-8")
    for rule in ("anniversary", "none"):
        changed = text.replace("scheme: durham\n", f"scheme: durham-{rule}\n")
        changed = changed.replace("rule: first_of_april\n", f"rule: {rule}\n")
        file = folder / f"durham-{rule}" / supplied.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed, encoding="utf-8")
    return folder


def owed(client: httpx.Client, asked: Json) -> Json:
    """Ask what is owed."""
    response = client.post(ARREARS, json=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found
