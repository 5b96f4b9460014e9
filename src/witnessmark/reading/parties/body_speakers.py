"""Bodies, groups and nations that speak: "the ministry", "officials", "Tehran", "it" and "they".

Promises: words of the text, a nation's people and bodies by its adjective; None with a reason where several fit.
Does not: resolve persons.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from witnessmark.reading.parties.body_names import is_proper
from witnessmark.reading.parties.lexicon import Nation
from witnessmark.reading.parties.mentions import Kind
from witnessmark.reading.parties.person_pronouns import PersonPronouns
from witnessmark.reading.parties.scene import Resolved, grams
from witnessmark.reading.parties.sources import Shape, Source, read_source

_NEAR = 4000
"""Code points before a place that are searched for an earlier use of a name."""


_ABROAD = frozenset(["commander", "forces", "military", "troops"])
"""These speak in a country that is not theirs, too."""


class BodySpeakers(PersonPronouns):
    """A scene that tells which body or group speaks."""

    def _body_of(self, owner: str, at: int) -> str:
        words_ = re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", owner)
        if words_ in ("U.N.", "UN"):
            return "United Nations"
        if words_ in self._lex.adjectives and words_ not in ("U.S.", "Vatican"):
            return self._lex.adjectives[words_].name
        resolved = self._body(replace(read_source(words_), definite=True), at).party
        return resolved or self._lowered(words_)

    def _body(self, source: Source, at: int, n: int = -1) -> Resolved:
        words_ = source.words
        if not words_:
            return Resolved(unsure="nobody is named")
        nation = self._lex.nations.get(words_)
        if nation or words_ in self._lex.places:
            return Resolved(party=self._state(words_), kind=Kind.NATION)
        if source.head in self._lex.bodies["nobody"] and " " not in words_:
            return Resolved(unsure=f"{source.head} without a name")
        if source.owner and source.shape is Shape.BODY:
            return Resolved(party=self._body_of(source.owner, at), kind=Kind.BODY)
        if source.plural or source.head in self._lex.bodies["groups"]:
            return self._group(n, source, at)
        if words_[0].isupper() and " " not in words_ and not self._is_generic(words_):
            return self._single(words_)
        found = self._bodies.fullest(words_, source.head, at, definite=source.definite)
        if found:
            return Resolved(party=found, kind=Kind.BODY)
        if not source.definite and source.head in self._lex.bodies["any"] and n >= 0:
            introduced = self._introduced(at)
            if introduced:
                return Resolved(party=introduced, kind=Kind.BODY)
        if self._is_generic(words_):
            return self._generic(source, at)
        return Resolved(party=self._lowered(words_), kind=Kind.BODY)

    def _introduced(self, at: int) -> str | None:
        """Return the body that speaks by name in the next two sentences, new to the text, after "a rights group"."""
        here = self._sentence(at)
        for n in self._order[bisect_left(self._order_at, at + 1) :]:
            gap = self._sentence(self._at(n)) - here
            source = self._read[n]
            if gap > 2:
                break
            named = source.shape is Shape.BODY and is_proper(source.words) if source.words else False
            if gap < 1 or not named or self._lex.nation(source.words) or source.plural:
                continue
            if (
                self._text.find(source.words.split()[0], max(0, at - _NEAR), at) >= 0
                or self._cast.fullest(source.words) in self._cast.known
            ):
                return None
            return source.words
        return None

    def _state(self, words_: str) -> str:
        """Return the nation that a capital stands for, where the text names that nation too."""
        nation = self._lex.places.get(words_)
        if nation is None or words_ in self._lex.nations or words_ not in self._lex.capitals:
            return words_
        named = any(m.name == nation.name for m in self._mentions if m.kind is Kind.NATION)
        return nation.name if named else words_

    def _single(self, words_: str) -> Resolved:
        """Resolve one capitalised word: a surname, an acronym, a body's name."""
        full = self._cast.fullest(words_)
        if full != words_ or words_ in self._cast.known:
            return Resolved(party=self._shown(words_), kind=Kind.PERSON)
        long = self._bodies.expanded(words_) or self._bodies.opened_by(words_)
        if long:
            return Resolved(party=long, kind=Kind.BODY)
        acronym = words_.isupper() and len(words_) > 1
        return Resolved(party=words_, kind=Kind.BODY if acronym else self._bodies.kind_of(words_))

    def _generic(self, source: Source, at: int) -> Resolved:
        """Resolve "the group", "the military": the nearest body before that it can be short for."""
        words_ = self._lowered(source.words)
        if source.head in self._lex.bodies["countries"] and source.definite:
            spoken = next((s for s in self._before(at) if s.kind is Kind.NATION), None)
            if spoken:
                return Resolved(party=spoken.party, kind=Kind.NATION)
            nation = self._focus(at)
            return Resolved(party=nation.name, kind=Kind.NATION) if nation else Resolved(unsure="no country is named")
        if source.definite and source.head in self._lex.bodies["any"] and source.head not in ("party", "court"):
            here = self._sentence(at)
            for spoken in self._before(at):
                if here - spoken.sentence > 4:
                    break
                if spoken.kind is Kind.BODY and spoken.party[0].isupper():
                    return Resolved(party=spoken.party, kind=Kind.BODY)
            last = self._bodies.last_named(at, here)
            if last:
                return Resolved(party=last, kind=Kind.BODY)
        if source.head in self._lex.bodies["of_nation"]:
            nation = self._nation_in(source.place) if source.place else self._focus(at)
            if nation:
                return Resolved(party=f"{nation.adjective} {words_}", kind=Kind.BODY)
        if source.head in ("group", "man") and " " not in words_:
            return Resolved(unsure=f"the text does not tell which {source.head} this is")
        return Resolved(party=words_, kind=Kind.BODY)

    def _group(self, n: int, source: Source, at: int) -> Resolved:
        """Resolve "officials", "police", "the protesters"."""
        words_ = self._lowered(source.words)
        if source.possessor and (whose := self._possessor(n, source, at)):
            return Resolved(party=f"{whose}'s {words_}", kind=Kind.GROUP)
        organised = self._lex.bodies["organisation"].intersection(source.place.lower().split())
        if organised and source.place[0].isupper():
            return Resolved(party=self._body_of(source.place, at), kind=Kind.BODY)
        place = self._nation_in(source.place) if source.place else None
        generic = self._is_generic(source.words)
        if place and generic and source.head != "witnesses":
            return Resolved(party=f"{place.adjective} {words_}", kind=Kind.GROUP)
        if not generic or " and " in words_:
            return Resolved(party=words_, kind=Kind.GROUP)
        longer = self._bodies.same_group(words_, source.head, at, self._sentence(at))
        spoken = next(
            (
                s
                for s in self._before(at)
                if s.plural and s.head == source.head and set(words_.split()) <= set(s.party.lower().split())
            ),
            None,
        )
        if spoken and self._sentence(at) - spoken.sentence <= 4 and " " in spoken.party:
            return Resolved(party=spoken.party, kind=Kind.GROUP)
        if longer:
            return Resolved(party=longer, kind=Kind.GROUP)
        if source.head in self._lex.bodies["of_nation"]:
            own = {"local", "court", "federal", "intelligence", "election", "hospital", "medical", "party"}
            nation = self._chained(at) if source.head == "police" else self._focus(at, ahead=words_ != "officials")
            if own.intersection(words_.split()):
                return Resolved(party=words_, kind=Kind.GROUP)
            if nation:
                return Resolved(party=f"{nation.adjective} {words_}", kind=Kind.GROUP)
            if words_ == "officials":
                return Resolved(unsure="officials of no nation or body that the text names")
        return Resolved(party=words_, kind=Kind.GROUP)

    def _chained(self, at: int) -> Nation | None:
        """Return the nation of the group or body that spoke last, a sentence or two before."""
        here = self._sentence(at)
        for spoken in self._before(at):
            if here - spoken.sentence > 2:
                break
            nation = next((w for w in map(self._lex.adjectives.get, grams(spoken.party)) if w), None)
            body = spoken.kind is Kind.BODY and here - spoken.sentence < 2 and spoken.head not in _ABROAD
            if nation and (body or spoken.kind is Kind.GROUP) and not spoken.pronoun:
                return nation
        return None

    def _focus(self, at: int, *, ahead: bool = True) -> Nation | None:
        """Return the one nation that the text is about at a place, None where several are as likely.

        It is that of the group that spoke before, else that of the same sentence, of the two before, or ``ahead``.
        """
        chained = self._chained(at)
        if chained:
            return chained
        here = self._sentence(at)
        place = bisect_left(self._starts, at)
        for gap in (0, 1, 2, -1) if ahead else (0, 1, 2):
            scores: dict[str, float] = {}
            for mention in self._mentions[max(0, place - 40) : place + 25]:
                if mention.nation is None or here - mention.sentence != gap:
                    continue
                if mention.kind not in (Kind.NATION, Kind.PLACE):
                    continue
                lead = self._text[max(0, mention.start - 14) : mention.start].lower().split()
                located = bool(lead) and ("in" in lead[-2:] or lead[-1] in ("near", "of", "at", "across"))
                scores[mention.nation.name] = scores.get(mention.nation.name, 0.0) + (2.0 if located else 1.0)
            if scores:
                best = sorted(scores.values(), reverse=True)
                if len(best) > 1 and best[0] < best[1] + 1:
                    return None
                return self._lex.nations[max(scores, key=lambda name: (scores[name], name))]
        return None

    def _it_or_they(self, n: int, kind: str, at: int, outer: Resolved | None) -> Resolved:
        """Resolve "it" to a body or nation and "they" to a group: who relays it, the sentence's subject, who spoke."""
        here = self._sentence(at)
        plural = kind == "plural"

        def fits(of: Kind, several: bool, head: str) -> bool:
            if plural:
                return of is Kind.GROUP or several
            return of in (Kind.BODY, Kind.NATION) and head not in self._lex.bodies["groups"]

        if outer and outer.party and outer.kind:
            several = outer.kind == Kind.GROUP or " and " in outer.party
            if fits(Kind(outer.kind), several, outer.party.split()[-1].lower()) or (plural and outer.kind == Kind.BODY):
                return outer
        best: tuple[float, Resolved] | None = None
        for spoken in self._before(at):
            gap = here - spoken.sentence
            if gap <= 3 and fits(spoken.kind, spoken.plural or " and " in spoken.party, spoken.head):
                points = 4.5 - 1.2 * gap
                if best is None or points > best[0]:
                    best = (points, Resolved(party=spoken.party, kind=spoken.kind))
        place = bisect_left(self._starts, at)
        for mention in self._mentions[max(0, place - 40) : place]:
            gap = here - mention.sentence
            several = mention.head in self._lex.bodies["groups"]
            near = plural and gap == 0
            if gap > 2 or not (mention.subject or near) or not fits(mention.kind, several, mention.head):
                continue
            if mention.kind is Kind.NATION and (mention.name in self._lex.adjectives or mention.possessive):
                continue
            points = 3.6 - 1.2 * gap - 1.0 * (not mention.firm)
            if best is None or points > best[0]:
                source = read_source(mention.name)
                found = self._body(replace(source, definite=True), mention.start) if source.words else Resolved()
                if found.party:
                    best = (points, found)
        if best:
            return best[1]
        return Resolved(unsure=f"nothing before that {'they' if plural else 'it'} could be")
