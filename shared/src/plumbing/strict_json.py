"""JSON as RFC 8259 has it, read strictly and fast, and the body that it comes in.

What two parsers could read differently, or what a database or a renderer would trip over later,
is refused here, so that nothing behind needs to think of it. No float leaves this module.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final, NoReturn

from starlette.requests import ClientDisconnect, Request

from plumbing.problems import PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, ProblemError

JSON_MEDIA_TYPES: Final = ("application/json",)

_MOST_DIGITS: Final = 19
_LONGEST_NUMBER: Final = 64
_BYTE_ORDER_MARK: Final = "\ufeff"
_FORBIDDEN: Final = re.compile("[\x00\ud800-\udfff]")
# An unterminated string runs to the end: were it no match, each quote in it would be tried again,
# and a hostile body would cost the square of its length.
_STRINGS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))


class MalformedJsonError(Exception):
    """The body is no JSON that we read. `str(error)` says why, and repeats nothing of it."""


class NotWhole(Decimal):
    """A JSON number with a fraction.

    A type of its own, so that the wire types can tell it from a decimal of our own making: a
    decimal comes as a string, and `1.25` is not one.
    """


def parse(body: bytes, *, max_depth: int = 32) -> object:
    """Read a JSON document.

    Whole numbers come as `int`, also where they are written `3.0`; others as `Decimal`.

    Raises:
        MalformedJsonError: It is not UTF-8, not JSON, empty or nested deeper than `max_depth`, or
            has a name twice in an object, a number that is not finite, has more than 19 digits
            before the point or 64 characters in all, a NUL, half a surrogate pair, or a byte
            order mark.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedJsonError(f"Byte {error.start} is not UTF-8.") from None
    if text.count("{") + text.count("[") > max_depth:
        _check_depth(body, max_depth)
    try:
        document: object = _DECODER.decode(text)
    except JSONDecodeError as error:
        raise MalformedJsonError(_words(error, text)) from None
    # Raw, the two cannot arrive: UTF-8 has no surrogates, and JSON no raw control characters.
    if "\\" in text and "\\u" in text:
        _check_strings(document)
    return document


def _words(error: JSONDecodeError, text: str) -> str:
    if not text.strip(" \t\r\n"):
        return "The body is empty: send a JSON document."
    if text.startswith(_BYTE_ORDER_MARK):
        return "The body starts with a byte order mark: send UTF-8 without it."
    reason = error.msg.removesuffix(" at")
    return f"{reason} at line {error.lineno}, column {error.colno}."


def _check_depth(body: bytes, max_depth: int) -> None:
    """Count nesting with C loops only: take away strings, then innermost pairs, layer by layer."""
    brackets = _STRINGS.sub(b"", body).translate(_ONE_KIND, _ALL_BUT_BRACKETS)
    for _ in range(max_depth):
        if not brackets:
            return
        brackets = brackets.replace(b"[]", b"")
    if brackets:
        raise MalformedJsonError(f"The document is nested deeper than {max_depth} levels.")


def _check_strings(document: object) -> None:
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            if _FORBIDDEN.search(value):
                raise MalformedJsonError("A string holds a NUL or half a surrogate pair.")
        elif isinstance(value, dict):
            pending.extend(value)
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJsonError("An object has the same name twice.")
    return members


def _whole(literal: str) -> int:
    if len(literal) > _MOST_DIGITS and len(literal.lstrip("-")) > _MOST_DIGITS:
        raise MalformedJsonError(f"A number has more than {_MOST_DIGITS} digits.")
    return int(literal)


def _number(literal: str) -> int | Decimal:
    if len(literal) > _LONGEST_NUMBER:
        raise MalformedJsonError(f"A number has more than {_LONGEST_NUMBER} characters.")
    try:
        value = NotWhole(literal)
    except InvalidOperation:
        raise MalformedJsonError("A number is too large or too small.") from None
    if not -_LONGEST_NUMBER <= value.adjusted() < _MOST_DIGITS:
        raise MalformedJsonError("A number is too large or too small.")
    return int(value) if value == value.to_integral_value() else value


def _constant(_: str) -> NoReturn:
    raise MalformedJsonError("NaN and Infinity are not JSON.")


_DECODER: Final = JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_constant
)


async def read_body(
    request: Request, *, limit: int, media_types: Iterable[str] = JSON_MEDIA_TYPES
) -> bytes:
    """Read the body, whole, if it is of a media type that is read here.

    Raises:
        ProblemError: 415 for another media type, charset or content coding; 413 as soon as more
            than `limit` bytes are announced or have come.
        ClientDisconnect: The client went away before the end.
    """
    check_body_headers(request.scope["headers"], limit, media_types)
    receive = request.receive
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        if not message.get("more_body", False):
            return b"".join(chunks) + chunk if chunks else chunk
        chunks.append(chunk)


def check_body_headers(
    headers: Iterable[tuple[bytes, bytes]], limit: int, media_types: Iterable[str]
) -> None:
    """Make sure that a body is one to read, by what its headers say.

    Raises:
        ProblemError: 415 or 413, as `read_body`.
    """
    content_types = []
    for name, value in headers:
        if name == b"content-type":
            content_types.append(value)
        elif name == b"content-length" and _number_of_bytes(value) > limit:
            raise too_large(limit)
        elif name == b"content-encoding" and value.lower() != b"identity":
            raise ProblemError(UNSUPPORTED_MEDIA_TYPE, "Send the body without a content coding.")
    if len(content_types) != 1 or not _is_read(content_types[0].decode("latin-1"), media_types):
        accepted = " or ".join(media_types)
        raise ProblemError(UNSUPPORTED_MEDIA_TYPE, f"Send {accepted}, in UTF-8.")


def _number_of_bytes(content_length: bytes) -> int:
    # Servers check this header; here it need only be safe, and more digits mean more bytes.
    return int(content_length[:_MOST_DIGITS]) if content_length.isdigit() else 0


def _is_read(content_type: str, media_types: Iterable[str]) -> bool:
    if content_type in media_types:
        return True
    media_type, *parameters = content_type.lower().split(";")
    if media_type.strip() not in media_types:
        return False
    pairs = (parameter.partition("=") for parameter in parameters)
    charsets = [value.strip().strip('"') for name, _, value in pairs if name.strip() == "charset"]
    return charsets in ([], ["utf-8"])


def too_large(limit: int) -> ProblemError:
    """The problem of a body of more than so many bytes."""
    return ProblemError(PAYLOAD_TOO_LARGE, f"The body may have at most {limit} bytes.")
