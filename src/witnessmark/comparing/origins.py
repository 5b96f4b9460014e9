"""Follows copies, relays and credits to where an account comes from, step by step.

Promises: families and paths depend on the material alone, not on its order; every step of a path says why it leads
there; two paths have different origins only where nothing known makes them one, so that a count of origins is an upper
bound; relays that lead in a circle end.
Does not: say which member of a family wrote the words, or that two origins are independent of each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from witnessmark.comparing import credits as credited
from witnessmark.comparing.counted import vocabulary
from witnessmark.comparing.credits import Credit
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Copy, Digest, Edtf, Path, Step, StepKind

VERSION = f"origins/3 {credited.VERSION}"


def families(copies: Iterable[Copy]) -> dict[Digest, Digest]:
    """Return for each source that stands in a copy the member that names its family: the one with the smallest digest.

    A source that is not a key is a family of its own.
    """
    parents: dict[Digest, Digest] = {}
    for copy in copies:
        one, other = sorted((_root(parents, copy.origin), _root(parents, copy.taken)))
        parents[other] = one
    return {digest: _root(parents, digest) for digest in sorted(parents)}


def _root(parents: dict[Digest, Digest], digest: Digest) -> Digest:
    """Return the smallest member known of the family, and shorten the way there (union-find with path halving)."""
    parents.setdefault(digest, digest)
    while parents[digest] != digest:
        parents[digest] = parents[parents[digest]]
        digest = parents[digest]
    return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is known of where one source's text comes from."""

    source: Digest
    name: str
    published: Edtf | None = None
    publisher: str | None = None
    author: str | None = None
    """Whom the file declares to have written it."""
    credit: Credit | None = None
    family: Digest | None = None
    """The member that names its family of copies; None where it is no copy."""
    taken_from: str | None = None
    """The name of a source that it shares its words with, the earliest known one first."""
    direction_known: bool = False
    """Whether it took the words from there, or the order is not known."""
    looks_like: str | None = None
    """The name of a source that it looks like a reworded or translated copy of: a weaker kind, which joins nothing."""
    loose_family: Digest | None = None
    """The member that names its family where reworded and translated texts are taken for copies too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says something in a statement: the words, and the party if it is known."""

    words: str | None
    party: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One decision of a person that an outlet or a party serves an interest."""

    interest: str
    why: str
    """``marked as one interest by NAME: reason``."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that paths are followed through; empty where nothing is known."""

    articles: Mapping[Digest, Article] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By ``name_key`` of the outlet or the party."""
    family_credits: Mapping[Digest, Credit] = field(default_factory=dict)
    loose_credits: Mapping[Digest, Credit] = field(default_factory=dict)
    """The same for families in which reworded and translated texts are taken for copies too."""

    @classmethod
    def of(cls, articles: Iterable[Article], marks: Mapping[str, Mark]) -> Ledger:
        """Gather what is known; a family of copies is credited where all its credits name one agency."""
        by_source = {article.source: article for article in articles}
        strict = _one_credit((article.family, article.credit) for article in by_source.values())
        loose = _one_credit((article.loose_family, article.credit) for article in by_source.values())
        return cls(by_source, marks, strict, loose)


def _one_credit(members: Iterable[tuple[Digest | None, Credit | None]]) -> dict[Digest, Credit]:
    """Return the credit of each family whose members' credits all name one agency."""
    credited: dict[Digest, dict[str, Credit]] = defaultdict(dict)
    for family, credit in members:
        if credit and family:
            credited[family].setdefault(name_key(credit.agency), credit)
    return {family: next(iter(found.values())) for family, found in credited.items() if len(found) == 1}


def name_key(name: str) -> str:
    """Return a name as names are compared: without case, accents, and the article and small words before it.

    "The banned Meadow League" is "Meadow League"; "the register of Osteva Hospital" is not the hospital.
    """
    plain = _BEFORE_NAME.match(name)
    if plain and not vocabulary().joining.intersection(plain[0].lower().split()):
        name = name[plain.end() :]
    words = [*words_of(name).normal]
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(words)


_BEFORE_NAME = re.compile(r"(?:[Tt]he\s+)?(?:[a-zà-öø-ÿ][a-zà-öø-ÿ-]*\s+){1,4}(?=[A-ZÀ-ÖØ-Þ][\w’'-]*\s+[A-ZÀ-ÖØ-Þ])")
_ARTICLES = frozenset(["the", "le", "la", "les", "der", "die", "das", "el", "los", "las"]) & vocabulary().left_off


def is_named(party: str | None) -> bool:
    """Tell whether a party is somebody in particular: "police" of two articles may be two police forces.

    A name has a capital letter, or stands in a script without capitals.
    """
    return party is not None and any(char.isalpha() and not char.islower() for char in party)


def follow(
    source: Digest,
    family: Digest,
    voices: Sequence[Voice],
    ledger: Ledger,
    *,
    figure: str = "",
    statement: str | None = None,
    said_in: int = 1,
) -> Path:
    """Return the way from what stands in ``source`` to its origin and interest.

    ``voices`` are who says it, the innermost speaker first and those who relay it after; none for a document's own
    voice. ``family`` names the source's family of copies, or is the source itself; ``said_in`` is how many texts carry
    the same words of the same party.
    """
    article = ledger.articles.get(source)
    steps = [*_article_steps(source, article), *_voice_steps(voices)]
    if said_in > 1:
        steps.append(Step(StepKind.UTTERANCE, None, f"the same words stand in {said_in:,} texts: one utterance"))
    key, name, why = _origin(source, family, voices, article, ledger.family_credits)
    steps.append(Step(StepKind.ORIGIN, name, why))
    mark = ledger.marks.get(name_key(name)) if name else None
    if mark is None and name is None and article and article.publisher and not article.family:
        mark = ledger.marks.get(name_key(article.publisher))
    interest = f"interest {name_key(mark.interest)}" if mark else key
    steps.append(
        Step(StepKind.INTEREST, mark.interest, mark.why)
        if mark
        else Step(StepKind.INTEREST, None, "no interest is marked: it counts as its own")
    )
    loose = key
    if article and article.loose_family and key.startswith("family "):
        widened = replace(article, family=article.loose_family, taken_from=article.taken_from or article.looks_like)
        loose = _origin(source, article.loose_family, voices, widened, ledger.loose_credits)[0]
    return Path(
        figure=figure,
        source=source,
        statement=statement,
        steps=tuple(steps),
        origin=key,
        interest=interest,
        loose_origin=loose,
    )


def _article_steps(source: Digest, article: Article | None) -> Iterable[Step]:
    published = f", published by {article.publisher}" if article and article.publisher else ""
    yield Step(StepKind.ARTICLE, article.name if article else source, f"it stands in this source{published}")
    if article and article.taken_from:
        why = "copy of" if article.direction_known else "shares its words with"
        yield Step(StepKind.ARTICLE, article.taken_from, f"{why} {article.taken_from}")
    if article and article.looks_like:
        why = f"looks like a reworded or translated copy of {article.looks_like}; it is not counted as one"
        yield Step(StepKind.ARTICLE, article.looks_like, why)


def _voice_steps(voices: Sequence[Voice]) -> Iterable[Step]:
    if not voices:
        yield Step(StepKind.UTTERANCE, None, "the document says it in its own voice")
        return
    for at, voice in enumerate(voices):
        name = voice.party or voice.words
        if at:
            yield Step(StepKind.UTTERANCE, name, f"relayed by {name or 'somebody unnamed'}")
        elif voice.party:
            named = f" (“{voice.words}”)" if voice.words and voice.words != voice.party else ""
            yield Step(StepKind.UTTERANCE, name, f"said by {voice.party}{named}")
        else:
            yield Step(StepKind.UTTERANCE, name, f"said by “{name}”" if name else "said by somebody unnamed")


def _origin(
    source: Digest,
    family: Digest,
    voices: Sequence[Voice],
    article: Article | None,
    family_credits: Mapping[Digest, Credit],
) -> tuple[str, str | None, str]:
    """Return the origin's key, its name if it is known, and why it is the origin."""
    for at, voice in enumerate(voices):
        if is_named(voice.party) and voice.party is not None:
            skipped = "; whom it has it from is not named" if at else ""
            innermost = "the innermost speaker named" if len(voices) > 1 else "the party named"
            return (
                f"named {name_key(voice.party)}",
                voice.party,
                f"{innermost}, one origin wherever it is quoted{skipped}",
            )
    credit = article.credit if article and not article.family else None
    if credit is not None:
        return f"named {name_key(credit.agency)}", credit.agency, f"credited to {credit.agency}: “{credit.words}”"
    credit = family_credits.get(family)
    if credit is not None and article:
        mine = f"credited to {credit.agency}: “{credit.words}”"
        why = mine if article.credit else f"shares its words with a text {mine}"
        return f"named {name_key(credit.agency)}", credit.agency, why
    if article and article.taken_from:
        return f"family {family}", None, "not known; a family of copies is one origin at most"
    if not voices and article and article.publisher:
        return (
            f"named {name_key(article.publisher)}",
            article.publisher,
            "the outlet that publishes it, in its own voice",
        )
    if not voices and article and is_named(article.author):
        return f"family {family}", article.author, "the author that its file declares; counted as one of its own"
    return f"family {family}", None, "not known; counted as one of its own, which is the most it can be"


def relay(statement: str, voices: Mapping[str, Voice], relayers: Mapping[str, Sequence[str]]) -> tuple[Voice, ...]:
    """Return who says a statement and who relays it, from the inside out; each statement counts once, so circles end.

    ``voices`` and ``relayers`` are by the statements' ids.
    """
    found: list[Voice] = []
    waiting, seen = [statement], {statement}
    while waiting and len(found) < LONGEST_RELAY:
        identity = waiting.pop(0)
        if identity in voices:
            found.append(voices[identity])
        for outer in relayers.get(identity, ()):
            if outer not in seen:
                seen.add(outer)
                waiting.append(outer)
    return tuple(found)


LONGEST_RELAY = 32
"""Speakers of one relay that are followed; real ones have two or three."""
