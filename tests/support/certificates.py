"""A certificate authority of the suite's own, and certificates that it, or nobody, stands for."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificates:
    """The authority: its own certificate in a file, and its key."""

    folder: Path
    ca: x509.Certificate
    key: EllipticCurvePrivateKey

    @classmethod
    def made_in(cls, folder: Path) -> "Certificates":
        """A new authority."""
        key = generate_private_key(SECP256R1())
        ca = _certificate("Suite", key, "Suite", key, is_authority=True)
        made = cls(folder, ca, key)
        made.ca_file.write_bytes(ca.public_bytes(Encoding.PEM))
        return made

    @property
    def ca_file(self) -> Path:
        """What to trust."""
        return self.folder / "webhook-authority.pem"

    def context(self, host: str, *, expired: bool = False) -> ssl.SSLContext:
        """What a server of a host presents."""
        key = generate_private_key(SECP256R1())
        issued = _certificate(host, key, "Suite", self.key, expired=expired)
        file = self.folder / f"{host}-{'expired' if expired else 'good'}.pem"
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(pem + issued.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _certificate(
    subject: str,
    key: EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: EllipticCurvePrivateKey,
    *,
    is_authority: bool = False,
    expired: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    ends = now - _DAY if expired else now + _DAY
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 2 * _DAY)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_alternative(subject)]), critical=False
        )
    return builder.sign(issuer_key, SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
