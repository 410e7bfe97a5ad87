"""Decided pay, written as an approval writes it, and what is owed by it."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import text
from tests.support.council import Council, key

from applications.log.domain import Act, Event
from applications.log.storage import append_now
from applications.pay.domain.pay_points import PayPoint
from applications.pay.storage.pay_points import record_pay_point
from applications.platform.database import Database, Session, make_engine

Json = dict[str, Any]

_SCHEME = text("""
    INSERT INTO scheme_texts (authority_id, scheme_sha256, scheme, scheme_version, published_on,
                              content)
    VALUES (:authority_id, 'of-this-test', :scheme, '2023-03-01', '2023-03-01', '')
    ON CONFLICT DO NOTHING
""")
_APPLICATION = text("""
    INSERT INTO applications (authority_id, application_id, employee_number, post_number, scheme,
                              pathway, scheme_sha256, status, embargoed, pay_status, opened_by,
                              opened_at, facts, progress, retention_class, legal_hold, version,
                              changed_at)
    VALUES (:authority_id, :id, :employee_number, :post_number, :scheme, 'a-pathway',
            'of-this-test', 'decided', false, 'recorded', 'TM-1', :now, '{}', '{}', 'standard',
            false, 1, :now)
""")
_DETERMINATION = text("""
    INSERT INTO determinations (authority_id, determination_id, application_id, question, answer,
                                outcome, determined_at)
    VALUES (:authority_id, :id, :id, '{}', '{}', 'determined', :now)
""")
_VARIATION = text("""
    INSERT INTO variations (authority_id, variation_id, application_id, determination_id,
                            employee_number, post_number, grade_from, point_from, grade, point,
                            hours_per_week, salary_status, effective_from, reason_code, status,
                            version, changed_at)
    VALUES (:authority_id, :id, :id, :id, :employee_number, :post_number, '9', :point_from, '11',
            '{"position": 1, "scp": 30, "spine": "njc-2019"}', 37, 'settled', :starts_on,
            'progression', 'acknowledged', 1, :now)
""")


def decide_pay(
    council: Council, *points: PayPoint, point_from: int | None = 5, scheme: str = "durham"
) -> datetime:
    """Record pay points, each as the outcome of a case of somebody on grade 9 until then."""

    async def run() -> datetime:
        database = Database(make_engine(council.house.postgres.app_url, pool_size=1))
        try:
            async with database.begin(council.authority.authority_id) as session:
                more = {"point_from": point_from, "scheme": scheme}
                return await _decide(session, council, points, more)
        finally:
            await database.dispose()

    return asyncio.run(run())


async def _decide(
    session: Session, council: Council, points: tuple[PayPoint, ...], more: Json
) -> datetime:
    authority_id, now = council.authority.authority_id, council.house.now
    await session.execute(_SCHEME, {"authority_id": authority_id, **more})
    recorded = []
    for point in points:
        case = uuid4()
        place = {
            "authority_id": authority_id,
            "id": case,
            "employee_number": point.employee_number,
            "post_number": point.post_number,
            "now": now,
            "starts_on": point.starts_on,
            **more,
        }
        for statement in (_APPLICATION, _DETERMINATION, _VARIATION):
            await session.execute(statement, place)
        members = {name: getattr(point, name) for name in PayPoint.__slots__}
        recorded.append(PayPoint(**members | {"application_id": case, "variation_id": case}))
    act = Act(actor="system", client_id="test", request_id="test")
    told = Event(kind="pay-point-recorded", subject_kind="worker", subject="test", act=act)
    position = await append_now(session, authority_id, [told], now=now)
    for point in recorded:
        await record_pay_point(session, authority_id, point, position.recorded_at)
    return position.recorded_at


def arrears(client: httpx.Client, **asked: str | int) -> Json:
    """Everything that is owed, page by page: the last page with all lines."""
    items: list[Json] = []
    cursor: Json = {}
    while True:
        response = client.get("/v1/arrears", params={**asked, **cursor})
        assert response.status_code == 200, response.text
        found: Json = response.json()
        items += found["items"]
        if found["next_cursor"] is None:
            return found | {"items": items}
        cursor = {"cursor": found["next_cursor"]}


def tell_payroll(client: httpx.Client, through: str, **more: str) -> Json:
    """Make a payroll run."""
    response = client.post("/v1/payroll-runs", json={"through": through, **more}, headers=key())
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def run_lines(client: httpx.Client, run: Json) -> list[Json]:
    """The lines of a run."""
    response = client.get(f"/v1/payroll-runs/{run['payroll_run_id']}/lines", params={"limit": 200})
    assert response.status_code == 200, response.text
    items: list[Json] = response.json()["items"]
    return items
