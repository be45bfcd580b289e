"""Codes of the state: unified social credit codes, organization codes and administrative division codes.

Every function takes text as people type it and touches no table: whether a division exists is the register's matter.

Law: GB 32100-2015 (credit code), GB 11714-1997 (organization code), GB/T 2260 and GB/T 10114 (divisions).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

USCC_LENGTH = 18
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 signs of the credit code: I, O, S, V and Z are left out, being easily misread."""

USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(USCC_LENGTH - 1))
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

UsccError = Literal["uscc_length", "uscc_characters", "uscc_check_digit"]
Level = Literal["province", "prefecture", "county", "township", "village"]

LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


class CodeError(ValueError):
    """A code that cannot be read at all; `code` names the fault and `params` holds what was given."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class UsccResult:
    """What a typed credit code turned out to be: its canonical form and the first fault found, if any."""

    normalized: str
    error_code: UsccError | None = None

    @property
    def valid(self) -> bool:
        """Whether the code may be stored as the key of an enterprise."""
        return self.error_code is None


def fold(text: str) -> str:
    """Return the text in half-width capitals without white space or invisible signs."""
    folded = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return "".join(folded.split()).upper()


def normalize_uscc(text: str) -> str:
    """Return a credit code as the register writes it: half-width, no spaces, capitals; nothing is repaired."""
    return fold(text)


def uscc_check_character(first_seventeen: str) -> str:
    """Return the eighteenth sign that belongs to the first seventeen.

    Raises: CodeError `uscc_characters` when a sign is not of the alphabet, `uscc_length` when there are not seventeen.
    """
    if len(first_seventeen) != USCC_LENGTH - 1:
        raise CodeError("uscc_length", given=first_seventeen)
    if not set(first_seventeen) <= set(USCC_ALPHABET):
        raise CodeError("uscc_characters", given=first_seventeen)
    total = sum(USCC_ALPHABET.index(sign) * weight for sign, weight in zip(first_seventeen, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def check_uscc(text: str) -> UsccResult:
    """Judge a credit code as typed: its length, its signs (the region in places 3 to 8 is digits), its check sign."""
    code = normalize_uscc(text)
    if len(code) != USCC_LENGTH:
        return UsccResult(code, "uscc_length")
    if not set(code) <= set(USCC_ALPHABET) or not _is_digits(code[2:8]):
        return UsccResult(code, "uscc_characters")
    if uscc_check_character(code[:-1]) != code[-1]:
        return UsccResult(code, "uscc_check_digit")
    return UsccResult(code)


def make_uscc(region: str, serial: int, prefix: str = "91") -> str:
    """Return a well-formed credit code for an invented firm of a county.

    `region` is the six-digit county code, `serial` any natural number below 31 ** 6; the organization code begins with
    "MA" as real ones of newer firms do. Only for demonstrations and tests.

    Raises: CodeError when region or serial cannot be encoded.
    """
    if len(region) != 6 or not _is_digits(region):
        raise CodeError("division_code", given=region)
    if not 0 <= serial < 31**6:
        raise CodeError("uscc_serial", given=serial)
    signs = ""
    for _place in range(6):
        serial, rest = divmod(serial, 31)
        signs = USCC_ALPHABET[rest] + signs
    body = "MA" + signs
    stem = prefix + region + body + organization_check_character(body)
    return stem + uscc_check_character(stem)


def organization_check_character(first_eight: str) -> str:
    """Return the ninth sign of an organization code.

    Raises: CodeError `organization_code` unless eight digits or capital letters are given.
    """
    if len(first_eight) != 8 or not set(first_eight) <= set(_ORGANIZATION_ALPHABET):
        raise CodeError("organization_code", given=first_eight)
    pairs = zip(first_eight, ORGANIZATION_WEIGHTS, strict=True)
    rest = 11 - sum(_ORGANIZATION_ALPHABET.index(sign) * weight for sign, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def check_organization_code(text: str) -> bool:
    """Tell whether nine signs, with or without the hyphen before the last, form an organization code."""
    code = fold(text).replace("-", "")
    if len(code) != 9:
        return False
    try:
        return organization_check_character(code[:8]) == code[8]
    except CodeError:
        return False


def organization_code_of(uscc: str) -> str:
    """Return the organization code that a valid credit code contains (places 9 to 17)."""
    return uscc[8:17]


def trim_division(text: str) -> str:
    """Return a division code in the short form whose prefixes are its ancestors.

    Padded forms lose their zeros: 410000 and 410000000000 become 41, 411681000 becomes 411681. The city codes that
    double as counties (441900: a city with townships directly below) become the city, 4419.

    Raises: CodeError `division_code` unless the text is 2, 4, 6, 9 or 12 digits.
    """
    code = fold(text)
    if not _is_digits(code) or len(code) not in LEVELS:
        raise CodeError("division_code", given=text)
    for length, padding in ((12, 3), (9, 3), (6, 2), (4, 2)):
        if len(code) == length and code.endswith("0" * padding):
            code = code[:-padding]
    return code


def level_of(code: str) -> Level:
    """Return the level of a division code in short form.

    Raises: CodeError `division_code` for any other length.
    """
    try:
        return LEVELS[len(code)]
    except KeyError:
        raise CodeError("division_code", given=code) from None


def ancestors_of(code: str) -> tuple[str, ...]:
    """Return the codes above a division by its digits, nearest first; jurisdiction may say otherwise."""
    return tuple(code[:length] for length in sorted(LEVELS, reverse=True) if length < len(code))


def parent_of(code: str) -> str:
    """Return the code next above a division by its digits, empty for a province."""
    return next(iter(ancestors_of(code)), "")


def chain_of(code: str) -> tuple[str, ...]:
    """Return the division itself and the codes above it, nearest first."""
    return (code, *ancestors_of(code)) if code else ()


def county_of(code: str) -> str:
    """Return the county part of a county, township or village code, and nothing for a higher level."""
    return code[:6] if len(code) >= 6 else ""


def is_within(code: str, ancestor: str) -> bool:
    """Tell whether a division is the ancestor itself or lies below it; the empty ancestor is the whole country."""
    return code.startswith(ancestor)


def subtree_bounds(code: str) -> tuple[str, str]:
    """Return the half-open range of codes of a division and everything below it, for an index range scan.

    Digits alone are compared, so that the range holds under every collation.
    """
    if not _is_digits(code):
        raise CodeError("division_code", given=code)
    return code, str(int(code) + 1).zfill(len(code))


def prefixes_of_trade(code: str) -> Iterator[str]:
    """Yield the trade codes that contain an industry code, longest first: 2614, 261, 26.

    The section letter, if given, is dropped: it follows from the division.
    """
    digits = fold(code).lstrip("ABCDEFGHIJKLMNOPQRST")
    if _is_digits(digits):
        for length in range(len(digits), 1, -1):
            yield digits[:length]


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
