"""The reader: one text in, one reading out.

Promises: ``read`` is pure and deterministic, takes any text, and every passage of its reading stands in the text.
Does not: touch the disk beyond the package's own rule files, the network, the clock or chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version as version_of
from typing import Protocol

from witnessmark.nouns import Name, Reading, Statement, Text
from witnessmark.reading.attributing.statements import find_statements
from witnessmark.reading.dates import TextDates
from witnessmark.reading.figures.circumstances import with_circumstances
from witnessmark.reading.figures.columns import Cells
from witnessmark.reading.figures.finding import find_figures
from witnessmark.reading.figures.rows import with_rows
from witnessmark.reading.layout import Paragraph, lay_out
from witnessmark.reading.names import find_names
from witnessmark.reading.neural.encoder import Encoder, shipped
from witnessmark.reading.neural.gaps import with_quotations
from witnessmark.reading.neural.statements import look, names_of, statements_of
from witnessmark.reading.rules import known, rules_digest


class Reader(Protocol):
    """Reads statements, figures, dates and names out of one text."""

    @property
    def version(self) -> str:
        """Name everything that decides the output: code, rule files, models, libraries."""
        ...

    def version_for(self, language: str | None) -> str:
        """Name what of it decides the reading of a text in ``language``."""
        ...

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``."""
        ...


class NeuralReader:
    """Reads English with the shipped encoder, and other languages by rules."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder or shipped()
        self._rules = RuleReader()

    @property
    def version(self) -> str:
        """Name the encoder and what runs it, and all that names the rules."""
        libraries = " ".join(f"{name}/{version_of(name)}" for name in ("onnxruntime", "tokenizers", "numpy"))
        return f"neural/{self._encoder.digest[:12]} {libraries} {self._rules.version}"

    def version_for(self, language: str | None) -> str:
        """Return what decides the reading of a text in ``language``."""
        return self.version if language == "en" else self._rules.version

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``; never raises for any content."""
        if text.language != "en":
            return self._rules.read(text)
        paragraphs = lay_out(text.content, text.locators, "en")
        seen = look(text.content, paragraphs, self._encoder)
        names = names_of(text.content, seen)
        found = statements_of(text.content, paragraphs, seen, self._encoder, self._encoder.calibration, names)
        statements = with_quotations(found, find_statements(text.content, paragraphs, "en"))
        return _reading(text, paragraphs, "en", statements, names, self.version)


class RuleReader:
    """Reads by rules alone, in the languages of ``rules.LANGUAGES``; other languages by the English rules."""

    @property
    def version(self) -> str:
        """Name the code, the rule files and the sentence splitter."""
        return _version()

    def version_for(self, language: str | None) -> str:
        """Return the version: the rules of all languages are one."""
        return self.version

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``; never raises for any content."""
        language = known(text.language)
        paragraphs = lay_out(text.content, text.locators, language)
        names = find_names(text.content, paragraphs, language)
        statements = find_statements(text.content, paragraphs, language, names)
        return _reading(text, paragraphs, language, statements, names, self.version)


def dated(text: Text, found: Reading) -> Text:
    """Return ``text`` with the date of publication that its reading found in its words, if its file declares none."""
    if text.published is not None and not text.published_in_text:
        return text
    value = found.published.value if found.published else None
    return replace(text, published=value, published_in_text=value is not None)


def _reading(
    text: Text,
    paragraphs: Sequence[Paragraph],
    language: str,
    statements: tuple[Statement, ...],
    names: tuple[Name, ...],
    version: str,
) -> Reading:
    dates = TextDates(text.content, paragraphs, language)
    declared = None if text.published_in_text else text.published
    stated = None if declared else dates.stated()
    resolved = dates.resolved(declared or (stated.value if stated else None))
    cells = Cells(text.content, text.locators)
    figures = find_figures(text.content, paragraphs, dates.words(), statements, language, cells)
    placed = with_circumstances(text.content, figures, paragraphs, resolved, names, statements, language)
    return Reading(
        reader=version,
        statements=statements,
        figures=with_rows(text.content, placed, cells, resolved),
        dates=resolved,
        names=names,
        published=stated,
    )


@cache
def _version() -> str:
    return f"rules/{rules_digest()} sentencex/{version_of('sentencex')}"
