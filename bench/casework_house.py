"""What the benchmark of casework runs: PostgreSQL, the issuer, applications, cases to act on."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import httpx
from bench import servers
from bench.cost import seconds_spent
from bench.workers import Json
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from deploy.issuer import AUDIENCE, DEVELOPMENT_GRANT, SCOPES

from applications.platform.authorities import Authority, put_authority
from applications.platform.database import Database, make_engine
from applications.platform.schema import migrate

AUTHORITIES: Final = 16
PROCESSES: Final = 2
"""How many processes applications is served by, as an operator would have it on so many cores."""
ASSESSOR, CHALLENGER = "TM-1", "SM-1"

_PROFILE: Final = "rfc9068"
_TEAM: Final = {"title": "Team One", "service": "care", "locality": "east"}
_ROLES: Final = {
    ASSESSOR: ("team_manager", {"kind": "team", "id": "one"}),
    CHALLENGER: ("service_manager", {"kind": "service", "id": "care"}),
    "ST-1": ("strategic_manager", {"kind": "locality", "id": "east"}),
}
_POST: Final = {
    "post_number": "1",
    "team": "one",
    "grade": "9",
    "point_position": 5,
    "hours_per_week": "37.00",
    "starts_on": "2021-09-06",
}


@dataclass(frozen=True, slots=True)
class CaseworkHouse:
    """What runs, and the cases: `cases[n]` are those of authority n."""

    postgres: EmbeddedPostgres
    servers: Sequence[servers.Server]
    cases: Sequence[Sequence[Json]]

    def spent(self) -> float:
        """The CPU seconds of the service and of PostgreSQL so far."""
        return sum(server.spent() for server in self.servers) + self.postgres_spent()

    def postgres_spent(self) -> float:
        """The CPU seconds of PostgreSQL so far."""
        process = self.postgres.process
        return 0.0 if process is None else seconds_spent(process.pid)


@contextmanager
def casework_house() -> Iterator[CaseworkHouse]:
    """Run everything for as long as it is used, with 16 cases in the first authority."""
    with (
        temporary_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory() as keys,
        serving_issuer(keys) as issuer,
    ):
        asyncio.run(migrate(postgres.owner_url))
        with ExitStack() as until_the_end:
            started = [
                until_the_end.enter_context(serving_applications(postgres))
                for _ in range(PROCESSES)
            ]
            names = [f"council-{number}" for number in range(AUTHORITIES)]
            asyncio.run(add_authorities(postgres, issuer, names))
            # The first council has a case for each client, the others one: for one authority alone
            # and for many.
            cases = [
                _cases(started, issuer, name, AUTHORITIES if name == names[0] else 1)
                for name in names
            ]
            yield CaseworkHouse(postgres, started, cases)


@contextmanager
def serving_issuer(keys: str) -> Iterator[str]:
    """Run an issuer of tokens, whose address this is, for as long as it is used."""
    port = servers.free_port()
    command = [sys.executable, "-m", "deploy.issuer", "--keys", keys, "--port", str(port)]
    with servers.running("issuer", command, port):
        yield f"http://{servers.HOST}:{port}"


@contextmanager
def serving_applications(postgres: EmbeddedPostgres) -> Iterator[servers.Server]:
    """Run one process of applications for as long as it is used."""
    port = servers.free_port()
    command = [sys.executable, "-m", "bench.casework_server", str(port)]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CLOCK_FILE"},
        "APPLICATIONS_DATABASE_URL": postgres.app_url,
    }
    with servers.running("applications", command, port, environment) as server:
        yield server


async def add_authorities(postgres: EmbeddedPostgres, issuer: str, names: Sequence[str]) -> None:
    """Add authorities whose tokens this issuer signs."""
    database = Database(make_engine(postgres.owner_url, pool_size=1))
    for name in names:
        await put_authority(
            database,
            Authority(
                authority_id=uuid4(),
                authority=name,
                title=name,
                issuer=f"{issuer}/{name}",
                jwks_uri=f"{issuer}/{name}/jwks",
                token_profile=_PROFILE,
                audience=AUDIENCE,
                schemes=(_scheme(),),
                nation="england-and-wales",
                closure_days=(),
            ),
        )
    await database.dispose()


def _scheme() -> str:
    """The one scheme that is worked here so far: that of the worked example."""
    return "durham"


def token_of(issuer: str, authority: str, subject: str | None) -> str:
    """A token with every scope, of a person or, without one, of the HRIS."""
    form: dict[str, str] = {"scope": " ".join(sorted(SCOPES))}
    if subject is None:
        form |= {"grant_type": "client_credentials", "client_id": "hris", "client_secret": "any"}
    else:
        form |= {"grant_type": DEVELOPMENT_GRANT, "subject": subject}
    answer: dict[str, Any] = httpx.post(f"{issuer}/{authority}/token", data=form).json()
    return str(answer["access_token"])


def _cases(
    started: Sequence[servers.Server], issuer: str, authority: str, count: int
) -> list[Json]:
    """Send an organisation, and open so many cases in it."""
    tokens = {who: token_of(issuer, authority, who) for who in (ASSESSOR, CHALLENGER)}
    hris = {"Authorization": f"Bearer {token_of(issuer, authority, None)}"}
    with httpx.Client(base_url=f"http://{servers.HOST}:{started[0].port}", timeout=30) as client:
        _put(client, hris, "/v1/teams/one", _TEAM)
        workers = [f"W-{number}" for number in range(count)]
        for who in (*_ROLES, *workers):
            told = {"subject": who, "name": who, "posts": [_POST]}
            _put(client, hris, f"/v1/workers/{who}", told)
        for who, (role, over) in _ROLES.items():
            body = {
                "employee_number": who,
                "role": role,
                "over": over,
                "starts_on": "2020-01-01",
            }
            _put(client, hris, f"/v1/role-assignments/{who.lower()}", body)
        return [_open(client, worker, tokens) for worker in workers]


def _put(client: httpx.Client, headers: dict[str, str], path: str, body: Json) -> None:
    client.put(path, json=body, headers=headers).raise_for_status()


def _open(client: httpx.Client, worker: str, tokens: dict[str, str]) -> Json:
    opened = client.post(
        "/v1/applications",
        json={
            "employee_number": worker,
            "post_number": "1",
            "scheme": _scheme(),
            "pathway": "grade-9-to-11",
        },
        headers={"Authorization": f"Bearer {tokens[ASSESSOR]}", "Idempotency-Key": uuid4().hex},
    )
    opened.raise_for_status()
    path = opened.headers["location"]
    return {"path": path, "assessor": tokens[ASSESSOR], "challenger": tokens[CHALLENGER]}
