"""The development issuer: an OAuth 2.0 authorization server for this machine alone.

It plays the identity provider of every authority: `http://127.0.0.1:9000/{authority}`. It gives a
token to whoever asks, for a machine or in a person's name, so it listens to this machine only and
its tokens are believed by services that were told to believe them.
"""

import base64
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import parse_qsl, unquote_plus

import jwt
import typer
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from deploy.children import HOST
from deploy.secret_files import write_secret
from jwt.algorithms import ECAlgorithm, OKPAlgorithm
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plumbing.clock import Clock, FileClock, SystemClock

AUDIENCE: Final = "spinepoint-applications"
DEVELOPMENT_GRANT: Final = "urn:spinepoint:development"
"""Asks for a token in the name of a person, `subject`, who is not asked."""
SCOPES: Final = frozenset(
    {
        *("people.read", "people.write"),
        *("applications.read", "applications.write", "applications.decide"),
        *("payroll.read", "payroll.write"),
        *("events.read", "audit.read", "organisation.write"),
        *("webhooks.read", "webhooks.write"),
        *("imports.read", "imports.write"),
    }
)

_AUTHORITY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")

Algorithm = Literal["ES256", "EdDSA"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key as a JSON Web Key."""

    jwk: Mapping[str, str]

    @property
    def public(self) -> dict[str, str]:
        """The half that everybody may have."""
        return {name: value for name, value in self.jwk.items() if name != "d"}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says, its times and its own name aside."""

    issuer: str
    subject: str
    client_id: str
    scopes: Sequence[str]
    audience: str = AUDIENCE
    minutes: int = 60


def make_key(algorithm: Algorithm = "ES256") -> SigningKey:
    """Return a new key, made at random."""
    if algorithm == "ES256":
        jwk = ECAlgorithm.to_jwk(generate_private_key(SECP256R1()), as_dict=True)
    else:
        jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    return SigningKey({**jwk, "kid": secrets.token_urlsafe(9), "alg": algorithm, "use": "sig"})


def sign_token(key: SigningKey, grant: Grant, now: datetime) -> str:
    """Return an access token after RFC 9068."""
    claims = {
        "iss": grant.issuer,
        "aud": grant.audience,
        "sub": grant.subject,
        "client_id": grant.client_id,
        "scope": " ".join(grant.scopes),
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=grant.minutes)).timestamp()),
        "jti": secrets.token_urlsafe(12),
    }
    headers = {"typ": "at+jwt", "kid": key.jwk["kid"]}
    private = jwt.PyJWK.from_dict(dict(key.jwk)).key
    return jwt.encode(claims, private, key.jwk["alg"], headers)


class KeyFolder:
    """The keys of every authority, the newest last: made when first asked for, then kept."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder: Final = folder

    def keys(self, authority: str) -> list[SigningKey]:
        """Return the keys of an authority."""
        file = self._file(authority)
        if not file.exists():
            self._write(authority, [make_key(_algorithm(authority))])
        return [SigningKey(jwk) for jwk in json.loads(file.read_bytes())["keys"]]

    def rotate(self, authority: str) -> SigningKey:
        """Give an authority a new key to sign with; the old ones are still to be believed."""
        new = make_key(_algorithm(authority))
        self._write(authority, [*self.keys(authority), new])
        return new

    def _write(self, authority: str, keys: Sequence[SigningKey]) -> None:
        text = json.dumps({"keys": [dict(key.jwk) for key in keys]}, indent=2)
        write_secret(self._file(authority), text)

    def _file(self, authority: str) -> Path:
        return self._folder / f"{authority}.json"


def _algorithm(authority: str) -> Algorithm:
    # Some authorities sign in one way, some in the other, so that neither is only a theory.
    return "ES256" if len(authority) % 2 else "EdDSA"


class RefusedError(Exception):
    """A token was refused, in the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.answer: Final = {"error": error, "error_description": description}


def requested(issuer: str, form: Mapping[str, str], minutes: int) -> Grant:
    """Return what a form asks for.

    Raises:
        RefusedError: when it asks for nothing that is given here.
    """
    scopes = form.get("scope", "").split()
    if not scopes or not set(scopes) <= SCOPES:
        raise RefusedError("invalid_scope", f"give scope, of: {' '.join(sorted(SCOPES))}")
    client, kind = form.get("client_id", ""), form.get("grant_type")
    if kind == "client_credentials":
        if not client:
            raise RefusedError("invalid_client", "give client_id; any secret will do")
        return Grant(issuer, client, client, scopes, minutes=minutes)
    if kind == DEVELOPMENT_GRANT:
        subject = form.get("subject", "")
        if not subject:
            raise RefusedError("invalid_request", "give subject: whose token it is to be")
        return Grant(issuer, subject, client or "development", scopes, minutes=minutes)
    known = f"client_credentials and {DEVELOPMENT_GRANT}"
    raise RefusedError("unsupported_grant_type", f"this issuer knows {known}")


class Endpoints:
    """What the issuer answers."""

    def __init__(self, keys: KeyFolder, clock: Clock, port: int, minutes: int) -> None:
        self._keys: Final = keys
        self._clock: Final = clock
        self._root: Final = f"http://{HOST}:{port}"
        self._minutes: Final = minutes

    def app(self) -> Starlette:
        """Return the service. It answers to this machine's own names alone."""
        return Starlette(
            routes=[
                Route("/readyz", self.ready),
                Route("/{authority}/.well-known/openid-configuration", self.configuration),
                Route("/{authority}/jwks", self.jwks),
                Route("/{authority}/token", self.token, methods=["POST"]),
                Route("/{authority}/rotate", self.rotate, methods=["POST"]),
            ],
            # A page of the open web could otherwise have its own name lead here.
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        )

    async def ready(self, _: Request) -> Response:
        """Say that tokens can be had: the clock can be read."""
        return JSONResponse({"status": "ready", "now": self._clock.now().isoformat()})

    async def configuration(self, request: Request) -> Response:
        """Describe an authority's issuer (OpenID Connect Discovery)."""
        issuer = self._issuer(request)
        return JSONResponse(
            {
                "issuer": issuer,
                "jwks_uri": f"{issuer}/jwks",
                "token_endpoint": f"{issuer}/token",
                "grant_types_supported": ["client_credentials", DEVELOPMENT_GRANT],
                "token_endpoint_auth_methods_supported": [
                    *("client_secret_basic", "client_secret_post", "none")
                ],
                "scopes_supported": sorted(SCOPES),
                "response_types_supported": [],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256", "EdDSA"],
            }
        )

    async def jwks(self, request: Request) -> Response:
        """Give the keys by which an authority's tokens are checked."""
        keys = self._keys.keys(_authority(request))
        return JSONResponse({"keys": [key.public for key in keys]})

    async def token(self, request: Request) -> Response:
        """Give a token."""
        no_store = {"Cache-Control": "no-store"}
        form = dict(parse_qsl((await request.body()).decode(errors="replace")))
        try:
            grant = requested(self._issuer(request), _with_client(request, form), self._minutes)
        except RefusedError as error:
            return JSONResponse(error.answer, 400, no_store)
        key = self._keys.keys(_authority(request))[-1]
        answer = {
            "access_token": sign_token(key, grant, self._clock.now()),
            "token_type": "Bearer",
            "expires_in": grant.minutes * 60,
            "scope": " ".join(grant.scopes),
        }
        return JSONResponse(answer, headers=no_store)

    async def rotate(self, request: Request) -> Response:
        """Sign with a new key from now on, and let the old ones be believed still."""
        return JSONResponse(self._keys.rotate(_authority(request)).public)

    def _issuer(self, request: Request) -> str:
        return f"{self._root}/{_authority(request)}"


def _authority(request: Request) -> str:
    authority: str = request.path_params["authority"]
    if not _AUTHORITY.fullmatch(authority):
        raise HTTPException(404)
    return authority


def _with_client(request: Request, form: Mapping[str, str]) -> Mapping[str, str]:
    """Add the client that the header names, as most libraries name it."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return form
    try:
        client = base64.b64decode(value, validate=True).decode().partition(":")[0]
    except ValueError:
        return {**form, "client_id": ""}
    return {**form, "client_id": unquote_plus(client)}


def serve(
    keys: Annotated[Path, typer.Option(help="The folder to keep the keys in.")],
    port: Annotated[int, typer.Option(help="The port of this machine to listen on.")] = 9000,
    minutes: Annotated[int, typer.Option(min=1, help="How long a token is good for.")] = 60,
    clock_file: Annotated[
        Path | None, typer.Option(envvar="CLOCK_FILE", help="A file that moves the clock.")
    ] = None,
) -> None:
    """Give tokens to whoever asks on this machine, until stopped."""
    clock: Clock = FileClock(clock_file) if clock_file else SystemClock()
    clock.now()  # refuses a file that tells no time
    app = Endpoints(KeyFolder(keys), clock, port, minutes).app()
    uvicorn.run(app, host=HOST, port=port, server_header=False)


if __name__ == "__main__":
    typer.run(serve)
