"""The files that one file holds, on their way out of the fence: bytes to a spool, an account of them to the caller.

Promises: parts lie in the spool one after another; how many they are and what they come to is counted as they are
written, whatever the file says of itself; each thing that was left out is a loss, many of one kind are counted. What
arrives is checked: the caller believes no place that lies outside of what was written.
Does not: use a name as a path; names are words. Know any format.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from witnessmark.intake.draft import CONTROL, MOST_LOSSES, NO_CHARACTER, Loss, counted
from witnessmark.intake.fencing.wire import GarbledError
from witnessmark.intake.limits import MIB, Limits
from witnessmark.nouns import Digest

ALWAYS_BEARABLE = 8 * MIB
"""What unpacks to less than this is small, whatever its ratio."""
PIECE = 1 << 20
LONGEST_NAME = 1000
MOST_NAMES = 16 << 20
"""Characters that all names of one file's parts may come to."""
SAID_OF_A_KIND = 20
"""Losses of one kind that are named one by one; further ones are counted."""
WASTE = 2
"""A file may unpack to so many times what it may hold, if what is too large is thrown away: then it is left."""

_LINES = re.compile("[\r\n\t\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file in another: what it is called, where it lay, and where its bytes are in the spool."""

    name: str
    """Its own name, without folders."""
    part: str
    """Where in its parent: ``attachment 2``, ``reports/march.txt``."""
    address: str | None
    """Where it was captured, if it is a page of a web archive."""
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a file gave; ``media_type`` is None where it is of no kind that holds files."""

    digest: Digest
    media_type: str | None
    parts: tuple[Part, ...]
    losses: tuple[Loss, ...]
    no_room: str | None = None
    """Why the disk took no more; the file is to be opened again then."""


class FullError(Exception):
    """The spool takes no more of this file; carries the loss that says why."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(fault)
        self.loss = Loss(fault, hint)


class NoRoomError(Exception):
    """The disk takes no more: nothing is wrong with the file, and it is to be opened again when there is room."""


class TooLargeError(Exception):
    """One part is too large, and was left out; others may follow."""


class Spool:
    """Takes the parts of one file."""

    def __init__(self, descriptor: int, at: int, limits: Limits, packed: int) -> None:
        """Write to ``descriptor`` from byte ``at`` on what comes out of a file of ``packed`` bytes."""
        self._descriptor, self._start, self._at = descriptor, at, at
        self._limits = limits
        self._most = min(limits.unpacked_bytes, max(ALWAYS_BEARABLE, limits.unpacked_ratio * packed))
        self._wasted = 0
        self._named = 0
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._losses: list[Loss] = []
        self.parts: list[Part] = []

    @property
    def left(self) -> int:
        """How many bytes more can be taken."""
        return self._start + self._most - self._at

    def put(self, part: str, name: str, pieces: Iterable[bytes], *, address: str | None = None) -> None:
        """Take a part. Raises FullError where no more is taken; one that is too large is a loss.

        An exception that ``pieces`` raises leaves no trace of the part.
        """
        if len(self.parts) >= self._limits.parts:
            files = counted(self._limits.parts, "file is", "files are")
            raise FullError(
                f"more than {files} in it, or in what it was in; the first were taken",
                "unpack it, add its files in smaller archives, or in a folder",
            )
        part, name = _words(part), _words(name).strip() or "without a name"
        self._named += len(part) + len(name) + len(address or "")
        if self._named > MOST_NAMES:
            files = counted(len(self.parts), "file was", "files were")
            raise FullError(f"the names in it are too long; {files} taken", "unpack it")
        start = self._at
        try:
            for piece in pieces:
                self._write(piece)
        except TooLargeError:
            self.lose(part, self._too_large(), "if it is real, unpack it and add the file by itself")
            self._drop(start)
            return
        except BaseException:
            self._drop(start)
            raise
        given = _words(address) if address else None
        self.parts.append(Part(name=name, part=part, address=given, start=start, size=self._at - start))

    def lose(self, part: str, fault: str, hint: str) -> None:
        """Note what could not be taken, and why; many of one kind are counted."""
        fault = _words(fault)
        self._kinds[fault, hint] += 1
        if self._kinds[fault, hint] <= SAID_OF_A_KIND:
            self._losses.append(Loss(f"{_words(part)}: {fault}" if part else fault, hint))

    def losses(self) -> tuple[Loss, ...]:
        """Return what was lost: one by one, and how many more of a kind there are."""
        more = {kind: count - SAID_OF_A_KIND for kind, count in self._kinds.items() if count > SAID_OF_A_KIND}
        further = [Loss(f"{count:,} more of its files: {fault}", hint) for (fault, hint), count in more.items()]
        room = MOST_LOSSES - len(further) - 1
        named = self._losses[:room]
        if len(self._losses) > room:
            told = counted(len(self._losses) - room, "more fault of another kind", "more faults of other kinds")
            named.append(Loss(told, "unpack it and see"))
        return (*named, *further)[: MOST_LOSSES - 1]

    def too_large(self, part: str) -> None:
        """Note that a part is larger, by its own account, than can be taken."""
        self.lose(part, self._too_large(), "if it is real, unpack it and add the file by itself")

    def _too_large(self) -> str:
        allowed = f"{self._most // MIB:,} MiB are allowed for all that is in it"
        if self._most < self._limits.unpacked_bytes:
            allowed = f"{self._limits.unpacked_ratio} times the archive's size is allowed for all that is in it"
        return f"too large unpacked; {allowed}: a decompression bomb, or a very large file"

    def _write(self, piece: bytes) -> None:
        if len(piece) > self.left:
            raise TooLargeError
        left = memoryview(piece)
        while left:
            try:
                done = os.pwrite(self._descriptor, left[:PIECE], self._at)
            except OSError as error:
                raise NoRoomError(error.strerror) from error
            self._at += done
            left = left[done:]

    def _drop(self, start: int) -> None:
        """Forget what was written since ``start``; raises FullError where too much was written for nothing."""
        self._wasted += self._at - start
        self._at = start
        if self._wasted > WASTE * self._most:
            files = counted(len(self.parts), "file was", "files were")
            raise FullError(
                f"unpacking it gives too much that must be thrown away; {files} taken",
                "treat it as hostile; if it is real, unpack it and add its files",
            )


def _words(name: str) -> str:
    """Return a name as words that can be shown and logged: no control characters, no half characters, not too long."""
    words = CONTROL.sub("", _LINES.sub(" ", NO_CHARACTER.sub("\ufffd", name)))
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1] + "…"


def pack(opened: Opened) -> bytes:
    """Return the account as bytes."""
    plain = {
        "digest": opened.digest,
        "media_type": opened.media_type,
        "parts": [[one.name, one.part, one.address, one.start, one.size] for one in opened.parts],
        "losses": [[loss.fault, loss.hint] for loss in opened.losses],
        "no_room": opened.no_room,
    }
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def unpack(data: bytes, at: int, end: int, limits: Limits) -> Opened:
    """Check an account of parts that were written from byte ``at`` on to ``end``. Raises GarbledError."""
    try:
        plain = json.loads(data)
        digest, media_type = plain["digest"], plain["media_type"]
        if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
            raise GarbledError("no digest")
        if media_type is not None and not (isinstance(media_type, str) and len(media_type) < 200):
            raise GarbledError("no media type")
        if len(plain["parts"]) > limits.parts or len(plain["losses"]) > MOST_LOSSES:
            raise GarbledError("too many parts")
        parts = []
        for one in plain["parts"]:
            part = _part(one)
            if part.start != at or part.start + part.size > end:
                raise GarbledError("a part out of place")
            at = part.start + part.size
            parts.append(part)
        losses = tuple(Loss(_line(fault), _line(hint)) for fault, hint in plain["losses"])
        no_room = None if plain["no_room"] is None else _line(plain["no_room"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise GarbledError(str(error) if isinstance(error, GarbledError) else type(error).__name__) from None
    return Opened(Digest(digest), media_type, tuple(parts), losses, no_room)


def _part(plain: object) -> Part:
    if not isinstance(plain, list):
        raise GarbledError("no part")
    name, part, address, start, size = plain
    if type(start) is not int or type(size) is not int or size < 0:
        raise GarbledError("no place")
    given = None if address is None else _line(address)
    return Part(name=_line(name), part=_line(part), address=given, start=start, size=size)


def _line(plain: object) -> str:
    if not isinstance(plain, str) or len(plain) > 2 * LONGEST_NAME + 1000 or CONTROL.search(plain):
        raise GarbledError("no words")
    plain.encode("utf-8")
    return plain
