"""Files whose words and places are known: what a file holds, in which language, and where each stretch was put.

Promises: the words are those of ``data/ocr_pages.toml`` and ``data/formats.toml``, the same at every run; two files
never share their bytes.
Does not: make any format (``known_documents``, ``known_scans`` and ``known_holders`` do), or measure.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocr_pages import DATA as PAGES
from ocr_pages import Words, all_words

DATA = Path(__file__).parent / "data" / "formats.toml"

Place = tuple[str, str]
"""The label of a place, as the software is to show it, and the words that were put there."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language and what is said in it."""

    code: str
    """ISO 639-1."""
    page: Words
    heading: str
    columns: tuple[str, str]
    names: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, each on one line."""
        return tuple(" ".join(lines) for lines in self.page.paragraphs)

    def headed(self, kind: str) -> str:
        """Return the heading as it stands in files of a kind, so that no two files are alike."""
        return f"{self.heading} ({kind})"


@dataclass(frozen=True, slots=True)
class Known:
    """A file, and what is to be found in it."""

    kind: str
    """The format's row in the table."""
    language: str
    name: str
    data: bytes
    places: tuple[Place, ...]
    """Each stretch of words with its place, in the order in which they are to be read."""
    inner: str = ""
    """The file in this one that holds the words, where this one only holds files."""
    part: str = ""
    """Where in this one that file is."""
    recognised: bool = False
    """Whether the words stand in a picture."""


@cache
def tongues() -> tuple[Tongue, ...]:
    """Return the languages, in the order of the data file."""
    with DATA.open("rb") as stream:
        around = tomllib.load(stream)
    return tuple(
        Tongue(
            around[words.language]["language"],
            words,
            around[words.language]["heading"],
            (around[words.language]["columns"][0], around[words.language]["columns"][1]),
            tuple(around[words.language]["names"]),
        )
        for words in all_words()
    )


def data() -> bytes:
    """Return the bytes of the data files, for the floors."""
    return DATA.read_bytes() + PAGES.read_bytes()
