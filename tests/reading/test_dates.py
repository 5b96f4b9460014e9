"""Claims about dates and their precision."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on 14 July 2022", "2022-07-14"),
        ("on July 14, 2022", "2022-07-14"),
        ("on 14/07/2022", "2022-07-14"),
        ("on 2022-07-14", "2022-07-14"),
        ("in March 2022", "2022-03"),
        ("in the summer of 1988", "1988-22"),
        ("in summer 1988", "1988-22"),
        ("in 2008", "2008"),
        ("in the 1980s", "198X"),
        ("from 3 May to 7 June 2010", "2010-05-03/2010-06-07"),
        ("on 22 to 23 October 2001", "2001-10-22/2001-10-23"),
    ],
)
def test_an_explicit_date_keeps_its_precision(read: Read, words: str, value: str) -> None:
    """What the words say is the value, no more and no less, without an anchor."""
    dates = read(f"The mill burned {words}.").dates
    assert [(date.value, date.anchor) for date in dates] == [(value, None)]


@pytest.mark.parametrize(
    "words", ["on 03/04/2022", "on Tuesday, March 22", "last Thursday", "yesterday", "32 May 2001"]
)
def test_nothing_is_guessed_without_an_anchor(read: Read, words: str) -> None:
    """Ambiguous, relative and impossible dates are left out."""
    assert [date.value for date in read(f"The mill burned {words}.").dates] == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Tuesday, March 22", "2022-03-22"),
        ("on December 20", "2021-12-20"),
        ("last Thursday", "2022-03-24"),
        ("in August of last year", "2021-08"),
        ("yesterday", "2022-03-24"),
        ("last year", "2021"),
    ],
)
def test_an_anchor_settles_simple_relative_dates(read: Read, words: str, value: str) -> None:
    """The publication date gives the year or the day, and is named as the anchor."""
    dates = read(f"The mill burned {words}.", published="2022-03-25").dates
    assert [(date.value, date.anchor) for date in dates] == [(value, "2022-03-25")]


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fr", "le 1er février 2018", "2018-02-01"),
        ("es", "el 14 de abril de 1983", "1983-04-14"),
        ("sv", "den 2 maj 1982", "1982-05-02"),
        ("de", "am 3. März 2004", "2004-03-03"),
        ("fa", "۶ مرداد ۱۳۶۷", "1988-07-28"),
        ("fa", "زمستان ۱۳۹۷", "2018-24"),
        ("ar", "٣ آب ٢٠١٤", "2014-08-03"),
    ],
)
def test_every_language_has_its_months(read: Read, language: str, words: str, value: str) -> None:
    """Explicit dates are read in each language; Solar Hijri dates become Gregorian ones."""
    assert [date.value for date in read(f"— {words}.", language).dates] == [value]
