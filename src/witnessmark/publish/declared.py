"""What a line of ``read --jsonl`` says of its text: the language and the day of publication.

Promises: a tag of a language (BCP 47) gives the code that readers go by, whatever its case, region and script; what is
no tag, and a date that no calendar has, is refused with a line that says so.
Does not: know which languages there are; a code that no reader has is handed on as it is.
"""

from __future__ import annotations

import re
from typing import Final

from witnessmark.comparing.moments import moment_of
from witnessmark.nouns import Edtf

_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
"""RFC 5646, 2.1, without the words of five letters and more that no language has, and tags that name no language."""

_TWO_LETTERS: Final = {
    three: two
    for two, codes in {
        "ar": "ara arb",
        "de": "deu ger",
        "en": "eng",
        "es": "spa",
        "fa": "fas per pes prs",
        "fr": "fra fre",
        "sv": "swe",
    }.items()
    for three in codes.split()
}
"""The codes of three letters (ISO 639-2 and 639-3) of the languages that we read."""

_UNTOLD: Final = frozenset(["und", "mis", "mul", "zxx"])
"""Codes that leave the language open: it is detected."""

_EDTF = re.compile(r"[-Y\d][-\dXTZ:./~?%]{3,}")
_LOOSE: Final = str.maketrans("", "", "~?%")


def language_from(tag: object) -> str | None:
    """Return the code of the language that ``tag`` names: ``en`` for "en-GB" and "eng"; None where it leaves it open.

    Raises ValueError where it is no tag.
    """
    if tag is None:
        return None
    if not isinstance(tag, str) or not _TAG.fullmatch(tag.lower()):
        shown = f"{tag[:40]!r}" if isinstance(tag, str) else "it"
        raise ValueError(f"its language is not a code such as en or en-GB (BCP 47); {shown} is none")
    code = tag.lower().split("-")[0]
    return None if code in _UNTOLD else _TWO_LETTERS.get(code, code)


def published_from(given: object) -> Edtf | None:
    """Return the day of publication; raises ValueError where it is not EDTF or no calendar has it."""
    if given is None:
        return None
    if not isinstance(given, str) or not _EDTF.fullmatch(given):
        raise ValueError("its date of publication is not EDTF, such as 2021-08-17")
    if moment_of(Edtf(given.translate(_LOOSE))) is None:
        raise ValueError(f"its date of publication, {given[:40]}, is one that no calendar has")
    return Edtf(given)
