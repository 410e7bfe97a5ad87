"""The second file of each council adds the work half, and leaves what pay rests on as it was."""

from dataclasses import replace

import pytest
from tests.scheme_files.places import SCHEMES

from scheme_files.library import load, scheme_paths
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Outcome, Step

COUNCILS = ("derbyshire", "durham", "rotherham")
VERSIONS = {name: [text.scheme for text in load(scheme_paths(SCHEMES / name))] for name in COUNCILS}


def _without_work(pathway: Pathway) -> Pathway:
    return replace(pathway, evidence={}, opened_by=(), first_steps=(), embargo=None, steps={})


def _steps(scheme: Scheme) -> list[Step]:
    return [step for pathway in scheme.pathways.values() for step in pathway.steps.values()]


def _outcomes(scheme: Scheme) -> list[Outcome]:
    return [outcome for step in _steps(scheme) for outcome in step.outcomes.values()]


@pytest.mark.parametrize("council", COUNCILS)
def test_the_pay_half_is_as_it_was(council: str) -> None:
    before, after = VERSIONS[council]
    pathways = {name: _without_work(pathway) for name, pathway in after.pathways.items()}
    pay_half = replace(
        after,
        published=before.published,
        facts={},
        roles={},
        deadlines={},
        reminders=None,
        standards={},
        forms={},
        pathways=pathways,
    )

    assert pay_half == before


@pytest.mark.parametrize("council", COUNCILS)
def test_every_pathway_has_a_work_half(council: str) -> None:
    _, after = VERSIONS[council]

    assert all(pathway.steps for pathway in after.pathways.values())


@pytest.mark.parametrize("council", COUNCILS)
def test_every_form_deadline_fact_and_set_of_statements_is_used(council: str) -> None:
    _, after = VERSIONS[council]
    items = [item for pathway in after.pathways.values() for item in pathway.evidence.values()]
    fields = [field for form in after.forms.values() for field in form.fields.values()]
    branches = [branch for outcome in _outcomes(after) for branch in outcome.next]

    used = {outcome.form for outcome in _outcomes(after)} | {item.form for item in items}
    assert used - {None} == set(after.forms)
    assert {step.deadline for step in _steps(after)} - {None} == set(after.deadlines)
    assert {name for field in fields for name in field.standards} == set(after.standards)
    recorded = {field.records for field in fields}.union(*(branch.records for branch in branches))
    assert set(after.facts) <= recorded


@pytest.mark.parametrize("council", COUNCILS)
def test_nothing_that_decides_stays_open_behind_a_decision(council: str) -> None:
    """What is opened together holds one way to a decision, so that none is given twice."""
    _, after = VERSIONS[council]
    for pathway in after.pathways.values():
        opened = [pathway.first_steps]
        opened += [
            branch.steps
            for step in pathway.steps.values()
            for outcome in step.outcomes.values()
            for branch in outcome.next
        ]
        for together in opened:
            assert sum(_leads_to_a_decision(pathway, name, set()) for name in together) <= 1


def _leads_to_a_decision(pathway: Pathway, name: str, seen: set[str]) -> bool:
    branches = [
        branch for outcome in pathway.steps[name].outcomes.values() for branch in outcome.next
    ]
    if any(branch.decides for branch in branches):
        return True
    ahead = {step for branch in branches for step in branch.steps} - seen - {name}
    return any(_leads_to_a_decision(pathway, step, seen | {name} | ahead) for step in ahead)
