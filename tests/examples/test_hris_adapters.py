"""Each kind of HRIS gets what was approved, once, and what it says comes back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from tests.support.adapting import (
    WORKERS,
    StoppedError,
    approve,
    around,
    at,
    kill,
    run,
    start,
    stop_at,
)
from tests.support.council import Council
from tests.support.fake_hris import (
    Answered,
    DatedHris,
    FakeHris,
    ODataHris,
    UpsertHris,
    serving,
)

import dated_hris
import odata_hris
import upsert_hris

Json = dict[str, Any]

DAY = "2026-04-02"
"""The day from which what is decided here is paid."""
BUSY = [Answered(429, headers={"Retry-After": "0"}), Answered(503, headers={"Retry-After": "0"})]


def odata() -> ODataHris:
    return ODataHris(held={(number, "1"): {"grade": "9", "point": 5} for number in WORKERS})


def upsert() -> UpsertHris:
    return UpsertHris()


def dated(*later: Json) -> DatedHris:
    first = {"from": "2021-09-06", "grade": "9", "point": 5, "external": None}
    return DatedHris(held={f"{number}/1": [first, *later] for number in WORKERS})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of HRIS, its script, the grades and points it holds, and how many changes it knows."""

    make: Callable[[], FakeHris]
    main: Callable[[], None]
    holds: Callable[[Any], list[tuple[str, int]]]
    changes: Callable[[Any], int]


KINDS = {
    "odata": Kind(
        odata, odata_hris.main, lambda hris: pay(hris.held.values()), lambda hris: len(hris.changes)
    ),
    "upsert": Kind(
        upsert, upsert_hris.main, lambda hris: pay(hris.held.values()), lambda hris: len(hris.held)
    ),
    "dated": Kind(
        dated,
        dated_hris.main,
        lambda hris: pay(rows[-1] for rows in hris.held.values()),
        lambda hris: len(hris.modes),
    ),
}


def pay(rows: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - rows of any of them
    return [(row["grade"], row["point"]) for row in rows]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Callable[[Council, FakeHris | None], None]:
    def use(council: Council, hris: FakeHris | None) -> None:
        for name, value in around(council, hris).items():
            monkeypatch.setenv(name, value)

    return use


Use = Callable[[Council, FakeHris | None], None]


def references(council: Council) -> dict[str, str]:
    return {name: each["hris_reference"] for name, each in at(council, "acknowledged").items()}


@pytest.mark.parametrize("name", KINDS)
def test_what_was_approved_arrives_and_stopping_anywhere_does_nothing_twice(
    council: Council, settings: Use, name: str
) -> None:
    kind = KINDS[name]
    approve(council)
    hris = kind.make()
    with serving(hris):
        settings(council, hris)
        hris.busy += BUSY
        for number in range(40):
            with pytest.MonkeyPatch.context() as patch:
                stop_at(patch, number)
                try:
                    kind.main()
                except StoppedError:
                    continue
                break
        assert kind.holds(hris) == [("11", 1)] * len(WORKERS)
        assert kind.changes(hris) == len(WORKERS)
        told = references(council)
        assert set(told) == set(WORKERS)
        assert len(set(told.values())) == len(WORKERS)
        writes = hris.writes
        kind.main()
    assert hris.writes == writes
    assert references(council) == told


def test_ids_that_change_between_the_read_and_the_write_are_looked_up_again(
    council: Council, settings: Use
) -> None:
    approve(council, ["W-1", "W-3"])
    hris = odata()
    hris.stale = 3
    del hris.held["W-4", "1"]
    with serving(hris):
        settings(council, hris)
        odata_hris.main()
    assert {place[0] for place, held in hris.held.items() if held["grade"] == "11"} == {
        "W-1",
        "W-3",
    }
    assert len(hris.changes) == 2


def test_what_the_hris_turns_down_is_rejected_in_its_words_and_taken_when_sent_again(
    council: Council, settings: Use
) -> None:
    approve(council)
    hris = odata()
    del hris.held["W-1", "1"]
    hris.turns_down["W-3"] = "The post closed on 31 March 2026."
    with serving(hris):
        settings(council, hris)
        odata_hris.main()
        rejected = at(council, "rejected")
        assert {name: each["rejected_because"] for name, each in rejected.items()} == {
            "W-1": "post_not_found",
            "W-3": "post_closed",
        }
        history = council.hris.get(f"/v1/applications/{rejected['W-3']['application_id']}/history")
        assert "The post closed on 31 March 2026." in history.text
        hris.turns_down.clear()
        assert send_again(council, rejected["W-3"]).is_success
        odata_hris.main()
    assert set(references(council)) == {"W-3", "W-4"}


def send_again(council: Council, variation: Json) -> httpx.Response:
    address = f"/v1/variations/{variation['variation_id']}"
    etag = council.hris.get(address).headers["etag"]
    return council.hris.post(
        f"{address}/actions/send",
        json={},
        headers={"If-Match": etag, "Idempotency-Key": "mended"},
    )


def test_a_run_killed_between_the_write_and_the_acknowledgement_is_made_good_by_the_next(
    council: Council,
) -> None:
    approve(council, ["W-1"])
    hris = odata()
    written, ended = threading.Event(), threading.Event()

    def stay() -> None:
        written.set()
        ended.wait(30)

    hris.once_written = stay
    with serving(hris):
        process = start("odata_hris.py", around(council, hris))
        assert written.wait(30)
        kill(process)
        process.communicate()
        ended.set()
        hris.once_written = lambda: None
        assert set(at(council, "sent")) == {"W-1"}
        assert run("odata_hris.py", around(council, hris)).returncode == 0
    assert references(council) == {"W-1": "CH-1"}
    assert len(hris.changes) == 1


def test_rows_that_failed_inside_a_200_are_rejected_and_the_others_acknowledged(
    council: Council, settings: Use
) -> None:
    approve(council)
    hris = upsert()
    hris.failing["W-3"] = "Point 1 is not on the spine of this post."
    hris.silent.add("W-4")
    with serving(hris):
        settings(council, hris)
        upsert_hris.main()
        assert references(council) == {"W-1": "UP-1"}
        assert at(council, "rejected")["W-3"]["rejected_because"] == "e_102"
        assert set(at(council, "sent")) == {"W-4"}
        hris.silent.clear()
        upsert_hris.main()
    assert references(council) == {"W-1": "UP-1", "W-4": "UP-2"}


def test_a_later_change_in_the_hris_stays_and_one_of_the_same_day_is_corrected(
    council: Council, settings: Use
) -> None:
    approve(council)
    later = {"from": "2026-10-01", "grade": "12", "point": 2, "external": "theirs"}
    hris = dated(later)
    hris.held["W-3/1"][1] = {**later, "from": DAY, "grade": "9"}
    hris.held["W-4/1"].pop()
    hris.meddle = lambda: hris.versions.update({"W-1/1": 2})
    with serving(hris):
        settings(council, hris)
        dated_hris.main()
    assert sorted(hris.modes) == ["CORRECTION", "UPDATE", "UPDATE_CHANGE_INSERT"]
    first, ours, theirs = hris.held["W-1/1"]
    assert (first["grade"], ours["from"], ours["grade"], theirs) == ("9", DAY, "11", later)
    assert [row["grade"] for row in hris.held["W-3/1"]] == ["9", "11"]
    assert set(references(council)) == set(WORKERS)


def test_a_post_that_a_dated_hris_has_not_or_turns_down_is_rejected(
    council: Council, settings: Use
) -> None:
    approve(council, ["W-1"])
    hris = DatedHris()
    with serving(hris):
        settings(council, hris)
        dated_hris.main()
    assert at(council, "rejected")["W-1"]["rejected_because"] == "post_not_found"


def test_back_dated_and_future_dated_changes_go_in_where_they_belong() -> None:
    rows = [{"from": "2021-09-06"}, {"from": "2026-04-01"}]
    assert dated_hris.mode(rows, "2026-01-15") == "UPDATE_CHANGE_INSERT"
    assert dated_hris.mode(rows, "2026-04-01") == "CORRECTION"
    assert dated_hris.mode(rows, "2026-09-01") == "UPDATE"
