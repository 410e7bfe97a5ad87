"""The killer: at random moments it ends what the house is made of, and has it started again."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Final

from tests.support.house import House
from tests.support.waiting import is_answering
from tests.torture.findings import Findings
from tests.torture.sending import Ledger

_LONGEST_CALM_SECONDS: Final = 8.0
_LONGEST_AWAY_SECONDS: Final = 1.0
_TWO_AT_ONCE: Final = 0.25
_PATIENCE_SECONDS: Final = 120.0
_STARTED: Final = ("Application startup complete", "no_checkpoints")
"""What the services and the worker say once they have started."""
_CANNOT_START: Final = "The database is away"


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which something of the house ends, and how it is started again.

    `place` says when: what others need in order to start comes first.
    """

    name: str
    place: int
    end: Callable[[], None]
    start: Callable[[], object]


def faults_of(house: House) -> list[Fault]:
    """Every fault that is tried."""
    postgres = house.postgres
    return [
        Fault("service killed", 3, house.applications.kill, house.applications.launch),
        Fault("worker killed", 2, house.worker.kill, house.worker.launch),
        Fault("postgres killed", 0, postgres.kill, postgres.start),
        Fault("postgres stopped at once", 0, lambda: postgres.stop("immediate"), postgres.start),
        Fault("paycalc stopped", 1, house.paycalc.stop, house.paycalc.launch),
    ]


@dataclass(slots=True)
class Killer:
    """Deals faults as cards are dealt: each kind comes round before any comes again.

    How long it is calm goes by what was answered meanwhile, up to `most_answers`, so that it
    strikes under load on a slow machine too. It belongs on the main thread: PostgreSQL ends with
    the thread that started it.
    """

    house: House
    random: Random
    ledger: Ledger
    findings: Findings
    given_up: Event
    most_answers: int
    done: Counter[str] = field(default_factory=Counter)
    _deck: list[Fault] = field(default_factory=list)

    def kill_until(self, deadline: float, *, at_least: int) -> None:
        """Kill until a moment of the monotonic clock has passed, and so often in any case."""
        while not self.given_up.is_set() and (
            self.done.total() < at_least or monotonic() < deadline
        ):
            self._leave_alone()
            self._strike(self._deal())
        self._wait_until_all_is_well()

    def _leave_alone(self) -> None:
        """Wait until some more requests were answered: none, at times."""
        enough = self.ledger.answered + self.random.randrange(self.most_answers)
        deadline = monotonic() + _LONGEST_CALM_SECONDS
        while self.ledger.answered < enough and monotonic() < deadline:
            if self.given_up.wait(0.05):
                return
            self._keep_alive()

    def _deal(self) -> Sequence[Fault]:
        dealt = [self._draw()]
        if self.random.random() < _TWO_AT_ONCE:
            another = self._draw()
            if another.place == dealt[0].place:
                self._deck.append(another)
            else:
                dealt.append(another)
        return dealt

    def _draw(self) -> Fault:
        if not self._deck:
            self._deck = faults_of(self.house)
            self.random.shuffle(self._deck)
        return self._deck.pop()

    def _strike(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            fault.end()
            self.done[fault.name] += 1
        self.given_up.wait(self.random.uniform(0.0, _LONGEST_AWAY_SECONDS))
        for fault in sorted(faults, key=lambda each: each.place):
            fault.start()

    def _keep_alive(self) -> None:
        """Start again what ended while it started, as an operator's system does.

        It may, when the database is away. Once it has started, nothing ends by itself.
        """
        for process in (self.house.applications, self.house.worker, self.house.paycalc):
            if process.has_ended:
                said = process.said
                had_started = any(words in said for words in _STARTED)
                if had_started or _CANNOT_START not in said:
                    self.findings.add(f"{process.name} ended by itself: {said[-2000:]}")
                process.launch()

    def _wait_until_all_is_well(self) -> None:
        deadline = monotonic() + _PATIENCE_SECONDS
        addresses = [f"{self.house.url}/readyz", f"{self.house.paycalc.url}/readyz"]
        while not all(is_answering(address) for address in addresses):
            self._keep_alive()
            if monotonic() > deadline:
                self.findings.add("Something did not come back: it does not answer /readyz")
                return
            sleep(0.1)
