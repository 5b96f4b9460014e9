"""A text that is too long to be read whole: its beginning is read, and that is told."""

from __future__ import annotations

from dataclasses import replace

from witnessmark.nouns import Digest, Locator, Passage, Span, Text
from witnessmark.reading import RuleReader, read_bounded

SENTENCE = "The governor of Velmora said that forty prisoners had been moved before dawn."
SOURCE = Digest("0" * 64)


def text_of(paragraphs: int, *, in_one: bool = False) -> Text:
    """Return a text of so many paragraphs of one sentence, or of one paragraph with as many."""
    content = (" " if in_one else "\n\n").join([SENTENCE] * paragraphs)
    size = len(SENTENCE) + 2
    places = [Span(0, len(content))] if in_one else [Span(at * size, at * size + size - 2) for at in range(paragraphs)]
    locators = tuple(Locator(span, (("paragraph", str(at)),)) for at, span in enumerate(places, 1))
    return Text(
        source=SOURCE, content=content, locators=locators, media_type="text/plain", extractor="text/1", language="en"
    )


def test_a_text_within_the_bound_is_read_as_it_is() -> None:
    """Nothing is cut, and nothing is said."""
    text = text_of(3)
    assert read_bounded(RuleReader(), text, len(text.content)) == RuleReader().read(text)


def test_of_a_longer_text_the_first_places_are_read() -> None:
    """Whole paragraphs, as many as fit; the fault says how many characters were read, and of how many."""
    text = text_of(10)
    found = read_bounded(RuleReader(), text, 400)
    size = len(SENTENCE) + 2
    read = 5 * size - 2
    assert replace(found, faults=()) == RuleReader().read(replace(text_of(5), content=text.content[:read]))
    (fault,) = found.faults
    assert (fault.source, fault.stage) == (SOURCE, "reading")
    assert f"has {len(text.content):,} characters" in fault.fault
    assert f"the first {read:,} of them" in fault.fault
    assert fault.hint


def test_a_place_that_is_too_long_is_cut_between_words() -> None:
    """A text of one endless line is read as far as it goes; passages stand in the whole text."""
    text = text_of(10, in_one=True)
    found = read_bounded(RuleReader(), text, 400)
    assert found.statements
    for statement in found.statements:
        assert Passage.of(text.content, *statement.content.spans) == statement.content
        assert statement.content.spans[-1].end <= 400
    assert len(found.faults) == 1


def test_one_word_without_end_is_cut() -> None:
    """There is no place between words; the text is read to the bound, without a crash."""
    text = replace(text_of(1), content="x" * 1000, locators=(Locator(Span(0, 1000), (("paragraph", "1"),)),))
    assert len(read_bounded(RuleReader(), text, 400).faults) == 1


def test_a_short_place_before_an_endless_one() -> None:
    """A subject of one word before a body without end: the body is read as far as it goes."""
    body = " ".join([SENTENCE] * 10)
    places = (Span(0, 4), Span(6, 6 + len(body)))
    locators = tuple(Locator(span, (("part", str(at)),)) for at, span in enumerate(places, 1))
    text = replace(text_of(1), content=f"News\n\n{body}", locators=locators)
    found = read_bounded(RuleReader(), text, 400)
    assert len(found.statements) == 5
