"""Makes a text of a sealed file, or says why there is none.

Promises: every file gives exactly one text or one fault, whatever it holds; what comes out of the fence is checked
before it becomes a text, and the bytes that were read are those that were sealed.
Does not: keep anything, or read a file in this process.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache

from witnessmark.intake import parts
from witnessmark.intake.draft import Draft, Loss, Unread
from witnessmark.intake.fencing.fence import HOSTILE, Fence
from witnessmark.intake.fencing.wire import GarbledError, unpack
from witnessmark.intake.kinds import extractor_of, recognised_by
from witnessmark.intake.language import language_of
from witnessmark.intake.limits import OPENING, Item, Limits
from witnessmark.intake.ocr.pages import complete, open_pages, recognise, shelf_of
from witnessmark.intake.parts import Opened
from witnessmark.nouns import Digest, Fault, Text

STAGE = "intake"
OPENING_STAGE = "unpack"
WORTH_APART = 2
"""A document with so many pages to recognise is put aside, so that they can be recognised side by side."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A document whose pages are best recognised apart, each by ``recognise_page``, before it is extracted."""

    item: Item
    pages: tuple[Unread, ...]


@lru_cache(maxsize=1)
def the_fence() -> Fence:
    """Return this process's fence."""
    return Fence()


def start_fence() -> None:
    """Begin to load the parsers, so that they are ready when the first file comes. Calling it is never needed."""
    the_fence().start()


def missing_protections() -> tuple[str, ...]:
    """Return which protections this platform cannot give to the fence: ``("memory", "files and network")`` on macOS."""
    return the_fence().missing()


def extract(item: Item, limits: Limits = Limits()) -> Text | Fault:  # noqa: B008  (frozen)
    """Return the text of a sealed file, or the fault that says why there is none.

    Runs in a process of its own within ``limits``. ``Text.faults`` holds what was lost of a text that can be used.
    Raises FenceError where the fence cannot be started at all.
    """
    return extract_in(the_fence(), item, limits)


def extract_in(fence: Fence, item: Item, limits: Limits) -> Text | Fault:
    """Do what ``extract`` does, in a given fence."""
    media_type, outcome = _drafted(fence, item, limits)
    return _finished(item, media_type, outcome, limits)


def extract_or_put_aside(item: Item, limits: Limits = Limits()) -> Text | Fault | Aside:  # noqa: B008  (frozen)
    """Do what ``extract`` does, but hand a document back that has several pages to recognise, if it has a shelf."""
    media_type, outcome = _drafted(the_fence(), item, limits)
    if isinstance(outcome, Draft) and outcome.unread and item.shelf is not None:
        pages = open_pages(outcome, shelf_of(item.shelf, item.digest))
        if len(pages) >= WORTH_APART:
            return Aside(item, pages)
    return _finished(item, media_type, outcome, limits)


def recognise_page(item: Item, page: Unread, limits: Limits = Limits()) -> None:  # noqa: B008  (frozen)
    """Recognise one page and lay it on the item's shelf, where ``extract`` finds it."""
    recognise(item.path, page, limits, shelf_of(item.shelf, item.digest))


def clear_shelf(item: Item) -> None:
    """Take an item's pages off its shelf: its text is put away."""
    shelf = shelf_of(item.shelf, item.digest)
    if shelf is not None:
        shelf.clear()


def _drafted(fence: Fence, item: Item, limits: Limits) -> tuple[str, Draft | Loss]:
    """Return a file's media type and its draft, or the loss that says why there is none."""
    answered = fence.run(item.path, item.name, limits)
    if isinstance(answered, Loss):
        return "", answered
    try:
        answer = unpack(answered)
    except GarbledError as error:
        return "", Loss(f"reading it gave an answer that does not hold together ({error})", HOSTILE)
    if answer.digest != item.digest:
        return "", _not_sealed(answer.digest)
    return answer.media_type, answer.outcome


def _finished(item: Item, media_type: str, draft: Draft | Loss, limits: Limits) -> Text | Fault:
    """Return the text of a draft, with its unread pages read from their pictures."""
    extractor = extractor_of(media_type)
    if isinstance(draft, Draft) and draft.unread:
        shelf = shelf_of(item.shelf, item.digest)
        is_picture = media_type.startswith("image/")
        draft, recognised = complete(item.path, draft, limits, shelf, is_picture=is_picture)
        if recognised:
            extractor = recognised_by(media_type)
    if isinstance(draft, Loss):
        return _fault(item, draft)
    return Text(
        source=item.digest,
        content=draft.content,
        locators=draft.locators,
        media_type=media_type,
        extractor=extractor,
        encoding=draft.encoding,
        language=language_of(draft.content) or _declared(draft.declared_language),
        title=draft.title,
        author=draft.author,
        published=draft.published,
        publisher=draft.publisher,
        declared=draft.declared,
        faults=tuple(_fault(item, loss) for loss in draft.losses),
    )


def open_parts(item: Item, spool: int, at: int, limits: Limits = OPENING) -> Opened | Fault:
    """Write the files that a sealed file holds to the descriptor ``spool`` from byte ``at`` on; say where each lies.

    Runs in a process of its own within ``limits``. ``Opened.losses`` holds what could not be taken out. A fault says
    why nothing is known of what the file holds; what was written then is worth nothing.
    """
    return open_in(the_fence(), item, spool, at, limits)


def open_in(fence: Fence, item: Item, spool: int, at: int, limits: Limits) -> Opened | Fault:
    """Do what ``open_parts`` does, in a given fence."""
    answered = fence.run(item.path, item.name, limits, spool, at)
    if isinstance(answered, Loss):
        return _fault(item, answered, OPENING_STAGE)
    try:
        opened = parts.unpack(answered, at, os.fstat(spool).st_size, limits)
    except GarbledError as error:
        fault = Loss(f"opening it gave an answer that does not hold together ({error})", HOSTILE)
        return _fault(item, fault, OPENING_STAGE)
    if opened.digest != item.digest:
        return _fault(item, _not_sealed(opened.digest), OPENING_STAGE)
    return opened


def losses_of(item: Item, opened: Opened) -> list[Fault]:
    """Return the faults that opening a file found."""
    return [_fault(item, loss, OPENING_STAGE) for loss in opened.losses]


def _not_sealed(digest: Digest) -> Loss:
    fault = f"the bytes at its place are not those that were sealed (found SHA-256 {digest})"
    return Loss(fault, "run verify on the case and restore the file from a copy")


def _fault(item: Item, loss: Loss, stage: str = STAGE) -> Fault:
    return Fault(source=item.digest, name=item.name, stage=stage, fault=loss.fault, hint=loss.hint)


def _declared(language: str | None) -> str | None:
    """Return the two-letter code of the language that a file declares: ``en`` for ``en-GB``."""
    match = re.match(r"([a-z]{2})(?:[-_]|$)", (language or "").strip().lower())
    return match[1] if match else None
