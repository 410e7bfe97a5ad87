"""What a sender says of the bytes they send: `Content-Digest` and `Repr-Digest` (RFC 9530)."""

import base64
import re
from collections.abc import Iterable, Mapping
from typing import Final

from applications.evidence.domain.files.refusals import WrongDigestError

ALGORITHMS: Final = ("sha-256", "sha-512")
_MEMBER: Final = re.compile(r"([a-z*][a-z0-9_.*-]{0,31})=:([A-Za-z0-9+/]{0,172}={0,2}):")
_UNCLEAR: Final = (
    "The digest cannot be read. Send `sha-256=:...:` or `sha-512=:...:`, the digest in base64 "
    "between the colons, or leave the header out."
)


def read_digests(header: str) -> Mapping[str, bytes]:
    """The digests of a header that we can compute, by algorithm.

    Raises:
        WrongDigestError: It is not as RFC 9530 has it, or names none that we can compute: what was
            asked to be checked and cannot be is refused.
    """
    found: dict[str, bytes] = {}
    for member in header.split(","):
        match = _MEMBER.fullmatch(member.strip(" \t"))
        if match is None:
            raise WrongDigestError(_UNCLEAR)
        if match[1] in ALGORITHMS:
            found[match[1]] = _decoded(match[2])
    if not found:
        raise WrongDigestError(_UNCLEAR)
    return found


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        raise WrongDigestError(_UNCLEAR) from None


def check_digests(asked: Iterable[Mapping[str, bytes]], computed: Mapping[str, bytes]) -> None:
    """Make sure that what came is what was sent.

    Raises:
        WrongDigestError: It is not.
    """
    for digests in asked:
        for algorithm, digest in digests.items():
            if computed[algorithm] != digest:
                raise WrongDigestError(
                    "What arrived does not have the digest that came with it: it changed on its "
                    "way, or the digest is of another file. Send it again."
                )


def write_digest(sha256: bytes) -> str:
    """A SHA-256 digest as the value of a header."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"
