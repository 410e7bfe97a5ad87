"""What no operation of the API writes by itself: people and events, put straight into the log."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg
from tests.support.council import Council

from applications.log.domain import Act, Audience, Event
from applications.log.storage import append_now
from applications.platform.database import Database, make_engine


def append(
    council: Council,
    *,
    kind: str,
    subject_kind: str,
    subject: str,
    audience: Audience = "concerned",
    body: Mapping[str, Any] | None = None,
    text: Mapping[str, Any] | None = None,
) -> int:
    """Write one event as an operation would, and give its position."""
    event = Event(
        kind=kind,
        subject_kind=subject_kind,
        subject=subject,
        act=Act(actor="100009", client_id="front-end", request_id="of-this-test"),
        audience=audience,
        body=body or {},
        text=text,
    )
    return asyncio.run(_append(council, event))


async def _append(council: Council, event: Event) -> int:
    database = Database(make_engine(council.house.postgres.app_url, pool_size=1))
    authority_id = council.authority.authority_id
    try:
        async with database.begin(authority_id) as session:
            position = await append_now(session, authority_id, [event], now=council.house.now)
    finally:
        await database.dispose()
    return position.seq


def add_person(council: Council, employee_number: str, *roles: str) -> None:
    """Add somebody who can sign in, with roles over the whole authority."""
    authority_id = council.authority.authority_id
    council.house.sql(
        "INSERT INTO workers (authority_id, employee_number, subject, name, facts, retention_class,"  # noqa: S608 - the test's own words
        f" legal_hold, version, changed_at) VALUES ($1, '{employee_number}', '{employee_number}',"
        " 'Somebody', '{}', 'standard', false, 1, '2026-04-02T09:00:00Z')",
        authority_id,
    )
    for role in roles:
        council.house.sql(
            "INSERT INTO role_assignments (authority_id, role_assignment_id, employee_number, role,"  # noqa: S608 - the test's own words
            f" over_kind, over, starts_on, version) VALUES ($1, '{employee_number}-{role}',"
            f" '{employee_number}', '{role}', 'authority', 'authority', '2020-01-01', 1)",
            authority_id,
        )


def tamper(superuser_dsn: str, statement: str, authority_id: UUID) -> None:
    """Change what may not be changed, as only the host's administrator can: past every trigger."""
    asyncio.run(_tamper(superuser_dsn, statement, authority_id))


async def _tamper(superuser_dsn: str, statement: str, authority_id: UUID) -> None:
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(statement, authority_id)
    finally:
        await connection.close()
