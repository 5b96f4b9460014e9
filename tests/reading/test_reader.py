"""Laws of the reader: whatever the text, the reading stands in it and is the same again."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Edtf, Locator, Mode, Span, Text, digest_of
from witnessmark.reading import NeuralReader, Reader, RuleReader
from witnessmark.reading.rules import LANGUAGES

PIECES = st.sampled_from(
    (
        *("said ", "that ", "officials ", "and ", "“", "”", '"', "'", ", ", ". ", "\n", "\n\n", ": ", "- ", "— "),
        *("According to ", "34 people ", "between 3 and 5 ", "14 July 2022 ", "Ada Malin ", "he ", "was told ", "of "),
        *("qu'il a dit ", "« oui »", "گفت ", "قال إن ", "e\u0301", "\ud800", "\0", "\u200f", "١٢ ", "$", "%", "(", "]"),
    )
)
CONTENTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))
TOO_LARGE = re.compile(r"\d[eE]\d\d|(?:\d\W?){18}")
"""Numbers that are not held, and so open at both ends."""


def text_of(content: str, language: str | None, locators: tuple[Locator, ...] = ()) -> Text:
    return Text(
        source=digest_of(b""),
        content=content,
        locators=locators,
        media_type="text/plain",
        extractor="test",
        language=language,
        published=Edtf("2022-03-25"),
    )


READERS: tuple[Reader, ...] = (RuleReader(), NeuralReader())


@pytest.mark.parametrize("reader", READERS, ids=("rules", "neural"))
@given(CONTENTS, st.sampled_from((*LANGUAGES, None, "xx")))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_reading_that_stands_in_it(reader: Reader, content: str, language: str | None) -> None:
    """Every passage reproduces, every position is in range, and the same text gives the same reading."""
    text = text_of(content, language)
    reading = reader.read(text)
    assert all(passage.stands_in(content) for passage in reading.passages())
    count = len(reading.statements)
    for at, statement in enumerate(reading.statements):
        assert all(0 <= outer < count and outer != at for outer in statement.relayed_by)
        assert 0 < statement.score <= 1
    for figure in reading.figures:
        assert figure.statement is None or 0 <= figure.statement < count
        assert (figure.lo, figure.hi) != (None, None) or TOO_LARGE.search(figure.passage.quote)
        assert figure.lo is None or figure.hi is None or figure.lo <= figure.hi
    assert reader.read(text) == reading


@pytest.mark.parametrize("reader", READERS, ids=("rules", "neural"))
@pytest.mark.parametrize(
    "piece", ['"', "“ ", "said ", "and ", "1,", "officials said that ", "( ", "\ud800", "\0", "٫١"]
)
def test_long_lines_of_one_thing_are_read(reader: Reader, piece: str) -> None:
    """Text that repeats one thing on one line is read like any other."""
    content = piece * (20_000 // len(piece))
    reading = reader.read(text_of(content, "en"))
    assert all(passage.stands_in(content) for passage in reading.passages())


def test_locators_are_paragraphs() -> None:
    """A quotation that is not closed ends with the paragraph that its locator names."""
    content = "“We hid in the barn all night. Police said the road was open."
    cut = content.index("Police")
    first, second = Span(0, cut - 1), Span(cut, len(content))
    locators = (Locator(first, (("cell", "1"),)), Locator(second, (("cell", "2"),)))
    reading = RuleReader().read(text_of(content, "en", locators))
    assert [s.speaker.passage.quote for s in reading.statements if s.speaker and s.speaker.passage] == ["Police"]
    assert reading.statements[0].mode is Mode.ASSERTED


@pytest.mark.parametrize("reader", READERS, ids=("rules", "neural"))
def test_lines_of_a_page_that_was_recognised_are_read_as_one_paragraph(reader: Reader) -> None:
    """Each has a locator of its own, and a sentence goes on over them, also in the middle of a broken word."""
    lines = (
        "According to the Quay League, at least 137 people were prison",
        "ers of the town and were\nkilled on that quay.",
        "\nPolice said the road was open.",
    )
    content, locators = "", list[Locator]()
    for number, line in enumerate((lines[0], *lines[1].split("\n"), *lines[2].split("\n")), 1):
        gap = "" if number in (1, 2) else "\n"
        start = len(content) + len(gap)
        content += gap + line
        if line:
            steps = (("page", "1"), ("line", str(number)), ("box", f"1 {number} 9 {number}"))
            locators.append(Locator(Span(start, len(content)), steps))
    reading = reader.read(text_of(content, "en", tuple(locators)))
    assert [figure.measure for figure in reading.figures] == ["persons.killed"]
    spoken = {s.speaker.passage.quote: s.content.quote for s in reading.statements if s.speaker and s.speaker.passage}
    assert spoken["Police"] == "the road was open"
    assert reading.statements[0].content.quote.endswith("that quay")


def test_the_version_names_what_decides_the_output() -> None:
    """The version holds the rules' digest and the splitter's version."""
    reader: Reader = RuleReader()
    assert reader.version.startswith("rules/")
    assert "sentencex/" in reader.version
    assert reader.read(text_of("", None)).reader == reader.version


def test_each_text_names_the_reader_that_read_it() -> None:
    """English is read by the encoder, other languages by the rules, and the reading's version says which."""
    reader: Reader = NeuralReader()
    assert reader.version.startswith("neural/")
    for library in ("onnxruntime/", "tokenizers/", "numpy/", "rules/"):
        assert library in reader.version
    for language in ("en", "fr", "fa", None):
        read = reader.read(text_of("Police said that 3 people died.", language))
        assert read.reader == reader.version_for(language)
        assert read.reader.startswith("neural/" if language == "en" else "rules/")
