"""What a figure is an answer to, as a key that is the same wherever the same is asked.

Promises: a key depends on the figure alone; figures of measures that no two documents can be asked about have none.
Does not: say which keys are one question (see ``meeting``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from witnessmark.comparing.counted import fold, fold_event, fold_place, is_asked, is_bare, is_general, is_specific
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Figure, Number

TELLING_DIGITS = 2
"""Where the words alone do not make a question, figures meet that are the same and have this many significant digits:
two reports of "64 prisoners" may speak of the same ones, two of "4 prisoners" do so by chance."""

TELLING_DIGITS_BARE = 3
"""The same for words that say nothing at all: "131 people"."""

LEAST_GENERAL = 21
"""Under words for people in general, smaller numbers and round ones ("14,000 prisoners") are no telling ones."""

LONGEST_NUMBER = 10**30
"""Larger figures are no count of anything: they meet by their words alone."""

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True, order=True)
class QuestionKey:
    """What a figure is an answer to; equal keys are one question."""

    measure: str
    counted: tuple[str, ...]
    place: str
    event: str
    period: str
    number: str
    """The figure, ``64`` or ``80 to 100``, where only the same figure answers; else empty."""
    scope: str = ""
    """What its text tells of, where the figure names no time: a year, days (``@2021-11-08``), or what nobody knows."""

    @property
    def text(self) -> str:
        """The key as one line, for an index: ``persons.executed|political prisoner||||``."""
        parts: tuple[str, ...] = (
            self.measure,
            " ".join(self.counted),
            self.place,
            self.event,
            self.period,
            self.number,
        )
        parts += (self.scope,) if self.scope else ()
        return _SEPARATOR.join(parts)


def question_id(text: str) -> str:
    """Return the id of a question by its key: ``q`` and 64 bits in hexadecimal digits."""
    return "q" + hashlib.sha256(text.encode()).hexdigest()[:16]


def key_of(figure: Figure) -> QuestionKey | None:
    """Return the question that ``figure`` answers, or None where its words name none that other texts can answer.

    None for measures that are never asked (lengths of time, money, shares ...), for a figure without counted words,
    and for words that are not specific where the figure is too common to tell by itself what is meant.
    """
    if not is_asked(figure.measure) or not figure.counted:
        return None
    counted = fold(figure.counted)
    if not counted:
        return None
    where = fold_place(figure.place), fold_event(figure.event), figure.period or ""
    if any(where) or is_specific(figure.measure, counted):
        return QuestionKey(figure.measure, counted, *where, number="")
    number = telling_number(figure, counted)
    return QuestionKey(figure.measure, counted, *where, number=number) if number else None


def telling_number(figure: Figure, counted: tuple[str, ...]) -> str:
    """Return the figure in words where it is so particular that the same one elsewhere is no chance; else ""."""
    ends = _ends(figure)
    if figure.approximate or any(not -LONGEST_NUMBER < end < LONGEST_NUMBER for end in ends):
        return ""
    if is_general(counted) and (ends[-1:] < [LEAST_GENERAL] or (len(ends) == 1 and not ends[0] % 10)):
        return ""
    least = TELLING_DIGITS_BARE if is_bare(counted) else TELLING_DIGITS
    return "" if _digits(ends) < least else " to ".join(f"{end:,}" for end in ends)


def is_telling(figure: Figure) -> bool:
    """Tell whether a figure has so many significant digits that one party's same figures are about the same."""
    ends = _ends(figure)
    return all(-LONGEST_NUMBER < end < LONGEST_NUMBER for end in ends) and _digits(ends) >= TELLING_DIGITS


def _digits(ends: Iterable[Number]) -> int:
    return sum(len(str(end).replace(".", "").strip("0")) for end in ends)


def _ends(figure: Figure) -> list[Number]:
    """Return the one number of a figure, or the two of a range: "at least 64" and "64" are about the same 64."""
    return sorted({end for end in (figure.lo, figure.hi) if end is not None})


def question_text(figure: Figure) -> str | None:
    """Return the key of the question that ``figure`` answers as one line, or None."""
    key = key_of(figure)
    return key.text if key else None


def folded(words: str | None) -> str:
    """Return words as they are compared, or "" where there are none."""
    return " ".join(words_of(words).normal) if words else ""
