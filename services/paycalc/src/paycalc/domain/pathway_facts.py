"""Which facts a pathway reads, and which of its criteria read them."""

from collections.abc import Iterator, Mapping

from paycalc.domain.conditions import facts_read
from paycalc.domain.contradictable import CONTRADICTABLE, TARGET_GRADE
from paycalc.domain.effective_dates import EVIDENCED_BY
from paycalc.domain.grades import CURRENT_POINT
from paycalc.domain.remembering import is_dated
from paycalc.domain.sign_offs import SIGNED_OFF
from scheme_files.model.rules import Pathway

Places = tuple[int, ...]
"""Places among the criteria of a pathway, the current grade first where it starts from one."""


def facts_of_pathway(pathway: Pathway) -> Iterator[str]:
    """Name every fact that anything on a pathway reads, some of them more than once."""
    yield from CONTRADICTABLE
    yield from CURRENT_POINT
    yield from EVIDENCED_BY
    yield SIGNED_OFF
    yield from pathway.assessed_on
    yield from _readers(pathway)
    yield from facts_of_date(pathway)
    yield from facts_of_point(pathway)


def facts_of_date(pathway: Pathway) -> frozenset[str]:
    """Name the facts from which the effective date follows."""
    return frozenset(
        name
        for rule in pathway.effective_date
        for name in (*facts_read(rule.when), rule.day)
        if name is not None
    )


def facts_of_point(pathway: Pathway) -> tuple[str, ...]:
    """Name the facts that choose between the ways to find a point."""
    accelerated = pathway.accelerated_pay
    names = [name for rule in pathway.point for name in facts_read(rule.when)]
    names += facts_read(accelerated.eligible_when) if accelerated else ()
    names += [TARGET_GRADE] if pathway.to.chosen_from else []
    return tuple(dict.fromkeys(names))


def touched_by(pathway: Pathway) -> Mapping[str, frozenset[int]]:
    """Return the places of the criteria that another value of each fact may turn."""
    touched = {name: frozenset(places) for name, places in _readers(pathway).items()}
    for name in pathway.assessed_on:
        touched[name] = touched.get(name, frozenset()).union(_dated(pathway))
    return touched


def _readers(pathway: Pathway) -> Mapping[str, Places]:
    """Return the places of the criteria that read each fact."""
    reads: list[tuple[str, ...]] = [("grade",)] if pathway.from_ else []
    reads += [
        (*facts_read(criterion.when), *facts_read(criterion.applies_when))
        for criterion in pathway.criteria.values()
    ]
    names = {name for read in reads for name in read}
    return {
        name: tuple(place for place, read in enumerate(reads) if name in read) for name in names
    }


def _dated(pathway: Pathway) -> Places:
    first = 1 if pathway.from_ else 0
    return tuple(
        place
        for place, criterion in enumerate(pathway.criteria.values(), start=first)
        if is_dated(criterion.when) or is_dated(criterion.applies_when)
    )
