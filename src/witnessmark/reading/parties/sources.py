"""Sources as noun phrases: which words of "A spokesman for the ministry, Ada Malin," tell who speaks.

Promises: what is returned are words of the phrase in their order, without what is no part of a name (``naming``);
a person's name only where it is the speaker's own.
Does not: look at the text around the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from witnessmark.reading.layout import Token, tokenise
from witnessmark.reading.parties.lexicon import Lexicon, lexicon
from witnessmark.reading.parties.naming import name_alone

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_NUMBER = re.compile(r"\d|(?:[a-z]+-)?(?:hundred|thousand|million)$|(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)")
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ed|ing)$")
_BASED = re.compile(r"[\w.]+-based$")
_MEMBERS = frozenset(["members", "leaders", "representatives", "team", "coalition", "group", "number", "officials"])
_ARTICLED = re.compile(r"(?:al|el|ash|as|an|ar)[-'’][A-Z]")
_PARTS = re.compile(r"\s*(?:,(?!\d)|;|\(|\)|\s[-–—]\s)\s*")


_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.|\b(?:Inc|Corp|Ltd|Co|Jr|Sr))\.?$")
_UNDOTTED = re.compile(r"\b(U\.[SN])\b(?!\.)")
_CALLED = re.compile(
    r"(?:calling (?:itself|themselves)|called|known as|named) (?:the )?((?:[A-Z][\w'’-]+(?: (?:of|for|the))?[ ]?)+)"
)


class Shape(StrEnum):
    """What kind of words name the speaker."""

    PRONOUN = "pronoun"
    PERSON = "person"
    ROLE = "role"
    BODY = "body"
    DOCUMENT = "document"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who a source phrase names."""

    shape: Shape
    words: str = ""
    """The name, or the body or role as it stands, without article, count and what follows it."""
    head: str = ""
    """The main word, in lower case."""
    title: str = ""
    """The title right before a person's name, as written."""
    roles: frozenset[str] = frozenset()
    sex: str | None = None
    definite: bool = False
    plural: bool = False
    place: str = ""
    """Where it is said to be: "in northern Lurania" gives "northern Lurania"."""
    possessor: str = ""
    """``male`` or ``female`` for "his lawyer" and "her supporters"."""
    owner: str = ""
    """The body whose words a spokesman, an official or a document gives."""


def read_source(quote: str) -> Source:
    """Return who ``quote``, the words of one source, names."""
    return _Reader(quote).read()


class _Reader:
    def __init__(self, quote: str) -> None:
        self._lex: Lexicon = lexicon()
        words_ = name_alone(re.sub(r"\s+", " ", quote)).strip(" \"“”‘’',:;–—-[]*")
        words_ = _UNDOTTED.sub(r"\1.", words_)
        self._quote = words_ if _ABBREVIATED.search(words_) else words_.rstrip(".")

    def read(self) -> Source:
        tokens = self._trimmed(tokenise(self._quote, 0, len(self._quote)))
        if not tokens:
            return Source(shape=Shape.NOBODY)
        pronoun = self._pronoun(tokens)
        if pronoun:
            return pronoun
        if both := self._both(tokens):
            return both
        parts = self._parts(tokens)
        sex = next((told for part in parts[:2] if (told := self._sex(part))), None)
        roles = frozenset(t.low for part in parts for t in self._core(part) if t.low in self._lex.persons["roles"])
        for number, part in enumerate(parts[:3]):
            found = self._person(part, parts[0], first=number == 0)
            if found:
                return replace(found, sex=found.sex or sex, roles=roles)
        called = _CALLED.search(self._quote)
        if called and parts[0][-1].end >= called.end(1) - 1 and parts[0][0].word.lower() in ("a", "an", "the"):
            return Source(shape=Shape.BODY, words=called[1].strip(), head=called[1].split()[-1].lower())
        body = self._body_apposed(parts) or self._body(parts[0])
        return replace(body, sex=body.sex or sex, roles=roles)

    def _both(self, tokens: Sequence[Token]) -> Source | None:
        """Return two persons joined by "and" as one group."""
        middle = [at for at, token in enumerate(tokens) if token.low == "and"]
        if len(middle) != 1 or not 0 < middle[0] < len(tokens) - 1:
            return None
        halves = [read_source(self._span(half)) for half in (tokens[: middle[0]], tokens[middle[0] + 1 :])]
        if any(half.shape is not Shape.PERSON or " " not in half.words for half in halves):
            return None
        return Source(shape=Shape.BODY, words=" and ".join(half.words for half in halves), plural=True)

    def _trimmed(self, tokens: Sequence[Token]) -> list[Token]:
        """Take off what stands around the speaker: "In a statement, the ...", "... on Tuesday", "... themselves"."""
        kept = list(tokens)
        times = self._lex.phrases["times"]
        if len(kept) > 2 and kept[-2].low in ("on", "last", "this") and kept[-1].low in times:
            kept = kept[:-2]
        elif len(kept) > 1 and kept[-1].low in ("today", "tonight", "yesterday"):
            kept.pop()
        while len(kept) > 1 and kept[-1].low in ("himself", "herself", "itself", "themselves", "also"):
            kept.pop()
        if kept and kept[0].low in self._lex.phrases["openers"] and len(kept) > 1:
            comma = next((n for n, token in enumerate(kept) if token.word == ","), None)
            kept = kept[comma + 1 :] if comma is not None and comma + 1 < len(kept) else kept[1:]
        return kept

    def _pronoun(self, tokens: Sequence[Token]) -> Source | None:
        low = tokens[0].low.split("'")[0]
        last = tokens[-1].low
        if low == "they" or (low == "all" and last == "us"):
            kind = "plural"
        elif len(tokens) == 1 or tokens[1].low in ("himself", "herself", "itself", "themselves", "too", "also"):
            kind = self._lex.pronouns.get(low, "")
        elif low in ("many", "most", "some", "one", "none", "all", "several", "others") and tokens[1].low in (
            "of",
            "in",
        ):
            unnamed = tokens[1].low == "in" or tokens[-1].low in ("them", "these", "those", "which", "whom")
            kind = "nobody" if unnamed else ""
        else:
            kind = ""
        if not kind:
            return None
        if kind == "nobody":
            return Source(shape=Shape.NOBODY, words=low, head=low)
        sex = kind if kind in ("male", "female") else None
        return Source(shape=Shape.PRONOUN, words=low, head=kind, sex=sex, plural=kind == "plural")

    def _parts(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Split at commas and brackets, unless they join equals: "witnesses, doctors and police"."""
        parts: list[list[Token]] = [[]]
        for token in tokens:
            if token.word in (",", "(", ")", ";", "–", "—", "-", ":"):
                if parts[-1]:
                    parts.append([])
            else:
                parts[-1].append(token)
        parts = [part for part in parts if part] or [list(tokens)]
        if len(parts) > 1 and self._joined(parts):
            return [list(tokens)]
        return parts

    def _joined(self, parts: Sequence[Sequence[Token]]) -> bool:
        last = [token.low for token in parts[-1]]
        small = all(len(part) <= 6 for part in parts)
        article = parts[1][0].low in ("a", "an", "the", "who", "which", "where", "one")
        return "and" in last and small and not article and (last[0] == "and" or len(parts) > 1)

    def _core(self, part: Sequence[Token]) -> list[Token]:
        """Return the part up to its first preposition, relative clause or participle."""
        for at in range(1, len(part)):
            low, following = part[at].low, part[at + 1].low if at + 1 < len(part) else ""
            if part[at].word[0].isupper() and low not in self._lex.phrases["times"]:
                continue
            if (
                low == "of"
                and following in self._lex.phrases["departments"]
                and part[at - 1].word[0].isupper()
                and at + 2 < len(part)
            ):
                continue
            if low in self._lex.phrases["cut"] or low in ("of", "for", "to", "that"):
                return list(part[:at])
            if low in self._lex.phrases["times"] - {"may", "march"}:
                return list(part[:at])
            timed = following in self._lex.phrases["times"] or following in ("out", "following")
            if timed and re.match(r"[a-z]{3,}(?:ed|en)$", low) and part[at].word[0].islower():
                return list(part[:at])
            if (
                _PARTICIPLE.match(low)
                and part[at].word[0].islower()
                and following in self._lex.phrases["after_participle"]
            ):
                return list(part[:at])
        return list(part)

    def _long_core(self, part: Sequence[Token]) -> list[Token]:
        """Return the part up to its first relative clause, participle or preposition other than "of"."""
        core = self._core(part)
        while len(core) + 1 < len(part) and part[len(core)].low == "of":
            core = [*part[: len(core) + 1], *self._core(part[len(core) + 1 :])]
        return core

    def _sex(self, part: Sequence[Token]) -> str | None:
        for token in self._core(part):
            if found := self._lex.sex_of_title(token.low.rstrip(".")):
                return found
        return None

    # ------------------------------------------------------------------------------------------------ persons

    def _in_name(self, part: Sequence[Token], at: int) -> bool:
        token = part[at]
        if _ARTICLED.match(token.word):
            return True
        following = part[at + 1] if at + 1 < len(part) else None
        if token.low in self._lex.persons["particles"]:
            return following is not None and (following.word[0].isupper() or token.word[0].isupper())
        if token.word == "." and at and (len(part[at - 1].word) == 1 or self._lex.is_title(part[at - 1].low)):
            named = following is not None and (following.word[0].isupper() or _ARTICLED.match(following.word))
            return bool(named)
        if token.word in ("'", "’", '"', "“", "”") and at:
            return following is not None and following.word[0].isupper()
        return token.word[0].isupper() and token.low not in self._lex.phrases["determiners"]

    def _person(self, part: list[Token], first_part: Sequence[Token], *, first: bool) -> Source | None:
        """Return the person named by the part's core, or at its very end after a role's modifier."""
        core = self._core(part)
        apposed = first or self._is_apposed(core, first_part)
        if apposed and (found := self._name_at_end(core, alone=first, apposed=not first)):
            return found
        if first and len(core) < len(part) and core[-1].low in self._lex.persons["heads_of"]:
            return self._after_modifier(part, len(core))
        return None

    def _is_apposed(self, core: Sequence[Token], first_part: Sequence[Token]) -> bool:
        head = self._core(first_part)
        roles = self._lex.persons["roles"]
        pieces = [*head, *first_part] if first_part[0].low == "one" else head[-1:]
        lowered = any(t.word[0].islower() and (t.low in roles or t.low.removesuffix("s") in roles) for t in pieces)
        titled = any(self._lex.is_title(token.low) for token in [*core[:-1], *head])
        return lowered or titled

    def _after_modifier(self, part: Sequence[Token], at: int) -> Source | None:
        """Read "The head of the local administration Ada Malin": a name that no preposition leads."""
        begin = len(part)
        while begin > at and self._in_name(part, begin - 1):
            begin -= 1
        name = [token for token in part[begin:] if token.word != "."]
        if len(name) < 2 or begin <= at + 1:
            return None
        before = part[begin - 1].low
        titled = next((n for n in range(begin, len(part) - 1) if self._lex.is_title(part[n].low)), None)
        if titled is not None and part[at].low == "of" and titled > begin:
            return self._name_at_end(part[titled:], alone=False, apposed=False)
        if before in ("of", "for", "to", "by", "in", "at", "the", "with", "and", "from"):
            return None
        if part[at].low not in ("of", "for") or before in self._lex.persons["roles"]:
            return None
        if any(t.low in self._lex.bodies["organisation"] or self._lex.nation(t.word) for t in name):
            return None
        return self._name_at_end(part[begin:], alone=True, apposed=False)

    def _name_at_end(self, core: Sequence[Token], *, alone: bool, apposed: bool) -> Source | None:
        """Return the personal name that the core ends with."""
        end = len(core)
        begin = end
        while begin > 0 and self._in_name(core, begin - 1) and not _POSSESSIVE.search(core[begin - 1].word):
            begin -= 1
        lead = begin
        titles, begin = self._past_titles(core, begin, end)
        run = core[begin:end]
        if not run:
            return None
        words_ = self._span(run)
        lows = [token.low for token in run]
        if len(run) == 1 and self._lex.is_title(lows[0]) and (titles or lead):
            return None
        if self._lex.nation(words_) or self._lex.bodies["organisation"].intersection(lows):
            return None
        if lead and not titles and core[lead - 1].low in ("and", "&"):
            return None
        before = core[lead - 1].low if lead else ""
        role = before in self._lex.persons["roles"] or any(t.low in self._lex.persons["roles"] for t in core[:lead])
        given = lows[0] in self._lex.given and len(run) > 1
        if titles and self._lower_titles(titles):
            titles = titles[-1:]
        described = lead > 0 and core[lead - 1].word[0].islower() and 2 <= len(run) <= 4 and not self._generic(before)
        strong = bool(titles) or role or given or described
        if self._lex.phrases["cut"].intersection(lows):
            return None
        acronym = run[-1].word.isupper() and len(run[-1].word) > 1 and not titles
        bare = alone and lead == 0 and begin == 0 and 2 <= len(run) <= 4 and run[0].low not in self._not_first()
        if acronym or len([t for t in run if t.word.isalpha()]) > 6:
            return None
        if not (strong or bare or (apposed and 2 <= len(run) <= 4)):
            return None
        if not titles and not given and before in self._lex.bodies["heads"] | self._lex.bodies["kinds"]:
            return None
        title = titles[-1] if titles else ""
        sex = next((s for t in titles if (s := self._lex.sex_of_title(t.lower().rstrip(".")))), None)
        sex = sex or (self._lex.given.get(lows[0]) if len(run) > 1 else None)
        return Source(shape=Shape.PERSON, words=words_, head=lows[-1], title=title, sex=sex)

    def _generic(self, low: str) -> bool:
        known = (self._lex.bodies[key] for key in ("heads", "groups", "modifiers", "kinds"))
        return low == "'s" or low in self._lex.phrases["determiners"] or any(low in each for each in known)

    def _past_titles(self, core: Sequence[Token], begin: int, end: int) -> tuple[list[str], int]:
        """Return the titles of a run of capitals and where the name after the last of them begins."""
        if begin + 1 < end and core[begin].low in self._lex.bodies["organisation"] and core[begin + 1].low == "of":
            return [], begin
        titled = [at for at in range(begin, end - 1) if self._lex.is_title(core[at].low.rstrip("."))]
        if titled and not any(self._lex.bodies["organisation"] & {token.low} for token in core[titled[-1] : end]):
            after = titled[-1] + 1
            if after + 2 < end and core[after].low == "of":
                after += 2
            while after < end - 1 and core[after].word in ".-":
                after += 1
            return [core[at].word for at in titled], after
        size = self._nation_size(core, begin, end)
        return [], begin + size if size and begin + size < end else begin

    def _not_first(self) -> frozenset[str]:
        return self._lex.phrases["not_names"] | self._lex.phrases["common"] | self._lex.bodies["modifiers"]

    def _lower_titles(self, titles: Sequence[str]) -> bool:
        return all(title.lower().rstrip(".") in self._lex.persons["titles"] for title in titles)

    def _nation_size(self, core: Sequence[Token], begin: int, end: int) -> int:
        for size in (3, 2, 1):
            if begin + size <= end and self._lex.nation(_POSSESSIVE.sub("", self._span(core[begin : begin + size]))):
                return size
        return 0

    def _span(self, tokens: Sequence[Token]) -> str:
        return self._quote[tokens[0].start : tokens[-1].end] if tokens else ""

    # ------------------------------------------------------------------------------------------------ bodies

    def _body_apposed(self, parts: Sequence[list[Token]]) -> Source | None:
        """Read "a militant group, the Blue Column," as the name that follows its kind."""
        if len(parts) < 2:
            return None
        core = self._core(parts[0])
        generic = core and core[-1].word[0].islower() and core[-1].low in self._lex.bodies["heads"]
        second = [token for token in parts[1] if token.low not in ("the", "a", "an")]
        if core and core[-1].low == "groups" and second and second[0].word[0].isupper():
            return self._body([token for part in parts[1:] for token in part])
        if not generic or not second:
            return None
        capitals = sum(token.word[0].isupper() for token in second)
        small = all(t.word[0].isupper() or t.low in ("of", "for", "the", "and", "without", "in") for t in second)
        if capitals and small and self._lex.nation(self._span(second)) is None:
            return self._body(parts[1])
        return None

    def _body(self, part: list[Token]) -> Source:
        begin, counted = 0, False
        definite = part[0].low in ("the", "its", "his", "her", "their", "this", "that", "our")
        while begin < len(part) and self._drops(part, begin):
            counted = counted or part[begin].low not in ("the", "a", "an")
            begin += 1
        if begin + 1 < len(part) and part[begin].low == "of":
            begin += 1
            while begin < len(part) and self._drops(part, begin):
                begin += 1
        if begin >= len(part):
            return Source(shape=Shape.NOBODY, words=part[0].low)
        lead, place, rest = self._split(part[begin:])
        through, rest = self._through(lead, rest)
        if through is not lead:
            definite = definite or any(token.low == "the" for token in part[begin + len(lead) :][:2])
            lead = through
        while len(lead) > 1 and (_BASED.match(lead[0].word) or self._drops(lead, 0)):
            lead = lead[1:]
        head = _POSSESSIVE.sub("", lead[-1].low)
        words_ = _POSSESSIVE.sub("", self._span([*lead, *rest]))
        plural = head in self._lex.bodies["groups"] or " and " in f" {words_} "
        possessor = {"his": "male", "her": "female"}.get(part[0].low, "")
        made = Source(
            shape=Shape.BODY,
            words=words_,
            head=head,
            definite=definite,
            plural=plural,
            place=place,
            possessor=possessor,
        )
        if self._coordinated(lead):
            return made
        small = lead[-1].word[0].islower() or len(lead) == 1
        if small and (head in self._lex.bodies["speak_for"] or head in self._lex.bodies["documents"]):
            return self._for_another(made, lead, part[begin + len(lead) :])
        if head == "percent":
            return replace(made, shape=Shape.NOBODY)
        if head in self._lex.bodies["kinds"] and (name := self._leading_name(lead)):
            return replace(made, words=name)
        if name := self._closing_name(lead):
            return replace(made, words=name, plural=False)
        role = head in self._lex.persons["roles"] and not plural
        return replace(made, shape=Shape.ROLE) if role else made

    def _coordinated(self, lead: Sequence[Token]) -> bool:
        return any(token.low == "and" for token in lead[1:-1])

    def _drops(self, part: Sequence[Token], at: int) -> bool:
        low = part[at].low
        if low == "of" and at and at + 1 < len(part):
            return part[at - 1].low in (
                "one",
                "some",
                "many",
                "dozens",
                "hundreds",
                "thousands",
                "scores",
                "tens",
                "two",
            )
        if part[at].word[0].isupper() and at and low not in self._lex.phrases["determiners"]:
            return False
        known = self._lex.phrases["determiners"] | self._lex.phrases["dropped"]
        return low in known or bool(_NUMBER.match(low)) or part[at].word in "\"“”‘'’"

    def _split(self, part: list[Token]) -> tuple[list[Token], str, list[Token]]:
        """Split a phrase into the noun phrase, the place after "in", and what a body's name goes on with."""
        core = self._core(part) or part
        after = part[len(core) :]
        if not after:
            return core, "", []
        low = after[0].low
        head = core[-1].low
        tail = after[1:]
        capital = next((t for t in tail if t.low not in ("the",)), None)
        if low in ("of", "for") and capital is not None and capital.word[0].isupper() and core[-1].word[0].isupper():
            name = self._capitals(tail)
            for token in tail[len(name) :]:
                if token.low not in self._lex.bodies["heads"] | self._lex.bodies["modifiers"]:
                    break
                name.append(token)
            return core, "", [after[0], *name]
        if low == "of" and head in _MEMBERS:
            inner = [t for t in tail if t.low != "the"]
            return core, "", [after[0], *(self._capitals(inner) or self._core(inner))]
        if low in ("of", "to") and head in self._lex.bodies["sides"] and tail:
            return core, "", [after[0], *self._core(tail)]
        if low in ("of", "on") and head not in self._lex.bodies["groups"] and capital is not None:
            if tail[0].word[0].isdigit():
                return core, "", []
            name = (
                self._long_core(tail)
                if head in self._lex.persons["roles"]
                else self._capitals(tail) or self._core(tail)
            )
            return core, "", [after[0], *name]
        if low in ("in", "at", "of", "from", "near") and tail:
            place = self._core(tail)
            if head in self._lex.bodies["stay"] or (core[-1].word[0].isupper() and head == "embassy"):
                return core, "", [after[0], *place]
            name = self._capitals([t for t in tail if t.low != "the"])
            if low in ("from", "at") and any(t.low in self._lex.bodies["organisation"] for t in name):
                place = name
            return core, self._span([t for t in place if t.low != "the"]), []
        return core, "", []

    def _capitals(self, tail: Sequence[Token]) -> list[Token]:
        found: list[Token] = []
        for at, token in enumerate(tail):
            small = token.low in ("the", "of", "for", "and", "in") and at + 1 < len(tail)
            joined = small and any(t.word[0].isupper() for t in tail[at + 1 : at + 3])
            if token.word[0].isupper() or (joined and not (token.low == "in" and found)):
                found.append(token)
            else:
                break
        return found

    def _through(self, lead: list[Token], rest: list[Token]) -> tuple[list[Token], list[Token]]:
        """Go through "members of", "a group of", "leaders of" to the body itself."""
        counted = len(rest) > 1 and rest[1].low in self._lex.bodies["counts"]
        if len(rest) > 1 and lead[-1].low in _MEMBERS and rest[0].low == "of" and len(lead) <= 2 and not counted:
            inner = [token for token in rest[1:] if token.low not in ("the", "a", "an")]
            return (inner, []) if inner else (lead, rest)
        return lead, rest

    def _for_another(self, made: Source, lead: Sequence[Token], after: Sequence[Token]) -> Source:
        """Find whose words a spokesman, an official or a document gives."""
        document = made.head in self._lex.bodies["documents"]
        voice = made.head in self._lex.persons["voices"]
        before = list(lead[:-1])
        while before and before[0].low in ("senior", "new", "written", "joint", "recent", "published", "official"):
            before.pop(0)
        while before and before[-1].low in ("senior", "top", "news", "press", "official", "intelligence"):
            if before[-1].low == "intelligence" and not document:
                break
            before.pop()
        proper = next((n for n, t in enumerate(before) if t.word[0].isupper()), None)
        if proper and before[-1].word[0].isupper() and not any(_POSSESSIVE.search(t.word) for t in before):
            before = before[proper:]
        while before and _POSSESSIVE.sub("", before[0].low) in self._lex.phrases["times"]:
            before.pop(0)
        owner = _POSSESSIVE.sub("", self._span(before)) if before else ""
        for at, token in enumerate(after):
            if (
                not owner
                and token.low in ("for", "from", "of", "by", "with")
                and (document or voice or made.head in ("official", "officials"))
            ):
                inner = [t for t in self._core(after[at + 1 :]) if t.low not in ("the", "a", "an")]
                tail = after[at + 1 :]
                grown = self._capitals(
                    [t for t in tail if t.low not in ("a", "an")][1 if tail and tail[0].low == "the" else 0 :]
                )
                inner = list(grown) if len(grown) > len(inner) else inner
                owner = _POSSESSIVE.sub("", self._span(inner))
                break
        shape = Shape.DOCUMENT if document else Shape.BODY if made.plural or made.head == "officials" else Shape.ROLE
        if owner and self._speaks(owner, made.head):
            return replace(made, shape=shape, owner=owner)
        if document and owner:
            return replace(made, shape=shape, owner=owner if owner[0].isupper() else "")
        return replace(made, shape=shape)

    def _small(self) -> frozenset[str]:
        return self._lex.bodies["modifiers"] | self._lex.phrases["common"] | self._lex.bodies["heads"]

    def _speaks(self, owner: str, head: str) -> bool:
        """Tell whether the words before "officials" are a body that they speak for, not a nation or a kind."""
        words_ = owner.split()
        last = words_[-1]
        low = last.lower()
        if len(words_) == 1 and low in self._small():
            last = low
            if low in ("company", "agency", "ministry", "commission", "coalition", "alliance", "police", "army"):
                return True
            if low in ("military", "government", "navy", "rebel", "opposition"):
                return head in self._lex.persons["voices"] | {"statement", "commander", "commanders", "statements"} or (
                    low == "military" and head not in ("sources", "experts", "members")
                )
            return False
        if self._lex.nation(owner) is not None:
            return head in self._lex.persons["voices"]
        if last[0].islower():
            told = low in self._lex.bodies["heads"] | self._lex.bodies["groups"] and head in self._lex.persons[
                "voices"
            ] | {"statement", "report"}
            return told or low in ("company", *self._lex.bodies["absorbing"])
        if low in self._lex.bodies["organisation"]:
            return True
        return last[0].isupper() and last not in self._lex.adjectives and low not in self._lex.phrases["not_names"]

    def _leading_name(self, lead: Sequence[Token]) -> str:
        """Return the name before a kind: "the official Xinhua news agency"."""
        end = len(lead)
        while end and lead[end - 1].low in self._lex.bodies["kinds"] and lead[end - 1].word[0].islower():
            end -= 1
        begin = end
        while begin and lead[begin - 1].word[0].isupper() and not _POSSESSIVE.search(lead[begin - 1].word):
            begin -= 1
        name = list(lead[begin:end])
        while len(name) > 1 and name[0].word in self._lex.adjectives:
            name.pop(0)
        text = self._span(name)
        return "" if not name or self._lex.nation(text) or _POSSESSIVE.search(text) else text

    def _closing_name(self, lead: Sequence[Token]) -> str:
        """Return the name after its kind: "human rights group Amnesty International"."""
        at = len(lead)
        while at and (lead[at - 1].word[0].isupper() or _ARTICLED.match(lead[at - 1].word)):
            at -= 1
        if not at or at == len(lead):
            return ""
        if _POSSESSIVE.search(lead[at - 1].word):
            return ""
        before = lead[at - 1].low
        if (
            before in self._lex.bodies["heads"]
            or before in self._lex.bodies["kinds"]
            or _BASED.match(lead[at - 1].word)
        ):
            return self._span(lead[at:])
        described = before in self._lex.bodies["modifiers"] or before in ("neighbouring", "neighboring", "minority")
        if described and (len(lead) - at > 1 or self._lex.nation(self._span(lead[at:]))):
            return self._span(lead[at:])
        return ""
