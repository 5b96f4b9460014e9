"""Resolves every citation against its sealed source's text, and gathers the paragraphs that hold the cited words.

Promises: what comes out was cut from the text just now; a citation whose source is not sealed, has no text, or whose
words do not stand at their place raises, and nothing comes out.
Does not: look at the sealed bytes themselves (`verify` does).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from witnessmark.errors import CitationError
from witnessmark.intake.boxes import line_box, page_boxes, usual_height
from witnessmark.nouns import Action, Correction, Decision, Digest, Locator, Passage, Span, Text
from witnessmark.publish.findings import (
    CitedText,
    Corrected,
    Mark,
    PageMark,
    Paragraph,
    Pictured,
    Reference,
    SourceFinding,
)
from witnessmark.publish.words import Quote
from witnessmark.store import ask


def cited_texts(
    connection: sa.Connection, sources: Mapping[Digest, SourceFinding], references: Iterable[Reference]
) -> Iterator[CitedText]:
    """Yield the cited paragraphs of each source, in the order of ``sources``.

    Raises CitationError naming the first citation that does not resolve.
    """
    wanted: dict[Digest, list[Reference]] = {}
    for reference in references:
        wanted.setdefault(reference.citation.source, []).append(reference)
    for digest, cited in wanted.items():
        _require_sealed(sources.get(digest), cited[0])
    for digest, source in sources.items():
        if digest in wanted:
            text = _whole_text(connection, digest, wanted[digest][0])
            for reference in wanted[digest]:
                _require_words(text, reference)
            decided = _decided(connection) if text.corrections else {}
            yield CitedText(source=source, paragraphs=tuple(_paragraphs(text, wanted[digest], decided)))


def _decided(connection: sa.Connection) -> dict[int, Decision]:
    """Return the decisions that correct texts, by their entries."""
    return {
        recorded.entry: recorded.decision
        for recorded in ask.decisions(connection)
        if recorded.decision.action is Action.CORRECT
    }


def _require_sealed(source: SourceFinding | None, reference: Reference) -> None:
    if source is None or source.withdrawn:
        state = "was withdrawn" if source else "is not sealed"
        raise _unresolved(reference, f"its source {state}", "run `witnessmark build` on the case")


def _whole_text(connection: sa.Connection, digest: Digest, reference: Reference) -> Text:
    text = ask.text_of(connection, digest)
    if text is None:
        raise _unresolved(reference, "its source has no text", "run `witnessmark build` on the case")
    if text.digest != ask.text_digest(connection, digest):
        raise _unresolved(reference, "the text was changed after it was read", _BUILD_AGAIN)
    return text


def _require_words(text: Text, reference: Reference) -> None:
    passage = reference.passage
    if not passage.stands_in(text.content):
        raise _unresolved(
            reference, f"its words do not stand at {passage.start}-{passage.end} of the text", _BUILD_AGAIN
        )
    if reference.citation.locator not in ("", text.locate(passage)):
        raise _unresolved(reference, "its words stand in another place of the source", _BUILD_AGAIN)


_BUILD_AGAIN = "delete the case's reading.db and run `witnessmark build`; the record is not touched"


def _unresolved(reference: Reference, found: str, mend: str) -> CitationError:
    cited = reference.citation
    quote = cited.passage.quote if len(cited.passage.quote) <= 80 else cited.passage.quote[:79] + "…"
    place = f", {cited.locator}" if cited.locator else ""
    return CitationError(f"{cited.name} ({cited.source[:12]}){place}: {quote!r} cannot be cited: {found}; {mend}")


def _paragraphs(text: Text, references: Sequence[Reference], decided: Mapping[int, Decision]) -> Iterator[Paragraph]:
    marks: dict[int, list[Mark]] = {}
    places = text.locators or (Locator(Span(0, max(1, len(text.content))), ()),)
    for reference in references:
        pieces = [*_pieces(places, reference)]
        for order, (place, span) in enumerate(pieces):
            mark = Mark(span=span, reference=reference, first=order == 0, last=order == len(pieces) - 1)
            marks.setdefault(place, []).append(mark)
    for place in sorted(marks):
        span = _reach(places[place].span, marks[place])
        yield Paragraph(
            label=places[place].label,
            start=span.start,
            words=Quote.of(text.content[span.start : span.end], text.language),
            marks=tuple(marks[place]),
            corrected=tuple(_corrected(text, one, decided) for one in text.corrections if span.holds(one.span)),
            pictured=_pictured(text, places[place], marks[place]),
        )


def _pictured(text: Text, place: Locator, marks: Sequence[Mark]) -> Pictured | None:
    line = line_box(place)
    if line is None:
        return None
    found = dict.fromkeys(
        PageMark(box, mark.reference.role)
        for mark in marks
        for box in page_boxes((place,), text.corrections, Passage((mark.span,), ""))
    )
    return Pictured(line=line, high=usual_height(place), marks=tuple(found))


def _corrected(text: Text, one: Correction, decided: Mapping[int, Decision]) -> Corrected:
    decision = decided.get(one.entry)
    return Corrected(
        now=Quote.of(text.content[one.span.start : one.span.end], text.language),
        was=Quote.of(one.was, text.language),
        entry=one.entry,
        by=decision.decided_by if decision else "",
        reason=decision.reason if decision else "",
    )


def _pieces(places: Sequence[Locator], reference: Reference) -> Iterator[tuple[int, Span]]:
    """Cut a reference's spans at the places of the text; white space between places goes with the one before."""
    for span in sorted(reference.passage.spans):
        first = max(0, bisect_right(places, span.start, key=lambda place: place.span.start) - 1)
        beyond = max(first + 1, bisect_left(places, span.end, key=lambda place: place.span.start))
        for number in range(first, beyond):
            start = max(span.start, places[number].span.start) if number > first else span.start
            end = min(span.end, places[number].span.end) if number < beyond - 1 else span.end
            if start < end:
                yield number, Span(start, end)


def _reach(place: Span, marks: Sequence[Mark]) -> Span:
    """Return the place, widened to marks that reach into the white space beside it."""
    return Span(
        min(place.start, *(mark.span.start for mark in marks)), max(place.end, *(mark.span.end for mark in marks))
    )
