"""What may be provided, replaced or withdrawn, and when: what was submitted stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from applications.evidence.domain.evidence import Evidence
from scheme_files.model.evidence import EvidenceItem

CLOSED = "The case is closed: its evidence stays as it is."
_FROZEN = (
    "The case has been submitted with what it had then, and that stays as it was. If something has "
    "to change, the case is sent back first."
)


def why_not_added(
    item: str,
    asked: EvidenceItem,
    evidence: Sequence[Evidence],
    *,
    replaced: Evidence | None,
    is_open: bool,
    is_frozen: bool,
    is_missing: bool,
) -> str | None:
    """Why something cannot be provided now, or not in place of what is replaced; None if it can.

    What comes to be missing after the submission, because a fact has changed, may be brought.
    """
    if not is_open:
        return CLOSED
    if replaced is not None:
        return _why_not_replaced(item, asked, replaced, is_frozen=is_frozen)
    if is_frozen and not asked.may_follow and not is_missing:
        return _FROZEN
    given = [each for each in evidence if each.item == item and each.is_current]
    if len(given) >= asked.at_most:
        many = "one of these" if asked.at_most == 1 else f"{asked.at_most} of these"
        return f"There can be {many} at most: replace what is there, or withdraw it first."
    return None


def _why_not_replaced(
    item: str, asked: EvidenceItem, replaced: Evidence, *, is_frozen: bool
) -> str | None:
    if replaced.item != item:
        return "What is replaced is another item of the case: name that item, or leave it out."
    if not replaced.is_current:
        return "What is replaced was replaced or withdrawn already: read the list again first."
    # What was reported is mended whenever that is noticed: nobody can read it as it is.
    if is_frozen and replaced.quarantined_at is None:
        is_late = asked.may_follow and not replaced.attempts
        return None if is_late else _FROZEN
    return None


def why_not_withdrawn(evidence: Evidence, *, is_open: bool, is_frozen: bool) -> str | None:
    """Why something cannot be withdrawn now; None when it can."""
    if not is_open:
        return CLOSED
    if not evidence.is_current:
        return "It was replaced or withdrawn already."
    return _FROZEN if is_frozen and evidence.attempts else None


def why_no_content(
    evidence: Evidence, asked: EvidenceItem, *, is_open: bool, frozen_at: datetime | None
) -> str | None:
    """Why the content of a file cannot come in now; None when it can.

    `frozen_at` is when the case was submitted last; None where it was not, or was sent back.
    """
    if evidence.kind != "file":
        return "This is a form: it has no content of its own."
    if not is_open:
        return CLOSED
    if not evidence.is_current:
        return "It was replaced or withdrawn: send the content to what is there now."
    if evidence.quarantined_at is not None:
        return "It is in quarantine: provide it anew with `replaces`."
    if evidence.received_at is not None:
        return "Its content is in. To change it, provide it anew with `replaces`."
    # What was announced after the submission was allowed then.
    is_late = asked.may_follow or frozen_at is None or evidence.provided_at > frozen_at
    return None if is_late else _FROZEN
