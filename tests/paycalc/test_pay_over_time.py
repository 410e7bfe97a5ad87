"""Arrears and projections: what is owed, and what comes next."""

from typing import Any

import httpx

Json = dict[str, Any]


def arrears(client: httpx.Client, scheme: str, paid: Json, due: Json) -> Json:
    """Ask what is owed for February 2026."""
    february = {"starts_on": "2026-02-01", "ends_before": None}
    response = client.post(
        "/v1/arrears",
        json={
            "scheme": scheme,
            "known_on": "2026-03-31",
            "through": "2026-02-28",
            "hours": [{"starts_on": "2026-02-01", "hours_per_week": "37"}],
            "paid": [{**february, **paid}],
            "due": [{**february, **due}],
        },
    )
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


SCP_28, SCP_30 = {"grade": "9", "position": 5}, {"grade": "11", "position": 1}


def test_a_month_is_owed_as_the_difference_of_two_payslips(client: httpx.Client) -> None:
    found = arrears(client, "durham", SCP_28, SCP_30)
    (month,) = found["periods"]
    # 39152 / 12 = 3262.666..., 40777 / 12 = 3398.083...
    assert (month["paid"]["amount"], month["due"]["amount"]) == ("3262.67", "3398.08")
    assert (month["difference"], found["total"]) == ("135.41", "135.41")
    assert found["salary_status"] == "settled"


def test_an_overpayment_is_negative(client: httpx.Client) -> None:
    assert arrears(client, "durham", SCP_30, SCP_28)["total"] == "-135.41"


def test_what_is_owed_on_an_unpriced_point_is_not_invented(client: httpx.Client) -> None:
    paid, due = {"grade": "9", "position": 4}, {"grade": "10", "position": 3}
    found = arrears(client, "derbyshire", paid, due)
    assert (found["total"], found["salary_status"]) == (None, "unpriced")
    assert found["periods"][0]["difference"] is None


PROJECTION = {
    "scheme": "durham",
    "known_on": "2026-01-15",
    "from": "2026-01-01",
    "through": "2026-12-31",
    "grade": "9",
    "position": 1,
    "on_point_since": "2025-04-01",
    "facts": {"asye_outcome": "passed", "asye_completed_on": "2026-06-30"},
}


def test_pay_moves_up_on_1_april_and_is_provisional_from_then(client: httpx.Client) -> None:
    found = client.post("/v1/projections", json=PROJECTION).json()
    timeline = [
        (line["starts_on"], line["point"]["scp"], line["annual_salary"], line["salary_status"])
        for line in found["timeline"]
    ]
    assert timeline == [
        ("2026-01-01", 24, "35412.00", "settled"),
        ("2026-04-01", 25, "36363.00", "provisional"),
    ]
    (pathway,) = found["next_pathways"]
    assert pathway["pathway"] == "grade-9-to-11"
    assert pathway["earliest_on"] == "2026-06-30"
    assert pathway["missing_facts"] == ["line_manager_recommends", "standards_met"]


def test_a_projection_can_be_looked_at(client: httpx.Client) -> None:
    headers = {"Accept": "image/svg+xml"}
    response = client.post("/v1/projections", json=PROJECTION, headers=headers)
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert response.text.startswith("<svg")
