"""Posts by day: where somebody is, was or will be."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.records import ServiceArea
from applications.platform.database import Session

# The post that was asked about, if it is held on the day; else the one that is, the newest first.
_TEAM_ON: Final = text("""
    SELECT team.team_type, team.service_area
    FROM posts AS post
    LEFT JOIN LATERAL (
        SELECT told.team FROM post_teams AS told
        WHERE told.authority_id = post.authority_id
          AND told.employee_number = post.employee_number AND told.post_number = post.post_number
          AND told.since <= :day
        ORDER BY told.since DESC LIMIT 1) AS there ON true
    LEFT JOIN teams AS team
      ON team.authority_id = post.authority_id AND team.team = there.team
    WHERE post.authority_id = :authority_id AND post.employee_number = :employee_number
      AND post.starts_on <= :day AND (post.ends_before IS NULL OR post.ends_before > :day)
    ORDER BY post.post_number = :post_number DESC, post.starts_on DESC, post.post_number LIMIT 1
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamOn:
    """What kind of team somebody is in; nothing where their team of the day is not known."""

    team_type: str | None
    service_area: ServiceArea | None


async def find_team_on(
    session: Session, authority_id: UUID, employee_number: str, post_number: str, *, day: date
) -> TeamOn | None:
    """The team of a post on a day, or where it is not held then, of the worker's post that is.

    None where the worker holds no post on the day.
    """
    wanted = {
        "authority_id": authority_id,
        "employee_number": employee_number,
        "post_number": post_number,
        "day": day,
    }
    row = (await session.execute(_TEAM_ON, wanted)).mappings().one_or_none()
    return None if row is None else TeamOn(**row)
