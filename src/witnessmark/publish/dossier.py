"""Writes a dossier to a file: all of it, or nothing.

Promises: every citation has been resolved again before the file is touched; a file of that name is replaced in one
step, and stays as it is where anything fails.
Does not: send or open anything.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from witnessmark.errors import InputError
from witnessmark.publish.compose import compose
from witnessmark.publish.contents import Dossier
from witnessmark.publish.cutouts import Sealed, cut_outs
from witnessmark.publish.findings import CaseFacts
from witnessmark.publish.page import pieces
from witnessmark.record.durable import sync_folder

__all__ = ["ENDINGS", "CaseFacts", "require_writable", "write_dossier"]

ENDINGS = (".html",)
"""The endings of files that can be written."""

LANGUAGES = ("en",)
"""The languages that a dossier's own words can be in."""


def require_writable(path: Path, language: str = "en") -> None:
    """Raise InputError where no dossier can be written to ``path`` or in ``language``."""
    if path.suffix.lower() not in ENDINGS:
        found = f"the ending {path.suffix}" if path.suffix else "no ending"
        raise InputError(f"{path}: has {found}; a dossier can be written as {', '.join(ENDINGS)}")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: there is no such folder; make it, or name another")
    if language not in LANGUAGES:
        raise InputError(f"language {language!r}: a dossier can be written in {', '.join(LANGUAGES)}")


def write_dossier(connection: sa.Connection, facts: CaseFacts, path: Path, sealed: Sealed | None = None) -> Dossier:
    """Compose the dossier of a reading, write it to ``path``, and return it.

    ``sealed`` says where the bytes of a source lie; without it, no line is shown as the picture of its page has it.
    Raises InputError where ``path`` cannot be written, CitationError where one citation does not resolve; either way
    nothing is written.
    """
    require_writable(path, facts.language)
    dossier = compose(connection, facts)
    if sealed is not None:
        dossier = replace(dossier, cut_outs=cut_outs(dossier.passages, sealed))
    _write_whole(dossier, path)
    return dossier


def _write_whole(dossier: Dossier, path: Path) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
            file.writelines(pieces(dossier))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise InputError(f"{path}: cannot be written ({error.strerror}); name another place") from error
        raise
    sync_folder(path.parent)
