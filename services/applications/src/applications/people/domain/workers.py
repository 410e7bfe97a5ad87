"""What must be so of a worker's record, and what a new one changes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Final

from applications.people.domain.person_facts import mistakes_in_facts
from applications.people.domain.records import Post, WorkerDetails
from applications.people.domain.refusals import InvalidRecordError, PostLeftOutError, Refused

PERSONNEL: Final = "personnel"
"""The retention class of a worker, until somebody sets another."""
_MEMBERS: Final = tuple(
    field.name for field in fields(WorkerDetails) if field.name != "employee_number"
)
ENDS_AFTER_START: Final = "Give a day after starts_on: it is the first day that no longer counts."


def check_details(details: WorkerDetails) -> None:
    """Make sure that the members of a record fit together.

    Raises:
        InvalidRecordError: They do not; its errors point to each mistake.
    """
    found = [*_mistakes(details)]
    if found:
        raise InvalidRecordError(found)


def _mistakes(details: WorkerDetails) -> Iterator[Refused]:
    if details.line_manager == details.employee_number:
        yield Refused("/line_manager", "Nobody is their own line manager: name another, or none.")
    yield from mistakes_in_facts(details.facts)
    yield from _mistakes_in_posts(details.posts)


def _mistakes_in_posts(posts: Sequence[Post]) -> Iterator[Refused]:
    seen = set()
    for place, post in enumerate(posts):
        if post.post_number in seen:
            yield Refused(f"/posts/{place}/post_number", "Give each post number once.")
        seen.add(post.post_number)
        if post.ends_before is not None and post.ends_before <= post.starts_on:
            yield Refused(f"/posts/{place}/ends_before", ENDS_AFTER_START)


def check_posts_kept(known: Sequence[Post], sent: Sequence[Post]) -> None:
    """Make sure that no post vanishes: cases and pay hang on it.

    Raises:
        PostLeftOutError: One that is known was not sent.
    """
    numbers = {post.post_number for post in sent}
    left_out = sorted(post.post_number for post in known if post.post_number not in numbers)
    if left_out:
        raise PostLeftOutError(
            "A post that is known here stays: send it too, and give it `ends_before` to end it.",
            [Refused("/posts", f"Post {number} is left out.") for number in left_out],
        )


def changed_members(known: WorkerDetails | None, sent: WorkerDetails) -> tuple[str, ...]:
    """The members that a new record changes; of a new worker, those that it gives."""
    if known is None:
        return tuple(name for name in _MEMBERS if getattr(sent, name))
    return tuple(name for name in _MEMBERS if _comparable(known, name) != _comparable(sent, name))


def _comparable(details: WorkerDetails, name: str) -> object:
    if name == "posts":
        return {post.post_number: post for post in details.posts}
    if name == "facts":  # 1 is not true
        return {fact: (type(value), value) for fact, value in details.facts.items()}
    value: object = getattr(details, name)
    return value
