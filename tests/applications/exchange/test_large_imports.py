"""Files of very many people: as quick at the end as at the beginning, whatever is in a row."""

import asyncio

import pytest
from sqlalchemy import text
from tests.applications.people.organisation import add_team
from tests.support.council import Council, problem
from tests.support.imports import as_csv, bring_in, outcomes, row, rows, send

from applications.platform.database import Database, make_engine

# Whoever looks for one worker or post has the authority, and could take these for it.
ALSO_BY_AUTHORITY = """
    SELECT indexrelid::regclass::text FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indrelid IN ('workers'::regclass, 'posts'::regclass)
      AND attname = 'authority_id' AND NOT indisprimary AND indpred IS NULL
"""


def test_a_worker_is_found_by_their_key_even_in_a_database_that_knows_nothing_of_its_tables(
    council: Council,
) -> None:
    assert council.house.sql(ALSO_BY_AUTHORITY) == []


@pytest.mark.parametrize(("for_many_rows", "shown"), [(True, "off"), (False, "on")])
def test_what_writes_many_rows_never_plans_to_read_a_table_from_end_to_end(
    council: Council, *, for_many_rows: bool, shown: str
) -> None:
    async def setting() -> object:
        url = council.house.postgres.app_url
        database = Database(make_engine(url, pool_size=1, for_many_rows=for_many_rows))
        try:
            async with database.begin_without_authority() as session:
                return (await session.execute(text("SHOW enable_seqscan"))).scalar_one()
        finally:
            await database.dispose()

    assert asyncio.run(setting()) == shown


def test_in_one_file_a_new_worker_may_have_the_subject_that_another_gives_up(
    council: Council,
) -> None:
    add_team(council)
    bring_in(council, "workers", as_csv([row("9", subject="somebody")]))
    file = as_csv([row("9", subject=""), row("1", subject="somebody")])
    about = bring_in(council, "workers", file)
    assert outcomes(council, about) == ["changed", "created"]
    assert council.hris.get("/v1/workers/1").json()["subject"] == "somebody"
    assert council.hris.get("/v1/workers/9").json()["subject"] is None


def test_new_changed_and_unchanged_workers_stand_in_one_part_each_with_their_posts(
    council: Council,
) -> None:
    add_team(council)
    moved = {"posts.grade": "11", "posts.ends_before": "2026-05-01"}
    before = [row("same"), row("moved"), row("moved", "P-2")]
    bring_in(council, "workers", as_csv(before))
    file = [row("new"), row("new", "P-2"), row("moved", **moved), row("moved", "P-2"), row("same")]
    about = bring_in(council, "workers", as_csv(file))
    assert outcomes(council, about) == ["created", "changed", "unchanged"]
    kept = {
        number: [
            (post["post_number"], post["grade"], post["ends_before"])
            for post in council.hris.get(f"/v1/workers/{number}").json()["posts"]
        ]
        for number in ("new", "moved", "same")
    }
    assert kept == {
        "new": [("P-1", "9", None), ("P-2", "9", None)],
        "moved": [("P-1", "11", "2026-05-01"), ("P-2", "9", None)],
        "same": [("P-1", "9", None)],
    }


def test_a_character_that_no_text_may_have_spoils_its_row_and_no_other(council: Council) -> None:
    add_team(council)
    about = bring_in(council, "workers", as_csv([row("1"), row("2", name="A\x00B"), row("3")]))
    assert outcomes(council, about) == ["created", "refused", "created"]
    (refused,) = rows(council, about, outcome="refused")
    assert [each["pointer"] for each in refused["problem"]["errors"]] == ["/name"]


def test_a_column_whose_name_no_text_may_have_is_not_known(council: Council) -> None:
    answer = send(council.hris, "workers", as_csv([row("1", **{"facts.my\x00plan": "x"})]))
    assert (answer.status_code, problem(answer)) == (422, "unreadable-file")
    assert "Not known, by their place: 16." in answer.json()["detail"]
