"""Turns a passage into a vector, so that passages can be found by what they mean.

Promises: offline, on one thread, one window a call, so that a passage has the same vector whatever was embedded before
it; the digest names the files that decide the vectors. A passage longer than a window is cut into windows between
words; its vector is the mean of theirs, each counted by its pieces, brought to length 1 again. Any string is taken.
Does not: read any language but English (``LANGUAGE``), give a vector to a passage of fewer than ``FEWEST_WORDS``
words (a cell with "F" in it is near to anything short), or to what holds no Latin letter: numbers, dates, signs and
other scripts mean nothing to this model.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from witnessmark.nouns import Span
from witnessmark.reading.neural.encoder import FOLDER, TOKENIZER, checked, open_session, open_tokenizer
from witnessmark.reading.neural.pieces import CLOSING, LONGEST_WINDOW, OPENING, words_of
from witnessmark.reading.neural.runtime import onnxruntime

MODEL: Final = "sentences.onnx"
INPUT, OUTPUT = "pieces", "vector"
LANGUAGE: Final = "en"
WIDTH: Final = 384
"""Numbers in a vector."""

Vector = npt.NDArray[np.float32]

FEWEST_WORDS: Final = 3
"""Words of a passage that is looked at; a query may have fewer."""

_LAST_LATIN: Final = "\u024f"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class SentenceEncoder:
    """The files of the model, loaded when first used; raises ModelDamagedError where one is damaged."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @cached_property
    def _files(self) -> Path:
        return checked(self.folder, MODEL, TOKENIZER)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model and its tokenizer, one after the other, and of what is left out."""
        state = hashlib.sha256(f"{FEWEST_WORDS} words\n".encode())
        for name in (MODEL, TOKENIZER):
            state.update((self._files / name).read_bytes())
        return state.hexdigest()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._files)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return open_session(self._files / MODEL)

    def vector(self, passage: str) -> Vector | None:
        """Return the unit vector of a passage, shape (WIDTH,), or None where it holds no word of Latin letters."""
        if not _is_latin(passage):
            return None
        total = np.zeros(WIDTH, np.float64)
        for window in self._windows(passage):
            found = self._session.run([OUTPUT], {INPUT: np.asarray([[OPENING, *window, CLOSING]], np.int64)})[0]
            total += np.asarray(found, np.float64) * len(window)
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length else None

    def vector_of_passage(self, passage: str) -> Vector | None:
        """Return ``vector`` of a passage of a text, or None where it holds fewer than ``FEWEST_WORDS`` words."""
        words = filter(_is_latin, map(re.Match.group, _WORD.finditer(passage)))
        return self.vector(passage) if len([*islice(words, FEWEST_WORDS)]) == FEWEST_WORDS else None

    def _windows(self, passage: str) -> Iterator[list[int]]:
        """Yield the pieces of each window; every word stands whole in one."""
        window: list[int] = []
        for word in words_of(passage, Span(0, len(passage)), self._tokenizer):
            if len(window) + len(word.ids) > LONGEST_WINDOW - 2:
                yield window
                window = []
            window.extend(word.ids)
        if window:
            yield window


def _is_latin(words: str) -> bool:
    """Tell whether there is a Latin letter among the words."""
    return any(character.isalpha() and character <= _LAST_LATIN for character in words)


@cache
def shipped_sentences() -> SentenceEncoder:
    """Return the sentence encoder that comes with the package."""
    return SentenceEncoder()
