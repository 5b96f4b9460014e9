"""Puts the figures of one question into answers, each with the paths to where it comes from.

Promises: an answer is one interval of one voice; its counts are those of its paths; the order of the figures makes no
difference.
Does not: say which figures belong to one question (see ``questions``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from witnessmark.comparing import origins
from witnessmark.comparing.origins import Ledger, follow, is_named
from witnessmark.comparing.questions import answers as intervals
from witnessmark.comparing.questions.figures_in_case import FigureInCase
from witnessmark.comparing.questions.keys import folded
from witnessmark.nouns import Answer, Path

_INFINITY = float("inf")

Followed = tuple[FigureInCase, Path]
"""A figure with the way to where it comes from."""


def answer_of(followed: Sequence[Followed], ledger: Ledger, narrower: str | None) -> tuple[Answer, intervals.Given]:
    """Return the answer that figures of one interval and one voice give, and what of it is compared with others.

    ``narrower`` says why they count a part of what is asked, or is None.
    """
    figures = [figure for figure, _ in followed]
    first = figures[0]
    found = sorted((path for _, path in followed), key=_path_order)
    named = {path.origin for path in found}
    origin = usual(_origin_name(path) for path in found) if len(named) == 1 else None
    answer = Answer(
        lo=first.lo,
        hi=first.hi,
        approximate=first.approximate,
        speaker=usual(figure.speaker for figure in figures),
        party=usual(figure.party for figure in figures),
        origin=origin,
        articles=len({figure.source for figure in figures}),
        utterances=utterances(followed),
        statements=tuple(sorted({figure.statement for figure in figures if figure.statement})),
        origins=len(named),
        interests=len({path.interest for path in found}),
        origins_if_reworded=len({path.loose_origin for path in found}),
        reworded=reworded(found, ledger),
        figures=tuple(sorted({figure.id for figure in figures if figure.id})),
        paths=tuple(found),
    )
    dates = {article.published for path in found if (article := ledger.articles.get(path.source)) and article.published}
    return answer, intervals.Given(
        lo=first.lo,
        hi=first.hi,
        approximate=first.approximate,
        origin=next(iter(named)) if origin else None,
        published=tuple(sorted(dates)),
        narrower=narrower,
        figures=frozenset(figure.id for figure in figures if figure.id),
        until=frozenset(figure.until for figure in figures if figure.until),
    )


def follow_all(figures: Iterable[FigureInCase], ledger: Ledger) -> list[Followed]:
    """Return the figures, each with the way to where it comes from."""
    return [(figure, _path(figure, ledger)) for figure in figures]


def _path(figure: FigureInCase, ledger: Ledger) -> Path:
    return follow(
        figure.source,
        figure.family,
        figure.voices,
        ledger,
        figure=figure.id,
        statement=figure.statement,
        said_in=figure.said_in,
    )


def reworded(paths: Iterable[Path], ledger: Ledger) -> int:
    """Count the articles that look like a reworded or translated copy of another text."""
    sources = {path.source for path in paths}
    return sum(source in ledger.articles and bool(ledger.articles[source].looks_like) for source in sources)


def _path_order(path: Path) -> tuple[str, ...]:
    return path.figure, path.source, path.statement or "", path.origin


def _origin_name(path: Path) -> str | None:
    return next((step.name for step in reversed(path.steps) if step.kind == "origin"), None)


def answer_order(answer: Answer) -> tuple[object, ...]:
    """Return what sorts the answers of a question: those of most articles first, then by their intervals."""
    lo = -_INFINITY if answer.lo is None else answer.lo
    hi = _INFINITY if answer.hi is None else answer.hi
    who = answer.party or "", answer.speaker or "", answer.statements, answer.figures
    return -answer.articles, lo, hi, answer.approximate, *who


def voice(figure: FigureInCase) -> tuple[str, ...]:
    """Return whose answer it is: equal answers of one voice are one line.

    Documents' own voices are one line together, and so are statements without a speaker. Speaker words that no party
    is known for ("he", "officials") may be anybody's: they are one only within a family of copies.
    """
    if figure.party:
        return "party", origins.name_key(figure.party)
    if figure.speaker:
        return "speaker", folded(figure.speaker), figure.family
    return ("unnamed",) if figure.statement else ("document",)


def utterances(followed: Iterable[Followed]) -> int:
    """Count what was said once, whatever texts carry it; never fewer than the origins that it comes from."""
    return len({(_utterance(figure), path.origin) for figure, path in followed})


def _utterance(figure: FigureInCase) -> tuple[object, ...]:
    """Return what makes it the same words said once: the utterance, or the content words of one party or family."""
    if figure.said_once:
        return (figure.said_once,)
    named = next((voice.party for voice in figure.voices if is_named(voice.party)), None)
    return (origins.name_key(named) if named else figure.family), figure.utterance


def usual(given: Iterable[str | None]) -> str | None:
    """Return the words that are given most often, the first in order of equals; None where there are none."""
    counts = Counter(words for words in given if words)
    return min(counts, key=lambda words: (-counts[words], words)) if counts else None
