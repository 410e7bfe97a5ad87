"""Pay that another system knew before: taken on up to the first decision here, never behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from applications.pay.domain.pay_points import PayPoint
from applications.pay.domain.refusals import DecidedHereError


def taken_on(
    sent: PayPoint, current: Sequence[PayPoint]
) -> Literal["created", "changed", "unchanged"]:
    """What a pay point of another system changes of what is known of the post now.

    Raises:
        DecidedHereError: Its first day is not before the first that was decided here.
    """
    decided = [each.starts_on for each in current if each.variation_id is not None]
    if decided and sent.starts_on >= min(decided):
        raise DecidedHereError(
            f"The pay of this post was decided here from {min(decided).isoformat()} on: leave out "
            "the rows from that day on."
        )
    for each in current:
        if each.starts_on == sent.starts_on:
            bare = replace(each, application_id=None, variation_id=None)
            return "unchanged" if bare == sent else "changed"
    return "created"
