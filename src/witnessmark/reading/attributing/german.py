"""Attributions of one German sentence: the verb stands second or last, and its particle at the end of its clause.

Promises: each draft lies within the run of tokens; a speaker, where there is one, stands beside the verb or in a
phrase such as "nach Angaben von". Does not: join sentences; ``is_reported`` only tells which sentence may go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from witnessmark.nouns import Mode
from witnessmark.reading.attributing import drafts
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.quotations import Quotation
from witnessmark.reading.attributing.runs import DEEPEST, Run
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load, words

_ENDS = frozenset(".!?")
_BREAKS = frozenset(",;:–—")
_LONGEST = 60
"""Tokens that a verb's particle, its participle or the end of its clause may stand away."""
_INSEPARABLE = ("be", "er", "ver", "ent", "emp", "zer", "ge", "miss", "wider", "über", "unter")


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb that attributes: its separable ``particle``, or nothing, and whether a bare object is a content."""

    particle: str
    mode: Mode
    object: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of German speech, keyed by their forms."""

    finite: Mapping[str, tuple[Verb, ...]]
    participles: Mapping[str, Verb]
    last: Mapping[str, Verb]
    """Forms that stand at the end of their clause, with the particle before them: "mitteilte"."""
    sets: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


_SETS = (
    *("accounts", "lead", "behind", "helpers", "passive", "being", "openers", "articles"),
    *("prepositions", "pronouns", "subjunctive", "subordinators", "finite", "weak_subjunctive", "skipped"),
)


@cache
def lexicon() -> Lexicon:
    """Return the German words of speech, built once."""
    table = load("de")["clauses"]
    finite: dict[str, list[Verb]] = {}
    participles: dict[str, Verb] = {}
    last: dict[str, Verb] = {}
    for block in table["verbs"]:
        for entry in (*block.get("words", "").split(), *block.get("strong", ())):
            particle, forms, participle = _forms(entry)
            verb = Verb(particle, Mode(block["mode"]), bool(block.get("object")))
            participles.setdefault(participle, verb)
            for form in forms:
                finite.setdefault(form, []).append(verb)
                last.setdefault(particle + form, verb)
    rows = {form: tuple(sorted(set(verbs), key=lambda verb: -len(verb.particle))) for form, verbs in finite.items()}
    return Lexicon(rows, participles, last, {name: words(table, name) for name in _SETS})


def _forms(entry: str) -> tuple[str, tuple[str, ...], str]:
    """Return particle, finite forms and participle of "mit+teil" (weak) or "an+gab gaben gibt geben: gegeben"."""
    particle, _, rest = entry.rpartition("+")
    strong, _, participle = rest.partition(":")
    if participle:
        return particle, tuple(strong.split()), particle + participle.strip()
    link = "e" if strong.endswith(("t", "d", "chn", "ffn")) else ""
    forms = (*(strong + link + ending for ending in ("t", "te", "ten")), strong + "e", strong + "en")
    own = strong.startswith(_INSEPARABLE) or strong.endswith("ier")
    return particle, forms, particle + ("" if own else "ge") + strong + link + "t"


def is_reported(tokens: Sequence[Token], *, weak: bool = False) -> bool:
    """Tell whether a sentence's main verb is in the subjunctive of reported speech; ``weak`` takes "hätten" too."""
    known = lexicon()
    if any(token.low == "?" for token in tokens[-2:]):
        return False
    first = tokens[0].low if tokens else ""
    for at, token in enumerate(tokens[:_LONGEST]):
        if token.low in known["subjunctive"] or (weak and token.low in known["weak_subjunctive"]):
            return first not in ("wenn", "falls", "ich") and (at == 0 or tokens[at - 1].low != "ich")
        if token.low in known["finite"] and first not in known["subordinators"]:
            return False
    return False


class GermanAttribution(Run):
    """Reads the attributions of one run of tokens."""

    def __init__(self, tokens: Sequence[Token], quotations: Sequence[Quotation]) -> None:
        super().__init__(tokens, quotations)
        self.known = lexicon()
        self.end = len(tokens)
        while self.end and tokens[self.end - 1].low in _ENDS and not self.skip[self.end - 1]:
            self.end -= 1

    def read(self) -> list[Draft]:
        """Return the drafts of the run, outer before inner."""
        self._region(0, self.end, None, 0)
        return self.drafts

    # ------------------------------------------------------------------ regions

    def _region(self, low: int, high: int, outer: Draft | None, depth: int) -> None:
        if depth > DEEPEST or high - low < 3:
            return
        at = low
        while at < high:
            if not depth and self.skip[at] > at and self._words(at, self.skip[at]) > 2:
                at = self.skip[at]
                continue
            made = self._phrase(at, low, high) or self._verb(at, low, high)
            if made is None:
                at += 1
                continue
            draft, inner, at = made
            draft.outer = outer
            self.drafts.append(draft)
            if inner and inner[1] - inner[0] < high - low:
                self._region(*inner, draft, depth + 1)

    def _words(self, start: int, end: int) -> int:
        return sum(token.word[0].isalnum() for token in self.tokens[start:end])

    # ------------------------------------------------------------------ "nach Angaben von", "laut", "zufolge", "wie"

    def _phrase(self, at: int, low: int, high: int) -> _Made | None:
        token = self.tokens[at]
        following = self.tokens[at + 1] if at + 1 < high else None
        if following is None:
            return self._behind(at, low, high)
        opened = at == low or self.tokens[at - 1].low in _BREAKS
        if token.low == "so" and opened and at > low and self._begins_phrase(at + 1, high):
            return self._around(at, at + 1, low, high, closing=True)
        if token.low in self.known["lead"]:
            plain = token.low in ("laut", "gemäß")
            ahead = self.tokens[at + 1 : min(high, at + 4)]
            account = next((n for n, t in enumerate(ahead) if t.low in self.known["accounts"]), None)
            if account is None and not (plain and self._begins_phrase(at + 1, high)):
                return None
            if token.word.isupper() or (token.low == "gemäß" and account is None):
                return None
            return self._around(at, at + 1, low, high)
        if token.low in ("wie", "wonach") and opened:
            return self._as(at, low, high) if token.low == "wie" else None
        return self._behind(at, low, high)

    def _behind(self, at: int, low: int, high: int) -> _Made | None:
        """ "Ersten Angaben zufolge", "seiner Meinung nach": the phrase stands before its preposition."""
        token = self.tokens[at]
        account = token.low == "nach" and at > low and self.tokens[at - 1].low in self.known["accounts"]
        if token.low not in self.known["behind"] and not account:
            return None
        start = at
        while start > low and at - start < 10 and self.tokens[start - 1].low not in _BREAKS:
            before = self.tokens[start - 1]
            if before.low in self.known["finite"] | self.known["subjunctive"] or before.low == "dass":
                break
            start -= 1
            if before.low in self.known["articles"] and start < at - 1:
                of = self.tokens[start - 1] if start > low else None
                if of is None or not (of.word[0].isupper() or of.low in self.known["prepositions"]):
                    break
        if start == at:
            return None
        pieces = [*self._pieces(low, start), *self._pieces(at + 1, high)]
        if not pieces:
            return None
        draft = Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, self._chars(start, at), self._chars(at, at + 1))
        return draft, (at + 1, high), high

    def _begins_phrase(self, at: int, high: int) -> bool:
        token = self.tokens[at]
        if token.low in self.known["finite"] or at >= high:
            return False
        after = self.tokens[at + 1] if at + 1 < high else None
        article = token.low in self.known["articles"] and after is not None and after.word[0].isalpha()
        adjective = token.low.endswith(("en", "er", "em", "e")) and after is not None and after.word[0].isupper()
        return article or token.word[0].isupper() or token.low in '„"“»' or adjective

    def _noun_phrase(self, at: int, high: int) -> int:
        """Return the end of the noun phrase from ``at``: articles, adjectives, nouns, and genitives behind them."""
        end = at
        while end < high and end - at < 24:
            token = self.tokens[end]
            low = token.low
            if self.skip[end] > end:
                end = self.skip[end]
                continue
            before = self.tokens[end - 1] if end > at else None
            noun = before is not None and (before.word[0].isupper() or not before.word[0].isalpha())
            closed = noun and before is not None and before.low not in self.known["articles"]
            if low == "(":
                end = next((n + 1 for n in range(end, min(high, end + 10)) if self.tokens[n].low == ")"), end + 1)
                continue
            named = token.word[0].isupper() or token.word[0].isdigit() or low in ("-", ".", "/", "’", "'")
            linking = low in self.known["articles"] | self.known["prepositions"] or low in ("und", "sowie")
            if low in self.known["pronouns"] and end == at:
                return end + 1
            if low in _BREAKS or low in self.known["finite"] | self.known["subjunctive"]:
                break
            if not named and not linking and (closed or not low.endswith(("e", "en", "er", "es", "em", "t"))):
                break
            if low in ("und", "sowie") and not (end + 1 < high and self._begins_phrase(end + 1, high)):
                break
            end += 1
        while end > at and self.tokens[end - 1].low in self.known["articles"] | self.known["prepositions"] | {"und"}:
            end -= 1
        return end

    def _around(self, cue: int, start: int, low: int, high: int, *, closing: bool = False) -> _Made | None:
        """The content is the clause round a phrase with its cue at ``cue`` and its speaker from ``start``."""
        end = self._noun_phrase(start, high)
        if end == start:
            return None
        after = end
        while after < high and self.tokens[after].low in _BREAKS:
            after += 1
        opening = cue == low
        pieces = self._pieces(after, high) if opening else self._pieces(low, cue)
        if not opening and not (closing and after == end):
            pieces += self._pieces(after, high)
        if not pieces:
            return None
        draft = Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, self._chars(start, end), self._chars(cue, start))
        return draft, (after, high), high if closing else end

    def _as(self, at: int, low: int, high: int) -> _Made | None:
        """ "Wie die Polizei mitteilte, X" and "X, wie die Polizei am Montag berichtete"."""
        stop = next((n for n in range(at + 1, min(high, at + 30)) if self.tokens[n].low in _BREAKS), high)
        verb = next(
            (
                n
                for n in range(at + 1, stop)
                if self.tokens[n].low in self.known.last
                or self.tokens[n].low in self.known.participles
                or self.tokens[n].low in ("bekannt", "heißt", "hieß")
            ),
            None,
        )
        if verb is None or stop - verb > 3 + (verb < at + 8) * 12:
            return None
        end = min(self._noun_phrase(at + 1, stop), verb)
        first = at + 1
        source = self._chars(first, end) if end > first and self.tokens[first].low not in ("es", "jetzt") else None
        pieces = [*(self._pieces(low, at) if at > low else []), *(self._pieces(stop, high) if stop < high else [])]
        if not pieces:
            return None
        mode = Mode.ASSERTED
        return Draft(pieces, mode, drafts.ACCORDING, source, self._chars(verb, stop)), (stop + 1, high), stop + 1

    # ------------------------------------------------------------------ verbs

    def _verb(self, at: int, low: int, high: int) -> _Made | None:
        word = self.tokens[at].low
        if at > low and self.tokens[at - 1].low in ("zu", "und") and word.endswith("en"):
            return None  # an infinitive
        if self.tokens[at].word[0].isupper() and at > low and self.tokens[at - 1].low not in '„"“»:':
            return None
        clause = self._clause(at, low, high)
        found = self._finite(at, word, clause)
        if found is None:
            return None
        verb, closing, passive = found
        if not closing and at + 1 < clause[1] and (self._has_verb(clause[0], at) or self._adjoins(at, clause[1])):
            return None
        inverted = None if closing else self._inverted(at, low, high, verb)
        if inverted is not None:
            return inverted
        source, middle = self._speaker(at, clause[0], closing or clause[1], passive)
        content = self._content(at, middle, closing, clause, high, verb if not passive else replace(verb, object=False))
        impersonal = word in ("heißt", "hieß")
        if source is not None and impersonal and self.tokens[source[0]].low == "es":
            source = None
        if content is None or (source is None and not passive and not impersonal):
            return None
        start, end, score = content
        pieces = self._pieces(start, end)
        if not pieces or self._words(start, end) < 2:
            return None
        draft = Draft(pieces, verb.mode, score, self._chars(*source) if source else None, self._chars(at, at + 1))
        return draft, (start, end), max(end, at + 1)

    def _has_verb(self, start: int, at: int) -> bool:
        """Tell whether the clause has had its finite verb: what follows is a participle before a noun."""
        held = [n for n in range(start, at) if self.tokens[n].low in self.known["finite"] | self.known["subjunctive"]]
        return bool(held) and not any(self.tokens[n].low in ("und", "oder", "aber") for n in range(held[-1], at))

    def _adjoins(self, at: int, end: int) -> bool:
        """Tell a participle before its noun by the verb that follows: "die verurteilten Männer kamen frei"."""
        noun = self.tokens[at].low.endswith(("te", "ten")) and self.tokens[at + 1].word[0].isupper()
        return noun and any(self.tokens[n].low in self.known["finite"] for n in range(at + 2, end))

    def _clause(self, at: int, low: int, high: int) -> tuple[int, int]:
        """Return the clause that holds ``at``: from the sentence's start or a break to the next break."""
        start = next((n + 1 for n in range(at - 1, max(low - 1, at - _LONGEST), -1) if self._breaks(n)), low)
        end = next((n for n in range(at + 1, min(high, at + _LONGEST)) if self._breaks(n)), high)
        return start, end

    def _breaks(self, at: int) -> bool:
        if self.tokens[at].low not in _BREAKS or self.skip[at]:
            return False
        clock = self.tokens[at].low == ":" and at + 1 < len(self.tokens) and self.tokens[at + 1].word[0].isdigit()
        return not (clock and self.tokens[at - 1].word[0].isdigit())

    def _finite(self, at: int, word: str, clause: tuple[int, int]) -> tuple[Verb, int, bool] | None:
        """Return the verb at ``at``, where particle or participle closes its clause (or 0), and if it is passive."""
        ahead = range(at + 1, clause[1])
        if word in self.known["helpers"] | self.known["passive"] | self.known["being"]:
            for n in ahead:
                verb = self.known.participles.get(self.tokens[n].low)
                final = n + 1 >= clause[1] or self.tokens[n + 1].low in ("worden", "haben", "und", "hatte", "hat")
                if verb is not None and final:
                    done = n + 1 < clause[1] and self.tokens[n + 1].low == "worden"
                    if word in self.known["being"] and not done and verb.particle != "bekannt":
                        return None
                    return verb, n, word in self.known["passive"] or done
            return None
        for verb in self.known.finite.get(word, ()):
            if not verb.particle:
                return verb, 0, False
            parts = verb.particle.split("_")
            spot = next((n for n in ahead if self.tokens[n].low == parts[-1]), None)
            spoken = spot is not None and (
                spot + 1 == clause[1] or len(parts) > 1 or self.tokens[spot + 1].low in ("und", "sowie", "„", '"', "“")
            )
            if spoken and spot is not None and (len(parts) == 1 or self.tokens[spot - 1].low == parts[0]):
                return verb, spot, False
        return None

    def _inverted(self, at: int, low: int, high: int, verb: Verb) -> _Made | None:
        """ "X, sagte der Sprecher": the content is all that stands before the comma or the closing mark."""
        if at - low < 3 or verb.particle.count("_"):
            return None
        before = at - 1
        quoted = self.skip[before] == at or (self.tokens[before].low == "," and self.skip[before - 1] == before)
        if not quoted and self.tokens[before].low != ",":
            return None
        if not quoted and (self._subordinate(low) or not self._holds_finite(low, before)):
            return None
        end = self._noun_phrase(at + 1, high)
        if end == at + 1 or not self._closes(end, high):
            return None
        start = low
        if quoted:
            last = before if self.skip[before] == at else before - 1
            start = last
            while start > low and self.skip[start - 1] == self.skip[last]:
                start -= 1
            before = self.skip[last]
        pieces = self._pieces(start, before)
        if not pieces:
            return None
        resume = end
        for n in range(end, min(high, end + 14)):
            if self.skip[n] > n:
                pieces += self._pieces(n, self.skip[n])
                resume = self.skip[n]
                break
        score = drafts.QUOTED_NAMED if quoted else drafts.INVERTED
        source = None if self.tokens[at + 1].low in ("es", "man") else self._chars(at + 1, end)
        draft = Draft(pieces, verb.mode, score, source, self._chars(at, at + 1))
        return draft, (start, before), resume

    def _closes(self, at: int, high: int) -> bool:
        """Tell whether nothing but a time, a place or another clause follows an inverted speaker."""
        return at >= high or self._breaks(at) or self.skip[at] > at or self.tokens[at].low in self.known["openers"]

    def _subordinate(self, low: int) -> bool:
        return self.tokens[low].low in self.known["subordinators"] - self.known["articles"]

    def _holds_finite(self, start: int, end: int) -> bool:
        known = self.known["finite"] | self.known["subjunctive"]
        verb = self._noun_phrase(start, end)
        if start < verb < end and self.tokens[verb].low.endswith(("t", "te", "ten")):
            return True
        return any(self.tokens[n].low in known for n in range(start, end)) or end - start > 6

    def _speaker(self, at: int, begin: int, stop: int, passive: bool) -> tuple[tuple[int, int] | None, int]:
        """Return the subject of the verb at ``at`` and where its middle field goes on."""
        if passive:
            by = next((n for n in range(at + 1, stop) if self.tokens[n].low in ("von", "vom")), None)
            if by is not None and by + 1 < stop and self._begins_phrase(by + 1, stop):
                return (by + 1, max(by + 2, self._noun_phrase(by + 1, stop))), at + 1
            return None, at + 1
        start = begin
        while start < at and self.tokens[start].low in self.known["skipped"]:
            start += 1
        front = self.tokens[start] if start < at else None
        last = self._clause(at, begin, stop)[1]
        verb_last = at + 1 >= last and front is not None
        if (
            front is not None
            and verb_last
            and front.low in self.known["subordinators"] - self.known["articles"]
            and start + 1 < at
        ):
            start += 1
            end = self._noun_phrase(start, at)
            return ((start, end), at + 1) if end > start else (None, at + 1)
        if front is not None and (self._is_subject(start, at) or verb_last):
            return (start, at), at + 1
        begins = at + 1
        if front is not None and begins < stop and self.tokens[begins].low == "es":
            named = front.low in ("in", "im") and self._begins_phrase(start + 1, at)
            return ((start + 1, at) if named else None), begins + 1
        while begins < stop and self.tokens[begins].low in ("sich", "auch", "zudem", "jedoch", "aber", "dann"):
            begins += 1
        if begins < stop and (self._begins_phrase(begins, stop) or self.tokens[begins].low in self.known["pronouns"]):
            end = self._noun_phrase(begins, stop)
            if self.tokens[begins].low == "es" or (begins > at + 1 and self.tokens[begins - 1].low == "es"):
                return None, end
            if end > begins:
                return (begins, end), end
        return None, at + 1

    def _is_subject(self, start: int, at: int) -> bool:
        """Tell whether what stands before the verb can be its subject, and not a time or a place."""
        first = self.tokens[start]
        if first.low in self.known["pronouns"]:
            return True
        if first.low in self.known["openers"]:
            return False
        return first.low in self.known["articles"] or first.word[0].isupper() or first.low in '„"“»(' or at - start > 1

    def _content(
        self, at: int, middle: int, closing: int, clause: tuple[int, int], high: int, verb: Verb
    ) -> tuple[int, int, float] | None:
        """Return the content: what follows the clause, a quotation in it, or its object."""
        stop = clause[1]
        for n in range(at + 1, min(stop, high)):
            if self.skip[n] > n and self._words(n, self.skip[n]) > 2 and self.tokens[n - 1].low in (":", ",", "mit"):
                return n, self.skip[n], drafts.QUOTED_NAMED
        if stop + 1 < high and self.tokens[stop].low == ":":
            return stop + 1, high, drafts.QUOTED_NAMED if self.skip[stop + 1] else drafts.REPORTED_BARE
        if stop + 1 < high and self.tokens[stop].low == ",":
            first = self.tokens[stop + 1].low
            if first in ("dass", "daß", "ob"):
                return stop + 1 + (first != "ob"), high, drafts.REPORTED_THAT
            if first in ("der", "die", "das") and not self._is_clause(stop + 1, high):
                second = next((n for n in range(stop + 2, high) if self._breaks(n)), high)
                if second + 1 < high and self.tokens[second].low == ",":
                    marked = self.tokens[second + 1].low in ("dass", "daß", "ob")
                    return (second + 1 + marked, high, drafts.REPORTED_THAT) if marked else None
            elif self._is_clause(stop + 1, high):
                return stop + 1, high, drafts.REPORTED_BARE
        about = middle < stop and self.tokens[middle].low in ("von", "vom", "vor") and verb.mode is Mode.ASSERTED
        if verb.object or (about and closing - middle != 1):
            end = closing or stop
            if end - middle > 1:
                return middle, end, drafts.OBJECT
        return None

    def _is_clause(self, start: int, high: int) -> bool:
        """Tell a content without "dass": a clause in the subjunctive, with "zu", or with its verb second."""
        first = self.tokens[start].low
        relative = first in ("der", "die", "das", "dem", "den") or first not in self.known["subordinators"]
        if (not relative and first not in ("ob", "dass", "wie", "was", "wer", "warum")) or first in (
            *("und", "sondern", "aber", "wobei", "darunter", "um"),
        ):
            return False
        spoken = self.known["subjunctive"] | self.known["weak_subjunctive"]
        stop = min(high, start + 40)
        if any(self.tokens[n].low in spoken for n in range(start, stop)):
            return True
        if any(self.tokens[n].low == "zu" and self.tokens[n + 1].low.endswith("n") for n in range(start, stop - 1)):
            return True
        if any("zu" in self.tokens[n].low[2:-3] and self.tokens[n].low.endswith("en") for n in range(start, stop)):
            return True
        if first in ("wie", "was", "wer", "warum"):
            return True
        end = self._noun_phrase(start, stop)
        named = end == start + 1 or any(self.tokens[n].word[0].isupper() for n in range(start, end))
        if start < end < stop - 1 and named and self._may_be_finite(end):
            return True
        return any(self.tokens[n].low in self.known["finite"] for n in range(start + 1, min(stop, start + 6))) and (
            first not in ("der", "die", "das", "dem", "den", "deren", "dessen")
        )

    def _may_be_finite(self, at: int) -> bool:
        """Tell a verb by its place and its ending: "die Union benötige"."""
        low = self.tokens[at].low
        return low in self.known["finite"] or (len(low) > 3 and low.endswith(("e", "te", "ten")))

    # ------------------------------------------------------------------ parts

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        while start < end and self.tokens[start].low in _BREAKS:
            start += 1
        while end > start and self.tokens[end - 1].low in _BREAKS | {"."} and not self.skip[end - 1] > end:
            end -= 1
        return [(self.tokens[start].start, self.tokens[end - 1].end)] if start < end else []


def going_on(sentences: Sequence[tuple[Sequence[Token], bool]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches (first and last sentence) in reported speech that no cue of their own opens.

    Each sentence comes with whether it holds statements of its own.
    """
    first: int | None = None
    for at, (tokens, cued) in enumerate(sentences):
        reported = not cued and is_reported(tokens, weak=at > 0 and (first is not None or sentences[at - 1][1]))
        if reported and first is None:
            first = at
        if not reported and first is not None:
            yield first, at - 1
            first = None
    if first is not None:
        yield first, len(sentences) - 1


_Made = tuple[Draft, tuple[int, int], int]
