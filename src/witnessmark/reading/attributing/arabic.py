"""Attributions of one Arabic sentence: the verb mostly stands before its speaker, with clitics on both sides.

Promises: each draft lies within the run of tokens; a verb is known in all its persons, with and without vowel marks,
with "and", "so" or "that" before it and a pronoun behind it. Does not: join sentences, or say who "he" is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from witnessmark.nouns import Mode
from witnessmark.reading.attributing import drafts
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.quotations import Quotation
from witnessmark.reading.attributing.runs import DEEPEST, Run
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load, words

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ALEF = str.maketrans("أإآ", "ااا")
_PRONOUNS = ("هما", "هم", "هن", "ها", "نا", "ني", "كم", "ه", "ك")
_COMMAS = frozenset("،,")
_HARD = frozenset(".؟!?؛;:")
_OPENERS = frozenset('«“"(')
_LONGEST = 30
"""Tokens that a speaker may take up between its verb and what it says."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb that attributes: what may open its content, beside "that" and a quotation."""

    mode: Mode
    frames: frozenset[str]
    """Prepositions that open the content; ``object`` where it is a bare noun, ``person`` where one is addressed."""
    singular_first: bool = False
    """The form is "I" or "we": its speaker is left out."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Arabic words of speech, by their forms without vowel marks."""

    verbs: Mapping[str, Verb]
    participles: Mapping[str, Verb]
    sets: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


def plain(word: str) -> str:
    """Return ``word`` without vowel marks, its alefs written alike."""
    return _MARKS.sub("", word).translate(_ALEF)


@cache
def lexicon() -> Lexicon:
    """Return the Arabic words of speech, built once from the verbs' stems."""
    table = load("ar")["clauses"]
    verbs: dict[str, Verb] = {}
    participles: dict[str, Verb] = {}
    for block in table["verbs"]:
        verb = Verb(Mode(block["mode"]), frozenset(plain(word) for word in block.get("frames", "").split()))
        verbs.update({plain(form): verb for form in block.get("forms", "").split()})
        for entry in block["stems"].split():
            past, _, present = plain(entry).partition("/")
            for form, first in _conjugated(past, present):
                verbs.setdefault(form, Verb(verb.mode, verb.frames, first))
        for word in block.get("participles", "").split():
            for ending in ("", "ا", "ة", "ين", "ون", "ات"):
                participles.setdefault(plain(word) + ending, verb)
    names = (
        "that",
        "first",
        "according",
        "passive",
        "breaks",
        "times",
        "negations",
        "places",
        "addressed",
        "stops",
        "stands",
        "deeds",
    )
    sets = {name: frozenset(map(plain, words(table, name))) for name in names}
    return Lexicon(verbs, participles, sets)


def _conjugated(past: str, present: str) -> list[tuple[str, bool]]:
    """Return the forms of one verb, and whether each is of the first person."""
    weak = past.endswith(("ى", "ا")) and len(past) > 2
    short = past[:-1] if weak else past
    found = [(past, False), (short + "ت", False), (short + "وا", False), (past + "ا", False), (short + "تا", False)]
    found += [(past[:-1] + "يا", False), (past[:-1] + "يت", True)] if weak else [(past + "نا", True)]
    if len(past) == 3 and past[1] == "ا":
        found += [(past[0] + past[2] + ending, True) for ending in ("ت", "نا")]
    if present:
        stem = present[:-1] if present.endswith(("ي", "و", "ى")) else present
        found += [(person + present, False) for person in "يت"] + [(person + present, True) for person in "انأ"]
        found += [(person + stem + ending, False) for person in "يت" for ending in ("ون", "وا", "ان")]
        found += [("ي" + present + "ن", False)]
    return found


class ArabicAttribution(Run):
    """Reads the attributions of one run of tokens."""

    def __init__(self, tokens: Sequence[Token], quotations: Sequence[Quotation]) -> None:
        super().__init__(tokens, quotations)
        self.known = lexicon()
        self.bare = [plain(token.word) for token in tokens]

    def read(self) -> list[Draft]:
        """Return the drafts of the run, outer before inner."""
        self._region(0, len(self.tokens), None, 0)
        return self.drafts

    def _region(self, low: int, high: int, outer: Draft | None, depth: int) -> None:
        if depth > DEEPEST:
            return
        whole = low < high and (depth > 0 or self.skip[low] >= high - 1)
        base = self.skip[low] if whole else 0
        at, last, bound = low, None, high
        while at < high:
            if self.skip[at] > at + 1 and self.skip[at] != base and self._begins_quotation(at):
                at = self.skip[at]
                continue
            made = self._according(at, low, bound) or self._verb(at, low, bound, last)
            if made is None:
                at += 1
                continue
            draft, (start, end), at = made
            draft.outer = outer
            self.drafts.append(draft)
            last = draft if draft.source else last
            if end - start < high - low:
                self._region(start, end, draft, depth + 1)

    # ------------------------------------------------------------------ forms

    def _form(self, at: int) -> tuple[Verb, int, bool] | None:
        """Return the verb at ``at``, how many letters stand before it, and whether a pronoun stands behind it."""
        bare = self.bare[at]
        for lead in ("", *(each for each in ("و", "ف", "ل", "س", "وس") if bare.startswith(each))):
            rest = bare[len(lead) :]
            if rest in self.known.verbs:
                return self.known.verbs[rest], len(lead), False
            for ending in _PRONOUNS:
                stem = rest.removesuffix(ending)
                if stem != rest and len(stem) > 2 and self._takes_pronoun(stem, ending):
                    for form in (stem, stem[:-1] + "ى" if stem.endswith("ا") else stem, stem + "ا"):
                        if form in self.known.verbs:
                            return self.known.verbs[form], len(lead), True
        return None

    def _takes_pronoun(self, stem: str, ending: str) -> bool:
        """Tell "he denied it" from nouns that look like a short verb with its object: "their half", "its amount"."""
        return len(stem) > 3 or ending in ("ني", "نا") or stem.endswith("ا")

    def _participle(self, at: int) -> tuple[Verb, int] | None:
        bare = self.bare[at]
        for lead in ("", "و"):
            if bare.startswith(lead) and bare[len(lead) :] in self.known.participles:
                return self.known.participles[bare[len(lead) :]], len(lead)
        return None

    # ------------------------------------------------------------------ "according to"

    def _according(self, at: int, low: int, high: int) -> _Made | None:
        bare = self.bare[at]
        lead = bare[1:] if bare[:1] == "و" and bare[1:] in self.known["according"] else bare
        if lead not in self.known["according"]:
            return None
        start = at + 1
        if start < high and self.bare[start] in ("الى", "ل", "على", "ما", "عن"):
            start += 1
        if start < high and self._form(start):
            start += 1
            if start < high and self.bare[start] in ("به", "بذلك"):
                start += 1
        end = self._phrase(start, high)
        if end == start:
            return None
        after = end
        while after < high and self.bare[after] in _COMMAS:
            after += 1
        leads = all(self.bare[n] in _COMMAS for n in range(low, at))
        begin = self._back(at, low)
        pieces = [] if leads else self._pieces(begin, at)
        if leads or (after > end and after < high and self.bare[after - 1] in _COMMAS and at - begin < 4):
            pieces += self._pieces(after, self._end(after, high))
        if not pieces:
            return None
        draft = Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, self._chars(start, end), self._chars(at, start))
        inner = (after, self._end(after, high)) if leads else (at, at)
        return draft, inner, max(end, at + 1)

    def _back(self, at: int, low: int) -> int:
        """Return the start of the clause before ``at``."""
        for n in range(at - 1, low - 1, -1):
            if self.bare[n] in _HARD and not self.skip[n]:
                return n + 1
        return low

    # ------------------------------------------------------------------ verbs

    def _verb(self, at: int, low: int, high: int, last: Draft | None) -> _Made | None:
        bare = self.bare[at]
        found = self._form(at)
        participle = None if found else self._participle(at)
        if found is None and participle is None:
            return self._noun_phrase_cue(at, low, high)
        verb, lead, pronoun = found or (*(participle or (None, 0)), False)
        if verb is None:
            return None
        passive = bare[lead:] in self.known["passive"] or self._is_passive(at, lead)
        quoted = self._inverted(at, low, high, verb) if found else None
        if quoted is not None:
            return quoted
        begins = at + 1
        while begins < high and self.bare[begins] in self.known["addressed"]:
            begins += 1
        several = bool(found) and re.search("(?:وا|ون)(?:ه|ها|هم|نا|ني|ك)?$", bare) is not None
        topic = self._topic(at, low) if found and not bare[:lead].startswith("و") else None
        opened = self._opening(begins, high, verb, several or pronoun or verb.singular_first, topic is not None)
        if opened is None:
            return None
        stop, start, score = opened
        end = self._end(start, high)
        source = self._subject(begins, stop) if not several else None
        if begins < high and self.bare[begins] == "في" and bare[lead:] in self.known["stands"] and begins + 1 < stop:
            source = self._chars(begins + 1, stop)
        if source is None:
            source = topic or (last.source if last is not None and lead else None)
        if verb.singular_first or passive or (participle and last is None):
            source = None
        elif participle and last is not None:
            source = last.source
        pieces = self._pieces(start, end)
        if pieces and score == drafts.OBJECT and self._is_attached(self.bare[start], verb.frames):
            pieces = [(self.tokens[start].start + 1, pieces[0][1])]
        if not pieces or (score == drafts.OBJECT and source is None and not (verb.singular_first or pronoun)):
            return None
        mode = self._mode(at, low, verb, lead)
        shift = lead if bare[:lead] in ("و", "ف", "وس") else 0
        cue = (self.tokens[at].start + shift, self.tokens[begins - 1].end)
        draft = Draft(pieces, mode, score, source, cue)
        return draft, (start, end), max(end, at + 1)

    def _noun_phrase_cue(self, at: int, low: int, high: int) -> _Made | None:
        """ "His saying that X" after "quoting": a verbal noun with its owner's pronoun."""
        if self.bare[at] not in ("قوله", "قولها", "قولهم", "تاكيده", "تاكيدها", "بقوله", "بقولها") or at + 1 >= high:
            return None
        opened = self._opening(at + 1, high, Verb(Mode.ASSERTED, frozenset()), True)
        about = next((n for n in range(at - 1, max(low - 1, at - 16), -1) if self.bare[n] == "عن"), None)
        if opened is None:
            return None
        start, end = opened[1], self._end(opened[1], high)
        pieces = self._pieces(start, end)
        source = self._chars(about + 1, at) if about is not None and about + 1 < at else None
        if not pieces:
            return None
        return Draft(pieces, Mode.ASSERTED, opened[2], source, self._chars(at, at + 1)), (start, end), end

    def _mode(self, at: int, low: int, verb: Verb, lead: int) -> Mode:
        negated = at > low and self.bare[at - 1].removeprefix("و") in self.known["negations"]
        if negated or (lead and self.bare[at].startswith("ل")):
            return Mode.HYPOTHETICAL if verb.mode is Mode.ASSERTED else Mode.DENIED
        return verb.mode

    def _opening(
        self, begins: int, high: int, verb: Verb, dropped: bool, topic: bool = False
    ) -> tuple[int, int, float] | None:
        """Return the end of the speaker, the start of the content and the score, or None where none follows.

        ``dropped``: the speaker is not behind the verb; ``topic``: it stands before it.
        """
        for n in range(begins, min(high, begins + _LONGEST)):
            bare = self.bare[n]
            if bare in self.known["that"]:
                own = bare not in self.known["first"]
                return n - (n > begins and self.bare[n - 1] in ("على", "الى")), n + (not own), drafts.REPORTED_THAT
            if bare == ":":
                return n, n + 1, drafts.QUOTED_NAMED
            if self.skip[n] > n + 2 and self._begins_quotation(n) and self._is_speech(n, begins):
                return (n, n, drafts.QUOTED_NAMED) if "object" not in verb.frames or n == begins else None
            if bare in _HARD or (n > begins and bare in self.known["breaks"]):
                break
        if not verb.frames:
            return None
        end = begins if dropped or topic else self._phrase(begins, high, verb.frames)
        start = end
        while start < high and self.bare[start] in _COMMAS:
            aside = next((n for n in range(start + 1, min(high, start + 12)) if self.bare[n] in _COMMAS), None)
            if aside is None:
                return None
            start = aside + 1
        if start >= high or self.bare[start] in _HARD:
            return None
        bare = self.bare[start]
        if bare in verb.frames:
            return end, start + 1, drafts.OBJECT
        opens = "object" in verb.frames or self._is_attached(bare, verb.frames)
        return (end, start, drafts.OBJECT) if opens and bare not in self.known["places"] else None

    def _is_attached(self, bare: str, frames: frozenset[str]) -> bool:
        """Tell a word with the preposition "with" at its front from a name or a plain noun."""
        return "ب" in frames and bare.startswith("ب") and len(bare) > 3 and bare not in ("باسم", "بنت", "بعض", "بيان")

    def _is_speech(self, at: int, begins: int) -> bool:
        """Tell a quotation of speech from a name in quotation marks."""
        size = self.skip[at] - at - 2
        return size > 3 or (at == begins and size > 1)

    def _is_passive(self, at: int, lead: int) -> bool:
        """Tell a past passive by its written vowel: a damma on the first letter."""
        word = self.tokens[at].word[lead:]
        return len(word) > 2 and word[1] == "\u064f" and word[0] not in "يتن"

    def _subject(self, begins: int, stop: int) -> tuple[int, int] | None:
        """Return the speaker behind the verb, without the time and place of saying."""
        end = stop
        while end > begins and self.bare[end - 1] in _COMMAS | {"على", "الى"}:
            end -= 1
        aside = next((n for n in range(begins, end) if self.bare[n] in _COMMAS), None)
        if aside is not None and aside + 1 < end and self.bare[aside + 1] in self.known["places"]:
            end = aside
        spot = next((n for n in range(begins + 1, end) if self.bare[n] in self.known["times"]), None)
        end = spot if spot is not None else end
        while end > begins and self.bare[end - 1] in _COMMAS:
            end -= 1
        if end > begins and self.bare[begins] not in self.known["places"] | self.known["times"] | _COMMAS:
            return self._chars(begins, end)
        return None

    def _topic(self, at: int, low: int) -> tuple[int, int] | None:
        """Return the noun phrase before the verb: after "as for", "that", "but" or at the start of its clause."""
        while at > low and self.bare[at - 1] in self.known["negations"] | {"قد", "وقد", "فقد", "كان", "كانت", "لقد"}:
            at -= 1
        start = at
        while start > low and at - start < 14:
            before = self.bare[start - 1]
            if before in _HARD or before in self.known["breaks"] or before in self.known["that"]:
                break
            if before.removeprefix("و") in ("كان", "كانت", "اما"):
                break
            start -= 1
        while start < at and self.bare[start] in _COMMAS:
            start += 1
        if start >= at or self.bare[start] in self.known["places"] or self.bare[start] in self.known["times"]:
            return None
        if any(self._form(n) is not None for n in range(start, at)) and self.bare[at - 1] not in _COMMAS:
            return None
        return self._chars(start, at)

    def _inverted(self, at: int, low: int, high: int, verb: Verb) -> _Made | None:
        """A quotation, then the verb and its speaker."""
        before = at - 1
        while before > low and self.bare[before] in _COMMAS:
            before -= 1
        if before <= low or self.skip[before] not in (before + 1, at) or self.skip[before] - before > 2:
            return None
        start = before
        while start > low and self.skip[start - 1] == self.skip[before]:
            start -= 1
        if before - start < 3 or at >= high or self.bare[at].startswith("و"):
            return None
        end = self._phrase(at + 1, high)
        if end == at + 1:
            return None
        pieces = [(self.tokens[start].start, self.tokens[before].end)]
        draft = Draft(pieces, verb.mode, drafts.QUOTED_NAMED, self._chars(at + 1, end), self._chars(at, at + 1))
        return draft, (start, before), end

    # ------------------------------------------------------------------ bounds

    def _phrase(self, at: int, high: int, frames: frozenset[str] = frozenset()) -> int:
        """Return the end of the noun phrase from ``at``: one construct and its adjectives."""
        end, closed = at, False
        while end < high and end - at < 14:
            bare = self.bare[end]
            if self.skip[end] > end and self._begins_quotation(end):
                end, closed = self.skip[end], True
                continue
            if bare in _COMMAS | _HARD or bare in self.known["places"] or bare in self.known["times"]:
                break
            if bare in self.known["breaks"] or bare in self.known["that"] or (end > at and self._form(end)):
                break
            if end > at and self._is_attached(bare, frames):
                break
            definite = bare.startswith("ال")
            adjective = definite and bare.endswith(("ي", "ية", "يه", "يون", "يين", "رة", "دة", "مة", "لة"))
            owned = bare.endswith(("ها", "هم", "ه")) and not bare.endswith("الله")
            named = not definite and not owned and bare not in self.known["deeds"] and end - at < 4
            if closed and not adjective and not (named and self._named(at, end)):
                break
            closed = closed or definite or owned
            end += 1
        return end

    def _named(self, at: int, end: int) -> bool:
        """Tell whether a name without an article may go on: "the leader Chako Anghila"."""
        return (self.bare[end - 1].startswith("ال") and end - at < 3) or not self.bare[end - 1].startswith("ال")

    def _end(self, start: int, high: int) -> int:
        """Return where the content from ``start`` ends: its sentence, or another speaker's clause."""
        at = start
        whole = self.skip[start] if start < high and self._begins_quotation(start) else 0
        if whole > start + 1 and whole <= high and not self._goes_on(whole, high):
            return whole
        while at < high:
            if self.skip[at] > at + 1 and self._begins_quotation(at) and at > start:
                at = min(self.skip[at], high)
                continue
            bare = self.bare[at]
            if at > start and bare in _HARD - {":"} and (bare != "." or self._is_stop(at)):
                return at
            during = bare == "حين" and self.bare[at - 1] == "في"
            if at > start and (bare in self.known["stops"] or during or self._opens_other(at, high)):
                back = at
                while back > start and self.bare[back - 1] in _COMMAS | {"و", "في"}:
                    back -= 1
                return back
            if at > start and bare == ":" and at + 1 < high and self.skip[at + 1] > at + 1:
                return at
            at += 1
        return high

    def _goes_on(self, at: int, high: int) -> bool:
        """Tell whether a content goes on after the quotation that it opens with."""
        return at < high and self.bare[at] not in _COMMAS | _HARD and self.bare[at] not in self.known["breaks"]

    def _opens_other(self, at: int, high: int) -> bool:
        """Tell whether another clause of speech begins: "and" on its verb, a participle, or "according to"."""
        bare = self.bare[at]
        if bare in self.known["according"] or bare[1:] in self.known["according"]:
            return True
        after_comma = self.bare[at - 1] in _COMMAS
        if after_comma and self._participle(at) is not None:
            return True
        found = self._form(at)
        joined = found is not None and found[1] > 0 and bare[0] == "و"
        if found is None or not (joined or (after_comma and bare in ("كما",))):
            return False
        return found[2] or self._opening(at + 1, high, found[0], False) is not None

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        while start < end and self.bare[start] in _COMMAS | {":"}:
            start += 1
        while end > start and self.bare[end - 1] in _COMMAS | {".", "؛", ";", ":"} and not self.skip[end - 1] > end:
            end -= 1
        if start >= end:
            return []
        bare = self.bare[start]
        shift = len(bare) > 4 and (bare.startswith("بال") or bare in ("بانه", "بانها", "بانهم", "بانني", "بالا"))
        return [(self.tokens[start].start + shift, self.tokens[end - 1].end)]


_Made = tuple[Draft, tuple[int, int], int]
