"""What a figure counts: the words of it, after the number, before it, or in the sentence before.

Promises: the words stand in the text as given, the head noun with its close modifiers; work bounded by a few tokens.
Does not: tell the class of it, which ``measures`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

from witnessmark.reading.figures.measures import class_of_noun, context, verb_classes
from witnessmark.reading.figures.quantities import Quantity
from witnessmark.reading.figures.words import Rules
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load

_MANY = frozenset(["people", "men", "women", "children", "dead", "toll", "missing", "wounded", "injured"])
_DUAL = re.compile(r"^[^ا].*(?:ان|ين)$")
_JOINED = re.compile(r"[-‑]([^\W\d_]+(?:-old)?)")
_PERCENT = re.compile(r"\s?[%٪]")
_WERE = frozenset(["were", "was", "are", "étaient", "sont", "eran", "var", "waren"])
_CLOSING = frozenset('”"»’')
_BOUNDS = frozenset(".;:!?()")
_RUN = 7
"""The longest run of words that is read as what is counted."""
_FAR = 22
"""How far before its number a toll or a "number of" may stand."""


def counted_after(
    text: str, tokens: Sequence[Token], after: int, quantity: Quantity, grammar: Rules, others: frozenset[int]
) -> str:
    """Return the words of what is counted: the run of words after the number up to its head noun.

    ``others`` are the positions of the sentence's figures: "five of the seven victims" counts victims.
    """
    written = text[quantity.start : quantity.end]
    if grammar.duals and quantity.number.words and quantity.number.value == 2 and _DUAL.search(written):
        return written  # an Arabic dual is its own noun
    if joined := _JOINED.match(text, quantity.end, quantity.end + 30):
        return joined[1]
    if percent := _PERCENT.match(text, quantity.end):
        return percent[0].strip()
    phrase = grammar.percent_after.match(text, quantity.end)
    if phrase:
        return phrase[0].strip()
    at = after
    if at < len(tokens) and tokens[at].low == "which":
        return ""  # the 43 which their ministry announced
    if said := said_to_be(tokens, at):
        return said
    if at + 1 < len(tokens) and tokens[at].low in _CLOSING:
        at += 1  # “at least two” meetings
    while at < len(tokens) and at - after < 5 and _is_link(tokens, at, after, grammar, others):
        at += 1
    run: list[Token] = []
    for token in tokens[at : at + _RUN]:
        gap = text[run[-1].end : token.start] if run else " "
        if not (token.word[0].isalpha() and gap.strip(" \u00a0\n-") == "") or token.low in grammar.stop:
            break
        if run and is_head(run[-1].low) and not is_head(token.low):
            break
        if run and (run[-1].low in context("others") or at + len(run) in others):
            break
        if run and grammar.language in ("ar", "fa") and is_head(run[-1].low):
            break
        if _is_verb(tokens, at + len(run), grammar, opens=not run):
            break
        run.append(token)
    if not run and at > after and tokens[at - 1].low in ("us", "you", "nous", "nosotros", "oss", "uns", "ما"):
        return tokens[at - 1].word
    if not run or (at > after and tokens[at - 1].low in grammar.same and not is_head(run[-1].low)):
        return ""
    return text[run[0].start : run[-1].end]


def said_to_be(tokens: Sequence[Token], at: int) -> str:
    """Return what "of whom 3 were children" says that they are; empty where it says what was done to them."""
    if not (0 < at < len(tokens) - 1 and tokens[at].low in _WERE):
        return ""
    noun = tokens[at + 1]
    if noun.low in verb_classes() or not (
        is_head(noun.low) and (class_of_noun([noun.low]) or "").startswith("persons.")
    ):
        return ""
    return noun.word


def _is_link(tokens: Sequence[Token], at: int, after: int, grammar: Rules, others: frozenset[int]) -> bool:
    low = tokens[at].low
    if low in context("links") or low in grammar.same - context("others"):
        return True
    # "14 of about 40 soldiers": the second number counts the same
    return (
        at > after
        and tokens[at - 1].low in context("links") | {"about", "some"}
        and (low[0].isdigit() or low in ("about", "some") or at in others)
    )


def counted_before(tokens: Sequence[Token], before: int, grammar: Rules) -> str:
    """Return what is counted where it stands before the number: "the number of marchers at 300", "the toll"."""
    for at in range(before - 1, max(-1, before - _FAR), -1):
        low = tokens[at].low
        if low in _BOUNDS:
            return ""
        if low not in grammar.numbers:
            continue
        if at + 2 < before and tokens[at + 1].low in ("of", "de", "des", "av", "von", "d'", "der", "من"):
            run = [token for token in tokens[at + 2 : min(before, at + 6)] if token.word[0].isalpha()]
            words = [token.word for token in run if token.low not in ("the", "those", "les", "los", "las")]
            end = next((n + 1 for n, word in enumerate(words) if is_head(word.lower())), 0)
            if end:
                return " ".join(words[:end])
        if class_of_noun([low]) is not None:
            lead = tokens[at - 1].word + " " if at and tokens[at - 1].low in ("death", "casualty") else ""
            return lead + tokens[at].word
        if grammar.language in ("fa", "ar") and at + 1 < before:
            return tokens[at + 1].word
    return ""


def is_done_to(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number stands right after an active verb, and is whom it is done to: "soldiers killed 14"."""
    if at < 2 or not verb_classes().get(tokens[at - 1].low, "").startswith("persons."):
        return False
    return not any(token.low in context("passive") for token in tokens[max(0, at - 3) : at - 1])


class Persons:
    """The words for several persons in a sentence and the one before it, read once from left to right."""

    def __init__(self, tokens: Sequence[Token], earlier: Sequence[Token]) -> None:
        self._tokens = tokens
        self._read = 0
        self._last = ""
        self._earlier = earlier

    def before(self, at: int) -> str:
        """Return the last of them before a token: what a number counts in "of the guards, nine left".

        ``at`` never decreases from one call to the next.
        """
        for token in self._tokens[self._read : at]:
            if _is_several(token):
                self._last = token.word
        self._read = max(self._read, at)
        return self._last or self._in_earlier

    @cached_property
    def _in_earlier(self) -> str:
        return next((token.word for token in reversed(self._earlier) if _is_several(token)), "")


def _is_several(token: Token) -> bool:
    if not (token.low.endswith("s") or token.low in _MANY):
        return False
    return (class_of_noun([token.low]) or "").startswith("persons.")


def noun_before(tokens: Sequence[Token], before: int, written: str) -> str:
    """Return the noun before an Arabic number that follows it: "القرى الثلاث", "طبيب واحد"."""
    if before < 1 or not (written.startswith(("ال", "واحد")) and tokens[before - 1].word[0].isalpha()):
        return ""
    return tokens[before - 1].word


def is_head(word: str) -> bool:
    """Tell whether a word may be the head of what is counted."""
    known = class_of_noun([word])
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return plural or (known is not None and word not in ("police", "army", "party", "prison", "government"))


def _is_verb(tokens: Sequence[Token], at: int, grammar: Rules, *, opens: bool) -> bool:
    """Tell a verb from an adjective: "nineteen blamed the guards", "two armed men", "fifty-two described attacks"."""
    low = tokens[at].low
    if opens and low in _saying(grammar.language) and not is_head(low):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return low.endswith("ed") and following in context("after_verb")


@cache
def _saying(language: str) -> frozenset[str]:
    """Return the verbs of speech of a language: right after a number they are no nouns."""
    cues = load(language).get("speech", {}).get("cues", ())
    return frozenset(
        word
        for cue in cues
        for key in ("verbs", "object")
        for forms in cue.get(key, ())
        if "|" not in forms
        for word in forms.split()
    )
