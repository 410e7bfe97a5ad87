"""The demonstration: its files fit together, and what fails is said."""

import pytest
from deploy.demonstrate import main
from deploy.demonstration_files import CouncilShown, councils, default_authority

COUNCILS = list(councils())


@pytest.mark.parametrize("council", COUNCILS, ids=[each.name for each in COUNCILS])
def test_everybody_who_is_named_is_sent_first(council: CouncilShown) -> None:
    there: set[str] = set()
    for path, body in council.put.items():
        kind, name = path.removeprefix("/v1/").split("/")
        named = {body[member] for member in ("line_manager", "employee_number") if member in body}
        named |= {post["team"] for post in body.get("posts", ())}
        assert named <= there, path
        there.add(name)
        assert kind != "workers" or body["subject"] == name
    for case in council.cases:
        assert {case.opened_by, *(action.by for action in case.actions)} <= there
        assert case.application["employee_number"] in there


def test_tokens_are_for_a_council_that_is_shown() -> None:
    assert default_authority() in {council.name for council in COUNCILS}


def test_what_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("APPLICATIONS_DATABASE_URL", "postgresql+asyncpg://127.0.0.1/none")
    monkeypatch.delenv("APPLICATIONS_OWNER_DATABASE_URL", raising=False)
    monkeypatch.setenv("APPLICATIONS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ISSUER_URL", "http://127.0.0.1:9")

    assert main() == 1
    said = capfd.readouterr().err
    assert "Set APPLICATIONS_OWNER_DATABASE_URL" in said
    assert f"The authority {COUNCILS[0].name} could not be put." in said
