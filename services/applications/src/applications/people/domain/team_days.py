"""Since when a post is in its team: what may be said, and what follows where nothing is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from applications.people.domain.records import Post

NOT_BEFORE_START: Final = "Give starts_on or a day after it: nobody held the post before."
NOT_TO_COME: Final = (
    "Give today or a day before, or leave it out: send a move once its day is here."
)


def mistake_in_team_day(post: Post, today: date) -> str | None:
    """What is wrong with the day that somebody gives; None where nothing is, or none is given.

    A post that is yet to start is in its team from its start.
    """
    if post.team_since is None:
        return None
    if post.team_since < post.starts_on:
        return NOT_BEFORE_START
    return NOT_TO_COME if post.team_since > max(today, post.starts_on) else None


def with_team_days(known: Sequence[Post], sent: Sequence[Post], today: date) -> tuple[Post, ...]:
    """Posts that were sent, each with the first day in its team."""
    before = {post.post_number: post for post in known}
    return tuple(
        post
        if post.team_since is not None
        else replace(post, team_since=_since(before.get(post.post_number), post, today))
        for post in sent
    )


def _since(before: Post | None, sent: Post, today: date) -> date:
    if before is None or before.team_since is None:
        return sent.starts_on
    if before.team != sent.team:
        return max(today, sent.starts_on)
    if before.team_since == before.starts_on:  # its first team goes with the start
        return sent.starts_on
    return max(before.team_since, sent.starts_on)


def moved(known: Sequence[Post], now: Sequence[Post]) -> Iterator[Post]:
    """The posts that are new, or in another team than was known, or in it from another day on."""
    before = {post.post_number: (post.team, post.team_since) for post in known}
    for post in now:
        if before.get(post.post_number) != (post.team, post.team_since):
            yield post
