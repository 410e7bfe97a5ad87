"""Every question about pay points, over HTTP, against a model of a few lines.

Decisions, corrections and leavers are recorded at random, several at one instant too; then whatever
is asked, of any day as known at any instant, in any format, is what the model says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.applications.pay.test_pay_point_files import as_csv, as_lines, as_pages
from tests.applications.pay.test_pay_points import point, record, timeline
from tests.support.council import Council, put
from tests.support.durham import settle, worker

Json = dict[str, Any]

FIRST_DAY = date(2026, 3, 30)
DAYS = st.integers(0, 5).map(lambda days: FIRST_DAY + timedelta(days=days))


@dataclass(frozen=True)
class Decision:
    """What somebody decided of one of two workers: a grade from a day on, or an end."""

    who: int
    starts_on: date
    grade: str | None


Batch = Sequence[Decision]
BATCHES = st.lists(
    st.lists(
        st.builds(
            Decision, st.integers(0, 1), DAYS, st.none() | st.sampled_from(["9", "10", "11"])
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda decision: (decision.who, decision.starts_on),
    ),
    min_size=1,
    max_size=5,
)
ASKED = st.lists(st.tuples(DAYS, st.integers(0, 5)), min_size=2, max_size=2)
BETWEEN = st.tuples(st.integers(0, 5), st.integers(0, 5), DAYS)

Said = dict[date, str | None]


def said(batches: Sequence[Batch], known: int, who: int) -> Said:
    """The model: what the first `known` batches say of a worker, by first day."""
    found: Said = {}
    for batch in batches[:known]:
        found |= {each.starts_on: each.grade for each in batch if each.who == who}
    return dict(sorted(found.items()))


def end_of(found: Said, day: date) -> date | None:
    """The first day of what follows a day on which something begins."""
    return next((later for later in found if later > day), None)


def on(found: Said, day: date) -> tuple[str, date, date | None] | None:
    """What holds on a day: the grade, since when and until when."""
    begun = [each for each in found if each <= day]
    grade = found[begun[-1]] if begun else None
    return None if grade is None else (grade, begun[-1], end_of(found, begun[-1]))


def shape(item: Json) -> tuple[str, date, date | None]:
    ends = item["ends_before"]
    return (
        item["grade"],
        date.fromisoformat(item["starts_on"]),
        None if ends is None else date.fromisoformat(ends),
    )


@dataclass(frozen=True)
class History:
    """What was recorded, of whom and when: `instants[n]` is that of the n-th batch, from 1 on."""

    council: Council
    workers: tuple[str, str]
    batches: Sequence[Batch]
    instants: Sequence[datetime]

    @classmethod
    def of(cls, council: Council, batches: Sequence[Batch]) -> "History":
        """Record it, of two new workers."""
        mark = uuid4().hex[:8]
        workers = (f"{mark}-a", f"{mark}-b")
        for number in workers:
            put(council.hris, f"/v1/workers/{number}", worker(number))
        before = record(council)
        instants = [before]
        for batch in batches:
            points = [point(workers[each.who], each.starts_on, each.grade) for each in batch]
            instants.append(record(council, *points))
        return cls(council, workers, batches, instants)

    def at(self, known: int) -> str:
        """The instant of a batch, as it is asked for."""
        return self.instants[min(known, len(self.batches))].isoformat()

    def check_day(self, day: date, known: int) -> None:
        """Every format says of a day what the model says."""
        for who, number in enumerate(self.workers):
            asked = {
                "effective_on": day.isoformat(),
                "known_at": self.at(known),
                "employee_number": number,
            }
            found = said(self.batches, known, who)
            wanted = on(found, day)
            for read in (as_pages, as_lines, as_csv):
                items = read(self.council.hris, **asked)
                assert [shape(each) for each in items] == ([] if wanted is None else [wanted])
            whole = timeline(self.council.hris, number, known_at=self.at(known))
            assert [shape(each) for each in whole] == [
                (grade, each, end_of(found, each))
                for each, grade in found.items()
                if grade is not None
            ]

    def check_edges(self, place: int) -> None:
        """What a batch says holds from its very day, and is known from its very instant."""
        place = min(place, len(self.batches) - 1)
        day = self.batches[place][-1].starts_on
        for known in (place, place + 1, len(self.batches)):
            self.check_day(day, known)

    def changes(self) -> list[Json]:
        """The model of the feed."""
        found: list[Json] = []
        for place, batch in enumerate(self.batches, start=1):
            for each in sorted(batch, key=lambda decision: (decision.who, decision.starts_on)):
                known = said(self.batches, place, each.who)
                replaced = said(self.batches, place - 1, each.who)
                found.append(
                    {
                        "place": place,
                        "employee_number": self.workers[each.who],
                        "starts_on": each.starts_on,
                        "grade": each.grade,
                        "ends_before": end_of(known, each.starts_on),
                        "corrects": each.starts_on in replaced,
                        "back_dated": each.starts_on < date(2026, 4, 2),
                        "future_dated": each.starts_on > date(2026, 4, 2),
                    }
                )
        return found

    def check_feed(self, first: int, last: int, day: date) -> None:
        """The feed has everything once, and between two instants what the model says."""
        start = {"known_after": self.at(0)}
        whole = followed(self.council.hris, limit="2", **start)
        assert [self.seen(each) for each in whole] == self.changes()
        positions = [int(each["position"]) for each in whole]
        assert all(earlier < later for earlier, later in pairwise(positions))
        self.check_links(whole)
        asked = {
            "known_after": self.at(first),
            "known_at": self.at(last),
            "affecting_from": day.isoformat(),
        }
        assert [self.seen(each) for each in followed(self.council.hris, **asked)] == [
            each
            for each in self.changes()
            if min(first, len(self.batches)) < each["place"] <= last
            and (each["ends_before"] is None or each["ends_before"] > day)
        ]

    def check_links(self, whole: Sequence[Json]) -> None:
        """What supersedes something names what was superseded by it."""
        by_position = {each["position"]: each for each in whole}
        for each in whole:
            if each["supersedes"] is not None:
                replaced = by_position[each["supersedes"]]
                assert replaced["superseded_at"] == each["recorded_at"]
                same = ("employee_number", "post_number", "starts_on")
                assert [replaced[name] for name in same] == [each[name] for name in same]

    def seen(self, item: Json) -> Json:
        """A change of the feed as the model has it."""
        grade, starts_on, ends_before = shape(item)
        return {
            "place": self.instants.index(datetime.fromisoformat(item["recorded_at"])),
            "employee_number": item["employee_number"],
            "starts_on": starts_on,
            "grade": grade,
            "ends_before": ends_before,
            "corrects": item["supersedes"] is not None,
            "back_dated": item["back_dated"],
            "future_dated": item["future_dated"],
        }


def followed(client: httpx.Client, **asked: str) -> list[Json]:
    """The feed to its end, as far as it goes now."""
    items: list[Json] = []
    after = "0"
    while True:
        response = client.get("/v1/pay-changes", params={**asked, "after": after})
        assert response.status_code == 200, response.text
        found = response.json()
        if not found["items"]:
            return items
        items += found["items"]
        after = found["next_cursor"]


def test_every_answer_is_the_model_s_whatever_is_asked(council: Council) -> None:
    settle(council)

    @settings(max_examples=12, phases=[Phase.generate])
    @given(batches=BATCHES, asked=ASKED, between=BETWEEN)
    def hold(
        batches: Sequence[Batch],
        asked: Sequence[tuple[date, int]],
        between: tuple[int, int, date],
    ) -> None:
        history = History.of(council, batches)
        for day, known in asked:
            history.check_day(day, known)
        history.check_edges(between[0])
        history.check_feed(*between)

    hold()
