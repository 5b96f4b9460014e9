"""Reads PDF files that have a text layer.

Promises: the words of each page in the layer's order, page by page; paragraphs where the gaps between lines tell them;
every page without text is named. A word broken at a line's end is joined only to a form that stands elsewhere in the
same document; otherwise it keeps its printed hyphen.
Does not: recognise characters in pictures, read form fields or attachments (both are named as faults), or take the
day a PDF was made for the day its words were published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2 import raw

from witnessmark.intake.draft import Block, Draft, Loss, RefusedError, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.printed import BROKEN, Line, lines_of

BROKEN_WORD = re.compile(rf"(\w+)(?:{BROKEN}|[-\u2010](?=\n))\n?(\w+)")
WORDS = re.compile(r"\w+(?:[-\u2010]\w+)*")
PARAGRAPH_GAP = 1.35
"""Lines further apart than this many times the page's usual pitch belong to different paragraphs."""
INDENT = 1.0
"""A line that starts this many line heights further in begins a paragraph."""
FORM_KINDS = (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a PDF. Raises RefusedError where it is encrypted, damaged or has no text at all."""
    document = _open(data)
    pages: list[list[list[str]]] = []
    unread: list[tuple[str, str]] = []
    for number in range(len(document)):
        paragraphs, why = _read_page(document, number)
        pages.append(paragraphs)
        if why:
            unread.append((str(number + 1), why))
    if not any(pages):
        _refuse_empty(unread)
    content, locators = join(_blocks(pages))
    facts = document.get_metadata_dict(skip_empty=True)
    return Draft(
        content=content,
        locators=locators,
        title=facts.get("Title"),
        author=facts.get("Author"),
        declared=tuple((name, value) for name, value in facts.items() if name != "Title"),
        losses=_losses(document, unread),
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            fault, hint = "the PDF is encrypted", "save a copy without its password and add that"
        else:
            fault, hint = f"the PDF is damaged: {error}", "repair it or obtain another copy, and add that"
        raise RefusedError(fault, hint) from None
    if not pages:
        raise RefusedError("the PDF has no pages that can be read", "obtain another copy and add that")
    return document


def _refuse_empty(unread: Sequence[tuple[str, str]]) -> None:
    """Raise for a document of which no page gave any word."""
    reasons = {why for _, why in unread}
    if "has pictures but no text layer" in reasons:
        fault = "no text layer: a scanned document"
        raise RefusedError(fault, "run text recognition (OCR) over it and add the result as well")
    raise RefusedError("no page of the PDF has any text", "open it and see; obtain another copy if it shows words")


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[list[str]], str]:
    """Return the paragraphs of a page as lists of lines, or why there are none."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        lines = lines_of(text_page)
        if lines:
            return list(_paragraphs(lines)), ""
        pictures = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        return [], "has pictures but no text layer" if pictures else "has no text"
    except pypdfium2.PdfiumError as error:
        return [], f"could not be read ({error})"


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Part lines into paragraphs by the gaps between them, their indents and changes of size."""
    pitches = [above.bottom - line.bottom for above, line in pairwise(lines)]
    usual = median([pitch for pitch in pitches if pitch > 1] or [0.0])
    paragraph: list[str] = []
    above: Line | None = None
    for line in lines:
        if above is not None and _begins(line, above, usual):
            yield paragraph
            paragraph = []
        paragraph.append(line.words)
        above = line
    if paragraph:
        yield paragraph


def _begins(line: Line, above: Line, usual: float) -> bool:
    """Tell whether ``line`` begins a paragraph."""
    if usual <= 0 or above.words.endswith(BROKEN):
        return False
    pitch = above.bottom - line.bottom
    if pitch < -usual:  # up to the next column: a paragraph may go on there, unless the words say that it ended
        return above.words.endswith((".", "!", "?", "»", "”", "؟"))
    larger = max(line.height, above.height) > 1.2 * min(line.height, above.height) > 0
    return pitch > PARAGRAPH_GAP * usual or larger or 4 * line.height > line.left - above.left > INDENT * line.height


def _blocks(pages: Sequence[Sequence[Sequence[str]]]) -> Iterator[Block]:
    known = _known_words(pages)
    for number, paragraphs in enumerate(pages, 1):
        for place, lines in enumerate(paragraphs, 1):
            words = BROKEN_WORD.sub(lambda match: _joined(match[1], match[2], known), "\n".join(lines))
            yield Block(words.replace(BROKEN, "-"), (("page", str(number)), ("paragraph", str(place))))


def _known_words(pages: Sequence[Sequence[Sequence[str]]]) -> Counter[str]:
    """Count the words that stand whole in the document, in small letters."""
    known: Counter[str] = Counter()
    for paragraphs in pages:
        for lines in paragraphs:
            for line in lines:
                known.update(word.lower() for word in WORDS.findall(line) if BROKEN not in word)
    return known


def _joined(first: str, second: str, known: Counter[str]) -> str:
    """Join the halves of a broken word as the document writes it elsewhere; keep the hyphen where it never does."""
    whole, hyphened = f"{first}{second}", f"{first}-{second}"
    return whole if known[whole.lower()] > known[hyphened.lower()] else hyphened


def _losses(document: pypdfium2.PdfDocument, unread: Sequence[tuple[str, str]]) -> tuple[Loss, ...]:
    losses = []
    for why in dict.fromkeys(why for _, why in unread):
        pages = [number for number, reason in unread if reason == why]
        named = f"page {pages[0]} {why}" if len(pages) == 1 else f"{len(pages)} pages: each {why}: {', '.join(pages)}"
        hint = "look at it in the source; text recognition (OCR) is needed where it shows words"
        losses.append(Loss(named, hint))
    if document.get_formtype() in FORM_KINDS:
        losses.append(
            Loss("the PDF has form fields, whose contents were not read", "print it to a new PDF and add that")
        )
    if document.count_attachments():
        losses.append(Loss(f"{document.count_attachments()} attached files were not read", "save them and add them"))
    return tuple(losses)
