"""Persons behind pronouns: "he", "she", "I", "who", "the man", and whose "his lawyer" is.

Promises: the best candidate by nearness, place in the sentence, verb and quotation; none of a sex that the text tells
otherwise. Does not: say "it" or "they".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from witnessmark.reading.parties.mentions import Kind, Mention, plain_name
from witnessmark.reading.parties.scene import Resolved, Scene
from witnessmark.reading.parties.sources import Source

_REACH = 20
"""Sentences over which a pronoun or a short form looks back."""
_OF_SUBJECT, _OF_VERB, _OF_ROLE = 1.0, 0.8, 0.8
_OF_SPEAKER = 5.5
_BY_SENTENCE = 1.4
_BY_POSSESSIVE, _BY_PREPOSITION, _BY_BARE = 0.8, 0.8, 0.8
_BY_QUOTATION = 4.0
"""What raises and lowers a person as the "he" or "she" of a later place, in points; chosen on training data."""


_LONGEST_OPENING = 120
"""Code points in which a sentence names the one it is about."""
_OPENING = re.compile(r"\s*(?:A|An)\s+((?:[\w.’'-]+\s+){1,7})")


class PersonPronouns(Scene):
    """A scene that tells whom a personal pronoun means."""

    def _possessor(self, n: int, source: Source, at: int) -> str | None:
        """Return whose lawyer or supporters "his lawyer" or "her supporters" are."""
        ranked = self._ranked(n, source.possessor, at, self._outer(n))
        return ranked[0][1] if ranked else None

    def _last_person(self, source: Source, at: int) -> Resolved | None:
        """Resolve "the man" to the person who spoke last."""
        here = self._sentence(at)
        for spoken in self._before(at):
            if here - spoken.sentence > 3:
                return None
            if spoken.kind is Kind.PERSON and spoken.sex in (None, source.sex):
                return Resolved(party=spoken.party, kind=Kind.PERSON)
        return None

    def _first_person(self, n: int, outer: Resolved | None, at: int) -> Resolved:
        """Resolve "I" and "we" to who is quoted; in a text's own voice they stay open."""
        if outer and outer.party:
            return outer
        for number in self._holders(at):
            found = self._found.get(number) if number != n else None
            if found and found.party:
                return found
        return Resolved(unsure="the text's own first person")

    def _relative(self, at: int) -> Resolved:
        """Resolve "who" to the noun right before it."""
        place = bisect_left(self._starts, at)
        for mention in reversed(self._mentions[max(0, place - 4) : place]):
            if at - mention.end <= 3 and mention.kind in (Kind.PERSON, Kind.GROUP, Kind.BODY):
                if mention.kind is Kind.PERSON:
                    return Resolved(party=self._shown(mention.name), kind=Kind.PERSON)
                return Resolved(party=self._lowered(plain_name(mention.name)), kind=mention.kind)
        here = self._sentence(at)
        for mention in reversed(self._mentions[max(0, place - 6) : place]):
            if mention.kind is Kind.PERSON and mention.firm and mention.sentence == here:
                return Resolved(party=self._shown(mention.name), kind=Kind.PERSON)
        return Resolved(unsure="the one before who is not named")

    def _he_or_she(self, n: int, sex: str, at: int, outer: Resolved | None) -> Resolved:
        ranked = self._ranked(n, sex, at, outer)
        if opening := self._role_opening(at):
            return Resolved(party=opening, kind=Kind.PERSON)
        if not ranked and (later := self._named_later(sex, at)):
            return Resolved(party=later, kind=Kind.PERSON)
        if not ranked:
            return Resolved(unsure=f"no person before whom the text does not call otherwise than {sex}")
        name = ranked[0][1]
        self._cast.tell(name, sex)
        return Resolved(party=name, kind=Kind.PERSON)

    def _role_opening(self, at: int) -> str | None:
        """Return the unnamed person whom the sentence is about, where it names nobody before: "A former deputy"."""
        here = self._sentence(at)
        begin = self._sentences[here] if self._sentences else 0
        place = bisect_left(self._starts, at)
        named = (m for m in self._mentions[max(0, place - 20) : place] if m.sentence == here)
        opening = _OPENING.match(self._text, begin, min(at, begin + _LONGEST_OPENING))
        if opening is None or any(m.kind is Kind.PERSON and m.firm for m in named):
            return None
        words = opening[1].split()
        roles = self._lex.persons["roles"]
        last = next((n for n, word in enumerate(words) if word.lower() in roles and word.islower()), None)
        return self._lowered(" ".join(words[: last + 1])) if last is not None else None

    def _named_later(self, sex: str, at: int) -> str | None:
        """Return who the next two sentences are about, called as one already known: "Mr. Malin"."""
        here = self._sentence(at)
        place = bisect_left(self._starts, at)
        for mention in self._mentions[place : place + 20]:
            if mention.sentence > here + 2:
                break
            alone = " " not in mention.name or bool(mention.roles & {"president", "pope"})
            if mention.kind is Kind.PERSON and mention.subject and alone and mention.sentence > here:
                name = self._shown(mention.name)
                firm = mention.firm or self._is_person(mention)
                return name if firm and self._cast.sex(name) in (None, sex) else None
        return None

    def _ranked(self, n: int, sex: str, at: int, outer: Resolved | None) -> list[tuple[float, str]]:
        """Return the persons that "he" or "she" may be, best first, by how near and how central each is."""
        here = self._sentence(at)
        quoted = self._quotation(at)
        scores: dict[str, float] = {}

        def add(name: str, points: float) -> None:
            known = self._cast.sex(name)
            if known not in (None, sex):
                return
            extra = 0.6 if known == sex else 0.0
            before = scores.get(name)
            scores[name] = points + extra if before is None else max(before, points + extra) + 0.15

        place = bisect_left(self._starts, at)
        for mention in self._mentions[max(0, place - 80) : place]:
            gap = here - mention.sentence
            if mention.kind is not Kind.PERSON or gap > _REACH or not (mention.firm or self._is_person(mention)):
                continue
            points = 4.0 - _BY_SENTENCE * gap
            points += _OF_SUBJECT * mention.subject + _OF_VERB * mention.acts
            points -= _BY_POSSESSIVE * mention.possessive + _BY_PREPOSITION * mention.governed
            points -= _BY_BARE * (not mention.firm)
            points += _OF_ROLE * bool(mention.sex or mention.roles or self._cast.sex(self._cast.fullest(mention.name)))
            inside = self._quotation(mention.start)
            points -= _BY_QUOTATION * (inside is not None and inside != quoted)
            add(self._shown(mention.name), points)
        for spoken in self._before(at):
            gap = here - spoken.sentence
            if spoken.kind is Kind.PERSON and gap <= _REACH and spoken.sex in (None, sex):
                add(spoken.party, _OF_SPEAKER - _BY_SENTENCE * gap)
        if n >= 0 and outer and outer.party and outer.kind == Kind.PERSON:
            if quoted is not None:
                scores.pop(outer.party, None)
            else:
                add(outer.party, 6.0)
        return sorted(((points, name) for name, points in scores.items()), key=lambda pair: (-pair[0], pair[1]))

    def _is_person(self, mention: Mention) -> bool:
        known = self._cast.fullest(mention.name) != mention.name or mention.name in self._cast.known
        bare = not self._told and (self._cast.often(mention.name) or mention.name.lower() in self._lex.given)
        return known or bare
