"""Parties: who the words that name a speaker refer to, by plain means.

Promises: a party is words of the text: the fullest proper name that it gives, or a body, group or role in lower case;
"it" is never a person, "he" and "she" never a body, and None where it is unsure.
Does not: know the world, or join names that the text does not join.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.nouns import Name, NameKind, Passage
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.parties.bodies import Bodies
from witnessmark.reading.parties.persons import Persons
from witnessmark.reading.parties.phrases import Named, name_in, plain, words_of
from witnessmark.reading.rules import load

_REACH = 1500
"""Code points over which a pronoun looks back."""
_FIRST_PERSON = frozenset(["i", "je", "j'", "yo", "ich", "jag", "من", "أنا"])
_SUBJECT = 24
"""How far from the start of its sentence a name may stand to be what the sentence is about."""


@dataclass(frozen=True, slots=True)
class _Mention:
    at: int
    party: str
    sex: str | None = None


class Parties:
    """Resolves the speakers of one text in its order; keeps who was named so far."""

    def __init__(
        self, text: str, language: str, names: Sequence[Name] = (), paragraphs: Sequence[Paragraph] = ()
    ) -> None:
        """Collect the persons and bodies that ``text`` names in full."""
        self._language = language
        self._words = words_of(language)
        pronouns = load(language)["speech"]["pronouns"]
        self._pronouns = {word: kind for kind, text_ in pronouns.items() for word in text_.split()}
        self._lower = frozenset(word for word in text.split() if word.islower())
        self._persons = Persons(text, language, names)
        self._bodies = Bodies(text, language)
        starts = [sentence.span.start for paragraph in paragraphs for sentence in paragraph.sentences]
        self._subjects = [
            name for name in names if name.kind is NameKind.PERSON and _opens_sentence(name.passage.start, starts)
        ]
        self._subject_starts = [name.passage.start for name in self._subjects]
        self._person: _Mention | None = None
        self._group: _Mention | None = None
        self._single: _Mention | None = None

    def is_speaker_itself(self, passage: Passage) -> bool:
        """Tell whether the words are the one speaking, in the first person singular."""
        return plain(passage.quote).lower() in _FIRST_PERSON

    def resolve(self, passage: Passage, *, label: bool = False) -> str | None:
        """Return the party of one speaker and remember it; call in the order of the text.

        A ``label`` of a transcript may be in capitals; its name is then written as names are.
        """
        quote = plain(passage.quote)
        if label:
            if len(quote) < 2:
                return None
            quote = " ".join(self._cased(word) for word in quote.split())
        kind = self._pronoun(quote)
        if kind is not None:
            return self._antecedent(kind, passage.start)
        found = name_in(quote, self._language) if quote else None
        if found is None:
            self._single = None
            return None
        return self._person_named(found, passage.start) if found.person else self._body_named(found, passage.start)

    def _cased(self, word: str) -> str:
        """Return a word in capitals as the text writes it elsewhere, or as a name."""
        if not word.isupper() or len(word) < 2:
            return word
        known = self._words.determiners | self._words.titles | self._words.roles | self._words.organisations
        low = word.lower()
        return low if low.rstrip(".") in known | {"court", "chair", "interpreter", "usher", "bench"} else word.title()

    def _pronoun(self, quote: str) -> str | None:
        """Return the kind of a pronoun, also one that a verb carries ("a-t-il"), or before or after other words."""
        low = quote.lower().replace("’", "'")
        found = self._pronouns.get(low)
        if found is None and "-" in low:
            found = self._pronouns.get(low.rsplit("-", 1)[1])
        if found is None and low.endswith(("'d", "'ll", "'ve", "'m", "'re")):
            found = self._pronouns.get(low.split("'")[0])
        last = low.split()[-1] if low else ""
        if found is None and " " in low and low.split()[0] in self._words.openers:
            found = self._pronouns.get(last)  # "in the past it"
        return "self" if found is None and self._pronouns.get(last) == "self" else found

    def _person_named(self, found: Named, at: int) -> str:
        full = self._persons.fullest(found.name)
        if " " in full:
            self._persons.add(full)
        if found.sex:
            self._persons.tell(full, found.sex)
        self._person = _Mention(at, full, self._persons.sex_of(full))
        return full

    def _body_named(self, found: Named, at: int) -> str | None:
        size = len(found.name.split())
        if size == 1 and found.definite and found.head in self._words.titles:
            bearer = self._persons.bearer(found.head)
            if bearer is not None:
                self._person = _Mention(at, bearer, self._persons.sex_of(bearer) or found.sex)
                return bearer
        joined = self._persons.fullest(found.name) if size == 1 and found.name[0].isupper() else found.name
        if joined != found.name:
            self._person = _Mention(at, joined, self._persons.sex_of(joined))
            return joined
        if found.head in self._words.roles and not found.plural:
            party = self._as_written(found)
            self._person = _Mention(at, party, found.sex)
            return party
        full = self._bodies.fullest(found.name)
        if full == found.name:
            full = self._as_written(found)
        if full is None:
            return None
        if found.plural:
            self._group = _Mention(at, full)
        else:
            self._single = _Mention(at, full)
        return full

    def _as_written(self, found: Named) -> str:
        """Return the name as it stands; in lower case where only the start of its sentence gives it a capital."""
        first, *rest = found.name.split()
        proper = any(word[0].isupper() for word in rest)
        if proper or not first[0].isupper():
            return found.name
        generic = not found.named or first.lower() in self._lower or first.lower() in self._words.common
        return found.name.lower() if generic else found.name

    def _antecedent(self, kind: str, at: int) -> str | None:
        if kind in ("male", "female"):
            return self._he_or_she(kind, at)
        last = {"plural": self._group, "thing": self._single}.get(kind)
        return last.party if last and at - last.at < _REACH else None

    def _he_or_she(self, sex: str, at: int) -> str | None:
        """Return the person who spoke last or whom a sentence since was about, unless the text tells another sex."""
        last = self._person if self._person and at - self._person.at < _REACH else None
        after = last.at if last else at - _REACH
        for position in range(bisect_left(self._subject_starts, at) - 1, -1, -1):
            name = self._subjects[position]
            if name.passage.start <= after:
                break
            full = self._persons.fullest(" ".join(name.passage.quote.split()))
            if self._persons.sex_of(full) in (None, sex):
                last = _Mention(name.passage.start, full, self._persons.sex_of(full))
                break
        if last is None or last.sex not in (None, sex):
            return None
        self._persons.tell(last.party, sex)
        self._person = _Mention(at, last.party, sex)
        return last.party


def _opens_sentence(at: int, starts: Sequence[int]) -> bool:
    """Tell whether ``at`` lies near the start of a sentence; ``starts`` are sorted."""
    position = bisect_left(starts, at + 1) - 1
    return position >= 0 and at - starts[position] <= _SUBJECT
