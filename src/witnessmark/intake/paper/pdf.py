"""Reads the text layer of PDF files, and names the pages whose pictures must be read.

Promises: the words of each page in the layer's order, page by page; paragraphs where the gaps between lines tell them;
every page without text is named, and so is every page whose layer is broken or may hold less than its picture. A word
broken at a line's end is joined only to a form that stands elsewhere in the same document; otherwise it keeps its
printed hyphen.
Does not: recognise characters in pictures (``ocr`` does), read form fields or attachments (both are named as faults),
or take the day a PDF was made for the day its words were published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2
from pypdfium2 import raw

from witnessmark.intake.draft import Block, Draft, Loss, RefusedError, Unread, counted, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.languages import looks_broken
from witnessmark.intake.paper.paragraphs import keeps_hyphen, known_words, paragraphs_of
from witnessmark.intake.paper.printed import BROKEN, lines_of

BROKEN_WORD = re.compile(rf"(\w+)(?:{BROKEN}|[-\u2010](?=\n))\n?(\w+)")
MOST_PICTURES = 5_000
MOST_NAMED = 200
"""So many pages without text are named; of the others, their number is."""
COVERING = 0.5
"""A picture that takes this share of a page may hold words that its text layer does not."""
FORM_KINDS = (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a PDF. Raises RefusedError where it is encrypted, damaged or has nothing to read at all."""
    document = _open(data)
    pages: list[list[list[str]]] = []
    empty: list[tuple[str, str]] = []
    unread: list[Unread] = []
    for number in range(len(document)):
        paragraphs, why = _read_page(document, number)
        pages.append(paragraphs)
        if why in ("picture", "broken", "covered"):
            unread.append(Unread(number + 1, why, sum(map(len, paragraphs))))
        elif why:
            empty.append((str(number + 1), why))
    if not any(pages) and not unread:
        raise RefusedError("no page of the PDF has any text", "open it and see; obtain another copy if it shows words")
    content, locators = join(_blocks(pages))
    facts = document.get_metadata_dict(skip_empty=True)
    return Draft(
        content=content,
        locators=locators,
        title=facts.get("Title"),
        author=facts.get("Author"),
        declared=tuple((name, value) for name, value in facts.items() if name != "Title"),
        losses=_losses(document, empty),
        unread=tuple(unread),
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


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[list[str]], str]:
    """Return the paragraphs of a page as lists of lines, and why they are not all that it holds."""
    try:
        page = document[number]
        lines = lines_of(page.get_textpage())
        covered = _covered(page)
        if not lines:
            return [], "picture" if covered else "has no text"
        why = "broken" if looks_broken("\n".join(line.words for line in lines)) else ""
        paragraphs = [[line.words for line in paragraph] for paragraph in paragraphs_of(lines)]
        return paragraphs, why or ("covered" if covered >= COVERING else "")
    except pypdfium2.PdfiumError as error:
        return [], f"could not be read ({error})"


def _covered(page: pypdfium2.PdfPage) -> float:
    """Return which share of a page (0 to 1, or a little more) its pictures take."""
    width, height = page.get_size()
    area = 0.0
    for picture in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), MOST_PICTURES):
        left, bottom, right, top = picture.get_bounds()
        area += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return float(max(area / max(1.0, width * height), 1e-9 if area else 0.0))


def _blocks(pages: Sequence[Sequence[Sequence[str]]]) -> Iterator[Block]:
    known = known_words(line for paragraphs in pages for lines in paragraphs for line in lines)
    for number, paragraphs in enumerate(pages, 1):
        for place, lines in enumerate(paragraphs, 1):
            words = BROKEN_WORD.sub(lambda match: _joined(match[1], match[2], known), "\n".join(lines))
            yield Block(words.replace(BROKEN, "-"), (("page", str(number)), ("paragraph", str(place))))


def _joined(first: str, second: str, known: Counter[str]) -> str:
    """Join the halves of a broken word as the document writes it elsewhere; keep the hyphen where it never does."""
    return f"{first}-{second}" if keeps_hyphen(first, second, known) else f"{first}{second}"


def _losses(document: pypdfium2.PdfDocument, unread: Sequence[tuple[str, str]]) -> tuple[Loss, ...]:
    losses = []
    for why in dict.fromkeys(why for _, why in unread):
        pages = [number for number, reason in unread if reason == why]
        listed = ", ".join(pages[:MOST_NAMED]) + (f" and {len(pages) - MOST_NAMED:,} more" * (len(pages) > MOST_NAMED))
        named = f"page {pages[0]} {why}" if len(pages) == 1 else f"{len(pages):,} pages: each {why}: {listed}"
        hint = "look at it in the source; add a copy of what it shows"
        losses.append(Loss(named, hint))
    if document.get_formtype() in FORM_KINDS:
        losses.append(
            Loss("the PDF has form fields, whose contents were not read", "print it to a new PDF and add that")
        )
    if attached := document.count_attachments():
        files = counted(attached, "attached file was", "attached files were")
        losses.append(Loss(f"{files} not read", "save them and add them"))
    return tuple(losses)
