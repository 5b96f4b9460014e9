"""What lies in a record's folder: every file with its size, and everything that is not a plain file.

Promises: nothing in the folder is left out; symbolic links are never followed; a file is read only up to a limit.
Does not: judge what should be there, beyond the shapes that folders may have.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_FOLDER = re.compile(
    r"keys|log|log/checkpoints|log/tile|log/tile/(entries|[0-9]{1,2})(/x[0-9]{3})*(/[0-9]{3}\.p)?"
    r"|blobs(/[0-9a-f]{2})?"
    r"|(stamps|witnesses)(/[0-9]{1,18}-[0-9a-f]{16})?|stamps/certificates|witnesses/keys"
)
"""Folders that may be there, empty or not: an interrupted seal can leave one without a file in it."""

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a folder with their sizes, and what else is there with what it is, by relative path."""

    files: dict[str, int] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)


def survey(folder: Path) -> Survey:
    """List a folder and all below it."""
    found = Survey()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(f"{folder}/{prefix}") as entries:
                waiting += _sort_into(found, prefix, entries)
        except OSError as error:
            found.odd[prefix or "."] = f"it is a folder that cannot be listed ({error.strerror})"
    return found


def _sort_into(found: Survey, prefix: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
    """Put what one folder holds into the survey; return the folders in it, each with a slash at its end."""
    folders: list[str] = []
    for entry in entries:
        path = prefix + entry.name
        # Not following a link makes it neither a file nor a folder.
        if entry.is_file(follow_symlinks=False):
            found.files[path] = entry.stat(follow_symlinks=False).st_size
        elif entry.is_dir(follow_symlinks=False):
            if not _FOLDER.fullmatch(path):
                found.odd[path] = "it is a folder that no record has"
            folders.append(path + "/")
        elif entry.is_symlink():
            found.odd[path] = "it is a symbolic link, and a record has none"
        else:
            found.odd[path] = "it is not a plain file"
    return folders


def read_whole(path: Path, limit: int) -> bytes:
    """Return a file's bytes; raises OSError, or ValueError where it is longer than ``limit``. Follows no link."""
    pieces: list[bytes] = []
    size = 0
    for piece in pieces_of(path):
        size += len(piece)
        if size > limit:
            raise ValueError(f"it is longer than the {limit:,} bytes that such a file may have")
        pieces.append(piece)
    return b"".join(pieces)


def pieces_of(path: Path | str, size: int = _PIECE) -> Iterator[bytes]:
    """Yield a file's bytes in pieces of at most a mebibyte; raises OSError. Follows no link.

    ``size`` is how long the file probably is: a piece is not given more room than that.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        room = min(size + 1, _PIECE)
        while piece := os.read(descriptor, room):
            yield piece
            if len(piece) < room:  # a file gives less than it was asked for only at its end
                break
    finally:
        os.close(descriptor)
