"""How workers are written: the one way, for a single record and for a file of them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from applications.people.domain.records import Worker, WorkerDetails
from applications.people.domain.refusals import (
    InvalidRecordError,
    PostLeftOutError,
    Refused,
    SubjectTakenError,
    UnknownReferenceError,
)
from applications.people.domain.workers import (
    PERSONNEL,
    changed_members,
    check_details,
    check_posts_kept,
)
from applications.people.storage.teams import missing_teams
from applications.people.storage.workers import find_workers
from applications.people.storage.writing_workers import find_subjects, lock_workers, put_workers
from applications.platform.database import Session
from applications.platform.versions import MissingIfMatchError, StaleVersionError, check_version

WorkerRefusal = (
    InvalidRecordError
    | PostLeftOutError
    | UnknownReferenceError
    | SubjectTakenError
    | MissingIfMatchError
    | StaleVersionError
)
"""Why a worker was not written."""
_REFUSALS: Final = (
    InvalidRecordError,
    PostLeftOutError,
    UnknownReferenceError,
    SubjectTakenError,
    MissingIfMatchError,
    StaleVersionError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWorker:
    """A worker as written, as they were before, and the members that changed (none: nothing was).

    `before` is None for a new worker.
    """

    worker: Worker
    before: Worker | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the records are held against; `holders` is kept up as records are taken on."""

    workers: Mapping[str, Worker]
    missing_teams: AbstractSet[str]
    holders: dict[str, str]


def subject_taken() -> SubjectTakenError:
    """The refusal of a token subject that stands for another worker."""
    return SubjectTakenError(
        "Another worker has this token subject: take it from them first, or check it.",
        [Refused("/subject", "It stands for another worker.")],
    )


async def write_workers(
    session: Session,
    authority_id: UUID,
    sent: Sequence[WorkerDetails],
    *,
    if_match: str | None,
    now: datetime,
    only_check: bool = False,
) -> list[WrittenWorker | WorkerRefusal]:
    """Write workers in this order, each of whom comes once, and say what came of each.

    A refused one leaves no trace, and the others go on. With `only_check` none does.

    Raises:
        DuplicateError: `workers_pkey`: somebody else added one of them at the same moment;
            `workers_subject`: somebody else took a subject at the same moment.
    """
    numbers = sorted(each.employee_number for each in sent)
    there = await lock_workers(session, authority_id, numbers)
    subjects = [each.subject for each in sent if each.subject is not None]
    known = _Known(
        await find_workers(session, authority_id, there) if there else {},
        await missing_teams(
            session, authority_id, {post.team for each in sent for post in each.posts}
        ),
        await find_subjects(session, authority_id, subjects),
    )
    settled = [_settle(known, each, if_match, now) for each in sent]
    written = [each.worker for each in settled if isinstance(each, WrittenWorker) and each.changed]
    if written and not only_check:
        await put_workers(session, authority_id, written)
    return settled


def _settle(
    known: _Known, sent: WorkerDetails, if_match: str | None, now: datetime
) -> WrittenWorker | WorkerRefusal:
    before = known.workers.get(sent.employee_number)
    try:
        check_version(None if before is None else before.version, if_match, any_allowed=True)
        written = _written(known, before, sent, now)
    except _REFUSALS as refusal:
        return refusal
    if before is not None and before.details.subject is not None:
        known.holders.pop(before.details.subject, None)
    if sent.subject is not None:
        known.holders[sent.subject] = sent.employee_number
    return written


def _written(
    known: _Known, before: Worker | None, sent: WorkerDetails, now: datetime
) -> WrittenWorker:
    check_details(sent)
    if before is not None:
        check_posts_kept(before.details.posts, sent.posts)
    changed = changed_members(None if before is None else before.details, sent)
    if before is not None and not changed:
        return WrittenWorker(worker=before, before=before, changed=())
    _check_teams(sent, known.missing_teams)
    if known.holders.get(sent.subject or "", sent.employee_number) != sent.employee_number:
        raise subject_taken()
    worker = Worker(
        details=sent,
        retention_class=PERSONNEL if before is None else before.retention_class,
        legal_hold=before is not None and before.legal_hold,
        version=1 if before is None else before.version + 1,
        changed_at=now,
    )
    return WrittenWorker(worker=worker, before=before, changed=changed)


def _check_teams(sent: WorkerDetails, missing: AbstractSet[str]) -> None:
    errors = [
        Refused(f"/posts/{place}/team", "There is no team of this id.")
        for place, post in enumerate(sent.posts)
        if post.team in missing
    ]
    if errors:
        raise UnknownReferenceError(
            "A post is in a team that is not there: send the team first.", errors
        )
