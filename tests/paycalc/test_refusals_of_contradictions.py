"""Facts that contradict each other, exactly as the contract lists them, and near misses."""

from typing import Any

import httpx
import pytest
from tests.support.problems import pointers, refused
from tests.support.questions import (
    DETERMINATIONS,
    PATHWAYS,
    der910,
    der1011,
    dur911,
    durham_appointment,
    question,
    rotherham_appointment,
    rothi,
)

Json = dict[str, Any]

CONTRADICTIONS: list[tuple[Json, set[str]]] = [
    (
        der910(signed_off_on="2026-01-08", evidence_complete_on="2026-01-08"),
        {"submitted_on", "signed_off_on"},
    ),
    (der910(evidence_complete_on="2026-03-21"), {"evidence_complete_on", "signed_off_on"}),
    (
        der910(signed_off_on="2026-01-08"),
        {"submitted_on", "evidence_complete_on", "signed_off_on"},
    ),
    (rothi(submitted_on="2025-11-04"), {"submitted_on", "signed_off_on"}),
    (dur911(submitted_on="2026-03-21"), {"submitted_on", "signed_off_on"}),
    (
        durham_appointment(submitted_on="2026-01-02", signed_off_on="2026-01-01"),
        {"submitted_on", "signed_off_on"},
    ),
    (der910(asye_completed_on="2024-07-09"), {"qualified_on", "asye_completed_on"}),
    (
        der910(asye_completed_on="2024-07-09", asye_outcome="failed"),
        {"qualified_on", "asye_completed_on"},
    ),
    (
        rothi(nqsw_portfolio_completed_on="2022-06-29"),
        {"qualified_on", "nqsw_portfolio_completed_on"},
    ),
    (der910(registered_on="2024-07-09"), {"qualified_on", "registered_on"}),
    (der910(asye_outcome="in-progress"), {"asye_outcome", "asye_completed_on"}),
    (der910(asye_outcome="not-undertaken"), {"asye_outcome", "asye_completed_on"}),
    (
        rothi(asye_outcome="not-undertaken", qualified_on="2010-07-01"),
        {"asye_outcome", "asye_completed_on"},
    ),
    (der910(signed_off_on="2026-04-03"), {"signed_off_on"}),
    (dur911(authorised_point_position=1), {"authorised_point_position"}),
    (durham_appointment(authorised_point_position=1), {"authorised_point_position"}),
    (rothi(authorised_point_position=1), {"authorised_point_position"}),
    (
        question("rotherham", "band-g-to-h", authorised_point_position=1),
        {"authorised_point_position"},
    ),
    (der910(authorised_point_position=3), {"authorised_point_position"}),
    (der1011(authorised_point_position=2), {"authorised_point_position"}),
    (der910(team_type="fostering", authorised_point_position=5), {"authorised_point_position"}),
    (
        rotherham_appointment(target_grade="H", authorised_point_position=3),
        {"authorised_point_position"},
    ),
    (
        rotherham_appointment(target_grade="G", authorised_point_position=2),
        {"authorised_point_position"},
    ),
    (rotherham_appointment(authorised_point_position=5), {"authorised_point_position"}),
    *(
        (
            question(*pathway, authorised_effective_from="2026-01-01"),
            {"authorised_effective_from"},
        )
        for pathway in PATHWAYS
    ),
]


@pytest.mark.parametrize(("asked", "named"), CONTRADICTIONS)
def test_facts_that_contradict_each_other_are_named(
    client: httpx.Client, asked: Json, named: set[str]
) -> None:
    problem = refused(client, asked, 422, "contradictory-facts")
    assert set(pointers(problem)) == {f"/facts/{name}" for name in named}


def test_a_contradiction_is_refused_whatever_the_rules_would_say(client: httpx.Client) -> None:
    asked = der910(standards_met=False, registered_on="2024-07-09", team_type=None)
    refused(client, asked, 422, "contradictory-facts")


def test_every_contradiction_is_named_at_once(client: httpx.Client) -> None:
    asked = dur911(
        asye_outcome="in-progress", signed_off_on="2026-03-26", qualified_on="2025-01-01"
    )
    problem = refused(client, asked, 422, "contradictory-facts")
    assert set(pointers(problem)) == {
        f"/facts/{name}"
        for name in ("asye_outcome", "asye_completed_on", "signed_off_on", "qualified_on")
    }


NEAR_MISSES = [
    der910(submitted_on="2026-03-20", evidence_complete_on="2026-03-20"),
    der910(signed_off_on="2026-04-02"),
    der910(asye_completed_on="2024-07-10"),
    der910(registered_on="2024-07-10"),
    rothi(nqsw_portfolio_completed_on="2022-06-30"),
    der910(asye_outcome="failed"),
    der910(asye_outcome=None),
    der910(registered_practice_from="2024-07-31"),
    der910(registered_practice_from="2024-01-01"),
    der910(evidence_complete_on="2026-01-02"),
    der910(submitted_on="2026-01-02", evidence_complete_on="2026-03-20"),
    der910(asye_completed_on="2026-01-31"),
    der910(signed_off_on=None, submitted_on="2026-04-03", evidence_complete_on="2026-04-04"),
    der910(service_area="children", team_type="adults"),
    der910(team_type="fostering", authorised_point_position=4),
    der910(team_type=None, authorised_point_position=4),
    der1011(agreed_development_complete=False, agreed_development_completed_on="2026-01-01"),
    der1011(my_plan_completed_on="2019-01-01"),
    der1011(systemic_practice_training="none", systemic_practice_completed_on="2026-01-01"),
    rothi(point_position=1, scp=33),
    rothi(point_position=9),
    rothi(commenced_on="2030-01-01"),
    rotherham_appointment(target_grade="G", authorised_point_position=1),
    rotherham_appointment(commenced_on="2030-01-01"),
    rotherham_appointment(submitted_on="2026-03-01"),
    rotherham_appointment(commenced_on="2018-01-01", qualified_on="2019-06-30"),
    durham_appointment(signed_off_on="2026-01-01"),
]


@pytest.mark.parametrize("asked", NEAR_MISSES)
def test_what_only_looks_like_a_contradiction_is_answered(
    client: httpx.Client, asked: Json
) -> None:
    assert client.post(DETERMINATIONS, json=asked).status_code == 200
