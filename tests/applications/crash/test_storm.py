"""Killed at random moments under writers: one effect each, nothing acknowledged lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.support.council import Council
from tests.support.durham_case import variations
from tests.support.log import tamper
from tests.torture.findings import Findings
from tests.torture.reckoning import Reckoning
from tests.torture.storm import Summary, house_of_its_own, weather

KILLS, CALM = 8, 12
KINDS = 5


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summary]:
    with house_of_its_own(tmp_path_factory.mktemp("storm")) as house:
        yield weather(house, seconds=0, kills=KILLS, calm=CALM)


def test_whatever_is_killed_each_request_takes_effect_once_and_nothing_is_lost(
    storm: Summary,
) -> None:
    assert not storm.findings.said, f"{storm}\n{storm.findings.report()}"
    assert len(storm.kills) == KINDS, f"something was never killed: {storm}"
    assert storm.retries > 0, f"nothing was cut: {storm}"
    assert storm.paid > 0, f"nobody was paid: {storm}"


@contextmanager
def undone_after(council: Council, table: str) -> Iterator[None]:
    """Have a table as it was after the block."""
    authority_id = council.authority.authority_id

    def do(statement: str) -> None:
        tamper(council.house.postgres.superuser_dsn, statement, authority_id)

    council.house.sql(f"CREATE TABLE kept AS TABLE {table}")
    try:
        yield
    finally:
        do(f"DELETE FROM {table} WHERE authority_id = $1")  # noqa: S608 - our own table
        do(f"INSERT INTO {table} SELECT * FROM kept WHERE authority_id = $1")  # noqa: S608 - as above
        council.house.sql("DROP TABLE kept")


MISCHIEF = {
    ("events", "0 effects, not 1"): """
        DELETE FROM events WHERE authority_id = $1
        AND seq = (SELECT max(seq) FROM events WHERE authority_id = $1 AND kind = 'worker-changed')
    """,
    ("events", "its content is not what was written"): """
        UPDATE events SET body = body || '{"changed": []}'
        WHERE authority_id = $1 AND seq = (SELECT max(seq) FROM events WHERE authority_id = $1)
    """,
    ("idempotency_keys", "1 are lost"): """
        DELETE FROM idempotency_keys WHERE authority_id = $1
        AND key = (SELECT max(key) FROM idempotency_keys WHERE authority_id = $1)
    """,
    ("applications", "is at version"): """
        UPDATE applications SET version = version + 1 WHERE authority_id = $1
    """,
    ("applications", "its events say"): """
        UPDATE applications SET status = 'not_yet' WHERE authority_id = $1
    """,
    ("determinations", "determinations []"): "DELETE FROM determinations WHERE authority_id = $1",
    ("variations", "0 variations"): "DELETE FROM variations WHERE authority_id = $1",
    ("pay_points", "0 pay points"): "DELETE FROM pay_points WHERE authority_id = $1",
    ("waiting_steps", "its rows say"): """
        INSERT INTO waiting_steps (authority_id, application_id, step, role, opened_on)
        SELECT authority_id, application_id, 'sign-off', 'team_manager', '2026-04-02'
        FROM applications WHERE authority_id = $1
    """,
}  # fmt: skip
"""What somebody could do to a table, and what is found then."""


@pytest.mark.parametrize(("table", "found"), MISCHIEF)
def test_what_was_lost_or_done_twice_would_be_found(storm: Summary, table: str, found: str) -> None:
    council = next(each for each in storm.councils if variations(each.hris))
    findings = Findings()
    with undone_after(council, table):
        dsn, mischief = council.house.postgres.superuser_dsn, MISCHIEF[table, found]
        tamper(dsn, mischief, council.authority.authority_id)
        Reckoning(findings).reckon(council, storm.ledger)
    assert any(found in words for words in findings.said), findings.report()


def test_a_message_that_was_lost_or_mixed_up_would_be_found(storm: Summary) -> None:
    ear = next(each for each in storm.ears if each.receiver.told)
    received = list(ear.receiver.received)
    first = ear.receiver.told[0]
    for kept, found in (
        ([each for each in received if each.type.startswith("webhook.") or each.seq != first.seq],
         "1 were never told"),
        (received[::-1], "another order"),
        ([*received, replace(first, headers=first.headers | {"webhook-id": "other"})],
         "had another id"),
    ):  # fmt: skip
        findings = Findings()
        ear.receiver.received[:] = kept
        try:
            ear.reckon(findings)
        finally:
            ear.receiver.received[:] = received
        assert any(found in words for words in findings.said), findings.report()


def test_what_was_put_back_is_whole_again(storm: Summary) -> None:
    findings = Findings()
    for council in storm.councils:
        Reckoning(findings).reckon(council, storm.ledger)
    assert not findings.said, findings.report()
