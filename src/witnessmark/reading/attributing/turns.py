"""Turns of a transcript: the label that opens a paragraph names who speaks it ("THE WITNESS:", "Q.").

Promises: a label and the words after it, only where the text is a transcript: two paragraphs with such labels at least.
Does not: take the fields of a form ("Place: Lorn") or a heading for a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.nouns import Span
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.parties.phrases import words_of

_QUESTION = re.compile(r"(?P<label>[QA])[.:]\s+(?=\S)")
_LABEL = re.compile(
    r"(?P<label>[^\W\d_][^\n:.!?;,“”\"]{0,30}(?:\.\s?[^\n:!?;,“”\"]{1,30})?(?:\([^\n)]{1,40}\))?):\s+(?=\S)"
)
_STAGE = re.compile(r"\s*[(\[][^()\[\]]{1,80}[)\]]\s*$")
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
    marks: set[str] = set()
    for paragraph in paragraphs:
        match = _QUESTION.match(text, *_ends(paragraph)) or _LABEL.match(text, *_ends(paragraph))
        if match is None or not _names_a_speaker(match["label"], known.titles | known.roles):
            continue
        end = _end(text, match.end(), paragraph.span.end)
        if end > match.end():
            found[paragraph.span.start] = Turn(
                Span(*match.span("label")), Span(match.end(), end), text[end - 1] in "?؟"
            )
            marks.add(match["label"])
    alone = marks <= {"Q"} or marks <= {"A"}
    return {} if len(found) < 2 or alone else found


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
