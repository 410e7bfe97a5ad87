"""Pay points as files: CSV and JSON lines, whole, of one instant, and safe to open."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.applications.pay.test_pay_points import PAYROLL, add_person, point, record
from tests.support.council import Council, problem
from tests.support.durham import OTHER_WORKER, TEAM_MANAGER, WORKER, give_role, settle
from tests.support.files_of_pay import (
    PAY_POINTS,
    NotWholeError,
    digest,
    fetch,
    read_csv,
    read_lines,
)
from tests.support.house import House
from tests.support.house_fixtures import MakeCouncil
from tests.support.many_pay_points import add_many_pay_points
from tests.support.waiting import wait_until

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import PayPoint

Json = dict[str, Any]

CSV, LINES = "text/csv", "application/jsonl"
MANY = 25_000
"""More than is written at once: several stretches."""


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with two workers whose pay was decided."""
    settle(council)
    add_person(council, PAYROLL)
    give_role(council, PAYROLL, "payroll", "authority", None)
    record(council, point(WORKER), point(OTHER_WORKER, grade="9"))
    return council


@pytest.fixture
def big(make_council: MakeCouncil) -> Council:
    """A council with more people than go into one stretch."""
    council: Council = make_council()
    house, authority_id = council.house, council.authority.authority_id
    add_many_pay_points(house, authority_id, MANY, house.now)
    return council


def as_csv(client: httpx.Client, **asked: str) -> list[Json]:
    """The CSV file, read once it is known to be whole."""
    file = fetch(client, CSV, **asked)
    told = {**asked, "known_at": file.headers["known-at"]}
    told.pop("known_on", None)
    return read_csv(file.content, digest(client, "csv", **told))


def as_lines(client: httpx.Client, **asked: str) -> list[Json]:
    return read_lines(fetch(client, LINES, **asked).content)


def as_pages(client: httpx.Client, **asked: str) -> list[Json]:
    """Every page of JSON, without what became known later."""
    items: list[Json] = []
    cursor: Json = {}
    while True:
        response = client.get(PAY_POINTS, params={**asked, **cursor, "limit": 200})
        assert response.status_code == 200, response.text
        found = response.json()
        items += [
            {k: v for k, v in each.items() if k != "superseded_at"} for each in found["items"]
        ]
        if found["next_cursor"] is None:
            return items
        cursor = {"cursor": found["next_cursor"]}


def plain(items: list[Json]) -> list[Json]:
    """With instants that can be compared, however finely they are written."""
    return [{**each, "recorded_at": datetime.fromisoformat(each["recorded_at"])} for each in items]


def test_the_three_formats_say_the_same(durham: Council) -> None:
    record(durham, PayPoint(employee_number=TEAM_MANAGER, post_number="1", grade="13",
                            starts_on=date(2026, 1, 1)))  # fmt: skip
    pages = plain(as_pages(durham.hris))
    assert len(pages) == 3
    assert plain(as_csv(durham.hris)) == pages
    assert plain(as_lines(durham.hris)) == pages


def test_a_csv_file_is_as_rfc_4180_has_it_and_says_what_it_is_of(durham: Council) -> None:
    file = fetch(durham.hris, CSV, effective_on="2026-02-01")
    lines = file.content.split(b"\r\n")
    assert len(lines) == 4
    assert lines[-1] == b""
    assert b"\n" not in file.content.replace(b"\r\n", b"")
    assert lines[1].startswith(b"W-1,1,11,1,30,njc-2019,18.50,2026-02-01,,2026-04-02T09:00:0")
    assert lines[1].endswith(b"Z,40777.00,settled,,,")
    assert file.headers["content-disposition"] == 'attachment; filename="pay-points-2026-02-01.csv"'
    assert file.headers["effective-on"] == "2026-02-01"
    assert file.headers["known-on"] == "2026-04-02"
    assert file.headers["api-version"] == "v1"
    page = durham.hris.get(PAY_POINTS, params={"effective_on": "2026-02-01"})
    assert page.json()["known_at"] == page.headers["known-at"] == file.headers["known-at"]


def test_text_that_looks_like_a_formula_is_harmless_and_values_are_as_they_are(
    durham: Council,
) -> None:
    def on(grade: str) -> PayPoint:
        return PayPoint(
            employee_number=WORKER,
            post_number="1",
            starts_on=date(2026, 2, 1),
            grade=grade,
            point=Point(position=1, scp=None, spine="=HYPERLINK(1)"),
            hours_per_week=Decimal("37.00"),
            salary_status="unpriced",
        )

    for mark in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx"):
        record(durham, on(mark))
        (found,) = as_csv(durham.hris, employee_number=WORKER)
        assert found["grade"] == f"'{mark}"
        assert found["point"]["spine"] == "'=HYPERLINK(1)"
        assert (found["hours_per_week"], found["annual_salary"]) == ("37.00", None)
        (line,) = as_lines(durham.hris, employee_number=WORKER)
        assert line["grade"] == mark
    record(durham, on('a "quoted", label'))
    (found,) = as_csv(durham.hris, employee_number=WORKER)
    assert found["grade"] == 'a "quoted", label'
    (line,) = as_lines(durham.hris, employee_number=WORKER)
    assert line["grade"] == 'a "quoted", label'


@pytest.mark.parametrize("media_type", [CSV, LINES])
def test_a_file_that_was_cut_off_anywhere_is_recognised(durham: Council, media_type: str) -> None:
    file = fetch(durham.hris, media_type)
    said = digest(durham.hris, "csv", known_at=file.headers["known-at"])

    def read(content: bytes) -> list[Json]:
        return read_csv(content, said) if media_type == CSV else read_lines(content)

    assert len(read(file.content)) == 2
    for end in range(len(file.content)):
        with pytest.raises(NotWholeError):
            read(file.content[:end])
    changed = file.content.replace(b"40777", b"40778", 1)
    with pytest.raises(NotWholeError):
        read(changed)


def test_the_digest_of_both_forms_is_that_of_the_file_for_ever(durham: Council) -> None:
    file = fetch(durham.hris, CSV)
    known_at = file.headers["known-at"]
    before = [digest(durham.hris, form, known_at=known_at) for form in ("csv", "jsonl")]
    record(durham, point(WORKER, grade="10"), point(OTHER_WORKER, grade=None))
    assert [digest(durham.hris, form, known_at=known_at) for form in ("csv", "jsonl")] == before
    assert fetch(durham.hris, CSV, known_at=known_at).content == file.content
    lines = fetch(durham.hris, LINES, known_at=known_at).content.splitlines(keepends=True)
    assert before[1]["count"] == len(lines) - 1 == 2
    assert fetch(durham.hris, CSV).content != file.content


@contextmanager
def begun(council: Council) -> Iterator[Iterator[bytes]]:
    """The parts of a file whose first has come; the others wait until they are taken."""
    few_bytes = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 262_144)]
    headers = {"Accept": LINES, "Authorization": f"Bearer {council.token(None)}"}
    with (
        httpx.Client(
            base_url=council.house.url, transport=httpx.HTTPTransport(socket_options=few_bytes)
        ) as client,
        client.stream("GET", PAY_POINTS, headers=headers) as response,
    ):
        assert response.status_code == 200
        parts = response.iter_raw()
        first = next(parts)

        def whole() -> Iterator[bytes]:
            yield first
            yield from parts

        yield whole()


def test_a_file_that_has_begun_is_not_disturbed_by_what_is_recorded_meanwhile(big: Council) -> None:
    last = f"M{MANY:07}"
    with begun(big) as parts:
        record(big, point(last, date(2026, 1, 1), grade="12"), point(last, date(2026, 2, 1)))
        content = b"".join(parts)
    found = read_lines(content)
    assert len(found) == MANY
    assert (found[-1]["employee_number"], found[-1]["grade"]) == (last, "11")
    assert found[-1]["ends_before"] is None
    (now,) = as_lines(big.hris, employee_number=last)
    assert (now["grade"], now["starts_on"]) == ("11", "2026-02-01")


def test_no_transaction_is_open_while_a_file_is_taken_slowly(big: Council) -> None:
    with begun(big) as parts:
        # What reads ahead is soon done; what waited for the reader would last.
        wait_until(lambda: open_transactions(big.house) == [], seconds=10)
        assert len(read_lines(b"".join(parts))) == MANY


def test_a_file_that_nobody_takes_on_is_written_no_further(big: Council) -> None:
    for _ in range(3):
        with begun(big):
            pass
    wait_until(lambda: big.house.sql(WORKING) == [])
    assert len(as_lines(big.hris)) == MANY


WORKING = (
    "SELECT state, query FROM pg_stat_activity WHERE state <> 'idle'"
    " AND application_name = 'spinepoint-applications' AND query LIKE 'COPY%'"
)


def open_transactions(house: House) -> list[tuple[object, ...]]:
    """Transactions of the service that wait for somebody."""
    return house.sql(
        "SELECT state, query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        " AND application_name = 'spinepoint-applications'"
    )


def test_files_of_many_stretches_are_whole_and_in_order(big: Council) -> None:
    lines = as_lines(big.hris)
    numbers = [each["employee_number"] for each in lines]
    assert len(numbers) == MANY
    assert numbers == sorted(set(numbers))
    assert as_csv(big.hris) == lines


def test_who_may_see_less_gets_less(durham: Council) -> None:
    add_person(durham, "PAY-2")
    give_role(durham, "PAY-2", "payroll", "locality", "west")
    for read in (as_csv, as_lines):
        seen = [each["employee_number"] for each in read(durham.person("PAY-2"))]
        assert seen == [OTHER_WORKER]
    for path in (PAY_POINTS, f"{PAY_POINTS}/digest"):
        refused = durham.person(TEAM_MANAGER).get(path, headers={"Accept": "*/*"})
        assert (refused.status_code, problem(refused)) == (403, "forbidden")


def test_a_council_without_pay_points_has_files_too(council: Council) -> None:
    assert as_csv(council.hris) == as_lines(council.hris) == []


ACCEPTED = {
    None: "application/json",
    "*/*": "application/json",
    "text/csv": CSV,
    "application/*": "application/json",
    "application/json;q=0.5, text/csv": CSV,
    "text/*;q=0.4, application/jsonl;q=0.3": CSV,
    "application/json;q=0, */*;q=0.1": CSV,
    "text/csv;q=0.1, application/jsonl": LINES,
}


@pytest.mark.parametrize("accept", ACCEPTED)
def test_the_form_is_the_one_that_is_liked_best(durham: Council, accept: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = durham.hris.get(PAY_POINTS, headers=headers)
    assert response.headers["content-type"].partition(";")[0] == ACCEPTED[accept]


def test_what_no_answer_can_be_is_refused(durham: Council) -> None:
    refused = durham.hris.get(PAY_POINTS, headers={"Accept": "application/xml"})
    assert (refused.status_code, problem(refused)) == (406, "not-acceptable")
    for asked in ({"limit": "10"}, {"cursor": "x"}):
        refused = durham.hris.get(PAY_POINTS, params=asked, headers={"Accept": CSV})
        assert (refused.status_code, problem(refused)) == (422, "invalid-request")


def test_nobody_else_s_are_in_it(durham: Council, make_council: MakeCouncil) -> None:
    elsewhere = make_council()
    assert as_csv(elsewhere.hris) == []
    assert len(as_csv(durham.hris)) == 2
