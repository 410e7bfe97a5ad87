"""NHS numbers, National Insurance numbers and postcodes."""

import re
from collections.abc import Iterator
from typing import Final

from applications.evidence.domain.identifiers_text import Span

_TEN_DIGITS: Final = re.compile(
    r"(?<![\d])(?=(?P<spaced>\d{3}[ .-]{1,3}\d{3}[ .-]{1,3}\d{4}|\d{10}|\d(?:[ .-]\d){9})(?!\d))"
)
_LABELLED: Final = re.compile(
    r"\bNHS\b[^\d;!?]{0,24}(?P<digits>\d(?:[ .-]{0,3}\d){9})(?!\d)", re.IGNORECASE
)
_MODULUS: Final = 11

_NATIONAL_INSURANCE: Final = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z]"
    r"[ ./-]{0,3}(?:\d[ ./-]{0,3}){5}\d[ ./-]{0,3}[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)
_WITHOUT_SUFFIX: Final = re.compile(
    r"\b(?:NI|NINO|national insurance)\b[^\d;!?]{0,24}?(?<![A-Z0-9])"
    r"(?P<number>(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ ./-]{0,3}(?:\d[ ./-]{0,3}){5}\d)(?![A-Z0-9])",
    re.IGNORECASE,
)

_POSTCODE: Final = re.compile(
    r"(?<![A-Z0-9])(?:(?P<area>[A-PR-UWYZ][A-HK-Y]?)\d(?:\d|[A-HJKMNPR-Y])?[ .-]{0,2}"
    r"(?P<inward>\d[ABD-HJLNP-UW-Z]{2})|GIR ?0AA)(?![A-Z0-9])",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"1st|2nd|3rd|\dth")
_AREA_NAMES: Final = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN "
    "DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA "
    "LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG "
    "SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS: Final = frozenset(_AREA_NAMES.split())


def nhs_numbers_in(text: str) -> Iterator[Span]:
    """Ten digits whose last one checks the others.

    They stand together, as 3, 3 and 4, or each by itself; after the word NHS, in any other groups.
    """
    for match in _TEN_DIGITS.finditer(text):
        if _is_nhs_number(match["spaced"]):
            yield match.span("spaced")
    for match in _LABELLED.finditer(text):
        if _is_nhs_number(match["digits"]):
            yield match.span("digits")


def _is_nhs_number(written: str) -> bool:
    digits = [int(character) for character in written if character.isdigit()]
    weighed = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    all_alike = len(set(digits)) == 1
    return not all_alike and digits[9] == -weighed % _MODULUS


def national_insurance_numbers_in(text: str) -> Iterator[Span]:
    """Numbers with a prefix that is given to people and a suffix; after its label, without one."""
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield match.span()
    for match in _WITHOUT_SUFFIX.finditer(text):
        yield match.span("number")


def postcodes_in(text: str) -> Iterator[Span]:
    """Whole postcodes of areas that exist. Half a one is a district, not an address."""
    for match in _POSTCODE.finditer(text):
        area = match["area"]
        if area is None or (area.upper() in _AREAS and not _ORDINAL.fullmatch(match["inward"])):
            yield match.span()
