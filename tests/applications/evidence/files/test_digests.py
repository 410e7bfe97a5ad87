"""What a sender says of their bytes, as RFC 9530 has it."""

import base64
import hashlib
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some

from applications.evidence.domain.files.digests import check_digests, read_digests, write_digest
from applications.evidence.domain.files.refusals import WrongDigestError

CONTENT: Final = b"hello"
SHA_256: Final = hashlib.sha256(CONTENT).digest()
SHA_512: Final = hashlib.sha512(CONTENT).digest()


def said(algorithm: str, digest: bytes) -> str:
    return f"{algorithm}=:{base64.b64encode(digest).decode()}:"


def test_both_algorithms_are_read_and_others_left_alone() -> None:
    header = f"{said('unixsum', b'1')}, {said('sha-256', SHA_256)} , {said('sha-512', SHA_512)}"

    assert read_digests(header) == {"sha-256": SHA_256, "sha-512": SHA_512}


def test_what_we_write_can_be_read() -> None:
    assert read_digests(write_digest(SHA_256)) == {"sha-256": SHA_256}


@pytest.mark.parametrize(
    "header", ["", "sha-256", "sha-256=abc", "sha-256=:!:", "sha-256=:a:", "md5=:AAAA:", "a,,b"]
)
def test_what_cannot_be_checked_is_refused_and_not_passed_over(header: str) -> None:
    with pytest.raises(WrongDigestError):
        read_digests(header)


@given(some.text(max_size=200))
def test_no_header_breaks_the_reading(header: str) -> None:
    refuses_or_reads(lambda: read_digests(header))


def refuses_or_reads(read: Callable[[], object]) -> None:
    try:
        read()
    except WrongDigestError:
        return


def test_a_digest_of_something_else_is_seen() -> None:
    computed = {"sha-256": SHA_256, "sha-512": SHA_512}
    check_digests([read_digests(said("sha-256", SHA_256)), {"sha-512": SHA_512}], computed)

    with pytest.raises(WrongDigestError):
        check_digests([{"sha-256": SHA_256}, {"sha-512": b"other"}], computed)
