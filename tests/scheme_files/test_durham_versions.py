"""Durham's second file adds the work half, and leaves what a determination rests on as it was."""

from dataclasses import replace

from tests.scheme_files.places import SCHEMES

from scheme_files.library import load, scheme_paths
from scheme_files.model.rules import Pathway

BEFORE, AFTER = (text.scheme for text in load(scheme_paths(SCHEMES / "durham")))


def _without_work(pathway: Pathway) -> Pathway:
    return replace(pathway, opened_by=(), first_steps=(), embargo=None, steps={})


def test_the_pay_half_is_as_it_was() -> None:
    pathways = {name: _without_work(pathway) for name, pathway in AFTER.pathways.items()}
    pay_half = replace(
        AFTER,
        published=BEFORE.published,
        facts={},
        roles={},
        deadlines={},
        forms={},
        pathways=pathways,
    )

    assert pay_half == BEFORE


def test_every_pathway_has_a_work_half_that_uses_every_form_and_deadline() -> None:
    steps = [step for pathway in AFTER.pathways.values() for step in pathway.steps.values()]
    outcomes = [outcome for step in steps for outcome in step.outcomes.values()]

    assert all(pathway.steps for pathway in AFTER.pathways.values())
    assert {outcome.form for outcome in outcomes} - {None} == set(AFTER.forms)
    assert {step.deadline for step in steps} - {None} == set(AFTER.deadlines)
