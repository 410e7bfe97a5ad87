"""Duties are done when the worker starts, and each time that their while has passed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr
from tests.support.council import Council, put

from applications.platform.authorities import Authority
from applications.platform.database import Database
from applications.platform.duties import Duty, keep_duties
from applications.schemes.domain.held import Schemes
from applications.settings import Settings
from applications.worker import make_duties
from plumbing.clock import FileClock


@pytest.fixture
def clock(tmp_path: Path) -> FileClock:
    file = tmp_path / "clock"
    file.write_text("2026-04-02T09:00:00Z", encoding="ascii")
    return FileClock(file)


@asynccontextmanager
async def keeping(database: Database, duties: list[Duty], clock: FileClock) -> AsyncIterator[None]:
    task = asyncio.create_task(keep_duties(database, duties, clock))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(done: list[str], count: int) -> None:
    async with asyncio.timeout(20):
        while len(done) < count:  # noqa: ASYNC110 - a list tells nobody
            await asyncio.sleep(0.02)


async def test_a_duty_is_done_at_the_start_and_each_hour_of_the_clock_and_not_between(
    database: Database,
    authority: Authority,
    clock: FileClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("applications.platform.duties._SECONDS_BETWEEN_LOOKS", 0.05)
    done: list[str] = []

    async def note(about: Authority) -> None:
        if about == authority:
            done.append("done")

    async def fail(_: Authority) -> None:
        raise RuntimeError("what somebody wrote of Jane Roe")

    hour = timedelta(hours=1)
    async with keeping(database, [Duty("fail", hour, fail), Duty("note", hour, note)], clock):
        await until(done, 1)
        await asyncio.sleep(0.5)
        assert done == ["done"]
        (tmp_path / "clock").write_text("2026-04-02T10:00:01Z", encoding="ascii")
        await until(done, 2)
        (tmp_path / "clock").write_text("2026-04-01", encoding="ascii")
        await until(done, 3)  # a clock that was put back is no reason to wait for it


async def test_the_worker_signs_checkpoints_when_it_has_a_key_and_only_then(
    council: Council, database: Database, clock: FileClock, tmp_path: Path
) -> None:
    def act() -> None:
        team = {"title": "Care", "service": "care", "locality": "east"}
        put(council.hris, "/v1/teams/a", team)

    await asyncio.to_thread(act)
    file = tmp_path / "key.pem"
    key = Ed25519PrivateKey.generate()
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    without = Settings(database_url=SecretStr("unused"), checkpoint_key_file=None)
    assert [duty.name for duty in make_duties(without, database, Schemes([]), clock)] == [
        "sweep-idempotency-keys",
        "remind-of-submission-dates",
        "end-waits",
        "send-variations-again",
        "sweep-deliveries",
    ]
    given = Settings(database_url=SecretStr("unused"), checkpoint_key_file=file)
    for duty in make_duties(given, database, Schemes([]), clock):
        await duty.do(council.authority)
    answer = await asyncio.to_thread(council.hris.get, "/v1/audit/checkpoints")
    (made,) = answer.json()["items"]
    assert made["seq"] == 1
    assert made["public_key"] == key.public_key().public_bytes_raw().hex()
