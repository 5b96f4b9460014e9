"""Scenes: one English text with all that is needed to say who its speakers are, and who spoke so far.

Promises: speakers are kept in the order of the text; what is looked up looks back over a bounded stretch.
Does not: resolve anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.nouns import Name, Span
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.parties.body_names import BodyNames
from witnessmark.reading.parties.lexicon import Nation, lexicon
from witnessmark.reading.parties.mentions import Cast, Kind, plain_name, quoted_stretches, read_mentions
from witnessmark.reading.parties.sources import Shape, Source

_ROMAN = re.compile(r"[IVX]+$")
_EXAMINED = re.compile(r"(?i:\bby )(M(?:R|r|RS|rs|S|s)\.? [A-Z][\w'’-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The spans of one statement, as far as they tell who speaks."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    outer: int | None = None
    """Position of the claim that relays this one."""
    label: bool = False
    """The source is a transcript's speaker label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Who a claim's source is."""

    party: str | None = None
    kind: str | None = None
    """``person``, ``body``, ``nation`` or ``group``."""
    roles: tuple[str, ...] = ()
    unsure: str | None = None
    """Why there is no party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A party that spoke at a place of the text."""

    at: int
    sentence: int
    party: str
    kind: Kind
    sex: str | None = None
    head: str = ""
    plural: bool = False
    pronoun: bool = False


class Scene:
    """One text, its claims, and what is known of them."""

    def __init__(
        self, text: str, claims: Sequence[Claim], names: Sequence[Name], paragraphs: Sequence[Paragraph]
    ) -> None:
        self._text = text
        self._claims = claims
        self._lex = lexicon()
        self._mentions = read_mentions(text, paragraphs, names)
        self._starts = [mention.start for mention in self._mentions]
        self._told = bool(names)
        self._cast = Cast(self._mentions)
        self._sentences = [s.span.start for p in paragraphs for s in p.sentences]
        self._opens = [p.span.start for p in paragraphs]
        self._bodies = BodyNames(self._mentions, text)
        self._spoken: list[Spoken] = []
        self._found: dict[int, Resolved] = {}
        self._read: dict[int, Source] = {}
        self._order = sorted((n for n, claim in enumerate(claims) if claim.source), key=self._at)
        self._order_at = [self._at(n) for n in self._order]
        self._held = sorted((span.start, span.end, n) for n, claim in enumerate(claims) for span in claim.content)
        self._small = frozenset(word for word in text.split() if word.islower())
        self._spoken_at: list[int] = []
        self._quoted = quoted_stretches(text)
        self._examined = [(match.start(), match[1]) for match in _EXAMINED.finditer(text)]

    def _at(self, n: int) -> int:
        return min(span.start for span in self._claims[n].source)

    def _words(self, claim: Claim) -> str:
        words_ = " ".join(self._text[span.start : span.end] for span in claim.source)
        if claim.label and words_.isupper():
            return " ".join(word.title() if len(word) > 2 else word for word in words_.split())
        return words_

    def _sentence(self, at: int) -> int:
        return max(0, bisect_left(self._sentences, at + 1) - 1)

    def _keep(self, n: int, source: Source, found: Resolved) -> None:
        self._found[n] = found
        if found.party is None or found.kind is None:
            return
        at = self._at(n)
        pronoun = source.shape is Shape.PRONOUN
        kind = Kind(found.kind)
        sex = (self._cast.sex(found.party) or source.sex) if kind is Kind.PERSON else None
        speaker = Spoken(
            at=at,
            sentence=self._sentence(at),
            party=found.party,
            kind=kind,
            sex=sex,
            head=source.head,
            plural=kind is Kind.GROUP or source.plural,
            pronoun=pronoun,
        )
        place = bisect_left(self._spoken_at, at)
        self._spoken.insert(place, speaker)
        self._spoken_at.insert(place, at)

    def _outer(self, n: int) -> Resolved | None:
        outer = self._claims[n].outer
        return self._found.get(outer) if outer is not None else None

    def _is_generic(self, words_: str) -> bool:
        """Tell whether words hold no proper name."""
        first, *rest = words_.split()
        if any(word[0].isupper() for word in rest):
            return False
        low = plain_name(first.rstrip(",;")).lower()
        known = (self._lex.bodies[key] for key in ("heads", "groups", "modifiers"))
        return not first[0].isupper() or low in self._lex.phrases["common"] or any(low in each for each in known)

    def _before(self, at: int) -> Sequence[Spoken]:
        """Return who spoke before a place, the nearest first."""
        place = bisect_left(self._spoken_at, at)
        return self._spoken[max(0, place - 30) : place][::-1]

    def _is_in_source(self, at: int) -> bool:
        """Tell whether a place lies in the words of a source; the label of a transcript's turn introduces nobody."""
        place = bisect_left(self._order_at, at + 1) - 1
        claim = self._claims[self._order[place]] if place >= 0 else None
        return claim is not None and not claim.label and any(span.start <= at < span.end for span in claim.source)

    def _holders(self, at: int) -> list[int]:
        """Return the claims whose content a place lies in, the innermost first."""
        place = bisect_left(self._held, (at + 1, 0, 0))
        return [n for start, end, n in self._held[max(0, place - 40) : place][::-1] if start <= at < end]

    def _quotation(self, at: int) -> int | None:
        """Return the number of the quotation that a place stands in."""
        place = bisect_left(self._quoted, (at + 1, 0)) - 1
        return place if place >= 0 and self._quoted[place][0] <= at < self._quoted[place][1] else None

    def _shown(self, name: str, title: str = "") -> str:
        """Return a person's fullest name, with a title where the text never gives more than one word."""
        full = self._cast.fullest(name)
        if " " in full:
            royal = title.lower().rstrip(".") in self._lex.persons["kept"]
            numbered = royal and full.startswith(f"{name} ") and _ROMAN.match(full.split()[-1])
            return f"{title} {full}" if royal and (full == name or numbered) else in_case(full)
        for given in (title, self._cast.title(full)):
            if given.lower().rstrip(".") in self._lex.persons["shown"]:
                return f"{in_case(given)} {in_case(full)}"
        low = next((each for each in ("president", "pope", "king", "judge") if each in self._cast.roles(full)), "")
        return f"{low.title()} {in_case(full)}" if low else in_case(full)

    def _nation_in(self, words_: str) -> Nation | None:
        return next((found for gram in grams(words_) if (found := self._lex.nation(gram))), None)

    def _lowered(self, words_: str) -> str:
        """Return words in lower case where only the start of a sentence gives them a capital."""
        first, *rest = words_.split()
        if not first[0].isupper() or (len(first) > 1 and first[1:2].isupper()) or "." in first:
            return words_
        proper = any(word[0].isupper() for word in rest)
        if proper or self._lex.nation(plain_name(first)):
            return words_
        low = first[0].lower() + first[1:]
        return " ".join([low, *rest]) if self._is_generic(words_) or low in self._small else words_


def in_case(name: str) -> str:
    """Return a name whose surname a document writes in capitals as names are written elsewhere."""
    words_ = name.split()
    loud = [word for word in words_ if word.isupper() and len(word) > 2 and word.isalpha() and not _ROMAN.match(word)]
    if not loud or (len(words_) == 1 and len(name) < 5):
        return name
    return " ".join(word.title() if word in loud else word for word in words_)


def grams(words_: str) -> list[str]:
    """Return runs of one to three words, longest first."""
    pieces = plain_name(words_).split()
    pieces = [plain_name(piece) for piece in pieces]
    return [" ".join(pieces[at : at + size]) for size in (3, 2, 1) for at in range(len(pieces) - size + 1)]
