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

from witnessmark.comparing.counted import fold_place, singular
from witnessmark.comparing.published import first_published
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Contradiction, Digest, Edtf, Mode, Passage, Span

LONGEST_CONTENT = 60
"""Words; what is longer says several things, and a denial is of one."""

LONGEST_NEGATED = 20
"""Words; in a longer content, a "not" may be about a part of it."""

LEAST_SHARED = 2
LEAST_SHARE = 0.5
"""How much of the shorter statement's words, rare ones counting more, a denial and an assertion share."""

LEAST_SHARE_NEGATED = 0.65
"""The same where it is the words of the statement that deny, not its cue: a "not" may be about a part of it."""

LEAST_SHARED_PLACED = 4
LEAST_SHARE_PLACED = 0.75
"""The same for two assertions that differ in a date or a place."""

WORDS_ENOUGH = 4
"""With so many words shared, a denial and an assertion need not stand in texts that name the same places; with one less
where one of the texts names none."""

RARE = 200
"""A word leads from one assertion to so many statements that hold it, the first ones."""

RARE_DENIED = 1_000
"""The same from a denial: there are fewer, and in a case about one event all say the same words."""

LEADS = 10
"""The rarest words of a statement, by which others are found."""

MOST_COMPARED = 64
"""Statements that one is compared with: those that share most of these words."""

MOST_PROPOSED = 5
"""Proposals for one statement: the nearest."""


_ENDS = re.compile(r"[.!?;]\W*\s\w")


@dataclass(frozen=True, slots=True)
class _Words:
    negations: frozenset[str]
    refutations: frozenset[str]
    about_nothing: frozenset[str]
    acts: frozenset[str]
    conditional: frozenset[str]
    kin: Mapping[str, str]
    not_negating: re.Pattern[str]
    existential: re.Pattern[str]


@cache
def _data() -> _Words:
    with (files("witnessmark.comparing") / "data" / "negations.toml").open("rb") as stream:
        data = tomllib.load(stream)
    kin = {word: one for one, words in data["kin"].items() for word in words.split()}
    negations, refutations, about_nothing, acts, conditional = (
        frozenset(data[key].split()) for key in ("negations", "refutations", "about_nothing", "acts", "conditional")
    )
    phrases = (re.compile(rf"\b(?:{'|'.join(data[key])})\b") for key in ("not_negating", "existential"))
    return _Words(negations, refutations, about_nothing, acts, conditional, kin, *phrases)


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
    existential: bool
    """Whether it says of one thing alone that it was there, or was not: "there was no fire"."""
    acts: frozenset[str]
    """Those of its words that say what was done."""
    around: frozenset[str] | None
    """Places that its text names, as places are compared; None where the text was not looked at."""
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
    around: Iterable[str] | None = None,
) -> Claim | None:
    """Return a statement as it is compared; None where it neither asserts nor denies, or is too long or too short.

    ``dates`` and ``places`` are those inside its content, ``around`` the places that its text names.
    """
    if mode not in (Mode.ASSERTED, Mode.DENIED):
        return None
    found = words_of(content.quote).normal
    known = _data()
    if len(found) > LONGEST_CONTENT or known.conditional.intersection(found[:1]):
        return None
    short = len(found) <= LONGEST_NEGATED and len(content.spans) == 1 and not _ENDS.search(content.quote)
    plain = known.not_negating.sub(" ", " ".join(found))
    negated = short and any(word in known.negations or word in known.refutations for word in plain.split())
    turning = known.negations | known.refutations | known.about_nothing
    words = frozenset(
        known.kin.get(word) or singular(word)
        for word in found
        if word not in turning and not any(character.isdigit() for character in word)
    )
    existential = len(words) == 1 and bool(words & known.acts) and bool(known.existential.search(" ".join(found)))
    if len(words) < LEAST_SHARED and not existential:
        return None
    return Claim(
        id=identity,
        family=family,
        party=party,
        words=words,
        denied=mode is Mode.DENIED,
        negative=(mode is Mode.DENIED) != negated,
        existential=existential,
        acts=words & known.acts,
        around=None if around is None else frozenset(around),
        dates=tuple(dates),
        places=tuple(dict.fromkeys(filter(None, map(fold_place, places)))),
        source=source,
        spans=content.spans,
        rank=rank,
    )


def contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """Return the proposals, the nearest first; copies of either statement are not proposed again."""
    ordered = sorted(claims, key=lambda one: one.rank)
    index = _Index(ordered)
    by_id = {one.id: one for one in ordered}
    found: dict[str, Contradiction] = {}
    for one in ordered:
        near = (made for other in index.near(one) if (made := _compared(one, other, index)) is not None)
        proposed = _once(near, by_id)
        found.update((made.id, made) for made in proposed[:MOST_PROPOSED])
    return tuple(_once(found.values(), by_id))


def _once(proposed: Iterable[Contradiction], by_id: Mapping[str, Claim]) -> list[Contradiction]:
    """Return proposals, the nearest first, those once that copies make of each other."""
    kept: dict[tuple[object, ...], Contradiction] = {}
    for made in sorted(proposed, key=lambda made: (-made.score, by_id[made.first].rank, by_id[made.second].rank)):
        sides = (by_id[made.first], by_id[made.second])
        kept.setdefault((made.kind, *((side.family, side.words) for side in sides)), made)
    return sorted(kept.values(), key=lambda made: (-made.score, made.id))


class _Index:
    """Which claims hold which words, and how much each word says."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        counts = Counter(word for one in claims for word in one.words)
        self._weights = {word: math.log((1 + len(claims)) / count) + 0.1 for word, count in counts.items()}
        self._together = {frozenset(one.places) for one in claims if len(one.places) > 1}
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._acting: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(claims):
            for word in one.words:
                if len(self._holding[word]) < RARE_DENIED:
                    self._holding[word].append(at)
            for word in one.acts:
                if not one.negative:
                    self._acting[word].append(at)
        for found in self._acting.values():
            found.sort(key=lambda at: (len(claims[at].words), at))
            del found[RARE:]

    def near(self, one: Claim) -> list[Claim]:
        """Return the claims that share at least two words with one, which its rarest words lead to.

        For one that says of one thing that it was not there, those of the shortest that have it.
        """
        if one.existential:
            return [self._claims[at] for word in one.acts for at in self._acting[word]] if one.negative else []
        leads = sorted(
            (word for word in one.words if word in self._holding), key=lambda word: (-self._weights[word], word)
        )
        most = RARE_DENIED if one.negative else RARE
        met = Counter(at for word in leads[:LEADS] for at in self._holding[word][:most])
        found = [at for at in met if met[at] >= LEAST_SHARED and self._claims[at].id != one.id]
        nearest = sorted(found, key=lambda at: (-met[at], at))[:MOST_COMPARED]
        return [self._claims[at] for at in sorted(nearest)]

    def share(self, one: Claim, other: Claim) -> float:
        """Return how much of the shorter claim's words both have, from 0 to 1."""
        least = min(self.weight(one.words), self.weight(other.words))
        return self.weight(one.words & other.words) / least if least else 0.0

    def exclude(self, one: Claim, other: Claim) -> bool:
        """Tell whether no claim names the places of both: where one does, one of them may lie in the other.

        "Osteva" and "Osteva valley" do not exclude each other.
        """
        first, second = set(one.places[0].split()), set(other.places[0].split())
        return not (first <= second or second <= first) and not any(
            {one.places[0], other.places[0]} <= places for places in self._together
        )

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
    if one.existential or other.existential:
        return _existence(one, other)
    shared = one.words & other.words
    share = index.share(one, other)
    words = ", ".join(sorted(shared, key=lambda word: (-index.weight([word]), word))[:6])
    if one.negative != other.negative:
        if len(shared) < LEAST_SHARED or share < LEAST_SHARE:
            return None
        positive, negative = (other, one) if one.negative else (one, other)
        if not negative.acts <= positive.acts:
            return None  # what is denied was not asserted
        if not negative.denied and share < LEAST_SHARE_NEGATED:
            return None
        placed = bool(one.around and other.around)
        if len(shared) < (WORDS_ENOUGH if placed else WORDS_ENOUGH - 1) and not _share_scene(one, other):
            return None  # "involvement in the attacks" is of other attacks elsewhere
        return _proposal(
            "denied", positive, negative, share, f"one denies what the other asserts, in the words {words}"
        )
    if one.negative or len(shared) < LEAST_SHARED_PLACED or share < LEAST_SHARE_PLACED or not _share_scene(one, other):
        return None
    first, second = sorted((one, other), key=lambda claim: claim.rank)
    if len(first.dates) == len(second.dates) == 1 and first_published(first.dates[0], second.dates[0]):
        why = f"they name other dates, {first.dates[0]} and {second.dates[0]}, with the words {words}"
        return _proposal("date", first, second, share, why)
    if len(first.places) == len(second.places) == 1 and first.places != second.places and index.exclude(first, second):
        why = f"they name other places, {first.places[0]} and {second.places[0]}, with the words {words}"
        return _proposal("place", first, second, share, why)
    return None


def _existence(one: Claim, other: Claim) -> Contradiction | None:
    """Set a denial that something was there at all against what says it of the same places; the shortest is nearest."""
    if one.negative == other.negative:
        return None
    positive, negative = (other, one) if one.negative else (one, other)
    if not negative.existential or not negative.acts <= positive.acts or not _share_scene(one, other):
        return None
    score = LEAST_SHARE + (1 - LEAST_SHARE) / (1 + len(positive.words))
    what = ", ".join(sorted(negative.acts))
    why = f"one denies that there was what the other tells of, in the word {what}, in texts that name the same place"
    return _proposal("denied", positive, negative, score, why)


def _share_scene(one: Claim, other: Claim) -> bool:
    """Tell whether two statements' texts name the same places: two of them, or half of what one names."""
    if one.source == other.source or one.around is None or other.around is None:
        return True
    shared, least = len(one.around & other.around), min(len(one.around), len(other.around))
    return shared >= 2 or (shared > 0 and 2 * shared >= least)


def _proposal(kind: str, first: Claim, second: Claim, share: float, why: str) -> Contradiction:
    identity = hashlib.sha256(f"{kind}|{'|'.join(sorted((first.id, second.id)))}".encode()).hexdigest()[:16]
    return Contradiction(id="x" + identity, kind=kind, first=first.id, second=second.id, score=round(share, 4), why=why)
