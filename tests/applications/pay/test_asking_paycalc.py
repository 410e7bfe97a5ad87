"""Asking paycalc: the real one, and peers that answer in every way that goes wrong."""

import json
import time
from dataclasses import replace
from datetime import date

import httpx
import pytest
from tests.applications.pay.questions import (
    NOT_READY,
    READY,
    TRACE,
    an_answer,
)
from tests.support import hostile_server as hostile
from tests.support.hostile_server import HostileServer, Script, hostile_server, reply
from tests.support.live import free_port

from applications.pay.domain.determinations import Determination, PaycalcProblem, Point, Question
from applications.pay.paycalc_client import (
    Paycalc,
    PaycalcBrokenError,
    PaycalcError,
    PaycalcRefusedError,
    PaycalcUnavailableError,
)

ANSWER = reply(200, an_answer())


async def ask(client: httpx.AsyncClient, *scripts: Script) -> tuple[Determination, HostileServer]:
    async with hostile_server(*scripts) as server:
        return await Paycalc(client, server.url, seconds=2).determine(READY, TRACE), server


async def test_the_real_one_answers_with_grade_point_and_day(paycalc: Paycalc) -> None:
    found = await paycalc.determine(replace(READY, known_on=date(2026, 4, 2)), TRACE)

    answer = found.answer
    assert answer.outcome == "determined"
    assert answer.target is not None
    assert (answer.target.grade, answer.effective_from) == ("11", date(2026, 3, 20))
    assert answer.target.point == Point(position=1, scp=30, spine="njc-2019")
    whole = json.loads(found.text)
    assert set(whole["receipt"]) > {"request_sha256", "answer_sha256"}


async def test_the_real_one_says_what_is_not_met_and_refuses_what_cannot_be(
    paycalc: Paycalc,
) -> None:
    assert (await paycalc.determine(NOT_READY, TRACE)).answer.outcome == "not_met"
    with pytest.raises(PaycalcRefusedError) as refused:
        await paycalc.determine(replace(READY, facts={"no_such_fact": True}), TRACE)
    assert refused.value.problem.slug == "unknown-fact"
    assert [error.pointer for error in refused.value.problem.errors] == ["/facts/no_such_fact"]
    with pytest.raises(PaycalcRefusedError) as refused:
        await paycalc.determine(replace(READY, scheme_sha256="0" * 64), TRACE)
    assert (refused.value.problem.slug, refused.value.problem.status) == ("rules-not-held", 409)


async def test_the_real_one_answers_many_in_their_order(paycalc: Paycalc) -> None:
    asked = [
        replace(READY, client_reference="first"),
        replace(READY, scheme="no-such-scheme", client_reference="second"),
        NOT_READY,
    ]
    first, second, third = await paycalc.determine_many(asked, TRACE)

    assert isinstance(first, Determination)
    assert first.answer.client_reference == "first"
    assert isinstance(second, PaycalcProblem)
    assert (second.slug, second.status) == ("unknown-scheme", 422)
    assert isinstance(third, Determination)
    assert third.answer.outcome == "not_met"
    assert await paycalc.determine_many([], TRACE) == []
    with pytest.raises(ValueError, match="at most"):
        await paycalc.determine_many([READY] * 201, TRACE)


async def test_the_real_one_takes_the_exact_rules_that_it_answered_by(paycalc: Paycalc) -> None:
    first = await paycalc.determine(READY, TRACE)
    again = replace(
        READY,
        scheme_sha256=first.answer.receipt.scheme_sha256,
        rules_on=first.answer.rules_on,
        known_on=first.answer.known_on,
    )
    assert (await paycalc.determine(again, TRACE)).answer == first.answer


async def test_one_request_can_be_followed_through_both_services(
    client: httpx.AsyncClient,
) -> None:
    _, server = await ask(client, ANSWER)
    assert server.headers[0]["x-request-id"] == TRACE.request_id
    assert server.headers[0]["traceparent"] == TRACE.traceparent


async def test_members_that_nobody_knows_yet_change_nothing(client: httpx.AsyncClient) -> None:
    wider = an_answer(something_new={"a": [1.5, None]})
    wider["target"]["another"] = "member"
    found, _ = await ask(client, reply(200, wider, "application/json; charset=utf-8"))
    assert found.answer.outcome == "determined"
    assert json.loads(found.text)["something_new"] == {"a": [1.5, None]}


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_what_passes_is_waited_for(client: httpx.AsyncClient, status: int) -> None:
    found, server = await ask(client, reply(status), hostile.hangs_up, ANSWER)
    assert found.answer.outcome == "determined"
    assert len(server.bodies) == 3


async def test_two_more_tries_and_no_third(client: httpx.AsyncClient) -> None:
    async with hostile_server(reply(503)) as server:
        with pytest.raises(PaycalcUnavailableError):
            await Paycalc(client, server.url).determine(READY, TRACE)
        assert len(server.bodies) == 3


@pytest.mark.parametrize("script", [reply(500), reply(429), reply(507)])
async def test_an_error_of_its_own_is_not_tried_again(
    client: httpx.AsyncClient, script: Script
) -> None:
    async with hostile_server(script) as server:
        with pytest.raises(PaycalcUnavailableError):
            await Paycalc(client, server.url).determine(READY, TRACE)
        assert len(server.bodies) == 1


async def test_a_peer_that_is_down_is_unavailable(client: httpx.AsyncClient) -> None:
    with pytest.raises(PaycalcUnavailableError):
        await Paycalc(client, f"http://127.0.0.1:{free_port()}/").determine(READY, TRACE)


@pytest.mark.parametrize("script", [hostile.says_nothing, hostile.drips])
async def test_a_slow_peer_costs_a_bounded_time(client: httpx.AsyncClient, script: Script) -> None:
    started = time.monotonic()
    with pytest.raises(PaycalcUnavailableError):
        await ask(client, script)
    assert time.monotonic() - started < 4


BROKEN = {
    "garbage": reply(200, b"<html>welcome</html>"),
    "not UTF-8": reply(200, b'{"outcome": "\xff"}'),
    "a NUL": reply(200, json.dumps(an_answer(note="\0")).encode()),
    "a truncated body": reply(200, json.dumps(an_answer()).encode()[:200], declared=5000),
    "half of a document": reply(200, json.dumps(an_answer()).encode()[:200]),
    "an empty body": reply(200),
    "another media type": reply(200, an_answer(), "text/html"),
    "a problem with 200": reply(200, {"type": "/problems/x"}, "application/problem+json"),
    "a problem called JSON": reply(200, {"type": "/problems/x", "status": 422}),
    "compressed": reply(200, an_answer(), Content_Encoding="gzip"),
    "no content": reply(204),
    "a redirect": reply(302, Location="http://127.0.0.1:1/v1/determinations"),
    "no such address": reply(404, {"type": "/problems/not-found"}, "application/problem+json"),
    "a refusal in HTML": reply(422, b"<html>no</html>", "text/html"),
    "a refusal of nothing": reply(422, {}, "application/problem+json"),
    "a refusal of another status": reply(
        422,
        {"type": "/problems/x", "status": 409, "detail": "", "errors": []},
        "application/problem+json",
    ),
    "a refusal without a name": reply(
        422, {"type": "about:blank", "status": 422, "detail": "", "errors": []},
        "application/problem+json",
    ),
    "a huge body": reply(200, an_answer(padding="x" * 1_100_000)),
    "a body without an end": hostile.never_ends,
    "an outcome nobody knows": reply(200, an_answer(outcome="postponed")),
    "a status nobody knows": reply(
        200,
        an_answer(rules=[{
            "id": "a", "status": "perhaps", "met_on": None, "blocking": True, "facts": [],
            "required": "", "found": "",
        }]),
    ),
    "another scheme": reply(200, an_answer(scheme="elsewhere")),
    "another pathway": reply(200, an_answer(pathway="appointment")),
    "determined without a day": reply(200, an_answer(effective_from=None)),
    "determined without a target": reply(200, an_answer(target=None)),
    "no salary and a status": reply(
        200, an_answer(target=an_answer()["target"] | {"annual_salary": None})
    ),
    "a salary that is no amount": reply(
        200, an_answer(target=an_answer()["target"] | {"annual_salary": "NaN"})
    ),
    "a salary as a number": reply(
        200, an_answer(target=an_answer()["target"] | {"annual_salary": 40777})
    ),
    "a point outside of any grade": reply(
        200,
        an_answer(target=an_answer()["target"] | {
            "point": {"position": 0, "scp": None, "spine": None}
        }),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", BROKEN)
async def test_what_is_not_an_answer_is_not_believed(client: httpx.AsyncClient, way: str) -> None:
    with pytest.raises(PaycalcBrokenError):
        await ask(client, BROKEN[way])


async def test_what_speaks_no_http_is_no_paycalc(client: httpx.AsyncClient) -> None:
    with pytest.raises(PaycalcError):
        await ask(client, hostile.speaks_no_http)


@pytest.mark.parametrize(
    "asked",
    [
        replace(READY, scheme_sha256="1" * 64),
        replace(READY, known_on=date(2026, 4, 3)),
        replace(READY, rules_on=date(2020, 1, 1)),
        replace(READY, client_reference="another"),
    ],
)
async def test_an_answer_by_other_rules_or_days_is_to_another_question(
    client: httpx.AsyncClient, asked: Question
) -> None:
    async with hostile_server(ANSWER) as server:
        with pytest.raises(PaycalcBrokenError):
            await Paycalc(client, server.url).determine(asked, TRACE)
