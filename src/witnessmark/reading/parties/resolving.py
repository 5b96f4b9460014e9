"""Parties in English: who each speaker of a text is, from all that the text says of persons and bodies.

Promises: one answer for each claim, in its order: words of the text (a nation's people and bodies may be called by
its adjective), or None with the reason why it stays open. The work grows linearly with the text.
Does not: know the world beyond its word lists, guess where two answers are as good, or join texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from witnessmark.nouns import Name
from witnessmark.reading.layout import Paragraph, lay_out
from witnessmark.reading.parties.body_speakers import BodySpeakers
from witnessmark.reading.parties.lexicon import Nation
from witnessmark.reading.parties.mentions import Kind, plain_name
from witnessmark.reading.parties.scene import Claim, Resolved, grams
from witnessmark.reading.parties.sources import Shape, Source, read_source

__all__ = ["Claim", "Resolved", "resolve_parties"]

_REACH = 8
"""Sentences over which a pronoun or a short form looks back."""
_ANYONE = frozenset(["man", "woman", "person", "official", "boy", "girl", "one", "someone", "people"])
_FIRST = frozenset(["we", "us", "our", "ourselves"])


def resolve_parties(
    text: str, claims: Sequence[Claim], names: Sequence[Name] = (), paragraphs: Sequence[Paragraph] | None = None
) -> tuple[Resolved, ...]:
    """Return who the source of each of ``claims`` is; ``names`` with their kinds help, ``paragraphs`` save time."""
    laid = lay_out(text, (), "en") if paragraphs is None else paragraphs
    return _Resolver(text, claims, names, laid).resolve()


class _Resolver(BodySpeakers):
    """Resolves the claims of one text: first those that name someone, then the pronouns."""

    def resolve(self) -> tuple[Resolved, ...]:
        order, read = self._order, self._read
        read.update({n: read_source(self._words(self._claims[n])) for n in order})
        for n in order:
            if read[n].shape is not Shape.PRONOUN:
                self._keep(n, read[n], self._named(n, read[n]))
        for n in order:
            if read[n].shape is Shape.PRONOUN:
                self._keep(n, read[n], self._pronoun(n, read[n]))
        none = Resolved(unsure="nobody is named")
        return tuple(self._found.get(n, none) for n in range(len(self._claims)))

    def _named(self, n: int, source: Source) -> Resolved:
        at = self._at(n)
        if (label := self._words(self._claims[n]).strip()) in ("Q.", "A.", "Q", "A"):
            return self._asked_or_answering(label[0], at)
        if source.shape is Shape.NOBODY:
            return Resolved(unsure="nobody is named")
        if source.shape is Shape.PERSON:
            return self._person(source)
        if source.shape is Shape.ROLE:
            return self._role(n, source, at)
        if source.shape is Shape.DOCUMENT:
            return self._document(source, at)
        return self._body(source, at, n)

    def _asked_or_answering(self, label: str, at: int) -> Resolved:
        """Resolve the "Q." and "A." of a transcript: who examines, where a heading says so, and the witness."""
        if label == "A":
            return Resolved(party="witness", kind=Kind.PERSON, roles=("witness",))
        heads = [match for match in self._examined if match[0] < at]
        if not heads:
            return Resolved(unsure="the one who asks is not named")
        return Resolved(party=heads[-1][1].title() if heads[-1][1].isupper() else heads[-1][1], kind=Kind.PERSON)

    def _person(self, source: Source) -> Resolved:
        name = self._shown(plain_name(source.words), source.title)
        if source.sex:
            self._cast.tell(name, source.sex)
        return Resolved(party=name, kind=Kind.PERSON, roles=tuple(sorted(source.roles)))

    def _role(self, n: int, source: Source, at: int) -> Resolved:
        """Resolve "the prosecutor", "Lurania's interior minister", "a ministry spokesman"."""
        roles = tuple(sorted(source.roles))
        if source.possessor and (owner := self._possessor(n, source, at)):
            return Resolved(party=f"{owner}'s {source.words}", kind=Kind.PERSON, roles=roles)
        if source.definite and source.head in _ANYONE and (last := self._last_person(source, at)):
            return last
        person = self._bearer(source, at)
        if person is None and source.definite and not source.owner:
            before = next((s for s in self._before(at) if s.head == source.head and s.kind is Kind.PERSON), None)
            person = before.party if before else None
        if person:
            return Resolved(party=person, kind=Kind.PERSON, roles=roles)
        if source.owner:
            body = self._body_of(source.owner, at)
            return Resolved(party=body, kind=Kind.BODY, roles=roles)
        if source.head in self._lex.persons["voices"] and " " not in source.words:
            return self._voice(source, at)
        if source.head in _ANYONE and " " not in source.words:
            return Resolved(unsure="a person whom the text does not name")
        words_ = self._lowered(source.words)
        if source.place and (nation := self._nation_in(source.place)):
            words_ = f"{nation.adjective} {words_}"
        return Resolved(party=words_, kind=Kind.PERSON, roles=roles)

    def _voice(self, source: Source, at: int) -> Resolved:
        """Resolve a bare "the spokesman" to the body that spoke last."""
        here = self._sentence(at)
        for spoken in self._before(at):
            if here - spoken.sentence > 3:
                break
            if spoken.kind in (Kind.BODY, Kind.NATION):
                return Resolved(party=spoken.party, kind=Kind.BODY, roles=(source.head,))
        return Resolved(unsure=f"the text does not tell whose {source.head} this is")

    def _bearer(self, source: Source, at: int) -> str | None:
        """Return the person of the text who has the role: the nearest before, else the one who is named next."""
        here = self._sentence(at)
        head = {"premier": "minister", "pontiff": "pope"}.get(source.head, source.head)
        wanted = {word.lower() for word in source.words.split()} & (
            self._lex.persons["titles"] | self._lex.persons["roles"]
        ) - {"former", "chief", "top", "state", "police"}
        nation = next((w for w in (self._nation_in(w) for w in grams(source.words)) if w), None)
        place = bisect_left(self._starts, at)
        best: tuple[float, str] | None = None
        for mention in self._mentions[max(0, place - 60) : place]:
            if mention.kind is not Kind.PERSON or not mention.firm or here - mention.sentence > _REACH:
                continue
            name = self._cast.fullest(mention.name)
            roles = self._cast.roles(name) | mention.roles
            states = source.head in ("leader", "president", "chief") and roles & {
                "president",
                "premier",
                "minister",
                "leader",
            }
            if head not in roles and not (states and (source.definite or nation)):
                continue
            theirs = self._cast.nation(name)
            if nation and theirs and theirs != nation.name:
                continue
            score = mention.sentence + 3.0 * len(wanted & roles)
            if best is None or score >= best[0]:
                best = (score, name)
        if best and (source.definite or nation):
            return self._shown(best[1])
        return self._named_next(source, at, head, nation)

    def _named_next(self, source: Source, at: int, head: str, nation: Nation | None) -> str | None:
        """Return who is introduced by name in the sentence after an unnamed role."""
        here = self._sentence(at)
        place = bisect_left(self._starts, at)
        for mention in self._mentions[place : place + 30]:
            if mention.sentence > here + 2:
                break
            if mention.sentence == here or mention.kind is not Kind.PERSON or not mention.firm:
                continue
            name = self._cast.fullest(mention.name)
            roles = self._cast.roles(name)
            if self._cast.first_at(name) < at or (nation and self._cast.nation(name) not in (None, nation.name)):
                continue
            speaks = self._is_in_source(mention.start)
            if head in roles or (
                mention.sentence == here + 1 and mention.subject and speaks and not roles & {"president", "minister"}
            ):
                return self._shown(mention.name)
        return None

    def _document(self, source: Source, at: int) -> Resolved:
        """Resolve a statement or report to the body that gave it."""
        if source.owner:
            inner = read_source(source.owner)
            if inner.shape is Shape.PERSON:
                return self._person(inner)
            owner = inner.words or source.owner
            if self._lex.nation(owner) and owner in self._lex.adjectives and source.head not in ("statement",):
                return Resolved(party=self._lowered(source.words), kind=Kind.GROUP)
            if self._lowered(owner) in ("news", "media", "preliminary", "official"):
                return Resolved(unsure="reports without a name")
            return Resolved(party=self._body_of(owner, at), kind=Kind.BODY)
        if source.head in self._lex.bodies["records"]:
            return Resolved(party=self._lowered(source.words), kind=Kind.BODY)
        if source.head in ("statement", "report", "study", "survey", "communiqué", "communique", "announcement"):
            here = self._sentence(at)
            for spoken in self._before(at):
                if here - spoken.sentence > 2:
                    break
                if spoken.kind in (Kind.BODY, Kind.NATION):
                    return Resolved(party=spoken.party, kind=spoken.kind)
        return Resolved(unsure="a document whose author is not named")

    def _pronoun(self, n: int, source: Source) -> Resolved:
        at = self._at(n)
        outer = self._outer(n)
        kind = source.head
        if kind == "self" or source.words in _FIRST:
            return self._first_person(n, outer, at)
        if kind == "relative":
            return self._relative(at)
        if kind == "listener":
            return Resolved(unsure="the one spoken to is not named")
        if kind in ("male", "female"):
            return self._he_or_she(n, kind, at, outer)
        return self._it_or_they(n, kind, at, outer)
