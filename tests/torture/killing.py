"""The killer: at random moments it ends what the house is made of, and has it started again."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event
from time import monotonic
from typing import Final

from tests.support.house import House, Process
from tests.torture.findings import Findings

_LONGEST_CALM_SECONDS: Final = 2.0
_LONGEST_AWAY_SECONDS: Final = 1.5
_TWO_AT_ONCE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which something of the house ends, and how it is started again.

    `place` says when: what others need in order to start comes first.
    """

    name: str
    place: int
    end: Callable[[], None]
    start: Callable[[], None]


def faults_of(house: House) -> list[Fault]:
    """Every fault that is tried."""
    postgres = house.postgres
    return [
        Fault("service killed", 3, house.applications.kill, house.applications.start),
        Fault("worker killed", 2, house.worker.kill, house.worker.start),
        Fault("postgres killed", 0, postgres.kill, postgres.start),
        Fault("postgres stopped at once", 0, lambda: postgres.stop("immediate"), postgres.start),
        Fault("paycalc stopped", 1, house.paycalc.stop, house.paycalc.start),
    ]


@dataclass(slots=True)
class Killer:
    """Deals faults as cards are dealt: each kind comes round before any comes again.

    It belongs on the main thread: PostgreSQL ends with the thread that started it.
    """

    house: House
    random: Random
    findings: Findings
    given_up: Event
    done: Counter[str] = field(default_factory=Counter)
    _deck: list[Fault] = field(default_factory=list)

    def kill_until(self, deadline: float, *, at_least: int) -> None:
        """Kill until a moment of the monotonic clock has passed, and so often in any case."""
        while not self.given_up.is_set() and (
            self.done.total() < at_least or monotonic() < deadline
        ):
            self.given_up.wait(self.random.uniform(0.1, _LONGEST_CALM_SECONDS))
            self._check_alive()
            self._strike(self._deal())

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

    def _check_alive(self) -> None:
        """Nothing ends by itself: whatever it needs may be away, and comes back."""
        house = self.house
        for process in (house.applications, house.worker, house.paycalc):
            if _has_ended(process):
                self.findings.add(f"{process.name} ended by itself: see {process.log}")
                process.kill()
                process.start()


def _has_ended(process: Process) -> bool:
    return process.running is None or process.running.poll() is not None
