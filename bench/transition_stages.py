"""Where the time of a transition goes: its stages, each by itself, in this process.

Told over a line of JSON where the database is and which case to act on, it answers the CPU
microseconds of each stage: the least of many short stretches, because what else runs here only
ever adds.
"""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any, Final
from uuid import UUID, uuid4

import uvloop
from bench.casework_load import ACTIONS
from bench.workers import Json, answer_lines
from pydantic import SecretStr

from applications.casework.storage.cases import find_case
from applications.main import create_app
from applications.people.storage.persons import find_person
from applications.settings import Settings
from plumbing.logs import configure_logging

_STRETCHES: Final = 40
_OF_A_STRETCH: Final = 10
_OK: Final = 200

Stage = Callable[[], Awaitable[object]]


async def _least(stage: Stage) -> float:
    found = []
    for _ in range(_STRETCHES):
        started = process_time()
        for _ in range(_OF_A_STRETCH):
            await stage()
        found.append((process_time() - started) / _OF_A_STRETCH * 1e6)
    return min(found)


async def _measure(message: Json) -> Json:
    app: Any = create_app(Settings(database_url=SecretStr(message["database_url"])))
    async with app.router.lifespan_context(app):
        stages = _stages(app, message["case"])
        return {"stages": {name: await _least(stage) for name, stage in stages.items()}}


async def _call(
    app: Any,  # noqa: ANN401 - a service
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes = b"",
) -> None:
    """Ask the app as a server would, without one."""

    async def receive() -> Json:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(sent: Any) -> None:  # noqa: ANN401 - whatever an app sends
        if sent.get("status", _OK) != _OK:
            raise AssertionError(f"the app answered {sent['status']}")

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "state": {},
    }
    await app(scope, receive, send)


def _stages(app: Any, case: Json) -> dict[str, Stage]:  # noqa: ANN401 - a service
    state, authorization = app.state, f"Bearer {case['assessor']}"
    application_id = UUID(case["path"].rpartition("/")[2])

    async def authority() -> UUID:
        caller = await state.identity.authenticate(authorization)
        found: UUID = caller.authority_id
        return found

    async def empty() -> None:
        async with state.database.begin(await authority()):
            pass

    async def who() -> None:
        async with state.database.begin(await authority()) as session:
            await find_person(session, await authority(), "TM-1", day=state.clock.today())

    async def what() -> None:
        async with state.database.begin(await authority()) as session:
            day = state.clock.today()
            await find_case(session, await authority(), application_id, day=day)

    async def smallest() -> None:
        await _call(app, "GET", "/livez", {})

    async def whole() -> None:
        action, by, body = ACTIONS[(case["version"] - 1) % 2]
        headers = {
            "authorization": f"Bearer {case[by]}",
            "idempotency-key": uuid4().hex,
            "if-match": f'"{case["version"]}"',
            "content-type": "application/json",
            "content-length": str(len(body)),
        }
        await _call(app, "POST", f"{case['path']}/actions/{action}", headers, body.encode())
        case["version"] += 1

    return {
        "the token, known already": authority,
        "  and a transaction with nothing in it": empty,
        "  and who asks, with their roles": who,
        "  or the case, with its worker's place": what,
        "the smallest request, in process": smallest,
        "a whole transition, in process": whole,
    }


if __name__ == "__main__":
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as we run
    configure_logging(nowhere)
    answer_lines(lambda message: uvloop.run(_measure(message)))
