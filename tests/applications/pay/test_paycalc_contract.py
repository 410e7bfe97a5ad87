"""The consumer's side of paycalc's contract: whatever it allows is read, or refused by name."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.applications.pay.questions import CONTRACT, READY, TRACE, an_answer
from tests.support.drawn_answers import documents

from applications.pay.domain.determinations import Determination, PaycalcProblem
from applications.pay.paycalc_client import (
    Paycalc,
    PaycalcError,
    PaycalcRefusedError,
    PaycalcUnavailableError,
)

Json = dict[str, Any]

ANSWERS = documents("DeterminationAnswer", CONTRACT)
PROBLEMS = documents("Problem", CONTRACT)
OPERATIONS = {
    "one": CONTRACT["paths"]["/v1/determinations"]["post"]["responses"],
    "many": CONTRACT["paths"]["/v1/determinations/batch"]["post"]["responses"],
}
DOCUMENTED = [
    (operation, int(status), slug, example["value"])
    for operation, responses in OPERATIONS.items()
    for status, response in responses.items()
    for slug, example in response["content"]
    .get("application/problem+json", {})
    .get("examples", {})
    .items()
]


def ask(status: int, media_type: str, content: bytes, *, many: bool = False) -> object:
    """Ask a peer that gives this answer; give what was read, or the error."""

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    async def run() -> object:
        response = httpx.Response(status, headers={"Content-Type": media_type}, content=chunks())
        transport = httpx.MockTransport(lambda _: response)
        async with httpx.AsyncClient(transport=transport) as client:
            paycalc = Paycalc(client, "http://paycalc.test")
            try:
                if many:
                    return (await paycalc.determine_many([READY], TRACE))[0]
                return await paycalc.determine(READY, TRACE)
            except PaycalcError as error:
                return error

    return asyncio.run(run())


def test_any_answer_that_the_contract_allows_is_read_or_refused_by_name() -> None:
    seen: set[type] = set()

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(answer=ANSWERS, ours=st.booleans(), many=st.booleans())
    @example(answer=an_answer(), ours=True, many=False)
    def check(answer: Json, *, ours: bool, many: bool) -> None:
        if ours:
            answer |= {"scheme": READY.scheme, "pathway": READY.pathway}
        content = json.dumps(answer).encode()
        media_type = "application/jsonl" if many else "application/json"
        seen.add(type(ask(200, media_type, content, many=many)))

    check()
    assert Determination in seen
    assert seen <= {Determination} | set(PaycalcError.__subclasses__())


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(base=ANSWERS, several=st.lists(st.sampled_from(sorted(an_answer())), max_size=3))
def test_any_part_of_an_answer_that_the_contract_allows_is_read_or_refused(
    base: Json, several: list[str]
) -> None:
    answer = an_answer() | {name: base[name] for name in several if name in base}
    found = ask(200, "application/json", json.dumps(answer).encode())
    assert isinstance(found, Determination | PaycalcError)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(problem=PROBLEMS, status=st.integers(100, 599), many=st.booleans())
def test_any_problem_is_an_error_by_name(problem: Json, status: int, *, many: bool) -> None:
    content = json.dumps(problem).encode()
    assert isinstance(ask(status, "application/problem+json", content, many=many), PaycalcError)
    line = json.dumps({"client_reference": None, "problem": problem}).encode()
    assert isinstance(ask(200, "application/jsonl", line, many=True), PaycalcError | PaycalcProblem)


def test_the_contract_documents_problems() -> None:
    assert {status for _, status, _, _ in DOCUMENTED} >= {400, 409, 413, 415, 422, 500}


@pytest.mark.parametrize(("operation", "status", "slug", "value"), DOCUMENTED)
def test_every_documented_problem_has_its_error(
    operation: str, status: int, slug: str, value: Json
) -> None:
    content = json.dumps(value).encode()
    found = ask(status, "application/problem+json", content, many=operation == "many")
    if status >= 500:
        assert isinstance(found, PaycalcUnavailableError)
    else:
        assert isinstance(found, PaycalcRefusedError)
        assert (found.problem.slug, found.problem.status) == (slug, status)
