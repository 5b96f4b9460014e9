"""Makes news events about an invented country: originals, copies of every kind, and texts that are no copies.

Promises: the same texts for the same numbers, every time; words follow Zipf's law, so that texts share common phrases
as often as texts do that nobody copied; every text names what it was made from, and how.
Does not: mean anything. Rewordings and translations replace words by others that no other text uses for them; names
and figures stay, as they mostly do.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, combinations

KINDS = (
    "verbatim",
    "cut",
    "light edit",
    "reordered",
    "localised",
    "merged",
    "noisy",
    "reworded",
    "translated",
    "quotes",
)
FUNCTION = (
    "the of and to in a that was for on with as by at from were had it which be an but not they their have his are or "
    "this who been after when more than would said there one also could into about her its all before two over"
).split()
VOCABULARY = 8000
EXPONENT = 1.05
OUTLETS = 40
FORMS = 5
_ONSETS = "b br c ch d dr f g gr h j k kl l m n p pl r s sh st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = ["", "", "n", "r", "l", "s", "t", "m", "nd", "rk"]


@dataclass(frozen=True, slots=True)
class Made:
    """A text, when and by whom it was published, and what was done to make it from which others."""

    name: str
    event: int
    kind: str
    made_from: tuple[str, ...]
    publisher: str
    published: str
    language: str
    content: str


@dataclass(slots=True)
class _Cast:
    """The people, places and figures of one event."""

    people: list[str]
    places: list[str]
    figures: list[str]
    quotes: list[str] = field(default_factory=list)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + (chance.choice(_CODAS) if at == syllables - 1 else "")
        for at in range(syllables)
    )


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    chance = random.Random(0)
    words = list(FUNCTION)
    known = set(words)
    while len(words) < VOCABULARY:
        word = _word(chance, chance.choice((1, 2, 2, 3)))
        if word not in known and len(word) > 2:
            known.add(word)
            words.append(word)
    return tuple(words), tuple(accumulate(1 / (rank + 2) ** EXPONENT for rank in range(len(words))))


def _zipf(chance: random.Random) -> str:
    words, weights = _vocabulary()
    return words[min(len(words) - 1, bisect_left(weights, chance.random() * weights[-1]))]


def _phrase(chance: random.Random, length: int) -> list[str]:
    return [_zipf(chance) for _ in range(length)]


def _cast(chance: random.Random) -> _Cast:
    def name(syllables: int) -> str:
        return _word(chance, syllables).capitalize()

    people = [f"{name(2)} {name(chance.choice((2, 3)))}" for _ in range(chance.randint(3, 7))]
    figures = [f"{chance.randint(2, 99)}" for _ in range(4)] + [f"{chance.randint(1, 60):,},{chance.randint(0, 9)}00"]
    figures += [str(chance.randint(1965, 2024)) for _ in range(3)]
    quotes = [" ".join(_phrase(chance, chance.randint(9, 26))) for _ in range(4)]
    return _Cast(people, [name(2) for _ in range(chance.randint(2, 5))], figures, quotes)


def _sentence(chance: random.Random, cast: _Cast) -> str:
    """Return a sentence of common words, now and then with somebody, some place or some figure of the event."""
    words = _phrase(chance, chance.randint(9, 24))
    for pool, share in ((cast.people, 0.4), (cast.places, 0.35), (cast.figures, 0.35)):
        if chance.random() < share:
            words.insert(chance.randint(1, len(words)), chance.choice(pool))
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def _told(chance: random.Random, cast: _Cast, quotes: Sequence[str], sentences: int) -> list[str]:
    """Return the sentences of a report that has these quotations."""
    report = [_sentence(chance, cast) for _ in range(sentences)]
    for quote in quotes:
        at = chance.randint(1, len(report))
        report.insert(at, f'"{quote[0].upper()}{quote[1:]}," {chance.choice(cast.people)} said.')
    return report


def _laid_out(sentences: Sequence[str], extra: Sequence[str] = ()) -> str:
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return "\n\n".join([*paragraphs, *extra])


@cache
def _footer(outlet: int) -> str:
    chance = random.Random(f"outlet {outlet}")
    return " ".join(_phrase(chance, chance.randint(15, 45))).capitalize() + "."


@cache
def _form(number: int) -> tuple[str, ...]:
    chance = random.Random(f"form {number}")
    return tuple(" ".join(_phrase(chance, chance.randint(7, 16))) for _ in range(9))


def _filled(chance: random.Random, number: int) -> str:
    cast = _cast(chance)
    lines = []
    for part in _form(number):
        slot = chance.choice((chance.choice(cast.people), chance.choice(cast.places), chance.choice(cast.figures)))
        lines.append(f"{part.capitalize()} {slot} {chance.choice(cast.people)}.")
    return _laid_out(lines)


# ----------------------------------------------------------------------------------------------------- the newsroom


def _changed(chance: random.Random, sentence: str, share: float) -> str:
    words = sentence.split()
    return " ".join(_zipf(chance) if word.islower() and chance.random() < share else word for word in words)


def _misread(chance: random.Random, sentence: str, share: float) -> str:
    def misread(word: str) -> str:
        if chance.random() >= share or len(word) < 2:
            return word
        at = chance.randrange(len(word))
        return word[:at] + chance.choice("il1ceorn") + word[at + 1 :]

    return " ".join(misread(word) for word in sentence.split())


def _respelled(name: str) -> str:
    return name.replace("k", "c").replace("sh", "sch").replace("ou", "u").replace("v", "w")


def _other_words(sentence: str, salt: str, chance: random.Random, share: float) -> str:
    """Return the sentence with this share of its words replaced, each always by the same other one."""

    def other(word: str) -> str:
        bare = word.strip('.,"')
        if not bare.isalpha() or not (bare.islower() or word == sentence.split()[0]) or chance.random() >= share:
            return word
        made = _word(random.Random(f"{salt} {bare.lower()}"), 2)
        return word.replace(bare, made.capitalize() if bare[0].isupper() else made)

    words = [other(word) for word in sentence.split()]
    if chance.random() < 0.4 and len(words) > 8:  # clauses change places
        at = len(words) // 2
        words = [*words[at:], *words[:at]]
    return " ".join(words)


def _some(chance: random.Random, sentences: Sequence[str], share: float) -> list[str]:
    return [sentence for sentence in sentences if chance.random() < share] or list(sentences[:2])


def _copy(kind: str, chance: random.Random, report: Sequence[str], rival: Sequence[str], cast: _Cast) -> str:
    own = [_sentence(chance, _cast(chance)) for _ in range(max(2, len(report) // 6))]
    if kind == "verbatim":
        return _laid_out(report)
    if kind == "cut":
        return _laid_out(report[: max(4, int(len(report) * chance.uniform(0.3, 0.7)))])
    if kind == "light edit":
        return _laid_out([_changed(chance, sentence, 0.06) for sentence in _some(chance, report, 0.9)])
    if kind == "reordered":
        kept = _some(chance, report, 0.8)
        blocks = [kept[at : at + 3] for at in range(0, len(kept), 3)]
        chance.shuffle(blocks)
        return _laid_out([sentence for block in blocks for sentence in block])
    if kind == "localised":
        kept = [_changed(chance, sentence, 0.12) for sentence in _some(chance, report, 0.75)]
        for name in cast.people:
            kept = [sentence.replace(name, _respelled(name)) for sentence in kept]
        return _laid_out([*kept[:2], *own, *kept[2:]])
    if kind == "merged":
        kept = _some(chance, report, 0.6)
        for sentence in _some(chance, rival, 0.5):
            kept.insert(chance.randint(0, len(kept)), sentence)
        return _laid_out(kept)
    if kind == "noisy":
        share = chance.uniform(0.12, 0.3)
        return _laid_out([_misread(chance, sentence, share) for sentence in report])
    if kind == "reworded":
        return _laid_out([_other_words(sentence, "spun", chance, 0.7) for sentence in _some(chance, report, 0.9)])
    if kind == "translated":
        kept = [_other_words(sentence, "foreign", chance, 1.0) for sentence in _some(chance, report, 0.85)]
        kept = [sentence.replace(",000", ".000") for sentence in kept]
        for name in [*cast.people, *cast.places]:
            if chance.random() < 0.4:
                kept = [sentence.replace(name, _respelled(name)) for sentence in kept]
        return _laid_out(kept)
    quotes = [sentence for sentence in report if sentence.startswith('"')]
    return _laid_out([*own, *quotes[:2], *[_sentence(chance, _cast(chance)) for _ in range(len(report) // 2)]])


def event(number: int, copies: int = 6, words: int | None = None) -> Iterator[Made]:
    """Yield the texts of one event: two reports of agencies, copies of the first, and texts that are no copies.

    ``words`` is about how long a report is; without it, lengths vary from 120 to 600 words.
    """
    chance = random.Random(f"event {number}")
    cast = _cast(chance)
    standing = " ".join(_sentence(chance, cast) for _ in range(3))
    length = (words or chance.randint(120, 600)) // 17
    reports = [_told(chance, cast, quotes, length) for quotes in (cast.quotes[:3], cast.quotes[1:])]

    def made(name: str, kind: str, content: str, made_from: tuple[str, ...] = (), hour: int = 12) -> Made:
        outlet = chance.randrange(OUTLETS)
        footer = f"\n\n{_footer(outlet)}" if chance.random() < 0.5 else ""
        day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
        language = "es" if kind == "translated" else "en"
        return Made(
            f"{number}-{name}",
            number,
            kind,
            made_from,
            f"Outlet {outlet}",
            f"{day}T{hour:02}:00Z",
            language,
            content + footer,
        )

    yield made("a", "original", _laid_out(reports[0], [standing] if chance.random() < 0.5 else []), hour=8)
    yield made("b", "original", _laid_out(reports[1], [standing]), hour=9)
    first, second = f"{number}-a", f"{number}-b"
    for at in range(copies):
        kind = KINDS[(number * copies + at) % len(KINDS)]
        source = (first, second) if kind == "merged" else (first,)
        yield made(f"c{at}", kind, _copy(kind, chance, reports[0], reports[1], cast), source, 10 + at % 12)
    own = _told(chance, cast, cast.quotes[2:3], max(6, length * 2 // 3))
    yield made("n", "own report", _laid_out(own, [standing]), hour=11)
    if number % 4 == 0:
        yield made("f", "form", _filled(chance, number // 4 % FORMS), hour=11)


def truth(texts: Sequence[Made]) -> dict[frozenset[str], str]:
    """Return the kind of each pair of texts of one event; two copies of one original are ``siblings``.

    Pairs that are no copies are ``own report`` (two reports of one event, with quotations and a standing paragraph in
    common), and ``form`` for texts filled in on one form, whatever their events.
    """
    apart = ("reworded", "translated", "quotes")
    kinds: dict[frozenset[str], str] = {}
    by_event: dict[int, list[Made]] = {}
    for text in texts:
        by_event.setdefault(text.event, []).append(text)
    for group in by_event.values():
        for one, other in combinations(group, 2):
            pair = frozenset((one.name, other.name))
            if one.name in other.made_from or other.name in one.made_from:
                kinds[pair] = other.kind if one.name in other.made_from else one.kind
            elif one.made_from and other.made_from:
                weaker = [text.kind for text in (one, other) if text.kind in apart]
                noisy = [text.kind for text in (one, other) if text.kind == "noisy"]
                kinds[pair] = weaker[0] if weaker else "noisy siblings" if noisy else "siblings"
            else:
                kinds[pair] = "own report"
    forms = [text.name for text in texts if text.kind == "form"]
    kinds.update((frozenset(pair), "form") for pair in combinations(forms, 2))
    return kinds
