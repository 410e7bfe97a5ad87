"""The development issuer: tokens by RFC 9068 for whoever asks on this machine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from deploy.children import free_port, start_child, stop_child
from deploy.issuer import AUDIENCE, DEVELOPMENT_GRANT, SCOPES, Grant, make_key, sign_token
from deploy.tokens import ROLES, NoTokenError, ask, request_for
from tests.support.live import ROOT
from tests.support.waiting import is_answering, wait_until

from plumbing.clock import FileClock

MACHINE = {"grant_type": "client_credentials", "client_id": "hris", "scope": "people.write"}
PERSON = {"grant_type": DEVELOPMENT_GRANT, "subject": "DUR-TM-1", "scope": "applications.read"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer that runs, and a client of it."""

    port: int
    folder: Path
    clock: Path
    client: httpx.Client

    def of(self, authority: str) -> str:
        """Return the address of an authority's issuer."""
        return f"http://127.0.0.1:{self.port}/{authority}"

    def token(self, authority: str, form: dict[str, str]) -> str:
        """Return a token of an authority."""
        return str(self.client.post(f"/{authority}/token", data=form).json()["access_token"])


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    folder, port = tmp_path_factory.mktemp("issuer"), free_port()
    clock = folder / "clock"
    clock.write_text("2026-04-02", encoding="ascii")
    options = ["--keys", str(folder / "keys"), "--port", str(port), "--clock-file", str(clock)]
    with (folder / "log").open("wb") as log:
        child = start_child(
            [sys.executable, "-m", "deploy.issuer", *options], output=log, folder=ROOT
        )
    try:
        wait_until(lambda: is_answering(f"http://127.0.0.1:{port}/readyz"))
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield Issuer(port, folder / "keys", clock, client)
    finally:
        stop_child(child, 10)


def claims(issuer: Issuer, authority: str, token: str) -> dict[str, Any]:
    """Check a token as the service does, the machine's clock aside; return what it says."""
    configuration = issuer.client.get(f"/{authority}/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(httpx.get(configuration["jwks_uri"]).json())
    header = jwt.get_unverified_header(token)
    assert header["typ"] == "at+jwt"
    return jwt.decode(
        token,
        keys[header["kid"]].key,
        algorithms=["ES256", "EdDSA"],
        audience=AUDIENCE,
        issuer=configuration["issuer"],
        options={"verify_exp": False, "verify_iat": False},
    )


@pytest.mark.parametrize(("authority", "algorithm"), [("rotherham", "ES256"), ("durham", "EdDSA")])
def test_a_machine_gets_a_token_in_its_own_name(
    issuer: Issuer, authority: str, algorithm: str
) -> None:
    token = issuer.token(authority, MACHINE)
    said = claims(issuer, authority, token)

    assert jwt.get_unverified_header(token)["alg"] == algorithm
    assert said["iss"] == f"http://127.0.0.1:{issuer.port}/{authority}"
    assert said["sub"] == said["client_id"] == "hris"
    assert said["scope"] == "people.write"
    assert set(said) == {"iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti"}


def test_a_person_is_named_by_employee_number(issuer: Issuer) -> None:
    said = claims(issuer, "durham", issuer.token("durham", PERSON))

    assert said["sub"] == "DUR-TM-1"
    assert said["client_id"] != said["sub"]


def test_no_two_tokens_are_one(issuer: Issuer) -> None:
    first, second = (claims(issuer, "durham", issuer.token("durham", PERSON)) for _ in range(2))

    assert first["jti"] != second["jti"]


def test_a_client_may_name_itself_in_the_header(issuer: Issuer) -> None:
    form = {name: value for name, value in MACHINE.items() if name != "client_id"}
    answer = issuer.client.post("/durham/token", data=form, auth=("payroll", "any secret"))

    assert claims(issuer, "durham", answer.json()["access_token"])["client_id"] == "payroll"
    assert answer.headers["Cache-Control"] == "no-store"


def test_tokens_follow_the_clock_file(issuer: Issuer) -> None:
    issuer.clock.write_text("2031-01-05", encoding="ascii")
    said = claims(issuer, "durham", issuer.token("durham", PERSON))
    now = int(FileClock(issuer.clock).now().timestamp())

    assert (said["iat"], said["exp"]) == (now, now + 3600)


def test_after_a_rotation_new_and_old_tokens_are_both_good(issuer: Issuer) -> None:
    old = issuer.token("derbyshire", PERSON)
    kid = issuer.client.post("/derbyshire/rotate").json()["kid"]
    new = issuer.token("derbyshire", PERSON)

    assert jwt.get_unverified_header(new)["kid"] == kid
    assert jwt.get_unverified_header(old)["kid"] != kid
    assert claims(issuer, "derbyshire", old)["sub"] == claims(issuer, "derbyshire", new)["sub"]


def test_private_keys_stay_in_files_of_their_owner(issuer: Issuer) -> None:
    issuer.token("durham", PERSON)
    kept = issuer.folder / "durham.json"

    assert kept.stat().st_mode & 0o777 == 0o600
    assert issuer.folder.stat().st_mode & 0o777 == 0o700
    assert "d" in json.loads(kept.read_bytes())["keys"][0]
    assert all("d" not in key for key in issuer.client.get("/durham/jwks").json()["keys"])


def test_a_key_of_one_authority_is_none_of_anothers(issuer: Issuer) -> None:
    with pytest.raises(KeyError):
        claims(issuer, "rotherham", issuer.token("durham", PERSON))


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({**MACHINE, "scope": "everything"}, "invalid_scope"),
        ({**MACHINE, "scope": ""}, "invalid_scope"),
        ({**MACHINE, "client_id": ""}, "invalid_client"),
        ({**PERSON, "subject": ""}, "invalid_request"),
        ({**PERSON, "grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_form_is_refused_in_the_words_of_oauth(
    issuer: Issuer, form: dict[str, str], error: str
) -> None:
    answer = issuer.client.post("/durham/token", data=form)

    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize("authority", ["..%2Fkeys", "Durham", "a" * 64, "-"])
def test_no_authority_has_a_name_that_leads_elsewhere(issuer: Issuer, authority: str) -> None:
    assert issuer.client.get(f"/{authority}/jwks").status_code == 404


def test_a_page_of_another_host_gets_nothing(issuer: Issuer) -> None:
    answer = issuer.client.get("/durham/jwks", headers={"Host": "council.example"})

    assert answer.status_code == 400


def test_a_test_can_sign_tokens_without_an_issuer(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-04-02T10:00:00+00:00", encoding="ascii")
    key = make_key("EdDSA")
    grant = Grant("https://login.example/durham", "DUR-1", "hr-screens", ["people.read"])
    token = sign_token(key, grant, FileClock(clock).now())
    public = jwt.PyJWK.from_dict(key.public).key

    said = jwt.decode(token, public, ["EdDSA"], audience=AUDIENCE, options={"verify_exp": False})

    assert said["exp"] - said["iat"] == 3600


def make_token(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - make, with arguments of our own
        ["/usr/bin/make", "--silent", "token", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_make_token_prints_a_person_s_token_and_nothing_else(issuer: Issuer) -> None:
    made = make_token("ROLE=manager", "AS=DUR-TM-1", f"ISSUER_PORT={issuer.port}")
    said = claims(issuer, "durham", made.stdout.strip())

    assert said["sub"] == "DUR-TM-1"
    assert "applications.decide" in said["scope"].split()


@pytest.mark.parametrize("role", ["hris", "payroll", "auditor"])
def test_a_system_gets_a_token_of_its_own(issuer: Issuer, role: str) -> None:
    said = claims(issuer, "rotherham", ask(issuer.of("rotherham"), request_for(role, "", "")))

    assert said["sub"] == said["client_id"] == role
    assert set(said["scope"].split()) <= SCOPES


@pytest.mark.parametrize("role", list(ROLES))
def test_a_person_can_have_any_role(issuer: Issuer, role: str) -> None:
    form = request_for(role, "DUR-TM-1", "")

    assert claims(issuer, "durham", ask(issuer.of("durham"), form))["sub"] == "DUR-TM-1"


def test_scopes_that_are_named_are_in_place_of_the_usual(issuer: Issuer) -> None:
    form = request_for("hris", "", "events.read")

    assert claims(issuer, "durham", ask(issuer.of("durham"), form))["scope"] == "events.read"


@pytest.mark.parametrize(
    ("role", "scopes", "authority", "words"),
    [
        ("", "", "durham", "Give ROLE, one of: worker, manager"),
        ("boss", "", "durham", "Give ROLE, one of: worker, manager"),
        ("worker", "", "durham", "give AS, an employee number"),
        ("hris", "all", "durham", "give scope, of: applications.decide"),
        ("hris", "", "No", "knows no authority 'No'"),
    ],
)
def test_what_is_wrong_with_a_wish_is_said(
    issuer: Issuer, role: str, scopes: str, authority: str, words: str
) -> None:
    with pytest.raises(NoTokenError, match=words):
        ask(issuer.of(authority), request_for(role, "", scopes))


def test_make_token_says_that_nothing_runs() -> None:
    made = make_token("ROLE=hris", f"ISSUER_PORT={free_port()}")

    assert made.returncode != 0
    assert not made.stdout
    assert "start everything with 'make run'" in made.stderr
