"""Keeps what the endpoint replied, one file a stretch, so that the same words are never sent twice.

Promises: a reply is found again by the model, the question's version and the exact words; a file that is not what was
kept counts as absent. Like the reading it can be deleted; then the endpoint is asked again.
Does not: prove anything, or keep that there was no answer.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from witnessmark.reading.language_model.request import request_version
from witnessmark.record import durable

FOLDER: Final = "reading.replies"
"""In the case folder: derived, as all that begins with ``reading``."""
_LARGEST: Final = 8 << 20


class Kept:
    """The replies that a case keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, model: str, words: str) -> str | None:
        """Return the kept reply of ``model`` about ``words``, or None."""
        path = self._path(model, words)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            row = json.loads(path.read_bytes())
            same = (row["model"], row["request"], row["about"]) == (model, request_version(), _digest(words))
            reply = row["reply"]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return reply if same and isinstance(reply, str) else None

    def put(self, model: str, words: str, reply: str, address: str) -> None:
        """Keep a reply, in the place of an earlier one; ``address`` says where it came from."""
        self.folder.mkdir(exist_ok=True)
        row = {
            "model": model,
            "request": request_version(),
            "about": _digest(words),
            "address": address,
            "reply": reply,
        }
        durable.write(self._path(model, words), json.dumps(row, indent=1).encode("ascii"), self.folder)

    def _path(self, model: str, words: str) -> Path:
        key = hashlib.sha256("\0".join((model, request_version(), _digest(words))).encode("utf-8")).hexdigest()
        return self.folder / key[:2] / f"{key}.json"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
