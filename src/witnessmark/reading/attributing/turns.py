"""Turns of a transcript: the label that opens a paragraph names who speaks it ("THE WITNESS:", "Q.", "Ada Malin:").

Promises: a label and the words after it, only where the text is a transcript: two paragraphs with such labels at least;
names that are written as names are labels only where people answer each other in whole sentences.
Does not: take the fields of a form ("Place: Lorn", "Full Name: Ada Malin") or a heading for a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from witnessmark.nouns import Span
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.parties.phrases import words_of

_QUESTION = re.compile(r"(?P<label>[QA])[.:]\s+(?=\S)")
_LABEL = re.compile(
    r"(?P<label>[^\W\d_][^\n:.!?;,“”\"]{0,30}(?:\.\s?[^\n:!?;,“”\"]{1,30})?(?:\([^\n)]{1,40}\))?):\s+(?=\S)"
)
_STAGE = re.compile(r"\s*[(\[][^()\[\]]{1,80}[)\]]\s*$")
_SENTENCE = re.compile(r"\w\S*\s+\S+\s.*[.?!…][\"'”’»)\]]*\s*$", re.DOTALL)
_LONGEST_NAME, _MOSTLY = 4, 0.7
_LOWER_WORD = re.compile(r"(?<![\w.-])[a-zß-öø-ÿ]\w+")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the span of its label and that of its words, without the last full stop and stage directions."""

    label: Span
    words: Span
    asks: bool
    """Its last mark is a question mark."""


def find_turns(text: str, paragraphs: Sequence[Paragraph], language: str) -> dict[int, Turn]:
    """Return the turns of ``text`` by the starts of their paragraphs; none where it is no transcript."""
    known = words_of(language)
    found: dict[int, Turn] = {}
    names: dict[int, Turn] = {}
    marks: set[str] = set()
    for paragraph in paragraphs:
        match = _QUESTION.match(text, *_ends(paragraph)) or _LABEL.match(text, *_ends(paragraph))
        if match is None:
            continue
        end = _end(text, match.end(), paragraph.span.end)
        turn = Turn(Span(*match.span("label")), Span(match.end(), end), text[end - 1] in "?؟")
        if end > match.end() and _names_a_speaker(match["label"], known.titles | known.roles):
            found[paragraph.span.start] = turn
            marks.add(match["label"])
        elif end > match.end() and _is_name(match["label"]):
            names[paragraph.span.start] = turn
    if _answer_each_other(text, [*found.values(), *names.values()], names.values()):
        return dict(sorted((found | names).items()))
    alone = marks <= {"Q"} or marks <= {"A"}
    return {} if len(found) < 2 or alone else found


def _is_name(label: str) -> bool:
    words = label.split()
    return len(words) <= _LONGEST_NAME and all(word[0].isupper() for word in words)


def _answer_each_other(text: str, turns: Sequence[Turn], named: Iterable[Turn]) -> bool:
    """Tell whether labels are those of people who talk: several, who come again, and speak in sentences.

    A form has labels that come again, too; what stands after them are no sentences. "Question" and "Answer" come again
    and name nobody: one of the names has two words.
    """
    said = Counter(text[turn.label.start : turn.label.end] for turn in turns)
    if not any(" " in label for label in said):
        return False
    whole = [_SENTENCE.search(text, turn.words.start, turn.words.end + 1) is not None for turn in named]
    return len(said) > 1 and max(said.values()) > 1 and bool(whole) and sum(whole) >= _MOSTLY * len(whole)


def _ends(paragraph: Paragraph) -> tuple[int, int]:
    return paragraph.span.start, paragraph.span.end


def _names_a_speaker(label: str, titles: frozenset[str]) -> bool:
    """Tell a speaker's label by its capitals ("MR. HALDANE", "Dr WRAY") or by its title ("Witness Terul")."""
    if label in ("Q", "A"):
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"\(.*", "", label)) if len(word) > 1]
    if not words or len(words) > 5:
        return False
    titled = words[0].lower() in titles or words[-1].lower() in titles
    capitals = words[-1].isupper() and len(words[-1]) > 2
    return (capitals and not _LOWER_WORD.search(label)) or (titled and words[-1][0].isupper())


def _end(text: str, start: int, end: int) -> int:
    stage = _STAGE.search(text, start, end)
    if stage:
        end = stage.start()
    return end - 1 if end > start and text[end - 1] == "." and not text.endswith("..", start, end) else end
