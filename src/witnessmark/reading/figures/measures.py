"""The class of what is counted: ``persons.killed``, ``time``, ``sites.graves``.

Promises: a class of the open data file, decided by the counted words, the verb near them and the words of the sentence.
Does not: find figures, or judge whether the count is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load

_PERSON_ENDINGS = ("ers", "ists", "ians", "ants", "men", "women", "eers", "ees", "ors")
_NEAR = 3
_FAR = 14
_NEAR_SENTENCE = 9
"""How far from a length of time the words stand that make it a punishment."""
_SAME = 5
"""How far a verb reaches to a number without a noun: it must be the number's own."""
_ABDUCTED = "persons.abducted"
_SUFFERED = frozenset({_ABDUCTED, "persons.missing", "persons.injured", "persons.displaced", "persons.protesting"})
"""Nouns of these classes keep their class beside a verb of detention: rescued hostages who had been held."""
_ENDINGS = (
    "\u200cهای",
    "\u200cها",
    "های",
    "ها",
    "\u200cای",
    "ای",
    "شان",
    "مان",
    "\u200cاش",
    "ی",
    "ه",
    "ين",
    "ان",
    "هم",
    "ها",
    "هن",
)
"""Endings of Persian and Arabic nouns: plural, article, owner."""
_RATE = frozenset(["per", "an", "/"])
_BREAKS = frozenset({",", "and", "but", "et", "y", "och", "und", "و"})


@cache
def noun_classes() -> dict[str, str]:
    """Return the class of each counted noun, lower case; the data file's later sections do not override earlier."""
    classes: dict[str, str] = {}
    for measure, nouns in load("measures")["nouns"].items():
        for noun in nouns.split():
            classes.setdefault(noun, measure)
    return classes


@cache
def verb_classes() -> dict[str, str]:
    """Return the class that each verb form decides for persons counted near it."""
    classes: dict[str, str] = {}
    for measure, verbs in load("measures")["verbs"].items():
        for verb in verbs.split():
            classes.setdefault(verb, measure)
    return classes


@cache
def context(key: str) -> frozenset[str]:
    """Return the words of one line of the data file's ``context``."""
    return frozenset(load("measures")["context"][key].split())


def class_of_noun(words: Sequence[str]) -> str | None:
    """Return the class of counted ``words`` by the nearest known noun from the right, or by its ending."""
    classes = noun_classes()
    for word in reversed(words):
        low = word.lower().replace("’", "'")
        found = next((classes[form] for form in _forms(low) if form in classes), None)
        if found:
            return found
    if words and (words[-1].lower().endswith(_PERSON_ENDINGS) or (words[-1][0].isupper() and words[-1].endswith("s"))):
        return "persons.other"
    return None


def _forms(low: str) -> Iterator[str]:
    """Yield the forms that a noun may be listed under: without a possessive, an Arabic or a Persian ending."""
    yield low
    yield low.removesuffix("'s").removesuffix("'")
    if low[-1] > "\u0600":
        plain = low.removeprefix("ال").rstrip("\u064b\u064c\u064d")
        yield from (plain, plain.removesuffix("ا"))
        if plain.endswith(("تان", "تين")):
            yield plain[:-3] + "ة"
        yield from (
            plain[: -len(ending)] for ending in _ENDINGS if plain.endswith(ending) and len(plain) > len(ending) + 1
        )


class Telling:
    """What a sentence tells as a whole, found out once, however many figures ask."""

    def __init__(self, tokens: Sequence[Token], others: frozenset[int]) -> None:
        self._tokens = tokens
        self._others = others

    @cached_property
    def words(self) -> int:
        """How many words it has beside its figures."""
        return sum(token.word[0].isalpha() and at not in self._others for at, token in enumerate(self._tokens))

    @cached_property
    def persons(self) -> bool:
        """Whether it speaks of persons."""
        return not context("persons").isdisjoint(token.low for token in self._tokens)

    @cached_property
    def abducted(self) -> bool:
        """Whether it speaks of an abduction."""
        return any(_class_at(self._tokens, at) == _ABDUCTED for at in range(len(self._tokens)))


def measure(
    counted: Sequence[str],
    tokens: Sequence[Token],
    before: int,
    after: int,
    others: frozenset[int],
    telling: Telling,
) -> str:
    """Return the class of a figure.

    ``tokens[:before]`` stand left of it, ``tokens[after:]`` right of it in its sentence; ``others`` are the positions
    of other figures' tokens, which bound how far a verb reaches; ``telling`` is that of the same tokens. A killing
    decides over "prisoners".
    """
    if not counted:
        return _by_verb(tokens, before, after, others) or ("persons.other" if telling.persons else "other")
    noun = class_of_noun(counted)
    if noun is None and counted[-1].lower() in context("persons"):
        return _by_verb(tokens, before, min(after, len(tokens)), others) or "persons.other"
    if noun is None and counted[-1].lower() not in ("%", "٪"):
        return _by_verb(tokens, before, min(after, len(tokens)), others, reach=4) or "other"
    if noun == "distance" and after + len(counted) + 1 < len(tokens):
        following = tokens[after + len(counted)].low, tokens[after + len(counted) + 1].low
        if following[0] in _RATE and following[1] in ("hour", "second", "minute"):
            return "other"
    if noun == "time":
        return "sentence" if _is_punishment(counted, tokens, before, after) else "time"
    if noun is None:
        return "share"
    if not noun.startswith("persons."):
        return noun
    if noun in ("persons.executed", "persons.killed"):
        return noun
    found = _by_verb(tokens, before, after, others)
    if found == "persons.detained" and noun in _SUFFERED:
        return noun
    if found == "persons.detained" and telling.abducted:
        return _ABDUCTED
    return found or noun


def measure_of_same(known: str, tokens: Sequence[Token], before: int, after: int, others: frozenset[int]) -> str:
    """Return the class of a figure that counts what the one before it counted, of class ``known``."""
    return _by_verb(tokens, before, after, others, reach=_SAME) or known


def _is_punishment(counted: Sequence[str], tokens: Sequence[Token], before: int, after: int) -> bool:
    """Tell whether a length of time is a sentence: "jailed for nine years", "five years in prison"."""
    if counted[-1].lower() in context("short") or counted[-1][:4].lower() in ("cent", "deca"):
        return False
    if (before and tokens[before - 1].low in context("when")) or any(
        token.low in ("ago", "later", "earlier", "after", "before") for token in tokens[after + 1 : after + 3]
    ):
        return False
    near = {token.low for token in tokens[max(0, before - 2 * _NEAR_SENTENCE) : after + _NEAR_SENTENCE]}
    right_after = {token.low for token in tokens[after : after + _NEAR + 2]}
    return bool(near & context("sentence") or right_after & context("place"))


def is_decided_by_verb(tokens: Sequence[Token], before: int, after: int, others: frozenset[int]) -> bool:
    """Tell whether a verb near a bare number says what happened to those who are counted."""
    return _by_verb(tokens, before, after, others) is not None


def _by_verb(tokens: Sequence[Token], before: int, after: int, others: frozenset[int], reach: int = _FAR) -> str | None:
    """Return the class of the deciding verb: right before ("killed three"), after up to the next figure, then far."""
    near = _search(tokens, range(before - 1, max(-1, before - 1 - _NEAR), -1), others, _BREAKS)
    if near or reach < _FAR:
        return near or _search(tokens, range(after, min(len(tokens), after + reach)), others, figures=others)
    for bound in (others, frozenset[int]()):
        right = _search(tokens, range(after, min(len(tokens), after + reach)), bound, figures=others)
        if right:
            return right
        left = _search(tokens, range(before - 1, max(-1, before - 1 - reach), -1), bound)
        if left:
            return left
    return None


def _has_object(tokens: Sequence[Token], at: int, figures: frozenset[int]) -> bool:
    """Tell a verb with an object of its own, which the figure before it does not suffer."""
    if any(token.low in context("passive") for token in tokens[max(0, at - 2) : at]):
        return False
    return at + 1 < len(tokens) and (at + 1 in figures or tokens[at + 1].low in context("object"))


def _class_at(tokens: Sequence[Token], at: int) -> str | None:
    """Return the class of the word or the phrase of up to four words ("lost-their-lives") that begins at ``at``."""
    low = tokens[at].low
    if low not in _telling():
        return None
    classes = verb_classes()
    if low in _first_words():
        for size in (4, 3, 2):
            phrase = "-".join(token.low for token in tokens[at : at + size])
            if phrase in classes:
                return classes[phrase]
    return classes.get(low)


@cache
def _telling() -> frozenset[str]:
    """Return the words that decide a class, or that a phrase which decides one begins with."""
    return _first_words() | verb_classes().keys()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(verb.split("-")[0] for verb in verb_classes() if "-" in verb)


def _search(
    tokens: Sequence[Token],
    positions: range,
    others: frozenset[int],
    breaks: frozenset[str] = frozenset(),
    figures: frozenset[int] = frozenset(),
) -> str | None:
    """Return the class of the first deciding word; with ``figures``, no verb that others suffer."""
    telling = _telling()
    for at in positions:
        low = tokens[at].low
        if at in others or low in ";:." or low in breaks:
            return None
        if low not in telling or (found := _class_at(tokens, at)) is None:
            continue
        if figures and tokens[at].low in verb_classes() and _has_object(tokens, at, figures):
            return None
        neighbours = [tokens[n].low for n in (at - 2, at - 1, at + 1, at + 2) if 0 <= n < len(tokens)]
        if {"killed", "wounded"} <= {*neighbours, tokens[at].low} and context("both") & set(neighbours):
            return "persons.other"
        return found
    return None
