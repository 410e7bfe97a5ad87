"""How long somebody has been on their grade: shown, and nothing follows from it by itself."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from applications.pay.domain.pay_points import EffectivePayPoint
from applications.people.domain.records import Post


def in_grade_since(post: Post, points: Sequence[EffectivePayPoint], today: date) -> date:
    """The first day on the grade of a post: by its pay points, else the day the post began.

    `points` are the worker's, by post and first day.
    """
    held = [
        each.pay_point
        for each in points
        if each.pay_point.post_number == post.post_number and each.pay_point.starts_on <= today
    ]
    same = list(takewhile(lambda point: point.grade == post.grade, reversed(held)))
    if not same:
        return post.starts_on
    first = same[-1].starts_on
    return first if len(same) < len(held) else min(first, post.starts_on)


def whole_months(since: date, today: date) -> int:
    """How many whole months have passed."""
    months = (today.year - since.year) * 12 + today.month - since.month
    return months if today.day >= since.day else months - 1
