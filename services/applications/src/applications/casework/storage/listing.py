"""Lists of cases and of what waits, as far as the caller may see them.

A worker's own case under embargo looks to them like any that is in progress: neither a filter nor
the order of a list says more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.casework.domain.case import Case
from applications.casework.storage.cases import (
    COLUMNS,
    INDEPENDENCE,
    ORGANISATION,
    PlacedCase,
    case_of,
)
from applications.people.domain.organisation import Person, Place, standings
from applications.people.storage.persons import PLACE_COLUMNS, PLACE_MANAGERS, place_of
from applications.platform.database import Session
from applications.platform.session import Row

_HELD: Final = """
    jsonb_to_recordset(CAST(:holdings AS jsonb)) AS held (role text, over_kind text, over text)
"""
_WITHIN: Final = """
    (held.over_kind = 'authority'
     OR (held.over_kind = 'team' AND held.over = team.team)
     OR (held.over_kind = 'service' AND held.over = team.service)
     OR (held.over_kind = 'locality' AND held.over = team.locality))
"""
_IS_LINE_MANAGER: Final = "(:me = ANY(line.line_managers))"
_IS_HIGHER_MANAGER: Final = "(:me = ANY(higher.higher_managers))"
# A Head of Service over no part of the worker's place. Who is bound to one that is responsible, or
# to one over another post, is told apart once a case is read.
_IS_HEAD_ELSEWHERE: Final = f"""
    (application.employee_number <> :me
     AND EXISTS (SELECT FROM {_HELD} WHERE held.role = 'head_of_service')
     AND NOT EXISTS (SELECT FROM {_HELD} WHERE held.role = 'head_of_service' AND {_WITHIN}))
"""  # noqa: S608 - our own words
_VISIBLE: Final = f"""
    (CAST(:me AS text) IS NULL OR application.employee_number = :me OR {_IS_LINE_MANAGER}
     OR {_IS_HIGHER_MANAGER} OR EXISTS (SELECT FROM {_HELD} WHERE {_WITHIN})
     OR (application.takes_independent AND {_IS_HEAD_ELSEWHERE}))
"""
_WAITS_FOR_ME: Final = f"""
    application.employee_number <> :me AND application.status <> 'withdrawn'
    AND (waiting.assigned_to IS NULL OR waiting.assigned_to = :me)
    AND ((waiting.role = 'line_manager' AND {_IS_LINE_MANAGER})
         OR (waiting.role = 'higher_manager' AND {_IS_HIGHER_MANAGER})
         OR (waiting.role = 'independent_head_of_service' AND {_IS_HEAD_ELSEWHERE})
         OR EXISTS (SELECT FROM {_HELD} WHERE held.role = waiting.role AND {_WITHIN}))
    OR (waiting.role = 'worker' AND application.employee_number = :me
        AND application.status <> 'withdrawn')
"""
# What may have nobody left, for whoever could appoint somebody: it is looked at closely once read.
_SHORT_OF_PEOPLE: Final = f"""
    application.status <> 'withdrawn' AND waiting.role NOT IN ('', 'worker')
    AND EXISTS (SELECT FROM {_HELD} WHERE held.role = 'administrator' AND {_WITHIN})
    AND (waiting.people_needed > 1 OR waiting.assigned_to IS NOT NULL OR waiting.seat <> ''
         OR waiting.role = 'independent_head_of_service'
         OR NOT EXISTS (
             SELECT FROM (
                 SELECT unnest(CASE waiting.role WHEN 'line_manager' THEN line.line_managers
                               WHEN 'higher_manager' THEN higher.higher_managers
                               ELSE ARRAY[]::text[] END) AS employee_number
                 UNION ALL
                 SELECT over_it.employee_number FROM role_assignments AS over_it
                 WHERE over_it.authority_id = :authority_id AND over_it.role = waiting.role
                   AND over_it.starts_on <= :day
                   AND (over_it.ends_before IS NULL OR over_it.ends_before > :day)
                   AND (over_it.over_kind = 'authority'
                        OR (over_it.over_kind = 'team' AND over_it.over = team.team)
                        OR (over_it.over_kind = 'service' AND over_it.over = team.service)
                        OR (over_it.over_kind = 'locality' AND over_it.over = team.locality))
             ) AS candidate
             WHERE candidate.employee_number <> application.employee_number
               AND NOT (application.progress -> 'recused' ? candidate.employee_number)
               AND NOT (application.progress -> 'submitters' ? candidate.employee_number)
               AND NOT (application.progress -> 'drafters' ? candidate.employee_number)))
"""  # noqa: S608 - our own words
_CONCEALED: Final = "(application.embargoed AND application.employee_number = :me)"
_LIST: Final = text(f"""
    SELECT {COLUMNS}, {PLACE_COLUMNS}
    {ORGANISATION}
    {PLACE_MANAGERS}
    WHERE application.authority_id = :authority_id AND {_VISIBLE}
      AND (CAST(:employee_number AS text) IS NULL
           OR application.employee_number = :employee_number)
      AND (CAST(:statuses AS text[]) IS NULL
           OR CASE WHEN {_CONCEALED} AND application.status <> 'withdrawn'
                   THEN 'in_progress' ELSE application.status END = ANY(:statuses))
      AND (CAST(:pathway AS text) IS NULL OR application.pathway = :pathway)
      AND (CAST(:team AS text) IS NULL OR team.team = :team)
      AND (CAST(:locality AS text) IS NULL OR team.locality = :locality)
      AND (CAST(:updated_since AS timestamptz) IS NULL
           OR CASE WHEN {_CONCEALED} THEN application.opened_at ELSE application.changed_at END
              >= :updated_since)
      AND (CAST(:step AS text) IS NULL OR (NOT coalesce({_CONCEALED}, false) AND EXISTS (
           SELECT FROM waiting_steps AS waiting
           WHERE waiting.authority_id = :authority_id
             AND waiting.application_id = application.application_id AND waiting.step = :step)))
      AND (NOT :waiting_on_me OR EXISTS (
           SELECT FROM waiting_steps AS waiting
           WHERE waiting.authority_id = :authority_id
             AND waiting.application_id = application.application_id AND ({_WAITS_FOR_ME})))
      AND (CAST(:after_at AS timestamptz) IS NULL
           OR (application.opened_at, application.application_id) > (:after_at, :after_id))
    ORDER BY application.opened_at, application.application_id LIMIT :limit
""")  # noqa: S608 - our own words
_SEEN: Final = text(f"""
    SELECT application.application_id::text AS application_id,
           application.employee_number = :me AS is_own, application.takes_independent,
           {PLACE_COLUMNS}, {INDEPENDENCE}
    {ORGANISATION}
    {PLACE_MANAGERS}
    WHERE application.authority_id = :authority_id AND {_VISIBLE}
""")
_TASKS: Final = text(f"""
    SELECT {COLUMNS}, {PLACE_COLUMNS}, waiting.step AS waiting_step, waiting.role AS waiting_role,
           waiting.seat AS waiting_seat
    {ORGANISATION}
    {PLACE_MANAGERS}
    JOIN waiting_steps AS waiting
      ON waiting.authority_id = application.authority_id
     AND waiting.application_id = application.application_id
    WHERE application.authority_id = :authority_id
      AND ({_WAITS_FOR_ME} OR ({_SHORT_OF_PEOPLE}))
      AND (CAST(:after_id AS uuid) IS NULL
           OR (coalesce(waiting.due_on, 'infinity'), waiting.application_id, waiting.step,
               waiting.role, waiting.seat)
              > (CAST(CAST(:after_due AS text) AS date), :after_id, :after_step, :after_role,
                 :after_seat))
    ORDER BY coalesce(waiting.due_on, 'infinity'), waiting.application_id, waiting.step,
             waiting.role, waiting.seat
    LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list of cases is narrowed to."""

    employee_number: str | None = None
    statuses: Sequence[str] | None = None
    pathway: str | None = None
    step: str | None = None
    team: str | None = None
    locality: str | None = None
    updated_since: datetime | None = None
    waiting_on_me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step of a case that may wait for the caller."""

    case: Case
    place: Place
    step: str
    role: str
    seat: str


async def list_cases(
    session: Session,
    authority_id: UUID,
    person: Person | None,
    wanted: CaseFilter,
    *,
    day: date,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[PlacedCase]:
    """Cases that the caller may see, oldest first. A machine (no person) sees all."""
    after_at, after_id = after or (None, None)
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            **_who(person),
            "day": day,
            "employee_number": wanted.employee_number,
            "statuses": None if wanted.statuses is None else list(wanted.statuses),
            "pathway": wanted.pathway,
            "step": wanted.step,
            "team": wanted.team,
            "locality": wanted.locality,
            "updated_since": wanted.updated_since,
            "waiting_on_me": wanted.waiting_on_me,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit,
        },
    )
    return [PlacedCase(case_of(row), place_of(row)) for row in result.mappings()]


async def list_waiting(
    session: Session,
    authority_id: UUID,
    person: Person,
    *,
    day: date,
    after: tuple[str, UUID, str, str, str] | None,
    limit: int,
) -> list[Task]:
    """Steps that wait for a role which the person holds over the worker, the most urgent first.

    And, for an administrator, steps for which perhaps nobody is left.
    """
    after_due, after_id, after_step, after_role, after_seat = after or (None,) * 5
    result = await session.execute(
        _TASKS,
        {
            "authority_id": authority_id,
            **_who(person),
            "day": day,
            "after_due": after_due,
            "after_id": after_id,
            "after_step": after_step,
            "after_role": after_role,
            "after_seat": after_seat,
            "limit": limit,
        },
    )
    return [_task(row) for row in result.mappings()]


async def visible_cases(
    session: Session, authority_id: UUID, person: Person, *, day: date
) -> tuple[list[str], list[str]]:
    """The ids of a person's own cases, and of those of others that they may see."""
    wanted = {"authority_id": authority_id, **_who(person), "day": day}
    rows = list(await session.execute(_SEEN, wanted))
    own = [row["application_id"] for row in rows if row["is_own"]]
    others = [row for row in rows if not row["is_own"] and _has_to_do_with(person, row)]
    return own, [row["application_id"] for row in others]


def _has_to_do_with(person: Person, row: Row) -> bool:
    """Whether somebody may see a case: who is bound to a responsible Head of Service may not."""
    return not row["takes_independent"] or bool(standings(person, place_of(row)))


def _who(person: Person | None) -> dict[str, Any]:
    holdings = [] if person is None else person.holdings
    return {
        "me": None if person is None else person.employee_number,
        "holdings": msgspec.json.encode(
            [
                {"role": held.role, "over_kind": held.over_kind, "over": held.over}
                for held in holdings
            ]
        ).decode(),
    }


def _task(row: Any) -> Task:  # noqa: ANN401 - a row of any columns
    return Task(
        case=case_of(row),
        place=place_of(row),
        step=row["waiting_step"],
        role=row["waiting_role"],
        seat=row["waiting_seat"],
    )
