"""Proposes statements that cannot both hold: one denies what another asserts, or they name other dates or places.

Promises: a proposal names both statements, how much of their words they share, and which words; it is symmetric and
does not depend on order; each statement is compared with a bounded number of others.
Does not: understand either statement, or say which one holds. What shares too few words is not found.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..nouns import Contradiction, Digest, Edtf, Mode, Passage, Span
from .counted import fold_place, singular
from .published import first_published
from .words import words_of

LONGEST_CONTENT = 60
"""Words; what is longer says several things, and a denial is of one."""

LONGEST_NEGATED = 20
"""Words; in a longer content, a "not" may be about a part of it."""

LEAST_SHARED = 2
LEAST_SHARE = 0.5
"""How much of the shorter statement's words, rare ones counting more, a denial and an assertion share."""

LEAST_SHARED_PLACED = 4
LEAST_SHARE_PLACED = 0.7
"""The same for two assertions that differ in a date or a place."""

RARE = 200
"""A word that more statements hold leads to none of them."""

LEADS = 10
"""The rarest words of a statement, by which others are found."""

MOST_PROPOSED = 5
"""Proposals for one statement: the nearest."""


_ENDS = re.compile(r"[.!?;]\W*\s\w")


@dataclass(frozen=True, slots=True)
class _Words:
    negations: frozenset[str]
    refutations: frozenset[str]
    about_nothing: frozenset[str]
    kin: Mapping[str, str]


@cache
def _data() -> _Words:
    with (files(__package__) / "data" / "negations.toml").open("rb") as stream:
        data = tomllib.load(stream)
    kin = {word: one for one, words in data["kin"].items() for word in words.split()}
    negations, refutations, about_nothing = (
        frozenset(data[key].split()) for key in ("negations", "refutations", "about_nothing")
    )
    return _Words(negations, refutations, about_nothing, kin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement as it is compared."""

    id: str
    family: Digest
    """The family of copies of its source, or the source."""
    party: str
    """The party as names are compared; "" where it is not known."""
    words: frozenset[str]
    negative: bool
    denied: bool
    """Whether its mode says that it is denied, not its words alone."""
    dates: tuple[Edtf, ...]
    places: tuple[str, ...]
    source: Digest
    spans: tuple[Span, ...]
    rank: int
    """Its place in the order of the case."""


def claim(
    identity: str,
    content: Passage,
    mode: Mode,
    *,
    source: Digest,
    family: Digest,
    rank: int,
    party: str = "",
    dates: Sequence[Edtf] = (),
    places: Sequence[str] = (),
) -> Claim | None:
    """Return a statement as it is compared; None where it neither asserts nor denies, or is too long or too short."""
    if mode not in (Mode.ASSERTED, Mode.DENIED):
        return None
    found = words_of(content.quote).normal
    if len(found) > LONGEST_CONTENT:
        return None
    known = _data()
    short = len(found) <= LONGEST_NEGATED and len(content.spans) == 1 and not _ENDS.search(content.quote)
    negated = short and any(word in known.negations or word in known.refutations for word in found)
    turning = known.negations | known.refutations | known.about_nothing
    words = frozenset(
        known.kin.get(word) or singular(word)
        for word in found
        if word not in turning and not any(character.isdigit() for character in word)
    )
    if len(words) < LEAST_SHARED:
        return None
    return Claim(
        id=identity,
        family=family,
        party=party,
        words=words,
        denied=mode is Mode.DENIED,
        negative=(mode is Mode.DENIED) != negated,
        dates=tuple(dates),
        places=tuple(dict.fromkeys(filter(None, map(fold_place, places)))),
        source=source,
        spans=content.spans,
        rank=rank,
    )


def contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """Return the proposals, the nearest first."""
    ordered = sorted(claims, key=lambda one: one.rank)
    index = _Index(ordered)
    found: dict[str, Contradiction] = {}
    for one in ordered:
        proposed = [made for other in index.near(one) if (made := _compared(one, other, index)) is not None]
        proposed.sort(key=lambda made: (-made.score, made.id))
        found.update((made.id, made) for made in proposed[:MOST_PROPOSED])
    return tuple(sorted(found.values(), key=lambda made: (-made.score, made.id)))


class _Index:
    """Which claims hold which words, and how much each word says."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        counts = Counter(word for one in claims for word in one.words)
        self._weights = {word: math.log((1 + len(claims)) / count) + 0.1 for word, count in counts.items()}
        self._together = {frozenset(one.places) for one in claims if len(one.places) > 1}
        self._holding: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(claims):
            for word in one.words:
                if counts[word] <= RARE:
                    self._holding[word].append(at)

    def near(self, one: Claim) -> list[Claim]:
        """Return the claims that share at least two words with one, which its rarest words lead to."""
        leads = sorted(
            (word for word in one.words if word in self._holding), key=lambda word: (-self._weights[word], word)
        )
        met = Counter(at for word in leads[:LEADS] for at in self._holding[word])
        return [self._claims[at] for at in sorted(met) if met[at] >= LEAST_SHARED and self._claims[at].id != one.id]

    def share(self, one: Claim, other: Claim) -> float:
        """Return how much of the shorter claim's words both have, from 0 to 1."""
        least = min(self.weight(one.words), self.weight(other.words))
        return self.weight(one.words & other.words) / least if least else 0.0

    def exclude(self, one: Claim, other: Claim) -> bool:
        """Tell whether no claim names the places of both: where one does, one of them may lie in the other."""
        return not any({one.places[0], other.places[0]} <= places for places in self._together)

    def weight(self, words: Iterable[str]) -> float:
        """Return how much some words say."""
        return math.fsum(sorted(self._weights[word] for word in words))


def _compared(one: Claim, other: Claim, index: _Index) -> Contradiction | None:
    if one.party == other.party and one.party:
        return None  # one account, told twice or at length
    if one.family == other.family and not (one.denied or other.denied):
        return None  # copies of one text
    if one.source == other.source and any(mine.overlaps(theirs) for mine in one.spans for theirs in other.spans):
        return None  # one tells what the other said
    shared = one.words & other.words
    share = index.share(one, other)
    words = ", ".join(sorted(shared, key=lambda word: (-index.weight([word]), word))[:6])
    if one.negative != other.negative:
        if len(shared) < LEAST_SHARED or share < LEAST_SHARE:
            return None
        positive, negative = (other, one) if one.negative else (one, other)
        return _proposal(
            "denied", positive, negative, share, f"one denies what the other asserts, in the words {words}"
        )
    if one.negative or len(shared) < LEAST_SHARED_PLACED or share < LEAST_SHARE_PLACED:
        return None
    first, second = sorted((one, other), key=lambda claim: claim.rank)
    if len(first.dates) == len(second.dates) == 1 and first_published(first.dates[0], second.dates[0]):
        why = f"they name other dates, {first.dates[0]} and {second.dates[0]}, with the words {words}"
        return _proposal("date", first, second, share, why)
    if len(first.places) == len(second.places) == 1 and first.places != second.places and index.exclude(first, second):
        why = f"they name other places, {first.places[0]} and {second.places[0]}, with the words {words}"
        return _proposal("place", first, second, share, why)
    return None


def _proposal(kind: str, first: Claim, second: Claim, share: float, why: str) -> Contradiction:
    identity = hashlib.sha256(f"{kind}|{'|'.join(sorted((first.id, second.id)))}".encode()).hexdigest()[:16]
    return Contradiction(id="x" + identity, kind=kind, first=first.id, second=second.id, score=round(share, 4), why=why)
