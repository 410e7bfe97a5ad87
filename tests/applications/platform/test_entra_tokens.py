"""Tokens as Entra makes them."""

import pytest
from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.issuer import AUDIENCE
from tests.support.log import add_person
from tests.support.tokens import bearer, refused, second, token


@pytest.fixture
def entra(make_council: MakeCouncil) -> Council:
    """A council whose issuer is Entra."""
    return make_council(profile="entra")


def entra_token(council: Council, *, type_: str = "JWT", **claims: object) -> str:
    content = {
        "iss": council.authority.issuer,
        "aud": AUDIENCE,
        "iat": second(council),
        "nbf": second(council),
        "exp": second(council, 60),
        "oid": "100001",
        "sub": "a-pairwise-subject",
        "tid": "a-tenant",
        "azp": "front-end",
    } | claims
    return council.house.issuer.sign(content, type_=type_)


def test_entras_delegated_scopes_are_in_scp_and_stand_for_a_person(entra: Council) -> None:
    add_person(entra, "100001", "auditor")
    assert bearer(entra, entra_token(entra, scp="audit.read events.read")).is_success
    other = bearer(entra, entra_token(entra, scp="events.read"))
    assert other.json()["type"] == "/problems/forbidden"
    stranger = bearer(entra, entra_token(entra, scp="audit.read", oid="100002"))
    assert stranger.json()["type"] == "/problems/unknown-person"


def test_entras_application_permissions_are_in_roles_and_stand_for_a_machine(
    entra: Council,
) -> None:
    assert bearer(entra, entra_token(entra, roles=["audit.read"])).is_success
    none = bearer(entra, entra_token(entra))
    assert none.json()["type"] == "/problems/forbidden"


def test_entras_roles_give_a_person_no_scopes(entra: Council) -> None:
    add_person(entra, "100001", "auditor")
    both = bearer(entra, entra_token(entra, scp="events.read", roles=["audit.read"]))
    assert both.json()["type"] == "/problems/forbidden"


def test_entras_client_is_in_azp_and_its_older_name(entra: Council) -> None:
    assert bearer(entra, entra_token(entra, roles=["audit.read"], appid="old")).is_success
    older = entra_token(entra, roles=["audit.read"], azp=None, appid="old")
    assert bearer(entra, older).is_success
    assert refused(bearer(entra, entra_token(entra, roles=["audit.read"], azp=None)))


def test_an_access_token_of_one_profile_is_none_of_the_other(
    council: Council, entra: Council
) -> None:
    assert refused(bearer(entra, entra_token(entra, type_="at+jwt", roles=["audit.read"])))
    assert refused(bearer(council, token(council, type_="JWT")))
