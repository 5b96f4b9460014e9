"""The reader: one text in, one reading out.

Promises: ``read`` is pure and deterministic, takes any text, and every passage of its reading stands in the text.
Does not: touch the disk beyond the package's own rule files, the network, the clock or chance.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as version_of
from typing import Protocol

from witnessmark.nouns import Reading, Text
from witnessmark.reading.dates import find_date_words, find_dates
from witnessmark.reading.figures import find_figures
from witnessmark.reading.layout import lay_out
from witnessmark.reading.names import find_names
from witnessmark.reading.rules import known, rules_digest
from witnessmark.reading.statements import find_statements


class Reader(Protocol):
    """Reads statements, figures, dates and names out of one text."""

    @property
    def version(self) -> str:
        """Name everything that decides the output: code, rule files, models, libraries."""
        ...

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``."""
        ...


class RuleReader:
    """Reads by rules alone, in the languages of ``rules.LANGUAGES``; other languages by the English rules."""

    @property
    def version(self) -> str:
        """Name the code, the rule files and the sentence splitter."""
        return _version()

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``; never raises for any content."""
        language = known(text.language)
        paragraphs = lay_out(text.content, text.locators, language)
        names = find_names(text.content, paragraphs, language)
        statements = find_statements(text.content, paragraphs, language, names)
        taken = find_date_words(text.content, paragraphs, language)
        return Reading(
            reader=self.version,
            statements=statements,
            figures=find_figures(text.content, paragraphs, taken, statements, language, text.locators),
            dates=find_dates(text.content, paragraphs, language, text.published),
            names=names,
        )


@cache
def _version() -> str:
    return f"rules/{rules_digest()} sentencex/{version_of('sentencex')}"
