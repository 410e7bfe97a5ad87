"""Councils that do not exist, as an operator would add them: scheme files and pay tables."""

from pathlib import Path
from typing import Final

from tests.support.live import ROOT

AUTHORITIES: Final = Path(__file__).resolve().parent / "authorities"

_SOUTHSHIRE_AWARDS: Final = """\
effective_from,agreed_on,award,note
2020-04-01,2020-02-01,the first table,
2021-04-01,2021-09-01,1% on all but the highest point,the highest point ended
"""
_SOUTHSHIRE_POINTS: Final = """\
grade,position,effective_from,annual_salary,basis
A,1,2020-04-01,30000,printed
A,2,2020-04-01,32000.50,printed
B,1,2020-04-01,31000,printed
B,2,2020-04-01,33000,printed
B,3,2020-04-01,35000,printed
A,1,2021-04-01,30300,printed
A,2,2021-04-01,32320.51,printed
B,1,2021-04-01,31310,printed
B,2,2021-04-01,33330,printed
B,3,2021-04-01,,ended by the award
"""


def write_schemes(folder: Path) -> Path:
    """Write Northshire's scheme, and Southshire's in two versions and a correction."""
    _write(folder, "northshire/2018-04-10.2018-04-10.yaml", _text("northshire"))
    first = _text("southshire")
    _write(folder, "southshire/2020-01-01.2020-01-01.yaml", first)
    correction = first.replace("published: 2020-01-01", "published: 2021-06-01")
    correction = correction.replace("[03-01]", "[03-15]").replace("1 March", "15 March")
    _write(folder, "southshire/2020-01-01.2021-06-01.yaml", correction)
    second = first.replace("from: 2020-01-01", "from: 2024-01-01")
    second = second.replace("published: 2020-01-01", "published: 2023-11-01")
    second = second.replace("[03-01]", "[06-01, 12-01]").replace("1 March", "1 June or 1 December")
    _write(folder, "southshire/2024-01-01.2023-11-01.yaml", second)
    return folder


def write_eastshire(folder: Path) -> Path:
    """Write Eastshire's scheme, whose cases are made of evidence."""
    _write(folder, "eastshire/2020-01-01.2020-01-01.yaml", _text("eastshire"))
    return folder


def write_pay_tables(folder: Path) -> Path:
    """Write Southshire's pay table, and the national one with an award of 2026."""
    _write(folder, "southshire/awards.csv", _SOUTHSHIRE_AWARDS)
    _write(folder, "southshire/points.csv", _SOUTHSHIRE_POINTS)
    national = ROOT / "shared" / "pay_tables" / "njc-2019"
    awards = (national / "awards.csv").read_text(encoding="utf-8")
    points = (national / "points.csv").read_text(encoding="utf-8")
    _write(folder, "njc-2019/awards.csv", awards + "2026-04-01,2026-07-01,a figure of ours,\n")
    _write(folder, "njc-2019/points.csv", points + "30,2026-04-01,42000.00,a figure of ours\n")
    return folder


def declare_spine_of_rotherham(folder: Path) -> Path:
    """Write a later version of Rotherham's scheme that names the spine of its points."""
    supplied = min((ROOT / "shared" / "schemes" / "rotherham").glob("2017-10-01.*.yaml"))
    text = supplied.read_text(encoding="utf-8").replace("2017-10-01", "2026-01-01")
    text = text.replace("  spine:\n", "  spine:\n    id: njc-2019\n")
    _write(folder, "rotherham/2026-01-01.2026-01-01.yaml", text)
    return folder


def _text(name: str) -> str:
    return (AUTHORITIES / f"{name}.yaml").read_text(encoding="utf-8")


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
