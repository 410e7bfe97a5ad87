"""Who a caller is, which roles they hold on a day, and where a worker stands."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.organisation import Held, Holding, Person, Place, Unit
from applications.platform.database import Session
from applications.platform.session import Row

# Roles of one's own, then those delegated by somebody who holds them, then those delegated on by
# somebody to whom they were delegated: a delegation goes no further. Nobody stands in for
# themselves.
_HOLDINGS: Final = """
    SELECT role, over_kind, over, ARRAY[]::text[] AS chain
    FROM role_assignments
    WHERE authority_id = :authority_id AND employee_number = person.employee_number
      AND starts_on <= :day AND (ends_before IS NULL OR ends_before > :day)
    UNION ALL
    SELECT held.role, held.over_kind, held.over, ARRAY[first.delegated_by]
    FROM delegations AS first
    JOIN role_assignments AS held ON held.authority_id = :authority_id
      AND held.employee_number = first.delegated_by AND held.role = first.role
      AND held.starts_on <= :day AND (held.ends_before IS NULL OR held.ends_before > :day)
    WHERE first.authority_id = :authority_id AND first.delegated_to = person.employee_number
      AND first.starts_on <= :day AND first.ends_before > :day
    UNION ALL
    SELECT held.role, held.over_kind, held.over, ARRAY[first.delegated_by, second.delegated_by]
    FROM delegations AS second
    JOIN delegations AS first ON first.authority_id = :authority_id
      AND first.delegated_to = second.delegated_by AND first.role = second.role
      AND first.starts_on <= :day AND first.ends_before > :day
    JOIN role_assignments AS held ON held.authority_id = :authority_id
      AND held.employee_number = first.delegated_by AND held.role = first.role
      AND held.starts_on <= :day AND (held.ends_before IS NULL OR held.ends_before > :day)
    WHERE second.authority_id = :authority_id AND second.delegated_to = person.employee_number
      AND second.starts_on <= :day AND second.ends_before > :day
      AND first.delegated_by <> person.employee_number
"""
_PERSON: Final = f"""
    SELECT person.employee_number, person.name,
           (SELECT json_agg(held) FROM ({_HOLDINGS}) AS held) AS holdings
    FROM workers AS person
    WHERE person.authority_id = :authority_id
"""  # noqa: S608 - our own words
_OF_SUBJECT: Final = text(f"{_PERSON} AND person.subject = :subject")
# To stand at the end of the tables of a query, with the parameters `authority_id`, `subject` and
# `day`: whoever asks, and null where nobody here has the subject.
CALLER: Final = f"""
    LEFT JOIN LATERAL ({_PERSON} AND person.subject = :subject) AS caller ON true
"""
CALLER_COLUMNS: Final = """
    caller.employee_number AS caller, caller.name AS caller_name,
    caller.holdings AS caller_holdings
"""
_OF_NUMBER: Final = text(f"{_PERSON} AND person.employee_number = :employee_number")
# To stand in a query behind `posts AS post`, `workers AS worker` and `teams AS team`, with the
# parameters `authority_id` and `day`. A line manager named by the HRIS comes first; without one,
# who manages the team by assignment does. Nobody manages themselves, whatever they hold.
PLACE_MANAGERS: Final = """
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN worker.line_manager IS NULL THEN ARRAY(
                SELECT held.employee_number FROM role_assignments AS held
                WHERE held.authority_id = :authority_id AND held.role = 'team_manager'
                  AND held.over_kind = 'team' AND held.over = team.team
                  AND held.employee_number <> worker.employee_number
                  AND held.starts_on <= :day
                  AND (held.ends_before IS NULL OR held.ends_before > :day))
            WHEN worker.line_manager = worker.employee_number THEN ARRAY[]::text[]
            ELSE ARRAY[worker.line_manager]
        END AS line_managers
    ) AS line
    CROSS JOIN LATERAL (
        SELECT ARRAY(
            SELECT manager.line_manager FROM workers AS manager
            WHERE manager.authority_id = :authority_id
              AND manager.employee_number = ANY(line.line_managers)
              AND manager.line_manager <> worker.employee_number) AS higher_managers
    ) AS higher
"""
# Who the Heads of Service are, and who stands in for them, as far as it goes; and where else the
# worker has a post: to tell who is independent of them. To stand where the managers do.
PLACE_HEADS: Final = """
    (WITH heads AS (
        SELECT employee_number, role, over_kind, over FROM role_assignments
        WHERE authority_id = :authority_id AND role = 'head_of_service'
          AND starts_on <= :day AND (ends_before IS NULL OR ends_before > :day)
    ), lent AS (
        SELECT delegated_by, delegated_to FROM delegations
        WHERE authority_id = :authority_id AND role = 'head_of_service'
          AND starts_on <= :day AND ends_before > :day
    )
    SELECT json_agg(every) FROM (
        SELECT employee_number, role, over_kind, over, ARRAY[]::text[] AS chain FROM heads
        UNION ALL
        SELECT first.delegated_to, role, over_kind, over, ARRAY[heads.employee_number]
        FROM heads JOIN lent AS first ON first.delegated_by = heads.employee_number
        UNION ALL
        SELECT second.delegated_to, role, over_kind, over,
               ARRAY[heads.employee_number, first.delegated_to]
        FROM heads JOIN lent AS first ON first.delegated_by = heads.employee_number
        JOIN lent AS second ON second.delegated_by = first.delegated_to
          AND second.delegated_to <> heads.employee_number
    ) AS every)
"""
PLACE_OTHER_UNITS: Final = """
    (SELECT json_agg(json_build_object(
        'team', elsewhere.team, 'service', elsewhere.service, 'locality', elsewhere.locality))
     FROM posts AS other
     JOIN teams AS elsewhere
       ON elsewhere.authority_id = other.authority_id AND elsewhere.team = other.team
     WHERE other.authority_id = :authority_id AND other.employee_number = post.employee_number
       AND other.post_number <> post.post_number
       AND other.starts_on <= :day AND (other.ends_before IS NULL OR other.ends_before > :day))
"""
PLACE_COLUMNS: Final = """
    post.employee_number, post.post_number, post.grade, post.point_position, post.hours_per_week,
    post.ends_before, team.team, team.team_type, team.service_area, team.service, team.locality,
    worker.facts AS worker_facts, line.line_managers, higher.higher_managers
"""
_PLACE: Final = text(f"""
    SELECT {PLACE_COLUMNS}, {PLACE_HEADS} AS heads, {PLACE_OTHER_UNITS} AS other_units
    FROM posts AS post
    JOIN workers AS worker USING (authority_id, employee_number)
    JOIN teams AS team USING (authority_id, team)
    {PLACE_MANAGERS}
    WHERE post.authority_id = :authority_id AND post.employee_number = :employee_number
      AND post.post_number = :post_number
""")  # noqa: S608 - our own words


async def find_person(
    session: Session, authority_id: UUID, subject: str, *, day: date
) -> Person | None:
    """The person whom a token's subject stands for, with the roles held on a day."""
    parameters = {"authority_id": authority_id, "subject": subject, "day": day}
    return _person((await session.execute(_OF_SUBJECT, parameters)).mappings().one_or_none())


async def find_holder(
    session: Session, authority_id: UUID, employee_number: str, *, day: date
) -> Person | None:
    """The person of this number, with the roles held on a day."""
    parameters = {"authority_id": authority_id, "employee_number": employee_number, "day": day}
    return _person((await session.execute(_OF_NUMBER, parameters)).mappings().one_or_none())


def _person(row: Row | None) -> Person | None:
    if row is None:
        return None
    return Person(
        employee_number=row["employee_number"],
        name=row["name"],
        holdings=_holdings(row["holdings"]),
    )


def caller_of(row: Row) -> Person | None:
    """Whoever asks, in a row with `CALLER_COLUMNS`; None where nobody here has the subject."""
    if row["caller"] is None:
        return None
    return Person(
        employee_number=row["caller"],
        name=row["caller_name"],
        holdings=_holdings(row["caller_holdings"]),
    )


def _holdings(rows: Sequence[Row] | None) -> tuple[Holding, ...]:
    found = sorted(
        map(_holding, rows or ()),
        key=lambda held: (len(held.chain), held.role, held.over_kind, held.over, held.chain),
    )
    return tuple(found)


async def find_place(
    session: Session, authority_id: UUID, employee_number: str, post_number: str, *, day: date
) -> Place | None:
    """Where a worker's post stands in the organisation on a day."""
    result = await session.execute(
        _PLACE,
        {
            "authority_id": authority_id,
            "employee_number": employee_number,
            "post_number": post_number,
            "day": day,
        },
    )
    row = result.mappings().one_or_none()
    return None if row is None else place_of(row)


def place_of(row: Row) -> Place:
    """The place that a row describes."""
    return Place(
        employee_number=row["employee_number"],
        post_number=row["post_number"],
        grade=row["grade"],
        point_position=row["point_position"],
        hours_per_week=f"{row['hours_per_week']:f}",
        ends_before=row["ends_before"],
        team=row["team"],
        team_type=row["team_type"],
        service_area=row["service_area"],
        service=row["service"],
        locality=row["locality"],
        line_managers=frozenset(row["line_managers"]),
        higher_managers=frozenset(row["higher_managers"]),
        facts=row["worker_facts"],
        heads=tuple(
            Held(employee_number=each["employee_number"], holding=_holding(each))
            for each in row["heads"] or ()
        ),
        other_units=tuple(
            Unit(team=each["team"], service=each["service"], locality=each["locality"])
            for each in row["other_units"] or ()
        ),
    )


def _holding(row: Row) -> Holding:
    return Holding(
        role=row["role"],
        over_kind=row["over_kind"],
        over=row["over"],
        chain=tuple(row["chain"]),
    )
