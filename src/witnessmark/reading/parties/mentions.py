"""Mentions in an English text: who and what is named where, so that speakers can be resolved to them.

Promises: each mention is a span of the text with its kind and what stands beside it (titles, roles, sex, nation);
names of one person are joined where one's words are among the other's; the work grows linearly with the text.
Does not: say who a pronoun is, or join names that share no word.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from witnessmark.nouns import Name, NameKind
from witnessmark.reading.layout import Paragraph, Token
from witnessmark.reading.parties.lexicon import Lexicon, Nation, lexicon

_ACRONYM = re.compile(r"(?:[A-Z][A-Z&/-]{1,8}s?|(?:[A-Z]\.){2,})$")
_ROMAN = re.compile(r"(?:[IVX]+|Jr|Sr)\.?$")
_ARTICLED = re.compile(r"(?:al|el|ash|as|ad|ar|an|at|d|o)[-'’][A-Z]")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_NO_SURNAME = re.compile(r"(?:[ai]ans|ists|ions|ese|ings|ities|ers)$")
_PAST = re.compile(r"[a-z]{2,}ed$")
_SUBJECT = 7
"""Words from the start of a sentence within which a name may be what the sentence is about."""
_LONGEST = 12
_APPOSITION = 8
_ARTICLES = frozenset(["the", "a", "an", "my", "our", "your"])
_LONG_TITLES = {"sgt": "sergeant", "gen": "general", "col": "colonel", "lt": "lieutenant", "capt": "captain"}
_BETWEEN = frozenset(["of", "the", "for", "-"])
_JOINERS = frozenset(["of", "for", "on", "the", "against", "to"])


class Kind(StrEnum):
    """What a mention is."""

    PERSON = "person"
    BODY = "body"
    NATION = "nation"
    PLACE = "place"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where someone or something is named."""

    start: int
    end: int
    name: str
    kind: Kind
    sentence: int
    subject: bool = False
    """Near the start of its sentence, before any verb that was seen."""
    possessive: bool = False
    acts: bool = False
    """A verb follows it."""
    governed: bool = False
    """A preposition leads it."""
    firm: bool = True
    """A title, a given name or a second word tells; a bare capitalised word is not firm."""
    title: str = ""
    """The title right before a person's name, as written."""
    sex: str | None = None
    roles: frozenset[str] = frozenset()
    nation: Nation | None = None
    head: str = ""
    """The main word of a group or body, in lower case."""


def plain_name(words_: str) -> str:
    """Return a name on one line without a possessive ending."""
    return _POSSESSIVE.sub("", re.sub(r"\s+", " ", words_))


def read_mentions(text: str, paragraphs: Sequence[Paragraph], names: Sequence[Name] = ()) -> tuple[Mention, ...]:
    """Return the mentions of ``text`` in order; ``names`` with their kinds go before what the words alone tell."""
    kinds = {place: name.kind for name in names for place in (name.passage.start, name.passage.end)}
    found: list[Mention] = []
    number = 0
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            reader = _Sentence(text, sentence.tokens, number, kinds)
            named = list(reader.names())
            found += named
            found += reader.groups(named)
            number += 1
    inside: set[str] = set()
    opening: set[int] = set()
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            for at, token in enumerate(sentence.tokens):
                if at == 0 or (
                    not sentence.tokens[at - 1].word[0].isalnum() and sentence.tokens[at - 1].word not in ",;"
                ):
                    opening.add(token.start)
                else:
                    inside.add(token.word)
    acting = {m.name for m in found if m.acts}
    kept = [
        m
        for m in found
        if m.firm or m.kind is not Kind.PERSON or m.start not in opening or m.name in inside or m.name in acting
    ]
    return tuple(sorted(kept, key=lambda mention: (mention.start, mention.end)))


class _Sentence:
    """Reads the runs of capitals of one sentence."""

    def __init__(self, text: str, tokens: Sequence[Token], number: int, kinds: dict[int, NameKind]) -> None:
        self._text = text
        self._tokens = tokens
        self._number = number
        self._kinds = kinds
        self._words: Lexicon = lexicon()
        self._shouted = sum(token.word.isupper() for token in tokens) * 2 > len(tokens) > 4

    def names(self) -> Iterator[Mention]:
        at = 0
        while at < len(self._tokens):
            end = self._run(at)
            if end == at:
                at += 1
                continue
            yield from self._named(at, end)
            at = end

    def _capital(self, at: int) -> bool:
        token = self._tokens[at]
        if _ARTICLED.match(token.word):
            return True
        if not token.word[0].isupper() or _POSSESSIVE.sub("", token.low) in self._words.phrases["times"]:
            return False
        low = token.low.split("'")[0]
        if low in self._words.pronouns or low in self._words.phrases["openers"] | _ARTICLES:
            return False
        opens = at == 0 or self._tokens[at - 1].word in '"“”‘:—–-('
        if opens and token.low in self._words.phrases["common"]:
            following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
            titled = self._words.is_title(token.low)
            return titled and following is not None and following.word[0].isupper()
        return token.low not in self._words.phrases["common"] or self._words.is_title(token.low) or not opens

    def _run(self, at: int) -> int:
        """Return the end of the run of capitalised words from ``at``."""
        if not self._capital(at):
            return at
        end = at + 1
        while end < len(self._tokens) and end - at < _LONGEST:
            before, token = self._tokens[end - 1], self._tokens[end]
            if _POSSESSIVE.search(before.word):
                break
            follows = end + 1 < len(self._tokens) and self._capital(end + 1)
            initial = token.word == "." and (
                len(before.word) == 1 or self._words.is_title(before.low) or before.low in ("jr", "st")
            )
            particle = token.low in self._words.persons["particles"] and follows
            joiner = token.low in _JOINERS and self._joins(at, end)
            if self._capital(end) or particle or joiner or (initial and follows):
                end += 1
            else:
                break
        return end

    def _joins(self, at: int, end: int) -> bool:
        """Tell whether a small word stands within a body's name: "Ministry of Defence"."""
        body = any(token.low in self._words.bodies["organisation"] for token in self._tokens[at:end])
        following = self._tokens[end + 1 : end + 3]
        if not body or not following:
            return False
        capital = following[0].word[0].isupper() and following[0].low not in self._words.phrases["times"]
        article = following[0].low == "the" and len(following) > 1 and following[1].word[0].isupper()
        return self._tokens[end].low in ("of", "for", "the", "on", "against") and (capital or article)

    def _named(self, at: int, end: int) -> Iterator[Mention]:
        """Yield the mentions of one run: a nation before a title, then the person or the body."""
        begin, roles, sex, nation = at, set[str](), None, None
        tokens = self._tokens
        while begin < end:
            low = tokens[begin].low.rstrip(".")
            size = self._nation_size(begin, end)
            if size and begin + size < end and self._words_of(begin, begin + size) in self._words.places:
                size = 0
            if size:
                nation = self._words.nation(self._words_of(begin, begin + size))
                if begin + size == end or self._body(begin, end):
                    break
                yield self._nation(begin, begin + size)
                begin += size
            elif self._words.is_title(low) and begin + 1 < end and not self._body(begin, end):
                roles.add(_LONG_TITLES.get(low, low))
                sex = sex or self._words.sex_of_title(low)
                begin += 1
            elif tokens[begin].word == "." or (begin > at and low in self._between(bool(roles))):
                begin += 1
            else:
                break
        for later in range(end - 2, begin - 1, -1):
            low = tokens[later].low.rstrip(".")
            if self._words.is_title(low) and not self._body(later + 1, end):
                roles |= {
                    _LONG_TITLES.get(t.low, t.low) for t in tokens[begin : later + 1] if self._words.is_title(t.low)
                }
                sex = sex or self._words.sex_of_title(low)
                begin = later + 1
                while begin < end - 1 and tokens[begin].word == ".":
                    begin += 1
                break
        for later in range(end - 2, begin - 1, -1):
            if tokens[later].word.endswith(("-based", "-led")):
                begin = later + 1
                break
        if begin < end:
            yield self._classified(at, begin, end, roles, sex, nation)

    def _between(self, titled: bool) -> frozenset[str]:
        """Return the words that may stand between a title and a name."""
        return _BETWEEN | self._words.phrases["departments"] if titled else _BETWEEN

    def _nation_size(self, begin: int, end: int) -> int:
        for size in (4, 3, 2, 1):
            if begin + size <= end and self._words.nation(self._words_of(begin, begin + size)):
                return size
        return 0

    def _words_of(self, begin: int, end: int) -> str:
        return plain_name(self._text[self._tokens[begin].start : self._tokens[end - 1].end])

    def _body(self, begin: int, end: int) -> bool:
        kind = self._kinds.get(self._tokens[begin].start)
        if kind is not None and kind is not NameKind.PLACE:
            return kind is NameKind.ORGANISATION
        lows = [_POSSESSIVE.sub("", token.low) for token in self._tokens[begin:end]]
        titled = any(self._words.is_title(low) for low in lows[:-1]) and not self._words.bodies["organisation"] & {
            lows[-1]
        }
        return bool(self._words.bodies["organisation"].intersection(lows)) and not (titled and len(lows) > 2)

    def _nation(self, begin: int, end: int) -> Mention:
        first, last = self._tokens[begin], self._tokens[end - 1]
        words_ = self._words_of(begin, end)
        kind = Kind.PLACE if words_ in self._words.places and words_ not in self._words.capitals else Kind.NATION
        return Mention(
            start=first.start,
            end=last.end,
            name=words_,
            kind=kind,
            sentence=self._number,
            subject=begin < 3,
            possessive=bool(_POSSESSIVE.search(last.word)),
            nation=self._words.nation(words_),
        )

    def _classified(
        self, at: int, begin: int, end: int, roles: set[str], sex: str | None, nation: Nation | None
    ) -> Mention:
        tokens = self._tokens
        words_ = self._words_of(begin, end)
        if self._words.nation(words_):
            return self._nation(begin, end)
        before = self._roles_before(at)
        kind, firm = self._kind(at, begin, end, bool(roles), bool(before))
        roles |= before | self._roles_after(end) if kind is Kind.PERSON else set()
        sexes = [self._words.sex_of_title(role) for role in sorted(roles)]
        sex = sex or next((found for found in sexes if found), None)
        if kind is Kind.PERSON:
            sex = sex or self._words.given.get(tokens[begin].low if begin + 1 < end else "")
        return Mention(
            start=tokens[begin].start,
            end=tokens[end - 1].end,
            name=words_,
            kind=kind,
            sentence=self._number,
            subject=at <= _SUBJECT and not (at and tokens[at - 1].low in self._words.phrases["locatives"]),
            possessive=bool(_POSSESSIVE.search(tokens[end - 1].word)),
            acts=end < len(tokens)
            and (tokens[end].low in self._words.phrases["verbs"] or bool(_PAST.match(tokens[end].word))),
            governed=at > 0 and tokens[at - 1].low in self._words.phrases["prepositions"],
            firm=firm,
            sex=sex,
            title=self._title(at, begin) if kind is Kind.PERSON else "",
            roles=frozenset(roles),
            nation=nation,
            head=next(
                (t.low for t in reversed(tokens[begin:end]) if t.low in self._words.bodies["organisation"]),
                "",
            ),
        )

    def _title(self, at: int, begin: int) -> str:
        """Return the title that stands right before a name."""
        before = begin - 1 if begin > at and self._tokens[begin - 1].word != "." else begin - 2
        if before < at or not self._words.is_title(self._tokens[before].low):
            return ""
        return self._text[self._tokens[before].start : self._tokens[begin - 1].end]

    def _kind(self, at: int, begin: int, end: int, titled: bool, role: bool) -> tuple[Kind, bool]:
        tokens = self._tokens
        told = self._kinds.get(tokens[begin].start) or self._kinds.get(tokens[end - 1].end)
        if told is NameKind.PERSON:
            return Kind.PERSON, True
        if self._body(begin, end):
            return Kind.BODY, True
        size = end - begin
        last = _POSSESSIVE.sub("", tokens[end - 1].word)
        if titled and not _ACRONYM.match(last):
            return Kind.PERSON, True
        if _ACRONYM.match(tokens[begin].word) and not self._shouted and (size == 1 or len(tokens[begin].word) > 2):
            return Kind.BODY, True
        if tokens[begin].low in self._words.phrases["not_names"]:
            return Kind.PLACE, False
        before = tokens[at - 1].low if at else ""
        given = tokens[begin].low in self._words.given
        if given and 2 <= size <= 5:
            return Kind.PERSON, True
        if before == "the" or _NO_SURNAME.search(last.lower()):
            return Kind.BODY, False
        if before in self._words.phrases["locatives"] and not role:
            return (Kind.PERSON, False) if before in ("to", "from", "of") and 2 <= size <= 3 else (Kind.PLACE, False)
        return Kind.PERSON, role or 2 <= size <= 4

    def _roles_before(self, at: int) -> set[str]:
        """Return the roles in small letters right before a name: "opposition leader"."""
        found: set[str] = set()
        if at > 1 and self._tokens[at - 1].word == "," and self._tokens[at - 2].low in self._words.persons["roles"]:
            return {self._tokens[at - 2].low}
        for back in range(1, 4):
            if at - back < 0 or not self._tokens[at - back].word[0].isalpha():
                break
            low = self._tokens[at - back].low
            if low in self._words.persons["roles"]:
                found.add(low)
            elif low not in self._words.bodies["modifiers"] or back == 1:
                break
        return found

    def _roles_after(self, end: int) -> set[str]:
        """Return the roles in apposition: "Ada Malin, a spokeswoman for ..."."""
        if end >= len(self._tokens) or self._tokens[end].word not in ",(-–—":
            return set()
        found: set[str] = set()
        for token in self._tokens[end + 1 : end + _APPOSITION]:
            if token.word in ",.;()" or token.low in ("of", "for", "in", "at", "who", "said", "says"):
                break
            if token.low in self._words.persons["roles"]:
                found.add(token.low)
        return found

    def groups(self, named: Sequence[Mention]) -> Iterator[Mention]:
        """Yield bodies and groups whose main word stands in small letters: "Iraqi police", "the foreign ministry"."""
        nations = {mention.end: mention for mention in named if mention.sentence == self._number}
        heads = self._words.bodies["heads"] | self._words.bodies["groups"]
        inside = {
            token.start
            for mention in named
            if mention.firm and " " in mention.name
            for token in self._tokens
            if mention.start <= token.start < mention.end
        }
        for at, token in enumerate(self._tokens):
            low = _POSSESSIVE.sub("", token.low)
            if (
                low not in heads
                or token.start in inside
                or (token.word[0].isupper() and at and self._tokens[at - 1].word[0].isupper())
            ):
                continue
            if at + 1 < len(self._tokens) and self._tokens[at + 1].low in heads:
                continue
            begin = at
            while begin and at - begin < 5 and self._modifies(begin - 1):
                begin -= 1
            words_ = self._words_of(begin, at + 1)
            nation = nations.get(self._tokens[begin].end) or nations.get(self._tokens[max(0, at - 1)].end)
            yield Mention(
                start=self._tokens[begin].start,
                end=token.end,
                name=words_ if begin < at else low,
                kind=Kind.GROUP if low in self._words.bodies["groups"] else Kind.BODY,
                sentence=self._number,
                subject=begin <= 3,
                possessive=bool(_POSSESSIVE.search(token.word)),
                firm=any(word[0].isupper() for word in words_.split()[1 if begin == 0 else 0 :])
                or (begin == 0 and self._words.nation(self._words_of(0, 1)) is not None),
                nation=nation.nation if nation else None,
                head=low,
            )

    def _modifies(self, at: int) -> bool:
        token = self._tokens[at]
        if token.low in self._words.phrases["determiners"] or token.low in self._words.phrases["openers"]:
            return False
        if not token.word[0].isalpha() or token.low in self._words.phrases["times"]:
            return False
        known = token.low in self._words.bodies["modifiers"] or "-" in token.word
        return known or self._capital(at) or (at > 0 and token.word[0].isupper())


_QUOTED = re.compile(r"“[^“”]{1,3000}”|\"[^\"\n]{1,3000}\"|''(?:[^'\n]|'(?!')){1,3000}''")


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """Return the stretches of ``text`` between quotation marks, in order."""
    return [match.span() for match in _QUOTED.finditer(text)]


class Cast:
    """The persons of one text: their fullest names, sexes and roles."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        """Join the mentions of persons by the words of their names."""
        self._by_word: dict[str, list[str]] = {}
        self._fullest: dict[str, str] = {}
        self._first: dict[str, int] = {}
        self._sex: dict[str, str] = {}
        self._roles: dict[str, set[str]] = {}
        self._nation: dict[str, str] = {}
        self._title: dict[str, str] = {}
        persons = [mention for mention in mentions if mention.kind is Kind.PERSON]
        for name in sorted({m.name for m in persons if m.firm}, key=lambda name: (-len(name.split()), name)):
            if len(name.split()) > 1:
                for word in keys_of(name):
                    self._by_word.setdefault(word, []).append(name)
        self._fullest.clear()
        self.known = frozenset(self.fullest(m.name) for m in persons if m.firm)
        self._counts = Counter(mention.name for mention in persons)
        for mention in persons:
            name = self.fullest(mention.name)
            self._first.setdefault(name, mention.start)
            if mention.title:
                self._title.setdefault(name, mention.title)
            if mention.sex:
                self._sex.setdefault(name, mention.sex)
            self._roles.setdefault(name, set()).update(mention.roles)
            if mention.nation:
                self._nation.setdefault(name, mention.nation.name)

    def fullest(self, name: str) -> str:
        """Return the one longer name of the text that holds all words of ``name``, else ``name`` as it stands."""
        known = self._fullest.get(name)
        if known is None:
            known = self._fullest[name] = self._longest(name)
        return known

    def _longest(self, name: str) -> str:
        keys = keys_of(name)
        if not keys:
            return name
        fitting = [full for full in self._by_word.get(keys[-1], ()) if set(keys) <= set(keys_of(full))]
        ending = [full for full in fitting if keys_of(full)[-1] == keys[-1]]
        for some in (ending, fitting):
            longest = max(some, key=lambda full: (len(full.split()), full), default=None)
            if longest and all(set(keys_of(other)) <= set(keys_of(longest)) for other in some):
                return longest
        return name

    def first_at(self, name: str) -> int:
        """Return where a person is named first, or a place after any text."""
        return self._first.get(name, sys.maxsize)

    def often(self, name: str) -> bool:
        """Tell whether a bare name stands more than once in the text."""
        return self._counts[name] > 1

    def sex(self, name: str) -> str | None:
        """Return ``male`` or ``female`` where the text or the given name tells."""
        return self._sex.get(name)

    def tell(self, name: str, sex: str) -> None:
        """Remember the sex of a person."""
        self._sex.setdefault(name, sex)

    def roles(self, name: str) -> frozenset[str]:
        """Return the titles and roles that stand beside a person's name, in lower case."""
        return frozenset(self._roles.get(name, ()))

    def title(self, name: str) -> str:
        """Return the title that the text gives a person first, as written."""
        return self._title.get(name, "")

    def nation(self, name: str) -> str | None:
        """Return the nation that stands beside a person's name."""
        return self._nation.get(name)


def keys_of(name: str) -> list[str]:
    """Return the words of a personal name as they are compared: lower case, no article, no initial, no suffix."""
    kept = []
    for word in plain_name(name).split():
        low = re.sub(r"^(?:al|el|ash|as|an|ar)[-'’]", "", word.lower())
        if len(low.rstrip(".")) > 1 and low not in ("al", "el", "bin", "ibn") and not _ROMAN.match(word):
            kept.append(low)
    return kept
