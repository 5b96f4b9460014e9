"""Speakers as noun phrases: the person or the body that the words of a speaker name, with everything else taken off.

Promises: what is returned are words of the phrase in their order; None where it names no one that could be a party.
Does not: look at the text around the phrase, or know any name by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from witnessmark.reading.parties.naming import name_alone
from witnessmark.reading.rules import load, words

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[\w’'-]*|[^\W_][\w’'\u200c-]*\.?")
_COMMA = re.compile(r"\s*(?:[,;](?!\d)|[،؛(])\s*")
_MARKS = re.compile(r"^[\s\"“”„«»‘’'‹›()\[\]*•–—-]+|[\s\"“”„«»‘‹›(\[*,،;:–—-]+$")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_ELIDED = re.compile(r"^[ldLD]['’](?=\w)")
_BY = {"par": ("é", "és", "ée", "ées"), "por": ("ado", "ados", "ada", "adas", "ido", "idos", "ida", "idas")}
"""Before what stands the one who did it, after which participles."""
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])$")
_PARTICIPLE = re.compile(r"\w{3,}(?:ed|ing|known|given|made|held)$")
_AFTER_PARTICIPLE = frozenset(
    [
        "in",
        "by",
        "through",
        "there",
        "on",
        "at",
        "last",
        "to",
        "from",
        "with",
        "of",
        "for",
        "during",
        "under",
        "after",
        "before",
        "it",
    ]
)
_ADVERB = re.compile(r"[a-z]{3,}ly$")
_NO_ADVERBS = frozenset(
    [
        "family",
        "assembly",
        "ally",
        "rally",
        "supply",
        "reply",
        "monopoly",
        "elderly",
        "only",
        "daily",
        "weekly",
        "july",
        "italy",
    ]
)
_NUMBER = re.compile(
    r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|\w+(?:ty|teen)(?:-\w+)?$"
)
_DROPPED = frozenset(["so-called", "banned", "own", "same", "other", "another", "several", "many"])
_NO_HEADS = frozenset(["more", "less", "fewer", "than", "which", "who", "whom", "what", "how", "why", "it's", "it’s"])
_COUNTRIES = frozenset(["U.S.", "US", "UK", "U.K.", "EU", "USA"])
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Words:
    """The word classes of one language that tell persons from bodies."""

    titles: frozenset[str]
    organisations: frozenset[str]
    small: frozenset[str]
    determiners: frozenset[str]
    roles: frozenset[str]
    documents: frozenset[str]
    suffixes: frozenset[str]
    bodies: frozenset[str]
    nobody: frozenset[str]
    possessives: frozenset[str]
    departments: frozenset[str]
    cut: frozenset[str]
    times: frozenset[str]
    openers: frozenset[str]
    verbs: frozenset[str]
    common: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    numbers: frozenset[str]
    compounds: tuple[str, ...]
    """What a title may end with, where words are compounded: "justitierådet"."""

    def is_title(self, word: str) -> bool:
        """Tell whether ``word``, in lower case, is a title, or in German and Swedish ends with one."""
        return word in self.titles or (bool(self.compounds) and word.endswith(self.compounds))


@cache
def words_of(language: str) -> Words:
    """Return the word classes of ``language``, built once."""
    table = load(language)
    names, speech, parties, dates = table["names"], table["speech"], table["parties"], table["dates"]
    return Words(
        titles=words(names, "titles") | words(parties, "honorifics"),
        organisations=words(names, "organisation") | words(parties, "organisations"),
        small=words(names, "small"),
        determiners=words(speech, "party_determiners"),
        roles=words(parties, "roles"),
        documents=words(parties, "documents"),
        suffixes=words(parties, "suffixes"),
        bodies=words(parties, "bodies"),
        nobody=words(parties, "nobody"),
        possessives=words(parties, "possessives"),
        departments=words(parties, "departments"),
        cut=words(parties, "cut"),
        times=words(speech, "time_words") | frozenset(dates.get("weekdays", {})) | frozenset(dates["months"]),
        openers=words(speech, "openers"),
        verbs=words(speech, "auxiliaries") | words(speech, "finite") if language == "en" else frozenset(),
        common=words(speech, "group_nouns"),
        male=words(parties, "male"),
        female=words(parties, "female"),
        numbers=frozenset(table["numbers"]["units"]),
        compounds=tuple(title for title in sorted(words(names, "titles")) if len(title) > 5)
        if language in ("de", "sv")
        else (),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Who a phrase names: a ``person`` by a name, or a body, a group or a role; ``head`` is its main word."""

    name: str
    person: bool
    head: str
    """In lower case."""
    named: bool
    """It holds a proper name."""
    definite: bool = False
    """It stands with "the", "his" and the like."""
    sex: str | None = None
    """``male`` or ``female`` where a title or the role itself tells."""

    @property
    def plural(self) -> bool:
        """Tell whether the head means several, by its form."""
        return (self.head.endswith("s") and not self.head.endswith("ss")) or self.head in _PLURALS


_PLURALS = frozenset(["police", "people", "troops", "military", "polisen", "policía"])


def plain(words_: str) -> str:
    """Return a speaker's words without the marks and the white space around them, on one line."""
    return re.sub(r"\s+", " ", _MARKS.sub("", name_alone(words_))).strip()


def name_in(phrase: str, language: str) -> Named | None:
    """Return who ``phrase`` names, or None where it names nobody that could be a party."""
    known = words_of(language)
    pieces = [_ELIDED.sub("", piece) for piece in _COMMA.split(plain(phrase)) if piece]
    while len(pieces) > 1 and _opens(_tokens(pieces[0]), known):
        pieces.pop(0)
    if not pieces:
        return None
    parts = [_core(_tokens(piece), known) for piece in pieces]
    first = parts[0]
    sex = next((found for part in parts[:2] if (found := _sex(part, known))), None)
    person = _person(first, known) or next((n for part in parts[1:] if (n := _apposed(part, first, known))), None)
    if person:
        head = person.split()[-1].lower()
        return Named(person, True, head, True, False, sex)
    return _body(first, known, sex) if _LATIN.search(pieces[0]) else _other_script(pieces, known)


def _tokens(piece: str) -> list[str]:
    return _WORD.findall(piece)


def _low(token: str) -> str:
    return _POSSESSIVE.sub("", token.lower().replace("’", "'")).rstrip(".")


def _opens(tokens: Sequence[str], known: Words) -> bool:
    """Tell whether a piece before the first comma is a time, a place or a participle and not the speaker."""
    if not tokens:
        return True
    low = tokens[0].lower()
    return low in known.openers or low in known.times or (low.endswith("ing") and len(tokens) > 1 and len(low) > 5)


def _core(tokens: list[str], known: Words) -> list[str]:
    """Take off what stands before and after the noun phrase: times, adverbs, relative clauses, participles."""
    start = 0
    if tokens and tokens[0].lower() in known.openers and tokens[0].lower() not in known.determiners:
        at = next((n for n, token in enumerate(tokens[1:-1], 1) if token.lower() in known.determiners), None)
        timed = any(token[0].isdigit() or token.lower() in known.times for token in tokens[: at or 0])
        start = at if at is not None and timed else 0
    end = len(tokens)
    for at in range(start + 1, end):
        low = tokens[at].lower()
        following = tokens[at + 1].lower() if at + 1 < end else ""
        cut = low in known.cut and not (tokens[at][0].isupper() and low not in known.times)
        between_capitals = tokens[at - 1][0].isupper() and following[:1].isalpha() and tokens[at + 1 : at + 2]
        if cut and not (low in known.small and between_capitals):
            end = at
            break
        if following in _BY and low.endswith(_BY[following]):
            end = at
            break
        if _PARTICIPLE.match(low) and tokens[at][0].islower() and following in _AFTER_PARTICIPLE:
            end = at
            break
    while end - start > 1 and _is_tail(tokens[end - 1], known):
        end -= 1
    return tokens[start:end]


def _is_tail(token: str, known: Words) -> bool:
    low = token.lower()
    return (
        low in known.times
        or bool(token[0].isdigit())
        or (bool(_ADVERB.match(token)) and low not in _NO_ADVERBS)
        or low in ("also", "who", "on", "in", "alone", "there", "here", "et", "and", "late", "early")
    )


def _person(tokens: Sequence[str], known: Words) -> str | None:
    """Return the personal name of a noun phrase: capitals after a title or a role, or nothing but capitals."""
    titles = [n for n, token in enumerate(tokens) if known.is_title(_low(token)) and not _POSSESSIVE.search(token)]
    for at in titles:
        begin = at + 1
        if begin + 2 < len(tokens) and tokens[begin] == "of" and _low(tokens[begin + 1]) in known.departments:
            begin += 2
        while begin < len(tokens) and known.is_title(_low(tokens[begin])):
            begin += 1
        run = _run(tokens, begin, known)
        if run and not _POSSESSIVE.search(run[-1]) and not _is_body(run, known):
            return " ".join(run)
    last = len(tokens)
    begin = last
    while begin > 0 and _in_name(tokens, begin - 1, known):
        begin -= 1
    run = list(tokens[begin:])
    while run and run[0] in known.small:
        run.pop(0)
        begin += 1
    if not run or _is_body(run, known) or any(_POSSESSIVE.search(token) for token in run) or run[-1].isdigit():
        return None
    if begin == 0:
        return " ".join(run) if 2 <= len(run) <= 4 and not _is_acronym(run[-1]) and _first_name(run) else None
    before = _low(tokens[begin - 1])
    if before in known.roles and not _is_acronym(run[-1]) and len(run) <= 4:
        return " ".join(run)
    return None


def _first_name(run: Sequence[str]) -> bool:
    """Tell "Ada Malin" from "Human rights" and "U.S. Marines": no acronym first, no plural last."""
    return not _is_acronym(run[0]) and not re.search(r"(?:[ai]ans|ists|ers|ions|ies|ese|ish)$", run[-1].lower())


def _apposed(tokens: Sequence[str], first: Sequence[str], known: Words) -> str | None:
    """Return the name in a later piece: after a title, or nothing but a name beside a role."""
    if not tokens or not first:
        return None
    if known.is_title(_low(tokens[0])):
        return _person(tokens, known)
    lowered = any(token[0].islower() for token in first)
    whole = all(_in_name(tokens, n, known) for n in range(len(tokens))) and tokens[0][0].isupper()
    if lowered and whole and 2 <= len(tokens) <= 4 and not _is_body(tokens, known) and not _is_acronym(tokens[-1]):
        return " ".join(tokens)
    return None


def _run(tokens: Sequence[str], begin: int, known: Words) -> list[str]:
    end = begin
    while end < len(tokens) and end - begin < 5 and _in_name(tokens, end, known):
        end += 1
    while end > begin and tokens[end - 1] in known.small:
        end -= 1
    return list(tokens[begin:end])


def _in_name(tokens: Sequence[str], at: int, known: Words) -> bool:
    token = tokens[at]
    if token[0].isupper() and token.lower() not in known.determiners and token.lower() not in known.times:
        return True
    if re.match(r"(?:al|el|ash|as|ad|ar|an|at|ibn|abu|d|l)[-'’][^\W\d_]", token):
        return True
    particle = token in known.small and token not in ("of", "for", "the", "and", "y", "les", "las", "los")
    return particle and at + 1 < len(tokens) and (tokens[at + 1][0].isupper() or tokens[at + 1] in known.small)


def _is_acronym(token: str) -> bool:
    return len(token) > 1 and token.replace(".", "").isupper() and len(token.replace(".", "")) > 1


def _is_body(run: Sequence[str], known: Words) -> bool:
    return any(_low(token) in known.organisations for token in run) or (len(run) == 1 and _is_acronym(run[0]))


def _sex(tokens: Sequence[str], known: Words) -> str | None:
    for token in tokens:
        low = token.lower().rstrip(".")
        if low in known.female:
            return "female"
        if low in known.male:
            return "male"
    return None


def _body(tokens: list[str], known: Words, sex: str | None) -> Named | None:
    """Return a body, group or role as named: determiners and counts off, lower case unless it holds a name."""
    definite = bool(tokens) and tokens[0].lower() in known.possessives
    counted = False
    while tokens and (_dropped(tokens[0], known) or _is_number(tokens[0], known)):
        counted = counted or _is_number(tokens[0], known)
        tokens = tokens[1:]
    if not tokens or len(tokens) > _LONGEST or (counted and tokens[0] == "of"):
        return None
    lows = [token.lower() for token in tokens]
    if lows[0] in known.nobody and (len(lows) == 1 or lows[1] in ("of", "among", "de", "av", "من", "از")):
        return None
    if lows[0] in known.openers or lows[0] in _NO_HEADS or "." in lows[1:]:
        return None
    if any(low in known.verbs for low in lows) or lows[-1] in ("of", "to", "for", "de", "the", "by"):
        return None
    head_at = _head(lows, known)
    head = _low(tokens[head_at])
    if head in known.documents:
        return _owner(tokens, head_at, known)
    if head in known.suffixes and 0 < head_at == len(tokens) - 1 and _stands_for(tokens[:head_at], known):
        tokens, head = tokens[:head_at], _low(tokens[head_at - 1])
    if head in known.nobody and len(tokens) == 1:
        return None
    if _POSSESSIVE.search(tokens[-1]):
        tokens = [*tokens[:-1], _POSSESSIVE.sub("", tokens[-1])]
    named = any(token[0].isupper() for token in tokens[1:]) or (
        tokens[0][0].isupper() and (_is_acronym(tokens[0]) or tokens[0].lower() not in known.common)
    )
    return Named(" ".join(tokens), False, head, named, definite, sex)


def _is_number(token: str, known: Words) -> bool:
    return len(token) > 1 and (bool(_NUMBER.match(token.lower())) or token.lower() in known.numbers)


def _dropped(token: str, known: Words) -> bool:
    low = token.lower()
    return low in known.determiners or low in (
        "so-called",
        "banned",
        "own",
        "same",
        "other",
        "another",
        "several",
        "many",
    )


def _head(lows: Sequence[str], known: Words) -> int:
    """Return the position of the main word: the last before "of" and its kin."""
    stops = [n for n, low in enumerate(lows) if n and low in ("of", "for", "to", *known.small) and low != "al"]
    return (stops[0] if stops else len(lows)) - 1


def _stands_for(tokens: Sequence[str], known: Words) -> bool:
    """Tell whether a spokesman's or official's words are the body's: "army spokesman", "NATO officials"."""
    last = tokens[-1]
    return _low(last) in known.bodies or (_is_acronym(last) and last not in _COUNTRIES)


def _owner(tokens: Sequence[str], head_at: int, known: Words) -> Named | None:
    """Return the body whose document speaks: "a NATO statement", "the register of the District Hospital"."""
    before, after = list(tokens[:head_at]), list(tokens[head_at + 1 :])
    while after and (after[0].lower() in ("of", "for", "by") or after[0].lower() in known.determiners | known.small):
        after.pop(0)
    for owner in (after, before):
        while owner and owner[0][0].islower():
            owner.pop(0)
        if not owner or not owner[-1][0].isupper() or owner[-1] in _COUNTRIES:
            continue
        if _is_acronym(owner[-1]) or _is_body(owner, known) or len([t for t in owner if t[0].isupper()]) > 2:
            name = " ".join(_POSSESSIVE.sub("", token) if token is owner[-1] else token for token in owner)
            return Named(name, False, _low(owner[-1]), True)
    return None


def _other_script(pieces: Sequence[str], known: Words) -> Named | None:
    """Return who a phrase of a script without capitals names: its first piece, without titles and what follows."""
    tokens = pieces[0].split()
    sex = _sex(tokens, known)
    while len(tokens) > 1 and tokens[0] in known.titles:
        tokens = tokens[1:]
    cut = next((n for n, token in enumerate(tokens) if n and token in known.cut), len(tokens))
    tokens = tokens[:cut]
    if not tokens or len(tokens) > 6 or tokens[0] in known.nobody | known.documents | known.cut:
        return None
    body = any(token in known.organisations or token in known.common for token in tokens)
    person = not body and len(tokens) <= 4 and (len(pieces) > 1 or sex is not None)
    return Named(" ".join(tokens), person, tokens[0], True, False, sex)
