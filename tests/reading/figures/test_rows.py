"""Where and when of numbers in tables, from the cells beside them."""

from __future__ import annotations

import pytest

from witnessmark.intake import text_of
from witnessmark.nouns import Locator, Span, Text
from witnessmark.reading import RuleReader


def table(*rows: str, header: bool = True, language: str = "en") -> Text:
    """Return a table of rows with tabs; located by its columns' names, or (as on a page) by numbers alone."""
    content = "\n".join(rows[1:] if header else rows)
    names = rows[0].split("\t")
    locators, at = [], 0
    for number, row in enumerate(content.split("\n"), 1):
        for column, cell in enumerate(row.split("\t")):
            steps = ("table", "1"), ("row", str(number)), ("cell", names[column] if header else str(column + 1))
            if cell:
                locators.append(Locator(Span(at, at + len(cell)), steps))
            at += len(cell) + 1
    made = text_of(content, language=language)
    return Text(
        **{key: getattr(made, key) for key in ("source", "content", "media_type", "extractor", "language")},
        locators=tuple(locators),
    )


def places(text: Text) -> list[tuple[float | None, str | None, str | None]]:
    return [(one.lo, one.place, one.period) for one in RuleReader().read(text).figures]


@pytest.mark.parametrize("header", [True, False])
def test_a_row_gives_place_and_time(header: bool) -> None:
    """The narrowest place, and the day of what is counted; what a sum is of, the table alone knows."""
    rows = (
        "Province\tVillage\tReported\tDate\tKilled",
        "Velmar\tOsteva\t5 April 2019\t3 March 2019\t57",
        "Velmar\t\t5 April 2019\t4 March 2019\t3",
        "Total\t\t\t\t60",
    )
    assert places(table(*rows, header=header)) == [
        (57, "Osteva", "2019-03-03"),
        (3, "Velmar", "2019-03-04"),
        (60, None, None),
    ]


@pytest.mark.parametrize(
    ("head", "row", "place", "period"),
    [
        ("Lieu\tDate\tmorts", "Osteva\t3 mars 2019\t57", "Osteva", "2019-03-03"),
        ("محل\tکشته", "استوا\t۵۷", "استوا", None),
        ("Notes\tKilled", "in May 2019\t57", None, "2019-05"),
        ("Begun\tEnded\tKilled", "May 2019\tJune 2019\t57", None, None),
        ("Date of birth\tKilled", "3 March 1990\t57", None, None),
        ("Place\tKilled", f"{'a long story ' * 9}\t57", None, None),
        ("Place\tAge", "Osteva\t57", None, None),
    ],
)
def test_columns(head: str, row: str, place: str | None, period: str | None) -> None:
    """In several languages; two times, or that of a birth, are none; an age has no place."""
    language = "fr" if "Lieu" in head else "fa" if "کشته" in head else "en"
    found = places(table(head, row, language=language))
    assert [one[1:] for one in found] == ([] if "Age" in head else [(place, period)])
