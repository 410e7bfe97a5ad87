"""A storm: writers write and a killer kills; then everything is sent again, and reckoned up."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep
from typing import Final

import httpx
from deploy.embedded_postgres import temporary_postgres
from tests.support.contract import Contract, Record
from tests.support.council import Council
from tests.support.durham import SERVICE_MANAGER, STRATEGIC_MANAGER, TEAM_MANAGER, settle
from tests.support.flood import Flood, flood
from tests.support.house import SCOPES, House, live_house
from tests.support.issuer import serving_issuer
from tests.support.seed import SEED
from tests.torture.findings import Findings
from tests.torture.killing import Killer
from tests.torture.listening import Ear, listening
from tests.torture.reckoning import Reckoning
from tests.torture.replaying import send_all_again
from tests.torture.sending import Ledger, Sender, Tokens
from tests.torture.writing import Writer

_AUTHORITIES: Final = 2
_WRITERS_OF_EACH: Final = 4
_SPEAKERS: Final = (None, TEAM_MANAGER, SERVICE_MANAGER, STRATEGIC_MANAGER)
_LONGER_THAN_A_JOB_WAITS: Final = timedelta(minutes=6)
_DRAIN_SECONDS: Final = 60.0
_LARGEST_FILE: Final = 25 * 1024 * 1024
_JOBS: Final = "SELECT kind, subject, failure FROM jobs"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a storm came to."""

    seconds: float
    kills: Mapping[str, int]
    requests: int
    retries: int
    reads: int
    effects: int
    cases: int
    paid: int
    findings: Findings
    councils: Sequence[Council]
    ledger: Ledger
    ears: Sequence[Ear]

    def __str__(self) -> str:
        """Say it in one line."""
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.seconds:.0f} s, {sum(self.kills.values())} kills ({kinds}); {self.requests} "
            f"changing requests, {self.retries} sent again after a cut, {self.reads} reads; "
            f"{self.cases} cases, {self.paid} paid, {self.effects} events, each once; "
            f"{sum(len(each.receiver.told) for each in self.ears)} messages to webhooks; "
            f"SEED={SEED}"
        )


@contextmanager
def house_of_its_own(folder: Path) -> Iterator[House]:
    """A house whose PostgreSQL keeps what it says that it keeps."""
    with (
        temporary_postgres(durable=True) as postgres,
        serving_issuer() as issuer,
        live_house(folder, postgres, issuer) as house,
    ):
        yield house


def weather(house: House, *, seconds: float, kills: int, calm: int) -> Summary:
    """Have a storm of so many seconds and at least so many kills, and reckon it up.

    `calm` is how many requests at most are answered between one kill and the next.
    """
    councils = _councils(house)
    with listening(councils) as ears:
        return _weather(house, councils, ears, seconds=seconds, kills=kills, calm=calm)


def _weather(
    house: House,
    councils: Sequence[Council],
    ears: Sequence[Ear],
    *,
    seconds: float,
    kills: int,
    calm: int,
) -> Summary:
    began = monotonic()
    findings, ledger = Findings(), Ledger()
    tokens = _tokens(councils)
    writing = _Writing(house.url, councils, tokens, ledger, findings)
    random = Random(f"{SEED} killer")  # noqa: S311 - a seeded draw
    killer = Killer(house, random, ledger, findings, writing.ended, calm)
    writing.start()
    try:
        killer.kill_until(monotonic() + seconds, at_least=kills)
        _have_every_job_due(house)
    finally:
        writing.stop.set()
        writing.join()
    retries = sum(sent.unknown for sent in ledger.sent)
    _wait_for_jobs(house, findings)
    asyncio.run(_send_all_again(house.url, tokens, ledger, findings))
    reckoned = Reckoning(findings)
    for ear in ears:
        ear.hear_the_rest(findings)
        ear.reckon(findings)
        reckoned.reckon(ear.council, ledger)
    return Summary(
        seconds=monotonic() - began,
        kills=killer.done,
        requests=len(ledger.sent),
        retries=retries,
        reads=ledger.reads,
        effects=reckoned.events,
        cases=reckoned.cases,
        paid=reckoned.paid,
        findings=findings,
        councils=councils,
        ledger=ledger,
        ears=ears,
    )


def have_a_flood(house: House) -> Flood:
    """Send the largest files that are taken, many at once."""
    contract = Contract(httpx.get(f"{house.url}/openapi.json").json(), Record())
    council = Council(house, house.add_authority(["rotherham"]), contract)
    return flood(council, house.applications, _LARGEST_FILE)


class _Writing(Thread):
    """All the writers, on a thread and a loop of their own.

    `ended` is set when they have ended, told to or not.
    """

    def __init__(
        self,
        url: str,
        councils: Sequence[Council],
        tokens: Tokens,
        ledger: Ledger,
        findings: Findings,
    ) -> None:
        super().__init__(name="writers")
        self._url = url
        self._councils = councils
        self._tokens = tokens
        self._ledger = ledger
        self._findings = findings
        self.stop, self.ended = Event(), Event()

    def run(self) -> None:
        """Write until told to stop, or until something is so wrong that nobody can go on."""
        try:
            asyncio.run(self._write())
        except Exception as error:  # noqa: BLE001 - told at the end with everything else
            self._findings.add(f"The writers gave up: {error!r}")
        finally:
            self.ended.set()

    async def _write(self) -> None:
        async with httpx.AsyncClient(base_url=self._url) as client, asyncio.TaskGroup() as group:
            for authority, council in enumerate(self._councils):
                for place in range(_WRITERS_OF_EACH):
                    name = f"{authority}{place}"
                    random = Random(f"{SEED} writer {name}")  # noqa: S311 - a seeded draw
                    sender = Sender(client, self._tokens, random, self._findings, self._ledger)
                    authority_name = council.authority.authority
                    writer = Writer(name, authority_name, sender, random, self.stop)
                    group.create_task(writer.write())


async def _send_all_again(url: str, tokens: Tokens, ledger: Ledger, findings: Findings) -> None:
    random = Random(f"{SEED} again")  # noqa: S311 - a seeded draw
    async with httpx.AsyncClient(base_url=url) as client:
        await send_all_again(Sender(client, tokens, random, findings, ledger))


def _councils(house: House) -> list[Council]:
    contract = Contract(httpx.get(f"{house.url}/openapi.json").json(), Record())
    councils = [Council(house, house.add_authority(), contract) for _ in range(_AUTHORITIES)]
    for council in councils:
        settle(council)
    return councils


def _tokens(councils: Sequence[Council]) -> Tokens:
    return {
        (council.authority.authority, who): council.token(who, SCOPES)
        for council in councils
        for who in _SPEAKERS
    }


def _have_every_job_due(house: House) -> None:
    """Everything is back: what a killed worker held, and what was put off, is due at once."""
    house.worker.kill()
    house.set_clock((house.now + _LONGER_THAN_A_JOB_WAITS).isoformat())
    house.worker.start()


def _wait_for_jobs(house: House, findings: Findings) -> None:
    """Have the queue run dry: a job that is done is struck off a moment later."""
    deadline = monotonic() + _DRAIN_SECONDS
    while (left := house.sql(_JOBS)) and monotonic() < deadline:
        sleep(0.1)
    for kind, subject, failure in left:
        findings.add(f"The job {kind} of {subject} was never done; its last failure: {failure}")
