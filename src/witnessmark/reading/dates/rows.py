"""The phrases of dates in one paragraph, those left out that are no dates where they stand.

Promises: phrases in order, without overlaps; what a phrase tells about the next ones is kept in the context.
Does not: read a bare number, year or month as a date where no word near it says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Any

from witnessmark.nouns import Span
from witnessmark.reading.dates.context import Context, is_elsewhere
from witnessmark.reading.dates.grammar import Grammar
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.phrases import Away, Bound, Leaf, Phrase, Shaped, find_phrases
from witnessmark.reading.dates.resolving import is_weak, of_point, resolve, says_year
from witnessmark.reading.dates.values import When
from witnessmark.reading.dates.words import Lexeme
from witnessmark.reading.layout import Paragraph

_AFTER_YEAR = re.compile(r"\s+(?:[a-z-]+\s+)?([a-z]+)")
_PLURALS = ("people", "men", "women", "children", "police", "troops")
_NUMBERED = re.compile(r"(?:\bn[o°ºr]\.?|\bnum\w*\.?|№|#|§|رقم|شماره)\s*$", re.IGNORECASE)
"""What tells that the digits after it are the number of a thing."""
_FARTHEST = 40
"""How many points of time ahead one may be looked for that tells the year."""
_LONGEST_CLAUSE = 100


class Row:
    """The phrases of one paragraph."""

    def __init__(self, text: str, paragraph: Paragraph, grammar: Grammar) -> None:
        self._text = text
        self._paragraph = paragraph
        self.start = paragraph.span.start
        self._grammar = grammar
        self.lexemes = grammar.lexicon.lexemes(text, grammar.stretches.of(text, paragraph))
        self._matches = grammar.patterns.find(self.lexemes)
        self.phrases: list[Phrase] = []
        if not self._matches:
            return
        self._firsts = [match.first for match in self._matches]
        self._starts = [sentence.span.start for sentence in paragraph.sentences]
        for phrase in find_phrases(self.lexemes, self._matches, grammar):
            if self._stands(phrase):
                self.phrases.append(phrase)

    def span(self, phrase: Phrase) -> Span:
        """Return where the words of a phrase stand in the text."""
        return Span(self.lexemes[phrase.first].start, self.lexemes[phrase.end - 1].end)

    def value(self, phrase: Phrase, context: Context) -> When | None:
        """Return the value of a phrase, and note in ``context`` what it tells the next ones."""
        context.ahead = self._ahead(phrase)
        context.coming = lambda: self._coming(phrase, context, self._sentence_end(phrase))
        context.coming_on = lambda: self._coming(phrase, context, self._paragraph.span.end)
        value = resolve(phrase.node, context)
        if value is None:
            return None
        core = phrase.node
        if value.unit in ("day", "month", "span", "week", "season") and value.first:
            if not (value.anchored and context.told_day and is_elsewhere(context)):
                context.told = value
                context.told_day = value if value.unit == "day" else context.told_day
            if says_year(core) and value.unit != "week":
                context.told_year = (value.last or value.first).year
        return value

    def is_date(self, phrase: Phrase) -> bool:
        """Tell whether the words of a phrase are those of a calendar, not of a length of time."""
        node = phrase.node
        while not isinstance(node, Leaf):
            node = node.first if hasattr(node, "first") else node.inner
        return node.match.kind not in ("ago", "ahead", "later", "earlier", "relative")

    def _coming(self, phrase: Phrase, context: Context, end: int) -> When | None:
        """Return the next date before ``end`` that says its year and month."""
        at = bisect_left(self._firsts, phrase.end)
        for match in self._matches[at : at + _FARTHEST]:
            if self.lexemes[match.first].start >= end:
                return None
            if match.kind == "date" and {"year", "month", "dom"} <= match.slots.keys():
                return of_point(match, context)
        return None

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def _sentence_end(self, phrase: Phrase) -> int:
        number = self._sentence(self.lexemes[phrase.first].start)
        return self._starts[number + 1] if number + 1 < len(self._starts) else self._paragraph.span.end

    def _ahead(self, phrase: Phrase) -> bool:
        start = self.lexemes[phrase.first].start
        sentence = self._starts[self._sentence(start)] if self._starts else self._paragraph.span.start
        cut = start - _LONGEST_CLAUSE
        before = self._text[sentence:start] if cut <= sentence else "…" + self._text[cut:start]
        return bool(self._grammar.future.search(before))

    def _stands(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is a date where it stands."""
        node = phrase.node
        first = self.lexemes[phrase.first]
        before = self.lexemes[phrase.first - 1].values if phrase.first else {}
        if isinstance(node, Leaf) and node.match.kind == "weekday":
            again = phrase.first > 1 and "never" in self.lexemes[phrase.first - 2].values
            return "never" not in before and not again and self._capitals(phrase)
        if isinstance(node, Leaf) and node.match.kind == "numeric":
            return not _NUMBERED.search(self._text[max(0, first.start - 12) : first.start])
        if isinstance(node, Leaf) and node.match.kind == "relative":
            return self._is_relative(first, before)
        if isinstance(node, Leaf) and node.match.kind == "season" and phrase.end - phrase.first == 1:
            return "month_lead" in before
        core = node
        while isinstance(core, Bound | Shaped | Away):
            core = core.inner
        if isinstance(core, Leaf) and core.match.slots.keys() == {"season"} and self._is_led(core.match, "the"):
            return not re.match(r"\s[a-z]", self._text[self.lexemes[phrase.end - 1].end :][:2])
        if isinstance(core, Leaf) and core.match.kind == "monthday":
            return self._is_monthday(core.match, phrase)
        if self._is_name(phrase) or self._counts(phrase) or self._is_cut(phrase):
            return False
        if not is_weak(node) or phrase.end - phrase.first > 1:
            return self._capitals(phrase)
        if "month" in node.match.slots:  # type: ignore[union-attr]
            return "month_lead" in before and self._capitals(phrase)
        return self._year_stands(phrase, before)

    def _is_relative(self, first: Lexeme, before: Mapping[str, Any]) -> bool:
        """Tell whether a relative phrase is one where it stands: not "the last six | this month", "la mañana"."""
        if "shaped" in first.values:
            return False
        if "count" in before:
            head = self._grammar.lexicon.entry(re.split(r"[\s\u200c]", self._text[first.start : first.end])[0])
            return head is None or "unit" not in head.values
        return not ("article" in before and "no_article" in first.values)

    def _is_name(self, phrase: Phrase) -> bool:
        """Tell whether a day is a name: "Frente Nueve de Abril"."""
        core = phrase.node
        if self._grammar.capitals or not isinstance(core, Leaf) or "dom" not in core.match.slots:
            return False
        dom = core.match.slots["dom"]
        return dom.capital and dom is self.lexemes[phrase.first] and self._text[dom.start - 2 : dom.start - 1].isalpha()

    def _is_cut(self, phrase: Phrase) -> bool:
        """Tell whether a month is the rest of a day that is none: "32 May 2001"."""
        core = phrase.node
        if (
            not phrase.first
            or not isinstance(core, Leaf)
            or "month" not in core.match.slots
            or "dom" in core.match.slots
        ):
            return False
        before, start = self.lexemes[phrase.first - 1], self.lexemes[phrase.first].start
        return "count" in before.values and self._text[before.start : start].rstrip(" .").isdigit()

    def _counts(self, phrase: Phrase) -> bool:
        """Tell whether what looks like the end of a year counts what follows."""
        last = self.lexemes[phrase.end - 1]
        following = self.lexemes[phrase.end].values if phrase.end < len(self.lexemes) else {}
        return "yy" in last.values and "scale" in following

    def _is_led(self, match: Match, name: str) -> bool:
        return match.first > 0 and name in self.lexemes[match.first - 1].values

    def _capitals(self, phrase: Phrase) -> bool:
        if not self._grammar.capitals:
            return True
        return all(
            lexeme.capital or "ambiguous" not in lexeme.values for lexeme in self.lexemes[phrase.first : phrase.end]
        )

    def _is_monthday(self, match: Match, phrase: Phrase) -> bool:
        if match.slots.keys() - {"the", "dom", "first"}:
            return True
        dom = match.slots["dom"]
        written = self._text[dom.start : dom.end]
        end = self.lexemes[phrase.end - 1].end
        after = self._text[end : end + 2]
        if self._grammar.capitals and written.isdigit():
            return False
        leads = self.lexemes[phrase.first - 1].values if phrase.first else {}
        if isinstance(phrase.node, Bound):
            leads = {"day_lead": None}
        return "day_lead" in leads and not re.match(r"[\s-]\w", after)

    def _year_stands(self, phrase: Phrase, before: object) -> bool:
        start, end = self.lexemes[phrase.first].start, self.lexemes[phrase.end - 1].end
        leads = before if isinstance(before, dict) else {}
        if self._text[start - 1 : start] == "(" and self._text[end : end + 1] in (")", ","):
            return True
        if self._text[end : end + 1] in ("%", "°"):
            return False
        if "year_lead" in leads:
            return True
        following = _AFTER_YEAR.match(self._text, end)
        if "owner" in leads and following:
            return not following[1].endswith("s") and following[1] not in _PLURALS
        if (
            self.phrases
            and self.lexemes[phrase.first - 1].values.keys() & {"=,"}
            and phrase.first - self.phrases[-1].end <= 1
        ):
            last = self.phrases[-1].node
            return isinstance(last, Leaf) and "year" in last.match.slots
        return self._grammar.free_years and not self._text[end : end + 2].strip().isalpha()
