"""Groups statements that give the same words of one party: in copies, in other wordings, in translations.

Promises: statements of two parties are never one utterance; a wording that contradicts another of its group is not in
it; the groups are a function of all statements together, not of their order; time grows with the number of statements,
not with its square.
Does not: resolve who speaks, or say which wording is the true one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import combinations, pairwise

from witnessmark.comparing.published import apart
from witnessmark.comparing.telling import name_key
from witnessmark.comparing.wordings import Likeness, Wording, likeness, vocabulary, wording_of
from witnessmark.comparing.wordings import contradict as wordings_contradict
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Digest, Edtf

VERSION = f"utterances/1 words/{vocabulary().version}"
"""Names everything that decides an utterance."""

CROWD = 33
"""A stem that more wordings of one party have does not bring them together: it is what the party speaks of."""

LEAST_MARKS = 2
"""Stems, names and figures that two wordings must share to be compared."""

SURE_WORDS = 12
"""Equal words, this many, are one utterance whenever they were printed; fewer may have been said twice."""

WITHIN = timedelta(days=14)
"""Other wordings were printed within so many days of each other, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement with all that decides whose words it gives."""

    statement: str
    source: Digest
    party: str | None
    content: str
    mode: str
    language: str | None
    published: Edtf | None
    family: Digest | None
    """The family of copies of its source; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two statements that may give the same words; ``one`` is the smaller id."""

    likeness: Likeness
    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """The same words of one party: its usual name, when it spoke where that is known, and the ids of the statements."""

    party: str | None
    said: Edtf | None
    statements: tuple[str, ...]


_Scope = tuple[str, ...]


@lru_cache(maxsize=65_536)
def party_key(party: str | None) -> _Scope:
    """Return what two spellings of a party's name share; empty where it names nobody in particular ("police", "he").

    "Nasser Kanani" and "Naser Kanaani" are one; "Kanani" alone may be another.
    """
    if party is None or not any(char.isalpha() and not char.islower() for char in party):
        return ()
    normal = words_of(party).normal
    keys = {key for word in normal if (key := name_key(word))}
    return tuple(sorted(keys)) or normal


def alike(sayings: Collection[Saying]) -> tuple[Pair, ...]:
    """Return the pairs of statements that may be one utterance, closest first.

    Statements of a party with a name are compared with all others of it; all statements with those of the copies of
    their text. Of statements with equal words, each is paired with the first alone.
    """
    by_party: dict[_Scope, list[Saying]] = defaultdict(list)
    by_family: dict[Digest, list[Saying]] = defaultdict(list)
    for saying in sorted(sayings, key=lambda saying: saying.statement):
        if key := party_key(saying.party):
            by_party[key].append(saying)
        if saying.family is not None:
            by_family[saying.family].append(saying)
    found: dict[tuple[str, str], Pair] = {}
    for scope in (*by_party.values(), *by_family.values()):
        for pair in _pairs(scope):
            found.setdefault((pair.one, pair.other), pair)
    return tuple(sorted(found.values(), key=lambda pair: (-pair.likeness, pair.one, pair.other)))


_Node = tuple[_Scope, str, str | None, tuple[str, ...]]


def _pairs(sayings: Sequence[Saying]) -> Iterator[Pair]:
    """Yield the pairs within one party or one family of copies."""
    nodes: dict[_Node, list[Saying]] = {}
    for saying in sayings:
        words = wording_of(saying.content, saying.language).words
        nodes.setdefault((party_key(saying.party), saying.mode, saying.language, words), []).append(saying)
    firsts: dict[tuple[str, tuple[str, ...]], list[Saying]] = defaultdict(list)
    for (_, mode, _, words), equals in nodes.items():
        yield from _equal(equals)
        firsts[mode, words].append(equals[0])
    for several in firsts.values():  # one wording, printed as of "he" here and of a name there
        for one, other in combinations(several[:CROWD], 2):
            yield from _compared(one, other)
    for one, other in _near([equals[0] for equals in nodes.values()]):
        yield from _compared(one, other)


def _equal(equals: Sequence[Saying]) -> Iterator[Pair]:
    """Pair statements of equal words: each with the first, or short ones with the one that was printed before."""
    if len(wording_of(equals[0].content, equals[0].language).words) >= SURE_WORDS:
        for other in equals[1:]:
            yield from _compared(equals[0], other)
        return
    dated = sorted(equals, key=lambda saying: (saying.published or "", saying.statement))
    for one, other in pairwise(dated):
        yield from _compared(one, other)


def _near(nodes: Sequence[Saying]) -> Iterator[tuple[Saying, Saying]]:
    """Yield pairs of wordings that share enough rare marks."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, saying in enumerate(nodes):
        for mark in wording_of(saying.content, saying.language).marks:
            holders[mark].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= CROWD:
            shared.update(combinations(numbers, 2))
    for (one, other), count in shared.items():
        if count >= LEAST_MARKS:
            yield nodes[one], nodes[other]


def _compared(one: Saying, other: Saying) -> Iterator[Pair]:
    keys = party_key(one.party), party_key(other.party)
    family = one.family is not None and one.family == other.family
    if one.mode != other.mode or (keys[0] and keys[1] and keys[0] != keys[1]):
        return
    if not (family or (keys[0] and keys[0] == keys[1])):
        return
    translated = bool(one.language and other.language and one.language != other.language)
    if translated and not family:
        return
    wordings = wording_of(one.content, one.language), wording_of(other.content, other.language)
    found = likeness(*wordings, translated=translated)
    if found is Likeness.NONE:
        return
    sure = found >= Likeness.CLOSE and min(len(wording.words) for wording in wordings) >= SURE_WORDS
    if sure or family or not apart(one.published, other.published, WITHIN):
        first, second = sorted((one.statement, other.statement))
        yield Pair(likeness=found, one=first, other=second)


def gather(
    sayings: Iterable[Saying], pairs: Iterable[Pair], said: Mapping[str, Edtf | None] | None = None
) -> tuple[Utterance, ...]:
    """Return the utterances that several statements give, in the order of their first statements' ids.

    ``pairs`` come from ``alike``; ``said`` has, by statement, when its text says that it was said. Where these days
    differ, only long equal words are one utterance.
    """
    by_id = {saying.statement: saying for saying in sayings}
    days = said or {}
    group_of: dict[str, _Group] = {}
    for pair in pairs:
        one, other = (_group_of(group_of, by_id[statement], days) for statement in (pair.one, pair.other))
        if one is not other and _may_join(one, other):
            larger, smaller = (one, other) if len(one.statements) >= len(other.statements) else (other, one)
            larger.take(smaller)
            group_of.update(dict.fromkeys(smaller.statements, larger))
    groups = {id(group): group for group in group_of.values()}
    found = sorted(tuple(sorted(group.statements)) for group in groups.values() if len(group.statements) > 1)
    return tuple(_utterance(group, by_id, days) for group in found)


@dataclass(slots=True)
class _Group:
    """Statements that are one utterance so far, with what decides whether more may join them."""

    statements: list[str]
    party: _Scope
    wordings: dict[Wording, str | None]
    """Its different wordings with their languages, ``CROWD`` at most."""
    days: set[Edtf]

    def take(self, other: _Group) -> None:
        """Take in the statements of another group."""
        self.statements += other.statements
        self.party = self.party or other.party
        self.days |= other.days
        for wording, language in other.wordings.items():
            if len(self.wordings) < CROWD:
                self.wordings.setdefault(wording, language)


def _group_of(groups: dict[str, _Group], saying: Saying, days: Mapping[str, Edtf | None]) -> _Group:
    known = groups.get(saying.statement)
    if known is None:
        day = days.get(saying.statement)
        wording = wording_of(saying.content, saying.language)
        known = _Group([saying.statement], party_key(saying.party), {wording: saying.language}, {day} if day else set())
        groups[saying.statement] = known
    return known


def _may_join(one: _Group, other: _Group) -> bool:
    """Tell whether no statement of one group contradicts one of the other."""
    if one.party and other.party and one.party != other.party:
        return False
    words = [{wording.words for wording in group.wordings} for group in (one, other)]
    if words[0] == words[1] and min(map(len, words[0])) >= SURE_WORDS:
        return True
    if any(apart(first, second, timedelta(0)) for first in one.days for second in other.days):
        return False
    return not any(
        wordings_contradict(first, second) and likeness(first, second) is Likeness.NONE
        for first, language in one.wordings.items()
        for second, other_language in other.wordings.items()
        if language == other_language and first.words != second.words
    )


def _utterance(group: tuple[str, ...], by_id: Mapping[str, Saying], days: Mapping[str, Edtf | None]) -> Utterance:
    parties = Counter(party for statement in group if (party := by_id[statement].party) and party_key(party))
    given = {day for statement in group if (day := days.get(statement))}
    return Utterance(
        party=min(parties, key=lambda party: (-parties[party], party)) if parties else _usual(group, by_id),
        said=given.pop() if len(given) == 1 else _finest(given),
        statements=group,
    )


def _usual(group: tuple[str, ...], by_id: Mapping[str, Saying]) -> str | None:
    """Return the words for a party that is nobody in particular, where all statements agree on them."""
    parties = {by_id[statement].party for statement in group}
    return parties.pop() if len(parties) == 1 else None


def _finest(given: Collection[Edtf]) -> Edtf | None:
    """Return the day that all others, less precise, allow; None where there is none."""
    finest = max(given, key=lambda day: (len(day), day), default=None)
    return finest if finest and all(finest.startswith(day) for day in given) else None
