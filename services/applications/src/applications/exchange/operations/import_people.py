"""Rows about people and the organisation, worked through as the single writes are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from applications.exchange.operations.import_rows import (
    Applied,
    Chunk,
    Refusal,
    Result,
    Taken,
    effect,
)
from applications.pay.operations.post_ends import PayFollowsPosts
from applications.people.domain.records import Post, Worker, WorkerDetails
from applications.people.domain.refusals import (
    InvalidRecordError,
    Refused,
    UnknownReferenceError,
)
from applications.people.domain.register import RegisterCheck, standing
from applications.people.operations.post_ends import changed_ends
from applications.people.operations.role_assignments import (
    check_role_assignment,
    write_role_assignment,
)
from applications.people.operations.teams import write_team
from applications.people.operations.worker_writing import (
    WorkerRefusal,
    WrittenWorker,
    write_workers,
)
from applications.people.schemas.rows import (
    PostGrade,
    PostGradesRow,
    RegisterCheckRow,
    RoleAssignmentRow,
    TeamRow,
    WorkerRow,
)
from applications.people.storage import role_assignments as assignment_storage
from applications.people.storage import teams as team_storage
from applications.people.storage.register_checks import (
    Place,
    find_register_checks,
    put_register_checks,
)
from applications.people.storage.workers import find_registered, find_workers

_ANY_VERSION = "*"


async def import_workers(chunk: Chunk, rows: Sequence[WorkerRow]) -> Applied:
    """Add or change workers, each with everything that is known of them."""
    sent = [row.sent() for row in rows]
    settled = await _write(chunk, sent)
    ends = [
        end for each in settled if isinstance(each, WrittenWorker) for end in changed_ends(each)
    ]

    async def follow(recorded_at: datetime) -> None:
        await PayFollowsPosts().after_log(
            chunk.session, chunk.authority_id, ends, recorded_at=recorded_at
        )

    return Applied(_results(sent, settled), follow)


async def _write(
    chunk: Chunk, sent: Sequence[WorkerDetails]
) -> list[WrittenWorker | WorkerRefusal]:
    return await write_workers(
        chunk.session,
        chunk.authority_id,
        sent,
        if_match=_ANY_VERSION,
        now=chunk.now,
        only_check=chunk.only_check,
    )


def _results(
    sent: Sequence[WorkerDetails], settled: Sequence[WrittenWorker | WorkerRefusal]
) -> list[Result]:
    return [
        _result(details.employee_number, each) for details, each in zip(sent, settled, strict=True)
    ]


def _result(employee_number: str, settled: WrittenWorker | WorkerRefusal) -> Result:
    if not isinstance(settled, WrittenWorker):
        return Refusal(error=settled, subject=employee_number)
    outcome = effect(is_known=settled.before is not None, is_same=not settled.changed)
    return Taken(outcome=outcome, subject=employee_number)


async def import_post_grades(chunk: Chunk, rows: Sequence[PostGradesRow]) -> Applied:
    """Change the grade and point of posts that are known, and nothing else."""
    numbers = sorted(row.employee_number for row in rows)
    known = await find_workers(chunk.session, chunk.authority_id, numbers)
    sent: list[WorkerDetails] = []
    results: dict[str, Result] = {}
    for row in rows:
        try:
            sent.append(_with_grades(known.get(row.employee_number), row))
        except UnknownReferenceError as error:
            results[row.employee_number] = Refusal(error=error, subject=row.employee_number)
    for each in _results(sent, await _write(chunk, sent)):
        results[each.subject] = each
    return Applied([results[row.employee_number] for row in rows])


def _with_grades(known: Worker | None, row: PostGradesRow) -> WorkerDetails:
    if known is None:
        raise UnknownReferenceError(
            "Send the worker first.",
            [Refused("/employee_number", "There is no worker of this number.")],
        )
    held = {post.post_number for post in known.details.posts}
    missing = [
        Refused(f"/posts/{place}/post_number", "The worker has no such post.")
        for place, post in enumerate(row.posts)
        if post.post_number not in held
    ]
    if missing:
        raise UnknownReferenceError("Send the worker with this post first.", missing)
    given = {post.post_number: post for post in row.posts}
    posts = tuple(_graded(post, given.get(post.post_number)) for post in known.details.posts)
    return replace(known.details, posts=posts)


def _graded(post: Post, given: PostGrade | None) -> Post:
    if given is None:
        return post
    hours = post.hours_per_week if given.hours_per_week is None else given.hours_per_week
    return replace(
        post, grade=given.grade, point_position=given.point_position, hours_per_week=hours
    )


async def import_teams(chunk: Chunk, rows: Sequence[TeamRow]) -> Applied:
    """Add or change teams."""
    results = []
    for row in rows:
        sent, place = row.sent(), (chunk.session, chunk.authority_id)
        version = await team_storage.lock_team(*place, sent.team)
        known = None if version is None else await team_storage.find_team(*place, sent.team)
        is_same = known is not None and replace(known, version=0) == sent
        if not is_same and not chunk.only_check:
            await write_team(*place, sent, version)
        outcome = effect(is_known=known is not None, is_same=is_same)
        results.append(Taken(outcome=outcome, subject=sent.team))
    return Applied(results)


async def import_role_assignments(chunk: Chunk, rows: Sequence[RoleAssignmentRow]) -> Applied:
    """Give people roles, or change what was given."""
    results: list[Result] = []
    for row in rows:
        subject = row.role_assignment_id
        try:
            results.append(await _import_role_assignment(chunk, row))
        except (InvalidRecordError, UnknownReferenceError) as error:
            results.append(Refusal(error=error, subject=subject))
    return Applied(results)


async def _import_role_assignment(chunk: Chunk, row: RoleAssignmentRow) -> Taken:
    sent, place = row.sent(), (chunk.session, chunk.authority_id)
    subject = sent.role_assignment_id
    version = await assignment_storage.lock_role_assignment(*place, subject)
    known = None
    if version is not None:
        known = await assignment_storage.find_role_assignment(*place, subject)
    if known is not None and replace(known, version=0) == sent:
        return Taken(outcome="unchanged", subject=subject)
    await check_role_assignment(*place, sent)
    if not chunk.only_check:
        await write_role_assignment(*place, sent, version)
    return Taken(outcome=effect(is_known=known is not None, is_same=False), subject=subject)


async def import_register_checks(chunk: Chunk, rows: Sequence[RegisterCheckRow]) -> Applied:
    """Keep what the regulator's register said of workers' registration numbers."""
    place = (chunk.session, chunk.authority_id)
    sent = [(row.registration_number, row.sent(chunk.import_id, chunk.today)) for row in rows]
    workers = await find_registered(*place, sorted({number for number, _ in sent}))
    known = await find_register_checks(
        *place, [(number, check.checked_on) for number, check in sent]
    )
    new: dict[Place, RegisterCheck] = {}
    results: list[Result] = []
    for number, check in sent:
        if number not in workers:
            results.append(_nobodys(number))
            continue
        key = (number, check.checked_on)
        before = known.get(key)
        known[key] = check
        notices = _notices(check, workers[number], chunk)
        is_same = before is not None and replace(before, import_id=check.import_id) == check
        if not is_same:
            new[key] = check
        outcome = effect(is_known=before is not None, is_same=is_same)
        results.append(Taken(outcome=outcome, subject=number, notices=notices))
    if not chunk.only_check:
        await put_register_checks(*place, new, now=chunk.now)
    return Applied(results)


def _nobodys(number: str) -> Refusal:
    errors = [Refused("/registration_number", "No worker has this registration number.")]
    error = UnknownReferenceError("Send the worker with the registration number first.", errors)
    return Refusal(error=error, subject=number)


def _notices(check: RegisterCheck, workers: Sequence[Worker], chunk: Chunk) -> tuple[str, ...]:
    said = standing(check, chunk.today)
    names = {each.details.name.casefold() for each in workers}
    found = {
        said.replace("_", "-"): said != "registered",
        "name-differs": names != {check.name.casefold()},
        "several-workers": len(workers) > 1,
    }
    return tuple(notice for notice, holds in found.items() if holds)
