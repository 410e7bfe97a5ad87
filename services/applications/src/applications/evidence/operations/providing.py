"""Providing evidence, and withdrawing it."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.provided import Provided, misfits
from applications.evidence.domain.refusals import EvidenceStateError
from applications.evidence.domain.rules import why_not_added, why_not_withdrawn
from applications.evidence.domain.said import Said
from applications.evidence.operations.authorising import asked_for, find_evidence, provider
from applications.evidence.operations.cases import CaseDoor, CaseSeen
from applications.evidence.operations.counting import is_missing, settle_late
from applications.evidence.operations.reading import Shown
from applications.evidence.operations.screening import Screened, screen_answers
from applications.evidence.operations.telling import event_of, named
from applications.evidence.storage.items import insert_one, list_of_case, update_one
from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.organisation import Standing
from applications.people.domain.refusals import InvalidRecordError, Refused, UnknownReferenceError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import check_version
from applications.schemes.domain.standards import statements_on
from scheme_files.model.evidence import EvidenceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where something that is provided goes: the item, what it replaces, and who provides it."""

    item: EvidenceItem
    replaced: Evidence | None
    standing: Standing


@rerun_when_raced
async def add_evidence(
    asked: Asked, door: CaseDoor, once: Once[Shown], application_id: UUID, provided: Provided
) -> Rendered:
    """Add evidence to a case, new or in place of what is there.

    Raises:
        EvidenceNotFoundError: There is no such case, or none that the caller may know of.
        UnknownReferenceError: The pathway asks for no such item, or what is replaced is not there.
        ForbiddenError: The item is provided by others.
        InvalidRecordError: What was sent does not fit the item; every mistake has its place.
        EvidenceStateError: Not now; the message says why.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        case = await door.see(session, asked, application_id, lock=True)
        if (kept := await once.find(session)) is not None:
            return kept
        place = await _place(session, asked, case, provided)
        found = [
            Refused(each.pointer, each.detail)
            for each in misfits(
                case.held.scheme,
                place.item,
                provided,
                statements_on(case.held.scheme, case.opened_on),
            )
        ]
        if found:
            raise InvalidRecordError(found)
        evidence = await _new(session, asked, case, provided, place)
        if place.replaced is not None:
            await _remove(session, asked, place.replaced, because="replaced")
        await insert_one(session, authority_id, evidence)
        events = [_told(asked, case, evidence)]
        events += await settle_late(session, asked, door, case, evidence)
        answer = await once.keep(session, await Shown.again(session, asked, case, evidence))
        await append(session, authority_id, events, now=asked.now)
        return answer


async def _place(session: Session, asked: Asked, case: CaseSeen, provided: Provided) -> _Place:
    item = case.pathway.evidence.get(provided.item)
    if item is None:
        items = ", ".join(case.pathway.evidence) or "none"
        raise _unknown("/item", f"The pathway asks for no such item. It asks for: {items}.")
    standing = provider(case, item)
    given = await list_of_case(
        session, asked.caller.authority_id, case.application_id, with_removed=True
    )
    by_id = {each.evidence_id: each for each in given}
    replaced = None if provided.replaces is None else by_id.get(provided.replaces)
    if replaced is None and provided.replaces is not None:
        raise _unknown("/replaces", "The application has no evidence of this id.")
    refusal = why_not_added(
        provided.item,
        item,
        given,
        replaced=replaced,
        is_open=case.is_open,
        is_frozen=case.is_frozen,
        is_missing=is_missing(case, given, provided.item, asked),
    )
    if refusal is not None:
        raise EvidenceStateError(refusal)
    return _Place(item=item, replaced=replaced, standing=standing)


def _unknown(pointer: str, detail: str) -> UnknownReferenceError:
    return UnknownReferenceError(detail, [Refused(pointer, detail)])


async def _new(
    session: Session, asked: Asked, case: CaseSeen, provided: Provided, place: _Place
) -> Evidence:
    is_form = place.item.kind == "form"
    screened = await _screened(session, asked, case, provided, place.item)
    return Evidence(
        evidence_id=uuid4(),
        application_id=case.application_id,
        item=provided.item,
        kind=place.item.kind,
        form=place.item.form,
        answers=provided.answers,
        name=provided.name,
        media_type=provided.media_type,
        statement=provided.statement,
        provided_by=case.reader or "",
        on_behalf_of=place.standing.chain,
        role=place.standing.role,
        provided_at=asked.now,
        received_at=asked.now if is_form else None,
        screening=screened.screening,
        findings=screened.findings,
        replaces=provided.replaces,
    )


async def _screened(
    session: Session, asked: Asked, case: CaseSeen, provided: Provided, item: EvidenceItem
) -> Screened:
    if not item.screened:
        return Screened("not_needed")
    if provided.answers is None:
        return Screened("waiting")
    return await screen_answers(session, asked, case.employee_number, provided.answers)


async def _remove(session: Session, asked: Asked, evidence: Evidence, *, because: str) -> Evidence:
    removed = replace(
        evidence,
        removed_at=asked.now,
        removed_because="replaced" if because == "replaced" else "withdrawn",
        version=evidence.version + 1,
    )
    await update_one(session, asked.caller.authority_id, removed)
    return removed


def _told(asked: Asked, case: CaseSeen, evidence: Evidence) -> Event:
    replaced = None if evidence.replaces is None else str(evidence.replaces)
    body = named(
        evidence,
        kind=evidence.kind,
        form=evidence.form,
        role=evidence.role,
        replaces=replaced,
        screening=evidence.screening,
    )
    return event_of(asked, case, "evidence-provided", body, on_behalf_of=evidence.on_behalf_of)


@rerun_when_raced
async def withdraw_evidence(
    asked: Asked, door: CaseDoor, once: Once[Shown], said: Said
) -> Rendered:
    """Withdraw evidence that no submission has fixed yet, or that is being prepared anew.

    Raises:
        EvidenceNotFoundError: There is no such evidence, or none that the caller may know of.
        ForbiddenError: The item is provided by others.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        EvidenceStateError: Not now; the message says why.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        case = await door.see(session, asked, said.application_id, lock=True)
        evidence = await find_evidence(session, asked, case, said.evidence_id)
        if (kept := await once.find(session)) is not None:
            return kept
        check_version(evidence.version, said.if_match)
        standing = provider(case, asked_for(case, evidence))
        refusal = why_not_withdrawn(evidence, is_open=case.is_open, is_frozen=case.is_frozen)
        if refusal is not None:
            raise EvidenceStateError(refusal)
        removed = await _remove(session, asked, evidence, because="withdrawn")
        answer = await once.keep(session, Shown(case, removed))
        told = event_of(
            asked,
            case,
            "evidence-withdrawn",
            named(evidence),
            on_behalf_of=standing.chain,
            text={"reason": said.reason},
        )
        await append(session, authority_id, [told], now=asked.now)
        return answer
