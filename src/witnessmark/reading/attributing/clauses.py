"""Clauses: where a subject stands before a cue, and where a content gives way to another speaker's clause.

Promises: bounds within the tokens given; a content never runs on into a clause with its own speaker and cue.
Does not: parse; a few closed word classes of each language decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from witnessmark.reading.attributing.cues import Cue, Grammar, is_family_name, match
from witnessmark.reading.layout import Token

LONGEST_SUBJECT = 32
_ISSUED = frozenset(["released", "issued", "published", "posted", "broadcast", "aired", "carried"])
"""Participles that stand after what speaks: "a statement released Friday said"."""
_NO_ADVERBS = frozenset(["family", "assembly", "ally", "reply", "supply", "rally"])
_OPENING_PARTICIPLE = re.compile(r"[A-Z]\w{2,}(?:ing|ed)$|(?:Told|Known|Held|Given|Seen|Left|Taken)$")
_DEEDS = frozenset(["demanded", "ordered", "threatened", "put"])
"""Verbs that may tell what those did whom the content is about: "says gunmen came and demanded names"."""
_HARD = frozenset(';:—–"“”«»')


def subject(
    tokens: Sequence[Token], start: int, end: int, rules: Grammar, *, participle: bool = False
) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase in ``[start, end)`` that the cue at ``end`` belongs to, or None."""
    start = max(start, end - 3 * LONGEST_SUBJECT)
    for at in range(end - 1, start - 1, -1):
        mark = tokens[at].low
        if mark in _HARD or (mark == "-" and at > 0 and tokens[at].start > tokens[at - 1].end):
            start = at + 1
            break
    start = _after_relative(tokens, start, end, rules)
    start = _after_subordinator(tokens, start, end, rules)
    start = _after_openers(tokens, start, end, rules)
    if _is_adverb(tokens[min(start, end - 1)], rules):  # "so quietly that the judge asked"
        start = next((n + 1 for n in range(start, end - 1) if tokens[n].low == "that"), start)
    if start >= end:
        return None
    if _is_subject_itself(tokens, start, end, rules):
        return end - 1, end
    verb = finite_verb(tokens, start, end, rules)
    if verb is not None:
        tail = tokens[end - 1].low
        if participle or tail in (",", "and", "but", "or", *rules["and_words"]):
            end = verb
        else:
            comma = _last_comma(tokens, verb, end)
            if comma is None:
                that = next((n for n in range(end - 2, verb, -1) if tokens[n].low in rules["that_words"]), None)
                return subject(tokens, that + 1, end, rules) if that is not None else None
            return subject(tokens, comma + 1, end, rules) if comma + 1 < end else None
    elif participle and end - start > LONGEST_SUBJECT // 2:
        return None
    if _is_subject_itself(tokens, start, end, rules):
        return end - 1, end
    while end > start and (
        tokens[end - 1].low in ("and", "but", "or", *rules["adverbs"], *rules["and_words"])
        or _is_adverb(tokens[end - 1], rules)
    ):
        end -= 1
    return (start, end) if start < end and _is_noun_phrase(tokens, start, end, rules) else None


def _is_subject_itself(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> bool:
    """Tell whether the word before the verb is a pronoun that can only be its subject, whatever stands before."""
    joined = end - 2 >= start and tokens[end - 2].low in ("and", "or", "both", "y", "och")
    return tokens[end - 1].low in rules["nominatives"] and not joined


def _is_adverb(token: Token, rules: Grammar) -> bool:
    """Tell an adverb before its verb by its ending: "categorically"."""
    return rules.language == "en" and token.low.endswith("ly") and token.word.islower() and token.low not in _NO_ADVERBS


def _is_finite(low: str, before: str, rules: Grammar) -> bool:
    if low in rules["party_determiners"]:
        return False  # French "l'" is an article before it is an object
    if low in rules["auxiliaries"]:
        return not low.startswith("n")
    if before in rules["determiners"]:
        return False
    return low in rules["finite"] or (
        low in rules.cues and low not in rules.nouns and low.endswith(("ed", "said", "says", "told"))
    )


def _is_relative(token: Token, rules: Grammar) -> bool:
    """Tell "who" from WHO."""
    return token.low in rules["relatives"] and not token.word.isupper()


def finite_verb(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> int | None:
    """Return the first finite verb of ``[start, end)`` outside relative clauses, by the tables."""
    at = start
    while at < end:
        low = tokens[at].low
        if at > start and (_is_relative(tokens[at], rules) or (low == "that" and rules.language == "en")):
            at = next((n for n in range(at, end) if tokens[n].low == ","), end)
            continue
        if low in _ISSUED and at + 1 < end and at > start:
            at += 1
            continue
        if at > start and not is_family_name(tokens, at, rules) and _is_finite(low, tokens[at - 1].low, rules):
            return at
        at += 1
    return None


def end_of_content(
    tokens: Sequence[Token],
    start: int,
    end: int,
    rules: Grammar,
    skip: Sequence[int],
    base: int,
    *,
    chained: bool = False,
) -> int:
    """Return where the content from ``start`` must stop: before the clause of another speaker, or of the same again.

    ``skip[n]`` is the end of the quotation that token ``n`` stands in, or 0; inside the one that ends at ``base`` it is
    read as any other text, and the content ends with its sentence. With ``chained`` any
    verb of speech after "and" has the same speaker: "called on X to leave and demanded Y".
    """
    at = start
    while at < end:
        if skip[at] > at and skip[at] <= end and skip[at] != base:
            at = skip[at]
            continue
        low = tokens[at].low
        if base and low in ".!?" and at > start and at + 1 < end and _begins_sentence(tokens, at + 1):
            return at
        joins = low in rules["cut_before"] or low in (";", "—", "–") or low in ("and", *rules["and_words"])
        comma = low in (",", "،")
        if (joins or comma) and at > start and _opens_other(tokens, at, end, rules, skip, base, comma, chained):
            while at > start + 1 and tokens[at - 1].low in (",", "،"):
                at -= 1
            return at
        at += 1
    return end


def _begins_sentence(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word[0].isupper() and len(tokens[at - 2].word) > 1


def _opens_other(
    tokens: Sequence[Token],
    at: int,
    end: int,
    rules: Grammar,
    skip: Sequence[int],
    base: int,
    comma: bool,
    chained: bool,
) -> bool:
    begin = at + 1
    while begin < end and begin < at + 3 and tokens[begin].low in rules["cut_before"] | {"and"} | rules["and_words"]:
        begin += 1
    if begin < end and begin > at + (not comma) and tokens[begin].low in rules["that_words"]:
        return False  # "that X, and that Y" goes on
    for spot in range(begin, min(end, begin + 14)):
        if (
            (skip[spot] > spot and skip[spot] != base)
            or tokens[spot].low in _HARD
            or (tokens[spot].low in (",", "،") and spot - begin > 6)
        ):
            return False
        cue = match(tokens, spot, begin, end, rules)
        if cue is None:
            continue
        same = (chained or tokens[cue.last - 1].low not in _DEEDS) and _acts(tokens, cue, end, rules)
        goes_on = same and cue.first == begin and not comma and tokens[at].low == "and"
        if cue.frames & {"noun", "passive", "adverb", "according"} or "clause" not in cue.frames | _wide(
            tokens[at].low, goes_on
        ):
            return False
        if spot == begin or cue.first == begin:
            return (not comma and not cue.participle) or (comma and cue.participle and rules.language == "en")
        if (comma and begin == at + 1) or cue.participle:
            return False
        found = subject(tokens, begin, cue.first, rules)
        return found is not None and _speaks(tokens, found, tokens[at].low, rules)
    return False


def _acts(tokens: Sequence[Token], cue: Cue, end: int, rules: Grammar) -> bool:
    """Tell whether "and urged all states" goes on with the same speaker; "and ordered to pay" is a passive."""
    low = tokens[cue.first].low
    after = tokens[cue.last].low if cue.last < end else ""
    return rules.language == "en" and (low.endswith("ed") or low in ("has", "had")) and after not in ("to", "by", "of")


def _wide(joint: str, goes_on: bool) -> frozenset[str]:
    return frozenset({"clause"}) if goes_on or joint in ("while", "but", ";", "whereas") else frozenset()


def _speaks(tokens: Sequence[Token], found: tuple[int, int], joint: str, rules: Grammar) -> bool:
    if joint != "and":
        return True
    first = tokens[found[0]]
    return first.low not in rules["pronouns"] and (
        first.word[0].isupper() or first.low in rules["determiners"] or tokens[found[1] - 1].low in rules["group_nouns"]
    )


def _after_relative(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> int:
    """Step over "which" before a speaker of its own: "the attack, which officials say ..."."""
    for at in range(end - 2, start, -1):
        low = tokens[at].low
        if low == "," or low in rules["finite"] or low in rules["auxiliaries"]:
            return start
        if _is_relative(tokens[at], rules):
            clause = tokens[at + 1].low in rules["pronouns"] or tokens[end - 1].low in rules["group_nouns"]
            return at + 1 if clause or tokens[end - 1].word[0].isupper() else start
    return start


def _is_aside(tokens: Sequence[Token], at: int, rules: Grammar) -> bool:
    opens = _is_relative(tokens[at], rules) or (tokens[at].low == "que" and rules.language in ("es", "fr"))
    return opens and tokens[at - 1].low == ","


def _after_subordinator(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> int:
    last = end - 2
    if tokens[end - 1].low == ",":  # what stands in "X, who fled because Y, said" is not where X begins
        last = next((n - 1 for n in range(start + 1, end - 1) if _is_aside(tokens, n, rules)), last)
    for at in range(last, start - 1, -1):
        low = tokens[at].low
        if low in rules["subordinators"] and low not in ("that", "and"):
            comma = next((n for n in range(at + 1, end - 1) if tokens[n].low in (",", "،")), None)
            if at > start or comma is None:
                return at + 1
        if low in ("and", *rules["and_words"]) and finite_verb(tokens, start, at, rules) is not None:
            return at + 1
    return start


def _after_openers(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> int:
    """Step over what opens a sentence before its subject: "But", "On Monday,", "Last week", "Also Friday,"."""
    for _ in range(5):
        if start >= end:
            return start
        low = tokens[start].low
        if _is_number_of_paragraph(tokens, start, end):
            start += 1
            continue
        if rules.language == "en" and _OPENING_PARTICIPLE.match(tokens[start].word):
            comma = next((n for n in range(start, end - 1) if tokens[n].low == ","), None)
            begins = tokens[comma + 1] if comma is not None else None
            if (
                begins
                and comma is not None
                and (begins.low in rules["pronouns"] | rules["party_determiners"] or begins.word[0].isupper())
            ):
                start = comma + 1
                continue
        if low in rules["strip"] or low in ",،)'\"-":
            start += 1
            continue
        if low not in rules["openers"] and low not in rules["time_words"]:
            return start
        comma = next((n for n in range(start, end - 1) if tokens[n].low in (",", "،")), None)
        timed = start
        while timed < end and (tokens[timed].low in rules["time_words"] or tokens[timed].low in rules.weekdays):
            timed += 1
        if timed > start and timed < end and tokens[timed].low not in (",", "،"):
            start = timed
        elif comma is not None:
            start = comma + 1
        else:
            return start
    return start


def _is_number_of_paragraph(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a number opens the sentence before its own first word: "3.15 The Commissioner"."""
    return tokens[at].word[0].isdigit() and at + 1 < end and tokens[at + 1].word[0].isupper()


def _last_comma(tokens: Sequence[Token], start: int, end: int) -> int | None:
    return next((at for at in range(end - 2, start, -1) if tokens[at].low in (",", "،")), None)


def _is_noun_phrase(tokens: Sequence[Token], start: int, end: int, rules: Grammar) -> bool:
    if end - start > LONGEST_SUBJECT:
        return False
    first = tokens[start].low
    if first in rules["finite"] and first not in rules["group_nouns"] and tokens[start].word.islower():
        return False
    if first in rules["openers"] and first not in rules["determiners"] | {"no"} | rules["pronouns"]:
        return False
    return any(token.word[0].isalpha() for token in tokens[start:end]) and (
        first not in rules["auxiliaries"] or first in rules["party_determiners"]
    )
