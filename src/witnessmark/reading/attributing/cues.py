"""Cues: the words that attribute, matched in a sentence's tokens.

Promises: each match says which tokens are the cue, its mode, and what may follow it (its frame).
Does not: find the speaker or the content; ``indirect`` and ``quoted`` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from witnessmark.nouns import Mode
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load, words


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens ``[first, last)`` that attribute. ``frames``: clause, that, object, according, passive, adverb, noun."""

    first: int
    last: int
    mode: Mode
    frames: frozenset[str]
    participle: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed word classes of one language and its cue table, keyed by first word."""

    cues: Mapping[str, tuple[tuple[tuple[str, ...], Mode, frozenset[str]], ...]]
    according: tuple[tuple[str, ...], ...]
    passive: Mapping[str, Mode]
    nouns: Mapping[str, Mode]
    sets: Mapping[str, frozenset[str]]
    weekdays: frozenset[str]
    language: str
    bare_clause: bool
    """A content may follow its cue without a complementizer."""
    comma_clause: bool
    """A content without a complementizer follows a comma (German)."""
    triggers: frozenset[str]
    """Every word that a cue can begin with: most words are none, and are passed over at once."""
    helpers: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets.get(name, frozenset())


_SETS = (
    *("auxiliaries", "adverbs", "be", "negations", "hypothetical", "cut_before", "subordinators", "relatives"),
    *("openers", "strip", "time_words", "quoted_as", "determiners", "object_pronouns", "addressees", "finite"),
    *("group_nouns", "that_words", "and_words", "counting", "party_determiners", "infinitives", "nominatives"),
)


@cache
def grammar(language: str) -> Grammar:
    """Return the speech rules of ``language``, built once."""
    table: dict[str, Any] = dict(load(language)["speech"])
    collected: dict[str, list[tuple[tuple[str, ...], Mode, frozenset[str]]]] = {}
    forms: dict[tuple[tuple[str, ...], Mode], set[str]] = {}
    for block in table["cues"]:
        for key, frame in (("verbs", "clause"), ("that_only", "that"), ("object", "object")):
            for phrase in _phrases(block.get(key, ())):
                forms.setdefault((phrase, Mode(block["mode"])), set()).add(frame)
    tell = table.get("tell", {})
    for phrase in _phrases([tell["verbs"]] if tell else []):
        forms.setdefault((phrase, Mode(tell["mode"])), set()).add("tell")
    for (phrase, mode), frames in forms.items():
        collected.setdefault(phrase[0], []).append((phrase, mode, frozenset(frames)))
    ordered = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in collected.items()}
    passive = {
        word: Mode(mode) for mode, text in table.get("passive", {}).items() if mode != "after" for word in text.split()
    }
    nouns = {
        word: Mode(mode) for mode, text in table.get("nouns", {}).items() if mode != "after" for word in text.split()
    }
    sets = {name: words(table, name) for name in _SETS}
    sets["adverb_cues"] = words(table.get("adverb", {}), "words")
    sets["passive_after"] = words(table.get("passive", {}), "after")
    sets["noun_after"] = words(table.get("nouns", {}), "after")
    sets["pronouns"] = frozenset(word for text in table["pronouns"].values() for word in text.split())
    according = tuple(sorted((tuple(p.split()) for p in table["according"]["lead"]), key=lambda p: -len(p)))
    weekdays = frozenset(load(language)["dates"].get("weekdays", {}))
    triggers = frozenset(ordered) | frozenset(passive) | frozenset(nouns) | sets["adverb_cues"]
    return Grammar(
        cues=ordered,
        according=according,
        passive=passive,
        nouns=nouns,
        sets=sets,
        weekdays=weekdays,
        language=language,
        bare_clause=bool(table.get("bare_clause")),
        comma_clause=bool(table.get("comma_clause")),
        triggers=triggers | frozenset(phrase[0] for phrase in according),
        helpers=sets["auxiliaries"] | sets["adverbs"],
    )


def _phrases(entries: Sequence[str]) -> list[tuple[str, ...]]:
    """Read table entries: forms parted by spaces, or phrases parted by bars."""
    return [
        tuple(phrase.split())
        for entry in entries
        for phrase in (entry.split("|") if "|" in entry or entry.endswith(_PARTICLES) else entry.split())
    ]


_PARTICLES = (" about", " on", " for", " of", " concern", " regret", " the", " as")


def match(tokens: Sequence[Token], at: int, low: int, high: int, rules: Grammar) -> Cue | None:
    """Return the cue whose first word stands at ``at`` within ``[low, high)``, widened by its auxiliaries."""
    word = tokens[at].low
    if word not in rules.triggers or is_family_name(tokens, at, rules):
        return None
    for phrase in rules.according:
        if word == phrase[0] and _stands(tokens, at, high, phrase):
            return Cue(at, at + len(phrase), Mode.ASSERTED, frozenset({"according"}))
    if word in rules["adverb_cues"]:
        return Cue(at, at + 1, Mode.ASSERTED, frozenset({"adverb"}))
    first = _with_auxiliaries(tokens, at, low, rules)
    helpers = [tokens[n].low for n in range(first, at)]
    if word in rules.passive and _is_passive(tokens, at, first, low, helpers, rules):
        return Cue(first, at + 1, rules.passive[word], frozenset({"passive"}))
    if word in rules.nouns and (noun := _noun(tokens, at, low, high, rules)):
        return noun
    rows = [row for row in rules.cues.get(word, ()) if _stands(tokens, at, high, row[0])]
    if not rows or _is_noun(tokens, at, first, low, high, rules):
        return None
    size = len(rows[0][0])
    rows = [row for row in rows if len(row[0]) == size]
    frames = frozenset(frame for row in rows for frame in row[2])
    mode = next((row[1] for row in rows if row[2] != {"tell"}), rows[0][1])
    told = "tell" in frames and bool(_addressee(tokens, at + size, high, rules))
    participle = rules.language == "en" and tokens[at].low.endswith("ing") and not helpers
    mode = _turned(mode, helpers, rules)
    return Cue(first, at + size, mode, frames, participle, told)


def is_family_name(tokens: Sequence[Token], at: int, rules: Grammar) -> bool:
    """Tell the name "Said" from the cue: "Omar Said said", "Said denied it", but not "Said the minister"."""
    if tokens[at].word != "Said" or rules.language != "en":
        return False
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if (
        following in rules.cues
        or following in rules.helpers
        or following in ("'s", ",")
        or following in rules["finite"]
    ):
        return True
    before = tokens[at - 1] if at else None
    return before is not None and before.word[-1].isalpha()


def widen(tokens: Sequence[Token], cue: Cue, high: int, rules: Grammar) -> int:
    """Return the end of the cue with its addressee, and the time or place of saying before a "that"."""
    end = cue.last
    if cue.told:
        end = _addressee(tokens, end, high, rules)
    that = next((n for n in range(end, min(high, end + 12)) if tokens[n].low in rules["that_words"]), None)
    if that is not None and that > end and not any(tokens[n].low in ',;:"“' for n in range(end, that)):
        lead = tokens[end].low
        if lead in rules["openers"] or lead in rules["time_words"] or lead == "to":
            return that
    while end < high and tokens[end].low in rules["time_words"] and end - cue.last < 4:
        if end + 1 < high and tokens[end + 1].low in ("'s", "’s"):
            break
        if tokens[end].low.removesuffix("'s") != tokens[end].low:
            break
        end += 1
    return end if end == cue.last or _is_time(tokens, cue.last, end, rules) or cue.told else cue.last


def _is_time(tokens: Sequence[Token], first: int, last: int, rules: Grammar) -> bool:
    lows = {tokens[n].low for n in range(first, last)}
    return bool(lows & (rules.weekdays | {"today", "yesterday", "tonight"}))


def _addressee(tokens: Sequence[Token], at: int, high: int, rules: Grammar) -> int:
    """Return the end of the words that are told something, or 0 where there are none."""
    if at >= high:
        return 0
    if tokens[at].low in rules["object_pronouns"]:
        return at + 1
    end = at
    if tokens[at].low in _ARTICLES and at + 1 < high:
        following = tokens[at + 1]
        if following.low not in rules["addressees"] and not following.word[0].isupper():
            return 0
        end = at + 1
    while end < high and end - at < 8 and (tokens[end].word[0].isupper() or tokens[end].low in rules["addressees"]):
        if tokens[end].low in rules["that_words"] or tokens[end].low in rules.weekdays:
            break
        end += 1
    return end if end > at else 0


_ARTICLES = frozenset(["the", "a", "an", "his", "her", "its", "their"])
_ADJECTIVES = frozenset(["suspected", "alleged", "estimated", "expected", "reported"])


def _stands(tokens: Sequence[Token], at: int, high: int, phrase: Sequence[str]) -> bool:
    return at + len(phrase) <= high and all(tokens[at + n].low == word for n, word in enumerate(phrase))


def _with_auxiliaries(tokens: Sequence[Token], at: int, low: int, rules: Grammar) -> int:
    first = at
    while first > low and tokens[first - 1].low in rules.helpers and at - first < 6:
        first -= 1
    while first < at and tokens[first].low not in rules["auxiliaries"]:
        first += 1
    return first


def _is_passive(tokens: Sequence[Token], at: int, first: int, low: int, helpers: Sequence[str], rules: Grammar) -> bool:
    if any(helper in rules["be"] for helper in helpers):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    bare = first == at and at > low and tokens[at].low in ("suspected", "accused", "believed", "thought", "blamed")
    return bare and following in ("of", "to", "on") and not helpers and tokens[at - 1].low not in rules["pronouns"]


def _noun(tokens: Sequence[Token], at: int, low: int, high: int, rules: Grammar) -> Cue | None:
    """Match "allegations of ..." and "the claim that ..."; a plain "of" needs a noun that only claims."""
    if at + 2 >= high or tokens[at + 1].low not in rules["noun_after"]:
        return None
    follower = tokens[at + 1].low
    before = tokens[at - 1].low if at > low else ""
    if before == "," and follower == "that":
        return None  # "The appellant, a teacher, claims that": a verb after an apposition
    if before == "in" and not tokens[at].low.endswith("s"):
        return None  # "in charge of"
    plural_or_owned = before in rules["determiners"] or before.endswith("'s") or tokens[at].low.endswith("s")
    claims = rules.nouns[tokens[at].low]
    if follower == "for" and claims is not Mode.CALLED_FOR and claims is not Mode.ASKED:
        return None
    if follower == "of" and claims in (Mode.CALLED_FOR, Mode.PROMISED):
        return None
    if not plural_or_owned or (follower != "that" and _verbal(tokens, at, low, rules)):
        return None
    last = at + 1 if follower == "that" else at + 2
    return Cue(at, last, claims, frozenset({"noun"}))


def _verbal(tokens: Sequence[Token], at: int, low: int, rules: Grammar) -> bool:
    """Tell whether a word that may be noun or verb follows its subject and so is the verb."""
    if at == low:
        return False
    before = tokens[at - 1]
    return before.word[0].isupper() or before.low in rules["pronouns"] or before.low in rules["group_nouns"]


def _is_noun(tokens: Sequence[Token], at: int, first: int, low: int, high: int, rules: Grammar) -> bool:
    if first < at:
        return False
    if tokens[at].low in _ADJECTIVES and (at == low or tokens[at - 1].low in (",", "of", "and")):
        return True
    before = tokens[at - 1].low if at > low else ""
    after = tokens[at + 1].low if at + 1 < high else ""
    if before == "so-called" or before in rules["determiners"] or (before.endswith("'s") and len(before) > 2):
        return tokens[at].low not in ("said", "says")
    ambiguous = tokens[at].low in rules.nouns
    return ambiguous and (after in rules.cues or after in rules["auxiliaries"] or after in ("from", "by", "of"))


def _turned(mode: Mode, helpers: Sequence[str], rules: Grammar) -> Mode:
    """Return the mode after negation and conditional: "has not said" claims nothing, "did not believe" denies."""
    negated = any(helper in rules["negations"] for helper in helpers)
    if mode is Mode.ASSERTED and (negated or any(helper in rules["hypothetical"] for helper in helpers)):
        return Mode.HYPOTHETICAL
    if mode is Mode.BELIEVED and negated:
        return Mode.DENIED
    return mode
