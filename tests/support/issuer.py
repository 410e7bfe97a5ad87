"""An issuer of the suite's own: real keys, and a real key set over HTTP for each authority."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm

AUDIENCE = "spinepoint-applications"


class Issuer:
    """Signs tokens for many authorities with one key, which can be changed.

    `asked` counts how often the key set was fetched.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked = 0
        self.is_away = False
        self._keys: dict[str, EllipticCurvePrivateKey] = {}
        self.current = ""
        self.rotate()

    def rotate(self, *, forget: bool = False) -> str:
        """Sign with a new key from now on; the old ones stay published unless forgotten."""
        if forget:
            self._keys.clear()
        self.current = uuid4().hex
        self._keys[self.current] = generate_private_key(SECP256R1())
        return self.current

    def of(self, authority: str) -> str:
        """The issuer's name for one authority."""
        return f"{self.url}/{authority}"

    @property
    def jwks_uri(self) -> str:
        """Where the key set is."""
        return f"{self.url}/jwks"

    def key_set(self) -> bytes:
        """The key set, as it is published."""
        keys = [
            {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "alg": "ES256"}
            for name, key in self._keys.items()
        ]
        return json.dumps({"keys": keys}).encode()

    def token(  # noqa: PLR0913 - what a token may say, all by name
        self,
        authority: str,
        *,
        subject: str | None,
        scopes: Sequence[str],
        client_id: str = "test-client",
        now: datetime | None = None,
        minutes: int = 600,
        key_id: str | None = None,
        type_: str = "at+jwt",
        **claims: object,
    ) -> str:
        """An access token by RFC 9068."""
        at = now or datetime.now(UTC)
        content = {
            "iss": self.of(authority),
            "aud": AUDIENCE,
            "sub": subject or client_id,
            "client_id": client_id,
            "scope": " ".join(scopes),
            "iat": int(at.timestamp()),
            "exp": int((at + timedelta(minutes=minutes)).timestamp()),
            "jti": uuid4().hex,
        } | claims
        return self.sign(content, type_=type_, key_id=key_id)

    def sign(
        self, content: dict[str, Any], *, type_: str = "at+jwt", key_id: str | None = None
    ) -> str:
        """A token of any content, signed with a key of ours."""
        name = key_id or self.current
        headers = {"typ": type_, "kid": name}
        encoded = json.dumps(content).encode()
        return jwt.api_jws.encode(encoded, self._keys[name], algorithm="ES256", headers=headers)

    def public_pem(self) -> bytes:
        """The public key that tokens are verified with now."""
        key = self._keys[self.current].public_key()
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@contextmanager
def serving_issuer() -> Iterator[Issuer]:
    """An issuer that answers until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            body = b"" if issuer.is_away else issuer.key_set()
            self.send_response(503 if issuer.is_away else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
