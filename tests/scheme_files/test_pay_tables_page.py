"""The page on pay tables: its example loads, its messages are real, its sums are right."""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from tests.scheme_files.markdown import blocks, rows, section
from tests.scheme_files.places import PAY_TABLES

from paycalc.domain.pay_tables import SalaryStatus
from paycalc.rulebook.pay_table_files import PayTableFileError, load_pay_table, load_pay_tables
from paycalc.settings import Settings

PAGE = (PAY_TABLES / "README.md").read_text(encoding="utf-8")
NJC = PAY_TABLES / "njc-2019"
PER_CENT = {"2020-04-01": "1.0275", "2021-04-01": "1.0175", "2025-04-01": "1.032"}
PER_CENT_ON_POINT_1 = {**PER_CENT, "2021-04-01": "1.0275"}
POUNDS = {"2022-04-01": 1925, "2023-04-01": 1925, "2024-04-01": 1290}

# A slip in the second line of the example's points.csv, by the mistake that the page calls it.
SLIPS = {
    "a salary from a day without an award": ("7,1,2024-04-01", "7,1,2024-10-01"),
    "no source": ("36000,pay policy statement 2024/25", "36000,"),
    "a salary that is no amount": ("36000", "36k"),
    "a salary with more than pence": ("36000", "36000.001"),
    "a date written otherwise": ("7,1,2024-04-01", "7,1,1 April 2024"),
    "the same point twice from one day": ("7,2,2024-04-01", "7,1,2024-04-01"),
}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "exampleshire-local"
    folder.mkdir()
    awards, points = [block.text for block in blocks(PAGE) if block.language == "csv"]
    (folder / "awards.csv").write_text(awards, encoding="utf-8")
    (folder / "points.csv").write_text(points, encoding="utf-8")
    return folder


def test_the_example_is_a_pay_table(example: Path) -> None:
    table = load_pay_table(example)

    price = table.price(("7", 1), date(2025, 5, 15), date(2025, 5, 20))
    assert (price.annual_salary, price.salary_status) == (Decimal(36000), SalaryStatus.PROVISIONAL)
    price = table.price(("7", 1), date(2025, 5, 15), date(2025, 6, 30))
    assert (price.annual_salary, price.salary_status) == (Decimal(37080), SalaryStatus.SETTLED)
    assert price.salary_source is not None
    assert price.salary_source.basis == "pay policy statement 2025/26"


def test_every_mistake_that_the_page_lists_is_said_so(example: Path) -> None:
    listed = dict(rows(section(PAGE, "## Add your own"))[1:])
    points = example / "points.csv"
    right = points.read_text(encoding="utf-8")

    assert set(listed) == set(SLIPS)
    for mistake, (old, new) in SLIPS.items():
        points.write_text(right.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PayTableFileError) as raised:
            load_pay_table(example)
        assert str(raised.value) == f"{example}/{listed[mistake].strip('`')}"


def test_the_operators_folder_is_the_setting_that_the_page_names(example: Path) -> None:
    assert "PAY_TABLES_DIR" in PAGE
    folders = Settings(pay_tables_dir=example.parent).pay_table_folders
    assert folders == (PAY_TABLES, example.parent)


def test_every_table_that_comes_with_the_service_is_on_the_page() -> None:
    listed = [row[0].strip("`") for row in rows(PAGE.partition("\n## ")[0])[1:]]

    assert listed == sorted(load_pay_tables(PAY_TABLES))


def test_every_status_and_every_column_is_explained() -> None:
    statuses = [
        row[0].strip("`") for row in rows(section(PAGE, "## Two days for every figure"))[1:]
    ]
    columns = {row[0].strip("`") for row in rows(section(PAGE, "## The files"))} - {"Column"}

    assert statuses == list(SalaryStatus)
    heads = [(NJC / name).read_text(encoding="utf-8").splitlines()[0] for name in _FILES]
    assert columns == {name for head in heads for name in head.split(",")}


_FILES = ("awards.csv", "points.csv")


def test_the_awards_on_the_page_are_those_of_the_table() -> None:
    with (NJC / "awards.csv").open(encoding="utf-8", newline="") as file:
        held = [list(row.values()) for row in csv.DictReader(file)]

    assert rows(section(PAGE, "## Where the national figures are from"))[1:] == held


def test_every_basis_is_one_that_the_page_explains() -> None:
    text = section(PAGE, "## Where the national figures are from")
    with (NJC / "points.csv").open(encoding="utf-8", newline="") as file:
        found = {row["basis"] for row in csv.DictReader(file) if row["annual_salary"]}

    for basis in found - {"derived"}:
        sources = basis.removeprefix("published(").removesuffix(")")
        for source in sources.split("/"):
            assert f"`{source}`" in text, basis
    assert "**`derived`**" in text


def test_the_points_that_no_publication_fixes_are_named() -> None:
    seen: dict[str, set[str]] = {}
    with (NJC / "points.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen.setdefault(row["scp"], set()).add(row["basis"])

    *most, last = [point for point, bases in seen.items() if bases == {"derived"}]
    assert f"Of points {', '.join(most)} and {last} no year has been seen published" in PAGE


def test_every_national_figure_follows_from_the_year_before_by_the_award() -> None:
    with (NJC / "points.csv").open(encoding="utf-8", newline="") as file:
        figures = [row for row in csv.DictReader(file) if row["annual_salary"]]

    compared = 0
    for before, after in pairwise(figures):
        if before["scp"] == after["scp"]:
            expected = _after_the_award(before, after["effective_from"])
            assert Decimal(after["annual_salary"]) == expected, after
            compared += 1
    assert compared > 250


def _after_the_award(before: dict[str, str], day: str) -> Decimal:
    salary = Decimal(before["annual_salary"])
    if day in POUNDS:
        return salary + POUNDS[day]
    factors = PER_CENT_ON_POINT_1 if before["scp"] == "1" else PER_CENT
    return (salary * Decimal(factors[day])).quantize(Decimal(1), ROUND_HALF_UP)
