"""Effective pay points as the text of a file, a stretch of posts at a time.

PostgreSQL writes the text itself, so that no row becomes an object on its way out.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text

from applications.pay.domain.exports import FORMULA_MARKS, Form
from applications.pay.storage.pay_points import PayPointFilter
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session

Key = tuple[str, str]
"""A worker and a post: what the rows are in the order of."""
Written = tuple[bytes, int]
"""Rows as text, and how many they are."""

BEFORE_ALL: Final[Key] = ("", "")
_POSTS_AT_ONCE: Final = 20_000
_UP_TO: Final = text(f"""
    SELECT employee_number, post_number FROM posts
    WHERE authority_id = :authority_id
      AND (employee_number, post_number) > (:after_worker, :after_post)
      AND (CAST(:employee_number AS text) IS NULL OR employee_number = :employee_number)
    ORDER BY employee_number, post_number OFFSET {_POSTS_AT_ONCE - 1} LIMIT 1
""")  # noqa: S608 - our own words
# What is copied has its parameters written into it: what does not apply costs no row anything. Whom
# a person sees is looked up of this stretch alone.
_KNOWN: Final = f"""
    SELECT * FROM (
        SELECT employee_number, post_number, starts_on, recorded_at, grade, point, hours_per_week,
               annual_salary, salary_status, application_id, variation_id, source_known_on,
               lead(starts_on) OVER (
                   PARTITION BY employee_number, post_number ORDER BY starts_on) AS ends_before
        FROM pay_points
        WHERE authority_id = :authority_id AND recorded_at <= :known_at
          AND (superseded_at IS NULL OR superseded_at > :known_at)
          AND (employee_number, post_number) > (:after_worker, :after_post)
          AND (CAST(:upto_worker AS text) IS NULL
               OR (employee_number, post_number) <= (:upto_worker, :upto_post))
          AND (CAST(:employee_number AS text) IS NULL OR employee_number = :employee_number)
          AND (:everybody OR employee_number IN (
               SELECT worker.employee_number FROM workers AS worker
               WHERE worker.authority_id = :authority_id
                 AND worker.employee_number >= :after_worker
                 AND (CAST(:upto_worker AS text) IS NULL
                      OR worker.employee_number <= :upto_worker)
                 AND {SEEN}))) AS known
    WHERE grade IS NOT NULL AND starts_on <= :effective_on
      AND (ends_before IS NULL OR ends_before > :effective_on)
    ORDER BY employee_number, post_number
"""  # noqa: S608 - our own words
_INSTANT: Final = r"""to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24\:MI\:SS.US"Z"')"""
_MARKS: Final = ", ".join(str(ord(mark)) for mark in FORMULA_MARKS)


def _harmless(column: str) -> str:
    """Text as `domain.exports.harmless` has it."""
    return f"CASE WHEN ascii({column}) IN ({_MARKS}) THEN '''' || {column} ELSE {column} END"


_CSV_COLUMNS: Final[Mapping[str, str]] = {
    "employee_number": _harmless("employee_number"),
    "post_number": _harmless("post_number"),
    "grade": _harmless("grade"),
    "point_position": "point ->> 'position'",
    "point_scp": "point ->> 'scp'",
    "point_spine": _harmless("(point ->> 'spine')"),
    "hours_per_week": "hours_per_week",
    "starts_on": "starts_on",
    "ends_before": "ends_before",
    "recorded_at": _INSTANT,
    "annual_salary": "annual_salary",
    "salary_status": "salary_status",
    "application_id": "application_id",
    "variation_id": "variation_id",
    "source_known_on": "source_known_on",
}
_JSON_COLUMNS: Final[Mapping[str, str]] = {
    "employee_number": "employee_number",
    "post_number": "post_number",
    "grade": "grade",
    "point": "point",
    "hours_per_week": "CAST(hours_per_week AS text)",
    "starts_on": "starts_on",
    "ends_before": "ends_before",
    "recorded_at": _INSTANT,
    "annual_salary": "CAST(annual_salary AS text)",
    "salary_status": "salary_status",
    "application_id": "application_id",
    "variation_id": "variation_id",
    "source_known_on": "source_known_on",
}


def _selected(columns: Mapping[str, str]) -> str:
    chosen = ", ".join(f"{written} AS {name}" for name, written in columns.items())
    return f"SELECT {chosen} FROM ({_KNOWN}) AS effective"  # noqa: S608 - our own columns


_AS_CSV: Final = text(_selected(_CSV_COLUMNS))
_AS_LINES: Final = text(f"SELECT row_to_json(line) FROM ({_selected(_JSON_COLUMNS)}) AS line")  # noqa: S608 - as above
_STATEMENTS: Final[Mapping[Form, TextClause]] = {"csv": _AS_CSV, "jsonl": _AS_LINES}
# JSON has no such characters, so that nothing of a line is ever quoted.
_NOTHING_QUOTED: Final = {"delimiter": "\x02", "quote": "\x01"}

HEADERS: Final[Mapping[Form, bytes]] = {
    "csv": ",".join(_CSV_COLUMNS).encode() + b"\r\n",
    "jsonl": b"",
}
"""What a file of a form begins with."""


async def find_stretch_end(
    session: Session, authority_id: UUID, after: Key, employee_number: str | None
) -> Key | None:
    """The last of the posts that are written at once behind a post; None where all the rest are."""
    row = (
        await session.execute(
            _UP_TO,
            {
                "authority_id": authority_id,
                "after_worker": after[0],
                "after_post": after[1],
                "employee_number": employee_number,
            },
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


async def write_pay_points(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    wanted: PayPointFilter,
    form: Form,
    *,
    day: date,
    stretch: tuple[Key, Key | None],
) -> Written:
    """The pay points of the posts behind one and up to another, or all behind it, as text.

    As `list_pay_points` finds them. `superseded_at` is not written: it is what became known later,
    and the same question must be answered with the same bytes for ever.
    """
    (after_worker, after_post), upto = stretch
    upto_worker, upto_post = upto or (None, None)
    written, count = await session.copy(
        _STATEMENTS[form],
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "effective_on": wanted.effective_on,
            "known_at": wanted.known_at,
            "employee_number": wanted.employee_number,
            "after_worker": after_worker,
            "after_post": after_post,
            "upto_worker": upto_worker,
            "upto_post": upto_post,
        },
        **({} if form == "csv" else _NOTHING_QUOTED),
    )
    # No value holds a line feed: what is text here is a name or a label without control characters.
    return written.replace(b"\n", b"\r\n") if form == "csv" else written, count
