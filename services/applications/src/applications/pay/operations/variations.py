"""Variations: listed, approved by their case, sent to the HRIS, and answered by it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Never
from uuid import UUID

from applications.casework.domain.workflow import actions_of
from applications.casework.operations.actions import take_action
from applications.casework.operations.desk import Desk, Found, find
from applications.log.domain import Act
from applications.log.storage import append
from applications.pay.domain import variations as domain
from applications.pay.domain.refusals import VariationStateError
from applications.pay.domain.variations import ShownVariation, Variation
from applications.pay.operations.sight import sight_in
from applications.pay.operations.telling import variation_changed
from applications.pay.storage import variations as storage
from applications.pay.storage.variations import VariationFilter
from applications.people.domain.organisation import Person, people_of, standings
from applications.people.operations.callers import acting, require_roles
from applications.people.storage.persons import find_place
from applications.permissions import PERMISSIONS, ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.session import Write
from applications.platform.versions import NothingHereError, check_version, etag

Move = Callable[[Variation], Variation]

_NOT_APPROVING = (
    "The case is at no step that approves the variation: "
    "GET /v1/applications/{application_id}/actions says what it waits for."
)


async def list_variations(
    asked: Asked, wanted: VariationFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ShownVariation]:
    """The variations that the caller may see, those first that did not change for longest.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_variations")
        sight = sight_in("list_variations", person)
        return await storage.list_variations(
            session, authority_id, sight, wanted, day=asked.today, after=after, limit=limit
        )


async def get_variation(asked: Asked, variation_id: UUID) -> ShownVariation:
    """A variation.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id, or none that the caller may see.
    """
    async with asked.database.begin(asked.caller.authority_id) as session:
        person = await require_roles(session, asked, "get_variation")
        return await _find(session, asked, "get_variation", person, variation_id)


async def send_variation(
    asked: Asked, once: Once[ShownVariation], variation_id: UUID, *, if_match: str | None
) -> Rendered:
    """Note that an approved variation was sent to the HRIS, or a rejected one sent again.

    Raises: as `_act`.
    """

    def move(variation: Variation) -> Variation:
        return domain.sent(variation, now=asked.now)

    return await _act(asked, once, "send_variation", variation_id, if_match, move)


async def acknowledge_variation(
    asked: Asked,
    once: Once[ShownVariation],
    variation_id: UUID,
    *,
    hris_reference: str,
    if_match: str | None,
) -> Rendered:
    """Note that the HRIS took a variation up, under a reference of its own.

    Raises: as `_act`.
    """

    def move(variation: Variation) -> Variation:
        return domain.acknowledged(variation, hris_reference=hris_reference, now=asked.now)

    return await _act(asked, once, "acknowledge_variation", variation_id, if_match, move)


async def reject_variation(
    asked: Asked,
    once: Once[ShownVariation],
    variation_id: UUID,
    *,
    because: str,
    detail: str,
    if_match: str | None,
) -> Rendered:
    """Note that the HRIS turned a variation down, and why.

    Raises: as `_act`.
    """

    def move(variation: Variation) -> Variation:
        return domain.rejected(variation, because=because, now=asked.now)

    return await _act(asked, once, "reject_variation", variation_id, if_match, move, detail)


@rerun_when_raced
async def _act(
    asked: Asked,
    once: Once[ShownVariation],
    operation: str,
    variation_id: UUID,
    if_match: str | None,
    move: Move,
    detail: str | None = None,
) -> Rendered:
    """Bring a variation to its next stage.

    Raises:
        ForbiddenError: The caller may not, or it is about their own pay.
        NothingHereError: There is none of this id, or none that the caller may see.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        VariationStateError: It is at a stage at which this cannot be done.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, operation)
        shown = await _find(session, asked, operation, person, variation_id)
        act = await _acting(session, asked, operation, person, shown.variation)
        variation = await _lock(session, authority_id, shown)
        if (kept := await once.find(session)) is not None:
            return kept
        check_version(variation.version, if_match)
        moved = move(variation)
        await storage.update_variation(session, authority_id, moved)
        answer = await once.keep(session, replace(shown, variation=moved))
        await append(session, authority_id, [variation_changed(moved, act, detail)], now=asked.now)
    return answer


async def _find(
    session: Session, asked: Asked, operation: str, person: Person | None, variation_id: UUID
) -> ShownVariation:
    found = await storage.find_variation(
        session,
        asked.caller.authority_id,
        variation_id,
        sight_in(operation, person),
        day=asked.today,
    )
    if found is None:
        raise NothingHereError("There is no variation of this id, or none that you may see.")
    return found


async def _lock(session: Session, authority_id: UUID, shown: ShownVariation) -> Variation:
    """The variation as it is once whoever changes it has ended; then their key can be found."""
    seen = shown.variation
    return await storage.lock_variation(session, authority_id, seen.variation_id) or seen


async def _acting(
    session: Session, asked: Asked, operation: str, person: Person | None, variation: Variation
) -> Act:
    """How the log names whoever acts on a variation: nobody does on their own, for nobody."""
    if person is None:
        return acting(asked, None)
    place = await find_place(
        session,
        asked.caller.authority_id,
        variation.employee_number,
        variation.post_number,
        day=asked.today,
    )
    for standing in () if place is None else standings(person, place):
        people = people_of(person.employee_number, standing.chain)
        if standing.role in PERMISSIONS[operation].who and variation.employee_number not in people:
            return acting(asked, person, standing.chain)
    raise ForbiddenError("Nobody acts on their own pay: somebody else in this role has to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Approval(Once[Found]):
    """Keeps the variation for a key, where an action of a case keeps the case."""

    keep_variation: Callable[[Session], Awaitable[tuple[Rendered, Sequence[Write]]]]

    async def kept(self, session: Session, _: Found) -> tuple[Rendered, Sequence[Write]]:
        """Render the variation as it is now, and give with it what keeps it."""
        return await self.keep_variation(session)


async def approve_variation(
    desk: Desk, once: Once[ShownVariation], variation_id: UUID, *, if_match: str | None
) -> Rendered:
    """Approve a draft, by the action of its case that approves it.

    Raises:
        NothingHereError: There is none of this id, or none that the caller may see.
        MissingIfMatchError: No version was given.
        StaleVersionError: It, or its case, has changed since.
        VariationStateError: It is no draft, or its case is not at the step that approves it.
        ActionNotAllowedError: The case does not allow it to the caller; the message says why.
        KeyReusedError: The key was used for another request.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "approve_variation")
        shown = await _find(session, asked, "approve_variation", person, variation_id)
        variation = await _lock(session, authority_id, shown)
        if (kept := await once.find(session)) is not None:
            return kept
        check_version(variation.version, if_match)
        domain.check_can_become(variation, "approved")
        found = await find(session, desk, variation.application_id)

    async def keep_variation(session: Session) -> tuple[Rendered, Sequence[Write]]:
        now_shown = await _find(session, asked, "approve_variation", person, variation_id)
        return await once.kept(session, now_shown)

    approval = _Approval(
        caller=once.caller,
        key=once.key,
        fingerprint=once.fingerprint,
        now=once.now,
        render=_no_case,
        keep_variation=keep_variation,
    )
    return await take_action(
        desk,
        approval,
        variation.application_id,
        _approving_action(found),
        {},
        if_match=etag(found.case.version),
    )


def _approving_action(found: Found) -> str:
    for action in actions_of(found.pathway):
        if action.outcome.approves_variation and action.step_id in found.case.open_steps:
            return action.action
    raise VariationStateError(_NOT_APPROVING)


def _no_case(_: Found) -> Never:
    raise TypeError("The variation is shown, not its case.")
