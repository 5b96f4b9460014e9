"""Keeps pages that were recognised until their document's text is put away, so that a stopped run goes on by the page.

Promises: a page is found again only for the same bytes and the same recogniser; a file that was cut short or altered
counts as none. Nothing here is needed: what is gone is recognised again.
Does not: hold anything of the record.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from witnessmark.intake.draft import Loss
from witnessmark.intake.ocr.page import Page, Read
from witnessmark.nouns import Digest


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages of one source, under a folder that all share."""

    folder: Path
    source: Digest
    version: str
    """What decides the pages."""

    def get(self, number: int) -> Page | Loss | None:
        """Return a page, the loss that says why it has none, or None where it was not tried."""
        try:
            check, _, body = self._path(number).read_bytes().partition(b"\n")
            if hashlib.sha256(body).hexdigest().encode() != check:
                return None
            plain = json.loads(body)
            return Loss(*plain["loss"]) if "loss" in plain else _page(plain)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, number: int, page: Page | Loss) -> None:
        """Keep a page. What cannot be kept (a full disk) is recognised again."""
        plain = {"loss": [page.fault, page.hint]} if isinstance(page, Loss) else asdict(page)
        body = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
        path = self._path(number)
        beside = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            beside.replace(path)
        except OSError:
            return

    def clear(self) -> None:
        """Take all pages of the source off the shelf, those of other versions too, and the shelf when it is empty."""
        shutil.rmtree(self.folder / self.source, ignore_errors=True)
        try:
            self.folder.rmdir()
        except OSError:
            return

    def _path(self, number: int) -> Path:
        version = hashlib.sha256(self.version.encode()).hexdigest()[:16]
        return self.folder / self.source / version / f"{number}.page"


def _page(plain: dict[str, Any]) -> Page:
    lines = tuple(
        Read(
            one["words"],
            one["confidence"],
            _four(one["box"]),
            _four(one["place"]),
            one["block"],
            tuple(one["doubtful"]),
            one["boxes"],
        )
        for one in plain.pop("lines")
    )
    missed = tuple(map(_four, plain.pop("missed")))
    holes = tuple((int(number), _four(box)) for number, box in plain.pop("holes"))
    return Page(lines=lines, missed=missed, holes=holes, codes=tuple(plain.pop("codes")), **plain)


def _four(plain: list[int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = plain
    return left, top, right, bottom
