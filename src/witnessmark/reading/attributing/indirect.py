"""Attributions within one sentence: a cue with its speaker on one side and its content on the other.

Promises: each draft lies within the sentence; a content holds no other speaker's clause beside its own; statements
inside a content are drafts of their own with ``outer`` set.
Does not: join sentences, or say who "he" is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from witnessmark.nouns import Mode
from witnessmark.reading.attributing import drafts
from witnessmark.reading.attributing.clauses import end_of_content, finite_verb, subject
from witnessmark.reading.attributing.cues import Cue, Grammar, match, widen
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.quotations import Quotation
from witnessmark.reading.layout import Token

_COMMAS = frozenset(",،")
_ENDS = frozenset(".!?؟;")
_DEEPEST = 4


class Attribution:
    """Reads the attributions of one run of tokens; ``drafts`` are what was found, outer before inner."""

    def __init__(self, tokens: Sequence[Token], quotations: Sequence[Quotation], rules: Grammar) -> None:
        self.tokens = tokens
        self.rules = rules
        self.drafts: list[Draft] = []
        self.base = 0
        """The end of the quotation whose inside is being read, or 0."""
        self.skip = [0] * len(tokens)
        self.quoted: dict[int, Quotation] = {}
        starts = [token.start for token in tokens]
        for quotation in quotations:
            first, last = bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end)
            self.skip[first:last] = [last] * (last - first)
            if first < last and starts[first] == quotation.span.start:
                self.quoted[first] = quotation

    def read(self) -> list[Draft]:
        """Return the drafts of the whole run."""
        self._region(0, len(self.tokens), None, 0)
        return self.drafts

    # ------------------------------------------------------------------ regions

    def _region(self, low: int, high: int, outer: Draft | None, depth: int) -> None:
        """Read the attributions of ``[low, high)``; ``outer`` is the statement whose content this is."""
        if depth > _DEEPEST:
            return
        begin, at, last = low, low, None
        base = self.skip[low] if low < high <= self.skip[low] else 0
        while at < high:
            if self.skip[at] > at and self.skip[at] != base:
                at = self.skip[at]
                continue
            cue = match(self.tokens, at, begin, high, self.rules)
            self.base = base
            step = self._take(cue, begin, high, outer, depth, last) if cue else None
            if step is None:
                at = cue.last if cue and "according" in cue.frames else at + 1
                continue
            at, begin, last = step
            if at < high and self.tokens[at].low in _COMMAS | {";", "and", "but", "while"}:
                begin = at + 1

    def _take(
        self, cue: Cue, begin: int, high: int, outer: Draft | None, depth: int, last: Draft | None
    ) -> tuple[int, int, Draft | None] | None:
        """Make the draft of one cue; returns where to go on, where the next clause begins, and the draft."""
        if "according" in cue.frames:
            made = self._according(cue, begin, high)
        elif "passive" in cue.frames:
            made = self._passive(cue, begin, high)
        elif "adverb" in cue.frames:
            made = self._adverb(cue, begin, high)
        elif "noun" in cue.frames:
            made = self._noun(cue, begin, high)
        else:
            made = self._trailing(cue, begin, high) or self._leading(cue, begin, high, last)
        if made is None:
            return None
        draft, regions, next_at = made
        draft.outer = outer
        self.drafts.append(draft)
        if draft.source and self._is_aside(draft.source, next_at, high):
            for start, end in regions:
                self._region(start, end, draft, depth + 1)
            return max(next_at, cue.last) + 1, begin, last
        for start, end in regions:
            if end - start < high - begin or start > begin:
                self._region(start, end, draft, depth + 1)
        return max(next_at, cue.last), max(next_at, cue.last), draft

    # ------------------------------------------------------------------ patterns

    def _leading(self, cue: Cue, begin: int, high: int, last: Draft | None) -> _Made | None:
        """Speaker, cue, content: "officials said (that) X"."""
        source = self._source_before(cue, begin, last)
        if source is None and not (self.rules.language != "en" and "clause" in cue.frames):
            return None
        end_cue = widen(self.tokens, cue, high, self.rules)
        after_source = None
        if source is None and self.rules.language != "fa":
            after_source, end_cue = self._source_after_verb(end_cue, high)
            if after_source is None and not self._drops_subject(end_cue, high):
                return None
            source = after_source
        start, marked = self._content_start(end_cue, high)
        quoted = start < high and self.skip[start] > start and self.skip[start] != self.base
        if not self._may_follow(cue, start, high, marked, quoted):
            return None
        chained = "clause" not in cue.frames
        end = end_of_content(self.tokens, start, high, self.rules, self.skip, self.base, chained=chained)
        if source is not None and after_source is None:
            end = self._end_of_aside(source[1], start, end) or end
        mode = self._order(cue, start, end, marked)
        score = drafts.QUOTED_NAMED if quoted else drafts.REPORTED_THAT if marked else drafts.REPORTED_BARE
        if not quoted and not marked and "clause" not in cue.frames:
            score = drafts.OBJECT
        pieces = self._pieces(start, end)
        if not pieces or start >= end or (not quoted and not self._carries(cue, start, end, marked)):
            return None
        last_cue = cue.last if after_source else end_cue
        draft = Draft(pieces, mode, score, self._chars(*source) if source else None, self._chars(cue.first, last_cue))
        return draft, [(start, end)], end

    def _drops_subject(self, at: int, high: int) -> bool:
        """Tell whether a Spanish verb without a speaker has what it says behind it: "dijo que", "dijo: «...»"."""
        if self.rules.language != "es" or at >= high:
            return False
        return self.tokens[at].low in ("que", ":") or (self.skip[at] > at and self.skip[at] != self.base)

    def _trailing(self, cue: Cue, begin: int, high: int) -> _Made | None:
        """Content first: "X, officials said", ``"X," he said, "Y."`` and ``"X," said the minister``."""
        if not cue.frames & {"clause", "that", "tell", "object"}:
            return None
        anchor = self._content_end_before(cue.first, begin)
        if anchor is None:
            return None
        end_content, by_quote = anchor
        end_cue = widen(self.tokens, cue, high, self.rules)
        inverted = end_content == cue.first or all(self.tokens[n].low in _COMMAS for n in range(end_content, cue.first))
        if inverted and not by_quote and self._ends_aside(begin, end_content):
            return None
        if inverted:
            said_that = end_cue < high and self.tokens[end_cue].low in self.rules["that_words"]
            may = by_quote or (self.rules.language != "en" and self._is_clause(begin, end_content))
            found = self._source_after(end_cue, high) if may and not said_that else None
            if found is None or (not by_quote and not self._at_end(found[1], high)):
                return None
            source, resume = found
        else:
            first = next(n for n in range(end_content, cue.first) if self.tokens[n].low not in _COMMAS)
            source, resume = (first, cue.first), end_cue
            split = not by_quote and end_cue < high - 2 and self.tokens[end_cue].low in _COMMAS
            closed = self._at_end(end_cue, high) and self._is_clause(begin, end_content)
            if not by_quote and not (closed or (split and self._splits(end_cue + 1, high))):
                return None
            if finite_verb(self.tokens, first, cue.first, self.rules) is not None or cue.participle:
                return None
            if self.tokens[first].low in self.rules["finite"] and self.tokens[first].word.islower():
                return None
        start = begin
        while start < end_content and self.tokens[start].low in _COMMAS | {"and", "but"} and self.skip[start] <= start:
            start += 1
        pieces = self._pieces(start, end_content)
        if not pieces:
            return None
        if not by_quote and not inverted and not self._at_end(end_cue, high):
            end = end_of_content(self.tokens, end_cue + 1, high, self.rules, self.skip, self.base)
            pieces, resume = [*pieces, *self._pieces(end_cue + 1, end)], end
        resume = self._go_on(resume, high, pieces, by_quote)
        score = drafts.QUOTED_NAMED if by_quote else drafts.INVERTED
        draft = Draft(pieces, cue.mode, score, self._chars(*source), self._chars(cue.first, end_cue))
        return draft, [(start, end_content)], resume

    def _according(self, cue: Cue, begin: int, high: int) -> _Made | None:
        """ "According to X, Y", "Y, according to X" and "Y, according to X, Z"."""
        stop = self._phrase_end(cue.last, high)
        if stop == cue.last:
            return None
        stop = self._after_apposed_name(stop, high)
        source = self._chars(cue.last, stop)
        cue_chars = self._chars(cue.first, cue.last)
        lead = all(
            self.tokens[n].low in self.rules["strip"] or self.tokens[n].low in _COMMAS for n in range(begin, cue.first)
        )
        after = stop + 1 if stop < high and self.tokens[stop].low in _COMMAS else stop
        if lead:
            if after >= high or self.tokens[after].low in _ENDS:
                return None
            end = end_of_content(self.tokens, after, high, self.rules, self.skip, self.base)
            pieces = self._pieces(after, end)
            return (
                (Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, source, cue_chars), [(after, end)], end)
                if pieces
                else None
            )
        before = cue.first
        while before > begin and self.tokens[before - 1].low in _COMMAS:
            before -= 1
        pieces = self._pieces(begin, before)
        rest = after < high and after > stop and self.tokens[after].low not in ("and", "but", "while", "which", "who")
        end = high if rest else stop
        pieces += self._pieces(after, end) if rest else []
        return (
            (Draft(pieces, Mode.ASSERTED, drafts.ACCORDING, source, cue_chars), [(begin, before)], end)
            if pieces
            else None
        )

    def _passive(self, cue: Cue, begin: int, high: int) -> _Made | None:
        """Somebody is said, believed or expected to; the speaker stands after "by" or nowhere."""
        found = subject(self.tokens, begin, cue.first, self.rules)
        end_cue, source = cue.last, None
        if end_cue < high and self.tokens[end_cue].low == "by":
            stop = self._phrase_end(end_cue + 1, high)
            source, start, end_cue = self._chars(end_cue + 1, stop), stop, end_cue + 1
        elif end_cue < high and self.tokens[end_cue].low in self.rules["passive_after"]:
            takes = self.tokens[end_cue].low in ("to", "as", "for", "of", "on")
            end_cue, start = (end_cue + 1, end_cue + 1) if takes else (end_cue, end_cue)
        else:
            return None
        if found is None or (start >= high and source is None):
            return None
        end = end_of_content(self.tokens, start, high, self.rules, self.skip, self.base) if start < high else start
        pieces = [*self._pieces(*found), *self._pieces(start, end)]
        if len(pieces) < 2 and source is None:
            return None
        draft = Draft(pieces, cue.mode, drafts.UNNAMED, source, self._chars(cue.first, end_cue))
        return draft, [(start, end)] if start < end else [], end

    def _adverb(self, cue: Cue, begin: int, high: int) -> _Made | None:
        found = subject(self.tokens, begin, cue.first, self.rules)
        if found is None or cue.last >= high:
            return None
        end = end_of_content(self.tokens, cue.last, high, self.rules, self.skip, self.base)
        pieces = [*self._pieces(found[0], cue.first), *self._pieces(cue.last, end)]
        return Draft(pieces, cue.mode, drafts.UNNAMED, None, self._chars(cue.first, cue.last)), [], end

    def _noun(self, cue: Cue, begin: int, high: int) -> _Made | None:
        start = cue.last + 1 if self.tokens[cue.last].low == "that" else cue.last
        end = end_of_content(self.tokens, start, high, self.rules, self.skip, self.base)
        stop = next((n for n in range(start, end) if self.tokens[n].low in _COMMAS), end)
        pieces = self._pieces(start, stop)
        if not pieces:
            return None
        source = None
        if cue.first > begin and self.tokens[cue.first - 1].low.endswith(("'s", "s'")):
            first = cue.first - 1
            while first > begin and self.tokens[first - 1].word[0].isupper():
                first -= 1
            source = self._chars(first, cue.first)
        return Draft(pieces, cue.mode, drafts.UNNAMED, source, self._chars(cue.first, cue.last)), [(start, stop)], stop

    # ------------------------------------------------------------------ parts

    def _end_of_aside(self, source_end: int, start: int, end: int) -> int:
        """Return the comma that ends "X, who demanded Y, said Z" before its main verb, or 0."""
        if self.tokens[source_end - 1].low not in self.rules["relatives"]:
            return 0
        for n in range(start + 1, end - 1):
            if self.skip[n] > n or self.tokens[n].low not in _COMMAS:
                continue
            cue = next(
                (c for m in range(n + 1, min(end, n + 4)) if (c := match(self.tokens, m, n + 1, end, self.rules))), None
            )
            verb = finite_verb(self.tokens, n, min(end, n + 3), self.rules)
            if (cue is not None and cue.first == n + 1) or verb == n + 1:
                return n
        return 0

    def _ends_aside(self, begin: int, comma: int) -> bool:
        """Tell whether the comma before a verb ends a relative clause of its subject: "X, qui nie tout, a dit"."""
        relative = (n for n in range(begin + 1, comma) if self.tokens[n].low in self.rules["relatives"])
        return any(self.tokens[n - 1].low in _COMMAS for n in relative)

    def _is_aside(self, source: tuple[int, int], at: int, high: int) -> bool:
        """Tell whether a statement of a relative clause ended at the comma before its sentence's own verb."""
        place = self._at_chars(source)
        relative = place is not None and self.tokens[place[1] - 1].low in self.rules["relatives"]
        return relative and at < high and self.tokens[at].low in _COMMAS

    def _carries(self, cue: Cue, start: int, end: int, marked: bool) -> bool:
        """Tell whether a content says something: "wrote down" and "said so to my face" carry nothing."""
        first = self.tokens[start].low
        if marked:
            return True
        if [token.low for token in self.tokens[start : start + 3]] == ["not", "to", "be"]:
            return self.tokens[min(start + 3, end - 1)].low not in ("named", "identified", "quoted")
        if first == "to" and self.tokens[cue.last - 1].low in ("write", "writes", "wrote", "written"):
            return False
        if first in _PARTICLES or (first == "so" and cue.mode is Mode.ASSERTED):
            return False
        words = [self.tokens[n].low for n in range(start, end) if self.tokens[n].word[0].isalnum()]
        return any(word not in _EMPTY for word in words)

    def _source_before(self, cue: Cue, begin: int, last: Draft | None) -> tuple[int, int] | None:
        between = range(begin, cue.first)
        if last is not None and last.source and all(self.tokens[n].low in _JOINTS for n in between):
            return self._at_chars(last.source)
        if cue.participle and cue.first - 1 > begin and self.tokens[cue.first - 1].low == "as":
            quoting = [n for n in between if self.tokens[n].low in self.rules["quoted_as"]]
            return (quoting[-1] + 1, cue.first - 1) if quoting and quoting[-1] + 1 < cue.first - 1 else None
        start = begin
        for n in between:
            if self.skip[n] > n and self.skip[n] <= cue.first and self.skip[n] != self.base:
                start = self.skip[n] if self.quoted.get(n) and self.quoted[n].long else start
        found = subject(self.tokens, start, cue.first, self.rules, participle=cue.participle)
        if (
            found
            and cue.participle
            and cue.first > begin
            and found[1] == cue.first
            and self.tokens[cue.first - 1].low != ","
        ):
            return None if self.tokens[cue.first - 1].low in self.rules["openers"] else found
        return found

    def _source_after_verb(self, at: int, high: int) -> tuple[tuple[int, int] | None, int]:
        """The speaker stands between the verb and the complementizer: Arabic, and German or Swedish inversion."""
        for n in range(at, min(high, at + 14)):
            low = self.tokens[n].low
            if low == "," and n + 1 < high and self.tokens[n + 1].low in self.rules["that_words"] and n > at:
                return (at, n), n
            if low in self.rules["that_words"] or low in ':«“"' or low[1:] in self.rules["that_words"]:
                return ((at, n), n) if n > at else (None, at)
            if low in "،.؛,;" or (low in self.rules["auxiliaries"] and self.rules.language != "ar"):
                break
        return None, at

    def _content_start(self, at: int, high: int) -> tuple[int, bool]:
        marked = False
        if at + 2 < high and self.tokens[at + 1].low in ("however", "though") and self.tokens[at + 2].low == ",":
            at += 3
        while at < high and self.tokens[at].low in _COMMAS | {":"}:
            at += 1
            marked = marked or self.tokens[at - 1].low == ":"
        if at < high and self.tokens[at].low in self.rules["that_words"]:
            marked = True
            at += self.tokens[at].low not in ("whether", "ob", "om", "si")
        return at, marked

    def _may_follow(self, cue: Cue, start: int, high: int, marked: bool, quoted: bool) -> bool:
        """Tell whether what stands after a cue can be its content."""
        if start >= high or self.tokens[start].low in _ENDS:
            return False
        if self.tokens[cue.last - 1].low in self.rules["counting"]:
            return self._puts_a_number(start, min(high, start + 14))
        if marked or quoted:
            return True
        low = self.tokens[start].low
        size = high - start - (self.tokens[high - 1].low in _ENDS)
        if low == "to" and cue.mode is Mode.BELIEVED:
            return False
        before = self.tokens[start - 1].low
        if before in _COMMAS:
            return self.rules.comma_clause and "clause" in cue.frames and size > 2 and low not in _NOT_CLAUSE
        if "object" in cue.frames or cue.told:
            if low == "to" and cue.mode in _TOWARDS:
                return size > 2
            free = low not in _NOT_OBJECT or self.tokens[cue.last - 1].low in ("for", "on", "to", "about", "that")
            return free and (size > 1 or low in ("it", "this", "that"))
        if "clause" in cue.frames and low in self.rules["infinitives"]:
            return size > 2
        if "clause" not in cue.frames or not self.rules.bare_clause:
            return False
        if low in ("at", "about", "over", "under", "between", "from") and start + 1 < high:
            following = self.tokens[start + 1]
            return following.low in ("least", "most") or bool(_NUMBER.match(following.low))
        return low not in _NOT_CLAUSE and size > 1

    def _puts_a_number(self, start: int, high: int) -> bool:
        """Tell "put the toll at 57" from "put a room at their disposal" and "put to death"."""
        if self.tokens[start].low == "to":
            return False
        for n in range(start, high - 1):
            if self.tokens[n].low in _PUT_AT and self.tokens[n + 1].low not in ("least", "most"):
                near = [token.low for token in self.tokens[n + 1 : min(high, n + 5)]]
                return any(_NUMBER.match(low.lstrip("$£€")) or low in _COUNTED_ROUGHLY for low in near)
        return False

    def _order(self, cue: Cue, start: int, end: int, marked: bool) -> Mode:
        """ "Told him not to leave" and "ruled that the court be moved" are orders."""
        lows = [self.tokens[n].low for n in range(start, min(end, start + 12))]
        if cue.told and (lows[:1] == ["to"] or lows[:2] == ["not", "to"]):
            return Mode.ORDERED
        ruled = any(self.tokens[n].low in _RULINGS for n in range(cue.first, cue.last))
        if marked and ruled and "be" in lows[1:] and not set(lows[: lows.index("be")]) & self.rules["auxiliaries"]:
            return Mode.ORDERED
        return cue.mode

    def _content_end_before(self, at: int, begin: int) -> tuple[int, bool] | None:
        """Return the end of a content that stands before ``at``, and whether a quotation ends it."""
        back = at
        for n in range(at - 1, max(begin - 1, at - 24), -1):
            if self.skip[n] and self.skip[n] <= at and self.skip[n] != self.base:
                opener = next((m for m in range(n, begin - 1, -1) if m in self.quoted), None)
                if opener is not None and opener >= begin and self.quoted[opener].words > 1:
                    closes = self.tokens[n].low in _CLOSERS and self.tokens[n - 1].low in ",.!?،"
                    joined = self.skip[n] == at or self.tokens[self.skip[n]].low in _COMMAS
                    if self.tokens[n - 1].low in ",.!?،…—-" or (joined and (closes or n + 1 == back)):
                        return self.skip[n], True
                return None
            if self.tokens[n].low in _COMMAS and back == at:
                return n, False
        return None

    def _source_after(self, at: int, high: int) -> tuple[tuple[int, int], int] | None:
        """Return the speaker after an inverted cue, and where the sentence goes on."""
        if at >= high or self.tokens[at].low in _ENDS:
            return None
        end = at
        if self.tokens[at].low in self.rules["pronouns"]:
            return (at, at + 1), at + 1
        while end < high and self.skip[end] <= end and self.tokens[end].low not in _ENDS - {"."}:
            low = self.tokens[end].low
            if low in _COMMAS:
                following = self.tokens[end + 1].low if end + 1 < high else ""
                if (
                    following in self.rules["openers"] | {"adding", "referring", "who"}
                    or self.skip[min(end + 1, high - 1)] > end
                ):
                    break
            elif (low == "." and end + 1 >= high) or (
                end > at
                and low in self.rules["openers"] - _INSIDE_NAMES
                and (self.tokens[at].word[0].isupper() or low in self.rules["time_words"])
            ):
                break
            end += 1
        return ((at, end), end) if end > at else None

    def _phrase_end(self, at: int, high: int) -> int:
        """Return the end of the noun phrase from ``at``: to the comma, or to what cannot belong to it."""
        end = at
        while end < high and end - at < 24:
            low = self.tokens[end].low
            if (
                low in _COMMAS
                or (low in _ENDS and end + 1 >= high)
                or self.skip[end] > end + 1
                or low in (";", ":", "—")
            ):
                break
            if end > at and low in self.rules["finite"] | self.rules["be"] and self.rules.language == "en":
                relative = any(self.tokens[n].low in self.rules["relatives"] | _EMBEDS for n in range(at, end))
                if not relative and self.tokens[end - 1].low not in self.rules["determiners"]:
                    break
            if (
                end > at
                and low in ("there", "that", "while", "but", "when", "after", "to", "as")
                and low in self.rules["subordinators"] | {"there", "to"}
            ):
                break
            end += 1
        return end

    def _after_apposed_name(self, at: int, high: int) -> int:
        """Step over a name in commas after a role: "According to the inspector, E. Malin, the flue ..."."""
        if at >= high or self.tokens[at].low not in _COMMAS:
            return at
        end = next((n for n in range(at + 1, min(high, at + 7)) if self.tokens[n].low in _COMMAS), at)
        name = [token for token in self.tokens[at + 1 : end] if token.low != "."]
        after = self.tokens[end + 1] if end + 1 < high else None
        named = 2 <= len(name) <= 4 and all(token.word[0].isupper() for token in name)
        begins = after is not None and after.word[0].isalpha() and after.low not in self.rules["relatives"]
        return end if named and begins else at

    def _go_on(self, at: int, high: int, pieces: list[tuple[int, int]], by_quote: bool) -> int:
        """Add the second half of a quotation that is split round its cue; returns where to go on."""
        if not by_quote:
            return at
        for n in range(at, min(high, at + 16)):
            if self.skip[n] > n + 1 and n in self.quoted:
                before = self.tokens[n - 1].low
                if before in _COMMAS and self.quoted[n].words > 1:
                    pieces += self._pieces(n, self.skip[n])
                    return self.skip[n]
                return at
        return at

    def _at_end(self, at: int, high: int) -> bool:
        """Tell whether nothing but a time, a place or a full stop follows."""
        if at >= high or self.tokens[at].low in _ENDS:
            return True
        low = self.tokens[at].low
        return low in self.rules["openers"] | self.rules["time_words"] and high - at <= 10

    def _splits(self, at: int, high: int) -> bool:
        """Tell whether a sentence goes on with its verb after "X, officials say, ..."."""
        return at < high and self.tokens[at].low in self.rules["auxiliaries"] | self.rules["finite"]

    def _is_clause(self, start: int, end: int) -> bool:
        if self.rules.language == "ar":
            return end - start > 3
        verbs = self.rules["auxiliaries"] | self.rules["finite"]
        return end - start > 3 and any(
            token.low.endswith("ed") or (token.low in verbs and not self._is_article(at))
            for at, token in enumerate(self.tokens[start:end], start)
        )

    def _is_article(self, at: int) -> bool:
        """Tell the article of a name from the pronoun before a verb: French "l'Intérieur"."""
        elided = self.tokens[at].low.endswith(("'", "’"))
        return elided and at + 1 < len(self.tokens) and self.tokens[at + 1].word[0].isupper()

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the code points of ``[start, end)`` without the commas and the full stop at its edges."""
        while start < end and self.tokens[start].low in _COMMAS | {":", ";"}:
            start += 1
        while end > start and self.tokens[end - 1].low in (",", "،", ".", ";", ":", "؛") and self.skip[end - 1] < end:
            end -= 1
        return [(self.tokens[start].start, self.tokens[end - 1].end)] if start < end else []

    def _chars(self, start: int, end: int) -> tuple[int, int]:
        return self.tokens[start].start, self.tokens[end - 1].end

    def _at_chars(self, chars: tuple[int, int]) -> tuple[int, int] | None:
        inside = [n for n, token in enumerate(self.tokens) if chars[0] <= token.start < chars[1]]
        return (inside[0], inside[-1] + 1) if inside else None


_Made = tuple[Draft, list[tuple[int, int]], int]
_JOINTS = frozenset({",", "and", "but", "also", "then", "et", "y", "och", "und", "و"})
_CLOSERS = frozenset("\"”»’'“«")
_NOT_OBJECT = frozenset({"in", "on", "at", "by", "from", "with", "and", "or", "but", "as", "after", "before", "during"})
_NOT_OBJECT |= {"to", "about", "against", "over"}
_NOT_CLAUSE = (_NOT_OBJECT | {"of"}) - {"as", "after", "before", "to"}
_NUMBER = re.compile(r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half)\b|\w+(?:ty|teen)\b")
_TOWARDS = frozenset({Mode.PROMISED, Mode.ASKED, Mode.CALLED_FOR, Mode.ORDERED})
_PUT_AT = frozenset({"at", "between", "higher", "lower"})
_COUNTED_ROUGHLY = frozenset(
    ["dozens", "hundreds", "thousands", "millions", "more", "some", "over", "under", "nearly", "than"]
)
_INSIDE_NAMES = frozenset({"of", "for", "at", "de", "von", "av", "du"})
_EMBEDS = frozenset(["that", "how", "what", "whether", "where", "when", "if"])
_PARTICLES = frozenset(["down", "up", "off", "away", "back", "out", "aloud", "goodbye"])
_EMPTY = frozenset(["to", "so", "him", "her", "them", "me", "us", "not", "do", "and", "or", "on", "off", "it", "for"])
"""Words that alone make no content."""
_RULINGS = frozenset(["ruled", "ruling", "rules", "ordered", "mandated", "decreed", "decided", "directed"])
