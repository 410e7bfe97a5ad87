"""What one authority's tables hold after a storm."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.support.council import Council

Json = dict[str, Any]

_EVENTS = """
    SELECT kind, subject_kind, subject, request_id, body,
           text_id IS NULL OR EXISTS (
               SELECT FROM event_texts WHERE authority_id = $1 AND text_id = events.text_id)
    FROM events WHERE authority_id = $1 ORDER BY seq
"""
_CASES = """
    SELECT application_id::text, employee_number, status, pay_status, version
    FROM applications WHERE authority_id = $1
"""
_WAITING = "SELECT application_id::text, step, role FROM waiting_steps WHERE authority_id = $1"
_DETERMINATIONS = "SELECT application_id::text, outcome FROM determinations WHERE authority_id = $1"
_VARIATIONS = """
    SELECT application_id::text, variation_id::text, status, version
    FROM variations WHERE authority_id = $1
"""
_POINTS = "SELECT application_id::text, superseded_at FROM pay_points WHERE authority_id = $1"
# The writers': what was done to a webhook, which listens, is left out.
_KEYS = """
    SELECT key FROM idempotency_keys
    WHERE authority_id = $1 AND position('webhook' IN convert_from(body, 'UTF8')) = 0
"""
_WORKERS = "SELECT employee_number, version FROM workers WHERE authority_id = $1"


class EventRow(NamedTuple):
    """An event: what is reckoned of it."""

    kind: str
    subject_kind: str
    subject: str
    request_id: str
    body: Json
    has_its_text: bool


class CaseRow(NamedTuple):
    """A case."""

    application_id: str
    employee_number: str
    status: str
    pay_status: str
    version: int


class VariationRow(NamedTuple):
    """A variation."""

    application_id: str
    variation_id: str
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything of an authority that a storm writes, as the superuser sees it.

    `waiting`, `outcomes`, `variations` and `points` are by the id of their case.
    """

    events: list[EventRow]
    cases: dict[str, CaseRow]
    waiting: dict[str, set[tuple[str, str]]]
    outcomes: dict[str, list[str]]
    variations: dict[str, list[VariationRow]]
    points: dict[str, list[object]]
    keys: set[str]
    workers: dict[str, int]

    @classmethod
    def of(cls, council: Council) -> "Tables":
        """Read them."""

        def rows(statement: str) -> list[Any]:
            return council.house.sql(statement, council.authority.authority_id)

        waiting, outcomes = defaultdict(set), defaultdict(list)
        variations, points = defaultdict(list), defaultdict(list)
        for case, step, role in rows(_WAITING):
            waiting[case].add((step, role))
        for case, outcome in rows(_DETERMINATIONS):
            outcomes[case].append(outcome)
        for row in rows(_VARIATIONS):
            variations[row[0]].append(VariationRow(*row))
        for case, superseded_at in rows(_POINTS):
            points[case].append(superseded_at)
        return cls(
            events=[_event(row) for row in rows(_EVENTS)],
            cases={row[0]: CaseRow(*row) for row in rows(_CASES)},
            waiting=waiting,
            outcomes=outcomes,
            variations=variations,
            points=points,
            keys={key for (key,) in rows(_KEYS)},
            workers=dict(rows(_WORKERS)),
        )


def _event(row: Any) -> EventRow:  # noqa: ANN401 - a row of any columns
    read = EventRow(*row)
    return read._replace(body=json.loads(row[4]))
