"""Writes words of sources into a page so that they are inert, visible and the same.

Promises: no character of a source can act on the page (markup, control characters, direction overrides); what cannot
be shown is shown by its code point; `data-code` names it, so that the exact words can be read back.
Does not: change, trim or translate words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

_ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u061c\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates of direction
    "\u2060-\u2064\ufeff\U000e0000-\U000e0fff"  # invisible characters that can hide words
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)

_BREAKS = re.compile("[\t\n\r\u2028\u2029]")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LETTER = re.compile(r"[^\W\d_]")

_RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

LONG = 6000
"""Characters of one paragraph, or of one shared stretch of words, that are shown whole."""

CONTEXT = 400
"""Characters that are shown on either side where something longer is left out."""


def shown(text: str) -> Markup:
    """Return ``text`` as markup in which nothing acts and nothing is hidden."""
    written = str(escape(text)).replace("\r", "&#13;")
    return Markup(_ACTING.sub(_code, written))  # noqa: S704 - escaped in the line above


def shown_in_line(text: str) -> Markup:
    """Return a name as ``shown`` does, with line ends and tabs shown as well, which a page would make one space."""
    return shown(text) if text.isprintable() else Markup(_BREAKS.sub(_code, str(shown(text)).replace("&#13;", "\r")))  # noqa: S704


def _code(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f'<span class="code" data-code="{point:x}">U+{point:04X}</span>'


def plain(text: str) -> Markup:
    """Return ``text`` for a title or an attribute, where no element can stand: acting characters become their codes."""
    return escape(_ACTING.sub(lambda match: f"U+{ord(match.group()):04X}", text).replace("\r", " "))


def direction_of(words: str) -> str:
    """Return ``rtl`` where most letters of ``words`` are written from right to left, else ``ltr``."""
    turned = len(_RIGHT_TO_LEFT.findall(words))
    return "rtl" if turned and 2 * turned > len(_LETTER.findall(words)) else "ltr"


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words with how they are set: their language ("" where it is not known) and their direction."""

    words: str
    language: str
    direction: str

    @classmethod
    def of(cls, words: str, language: str | None) -> Quote:
        """Return ``words`` of a text in ``language``; a name in another script than the language's has none."""
        direction = direction_of(words)
        known = language if language and _LANGUAGE.fullmatch(language) else ""
        turned = known.split("-")[0].lower() in _RIGHT_TO_LEFT_LANGUAGES
        return cls(words, known if turned == (direction == "rtl") else "", direction)


def left_out(characters: int) -> Markup:
    """Return the note that stands for words that are not shown."""
    return Markup('<span class="omitted" dir="ltr" lang="en"> [{} characters are not shown here] </span>').format(
        f"{characters:,}"
    )
