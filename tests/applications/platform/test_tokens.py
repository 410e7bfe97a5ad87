"""Only a token that the council's issuer made for this service, and that is in time, is taken."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from tests.support.commands import at_the_house
from tests.support.council import Council, put
from tests.support.house import SCOPES
from tests.support.house_fixtures import MakeCouncil
from tests.support.issuer import AUDIENCE
from tests.support.log import add_person
from tests.support.tokens import ask, bearer, refused, second, token

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


def test_a_good_token_is_taken(council: Council) -> None:
    assert bearer(council, token(council)).is_success
    assert ask(council, f"bearer {token(council)}").is_success


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer ..",
        "Bearer eyJhbGciOiJFUzI1NiJ9.e30.",
        "Bearer eyJhbGciOiJFUzI1NiJ9.W10.AA",
        "Bearer \xe9\xe9.\xe9.\xe9",
        "Bearer " + "a" * 20_000,
        "Bearer bnVsbA.bnVsbA.bnVsbA",
    ],
)
def test_what_is_no_token_is_refused_and_not_repeated(council: Council, header: str | None) -> None:
    response = ask(council, None if header is None else header.encode("latin-1"))  # type: ignore[arg-type]
    assert refused(response)
    assert "eyJ" not in response.text
    assert "aaaa" not in response.text


def test_times_are_held_to_with_a_minute_of_leeway(council: Council) -> None:
    assert bearer(council, token(council, exp=second(council, -0.5))).is_success
    assert refused(bearer(council, token(council, exp=second(council, -1.5))))
    assert bearer(council, token(council, nbf=second(council, 0.5))).is_success
    assert refused(bearer(council, token(council, nbf=second(council, 2))))
    assert refused(bearer(council, token(council, iat=second(council, 2))))


def test_a_token_that_was_good_is_refused_once_it_has_expired(council: Council) -> None:
    good = token(council, exp=second(council, 30))
    assert bearer(council, good).is_success
    council.house.set_clock("2026-04-02T09:40:00Z")
    assert refused(bearer(council, good))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-service"},
        {"aud": []},
        {"aud": None},
        {"iss": "https://nobody.example"},
        {"iss": None},
        {"iss": 7},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": None},
        {"nbf": "soon"},
        {"client_id": None},
        {"client_id": ""},
        {"client_id": "a\nb"},
        {"client_id": 7},
        {"sub": None},
        {"sub": "x" * 300},
    ],
)
def test_claims_that_prove_nothing_here_are_refused(
    council: Council, claims: dict[str, object]
) -> None:
    assert refused(bearer(council, token(council, **claims)))


def test_a_claim_that_is_missing_is_refused(council: Council) -> None:
    whole = jwt.decode(token(council), options={"verify_signature": False})
    assert bearer(council, council.house.issuer.sign(whole)).is_success
    for claim in ("iss", "aud", "exp", "iat", "sub", "client_id"):
        without = {name: value for name, value in whole.items() if name != claim}
        assert refused(bearer(council, council.house.issuer.sign(without))), claim


def test_an_audience_may_be_one_of_several(council: Council) -> None:
    assert bearer(council, token(council, aud=["another", AUDIENCE])).is_success


@pytest.mark.parametrize("type_", ["JWT", "id+jwt", "", "logout+jwt"])
def test_a_token_of_another_type_is_refused(council: Council, type_: str) -> None:
    assert refused(bearer(council, token(council, type_=type_)))


def test_the_media_type_may_be_written_in_full(council: Council) -> None:
    assert bearer(council, token(council, type_="application/at+jwt")).is_success
    assert bearer(council, token(council, type_="AT+JWT")).is_success


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_nothing_unsigned_or_signed_with_the_public_key_is_taken(council: Council) -> None:
    issuer = council.house.issuer
    content = encoded(jwt.decode(token(council), options={"verify_signature": False}))
    for algorithm in ("none", "None", "HS256", "ES256"):
        header = encoded({"alg": algorithm, "typ": "at+jwt", "kid": issuer.current})
        assert refused(bearer(council, f"{header}.{content}."))
        signature = hmac.digest(issuer.public_pem(), f"{header}.{content}".encode(), hashlib.sha256)
        signed = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
        assert refused(bearer(council, f"{header}.{content}.{signed}"))


def test_a_changed_token_is_refused(council: Council) -> None:
    header, content, signature = token(council, scopes=["audit.read"]).split(".")
    claims = json.loads(base64.urlsafe_b64decode(content + "=="))
    more = encoded(claims | {"scope": " ".join(SCOPES)})
    assert refused(bearer(council, f"{header}.{more}.{signature}"))


def test_a_key_of_ones_own_is_not_believed_wherever_it_is_said_to_be(council: Council) -> None:
    key = generate_private_key(SECP256R1())
    claims = jwt.decode(token(council), options={"verify_signature": False})
    own = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    for header in (
        {"kid": council.house.issuer.current},
        {"kid": "unknown"},
        {"kid": "unknown", "jwk": own},
        {"kid": "unknown", "jku": f"{council.house.issuer.url}/elsewhere"},
        {},
    ):
        said = jwt.encode(claims, key, algorithm="ES256", headers={"typ": "at+jwt", **header})
        assert refused(bearer(council, said))


def test_an_issuers_token_opens_its_own_authority_only(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    put(one.hris, "/v1/teams/a", TEAM)
    assert bearer(other, token(other), "/v1/teams/a").status_code == httpx.codes.NOT_FOUND
    claims = jwt.decode(token(other), options={"verify_signature": False})
    both = claims | {"authority": one.authority.authority, "tid": str(one.authority.authority_id)}
    response = bearer(other, other.house.issuer.sign(both), "/v1/teams/a")
    assert response.status_code == httpx.codes.NOT_FOUND


@pytest.fixture
def rotating(council: Council) -> Iterator[Council]:
    """An issuer that changes its keys, and has its old ones again after the test."""
    issuer = council.house.issuer
    keys, current = dict(issuer._keys), issuer.current  # noqa: SLF001 - to put them back
    yield council
    issuer._keys.clear()  # noqa: SLF001 - as above
    issuer._keys.update(keys)  # noqa: SLF001 - as above
    issuer.current, issuer.is_away = current, False


def test_a_new_key_is_found_and_one_that_was_taken_away_is_not_believed_for_long(
    rotating: Council,
) -> None:
    issuer = rotating.house.issuer
    old, old_key = token(rotating), issuer.current
    assert bearer(rotating, old).is_success
    issuer.rotate()
    assert bearer(rotating, token(rotating)).is_success
    assert bearer(rotating, token(rotating, key_id=old_key)).is_success
    late = token(rotating, key_id=old_key)
    issuer.rotate(forget=True)
    assert bearer(rotating, token(rotating)).is_success
    assert refused(bearer(rotating, late))


def test_an_unknown_key_makes_us_ask_the_issuer_and_nothing_else_does(rotating: Council) -> None:
    issuer = rotating.house.issuer
    assert bearer(rotating, token(rotating)).is_success
    asked = issuer.asked
    for _ in range(5):
        assert bearer(rotating, token(rotating)).is_success
    assert issuer.asked == asked


def test_while_the_issuer_is_away_a_known_key_goes_on_working(rotating: Council) -> None:
    issuer = rotating.house.issuer
    assert bearer(rotating, token(rotating)).is_success
    issuer.is_away = True
    assert bearer(rotating, token(rotating)).is_success
    issuer.rotate()
    assert refused(bearer(rotating, token(rotating)))
    issuer.is_away = False
    assert bearer(rotating, token(rotating)).is_success


def test_an_issuer_whose_keys_were_never_had_and_who_is_away_is_503(rotating: Council) -> None:
    move(rotating, f"{rotating.house.issuer.url}/{uuid4().hex}")
    rotating.house.issuer.is_away = True
    response = httpx.get(
        f"{rotating.house.url}/v1/audit", headers={"Authorization": f"Bearer {token(rotating)}"}
    )
    assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert response.json()["type"] == "/problems/unavailable"
    assert response.headers["retry-after"]
    rotating.house.issuer.is_away = False
    assert bearer(rotating, token(rotating)).is_success


def move(council: Council, jwks_uri: str, profile: str = "rfc9068") -> None:
    authority = council.authority
    said = at_the_house(
        council.house,
        *("authority", "put", authority.authority, "--title", authority.title),
        *("--issuer", authority.issuer, "--jwks-uri", jwks_uri, "--profile", profile),
        *("--audience", authority.audience, "--scheme", "durham"),
    )
    assert said.returncode == 0, said.stderr


def test_the_subject_of_a_machine_is_the_client_itself(council: Council) -> None:
    add_person(council, "100001")
    machine = bearer(council, token(council, client_id="hris", subject=None), "/v1/events")
    assert machine.is_success
    person = bearer(council, token(council, client_id="hris", subject="100001"), "/v1/audit")
    assert person.json()["type"] == "/problems/forbidden"
