"""Checks that evidence can be provided, and that it is asked for before somebody decides."""

from collections.abc import Iterator

from scheme_files.checking_conditions import FactNames, condition_mistakes, parts_too_early
from scheme_files.checking_roles import used_role_mistakes
from scheme_files.mending import at, near
from scheme_files.mistakes import Mistake
from scheme_files.model.evidence import EvidenceItem
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme

_MOST = 50
_PICTURES = frozenset({"jpeg", "png"})
_TEXTS = frozenset({"text", "long_text", "statements"})


def evidence_mistakes(scheme: Scheme, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    """Yield every mistake in the evidence of a pathway."""
    for name, item in pathway.evidence.items():
        if not item.by:
            yield at(item, f"nobody may provide '{name}': add 'by'")
        yield from used_role_mistakes(item, item.by, scheme)
        if item.when is not None:
            yield from condition_mistakes(item.when, scheme, facts)
            yield from parts_too_early(item.when)
        yield from _form(scheme, item) if item.kind == "form" else _file(item)
        yield from _how_many(item)
    yield from _asked_for(pathway)


def _form(scheme: Scheme, item: EvidenceItem) -> Iterator[Mistake]:
    if item.types:
        yield at(item, "'types' are for an item of kind 'file': leave them out")
    if item.form is None:
        yield at(item, "say which form this is: add 'form'")
    elif item.form not in scheme.forms:
        yield at(item, f"'{item.form}' is no form here{near(item.form, scheme.forms)}")
    else:
        yield from _form_as_evidence(scheme, item, item.form)


def _form_as_evidence(scheme: Scheme, item: EvidenceItem, name: str) -> Iterator[Mistake]:
    fields = scheme.forms[name].fields.values()
    if any(field.records is not None for field in fields):
        yield at(
            item,
            f"form '{name}' records facts, and evidence records none: "
            "ask for them in the form of an outcome",
        )
    if item.screened and not any(field.type in _TEXTS for field in fields):
        yield at(item, f"form '{name}' asks for no text that could be screened: leave it out")


def _file(item: EvidenceItem) -> Iterator[Mistake]:
    if item.form is not None:
        yield at(item, "'form' is for an item of kind 'form': leave it out")
    if not item.types:
        yield at(item, "say of which types this file may be: add 'types'")
    if len(set(item.types)) != len(item.types):
        yield at(item, "name each type once")
    if item.screened and _PICTURES & set(item.types):
        yield at(item, "a picture cannot be screened: take 'jpeg' and 'png' out of 'types'")


def _how_many(item: EvidenceItem) -> Iterator[Mistake]:
    if not 1 <= item.at_least <= _MOST:
        yield at(item, f"'at_least' is from 1 to {_MOST}; for none that is needed use 'optional'")
    elif not item.at_least <= item.at_most <= _MOST:
        yield at(item, f"'at_most' is from {item.at_least} to {_MOST} here: mend or add it")


def _asked_for(pathway: Pathway) -> Iterator[Mistake]:
    """Refuse evidence that nobody ever waits for."""
    outcomes = [outcome for step in pathway.steps.values() for outcome in step.outcomes.values()]
    if pathway.evidence and outcomes and not any(outcome.submits for outcome in outcomes):
        yield at(
            pathway,
            "this pathway asks for evidence and nobody submits it: "
            "add 'submits: true' to an outcome",
        )
