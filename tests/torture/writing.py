"""The writers: workers are sent, and cases of Durham's taken on, until they are told to stop."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from threading import Event
from typing import Any, Final, NoReturn

from tests.support.casework import CONGRATULATION, PLAN
from tests.support.durham import (
    ASSESSMENT,
    ASYE_BEFORE_THE_ACADEMY,
    NOT_READY,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    worker,
)
from tests.support.durham_case import PATHWAY
from tests.torture.sending import Answer, Sender

Json = dict[str, Any]

_STALE: Final = 412
_MOST_TURNS: Final = 12
_SECONDS_FOR_PAY: Final = 90.0
_SECONDS_BETWEEN_LOOKS: Final = 0.25
_GOOD, _SENT_BACK, _NOT_YET = "good", "sent back", "not yet"
_WITHDRAWN, _LEFT = "withdrawn", "left halfway"
_KINDS: Final = (_GOOD, _GOOD, _GOOD, _SENT_BACK, _NOT_YET, _WITHDRAWN, _LEFT)


class HopelessError(Exception):
    """Something went so wrong that the writer cannot go on with a case; it was noted."""


@dataclass(slots=True)
class Writer:
    """Takes case after case as far as its kind goes, each of a worker of its own.

    Told to stop, it ends the case that it is at: by then nothing is killed any more.
    """

    name: str
    authority: str
    sender: Sender
    random: Random
    stop: Event

    async def write(self) -> None:
        """Write until told to stop."""
        number = 0
        while not self.stop.is_set():
            number += 1
            with suppress(HopelessError):
                await self._one(f"W-{self.name}-{number}", self.random.choice(_KINDS))

    async def _one(self, employee_number: str, kind: str) -> None:
        await self._send_worker(employee_number)
        case = await self._open(employee_number)
        if kind == _WITHDRAWN:
            await case.take(TEAM_MANAGER, "withdraw", {"reason": "The worker asked for it."})
            return
        answers = NOT_READY if kind == _NOT_YET else ASSESSMENT
        await case.take(TEAM_MANAGER, "submit-assessment", {"answers": answers})
        if kind == _SENT_BACK:
            await case.take(SERVICE_MANAGER, "send-back", {"comments": "Say more of the work."})
            await case.take(TEAM_MANAGER, "submit-assessment", {"answers": answers})
        if kind == _LEFT:
            await case.take(self.random.choice((SERVICE_MANAGER, STRATEGIC_MANAGER)), "sign-off")
            return
        await asyncio.gather(  # both at once, on the same version: one has to look again
            case.take(SERVICE_MANAGER, "sign-off"), case.take(STRATEGIC_MANAGER, "sign-off")
        )
        if kind == _NOT_YET:
            await self._plan(case)
        else:
            await self._pay(case, employee_number)

    async def _send_worker(self, employee_number: str) -> None:
        """Send a worker, change the version that is there, then whichever is there."""
        path = f"/v1/workers/{employee_number}"
        known = worker(employee_number, qualifications=ASYE_BEFORE_THE_ACADEMY)
        changed = known | {"name": f"Person {self.random.randrange(1000)} of {self.name}"}
        told = changed | {"email": f"{employee_number}@council.example"}
        for body, if_match in ((known, None), (changed, '"1"'), (told, "*")):
            await self.sender.change(
                authority=self.authority,
                who=None,
                method="PUT",
                path=path,
                body=body,
                if_match=if_match,
            )

    async def _open(self, employee_number: str) -> "Acted":
        body = {"employee_number": employee_number, "post_number": "1", **PATHWAY}
        answer = await self.sender.change(
            authority=self.authority,
            who=TEAM_MANAGER,
            method="POST",
            path="/v1/applications",
            body=body,
        )
        self.must_be_good(answer, f"a case for {employee_number}")
        return Acted(self, f"/v1/applications/{json.loads(answer.body)['application_id']}")

    async def _plan(self, case: "Acted") -> None:
        await case.take(TEAM_MANAGER, "submit-plan", {"answers": PLAN})
        if self.random.random() < 1 / 2:
            await case.take(SERVICE_MANAGER, "ask-for-better-plan", {"comments": "When, and who?"})
            await case.take(TEAM_MANAGER, "submit-plan", {"answers": PLAN})
        await case.take(SERVICE_MANAGER, "confirm-plan")

    async def _pay(self, case: "Acted", employee_number: str) -> None:
        await asyncio.gather(
            case.take(STRATEGIC_MANAGER, "congratulate", {"answers": CONGRATULATION}),
            self._approve(case),
        )
        path = f"/v1/variations?employee_number={employee_number}"
        found, _ = await self.sender.read(self.authority, None, path)
        thing = f"/v1/variations/{found['items'][0]['variation_id']}"
        variation = Acted(self, thing)
        await variation.take(None, "send")
        await variation.take(None, "acknowledge", {"hris_reference": f"HRIS {employee_number}"})

    async def _approve(self, case: "Acted") -> None:
        patience = _SECONDS_FOR_PAY
        while not await self._is_determined(case):
            if self.stop.is_set():  # before that, whoever works it out may be away
                patience -= _SECONDS_BETWEEN_LOOKS
            if patience < 0:
                self.give_up(f"The pay of {case.path} of {self.authority} never came out")
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        await case.take(TEAM_MANAGER, "authorise-change")

    async def _is_determined(self, case: "Acted") -> bool:
        found, _ = await self.sender.read(self.authority, TEAM_MANAGER, case.path)
        return bool(found["pay_status"] == "determined")

    def must_be_good(self, answer: Answer, what: str) -> None:
        """Give up on an answer that is not good."""
        if not answer.is_good:
            self.give_up(f"{what} of {self.authority}: {answer.body.decode()}")

    def give_up(self, words: str) -> NoReturn:
        """Note what is wrong, and go on with another case."""
        self.sender.findings.add(words)
        raise HopelessError(words)


@dataclass(frozen=True, slots=True)
class Acted:
    """Something that has actions: a case, or a variation."""

    writer: Writer
    path: str

    async def take(
        self, who: str | None, action: str, body: Mapping[str, Any] | None = None
    ) -> None:
        """Take an action on the version that is seen; when that has changed, look and try again."""
        writer = self.writer
        for _ in range(_MOST_TURNS):
            _, etag = await writer.sender.read(writer.authority, who, self.path)
            answer = await writer.sender.change(
                authority=writer.authority,
                who=who,
                method="POST",
                path=f"{self.path}/actions/{action}",
                body=body or {},
                if_match=etag,
            )
            if answer.status != _STALE:
                break
        writer.must_be_good(answer, f"{action} of {self.path}")
