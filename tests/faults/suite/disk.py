"""A disk that loses its power: what is left of a trace that was cut off.

Promises: a synced file keeps its bytes, and a synced folder its names, as they were at that sync. Of what was done
since, anything may be left: each write of a file may be there, missing, cut short or zeroed, and each change of a name
may be there or not, whatever came later. A single name never stands for half of two files.
Does not: know of any one file system; it is worse than those in use. A file's own sync does not save its name, and a
rename between folders may reach either folder alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from tests.faults.suite.events import ROOT, Cut, Event, Made, Moved, Named, Synced, Trace, Written

SECTOR = 512


class Luck(Enum):
    """How much of what was not synced is left."""

    NOTHING = "nothing"
    ALL = "all"
    SOME = "some"
    TORN = "torn"
    """As ``SOME``, and what was last written to each file is cut short or zeroed at its end."""
    LYING = "lying"
    """All is left, but the end of what was last written, though it was synced, is cut off or zeroed: the disk lied."""


@dataclass(slots=True)
class _File:
    safe: bytes = b""
    since: list[Written | Cut] = field(default_factory=list)


@dataclass(slots=True)
class _Folder:
    safe: dict[str, int] = field(default_factory=dict)
    since: list[Named] = field(default_factory=list)

    def now(self) -> dict[str, int]:
        """Return the names that a running process sees."""
        return named(self.safe, self.since)


class Disk:
    """The state of a disk after the events that it was given."""

    def __init__(self, trace: Trace, upto: int | None = None) -> None:
        self._nodes: dict[int, _File | _Folder] = {ROOT: _Folder()}
        for found in trace.before:
            self._nodes[found.node] = _Folder() if found.data is None else _File(found.data)
            self._folder(found.folder).safe[found.name] = found.node
        for event in trace.events[:upto]:
            self._take(event)
        written_last = [event for event in trace.events[:upto] if isinstance(event, Written)]
        self._last = written_last[-1] if written_last else None

    def _folder(self, node: int) -> _Folder:
        folder = self._nodes[node]
        assert isinstance(folder, _Folder), "an event that names a folder means a folder"
        return folder

    def _take(self, event: Event) -> None:
        match event:
            case Made(folder=folder, name=name, node=node, is_folder=is_folder):
                self._nodes[node] = _Folder() if is_folder else _File()
                self._folder(folder).since.append(Named(folder, name, node))
            case Named(folder=folder):
                self._folder(folder).since.append(event)
            case Moved(gone=gone, stands=stands):
                self._folder(gone.folder).since.append(gone)
                self._folder(stands.folder).since.append(stands)
            case Written(node=node) | Cut(node=node):
                file = self._nodes[node]
                assert isinstance(file, _File), "only a file is written to"
                file.since.append(event)
            case Synced(node=node):
                self._sync(self._nodes[node])

    @staticmethod
    def _sync(node: _File | _Folder) -> None:
        if isinstance(node, _File):
            node.safe = written(node.safe, node.since)
        else:
            node.safe = node.now()
        node.since.clear()

    def leave(self, target: Path, luck: Luck, chance: random.Random) -> None:
        """Write what is left after a power cut to a new folder."""
        self._leave(ROOT, target, luck, chance)

    def _leave(self, number: int, target: Path, luck: Luck, chance: random.Random) -> None:
        node = self._nodes[number]
        if isinstance(node, _File):
            data = _bytes_left(node, luck, chance)
            lied = luck is Luck.LYING and self._last is not None and number == self._last.node
            target.write_bytes(_without_end(data, chance) if lied else data)
            return
        target.mkdir()
        kept = node.since if luck in (Luck.ALL, Luck.LYING) else []
        if luck in (Luck.SOME, Luck.TORN):
            share = chance.random()
            kept = [change for change in node.since if chance.random() < share]
        for name, child in sorted(named(node.safe, kept).items()):
            self._leave(child, target / name, luck, chance)


def named(names: dict[str, int], changes: Iterable[Named]) -> dict[str, int]:
    """Return the names of a folder after some changes."""
    result = dict(names)
    for change in changes:
        if change.node is None:
            result.pop(change.name, None)
        else:
            result[change.name] = change.node
    return result


def written(data: bytes, changes: Iterable[Written | Cut]) -> bytes:
    """Return the bytes of a file after some writes; what was skipped over is zeros."""
    result = bytearray(data)
    for change in changes:
        if isinstance(change, Cut):
            del result[change.size :]
            result.extend(bytes(change.size - len(result)))
        else:
            result.extend(bytes(max(0, change.at - len(result))))
            result[change.at : change.at + len(change.data)] = change.data
    return bytes(result)


def _bytes_left(file: _File, luck: Luck, chance: random.Random) -> bytes:
    if luck is Luck.NOTHING or not file.since:
        return file.safe
    if luck in (Luck.ALL, Luck.LYING):
        return written(file.safe, file.since)
    share = chance.random()
    kept: list[Written | Cut] = [change for change in file.since if chance.random() < share]
    if luck is Luck.TORN and kept:
        kept[-1:] = _torn(kept[-1], chance)
    return written(file.safe, kept)


def _without_end(data: bytes, chance: random.Random) -> bytes:
    """Return bytes whose last block, or a part of it, is cut off or zeroed."""
    start = max(0, len(data) - 1) // SECTOR * SECTOR
    end = chance.randrange(start, len(data) + 1)
    return data[:end] + (bytes(len(data) - end) if chance.random() < 0.5 else b"")


def _torn(change: Written | Cut, chance: random.Random) -> Sequence[Written | Cut]:
    """Return the part of a write that reached the disk: its beginning, and the rest missing or zeroed."""
    if isinstance(change, Cut):
        return [change]
    end = chance.randrange(len(change.data) + 1)
    if chance.random() < 0.5:
        end -= end % SECTOR
    rest = bytes(len(change.data) - end) if chance.random() < 0.5 else b""
    return [Written(change.node, change.at, change.data[:end] + rest)]
