"""Opens containers as they are opened behind the fence."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from witnessmark.intake import Limits
from witnessmark.intake.fencing.work import open_file
from witnessmark.intake.parts import unpack


@dataclass(frozen=True)
class Taken:
    """What came out of a container: the bytes by place, names and addresses by place, and what was lost."""

    media_type: str | None
    parts: dict[str, bytes]
    names: dict[str, str]
    addresses: dict[str, str | None]
    losses: list[str]


Take = Callable[..., Taken]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Return a function that opens the bytes of a container and gives what came out of it."""

    def opened(data: bytes, name: str = "it", limits: Limits = Limits()) -> Taken:  # noqa: B008
        spool = os.open(tmp_path / "spool", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        try:
            os.pwrite(spool, b"before", 0)
            account = open_file(io.BytesIO(data), name, limits, spool, 6)
            found = unpack(account, 6, os.fstat(spool).st_size, limits)
            return Taken(
                found.media_type,
                {part.part: os.pread(spool, part.size, part.start) for part in found.parts},
                {part.part: part.name for part in found.parts},
                {part.part: part.address for part in found.parts},
                [loss.fault for loss in found.losses],
            )
        finally:
            os.close(spool)

    return opened
