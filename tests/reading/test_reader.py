"""Laws of the reader: whatever the text, the reading stands in it and is the same again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Edtf, Locator, Mode, Reading, Span, Text, digest_of
from witnessmark.reading import Reader, RuleReader
from witnessmark.reading.rules import LANGUAGES

Read = Callable[..., Reading]

PIECES = st.sampled_from(
    (
        *("said ", "that ", "officials ", "and ", "“", "”", '"', "'", ", ", ". ", "\n", "\n\n", ": ", "- ", "— "),
        *("According to ", "34 people ", "between 3 and 5 ", "14 July 2022 ", "Ada Malin ", "he ", "was told ", "of "),
        *("qu'il a dit ", "« oui »", "گفت ", "قال إن ", "e\u0301", "\ud800", "\0", "\u200f", "١٢ ", "$", "%", "(", "]"),
    )
)
CONTENTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


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


@given(CONTENTS, st.sampled_from((*LANGUAGES, None, "xx")))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_reading_that_stands_in_it(content: str, language: str | None) -> None:
    """Every passage reproduces, every position is in range, and the same text gives the same reading."""
    text = text_of(content, language)
    reading = RuleReader().read(text)
    assert all(passage.stands_in(content) for passage in reading.passages())
    count = len(reading.statements)
    for at, statement in enumerate(reading.statements):
        assert all(0 <= outer < count and outer != at for outer in statement.relayed_by)
        assert 0 < statement.score <= 1
    for figure in reading.figures:
        assert figure.statement is None or 0 <= figure.statement < count
        assert (figure.lo, figure.hi) != (None, None)
        assert figure.lo is None or figure.hi is None or figure.lo <= figure.hi
    assert RuleReader().read(text) == reading


@pytest.mark.parametrize(
    "piece", ['"', "“ ", "said ", "and ", "1,", "officials said that ", "( ", "\ud800", "\0", "٫١"]
)
def test_long_lines_of_one_thing_are_read(read: Read, piece: str) -> None:
    """Text that repeats one thing on one line is read like any other."""
    content = piece * (20_000 // len(piece))
    assert all(passage.stands_in(content) for passage in read(content).passages())


def test_locators_are_paragraphs() -> None:
    """A quotation that is not closed ends with the paragraph that its locator names."""
    content = "“We hid in the barn all night. Police said the road was open."
    cut = content.index("Police")
    first, second = Span(0, cut - 1), Span(cut, len(content))
    locators = (Locator(first, (("cell", "1"),)), Locator(second, (("cell", "2"),)))
    reading = RuleReader().read(text_of(content, "en", locators))
    assert [s.speaker.passage.quote for s in reading.statements if s.speaker and s.speaker.passage] == ["Police"]
    assert reading.statements[0].mode is Mode.ASSERTED


def test_the_version_names_what_decides_the_output() -> None:
    """The version holds the rules' digest and the splitter's version."""
    reader: Reader = RuleReader()
    assert reader.version.startswith("rules/")
    assert "sentencex/" in reader.version
    assert reader.read(text_of("", None)).reader == reader.version
