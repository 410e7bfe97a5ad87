"""Every request that was ever sent is sent once more, with its key."""

import asyncio
from typing import Final

import httpx
from tests.torture.findings import Findings
from tests.torture.sending import Answer, Sender, Sent

_AT_ONCE: Final = 16


async def send_all_again(sender: Sender) -> None:
    """Send everything again, and hold each answer against the one that was acknowledged."""
    every = [sent for sent in sender.ledger.sent if sent.answer is not None]
    sender.random.shuffle(every)
    queue = iter(every)

    async def one_after_another() -> None:
        for sent in queue:
            before = sent.answer
            again = await sender.send(sent)
            if before is not None:
                _compare(sent, before, again, sender.findings)

    await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))


def _compare(sent: Sent, before: Answer, again: Answer, findings: Findings) -> None:
    if not sent.is_keyed:
        _compare_put(sent, again, findings)
    elif not before.is_good:
        findings.expect(not again.is_good, f"Refused, and sent again it took effect: {sent}")
    else:
        same = (again.status, again.body, again.etag) == (before.status, before.body, before.etag)
        findings.expect(same, f"Acknowledged, and answered otherwise when sent again: {sent}")
        findings.expect(again.replayed, f"Acknowledged, and not known any more: {sent}")


def _compare_put(sent: Sent, again: Answer, findings: Findings) -> None:
    """What a PUT made is there: only `*` changes whichever version is, here into what it is."""
    wanted = {
        None: httpx.codes.PRECONDITION_REQUIRED,
        "*": httpx.codes.OK,
    }.get(sent.if_match, httpx.codes.PRECONDITION_FAILED)
    findings.expect(again.status == wanted, f"Sent again it was answered {again.status}: {sent}")
