"""A receiver of webhooks in a storm: it fails at times, and is told everything all the same."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from time import monotonic, sleep
from typing import Any, Final

from tests.support.council import Council
from tests.support.hooks import Hook, hook_to
from tests.support.receiver import (
    Behaviour,
    Received,
    Receiver,
    close,
    receiving,
    status,
    take,
)
from tests.support.seed import SEED
from tests.torture.findings import Findings

Json = dict[str, Any]

_KINDS: Final = ["application-decided", "variation-changed", "pay-point-recorded"]
_FAILING: Final = 0.2
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Ear:
    """What a council's receiver was told; `behind` is where the log was when it began to listen."""

    council: Council
    hook: Hook
    receiver: Receiver
    behind: int

    def hear_the_rest(self, findings: Findings) -> None:
        """Answer well from now on, and wait until nothing is pending."""
        self.receiver.behave = take
        for action in ("disable", "enable"):  # which has everything tried at once
            answer = self.hook.post(action)
            findings.expect(answer.is_success, f"The webhook cannot {action}: {answer.text}")
        deadline = monotonic() + _PATIENCE_SECONDS
        while {*self._wanted()} - {each.seq for each in self.receiver.told}:
            if monotonic() > deadline:
                return  # what is missing is reckoned up
            sleep(0.2)

    def reckon(self, findings: Findings) -> None:
        """Hold what was told against the log: everything, in order, and twice under one id."""
        wanted = self._wanted()
        firsts: dict[str, list[int]] = defaultdict(list)
        for each in self.receiver.told:
            if each.seq not in firsts[each.subject]:
                firsts[each.subject].append(each.seq)
        told = sorted(seq for each in firsts.values() for seq in each)
        findings.expect(
            told == wanted,
            f"Of {len(wanted)} events {len({*wanted} - {*told})} were never told, and "
            f"{len({*told} - {*wanted})} never happened",
        )
        mixed = [subject for subject, seqs in firsts.items() if seqs != sorted(seqs)]
        findings.expect(not mixed, f"Told in another order than they happened: {mixed}")
        ids = {(each.id, each.seq) for each in self.receiver.told}
        findings.expect(
            len(ids) == len({identity for identity, _ in ids}) == len(told),
            "A message that came again had another id, or two had one",
        )

    def _wanted(self) -> list[int]:
        events = events_behind(self.council, self.behind)
        return [event["seq"] for event in events if event["kind"] in _KINDS]


def events_behind(council: Council, seq: int) -> list[Json]:
    """Every event behind a position."""
    found: list[Json] = []
    while True:
        page = council.hris.get("/v1/events", params={"after": str(seq), "limit": "1000"}).json()
        found += page["items"]
        if not page["items"]:
            return found
        seq = int(page["next_cursor"])


@contextmanager
def listening(councils: Sequence[Council]) -> Iterator[list[Ear]]:
    """A receiver for each council until the end of the block: now and then it fails."""
    ears: list[Ear] = []
    with ExitStack() as until_the_end:
        for council in councils:
            receiver = until_the_end.enter_context(receiving())
            hook = hook_to(council, receiver, kinds=_KINDS)
            name = council.authority.authority
            receiver.behave = _moody(Random(f"{SEED} {name}"))  # noqa: S311 - a seeded draw
            last = events_behind(council, 0)[-1]["seq"]
            ears.append(Ear(council, hook, receiver, last))
        yield ears


def _moody(random: Random) -> Callable[[Received], Behaviour]:
    def behave(received: Received) -> Behaviour:
        if random.random() < _FAILING:
            return random.choice([status(500), close])
        return take(received)

    return behave
