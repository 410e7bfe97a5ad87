"""A completed form of a case, as data, as a page and as a PDF."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import httpx
from pypdf import PdfReader
from tests.support.casework import CaseOf, answered, open_case
from tests.support.council import Council, problem
from tests.support.durham import ASSESSMENT, SERVICE_MANAGER, TEAM_MANAGER, settle

KIND = "assessment-of-readiness"
HTML, PDF, JSON = "text/html", "application/pdf", "application/json"
CHALLENGE = {"comments": "Say more about court work."}


def document(case: CaseOf, accept: str = JSON, **params: str) -> httpx.Response:
    """The assessment of a case, as its team manager asks for it."""
    asked = case.council.person(TEAM_MANAGER)
    path = f"{case.path}/documents/{KIND}"
    return asked.get(path, params=params, headers={"Accept": accept})


def said(response: httpx.Response) -> str:
    """The words of a page or of a PDF."""
    if response.headers["content-type"] == PDF:
        pages = PdfReader(BytesIO(response.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    root = ET.fromstring(response.text)  # noqa: S314 - our own page, which must be well-formed
    return " ".join(" ".join(root.itertext()).split())


def test_a_completed_form_is_given_as_data_as_a_page_and_as_a_pdf(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    data = answered(document(case))
    assert (data["number"], data["count"], data["attempt"]) == (1, 1, 1)

    for media_type in (HTML, PDF):
        response = document(case, media_type)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith(media_type)
        assert response.headers["vary"] == "Accept"
        words = said(response)
        for expected in (
            "Assessment of Readiness to Progress",
            council.authority.title,
            "Person W-1 (W-1)",
            "Person TM-1 (TM-1)",
            "Clear analysis; families trust her.",
            "in force from 1 March 2023",
        ):
            assert expected in words, (media_type, expected)
        assert re.search(r"Completed \d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d (GMT|BST)", words)


def test_a_page_is_a_document_that_can_do_nothing(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    policy = document(case, HTML).headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert document(case, PDF).headers["content-disposition"] == f'inline; filename="{KIND}-1.pdf"'
    assert document(case, PDF).content == document(case, PDF).content


def test_what_was_answered_is_text_whatever_it_is(council: Council) -> None:
    settle(council)
    hostile = (
        "</p><script>alert(1)</script> & \N{RIGHT-TO-LEFT OVERRIDE}x \N{GRINNING FACE} {{7*7}}"
    )
    case = open_case(council).submitted(ASSESSMENT | {"strengths": hostile})
    assert hostile in said(document(case, HTML))
    assert "<script" not in document(case, HTML).text
    assert "</p><script>alert(1)</script> & [U+202E]x [U+1F600] {{7*7}}" in said(
        document(case, PDF)
    )


def test_every_completed_form_of_a_kind_can_be_reached(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    case.take(SERVICE_MANAGER, "send-back", CHALLENGE)
    case.submitted(ASSESSMENT | {"strengths": "Now with court work."})

    first, second = (answered(document(case, number=each)) for each in ("1", "2"))
    assert answered(document(case)) == second
    assert (first["number"], first["count"], first["attempt"]) == (1, 2, 1)
    assert (second["number"], second["count"], second["attempt"]) == (2, 2, 2)
    assert "Now with court work." not in str(first)
    assert "Completed form 1 of 2" in said(document(case, HTML, number="1"))
    assert problem(document(case, number="3")) == "not-found"
    for wrong in ("0", "-1", "1000", "one"):
        assert problem(document(case, number=wrong)) == "invalid-request"


def test_who_takes_none_of_the_media_types_is_told_which_there_are(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    refused = document(case, "image/png")
    assert (refused.status_code, problem(refused)) == (406, "not-acceptable")
    assert all(each in refused.json()["detail"] for each in (JSON, HTML, PDF))
