"""Cases in their table, and beside them who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text

from applications.casework.domain.case import Case, StepProgress
from applications.people.domain.organisation import Person, Place
from applications.people.storage.persons import (
    CALLER,
    CALLER_COLUMNS,
    PLACE_COLUMNS,
    PLACE_HEADS,
    PLACE_MANAGERS,
    PLACE_OTHER_UNITS,
    caller_of,
    place_of,
)
from applications.platform.database import Session
from applications.platform.session import Row, Write

INDEPENDENCE: Final = f"""
    CASE WHEN application.takes_independent THEN {PLACE_HEADS} END AS heads,
    CASE WHEN application.takes_independent THEN {PLACE_OTHER_UNITS} END AS other_units
"""
COLUMNS: Final = f"""
    application.application_id, application.scheme, application.pathway,
    application.scheme_sha256, application.status, application.embargoed, application.pay_status,
    application.opened_by, application.opened_at, application.submitted_on,
    application.evidence_complete_on, application.signed_off_on, application.facts,
    application.progress, application.version, application.changed_at, {INDEPENDENCE}
"""
ORGANISATION: Final = """
    FROM applications AS application
    JOIN posts AS post USING (authority_id, employee_number, post_number)
    JOIN workers AS worker USING (authority_id, employee_number)
    JOIN teams AS team USING (authority_id, team)
"""
_CASE: Final = f"""
    SELECT {COLUMNS}, {PLACE_COLUMNS} {ORGANISATION} {PLACE_MANAGERS}
    WHERE application.authority_id = :authority_id AND application.application_id = :application_id
"""
_FIND: Final = text(_CASE)
_LOCK: Final = text(f"{_CASE} FOR UPDATE OF application")
_CASE_AND_CALLER: Final = f"""
    SELECT {COLUMNS}, {PLACE_COLUMNS}, {CALLER_COLUMNS} {ORGANISATION} {PLACE_MANAGERS} {CALLER}
    WHERE application.authority_id = :authority_id AND application.application_id = :application_id
"""
_FIND_WITH_CALLER: Final = text(_CASE_AND_CALLER)
_LOCK_WITH_CALLER: Final = text(f"{_CASE_AND_CALLER} FOR UPDATE OF application")
_WAITING_ROWS: Final = """
    jsonb_to_recordset(CAST(:waiting AS jsonb))
        AS waiting (step text, role text, seat text, assigned_to text, opened_on date, due_on date,
                    calendar text, people_needed integer)
"""
# What waits as it did before is not written again.
_WAITING: Final = f"""
    INSERT INTO waiting_steps
        (authority_id, application_id, step, role, seat, assigned_to, opened_on, due_on, calendar,
         people_needed)
    SELECT :authority_id, :application_id, waiting.* FROM {_WAITING_ROWS}
    ON CONFLICT (authority_id, application_id, step, role, seat) DO UPDATE SET
        assigned_to = excluded.assigned_to, opened_on = excluded.opened_on,
        due_on = excluded.due_on, calendar = excluded.calendar,
        people_needed = excluded.people_needed
    WHERE waiting_steps.* IS DISTINCT FROM excluded.*
"""  # noqa: S608 - as above
_INSERT: Final = text("""
    INSERT INTO applications
        (authority_id, application_id, employee_number, post_number, scheme, pathway,
         scheme_sha256, status, embargoed, pay_status, opened_by, opened_at, submitted_on,
         evidence_complete_on, signed_off_on, facts, progress, retention_class, legal_hold,
         takes_independent, version, changed_at)
    VALUES (:authority_id, :application_id, :employee_number, :post_number, :scheme, :pathway,
            :scheme_sha256, :status, :embargoed, :pay_status, :opened_by, :opened_at,
            :submitted_on, :evidence_complete_on, :signed_off_on, CAST(:facts AS jsonb),
            CAST(:progress AS jsonb), 'casework', false, :takes_independent, :version, :changed_at)
""")
_INSERT_WAITING: Final = text(_WAITING)
_WAITS_NO_MORE: Final = f"""
    DELETE FROM waiting_steps
    WHERE authority_id = :authority_id AND application_id = :application_id
      AND (step, role, seat) NOT IN (
          SELECT waiting.step, waiting.role, waiting.seat FROM {_WAITING_ROWS})
"""  # noqa: S608 - as above
_MOVE: Final = """
    UPDATE applications SET
        status = :status, embargoed = :embargoed, pay_status = :pay_status,
        submitted_on = :submitted_on, evidence_complete_on = :evidence_complete_on,
        signed_off_on = :signed_off_on, facts = CAST(:facts AS jsonb),
        progress = CAST(:progress AS jsonb), version = :version, changed_at = :changed_at
    WHERE authority_id = :authority_id AND application_id = :application_id
"""
_UPDATE: Final = text(f"WITH waits AS ({_WAITING}), waits_no_more AS ({_WAITS_NO_MORE}) {_MOVE}")
_PARTS: Final = (
    ("waits", _WAITING),
    ("waits_no_more", _WAITS_NO_MORE),
    ("moved", _MOVE),
)
_ENCODE: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    steps: dict[str, StepProgress]
    submitters: frozenset[str] = field(default_factory=frozenset)
    drafters: frozenset[str] = field(default_factory=frozenset)
    recused: frozenset[str] = field(default_factory=frozenset)
    last_decision: str | None = None
    pay_deciders: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A step that waits for somebody in a role, or for its day (then the role is empty).

    `seat` is who sits in the meeting that it waits for, and empty for any other step;
    `people_needed` how many different people the step needs.
    """

    step: str
    role: str
    seat: str = ""
    assigned_to: str | None
    opened_on: date
    due_on: date | None
    calendar: str | None
    people_needed: int = 1


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case, and where its worker's post stands in the organisation on the day."""

    case: Case
    place: Place


@dataclass(frozen=True, slots=True)
class AskedCase(PlacedCase):
    """A case, and the person who asks for it; None where nobody here has the token's subject."""

    caller: Person | None


async def find_asked_case(
    session: Session,
    authority_id: UUID,
    application_id: UUID,
    *,
    subject: str | None,
    day: date,
    lock: bool,
) -> AskedCase | None:
    """A case as it is now, and whoever asks. Locked, nobody else changes it until the end."""
    statement = _LOCK_WITH_CALLER if lock else _FIND_WITH_CALLER
    wanted = {
        "authority_id": authority_id,
        "application_id": application_id,
        "subject": subject,
        "day": day,
    }
    row = (await session.execute(statement, wanted)).one_or_none()
    return None if row is None else AskedCase(case_of(row), place_of(row), caller_of(row))


async def find_case(
    session: Session, authority_id: UUID, application_id: UUID, *, day: date
) -> PlacedCase | None:
    """A case as it is now."""
    return await _one(session, _FIND, authority_id, application_id, day)


async def lock_case(
    session: Session, authority_id: UUID, application_id: UUID, *, day: date
) -> PlacedCase | None:
    """A case, which nobody else changes until the transaction ends."""
    return await _one(session, _LOCK, authority_id, application_id, day)


async def _one(
    session: Session, statement: TextClause, authority_id: UUID, application_id: UUID, day: date
) -> PlacedCase | None:
    wanted = {"authority_id": authority_id, "application_id": application_id, "day": day}
    row = (await session.execute(statement, wanted)).one_or_none()
    return None if row is None else PlacedCase(case_of(row), place_of(row))


async def insert_case(
    session: Session,
    authority_id: UUID,
    case: Case,
    waiting: Sequence[Waiting],
    *,
    takes_independent: bool,
) -> None:
    """Write a new case. `takes_independent`: somebody independent of its worker takes part.

    Raises:
        DuplicateError: `applications_one_open`: the worker has one open on this pathway already.
    """
    values = _values(authority_id, case, waiting)
    await session.execute(
        _INSERT,
        {
            **{name: value for name, value in values.items() if name != "waiting"},
            "employee_number": case.employee_number,
            "post_number": case.post_number,
            "scheme": case.scheme,
            "pathway": case.pathway,
            "scheme_sha256": case.scheme_sha256,
            "opened_by": case.opened_by,
            "opened_at": case.opened_at,
            "takes_independent": takes_independent,
        },
    )
    await session.execute(_INSERT_WAITING, {name: values[name] for name in _OF_WAITING})


_OF_WAITING: Final = ("authority_id", "application_id", "waiting")


async def update_case(
    session: Session, authority_id: UUID, case: Case, waiting: Sequence[Waiting]
) -> None:
    """Write a case that is locked, and who it waits for from now on."""
    await session.execute(_UPDATE, _values(authority_id, case, waiting))


def case_write(authority_id: UUID, case: Case, waiting: Sequence[Waiting]) -> Write:
    """What writes a case that is locked, to be made together with the event of it."""
    return Write(_PARTS, _values(authority_id, case, waiting))


def _values(authority_id: UUID, case: Case, waiting: Sequence[Waiting]) -> dict[str, Any]:
    progress = _Progress(
        steps=dict(case.steps),
        submitters=case.submitters,
        drafters=case.drafters,
        recused=case.recused,
        last_decision=case.last_decision,
        pay_deciders=case.pay_deciders,
        reminded=case.reminded,
    )
    return {
        "authority_id": authority_id,
        "application_id": case.application_id,
        "status": case.status,
        "embargoed": case.embargoed,
        "pay_status": case.pay_status,
        "submitted_on": case.submitted_on,
        "evidence_complete_on": case.evidence_complete_on,
        "signed_off_on": case.signed_off_on,
        "facts": _ENCODE(case.facts).decode(),
        "progress": _ENCODE(progress).decode(),
        "version": case.version,
        "changed_at": case.changed_at,
        "waiting": _ENCODE(waiting).decode(),
    }


def case_of(row: Row) -> Case:
    """The case that a row describes."""
    progress = msgspec.convert(row["progress"], _Progress)
    return Case(
        application_id=row["application_id"],
        employee_number=row["employee_number"],
        post_number=row["post_number"],
        scheme=row["scheme"],
        pathway=row["pathway"],
        scheme_sha256=row["scheme_sha256"],
        status=row["status"],
        embargoed=row["embargoed"],
        pay_status=row["pay_status"],
        opened_by=row["opened_by"],
        opened_at=row["opened_at"],
        submitted_on=row["submitted_on"],
        evidence_complete_on=row["evidence_complete_on"],
        signed_off_on=row["signed_off_on"],
        facts=row["facts"],
        steps=progress.steps,
        submitters=progress.submitters,
        drafters=progress.drafters,
        recused=progress.recused,
        last_decision=progress.last_decision,
        pay_deciders=progress.pay_deciders,
        reminded=progress.reminded,
        version=row["version"],
        changed_at=row["changed_at"],
    )
