"""Sets figures that answer the same question side by side, and counts whom the answers come from.

Promises: figures meet only where measure, counted words, place, period and event are all the same, and where these
say too little, only where the figure is the same as well; every count says what it counts; an origin count is an upper
bound; the result does not depend on the order of the figures.
Does not: assert an answer, know synonyms, or put figures of one question together that name their place or time
differently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..nouns import Answer, Digest, Edtf, Figure, Number, Question
from .counted import fold, is_asked, is_bare, is_specific, qualifier, vocabulary
from .words import words_of

VERSION = f"questions/1 counted/{vocabulary().version}"
"""Names everything that decides a question: kept keys of another version must be made anew."""

TELLING_DIGITS = 2
"""Where the words alone do not make a question, figures meet that are the same and have this many significant digits:
two reports of "64 prisoners" may speak of the same ones, two of "4 prisoners" do so by chance."""

TELLING_DIGITS_BARE = 3
"""The same for words that say nothing at all: "131 people"."""

_INFINITY = float("inf")
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

    @property
    def text(self) -> str:
        """The key as one line, for an index: ``persons.executed|political prisoner||||``."""
        parts = (self.measure, " ".join(self.counted), self.place, self.event, self.period, self.number)
        return _SEPARATOR.join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInCase:
    """A figure that answers a question, with all that is known of where it comes from."""

    key: QuestionKey
    counted: str
    """The counted words as they stand."""
    place: str | None
    period: Edtf | None
    event: str | None
    lo: Number | None
    hi: Number | None
    approximate: bool
    source: Digest
    family: Digest
    """The member that names the family of copies of its source; the source itself where there is none."""
    statement: str | None
    """The id of the statement that holds it; None in the document's own voice."""
    speaker: str | None
    party: str | None
    utterance: tuple[str, ...]
    """The normalised words of the statement's content; empty in the document's own voice."""


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
    where = _folded(figure.place), _folded(figure.event), figure.period or ""
    if any(where) or is_specific(figure.measure, counted):
        return QuestionKey(figure.measure, counted, *where, number="")
    least = TELLING_DIGITS_BARE if is_bare(counted) else TELLING_DIGITS
    if figure.approximate or _significant_digits(figure) < least:
        return None
    return QuestionKey(figure.measure, counted, *where, number=_number(figure))


def _ends(figure: Figure) -> list[Number]:
    """Return the one number of a figure, or the two of a range: "at least 64" and "64" are about the same 64."""
    return sorted({end for end in (figure.lo, figure.hi) if end is not None})


def _number(figure: Figure) -> str:
    return " to ".join(f"{end:,}" for end in _ends(figure))


def _significant_digits(figure: Figure) -> int:
    return sum(len(str(end).replace(".", "").strip("0")) for end in _ends(figure))


def question_text(figure: Figure) -> str | None:
    """Return the key of the question that ``figure`` answers as one line, or None."""
    key = key_of(figure)
    return key.text if key else None


def in_case(
    figure: Figure,
    *,
    source: Digest,
    family: Digest | None = None,
    statement: str | None = None,
    speaker: str | None = None,
    party: str | None = None,
    said: str | None = None,
) -> FigureInCase | None:
    """Return ``figure`` with where it stands, ready to be grouped, or None where it answers no question.

    ``family`` is the source's entry in ``families``; ``statement``, ``speaker``, ``party`` and ``said`` are the id, the
    speaker's words, the party and the content words of the statement that holds it.
    """
    key = key_of(figure)
    if key is None or figure.counted is None:
        return None
    return FigureInCase(
        key=key,
        counted=" ".join(figure.counted.split()),
        place=figure.place,
        period=figure.period,
        event=figure.event,
        lo=figure.lo,
        hi=figure.hi,
        approximate=figure.approximate,
        source=source,
        family=family or source,
        statement=statement,
        speaker=speaker if statement else None,
        party=party if statement else None,
        utterance=words_of(said).normal if statement and said else (),
    )


def group(figures: Iterable[FigureInCase]) -> tuple[Question, ...]:
    """Return the questions that several answers or several articles speak to, those of most articles first.

    A question that one article answers once is not listed: nothing stands beside it.
    """
    by_key: dict[QuestionKey, list[FigureInCase]] = defaultdict(list)
    for figure in figures:
        by_key[figure.key].append(figure)
    questions = [_question(key, by_key[key]) for key in sorted(by_key)]
    listed = [question for question in questions if question.articles > 1 or len(question.answers) > 1]
    return tuple(sorted(listed, key=lambda question: (-question.articles, question.question, question.key)))


def _question(key: QuestionKey, figures: Sequence[FigureInCase]) -> Question:
    by_answer: dict[tuple[object, ...], list[FigureInCase]] = defaultdict(list)
    for figure in figures:
        by_answer[figure.lo, figure.hi, figure.approximate, _voice(figure)].append(figure)
    answers = sorted((_answer(given) for given in by_answer.values()), key=_answer_order)
    place, event = _usual(figure.place for figure in figures), _usual(figure.event for figure in figures)
    return Question(
        question=_in_words(key, _usual(figure.counted for figure in figures) or "", place, event),
        measure=key.measure,
        event=event,
        place=place,
        period=Edtf(key.period) if key.period else None,
        answers=tuple(answers),
        articles=len({figure.source for figure in figures}),
        utterances=len({_utterance(figure) for figure in figures}),
        origins=len({_origin(figure) for figure in figures}),
        key=key.text,
    )


def _answer(figures: Sequence[FigureInCase]) -> Answer:
    first = figures[0]
    party = _usual(figure.party for figure in figures)
    return Answer(
        lo=first.lo,
        hi=first.hi,
        approximate=first.approximate,
        speaker=_usual(figure.speaker for figure in figures),
        party=party,
        origin=party if _is_named(party) else None,
        articles=len({figure.source for figure in figures}),
        utterances=len({_utterance(figure) for figure in figures}),
        statements=tuple(sorted({figure.statement for figure in figures if figure.statement})),
    )


def _answer_order(answer: Answer) -> tuple[object, ...]:
    lo = -_INFINITY if answer.lo is None else answer.lo
    hi = _INFINITY if answer.hi is None else answer.hi
    return -answer.articles, lo, hi, answer.approximate, answer.party or "", answer.speaker or "", answer.statements


def _voice(figure: FigureInCase) -> tuple[str, ...]:
    """Return whose answer it is: equal answers of one voice are one line.

    Documents' own voices are one line together, and so are statements without a speaker. Speaker words that no party
    is known for ("he", "officials") may be anybody's: they are one only within a family of copies.
    """
    if figure.party:
        return "party", _folded(figure.party)
    if figure.speaker:
        return "speaker", _folded(figure.speaker), figure.family
    return ("unnamed",) if figure.statement else ("document",)


def _origin(figure: FigureInCase) -> tuple[str, str]:
    """Return whom the figure comes from at most: a named party, wherever it is quoted, or one family of copies."""
    if _is_named(figure.party):
        return "party", _folded(figure.party)
    return "family", figure.family


def _utterance(figure: FigureInCase) -> tuple[object, ...]:
    """Return what makes it the same words said once: the content words of one origin, whatever texts carry them."""
    return *_origin(figure), figure.utterance


def _is_named(party: str | None) -> bool:
    """Tell whether a party is somebody in particular: "police" of two articles may be two police forces.

    A name has a capital letter, or stands in a script without capitals.
    """
    return party is not None and any(char.isalpha() and not char.islower() for char in party)


def _in_words(key: QuestionKey, counted: str, place: str | None, event: str | None) -> str:
    details = [qualifier(key.measure, key.counted), place, event, key.period]
    inside = "; ".join(detail for detail in details if detail)
    given = f", where the figure is {key.number}" if key.number else ""
    return f"How many {counted}{f' ({inside})' if inside else ''}{given}?"


def _folded(words: str | None) -> str:
    return " ".join(words_of(words).normal) if words else ""


def _usual(given: Iterable[str | None]) -> str | None:
    """Return the words that are given most often, the first in order of equals; None where there are none."""
    counts = Counter(words for words in given if words)
    return min(counts, key=lambda words: (-counts[words], words)) if counts else None
