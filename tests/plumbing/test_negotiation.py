"""Which of several media types a client gets."""

import pytest

from plumbing.negotiation import preferred

OFFERED = ("application/json", "text/html", "application/pdf")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/pdf", "application/pdf"),
        ("APPLICATION/PDF", "application/pdf"),
        ("text/*", "text/html"),
        ("application/*", "application/json"),
        ("text/html, application/json", "application/json"),
        ("text/html, application/json;q=0.9", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/pdf;q=0, */*;q=0.1", "application/json"),
        ("application/json;q=0, */*", "text/html"),
        ("text/html; charset=utf-8; q=0.5, application/pdf;q=0.6", "application/pdf"),
        ("text/html;q=nonsense", "text/html"),
        ("image/png", None),
        ("application/json;q=0", None),
        (";;,,=", None),
    ],
)
def test_a_client_gets_what_it_likes_best(accept: str | None, chosen: str | None) -> None:
    assert preferred(accept, OFFERED) == chosen
