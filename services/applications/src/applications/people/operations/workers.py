"""Workers: the HRIS sends them; each person sees those they have to do with."""

from typing import Any

from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.organisation import Person, sight_of
from applications.people.domain.records import Worker, WorkerDetails
from applications.people.domain.refusals import Refused, SubjectTakenError, UnknownReferenceError
from applications.people.domain.workers import (
    PERSONNEL,
    changed_members,
    check_details,
    check_posts_kept,
)
from applications.people.operations.callers import acting, require_roles
from applications.people.storage import workers as storage
from applications.people.storage.teams import missing_teams
from applications.people.storage.workers import WorkerFilter
from applications.platform.asked import Asked
from applications.platform.database import DuplicateError, Session
from applications.platform.versions import NothingHereError, check_version


async def put_worker(
    asked: Asked, sent: WorkerDetails, *, if_match: str | None
) -> tuple[Worker, bool]:
    """Add a worker, or change one; say whether the worker is new.

    What changes nothing is answered with what is there, and leaves no trace.

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
            await storage.lock_worker(session, authority_id, sent.employee_number)
            known = await storage.find_worker(session, authority_id, sent.employee_number)
            version = None if known is None else known.version
            check_version(version, if_match, any_allowed=True)
            return await _put(session, asked, actor, known, sent), known is None
    except DuplicateError as error:
        if error.constraint != storage.SUBJECT:
            raise
        raise SubjectTakenError(
            "Another worker has this token subject: take it from them first, or check it.",
            [Refused("/subject", "It stands for another worker.")],
        ) from error


async def _put(
    session: Session, asked: Asked, actor: Person | None, known: Worker | None, sent: WorkerDetails
) -> Worker:
    authority_id = asked.caller.authority_id
    before = None if known is None else known.details
    check_details(sent)
    if before is not None:
        check_posts_kept(before.posts, sent.posts)
    changed = changed_members(before, sent)
    if known is not None and not changed:
        return known
    await _require_teams(session, asked, sent)
    written = Worker(
        details=sent,
        retention_class=PERSONNEL if known is None else known.retention_class,
        legal_hold=known is not None and known.legal_hold,
        version=1 if known is None else known.version + 1,
        changed_at=asked.now,
    )
    await storage.put_worker(session, authority_id, written)
    event = Event(
        kind="worker-changed",
        subject_kind="worker",
        subject=sent.employee_number,
        act=acting(asked, actor),
        body=_body(written, changed),
        text=_text(sent),
    )
    await append(session, authority_id, [event], now=asked.now)
    return written


async def _require_teams(session: Session, asked: Asked, sent: WorkerDetails) -> None:
    teams = {post.team for post in sent.posts}
    missing = await missing_teams(session, asked.caller.authority_id, teams)
    if missing:
        raise UnknownReferenceError(
            "A post is in a team that is not there: send the team first.",
            [
                Refused(f"/posts/{place}/team", "There is no team of this id.")
                for place, post in enumerate(sent.posts)
                if post.team in missing
            ],
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
        raise NothingHereError("There is no worker of this number, or none whom you may see.")
    return found


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
