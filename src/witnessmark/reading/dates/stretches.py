"""Stretches: the parts of a paragraph that dates may stand in, told by its tokens alone, so that the rest is not read.

A date holds at least one word that its pattern cannot do without: a month, a unit of time, digits. Such a word is a
*seed*. A stretch is a run of words that the rules know around a seed; a word that no rule knows ends it.

Promises: what is read of a paragraph's stretches is what would be read of all of it; work linear in its tokens.
Does not: read words; ``words`` does. The paragraph must be laid out in the grammar's own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from witnessmark.reading.dates.words import BREAK, PREFIXES, SHAPES, Lexicon, fold, of_digits, split
from witnessmark.reading.layout import Paragraph

_PLAIN, _JOINING, _CERTAIN, _SEED, _CERTAIN_SEED, _WEEKDAY = range(6)
"""What a token is: no part of any date, a word that may stand in one, one that is surely known, a word that a date
cannot do without, such a one that is surely known, and one of a weekday, where the word before a gap counts too."""
_SURE = frozenset((_CERTAIN, _CERTAIN_SEED, _WEEKDAY))
_SEEDS = re.compile(b"[\\%03o-\\%03o]" % (_SEED, _WEEKDAY))
_SPLITTING = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
"""Marks at which a token ends and a word of a date does not."""
_SPLITTING_VOWELLED = re.compile("[\u0300-\u036f]")
_LOW = attrgetter("low")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_COSTS = {"#year": 0, "#numeric": 0, "#dom": 3, "#ordinal": 3, "#yy": 20}
_DEAR = 1000
"""What it costs to choose a seed that most sentences hold; a rarer one costs 1."""
_MOST_KNOWN = 100_000
"""Tokens of texts that are remembered before it begins anew."""


class Stretches:
    """Finds the stretches of paragraphs; ``seeds`` as ``seeds_of`` gives them, ``weekdays`` are those of weekdays."""

    def __init__(self, lexicon: Lexicon, seeds: frozenset[str], weekdays: frozenset[str], language: str) -> None:
        self._lexicon = lexicon
        self._seeds = seeds
        self._weekdays = weekdays
        self._splitting = _SPLITTING_VOWELLED if language in ("ar", "fa") else _SPLITTING
        self._known: dict[str, int] = {}

    def of(self, text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
        """Return where the stretches begin and end in ``text``, in order; each ends with the word that ends it."""
        kinds = self._kinds(paragraph)
        found = _SEEDS.search(kinds)
        if self._splitting.search(text, paragraph.span.start, paragraph.span.end):
            return [(paragraph.span.start, paragraph.span.end)]
        if found is None:
            return []
        starts_ends = [(token.start, token.end) for sentence in paragraph.sentences for token in sentence.tokens]
        stretches: list[tuple[int, int]] = []
        after = 0
        while found is not None:
            first = kinds.rfind(_PLAIN, after, found.start()) + 1 or after
            last = kinds.find(_PLAIN, found.start())
            last = last if last >= 0 else len(kinds) - 1
            if _WEEKDAY in kinds[first : last + 1]:
                first = _with_word_before(kinds, first, after)
            stretches.append((starts_ends[first][0], starts_ends[last][1]))
            after = last + 1
            found = _SEEDS.search(kinds, after)
        return stretches

    def _kinds(self, paragraph: Paragraph) -> bytes:
        """Return what each token of a paragraph is; where no space parts sentences it may be anything."""
        known = self._known
        if len(known) > _MOST_KNOWN:
            known.clear()
        kinds = bytearray()
        ended = -1
        for sentence in paragraph.sentences:
            tokens = sentence.tokens
            try:
                kinds += bytes(map(known.__getitem__, map(_LOW, tokens)))
            except KeyError:
                kinds += bytes(map(self._kind, map(_LOW, tokens)))
            if tokens and tokens[0].start == ended:
                first = len(kinds) - len(tokens)
                kinds[first - 1 : first + 1] = bytes((_SEED, _SEED))
            ended = tokens[-1].end if tokens else ended
        return bytes(kinds)

    def _kind(self, low: str) -> int:
        kind = self._known.get(low)
        if kind is None:
            kind = self._known[low] = self._told(low)
        return kind

    def _told(self, low: str) -> int:
        if low.isdecimal():
            return _JOINING if self._seeds.isdisjoint(f"#{name}" for name in of_digits(fold(low))) else _SEED
        if low == "/" or _DIGIT.search(low):
            return _SEED
        if not _LETTER.search(low):
            return _JOINING
        words = split(low)
        forms = {form for word in words for form in self._forms(word)}
        if not forms & self._lexicon.parts:
            return _PLAIN
        if forms & self._weekdays:
            return _WEEKDAY
        entry = self._lexicon.entry(words[0]) if len(words) == 1 else None
        certain = entry is not None and entry.symbol != BREAK
        if forms & self._seeds:
            return _CERTAIN_SEED if certain else _SEED
        return _CERTAIN if certain else _JOINING

    def _forms(self, word: str) -> Iterator[str]:
        yield word
        if self._lexicon.attached:
            yield from (word[len(prefix) :] for prefix in PREFIXES if word.startswith(prefix))


def _with_word_before(kinds: bytes, first: int, after: int) -> int:
    """Return where the run of words before begins that holds one surely known; ``after`` if none does."""
    at = first - 1
    while at >= after and kinds[at] not in _SURE:
        at -= 1
    return kinds.rfind(_PLAIN, after, at) + 1 or after if at >= after else after


def seeds_of(
    rows: Iterable[Sequence[Sequence[str]]], classes: Mapping[str, Iterable[str]], common: frozenset[str]
) -> frozenset[str]:
    """Return the seeds: folded words, and classes of digits with a ``#``, of which every match of every row holds one.

    A row is the classes of each of its items that may not be missing; ``common`` are words better not chosen.
    """
    seeds: set[str] = set()
    split_classes = {name: tuple(tuple(split(phrase)) for phrase in phrases) for name, phrases in classes.items()}

    def cost(word: str) -> tuple[int, int]:
        if word in seeds:
            return 0, 0
        if word[0] == "#":
            return _COSTS.get(word, _DEAR), 0
        return (_DEAR if word in common or len(word) < 2 or not word[0].isalpha() else 1), -len(word)

    for row in sorted(rows, key=len):
        choices = []
        for item in row:
            words = {min(key, key=cost) for name in item for key in split_classes.get(name, ())}
            choices.append(words | {f"#{name}" for name in item if name in SHAPES})
        seeds |= min(choices, key=lambda words: sum(cost(word)[0] for word in words))
    return frozenset(seeds)
