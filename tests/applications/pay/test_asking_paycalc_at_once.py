"""Many questions for paycalc: sixteen at once, and batches that are whole or not believed."""

import asyncio
import json

import httpx
import pytest
from tests.applications.pay.questions import (
    READY,
    TRACE,
    an_answer,
)
from tests.support.hostile_server import hostile_server, reply

from applications.pay.domain.determinations import Determination, PaycalcProblem
from applications.pay.paycalc_client import (
    Paycalc,
    PaycalcBrokenError,
)

ANSWER = reply(200, an_answer())


async def test_it_is_asked_sixteen_questions_at_once_and_no_more(
    client: httpx.AsyncClient,
) -> None:
    waiting = most = 0

    async def play(writer: asyncio.StreamWriter) -> None:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        await asyncio.sleep(0.1)
        waiting -= 1
        await ANSWER(writer)

    async with hostile_server(play) as server:
        paycalc = Paycalc(client, server.url)
        answers = await asyncio.gather(*(paycalc.determine(READY, TRACE) for _ in range(40)))
    assert len(answers) == 40
    assert most == 16


LINE = json.dumps(an_answer()).encode() + b"\n"
PROBLEM_LINE = json.dumps(
    {
        "client_reference": None,
        "problem": {
            "type": "/problems/unknown-fact", "title": "", "status": 422, "detail": "In words.",
            "errors": [], "request_id": "r",
        },
    }
).encode()  # fmt: skip


async def test_a_line_that_is_refused_does_not_stop_the_rest(client: httpx.AsyncClient) -> None:
    async with hostile_server(reply(200, LINE + PROBLEM_LINE, "application/jsonl")) as server:
        first, second = await Paycalc(client, server.url).determine_many([READY, READY], TRACE)
    assert isinstance(first, Determination)
    assert isinstance(second, PaycalcProblem)
    assert second.slug == "unknown-fact"


@pytest.mark.parametrize(
    "body",
    [
        LINE,
        LINE * 3,
        LINE + b"{}\n",
        LINE + b'{"problem": {}}\n',
        LINE + json.dumps(an_answer(padding="x" * 1_100_000)).encode(),
        LINE + LINE[:100],
    ],
)
async def test_a_batch_that_is_not_whole_is_not_believed(
    client: httpx.AsyncClient, body: bytes
) -> None:
    async with hostile_server(reply(200, body, "application/jsonl")) as server:
        with pytest.raises(PaycalcBrokenError):
            await Paycalc(client, server.url).determine_many([READY, READY], TRACE)
