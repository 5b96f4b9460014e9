"""What passes between the process that read a file and the one that asked: plain data, checked on arrival.

Promises: nothing that comes out of a process that parsed hostile bytes is believed: every value's type, every span's
range and order, that locators leave out white space alone, and the digest are checked here.
Does not: judge whether the words are those of the source; no check can.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from witnessmark.intake.draft import MOST_DECLARED, MOST_LOSSES, Draft, Loss, Unread
from witnessmark.intake.kinds import family_of
from witnessmark.nouns import Digest, Edtf, Locator, Span

STEP_KINDS = frozenset(
    {"page", "section", "paragraph", "heading", "table", "row", "cell", "note", "line"}
    | {"slide", "sheet", "record", "message", "part", "time", "box", "confidence"}
)
DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")
MOST_PAGES = 1_000_000
LONGEST_LINE = 4000


class GarbledError(ValueError):
    """The answer is not what a family may answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file: a draft with its media type, or the loss that says why there is none."""

    digest: Digest
    media_type: str
    outcome: Draft | Loss


def pack(answer: Answer) -> bytes:
    """Return the answer as bytes."""
    outcome = answer.outcome
    plain: dict[str, object] = {"digest": answer.digest, "media_type": answer.media_type}
    if isinstance(outcome, Loss):
        plain["refused"] = [outcome.fault, outcome.hint]
    else:
        plain |= {
            "content": outcome.content,
            "locators": [[one.span.start, one.span.end, one.steps] for one in outcome.locators],
            "encoding": outcome.encoding,
            "declared_language": outcome.declared_language,
            "title": outcome.title,
            "author": outcome.author,
            "published": outcome.published,
            "publisher": outcome.publisher,
            "declared": outcome.declared,
            "losses": [[loss.fault, loss.hint] for loss in outcome.losses],
            "unread": [[one.page, one.why, one.lines] for one in outcome.unread],
        }
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def unpack(data: bytes) -> Answer:
    """Check the bytes of an answer and return it. Raises GarbledError, and nothing else, where anything is amiss."""
    try:
        plain = json.loads(data)
        if not isinstance(plain, dict):
            raise GarbledError("not an object")
        return _answer(plain)
    except GarbledError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise GarbledError(type(error).__name__) from None


def _answer(plain: dict[str, object]) -> Answer:
    digest, media_type = _words(plain["digest"]), _words(plain["media_type"])
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise GarbledError("no digest")
    if "refused" in plain:
        return Answer(Digest(digest), media_type, _loss(plain["refused"]))
    if family_of(media_type) is None:
        raise GarbledError("a text of a format that nothing reads")
    content = plain["content"]
    if not isinstance(content, str) or "\x00" in content:
        raise GarbledError("no content")
    content.encode("utf-8")  # raises ValueError on lone surrogates
    published = _optional(plain["published"])
    if published is not None and not DATE.fullmatch(published):
        raise GarbledError("no date")
    draft = Draft(
        content=content,
        locators=_locators(plain["locators"], content),
        encoding=_optional(plain["encoding"]),
        declared_language=_optional(plain["declared_language"]),
        title=_optional(plain["title"]),
        author=_optional(plain["author"]),
        published=None if published is None else Edtf(published),
        publisher=_optional(plain["publisher"]),
        declared=tuple(_pair(one) for one in _list(plain["declared"])[:MOST_DECLARED]),
        losses=tuple(_loss(one) for one in _list(plain["losses"])[:MOST_LOSSES]),
        unread=_unread(plain["unread"]),
    )
    return Answer(Digest(digest), media_type, draft)


def _locators(plain: object, content: str) -> tuple[Locator, ...]:
    """Check that locators are in order, apart, within the content, and cover all of it but white space."""
    locators: list[Locator] = []
    reached = 0
    for one in _list(plain):
        start, end, steps = _list(one)
        if type(start) is not int or type(end) is not int or not reached <= start < end <= len(content):
            raise GarbledError("a locator out of place")
        if not _is_space(content[reached:start]):
            raise GarbledError("words without a locator")
        pairs = tuple(map(_pair, _list(steps)))
        if not pairs or any(kind not in STEP_KINDS for kind, _ in pairs):
            raise GarbledError("a locator of no known kind")
        locators.append(Locator(Span(start, end), pairs))
        reached = end
    if not _is_space(content[reached:]):
        raise GarbledError("words without a locator")
    return tuple(locators)


def _unread(plain: object) -> tuple[Unread, ...]:
    """Check that pages are in order, each once."""
    pages: list[Unread] = []
    for one in _list(plain):
        page, why, lines = _list(one)
        if type(page) is not int or not (pages[-1].page if pages else 0) < page <= MOST_PAGES or type(lines) is not int:
            raise GarbledError("a page out of place")
        pages.append(Unread(page, _words(why), max(0, lines)))
    return tuple(pages)


def _is_space(words: str) -> bool:
    return not words or words.isspace()


def _loss(plain: object) -> Loss:
    return Loss(*_pair(plain))


def _pair(plain: object) -> tuple[str, str]:
    first, second = _list(plain)
    return _words(first), _words(second)


def _list(plain: object) -> list[object]:
    if not isinstance(plain, list):
        raise GarbledError("no list")
    return plain


def _words(plain: object) -> str:
    if not isinstance(plain, str) or len(plain) > LONGEST_LINE:
        raise GarbledError("no words")
    plain.encode("utf-8")
    return plain


def _optional(plain: object) -> str | None:
    return None if plain is None else _words(plain)
