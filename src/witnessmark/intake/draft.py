"""What a family makes of a file's bytes, before it is checked and becomes a text.

Promises: locators in order, apart from each other, and covering all but white space; characters that no text may hold
(lone surrogates) are replaced one for one and said so.
Does not: know any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from witnessmark.nouns import Edtf, Locator, Span

Steps = tuple[tuple[str, str], ...]

MOST_DECLARED = 1000
"""Pairs that a file may say of itself: an archiver's page declares a hash for each file of an album."""

LONGEST_LOSS = 3000
"""Characters of a fault, or of its hint."""
LONGEST_DECLARED = 500
"""Characters of such a value, of a title, an author, a publisher."""

MOST_LOCATORS = 200_000
"""A text with more places than this gets coarser ones: a million of them would cost more memory than the text."""

COMPARE = "compare the text with the source, or with another copy of it"

NO_CHARACTER = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
MOST_LOSSES = 1000
"""So many losses of one file are named one by one, the last of which counts the others."""

LOCKED = "-----BEGIN PGP MESSAGE-----"
OVERRIDE = re.compile("[\u202d\u202e]")
NUMBER = re.compile("\\d+(?:[.,٬٫'’\u00a0\u202f]\\d+)*")
ARABIC = "\u0660-\u0669\u06f0-\u06f9"
SCRIPTS = (re.compile("[0-9]"), re.compile(f"[{ARABIC}]"), re.compile(rf"[^\D0-9{ARABIC}]"))
"""Digits: of Latin, of Arabic (whose two forms, Arabic and Persian, stand for the same), of any other script."""
MOST_NAMED, LONGEST_NUMBER = 5, 30
PARTED = re.compile(r"\d[\u200b\u2060\ufeff\u00ad]+\d")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not come into the text, and what a person can do about it."""

    fault: str
    hint: str


def counted(count: int, one: str, many: str) -> str:
    """Return a number with the words of what is counted: ``counted(1, "row is", "rows are")`` is ``1 row is``."""
    return f"{count:,} {one if count == 1 else many}"


class RefusedError(Exception):
    """The file yields no text; carries the loss that says why."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(fault)
        self.loss = Loss(fault, hint)


class NotLoadedError(BaseException):
    """A file needs what can only be loaded outside the fence; it is loaded there, and the file is read again.

    No parser's ``except Exception`` may swallow it.
    """


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of words at one place; ``gap`` is what parts it from the block before it."""

    words: str
    steps: Steps
    gap: str = "\n\n"


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that only recognition of its picture can read."""

    page: int
    """Counts from 1."""
    why: str
    """``picture`` (there are no words in it), ``broken`` (its words are none), ``covered`` (a picture covers it)."""
    lines: int = 0
    """How many lines of words it has all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text of a file as its family read it."""

    content: str
    locators: tuple[Locator, ...]
    encoding: str | None = None
    declared_language: str | None = None
    """What the file says its language is; used only where the words do not tell."""
    title: str | None = None
    author: str | None = None
    published: Edtf | None = None
    publisher: str | None = None
    declared: tuple[tuple[str, str], ...] = ()
    """What else the file says of itself: names and values, as ``Text.declared``."""
    losses: tuple[Loss, ...] = ()
    unread: tuple[Unread, ...] = ()
    """Pages whose pictures are to be read; with any of these, a draft may have no words."""


def join(blocks: Iterable[Block]) -> tuple[str, tuple[Locator, ...]]:
    """Join blocks into one content and say where each stands in it; blocks of white space alone are left out."""
    pieces: list[str] = []
    locators: list[Locator] = []
    length = 0
    for block in blocks:
        words = CONTROL.sub("", block.words).strip()
        if not words:
            continue
        if pieces:
            pieces.append(block.gap)
            length += len(block.gap)
        pieces.append(words)
        locators.append(Locator(Span(length, length + len(words)), block.steps))
        length += len(words)
    return "".join(pieces), tuple(locators)


def finish(draft: Draft) -> Draft:
    """Return the draft as it may leave the fence: no lone surrogates, no more locators than a text may have."""
    losses = draft.losses
    content, replaced = NO_CHARACTER.subn("\ufffd", draft.content)
    if replaced:
        losses += (Loss(f"{counted(replaced, 'half character stands', 'half characters stand')} as U+FFFD", COMPARE),)
    unread = content.count("\ufffd")
    if unread and not any("U+FFFD" in loss.fault for loss in losses):
        stand = counted(unread, "character stands as U+FFFD: it", "characters stand as U+FFFD: they")
        losses += (Loss(f"{stand} could not be read, now or earlier", COMPARE),)
    losses += tuple(_deceptive(content))
    locators = coarsen(draft.locators, MOST_LOCATORS)
    if len(locators) < len(draft.locators):
        losses += (
            Loss(
                f"{len(draft.locators):,} places are too many to tell apart; they are located in groups",
                "cut the file into smaller ones where exact places matter",
            ),
        )
    return replace(
        draft,
        content=content,
        locators=locators,
        declared_language=_line(draft.declared_language),
        title=_line(draft.title),
        author=_line(draft.author),
        publisher=_line(draft.publisher),
        declared=_declared(draft.declared),
        losses=_told(losses),
    )


def _told(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    """Return the losses, none longer and no more of them than can be told: the last then counts those beside."""
    losses = [bearable(loss) for loss in losses]
    if len(losses) <= MOST_LOSSES:
        return tuple(losses)
    named = MOST_LOSSES - 1
    more = Loss(f"{len(losses) - named:,} more faults of the file, which are not named", "open the source and see")
    return (*losses[:named], more)


def bearable(loss: Loss) -> Loss:
    """Return a loss whose words are not too long to be told: what a file names itself can be of any length."""
    return Loss(_cut(loss.fault), _cut(loss.hint))


def _cut(words: str) -> str:
    words = NO_CHARACTER.sub("\ufffd", words)
    return words if len(words) <= LONGEST_LOSS else words[: LONGEST_LOSS - 1] + "…"


def _deceptive(content: str) -> Iterator[Loss]:
    """Say where what a person sees of a text is not what stands in it, or where nobody sees what it says."""
    if locked := content.count(LOCKED):
        fault = f"words encrypted with OpenPGP stand in it ({locked:,} times): what they say is not known"
        yield Loss(fault, "have them decrypted by whoever has the key, and add what they say as a file of its own")
    if turned := len(OVERRIDE.findall(content)):
        signs = counted(turned, "sign that turns", "signs that turn")
        fault = f"{signs} round the order in which letters and digits are shown (U+202D, U+202E)"
        yield Loss(f"{fault}: what was read is not what is seen", "compare numbers with the file's own characters")
    if parted := len(PARTED.findall(content)):
        numbers = counted(parted, "number is", "numbers are")
        fault = f"{numbers} parted by signs that are not seen (U+200B, U+2060, U+FEFF or U+00AD)"
        yield Loss(f"{fault}: each part was read as a number", "compare them with the source")
    if mixed := [*_mixed(content)]:
        numbers = counted(len(mixed), "number mixes", "numbers mix")
        named = ", ".join(f"‘{one}’" for one in mixed[:MOST_NAMED]) + (" and more" if len(mixed) > MOST_NAMED else "")
        is_not = "it is not read as a number" if len(mixed) == 1 else "they are not read as numbers"
        hint = "one of the digits may be wrong: compare with the source, and correct the text by a decision"
        yield Loss(f"{numbers} digits of two scripts: {named}; {is_not}", hint)


def _mixed(content: str) -> Iterator[str]:
    """Yield the numbers of a text that are written with digits of two scripts, each as long as can be shown."""
    for match in () if content.isascii() else NUMBER.finditer(content):
        if not match[0].isascii() and sum(bool(one.search(match[0])) for one in SCRIPTS) > 1:
            yield match[0][:LONGEST_NUMBER]


def coarsen(locators: Sequence[Locator], most: int) -> tuple[Locator, ...]:
    """Merge neighbouring locators until there are ``most`` at the most; a merged one names its first and last place."""
    if len(locators) <= most:
        return tuple(locators)
    size = -(-len(locators) // most)
    return tuple(_merged(locators[at : at + size]) for at in range(0, len(locators), size))


def _merged(group: Sequence[Locator]) -> Locator:
    first, last = group[0], group[-1]
    span = Span(first.span.start, last.span.end)
    steps: list[tuple[str, str]] = []
    for one, other in zip(first.steps, last.steps, strict=False):
        if one == other:
            steps.append(one)
            continue
        if one[0] == other[0]:
            steps.append((one[0], f"{one[1]} to {other[1]}"))
        break
    return Locator(span, tuple(steps) or first.steps)


def _declared(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what a file says of itself, each pair on one line and once, no more than ``MOST_DECLARED``."""
    lines = ((_line(name), _line(value)) for name, value in pairs)
    return tuple(dict.fromkeys((name, value) for name, value in lines if name and value))[:MOST_DECLARED]


def _line(words: str | None) -> str | None:
    """Put a title, an author or a publisher on one line of a bearable length; None where nothing is left."""
    if words is None:
        return None
    return " ".join(CONTROL.sub("", NO_CHARACTER.sub("\ufffd", words)).split())[:LONGEST_DECLARED] or None
