"""The Tesseract that is installed here: where it lies, what it can read, and what decides the texts that it makes.

Promises: looked for once a process; what is missing is named by its Debian package. ``WITNESSMARK_TESSERACT`` names
another program, or ``none``: then nothing is recognised, as where Tesseract is not installed.
Does not: read any picture; the fence does.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from witnessmark.intake.ocr.languages import Pack, packs

SETTING = "WITNESSMARK_TESSERACT"
OCR_VERSION = 2
"""Raise it when the same pictures, read by the same Tesseract, give other texts or other places in them."""
PACKAGE = "tesseract-ocr"
OLDEST = 5
"""Older major versions name the folder of their packs otherwise, and read worse."""
SETTLED = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
"""The environment of Tesseract: one thread, so that a page costs one core and always gives the same."""
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
"""Where the libraries of a program lie on Linux."""
SECONDS = 20


@dataclass(frozen=True, slots=True)
class Program:
    """An installed Tesseract."""

    path: str
    version: str
    folder: str
    """Where its language packs lie."""
    codes: tuple[str, ...]
    """The packs that are there, of those that we use, with ``osd`` (orientation and script)."""
    digest: str
    """Eight digits of the SHA-256 over these packs' bytes."""

    def has(self, pack: Pack) -> bool:
        """Tell whether a language can be read."""
        return pack.code in self.codes

    @property
    def environment(self) -> dict[str, str]:
        """What the program is started with."""
        return SETTLED | {"TESSDATA_PREFIX": self.folder}

    @property
    def readable(self) -> tuple[str, ...]:
        """The files and folders that it needs."""
        return (self.path, self.folder, *LIBRARIES)


def program() -> Program | None:
    """Return the Tesseract that is installed, or None where there is none or none is to be used."""
    return _found(os.environ.get(SETTING, ""), os.environ.get("TESSDATA_PREFIX", ""), os.environ.get("PATH", ""))


def ocr_version() -> str:
    """Return what decides the texts of pictures: ``ocr/2 tesseract/5.3.0 packs/0a1b2c3d``; ``ocr/2 tesseract/none``."""
    found = program()
    if found is None:
        return f"ocr/{OCR_VERSION} tesseract/none"
    return f"ocr/{OCR_VERSION} tesseract/{found.version} packs/{found.digest}"


def missing() -> str:
    """Return one line that names the Debian packages which are not installed; empty where all are."""
    found = program()
    wanted = [PACKAGE] if found is None else []
    wanted += [pack.package for pack in packs() if found is None or not found.has(pack)]
    if found is not None and "osd" not in found.codes:
        wanted.append("tesseract-ocr-osd")
    return " ".join(wanted)


@cache
def _found(setting: str, folder: str, path: str) -> Program | None:
    if setting.lower() == "none":
        return None
    given = shutil.which(setting or "tesseract", path=path or None)
    if given is None:
        return None
    said = _say(given, folder, "--version")
    version = re.search(r"tesseract v?(\d+(?:\.\d+)*)", said)
    listed = _say(given, folder, "--list-langs")
    place = re.search(r'in "([^"\n]+)"', listed)
    if version is None or place is None or int(version[1].split(".")[0]) < OLDEST:
        return None
    used = {pack.code for pack in packs()} | {"osd"}
    codes = tuple(sorted(used & set(listed.split())))
    return Program(
        str(Path(given).resolve()), version[1], str(Path(place[1]).resolve()), codes, _digest(place[1], codes)
    )


def _say(path: str, folder: str, word: str) -> str:
    environment = SETTLED | ({"TESSDATA_PREFIX": folder} if folder else {})
    try:
        done = subprocess.run(
            [path, word], capture_output=True, timeout=SECONDS, check=False, env=environment, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def _digest(folder: str, codes: tuple[str, ...]) -> str:
    whole = hashlib.sha256()
    for code in codes:
        try:
            with Path(folder, f"{code}.traineddata").open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError:
            whole.update(b"unreadable")
    return whole.hexdigest()[:8]
