"""What an answer gives back, proves and takes for granted: receipts, days, versions."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.invariants import canonical_sha256
from tests.support.live import ROOT, LiveService, StartService
from tests.support.questions import PATHWAYS, ask, der910, dur911, question, rothi

Json = dict[str, Any]

SCHEMES = ROOT / "shared" / "schemes"


def test_a_receipt_names_the_rules_by_the_text_of_their_file(client: httpx.Client) -> None:
    for scheme, pathway in PATHWAYS:
        file = max((SCHEMES / scheme).glob("*.yaml"))
        receipt = ask(client, question(scheme, pathway))["receipt"]
        assert receipt["scheme_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_receipt_names_a_pay_table_only_where_there_is_one(client: httpx.Client) -> None:
    assert len(ask(client, dur911())["receipt"]["pay_table_sha256"]) == 64
    assert ask(client, der910())["receipt"]["pay_table_sha256"] is None
    assert ask(client, rothi())["receipt"]["pay_table_sha256"] is None


def test_the_hash_of_a_request_is_of_the_request_as_it_was_resolved(client: httpx.Client) -> None:
    receipt = ask(client, {**dur911(), "client_reference": "Fall Nº 7 / „ä“"})["receipt"]
    resolved = {
        "scheme": "durham",
        "scheme_sha256": receipt["scheme_sha256"],
        "pathway": "grade-9-to-11",
        "rules_on": "2026-02-10",
        "known_on": "2026-03-25",
        "client_reference": "Fall Nº 7 / „ä“",
        "facts": {
            "grade": "9",
            "asye_outcome": "passed",
            "asye_completed_on": "2024-11-01",
            "line_manager_recommends": True,
            "standards_met": True,
            "submitted_on": "2026-02-10",
            "signed_off_on": "2026-03-20",
            "service_area": "children",
            "fast_track": False,
        },
    }
    assert receipt["request_sha256"] == canonical_sha256(resolved)


@pytest.mark.parametrize("reference", ["case-4711", "x", "r" * 64, 'Éire № 7 / 𝛑 \u2028 \\ "'])
def test_a_client_s_reference_comes_back_as_it_was(client: httpx.Client, reference: str) -> None:
    asked = {**der910(), "client_reference": reference}
    answer = ask(client, asked)
    assert answer["client_reference"] == reference
    rest = {name: value for name, value in answer.items() if name != "receipt"}
    assert answer["receipt"]["answer_sha256"] == canonical_sha256(rest)


def test_without_a_reference_none_comes_back(client: httpx.Client) -> None:
    assert "client_reference" not in ask(client, der910())
    assert "client_reference" not in ask(client, {**der910(), "client_reference": None})


def test_null_is_the_same_as_missing(client: httpx.Client) -> None:
    asked = der910(team_type=None)
    nulls = {"team_type": None, "scp": None, "target_grade": None, "service_area": None}
    assert ask(client, {**asked, "facts": {**asked["facts"], **nulls}}) == ask(client, asked)


def test_the_order_of_facts_makes_no_difference(client: httpx.Client) -> None:
    asked = der910()
    turned = {**asked, "facts": dict(reversed(asked["facts"].items()))}
    assert ask(client, turned) == ask(client, asked)


def test_the_rules_can_be_pinned_by_their_hash(client: httpx.Client) -> None:
    answer = ask(client, dur911())
    pinned = {**dur911(), "scheme_sha256": answer["receipt"]["scheme_sha256"]}
    assert ask(client, pinned) == answer


def test_pinned_rules_hold_on_a_day_before_they_came_into_force(client: httpx.Client) -> None:
    sha256 = ask(client, dur911())["receipt"]["scheme_sha256"]
    answer = ask(client, {**dur911(), "scheme_sha256": sha256, "rules_on": "2022-12-31"})
    assert (answer["rules_on"], answer["scheme_version"]) == ("2022-12-31", "2023-03-01")


RULES_ON = {
    "submitted_on": "2026-02-10",
    "commenced_on": "2026-02-11",
    "signed_off_on": "2026-03-20",
}


@pytest.mark.parametrize(
    ("given", "rules_on"),
    [
        (("submitted_on", "commenced_on", "signed_off_on"), "2026-02-10"),
        (("commenced_on", "signed_off_on"), "2026-02-11"),
        (("submitted_on", "signed_off_on"), "2026-02-10"),
        (("signed_off_on",), "2026-03-20"),
        ((), "2026-03-25"),
    ],
)
def test_the_version_follows_from_the_case_in_a_fixed_order(
    client: httpx.Client, given: tuple[str, ...], rules_on: str
) -> None:
    days = {name: day if name in given else None for name, day in RULES_ON.items()}
    answer = ask(client, dur911(**days))
    assert (answer["rules_on"], answer["known_on"]) == (rules_on, "2026-03-25")


def test_a_given_day_of_the_rules_comes_before_the_case_s_own(client: httpx.Client) -> None:
    answer = ask(client, {**dur911(), "rules_on": "2023-03-01"})
    assert (answer["rules_on"], answer["scheme_version"]) == ("2023-03-01", "2023-03-01")


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("clock") / "now"
    file.write_text("2026-04-02", encoding="ascii")
    return file


@pytest.fixture(scope="module")
def with_clock(start_service: StartService, clock: Path) -> LiveService:
    return start_service(CLOCK_FILE=clock)


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-01-14T23:30:00Z", "2026-01-14"),
        ("2026-03-28T23:30:00Z", "2026-03-28"),
        ("2026-03-29T22:59:59Z", "2026-03-29"),
        ("2026-03-29T23:00:00Z", "2026-03-30"),
        ("2026-05-14T22:59:59Z", "2026-05-14"),
        ("2026-05-14T23:30:00Z", "2026-05-15"),
        ("2026-10-24T23:30:00Z", "2026-10-25"),
        ("2026-10-25T23:30:00Z", "2026-10-25"),
        ("2026-12-31T23:59:59Z", "2026-12-31"),
        ("2027-01-01T00:30:00+01:00", "2026-12-31"),
        ("2026-05-15", "2026-05-15"),
    ],
)
def test_what_is_known_by_default_is_what_is_known_today_in_london(
    with_clock: LiveService, clock: Path, now: str, today: str
) -> None:
    clock.write_text(now, encoding="ascii")
    asked = rothi()
    del asked["known_on"]
    assert ask(with_clock.client, asked)["known_on"] == today
    scheme = with_clock.client.get("/v1/schemes/durham").json()
    assert (scheme["rules_on"], scheme["known_on"]) == (today, today)
    table = with_clock.client.get("/v1/schemes/durham/pay-table").json()
    assert (table["effective_on"], table["known_on"]) == (today, today)


def test_a_sign_off_of_today_in_london_is_no_contradiction(
    with_clock: LiveService, clock: Path
) -> None:
    asked = rothi(signed_off_on="2026-05-15")
    del asked["known_on"]
    clock.write_text("2026-05-14T23:30:00Z", encoding="ascii")
    assert ask(with_clock.client, asked)["outcome"] == "determined"
    clock.write_text("2026-05-14T22:30:00Z", encoding="ascii")
    assert with_clock.client.post("/v1/determinations", json=asked).status_code == 422


def test_the_next_submission_dates_are_counted_from_today_in_london(
    with_clock: LiveService, clock: Path
) -> None:
    dates = "/v1/schemes/derbyshire/submission-dates?count=1"
    clock.write_text("2026-05-15T22:59:59Z", encoding="ascii")
    assert with_clock.client.get(dates).json()["items"][0]["submission_date"] == "2026-05-15"
    clock.write_text("2026-05-15T23:00:00Z", encoding="ascii")
    assert with_clock.client.get(dates).json()["items"][0]["submission_date"] == "2026-09-15"
