"""What can be imported: a closed list, and the columns that a CSV file of each kind may have.

A column is named as the member that it fills, from the outside in, with dots between: the cell
`registration.number` is the member `number` of `registration`. Columns that begin with `posts.` are
of one post: whoever holds several has a row for each, one under the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

ImportKind = Literal[
    "workers", "teams", "role-assignments", "post-grades", "register-checks", "pay-history"
]
Cell = Literal["text", "whole", "flag", "amount", "fact", "day", "status"]
"""How a cell is read: `amount` may leave out the zeros that a spreadsheet drops, `day` may be
written as a British day, `status` in words."""

POSTS: Final = "posts"
FACTS: Final = "facts."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how its cells are read, and whether there is no file without it."""

    name: str
    cell: Cell = "text"
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfImport:
    """A kind of import.

    `key` are the members by which a row is known: in one file each comes once. `by_worker` says
    that the rows of one worker, one for each post, belong together. `as_printed` takes names of
    columns as somebody else's download has them, and `passed_over` names those of its columns that
    are not read.
    """

    kind: ImportKind
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_worker: bool = False
    has_facts: bool = False
    as_printed: bool = False
    passed_over: frozenset[str] = field(default_factory=frozenset)


def _must(name: str, cell: Cell = "text") -> Column:
    return Column(name, cell, required=True)


_POST: Final = (
    Column("posts.post_number"),
    Column("posts.team"),
    Column("posts.grade"),
    Column("posts.point_position", "whole"),
    Column("posts.hours_per_week", "amount"),
    Column("posts.starts_on"),
    Column("posts.ends_before"),
    Column("posts.team_since"),
)
_WORKERS: Final = KindOfImport(
    kind="workers",
    key=("employee_number",),
    by_worker=True,
    has_facts=True,
    columns=(
        _must("employee_number"),
        Column("subject"),
        _must("name"),
        Column("email"),
        Column("line_manager"),
        Column("registration.number"),
        Column("registration.registered_on"),
        Column("qualifications.qualification"),
        Column("qualifications.qualified_on"),
        Column("qualifications.registered_practice_from"),
        Column("qualifications.asye_outcome"),
        Column("qualifications.asye_completed_on"),
        Column("qualifications.nqsw_portfolio_completed_on"),
        Column("qualifications.pq_award", "flag"),
        *_POST,
    ),
)
_TEAMS: Final = KindOfImport(
    kind="teams",
    key=("team",),
    columns=(
        _must("team"),
        _must("title"),
        Column("team_type"),
        Column("service_area"),
        _must("service"),
        _must("locality"),
    ),
)
_ROLE_ASSIGNMENTS: Final = KindOfImport(
    kind="role-assignments",
    key=("role_assignment_id",),
    columns=(
        _must("role_assignment_id"),
        _must("employee_number"),
        _must("role"),
        _must("over.kind"),
        Column("over.id"),
        _must("starts_on"),
        Column("ends_before"),
    ),
)
_POST_GRADES: Final = KindOfImport(
    kind="post-grades",
    key=("employee_number",),
    by_worker=True,
    columns=(
        _must("employee_number"),
        _must("posts.post_number"),
        _must("posts.grade"),
        Column("posts.point_position", "whole"),
        Column("posts.hours_per_week", "amount"),
    ),
)
_REGISTER_CHECKS: Final = KindOfImport(
    kind="register-checks",
    key=("registration_number", "checked_on"),
    as_printed=True,
    columns=(
        _must("registration_number"),
        _must("name"),
        _must("status", "status"),
        Column("conditions"),
        Column("registered_from", "day"),
        Column("registered_until", "day"),
        Column("checked_on", "day"),
    ),
    passed_over=frozenset({"town_of_employment", "town", "additional_qualifications"}),
)
_PAY_HISTORY: Final = KindOfImport(
    kind="pay-history",
    key=("employee_number", "post_number", "starts_on"),
    columns=(
        _must("employee_number"),
        _must("post_number"),
        _must("starts_on"),
        Column("grade"),
        Column("point.position", "whole"),
        Column("point.scp", "whole"),
        Column("point.spine"),
        Column("hours_per_week", "amount"),
        Column("annual_salary", "amount"),
        Column("salary_status"),
        _must("source_known_on"),
    ),
)
KINDS_OF_IMPORT: Final[Mapping[str, KindOfImport]] = {
    each.kind: each
    for each in (
        _WORKERS,
        _TEAMS,
        _ROLE_ASSIGNMENTS,
        _POST_GRADES,
        _REGISTER_CHECKS,
        _PAY_HISTORY,
    )
}
