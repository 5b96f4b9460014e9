"""Has the unread pages of a document recognised, one by one, each behind the fence.

Promises: memory holds one page's picture at a time; each page costs its own loss at worst. Where Tesseract is not
installed, one loss says so with the packages' names, and the document's other pages are as they were.
Does not: join pages to a text; ``joining`` does.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from witnessmark.intake.draft import Draft, Loss, Unread, finish
from witnessmark.intake.fencing.fence import Fence
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.joining import combine
from witnessmark.intake.ocr.page import FailedError, Page, picture_of, read_page
from witnessmark.intake.ocr.program import missing, ocr_version, program
from witnessmark.intake.ocr.shelf import Shelf
from witnessmark.nouns import Digest

STANDS = Loss("its text layer stands", "")
"""What comes of a page that need not be recognised."""
MOST_PAGES = 5_000
"""So many pages of one source are recognised; a file can refer to one picture a million times."""
FEWER = 0.5
"""A layer with fewer lines than this share of those that are seen on its page may be poorer than the picture."""


@lru_cache(maxsize=1)
def page_fence() -> Fence:
    """Return this process's fence for pages: it loads what renders and decodes, and no other parser."""
    return Fence(f"{__package__}.work")


def shelf_of(folder: Path | None, source: Digest) -> Shelf | None:
    """Return where pages of a source are kept by the recogniser that is installed; None where there is no folder."""
    return None if folder is None else Shelf(folder, source, ocr_version())


def open_pages(draft: Draft, shelf: Shelf | None) -> tuple[Unread, ...]:
    """Return the pages that are still to be looked at; none where nothing can recognise them."""
    if program() is None:
        return ()
    return tuple(one for one in draft.unread[:MOST_PAGES] if shelf is None or shelf.get(one.page) is None)


def recognise(path: Path, unread: Unread, limits: Limits, shelf: Shelf | None) -> Page | Loss:
    """Return what was read on a page of a file, from the shelf or anew; ``STANDS`` where its layer does."""
    kept = shelf.get(unread.page) if shelf else None
    if kept is not None:
        return kept
    found = _recognise(path, unread, limits)
    if shelf:
        shelf.put(unread.page, found)
    return found


def _recognise(path: Path, unread: Unread, limits: Limits) -> Page | Loss:
    tesseract = program()
    if unread.why == "covered":
        try:
            seen = len(picture_of(page_fence(), path, unread.page, 0, limits).lines)
        except FailedError:
            return STANDS
        if unread.lines >= FEWER * seen:
            return STANDS
        if tesseract is None:
            return Loss(
                f"its text layer has {unread.lines} lines where {seen} are seen on its picture", how_to_install()
            )
    if tesseract is None:
        return Loss("its words must be read from its picture", how_to_install())
    return read_page(page_fence(), path, unread.page, tesseract, limits)


def complete(
    path: Path, draft: Draft, limits: Limits, shelf: Shelf | None, *, is_picture: bool
) -> tuple[Draft | Loss, bool]:
    """Return the draft with its unread pages read, or the loss that says why it has no words.

    The flag tells whether the recogniser that is installed (or its absence) decides the outcome.
    """
    wordless = not draft.content.strip()
    if program() is None and wordless:
        what = "a picture" if is_picture else "a scanned document"
        return Loss(f"no text layer: {what}", how_to_install()), True
    pages: dict[int, Page | Loss] = {}
    absent = [one for one in draft.unread if one.why != "covered"] if program() is None else []
    for unread in draft.unread[:MOST_PAGES]:
        if program() is not None or unread.why == "covered":
            pages[unread.page] = recognise(path, unread, limits, shelf)
    whole = combine(draft, {number: page for number, page in pages.items() if page != STANDS})
    if absent:
        named = ", ".join(str(one.page) for one in absent)
        what = f"page {named} has" if len(absent) == 1 else f"{len(absent)} pages: each has"
        fault = f"{what} no text layer that can be read" + (f": {named}" if len(absent) > 1 else "")
        whole = replace(whole, losses=(*whole.losses, Loss(fault[:2000], how_to_install())))
    if len(draft.unread) > MOST_PAGES:
        fault = f"{len(draft.unread) - MOST_PAGES} pages after the first {MOST_PAGES:,} pictures were not recognised"
        whole = replace(whole, losses=(*whole.losses, Loss(fault, "split the file and add the parts")))
    decided = bool(absent) or any(page != STANDS for page in pages.values())
    if not whole.content.strip():
        return whole.losses[0] if whole.losses else Loss(
            "a picture without a word", "look at it in the source"
        ), decided
    return finish(whole), decided


def how_to_install() -> str:
    """Return the hint where Tesseract is not installed."""
    return f"install Tesseract (on Debian: apt-get install {missing()}) and build again"
