"""Lines of a page that is written from right to left."""

from __future__ import annotations

import pytest

from witnessmark.intake.paper.printed import _Glyph, _rebuilt


def printed(logical: str, *, base: float = 100.0) -> list[_Glyph]:
    """Return the glyphs of a line as a layer of ink holds them: from left to right."""
    from unicodedata import bidirectional

    out: list[str] = []
    run = ""
    for character in logical:  # numbers and Latin words keep their order within the reversed line
        if bidirectional(character) in ("EN", "L") or (run and character in ",./"):
            run += character
            continue
        out.extend(reversed(run))
        run = ""
        out.append(character)
    out.extend(reversed(run))
    return [
        _Glyph(character, place, 10.0 * place, 10.0 * place + 9, base, 12.0)
        for place, character in enumerate(reversed(out))
        if character != " "
    ]


@pytest.mark.parametrize(
    "words",
    ["سی نفر در زندان کشته شدند", "قال إن 1,200 قتلوا", "در سال 1988 گفت", "הדובר אמר 30 בני אדם", "گفت Velmora شهر"],
)
def test_right_to_left_lines_are_put_in_reading_order(words: str) -> None:
    """A line is rebuilt in the order in which it is read; numbers and Latin words keep theirs."""
    assert [line.words for line in _rebuilt(printed(words))] == [words]


def test_shaped_letters_become_letters() -> None:
    """Letters in the shape of their place in a word become the letters themselves."""
    assert next(_rebuilt(printed("ﻼﻣ"))).words == "لام"


def test_lines_come_from_top_to_bottom() -> None:
    """Lines are told apart by their base lines."""
    glyphs = printed("سطر", base=50.0) + printed("اول", base=80.0)
    assert [line.words for line in _rebuilt(glyphs)] == ["اول", "سطر"]
