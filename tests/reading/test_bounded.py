"""A text that is too long to be read at once is read in stretches; what is not read is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from witnessmark.nouns import Digest, Locator, Span, Text
from witnessmark.reading import RuleReader, read_bounded

SENTENCE = "The governor of Velmora said that forty prisoners had been moved before dawn yesterday."
SOURCE = Digest("0" * 64)


def text_of(paragraphs: int, *, in_one: bool = False, first: str = "") -> Text:
    """Return a text of so many paragraphs of one sentence, or of one paragraph with as many."""
    sentences = [first] * bool(first) + [SENTENCE] * paragraphs
    content = (" " if in_one else "\n\n").join(sentences)
    places, at = [], 0
    for sentence in [content] if in_one else sentences:
        places.append(Span(at, at + len(sentence)))
        at += len(sentence) + 2
    locators = tuple(Locator(span, (("paragraph", str(at)),)) for at, span in enumerate(places, 1))
    return Text(
        source=SOURCE, content=content, locators=locators, media_type="text/plain", extractor="text/1", language="en"
    )


def test_a_text_within_the_bound_is_read_as_it_is() -> None:
    """Nothing is cut, and nothing is said."""
    text = text_of(3)
    assert read_bounded(RuleReader(), text, len(text.content)) == RuleReader().read(text)


@pytest.mark.parametrize("stretch", [190, 400, 1000])
def test_stretches_give_what_the_whole_gives(stretch: int) -> None:
    """Whole paragraphs in each; a date that counts from the day of publication does so in all of them."""
    text = text_of(20, first="Published: 4 March 2021")
    found = read_bounded(RuleReader(), text, stretch)
    assert found == RuleReader().read(text)
    assert len(found.statements) == 20
    assert {date.value for date in found.dates} == {"2021-03-04", "2021-03-03"}
    assert all(passage.stands_in(text.content) for passage in found.passages())


@pytest.mark.parametrize("bound", [{"most": 800}, {"most_found": 20}])
def test_what_is_not_read_is_told(bound: dict[str, int]) -> None:
    """The fault says how many characters were read, and of how many."""
    text = text_of(40)
    found = read_bounded(RuleReader(), text, 400, **bound)
    (fault,) = found.faults
    assert (fault.source, fault.stage) == (SOURCE, "reading")
    read = max(passage.spans[-1].end for passage in found.passages())
    assert f"has {len(text.content):,} characters" in fault.fault
    assert 0 < len(found.statements) < 40
    assert read <= int(fault.fault.split("first ")[1].split(" ")[0].replace(",", ""))


def test_a_place_that_is_too_long_is_cut_between_words() -> None:
    """A text of one endless line; passages stand in the whole text."""
    text = text_of(10, in_one=True)
    found = read_bounded(RuleReader(), text, 400)
    assert len(found.statements) >= 6
    assert all(passage.stands_in(text.content) for passage in found.passages())
    assert not found.faults


def test_words_without_end() -> None:
    """There is no place between words: each stretch is as long as it may be."""
    for places in ((Span(0, 1000),), ()):
        locators = tuple(Locator(span, (("paragraph", "1"),)) for span in places)
        text = replace(text_of(1), content="x" * 1000, locators=locators)
        assert read_bounded(RuleReader(), text, 400) == RuleReader().read(text)


def test_a_short_place_before_an_endless_one() -> None:
    """A subject of one word before a body without end."""
    body = " ".join([SENTENCE] * 10)
    places = (Span(0, 4), Span(6, 6 + len(body)))
    locators = tuple(Locator(span, (("part", str(at)),)) for at, span in enumerate(places, 1))
    text = replace(text_of(1), content=f"News\n\n{body}", locators=locators)
    found = read_bounded(RuleReader(), text, 400)
    assert len(found.statements) >= 6
