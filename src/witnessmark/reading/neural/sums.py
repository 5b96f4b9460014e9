"""Tells whether the files of a model are those that were put beside their sums.

Promises: a file that is missing, cut or altered is named, with what to do; the sums have the form of ``sha256sum``, so
that ``sha256sum -c SHA256SUMS`` checks them as well.
Does not: protect against someone who alters the sums too, or check a folder that was made without sums.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from witnessmark.errors import ModelDamagedError

SUMS: Final = "SHA256SUMS"
AGAIN: Final = "install the package again, or make the model again where you trained it"

_LINE = re.compile(r"([0-9a-f]{64})[ ][ *](\S.*)")


def sums_in(folder: Path) -> Mapping[str, str] | None:
    """Return the SHA-256 of each file by its name, None where the folder has no sums.

    Raises ModelDamagedError where a line of them is no sum.
    """
    path = folder / SUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ModelDamagedError(f"{path}: cannot be read ({error}); {AGAIN}") from error
    matches = [_LINE.fullmatch(line) for line in lines]
    if not all(matches):
        raise ModelDamagedError(f"{path}: holds a line that is no sum; {AGAIN}")
    return {match[2]: match[1] for match in matches if match}


def check(folder: Path, names: Iterable[str], *, all_listed: bool) -> None:
    """Raise ModelDamagedError where a file of ``names`` is not the one that its sum is of.

    With ``all_listed`` each must have a sum; otherwise those without one are let pass, and so is a folder without sums.
    """
    listed = sums_in(folder)
    if listed is None and not all_listed:
        return
    for name in names:
        expected = (listed or {}).get(name)
        if expected is None:
            if all_listed:
                raise ModelDamagedError(f"{folder / SUMS}: has no sum of {name}; {AGAIN}")
            continue
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelDamagedError(
                f"{folder / name}: a file of the model cannot be read ({error.strerror}); {AGAIN}"
            ) from error
        if found != expected:
            raise ModelDamagedError(
                f"{folder / name}: this is not the file that the model came with (its SHA-256 is {found[:16]}…, "
                f"not {expected[:16]}…); {AGAIN}"
            )
