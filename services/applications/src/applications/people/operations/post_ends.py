"""What follows for pay when a post ends, or its end is moved: the room above says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from applications.people.operations.worker_writing import WrittenWorker
from applications.platform.database import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEnd:
    """The end of a post as it was known, and as it is now; None is no end."""

    employee_number: str
    post_number: str
    before: date | None
    now: date | None


class FollowingPosts(Protocol):
    """Has pay follow the ends of posts."""

    async def after_log(
        self,
        session: Session,
        authority_id: UUID,
        ends: Sequence[PostEnd],
        *,
        recorded_at: datetime,
    ) -> None:
        """Record what ends with each post, known from the instant that the log gave."""


def changed_ends(written: WrittenWorker) -> list[PostEnd]:
    """The ends of posts that a write changed."""
    if written.before is None:
        return []
    before = {post.post_number: post.ends_before for post in written.before.details.posts}
    details = written.worker.details
    return [
        PostEnd(
            employee_number=details.employee_number,
            post_number=post.post_number,
            before=before[post.post_number],
            now=post.ends_before,
        )
        for post in details.posts
        if post.post_number in before and before[post.post_number] != post.ends_before
    ]
