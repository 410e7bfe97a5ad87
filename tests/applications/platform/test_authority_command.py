"""An operator adds authorities, and changes them."""

from pathlib import Path
from uuid import uuid4

import pytest
from tests.support.commands import Ended, applications, at_the_house
from tests.support.house import House


def given(name: str, **changes: str) -> list[str]:
    options = {
        "title": "A Council",
        "issuer": f"https://issuer.example/{name}",
        "jwks-uri": "http://127.0.0.1:9/jwks",
        "audience": "spinepoint",
        "scheme": "durham",
    } | {option.replace("_", "-"): value for option, value in changes.items()}
    return [word for option, value in options.items() for word in (f"--{option}", value)]


def put(house: House, name: str, *more: str, **changes: str) -> Ended:
    return at_the_house(house, "authority", "put", name, *given(name, **changes), *more)


def row(house: House, name: str) -> tuple[object, ...]:
    (found,) = house.sql(
        "SELECT authority_id, title, issuer, schemes, nation, closure_days::text, token_profile"  # noqa: S608 - our own name
        f" FROM authorities WHERE authority = '{name}'"
    )
    return found


@pytest.fixture
def name() -> str:
    return f"of-this-test-{uuid4().hex[:8]}"


def test_an_authority_is_added_changed_and_listed(house: House, name: str) -> None:
    issuer = house.issuer.of(name)
    added = put(house, name, issuer=issuer)
    assert (added.returncode, added.stdout) == (0, f"{name} is served.\n")
    before = row(house, name)
    days = ("--closure-day", "2026-12-24", "--closure-day", "2026-12-29")
    changed = put(
        house,
        name,
        *("--scheme", "rotherham", *days),
        issuer=issuer,
        title="Another Name",
        nation="scotland",
        profile="entra",
    )
    assert changed.returncode == 0
    assert row(house, name) == (
        before[0], "Another Name", issuer, ["durham", "rotherham"], "scotland",
        "{2026-12-24,2026-12-29}", "entra",
    )  # fmt: skip
    listed = at_the_house(house, "authority", "list")
    assert name in listed.stdout
    assert "Another Name" in listed.stdout


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scheme": "nowhere"}, "durham"),
        ({"jwks_uri": "http://issuer.example/jwks"}, "https"),
        ({"nation": "atlantis"}, "scotland"),
        ({"profile": "saml"}, "rfc9068"),
        ({"closure_day": "24/12/2026"}, "closure-day"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(
    house: House, name: str, changes: dict[str, str], words: str
) -> None:
    refused = put(house, name, **changes)
    assert refused.returncode != 0
    assert words in refused.stderr
    assert house.sql(f"SELECT FROM authorities WHERE authority = '{name}'") == []


@pytest.mark.parametrize("wrong", ["Upper", "under_score", "-x", "a" * 65, ""])
def test_a_name_is_kebab_case(house: House, wrong: str) -> None:
    refused = at_the_house(house, "authority", "put", *given("x"), "--", wrong)
    assert (refused.returncode, "hyphens" in refused.stderr) == (1, True)


def test_two_authorities_cannot_have_one_issuer(house: House, name: str) -> None:
    issuer = house.issuer.of(name)
    assert put(house, name, issuer=issuer).returncode == 0
    refused = put(house, f"{name}-2", issuer=issuer)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Another authority has this issuer")


def test_without_the_owners_address_nothing_is_done(house: House) -> None:
    for command in (("authority", "list"), ("migrate",)):
        refused = applications(*command, APPLICATIONS_DATABASE_URL=house.postgres.app_url)
        assert (refused.returncode, refused.stderr) == (
            1,
            "Set APPLICATIONS_OWNER_DATABASE_URL to the owner's address.\n",
        )
    nothing = applications("worker")
    assert (nothing.returncode, "APPLICATIONS_DATABASE_URL" in nothing.stderr) == (1, True)


def test_a_secret_may_be_a_file_in_place_of_a_variable(house: House, tmp_path: Path) -> None:
    secret = tmp_path / "applications_owner_database_url"
    secret.write_text(house.postgres.owner_url, encoding="ascii")
    given = {"APPLICATIONS_DATABASE_URL": house.postgres.app_url}

    listed = applications("authority", "list", APPLICATIONS_SECRETS_DIR=str(tmp_path), **given)

    assert listed.returncode == 0, listed.stderr
