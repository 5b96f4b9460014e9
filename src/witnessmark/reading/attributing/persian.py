"""Attributions of one Persian sentence: the speaker opens its clause, the verb closes it, and what is said follows.

Promises: each draft lies within the run of tokens; compound verbs ("announcement made") are known by both their parts
in all tenses; a content before "râ" and its verb is read too. Does not: join sentences, or name a dropped subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from witnessmark.nouns import Mode
from witnessmark.reading.attributing import drafts
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.quotations import Quotation
from witnessmark.reading.attributing.runs import DEEPEST, Run
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load, words

_FOLD = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", "ٔ": None, "ۀ": "ه", "\u200c": None, "أ": "ا"})
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_COMMAS = frozenset("،,")
_HARD = frozenset(".؟!?؛;:")
_FARTHEST = 40
"""Tokens before a verb that its speaker may stand away."""
_LONGEST_QUOTED_NAME = 7
"""Tokens of a name in quotation marks that opens its clause: «Archive of the Threshold»."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb that attributes; ``before``: its content is an object that stands before it."""

    mode: Mode
    before: bool
    first: bool = False
    """The form is "I" or "we": its speaker is left out."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Persian words of speech: simple verbs by their forms, compound ones by their first part."""

    simple: Mapping[str, Verb]
    compound: Mapping[str, tuple[Verb, str]]
    light: Mapping[str, frozenset[str]]
    sets: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


def plain(word: str) -> str:
    """Return ``word`` with its letters written the Persian way, without vowel marks and joiners."""
    return _MARKS.sub("", word.translate(_FOLD))


@cache
def lexicon() -> Lexicon:
    """Return the Persian words of speech, built once."""
    table = load("fa")["clauses"]
    simple: dict[str, Verb] = {}
    compound: dict[str, tuple[Verb, str]] = {}
    light = {plain(name): _tenses(*entry.split("/")) for name, entry in table["light"].items()}
    for block in table["verbs"]:
        verb = Verb(Mode(block["mode"]), bool(block.get("before")))
        for entry in block.get("stems", "").split():
            for form, first in _tenses(*entry.split("/")).items():
                simple.setdefault(form, Verb(verb.mode, verb.before, first))
        simple.update({plain(form): verb for form in block.get("forms", "").split()})
        for helper in light:
            for noun in block.get(helper, "").split():
                compound.setdefault(plain(noun), (verb, helper))
    names = ("according", "openers", "stops", "breaks", "negations", "demonstratives", "addressed", "relays")
    sets = {name: frozenset(map(plain, words(table, name))) for name in names}
    return Lexicon(simple, compound, {name: frozenset(forms) for name, forms in light.items()}, sets)


def _tenses(past: str, present: str = "") -> dict[str, bool]:
    """Return the forms of a verb from its two stems, and whether each is of the first person."""
    past, present = plain(past), plain(present)
    forms = {past: False, past + "ند": False, past + "م": True, past + "یم": True}
    forms |= {past + "ه" + ending: False for ending in ("", "اند", "است")} | {past + "هام": True, past + "هایم": True}
    forms |= {"می" + past + ending: False for ending in ("", "ند")} | {"می" + past + "م": True}
    if present:
        forms |= {lead + present + ending: False for lead in ("می", "") for ending in ("د", "ند")}
        forms |= {"می" + present + "م": True, "می" + present + "یم": True}
    return forms


class PersianAttribution(Run):
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
        at, begin, last = low, low, None
        while at < high:
            if self.skip[at] > at + 1 and self.skip[at] != base and self._begins_quotation(at):
                at = self.skip[at]
                continue
            made = self._according(at, begin, high) or self._verb(at, begin, high, last)
            if made is None:
                begin = at + 1 if self._ends(at) else begin
                at += 1
                continue
            draft, inner, at = made
            draft.outer = outer
            self.drafts.append(draft)
            last, begin = draft, at
            if inner[1] - inner[0] < high - low:
                self._region(*inner, draft, depth + 1)

    def _ends(self, at: int) -> bool:
        return self.bare[at] in _HARD and not self.skip[at]

    # ------------------------------------------------------------------ "according to"

    def _according(self, at: int, low: int, high: int) -> _Made | None:
        bare = self.bare[at]
        start = at + 1
        if bare in ("به", "بر", "بنا", "از", "با"):
            if start >= high or self.bare[start] not in self.known["according"] or (bare == "از" and start == high):
                return None
            start += 1
            while start < high and self.bare[start] in ("بر", "از", "ی", "به", "گزارش"):
                start += 1
        elif bare != "طبق":
            return None
        end = next((n for n in range(start, min(high, start + 25)) if self.bare[n] in _COMMAS | _HARD), None)
        if end is None or end == start or any(self._form(n, high) for n in range(start, end)):
            return None
        if bare == "بر" and end - start > 14:
            return None
        lead = all(self.bare[n] in _COMMAS | {"و", "اما"} for n in range(low, at))
        after = end + 1
        stop = self._end(after, high)
        pieces = [*([] if lead else self._pieces(low, at)), *self._pieces(after, stop)]
        if not pieces:
            return None
        draft = Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, self._chars(start, end), self._chars(at, start))
        return draft, (after, stop), stop

    # ------------------------------------------------------------------ verbs

    def _form(self, at: int, high: int) -> tuple[Verb, int] | None:
        """Return the verb at ``at`` and the end of its words, with the helpers of the past behind it."""
        bare = self.bare[at]
        negated = bare[1:] if bare.startswith("ن") and bare[1:] in self.known.simple else bare
        verb = self.known.simple.get(negated)
        end = at + 1
        if verb is None:
            noun = self.known.compound.get(bare.removesuffix("ی") if bare not in self.known.compound else bare)
            if noun is None or end >= high:
                return None
            verb, helper = noun
            light = (
                self.bare[end].removeprefix("ن") if self.bare[end] not in self.known.light[helper] else self.bare[end]
            )
            if light == "خواهد" and end + 1 < high:
                end, light = end + 1, self.bare[end + 1]
            forms = self.known.light[helper] | {"نمود", "نموده", "نمودند"}
            if light not in forms:
                return None
            verb = replace(verb, first=light.endswith(("م", "یم")))
            end += 1
        while end < high and self.bare[end] in ("است", "بود", "بودند", "اند"):
            end += 1
        return verb, end

    def _verb(self, at: int, low: int, high: int, last: Draft | None) -> _Made | None:
        found = self._form(at, high)
        if found is None:
            return None
        verb, end = found
        named = at > 0 and self.bare[at] == "گفته" and self.bare[at - 1] == "به"  # "according to"
        if named or self.bare[at] in ("خواهد", "خواهند"):  # "will", before another verb
            return None
        start = end
        marked = start < high and self.bare[start] in (":", "که")
        while start < high and self.bare[start] in _COMMAS | {":", "که"}:
            start += 1
        future = at > low and self.bare[at - 1] == "خواهد"
        first, subject_end = self._subject(at - future, low)
        if subject_end < at and self.bare[subject_end] == "را":
            if last is not None and first == low + 1 and self.bare[low] == "و":
                subject_end = first  # "and estimates the number at": what stands before "râ" is the object alone
            elif subject_end - first > 1:
                subject_end -= 1
        source = self._chars(first, subject_end) if subject_end > first else None
        if source is None and last is not None and at > 0 and not self._opens_sentence(at):
            source = last.source
        if verb.first:
            source = None
        said = start < high and not self._ends(start) and self.bare[start] not in ("و", "اما", "ولی", "تا")
        if said and not (verb.before and not marked):
            stop = self._end(start, high)
            region, score = (start, stop), drafts.REPORTED_THAT if marked else drafts.REPORTED_BARE
            resume = max(stop, end)
        elif verb.before and subject_end < at:
            begins = self._object(subject_end, at)
            region, score, resume = (begins, at), drafts.OBJECT, end
            if any(self.bare[n] in ("زندان", "حبس", "اعدام", "سال") for n in range(max(begins, at - 4), at)):
                return None  # a court that sentences somebody tells nothing
        else:
            return None
        pieces = self._pieces(*region)
        if not pieces or (region[1] - region[0] < 2 and not marked):
            return None
        cue = self._chars(at, end)
        mode = self._mode(at, end, verb)
        return Draft(pieces, mode, score, source, cue), region, resume

    def _mode(self, at: int, end: int, verb: Verb) -> Mode:
        before = self.bare[at - 1] if at else ""
        helper = self.bare[end - 1]
        denied = any(self.bare[n].startswith("ن") and self.bare[n] in self.known["negations"] for n in range(at, end))
        if verb.mode is Mode.ASSERTED and (denied or before == "خواهد" or helper.startswith("نمی")):
            return Mode.HYPOTHETICAL
        return verb.mode

    def _opens_sentence(self, at: int) -> bool:
        return self._ends(at - 1)

    def _object(self, start: int, at: int) -> int:
        """Return where an object begins behind its subject: past the time and place of saying."""
        while start < at and self.bare[start] in _COMMAS:
            start += 1
        return start

    def _subject(self, at: int, low: int) -> tuple[int, int]:
        """Return the noun phrase that opens the verb's clause: ``(start, start)`` where there is none."""
        start = max(low, at - _FARTHEST)
        for n in range(at - 1, start - 1, -1):
            if self._ends(n) or (self.bare[n] in self.known["breaks"] and not self.skip[n]):
                start = n + 1
                break
        while start < at and (self.bare[start] in _COMMAS or self.bare[start] in ("و", "اما", "ولی", "که", "هرچند")):
            start += 1
        while start < at and self.bare[start] in self.known["openers"]:
            comma = next((n for n in range(start, at) if self.bare[n] in _COMMAS), None)
            if comma is not None:
                start = comma + 1
            elif self.bare[start] in self.known["addressed"]:
                return start, start
            else:
                start += 1
        if start < at and self._begins_quotation(start) and 2 < self.skip[start] - start <= _LONGEST_QUOTED_NAME:
            return start, min(self.skip[start], at)
        end = start
        while end < at:
            bare = self.bare[end]
            if bare in self.known["stops"] and end > start and not self._in_aside(start, end):
                break
            if bare in self.known["stops"] and end == start:
                return start, start
            if bare in self.known["demonstratives"] and end > start and not self._in_aside(start, end):
                break
            if self.skip[end] > end + 3 and end > start:
                break
            end += 1
        while end > start and self.bare[end - 1] in _COMMAS:
            end -= 1
        return start, end

    def _in_aside(self, start: int, at: int) -> bool:
        """Tell whether ``at`` stands in a relative clause of the subject: "who did not want to be named"."""
        return (
            any(self.bare[n] == "که" for n in range(start, at))
            or sum(self.bare[n] in _COMMAS for n in range(start, at)) % 2 == 1
        )

    # ------------------------------------------------------------------ bounds

    def _end(self, start: int, high: int) -> int:
        """Return where the content from ``start`` ends: its sentence, or the next clause of speech."""
        at = start
        if start < high and self._begins_quotation(start) and self.skip[start] > start + 1:
            whole = min(self.skip[start], high)
            if whole >= high or self.bare[whole] in _COMMAS | _HARD | {"و", "اما"} or whole - start > 12:
                return whole
        while at < high:
            if self.skip[at] > at + 1 and self._begins_quotation(at) and at > start:
                at = min(self.skip[at], high)
                continue
            bare = self.bare[at]
            if at > start and self._ends(at) and (bare != "." or self._is_stop(at)):
                return at
            if at > start + 1 and (bare in ("اما", "ولی", "هرچند") or self._opens_other(at, high)):
                return at
            at += 1
        return high

    def _opens_other(self, at: int, high: int) -> bool:
        """Tell whether "and" or a comma opens a clause with a verb of speech of its own."""
        bare = self.bare[at]
        if bare != "و" and bare not in _COMMAS:
            return False
        for n in range(at + 1, min(high, at + (12 if bare == "و" else 4))):
            if self.bare[n] in _COMMAS | _HARD or (self.skip[n] > n + 1 and bare != "و"):
                return False
            found = self._form(n, high)
            if found is not None:
                return found[1] < high or found[0].before
        return False

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        while start < end and self.bare[start] in _COMMAS | {":", "و", "که"}:
            start += 1
        while end > start and self.bare[end - 1] in _COMMAS | {".", "؛", ";", ":"} and not self.skip[end - 1] > end:
            end -= 1
        return [(self.tokens[start].start, self.tokens[end - 1].end)] if start < end else []


_Made = tuple[Draft, tuple[int, int], int]
