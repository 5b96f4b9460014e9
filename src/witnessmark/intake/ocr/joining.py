"""Puts the pages that were recognised among those that had words, and says what is doubtful or lost.

Promises: pages in order; a line of a picture is a locator of its own with its number, its box and its words' boxes on
the page, and how sure its reading is; words are those that were recognised, but for a hyphen where a line's end broke a
word. A text layer is replaced only where it is broken or holds far less than its page shows, and the picture reads
surely.
Does not: recognise anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from witnessmark.intake.draft import Block, Draft, Loss, Unread, join
from witnessmark.intake.ocr.languages import packs, share_of_common
from witnessmark.intake.ocr.page import Page, Read
from witnessmark.intake.paper.paragraphs import keeps_hyphen, known_words, paragraphs_of
from witnessmark.intake.paper.printed import BROKEN, RIGHT_TO_LEFT, Line

BROKEN_END, FIRST_WORD = re.compile(r"(\w+)[-\u2010\u00ad]$"), re.compile(r"\w+")
SURE, MORE, COMMON = 70.0, 1.5, 0.08
"""A layer is replaced by a reading that is so sure, and has so many times its letters or so many common words."""
MOST_NAMED = 12
MOST_LOSSES = 400
CHECK = "check what you quote against the picture of the page"
LOOK = "look at these places on the page; correct or add by hand what stands there"


def combine(draft: Draft, pages: Mapping[int, Page | Loss]) -> Draft:
    """Return the draft with its unread pages in their places. ``pages`` hold what was tried, by number."""
    of_layer: dict[int, list[Block]] = {}
    for locator in draft.locators:
        words = draft.content[locator.span.start : locator.span.end]
        of_layer.setdefault(int(locator.steps[0][1]), []).append(Block(words, locator.steps))
    losses: list[Loss] = []
    chosen: dict[int, Page] = {}
    for unread in draft.unread:
        page = pages.get(unread.page)
        layer = "\n".join(block.words for block in of_layer.get(unread.page, []))
        if isinstance(page, Page) and _is_better(page, unread, layer):
            chosen[unread.page] = page
        losses += _losses(unread, page, replaced=unread.page in chosen)
    known = known_words(
        [block.words for number, blocks in of_layer.items() if number not in chosen for block in blocks]
        + [line.words for page in chosen.values() for line in page.lines]
    )
    blocks: list[Block] = []
    for number in sorted({*of_layer, *chosen}):
        blocks += _blocks(number, chosen[number], known) if number in chosen else of_layer[number]
    content, locators = join(blocks)
    if len(losses) > MOST_LOSSES:
        more = len(losses) - MOST_LOSSES
        losses = [*losses[:MOST_LOSSES], Loss(f"{more} more remarks on its pages are not shown", CHECK)]
    return replace(
        draft, content=content, locators=locators, losses=(*_summary(chosen), *draft.losses, *losses), unread=()
    )


def _is_better(page: Page, unread: Unread, layer: str) -> bool:
    """Tell whether a page's picture is to be read in the place of its layer."""
    if not layer:
        return bool(page.lines)
    found, had = (sum(map(str.isalnum, words)) for words in (page.words, layer))
    if page.confidence < SURE:
        return False
    if unread.why == "covered":
        return found > MORE * had
    return share_of_common(page.words) >= COMMON > share_of_common(layer)


def _blocks(number: int, page: Page, known: Counter[str]) -> Iterator[Block]:
    """Yield the lines of a page, parted into paragraphs."""
    usual = median(line.place[3] - line.place[1] for line in page.lines)
    rightward = sum(bool(RIGHT_TO_LEFT.search(line.words)) for line in page.lines) * 2 <= len(page.lines)
    printed = [_printed(line, usual, rightward=rightward) for line in page.lines]
    at = 0
    for paragraph in paragraphs_of(printed):
        gap = "\n\n"
        for place, line in enumerate(paragraph):
            read = page.lines[at]
            words, after = read.words, "\n"
            following = paragraph[place + 1].words if place + 1 < len(paragraph) else ""
            broken, first = BROKEN_END.search(words), FIRST_WORD.match(following)
            if line.words.endswith(BROKEN) and broken and first:
                after = ""
                words = words if keeps_hyphen(broken[1], first[0], known) else words[:-1]
            at += 1
            yield Block(words, _steps(number, at, read, page.turn), gap)
            gap = after


def _printed(line: Read, usual: float, *, rightward: bool) -> Line:
    """Return a line as paragraphs are made of; small differences of its height are those of its letters."""
    left, top, right, bottom = line.place
    height = bottom - top
    words = f"{line.words[:-1]}{BROKEN}" if BROKEN_END.search(line.words) else line.words
    even = usual if 0.6 * usual < height < 1.6 * usual else height
    return Line(words, left if rightward else -right, -(top + bottom) / 2, even)


def _steps(page: int, number: int, line: Read, turn: int) -> tuple[tuple[str, str], ...]:
    steps = [("page", str(page)), ("line", str(number)), ("box", " ".join(map(str, line.box)))]
    if line.boxes:
        steps.append(("boxes", line.boxes))
    if turn:
        steps.append(("turn", str(turn)))
    return (*steps, ("confidence", f"{line.confidence:.0f}"))


def _summary(chosen: Mapping[int, Page]) -> tuple[Loss, ...]:
    """Say that words were recognised by a machine, and how surely."""
    if not chosen:
        return ()
    seen = sum(page.seen for page in chosen.values())
    missed = sum(len(page.missed) for page in chosen.values())
    letters = sum(len(page.words) for page in chosen.values()) or 1
    sure = sum(page.confidence * len(page.words) for page in chosen.values()) / letters
    codes = ", ".join(dict.fromkeys(code for page in chosen.values() for code in page.codes))
    pages = "1 page was" if len(chosen) == 1 else f"{len(chosen)} pages were"
    lines = f"{seen - missed} of {seen} seen lines read" if seen else "no lines seen"
    fault = f"{pages} read from pictures ({codes}): {lines}, {sure:.0f} % sure"
    return (Loss(fault, CHECK),)


def _losses(unread: Unread, page: Page | Loss | None, *, replaced: bool) -> Iterator[Loss]:
    """Yield what a person must know of one page."""
    name = f"page {unread.page}"
    if isinstance(page, Loss):
        yield Loss(f"{name}: {page.fault}", page.hint)
        return
    if page is None:
        return
    unit = f"pixels at {page.dpi:.0f} dots per inch" if page.dpi else "pixels of the picture"
    if not replaced:
        if unread.lines:
            if unread.why == "broken":
                yield Loss(f"{name}: its text layer looks broken, and its picture reads no better", CHECK)
            else:
                fault = f"{name}: its text layer has {unread.lines} lines where {page.seen} are seen on its picture"
                yield Loss(f"{fault}, which reads no better", CHECK)
        elif page.seen:
            fault = f"{name}: {page.seen} lines are seen on its picture and none was read"
            yield Loss(fault, LOOK + _needed(page))
        else:
            yield Loss(f"{name}: a picture without a word that could be read", "look at it in the source")
        return
    if unread.why == "broken":
        yield Loss(f"{name}: its text layer has no words of any language; its picture was read instead", CHECK)
    elif unread.why == "covered":
        had = f"{unread.lines} lines where {page.seen} are seen"
        yield Loss(f"{name}: its text layer has {had}; its picture was read instead", CHECK)
    if page.foreign or page.wanted:
        tongue = f"in {page.foreign} script" if page.foreign else "in a language"
        yield Loss(f"{name} seems to be {tongue} that no installed pack reads", "look at it" + _needed(page))
    if page.missed:
        boxes = _named([" ".join(map(str, box)) for box in page.missed])
        fault = f"{name}: {len(page.missed)} of {page.seen} seen lines not read, at {boxes} ({unit})"
        yield Loss(fault, LOOK)
    if page.holes:
        boxes = _named([f"{' '.join(map(str, box))} (line {at})" for at, box in page.holes])
        fault = f"{name}: ink between words that was not read, {len(page.holes)} times, at {boxes} ({unit})"
        yield Loss(fault, LOOK)
    doubtful = [f"{words} (line {at})" for at, line in enumerate(page.lines, 1) for words in line.doubtful]
    if doubtful:
        count = f"{len(doubtful)} numbers are" if len(doubtful) > 1 else "1 number is"
        yield Loss(f"{name}: {count} doubtful: {_named(doubtful)}", "compare each with the picture of the page")
    if 0 < page.dpi < 200:
        yield Loss(f"{name} is so large that it was read at {page.dpi:.0f} dots per inch", CHECK)


def _needed(page: Page) -> str:
    """Return which packages would help, as the end of a hint."""
    names = [page.wanted] if page.wanted else [pack.package for pack in packs() if pack.script == page.foreign]
    return f"; on Debian: apt-get install {' '.join(names)}" if names else ""


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return "; ".join(names[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
