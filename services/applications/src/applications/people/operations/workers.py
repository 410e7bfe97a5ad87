"""Workers: the HRIS sends them; each person sees those they have to do with."""

from typing import Any, Final
from uuid import UUID

from applications.log.domain import Event
from applications.log.storage import append_now
from applications.people.domain.organisation import Person, sight_of
from applications.people.domain.records import Worker, WorkerDetails
from applications.people.operations.callers import acting, require_roles
from applications.people.operations.post_ends import FollowingPosts, changed_ends
from applications.people.operations.worker_writing import (
    WrittenWorker,
    subject_taken,
    write_workers,
)
from applications.people.storage import workers as storage
from applications.people.storage.workers import WorkerFilter
from applications.people.storage.writing_workers import NUMBER, SUBJECT
from applications.platform.asked import Asked
from applications.platform.database import DuplicateError, Session
from applications.platform.versions import NothingHereError, StaleVersionError

_NOBODY: Final = "There is no worker of this number, or none whom you may see."


async def put_worker(
    asked: Asked, posts: FollowingPosts, sent: WorkerDetails, *, if_match: str | None
) -> tuple[Worker, bool]:
    """Add a worker, or change one; say whether the worker is new.

    What changes nothing is answered with what is there, and leaves no trace. Pay follows the ends
    of posts.

    Raises:
        ForbiddenError: The caller may not.
        MissingIfMatchError: The worker is there and no version was given.
        StaleVersionError: The worker is at another version.
        InvalidRecordError: The members do not fit together.
        PostLeftOutError: A post that is known was not sent.
        UnknownReferenceError: A team is not there.
        SubjectTakenError: Another worker has this subject.
    """
    authority_id = asked.caller.authority_id
    try:
        async with asked.database.begin(authority_id) as session:
            actor = await require_roles(session, asked, "put_worker")
            (settled,) = await write_workers(
                session, authority_id, [sent], if_match=if_match, now=asked.now
            )
            if not isinstance(settled, WrittenWorker):
                raise settled
            worker = await _as_kept(session, authority_id, settled)
            if settled.changed:
                events = [_event(asked, actor, settled)]
                position = await append_now(session, authority_id, events, now=asked.now)
                ends = changed_ends(settled)
                await posts.after_log(session, authority_id, ends, recorded_at=position.recorded_at)
            return worker, settled.before is None
    except DuplicateError as error:
        raise _overtaken(error) from error


def _overtaken(error: DuplicateError) -> Exception:
    """What it means that somebody else wrote the same at the same moment."""
    if error.constraint == NUMBER:
        return StaleVersionError("Somebody else has just added it: read it first.")
    return subject_taken() if error.constraint == SUBJECT else error


async def _as_kept(session: Session, authority_id: UUID, settled: WrittenWorker) -> Worker:
    """The worker with what is known of them besides, which may be another registration's now."""
    if not settled.changed:
        return settled.worker
    number = settled.worker.details.employee_number
    return await storage.find_worker(session, authority_id, number) or settled.worker


def _event(asked: Asked, actor: Person | None, settled: WrittenWorker) -> Event:
    sent = settled.worker.details
    return Event(
        kind="worker-changed",
        subject_kind="worker",
        subject=sent.employee_number,
        act=acting(asked, actor),
        body=_body(settled.worker, settled.changed),
        text=_text(sent),
    )


def _body(written: Worker, changed: tuple[str, ...]) -> dict[str, Any]:
    details = written.details
    return {
        "version": written.version,
        "changed": list(changed),
        "line_manager": details.line_manager,
        "posts": [
            {
                "post_number": post.post_number,
                "team": post.team,
                "grade": post.grade,
                "point_position": post.point_position,
                "hours_per_week": f"{post.hours_per_week:.2f}",
                "starts_on": post.starts_on.isoformat(),
                "ends_before": post.ends_before and post.ends_before.isoformat(),
                "team_since": post.team_since and post.team_since.isoformat(),
            }
            for post in details.posts
        ],
    }


def _text(sent: WorkerDetails) -> dict[str, Any]:
    """What is personal, and so kept where it can be erased."""
    return {
        "name": sent.name,
        "email": sent.email,
        "subject": sent.subject,
        "registration_number": sent.registration_number,
        "facts": {**sent.facts, **sent.qualifications},
    }


async def get_worker(asked: Asked, employee_number: str) -> Worker:
    """A worker whom the caller may see.

    Raises:
        NothingHereError: There is none of this number, or none that the caller may see.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        return await find_visible_worker(session, asked, "get_worker", employee_number)


async def find_visible_worker(
    session: Session, asked: Asked, operation: str, employee_number: str
) -> Worker:
    """A worker whom the caller may see, for an operation on something of theirs.

    Raises:
        ForbiddenError: The caller may not do this to anybody.
        NothingHereError: There is none of this number, or none that the caller may see.
    """
    sight = sight_of(await require_roles(session, asked, operation))
    found = await storage.find_worker_seen(
        session, asked.caller.authority_id, employee_number, sight, day=asked.today
    )
    if found is None:
        raise NothingHereError(_NOBODY)
    return found


async def require_visible_worker(
    session: Session, asked: Asked, operation: str, employee_number: str
) -> None:
    """Refuse what is about a worker whom the caller may not see, and read nothing of them.

    Raises:
        ForbiddenError: The caller may not do this to anybody.
        NothingHereError: There is none of this number, or none that the caller may see.
    """
    sight = sight_of(await require_roles(session, asked, operation))
    authority_id = asked.caller.authority_id
    if not await storage.is_worker_seen(
        session, authority_id, employee_number, sight, day=asked.today
    ):
        raise NothingHereError(_NOBODY)


async def list_workers(
    asked: Asked, wanted: WorkerFilter, *, after: str | None, limit: int
) -> list[Worker]:
    """The workers whom the caller may see, by employee number.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        sight = sight_of(await require_roles(session, asked, "list_workers"))
        return await storage.list_workers(
            session, authority_id, sight, wanted, day=asked.today, after=after, limit=limit
        )
