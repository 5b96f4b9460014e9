"""Parties in English: who each speaker of a text is, from all that the text says of persons and bodies.

Promises: one answer for each claim, in its order: words of the text (a nation's people and bodies may be called by
its adjective), or None with the reason why it stays open. The work grows linearly with the text.
Does not: know the world beyond its word lists, guess where two answers are as good, or join texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from witnessmark.nouns import Name, Span
from witnessmark.reading.layout import Paragraph, lay_out
from witnessmark.reading.lexicon import Nation, lexicon
from witnessmark.reading.mentions import Cast, Kind, Mention, keys_of, plain_name, quoted_stretches, read_mentions
from witnessmark.reading.sources import Shape, Source, read_source

_REACH = 8
"""Sentences over which a pronoun or a short form looks back."""
_CLOSE = 0.8
"""How far the best candidate must lead, in points, where the text names both as a possible he or she."""
_KEPT_TITLES = frozenset("pope king queen prince princess emperor sultan fr sister".split())
_SHOWN_TITLES = _KEPT_TITLES | frozenset(
    "president general judge corporal sergeant sgt lieutenant captain colonel major commissioner lady lord dame sir "
    "justice witness bishop archbishop cardinal ayatollah inspector constable detective father private".split()
)
_ANYONE = frozenset("man woman person official boy girl one someone people".split())
_OF_SUBJECT, _OF_VERB, _OF_ROLE = 1.0, 0.8, 0.8
_OF_SPEAKER = 5.5
_BY_SENTENCE = 1.4
_BY_POSSESSIVE, _BY_PREPOSITION, _BY_BARE = 0.8, 0.8, 0.8
_BY_QUOTATION = 4.0
"""What raises and lowers a person as the "he" or "she" of a later place, in points; chosen on training data."""
_EXAMINED = re.compile(r"(?i:\bby )(?=M[Rrs])(M(?:[Rr]|[Rr]?[Ss])\.? [A-Z][\w'’-]+)")
_FIRST = frozenset(["we", "us", "our", "ourselves"])


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
class _Speaker:
    """A party that spoke at a place of the text."""

    at: int
    sentence: int
    party: str
    kind: Kind
    sex: str | None = None
    head: str = ""
    plural: bool = False
    pronoun: bool = False


def resolve_parties(
    text: str, claims: Sequence[Claim], names: Sequence[Name] = (), paragraphs: Sequence[Paragraph] | None = None
) -> tuple[Resolved, ...]:
    """Return who the source of each of ``claims`` is; ``names`` with their kinds help, ``paragraphs`` save time."""
    laid = lay_out(text, (), "en") if paragraphs is None else paragraphs
    return _Resolver(text, claims, names, laid).resolve()


class _Resolver:
    def __init__(
        self, text: str, claims: Sequence[Claim], names: Sequence[Name], paragraphs: Sequence[Paragraph]
    ) -> None:
        self._text = text
        self._claims = claims
        self._lex = lexicon()
        self._mentions = read_mentions(text, paragraphs, names)
        self._starts = [mention.start for mention in self._mentions]
        self._cast = Cast(self._mentions)
        self._sentences = [s.span.start for p in paragraphs for s in p.sentences]
        self._opens = [p.span.start for p in paragraphs]
        self._bodies = _Bodies(self._mentions, text)
        self._spoken: list[_Speaker] = []
        self._found: dict[int, Resolved] = {}
        self._read: dict[int, Source] = {}
        self._quoted = quoted_stretches(text)
        self._examined = [(match.start(), match[1]) for match in _EXAMINED.finditer(text)]
        self._source_at = {claim.source[0].start for claim in claims if claim.source}

    def resolve(self) -> tuple[Resolved, ...]:
        order = sorted((n for n, claim in enumerate(self._claims) if claim.source), key=self._at)
        read = self._read = {n: read_source(self._words(self._claims[n])) for n in order}
        for n in order:
            if read[n].shape is not Shape.PRONOUN:
                self._keep(n, read[n], self._named(n, read[n]))
        for n in order:
            if read[n].shape is Shape.PRONOUN:
                self._keep(n, read[n], self._pronoun(n, read[n]))
        none = Resolved(unsure="nobody is named")
        return tuple(self._found.get(n, none) for n in range(len(self._claims)))

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
        speaker = _Speaker(
            at=at,
            sentence=self._sentence(at),
            party=found.party,
            kind=kind,
            sex=sex,
            head=source.head,
            plural=kind is Kind.GROUP or source.plural,
            pronoun=pronoun,
        )
        place = bisect_left([each.at for each in self._spoken], at)
        self._spoken.insert(place, speaker)

    # ------------------------------------------------------------------------------------------------ named

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
        return Resolved(party=_in_case(heads[-1][1]), kind=Kind.PERSON)

    def _person(self, source: Source) -> Resolved:
        name = self._shown(plain_name(source.words), source.title)
        if source.sex:
            self._cast.tell(name, source.sex)
        return Resolved(party=name, kind=Kind.PERSON, roles=tuple(sorted(source.roles)))

    def _shown(self, name: str, title: str = "") -> str:
        """Return a person's fullest name, with a title where the text never gives more than one word."""
        full = self._cast.fullest(name)
        if " " in full:
            royal = title.lower().rstrip(".") in _KEPT_TITLES
            return f"{title} {full}" if royal and full == name else _in_case(full)
        for given in (title, self._cast.title(full)):
            if given.lower().rstrip(".") in _SHOWN_TITLES:
                return f"{_in_case(given)} {_in_case(full)}"
        low = next((each for each in ("president", "pope", "king", "judge") if each in self._cast.roles(full)), "")
        return f"{low.title()} {_in_case(full)}" if low else _in_case(full)

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

    def _possessor(self, n: int, source: Source, at: int) -> str | None:
        """Return whose lawyer or supporters "his lawyer" or "her supporters" are."""
        ranked = self._ranked(n, source.possessor, at, self._outer(n))
        return ranked[0][1] if ranked else None

    def _outer(self, n: int) -> Resolved | None:
        outer = self._claims[n].outer
        return self._found.get(outer) if outer is not None else None

    def _last_person(self, source: Source, at: int) -> Resolved | None:
        """Resolve "the man" to the person who spoke last."""
        here = self._sentence(at)
        for spoken in self._before(at):
            if here - spoken.sentence > 3:
                return None
            if spoken.kind is Kind.PERSON and spoken.sex in (None, source.sex):
                return Resolved(party=spoken.party, kind=Kind.PERSON)
        return None

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
        head = "minister" if source.head == "premier" else source.head
        wanted = {word.lower() for word in source.words.split()} & (
            self._lex.persons["titles"] | self._lex.persons["roles"]
        ) - {"former", "chief", "top", "state", "police"}
        nation = next((w for w in (self._nation_in(w) for w in _grams(source.words)) if w), None)
        place = bisect_left(self._starts, at)
        best: tuple[float, str] | None = None
        for mention in self._mentions[max(0, place - 60) : place]:
            if mention.kind is not Kind.PERSON or not mention.firm or here - mention.sentence > _REACH:
                continue
            name = self._cast.fullest(mention.name)
            roles = self._cast.roles(name) | mention.roles
            states = source.head in ("leader", "president", "chief") and roles & {"president", "premier", "minister", "leader"}
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
        before = {self._cast.fullest(m.name) for m in self._mentions[:place] if m.kind is Kind.PERSON}
        for mention in self._mentions[place : place + 30]:
            if mention.sentence > here + 2:
                break
            if mention.sentence == here or mention.kind is not Kind.PERSON or not mention.firm:
                continue
            name = self._cast.fullest(mention.name)
            roles = self._cast.roles(name)
            if name in before or (nation and self._cast.nation(name) not in (None, nation.name)):
                continue
            speaks = mention.start in self._source_at or any(
                claim.source and claim.source[0].start <= mention.start < claim.source[0].end for claim in self._claims
            )
            if head in roles or (mention.sentence == here + 1 and mention.subject and speaks and not roles & {
                "president", "minister"
            }):
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

    # ------------------------------------------------------------------------------------------------ bodies

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
        for n in sorted(self._read, key=self._at):
            gap = self._sentence(self._at(n)) - here
            source = self._read[n]
            if gap > 2:
                break
            named = source.shape is Shape.BODY and _is_proper(source.words) if source.words else False
            if gap < 1 or not named or self._lex.nation(source.words) or source.plural:
                continue
            if source.words.split()[0] in self._text[:at] or self._cast.fullest(source.words) in self._cast.known:
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

    def _is_generic(self, words_: str) -> bool:
        """Tell whether words hold no proper name."""
        first, *rest = words_.split()
        if any(word[0].isupper() for word in rest):
            return False
        low = plain_name(first).lower()
        known = (self._lex.bodies[key] for key in ("heads", "groups", "modifiers"))
        return not first[0].isupper() or low in self._lex.phrases["common"] or any(low in each for each in known)

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
        if source.place and any(w.lower() in self._lex.bodies["organisation"] for w in source.place.split()):
            if source.place[0].isupper():
                return Resolved(party=self._body_of(source.place, at), kind=Kind.BODY)
        place = self._nation_in(source.place) if source.place else None
        generic = self._is_generic(source.words)
        if place and generic and source.head != "witnesses":
            return Resolved(party=f"{place.adjective} {words_}", kind=Kind.GROUP)
        if not generic or " and " in words_:
            return Resolved(party=words_, kind=Kind.GROUP)
        longer = self._bodies.same_group(words_, source.head, at, self._sentence(at), self._sentence)
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

    def _nation_in(self, words_: str) -> Nation | None:
        return next((found for gram in _grams(words_) if (found := self._lex.nation(gram))), None)

    def _chained(self, at: int) -> Nation | None:
        """Return the nation of the group that spoke last, a sentence or two before."""
        here = self._sentence(at)
        for spoken in self._before(at):
            if here - spoken.sentence > 2:
                break
            nation = next((w for w in map(self._lex.adjectives.get, _grams(spoken.party)) if w), None)
            if nation and spoken.kind is Kind.GROUP and not spoken.pronoun:
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

    def _lowered(self, words_: str) -> str:
        """Return words in lower case where only the start of a sentence gives them a capital."""
        first, *rest = words_.split()
        if not first[0].isupper() or (len(first) > 1 and first[1:2].isupper()) or "." in first:
            return words_
        proper = any(word[0].isupper() for word in rest)
        if proper or self._lex.nation(plain_name(first)):
            return words_
        low = first[0].lower() + first[1:]
        return " ".join([low, *rest]) if rest or self._is_generic(words_) or low in self._text.split() else words_

    # ------------------------------------------------------------------------------------------------ pronouns

    def _before(self, at: int) -> Sequence[_Speaker]:
        """Return who spoke before a place, the nearest first."""
        place = bisect_left([each.at for each in self._spoken], at)
        return self._spoken[max(0, place - 30) : place][::-1]

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

    def _first_person(self, n: int, outer: Resolved | None, at: int) -> Resolved:
        """Resolve "I" and "we" to who is quoted; in a text's own voice they stay open."""
        if outer and outer.party:
            return outer
        for number, claim in enumerate(self._claims):
            if number != n and any(span.start <= at < span.end for span in claim.content):
                found = self._found.get(number)
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

    def _quotation(self, at: int) -> int | None:
        """Return the number of the quotation that a place stands in."""
        place = bisect_left(self._quoted, (at + 1, 0)) - 1
        return place if place >= 0 and self._quoted[place][0] <= at < self._quoted[place][1] else None

    def _he_or_she(self, n: int, sex: str, at: int, outer: Resolved | None) -> Resolved:
        ranked = self._ranked(n, sex, at, outer)
        if not ranked and (later := self._named_later(sex, at)):
            return Resolved(party=later, kind=Kind.PERSON)
        if not ranked:
            return Resolved(unsure=f"no person before whom the text does not call otherwise than {sex}")
        best, name = ranked[0]
        self._cast.tell(name, sex)
        return Resolved(party=name, kind=Kind.PERSON)

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
        return known or self._cast.often(mention.name) or mention.name.lower() in self._lex.given

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


class _Bodies:
    """The bodies and groups of one text by their main words."""

    def __init__(self, mentions: Sequence[Mention], text: str) -> None:
        self._lex = lexicon()
        self._named = [
            m for m in mentions if m.kind is Kind.BODY and m.firm and m.name[0].isupper() and _is_proper(m.name)
        ]
        self._by_head: dict[str, list[Mention]] = {}
        for mention in mentions:
            if mention.kind in (Kind.BODY, Kind.GROUP) and mention.head:
                self._by_head.setdefault(mention.head, []).append(mention)
        self._long: dict[str, str] = {}
        several = [m for m in mentions if m.kind in (Kind.BODY, Kind.PERSON) and m.firm and _is_proper(m.name)]
        for mention in several:
            name = _without_nation(plain_name(mention.name))
            letters = "".join(w[0] for w in re.split(r"[\s-]+", name) if w[0].isupper())
            full = "".join(w[0] for w in re.split(r"[\s-]+", plain_name(mention.name)) if w[0].isupper())
            for short in {letters, full}:
                if len(short) > 1 and " " in name:
                    self._long.setdefault(short, plain_name(mention.name))
        for match in re.finditer(r"\(\s*([A-Z][A-Z.-]{1,9})\s*\)", text):
            before = next((m for m in reversed(self._named) if 0 <= match.start() - m.end <= 2), None)
            if before:
                self._long.setdefault(match[1], plain_name(before.name))
        self._text = text

    def expanded(self, acronym: str) -> str | None:
        """Return the name that an acronym is short for, where the text gives it."""
        short = acronym.replace(".", "")
        return self._long.get(short) if short.isupper() and len(short) > 1 else None

    def opened_by(self, word: str) -> str | None:
        """Return the body whose name begins with ``word``: "Amnesty" for "Amnesty International"."""
        return next(
            (plain_name(m.name) for m in self._named if re.match(rf"{re.escape(word)}[ -]", plain_name(m.name))), None
        )

    def kind_of(self, words_: str) -> str:
        """Return what a bare capitalised word is taken for."""
        return Kind.BODY if re.search(rf"\b[Tt]he {re.escape(words_)}\b", self._text) else Kind.PERSON

    def fullest(self, words_: str, head: str, at: int, *, definite: bool) -> str | None:
        """Return the fuller name of the nearest body before whose name holds all of ``words_``, else one after."""
        if self.expanded(words_):
            return self.expanded(words_)
        keys = {word.lower() for word in words_.split()}
        fitting = [
            m
            for m in self._by_head.get(head, ())
            if keys < {w.lower() for w in plain_name(m.name).split()}
            and (m.firm or m.name[0].isupper())
            and (_is_proper(m.name) or not _is_proper(words_))
            and keys - {"u.s.", "u.n."}
        ]
        if not fitting or not (definite or words_[0].isupper()):
            return None
        before = [m for m in fitting if m.start < at]
        chosen = before[-1] if before else fitting[0]
        return plain_name(chosen.name)

    def last_named(self, at: int, here: int) -> str | None:
        """Return the body named last before a place, within a few sentences."""
        for mention in reversed(self._named):
            if mention.start < at and here - mention.sentence <= 2:
                return plain_name(mention.name)
        return None

    def same_group(self, words_: str, head: str, at: int, here: int, sentence: object) -> str | None:
        """Return the nearest fuller name of a group with the same main word: "Iraqi police" for "police"."""
        keys = set(words_.lower().split())
        for mention in reversed(self._by_head.get(head, [])):
            if mention.start >= at or here - mention.sentence > 4:
                continue
            name = plain_name(mention.name)
            if mention.firm and keys < set(name.lower().split()):
                return name
        return None


def _is_proper(name: str) -> bool:
    """Tell a body's proper name from "Iraqi police" by its last word's capital."""
    return plain_name(name).split()[-1][0].isupper()


def _in_case(name: str) -> str:
    """Return a name whose surname a document writes in capitals as names are written elsewhere."""
    words_ = name.split()
    loud = [word for word in words_ if word.isupper() and len(word) > 2 and "." not in word and word.isalpha()]
    if not loud or (len(words_) == 1 and len(name) < 5):
        return name
    return " ".join(word.title() if word in loud else word for word in words_)


def _without_nation(name: str) -> str:
    return re.sub(r"^\S+['’]s ", "", name)


def _grams(words_: str) -> list[str]:
    """Return runs of one to three words, longest first."""
    pieces = plain_name(words_).split()
    pieces = [plain_name(piece) for piece in pieces]
    return [" ".join(pieces[at : at + size]) for size in (3, 2, 1) for at in range(len(pieces) - size + 1)]


__all__ = ["Claim", "Resolved", "keys_of", "resolve_parties"]
