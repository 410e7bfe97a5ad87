"""Reads the body of a determination's request, alone or as a line of a batch."""

from datetime import date
from functools import lru_cache
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType
from pydantic import ValidationError

from paycalc.domain.days import FIRST_DAY, LAST_DAY
from paycalc.operations.determinations import Question
from paycalc.schemas.determinations import LONGEST_REFERENCE, DeterminationQuestion
from plumbing.flat_json import FlatReader, Scalar
from plumbing.strict_json import parse
from plumbing.validation_words import refused_request
from plumbing.wire import SHA256, SLUG

_MOST_IDS: Final = 256
_Id = Annotated[str, Meta(max_length=64)]  # so that what is remembered of them stays small


class _Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    """The members of a question, as far as JSON and its types tell."""

    scheme: _Id
    pathway: _Id
    facts: dict[str, Scalar]
    known_on: date | UnsetType | None = UNSET
    rules_on: date | UnsetType | None = UNSET
    scheme_sha256: Annotated[str, Meta(min_length=1)] | UnsetType | None = UNSET
    client_reference: (
        Annotated[str, Meta(min_length=1, max_length=LONGEST_REFERENCE)] | UnsetType | None
    ) = UNSET


_ALWAYS: Final = 3
"""How many members a question has at least."""


def _members(asked: _Envelope) -> int:
    return (
        _ALWAYS
        + len(asked.facts)
        + (asked.known_on is not UNSET)
        + (asked.rules_on is not UNSET)
        + (asked.scheme_sha256 is not UNSET)
        + (asked.client_reference is not UNSET)
    )


_READER: Final = FlatReader(_Envelope, _members)
_is_id: Final = lru_cache(_MOST_IDS)(SLUG.matches)  # the same few come again and again


def read_question(body: bytes) -> Question:
    """Return the question that a JSON document asks.

    Raises:
        MalformedJsonError: when it is not JSON as it is read here.
        ProblemError: when it does not match the contract.
    """
    return read_plainly(body) or read_strictly(body)


def read_plainly(body: bytes) -> Question | None:
    """Return what `read_strictly` would, at less cost; None where that has to look itself."""
    asked = _READER.read(body)
    if asked is None or not (_is_id(asked.scheme) and _is_id(asked.pathway)):
        return None
    known_on, rules_on = asked.known_on or None, asked.rules_on or None
    sha256, reference = asked.scheme_sha256 or None, asked.client_reference or None
    if not (
        (known_on is None or FIRST_DAY <= known_on <= LAST_DAY)
        and (rules_on is None or FIRST_DAY <= rules_on <= LAST_DAY)
        and (sha256 is None or SHA256.matches(sha256))
        and (reference is None or reference.isprintable())
    ):
        return None
    return Question(asked.scheme, asked.pathway, asked.facts, known_on, rules_on, sha256, reference)


def read_strictly(body: bytes) -> Question:
    """Return the question that any JSON document asks, or say what is wrong with it.

    Raises:
        MalformedJsonError: when it is not JSON as it is read here.
        ProblemError: when it does not match the contract.
    """
    document = parse(body)
    try:
        question = DeterminationQuestion.model_validate(document)
    except ValidationError as error:
        raise refused_request(error, document) from None
    return Question(
        question.scheme,
        question.pathway,
        question.facts,
        question.known_on,
        question.rules_on,
        question.scheme_sha256,
        question.client_reference,
    )
