"""Plain text."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake import Item, Limits, extract
from witnessmark.intake.texts.plain import paragraphs, read
from witnessmark.nouns import Text

Put = Callable[[str, bytes], Item]


def quotes(content: str) -> list[str]:
    return [content[span.start : span.end] for span in paragraphs(content)]


def test_blank_lines_part_paragraphs() -> None:
    """A wrapped paragraph is one place; blank lines, however many, part two."""
    assert quotes("\nOne\nline.\n\n\n  Two.  \n \t\nThree.\n") == ["One\nline.", "Two.", "Three."]


def test_long_lines_are_paragraphs() -> None:
    """Where lines were not wrapped, each is a paragraph."""
    long = "word " * 30
    assert quotes(f"{long}\nTitle\n{long}\n") == [long.strip(), "Title", long.strip()]


@given(st.text(alphabet="ab \n\t\u00a0\u2028", max_size=400))
def test_every_word_has_a_place(content: str) -> None:
    """Paragraphs are in order, apart, and leave out white space alone."""
    reached = 0
    for span in paragraphs(content):
        assert reached <= span.start
        assert not content[reached : span.start].strip()
        assert content[span.start : span.end].strip() == content[span.start : span.end]
        reached = span.end
    assert not content[reached:].strip()


def test_words_are_unchanged() -> None:
    """The content is the file's, with its spaces, tabs and signs."""
    draft = read("  A\tquote: “so —”  \r\n\r\nB\u200cC\u00a0".encode(), Limits())
    assert draft.content == "  A\tquote: “so —”  \n\nB\u200cC\u00a0"
    assert [one.label for one in draft.locators] == ["paragraph 1", "paragraph 2"]


def test_what_is_seen_otherwise_than_it_stands_is_told(put: Put) -> None:
    """A number that is shown backwards, and one with an unseen sign in it, are read as they stand, and said."""
    text = extract(put("a.txt", "They shot \u202e731\u202c men, and then 1\u200b37 more of the prisoners.".encode()))
    assert isinstance(text, Text)
    assert [one.fault.split(":")[0] for one in text.faults] == [
        "1 sign that turns round the order in which letters and digits are shown (U+202D, U+202E)",
        "1 number is parted by signs that are not seen (U+200B, U+2060, U+FEFF or U+00AD)",
    ]
