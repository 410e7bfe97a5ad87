"""The pay timeline as a picture."""

from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

Json = dict[str, Any]

PROJECTIONS = "/v1/projections"
SVG = "image/svg+xml"


def durham(**changed: object) -> Json:
    return {
        "scheme": "durham",
        "known_on": "2026-03-31",
        "from": "2026-01-15",
        "through": "2029-12-31",
        "grade": "11",
        "position": 3,
        "on_point_since": "2025-04-01",
        **changed,
    }


def test_a_timeline_can_be_looked_at(client: httpx.Client) -> None:
    lines = client.post(PROJECTIONS, json=durham()).json()["timeline"]
    response = client.post(PROJECTIONS, json=durham(), headers={"Accept": SVG})
    assert response.headers["content-type"].startswith(SVG)
    drawn = ET.fromstring(response.text)  # noqa: S314 - our own answer
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join("".join(text.itertext()) for text in drawn.iterfind("svg:text", space))
    assert "Grade 11, 15 January 2026 to 31 December 2029" in words
    paths = drawn.findall("svg:path", space)
    assert len(paths) == len(lines)
    dashed = ["stroke-dasharray" in path.attrib for path in paths]
    for line, is_dashed in zip(lines, dashed, strict=True):
        assert is_dashed == (line["salary_status"] != "settled")
        assert f"point {line['point']['position']}: £{int(line['annual_salary'][:-3]):,}" in words
    assert (
        words.index("15 January 2026") < words.index("1 April 2026") < words.index("1 April 2027")
    )


def test_a_timeline_without_prices_can_be_looked_at_too(client: httpx.Client) -> None:
    asked = durham(scheme="derbyshire", grade="9", position=4)
    response = client.post(PROJECTIONS, json=asked, headers={"Accept": SVG})
    assert "point 4: unpriced" in response.text
    ET.fromstring(response.text)  # noqa: S314 - our own answer


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html, application/json;q=0.9, image/svg+xml;q=0.5", "application/json"),
        ("image/svg+xml;q=0, */*", "application/json"),
        ("image/avif,image/svg+xml,image/*,*/*;q=0.8", SVG),
        ("IMAGE/SVG+XML", SVG),
        ("image/svg+xml;q=0.5", SVG),
    ],
)
def test_the_picture_is_for_those_who_want_it(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    response = client.post(PROJECTIONS, json=durham(), headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type
