"""Claims about dates, their precision, and what they are counted from."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.nouns import Edtf, Reading
from witnessmark.reading.dates import find_dates
from witnessmark.reading.layout import lay_out

Read = Callable[..., Reading]


def values(words: str, language: str = "en", published: str | None = None) -> list[str]:
    """Return the values of the dates in these words."""
    anchor = Edtf(published) if published else None
    return [date.value for date in find_dates(words, lay_out(words, (), language), language, anchor)]


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
        ("in early 1988", "1988"),
        ("in mid-July 1993", "1993-07~"),
        ("in the third quarter of 2019", "2019-07/2019-09"),
        ("from 3 May to 7 June 2010", "2010-05-03/2010-06-07"),
        ("from 3 to 5 May 2010", "2010-05-03/2010-05-05"),
        ("between July and September 1988", "1988-07/1988-09"),
        ("on 22 to 23 October 2001", "2001-10-22/2001-10-23"),
        ("since 2011", "2011/.."),
        ("before 1990", "../1989"),
        ("after 1997", "1998/.."),
        ("before 1 June 2001", "../2001-05-31"),
        ("on the night of 9 May 1977", "1977-05-09"),
        ("on or about 11 May 2004", "2004-05-11~"),
        ("two weeks before Christmas 2010", "2010-12-11"),
        ("on the last Sunday of February 2018", "2018-02-25"),
        ("in the winter of 1994–95", "1994-24"),
        ("on 17 Ramadan 1436", "2015-07-04"),
    ],
)
def test_an_explicit_date_keeps_its_precision(read: Read, words: str, value: str) -> None:
    """What the words say is the value, no more and no less, without an anchor."""
    dates = read(f"The mill burned {words}.").dates
    assert [(date.value, date.anchor) for date in dates] == [(value, None)]


@pytest.mark.parametrize(
    "words",
    [
        *("on 03/04/2022", "on Tuesday, March 22", "last Thursday", "yesterday", "two days later"),
        *("32 May 2001", "31 June 2011", "29 February 2023", "13/13/2012", "2011-13-40", "in Room 2010-7b"),
    ],
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
        ("on Friday", "2022-03-25"),
        ("in August of last year", "2021-08"),
        ("yesterday", "2022-03-24"),
        ("last year", "2021"),
        ("this week", "2022-03-21/2022-03-27"),
        ("more than 33 years ago", "../1989"),
        ("two days ago", "2022-03-23"),
        ("ten years ago today", "2012-03-25"),
        ("a year ago today", "2021-03-25"),
        ("overnight", "2022-03-24/2022-03-25"),
        ("in November", "2021-11"),
        ("since Saturday", "2022-03-19/.."),
        ("until autumn", "../2021-23"),
        ("by the end of the year", "../2022-12-31"),
    ],
)
def test_an_anchor_settles_relative_dates(read: Read, words: str, value: str) -> None:
    """The publication date gives the year or the day, and is named as the anchor."""
    dates = read(f"The mill burned {words}.", published="2022-03-25").dates
    assert [(date.value, date.anchor) for date in dates] == [(value, "2022-03-25")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("On 3 May 2004 it burned; the next day it fell.", ["2004-05-03", "2004-05-04"]),
        ("On 3 May 2004 it burned, and on 29 May it fell.", ["2004-05-03", "2004-05-29"]),
        ("On 3 May 2004 it burned. Two days later it fell.", ["2004-05-03", "2004-05-05"]),
        ("In March 1998 it burned; that same year it was sold.", ["1998-03", "1998"]),
        ("From 20 May until the gate shut on 3 August 1992 it stood.", ["1992-05-20", "1992-08-03"]),
        ("Between 3 May 2004 and the end of that month.", ["2004-05-03/2004-05-31"]),
    ],
)
def test_a_date_of_the_text_tells_the_ones_near_it(words: str, expected: list[str]) -> None:
    """Without a publication date, words such as "the next day" count from the nearest date that the text gives."""
    assert [value.replace("~", "") for value in values(words)] == expected


def test_what_is_to_come_is_not_put_in_the_past() -> None:
    """A weekday or a month after words of the future is the next one."""
    assert values("A verdict is expected on Friday.", published="2022-03-22") == ["2022-03-25"]
    assert values("The court opened on Friday.", published="2022-03-22") == ["2022-03-18"]
    assert values("She will testify in September.", published="2022-03-22") == ["2022-09"]


def test_a_wrong_weekday_does_not_change_its_date() -> None:
    """The day as written stands, whatever weekday is said with it (3 May 2020 was a Sunday)."""
    assert values("It burned on Monday, 3 May 2020.") == ["2020-05-03"]


@pytest.mark.parametrize("words", ["They march in line.", "It may be.", "Every Friday he rests.", "Room 2011 is shut."])
def test_words_that_look_like_dates_are_none(words: str) -> None:
    """Verbs, and days that come again and again, are no dates."""
    assert values(words, published="2022-03-25") == []


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fr", "le 1er février 2018", "2018-02-01"),
        ("fr", "entre juillet et septembre 1988", "1988-07/1988-09"),
        ("fr", "au printemps 1988", "1988-21"),
        ("fr", "dans les années 1980", "198X"),
        ("fr", "jusqu'en 2004", "../2004"),
        ("fr", "le 03/04/2022", "2022-04-03"),
        ("es", "el 14 de abril de 1983", "1983-04-14"),
        ("es", "entre agosto y octubre de 1982", "1982-08/1982-10"),
        ("es", "en la década de 1970", "197X"),
        ("es", "desde el 1 de julio de 2001", "2001-07-01/.."),
        ("sv", "den 2 maj 1982", "1982-05-02"),
        ("sv", "på 1970-talet", "197X"),
        ("sv", "på våren 1988", "1988-21"),
        ("sv", "natten till den 14 juli 2016", "2016-07-13/2016-07-14"),
        ("de", "am 3. März 2004", "2004-03-03"),
        ("de", "vom 3. bis 5. Mai 1988", "1988-05-03/1988-05-05"),
        ("de", "in den 1980er Jahren", "198X"),
        ("de", "seit 2011", "2011/.."),
        ("fa", "۶ مرداد ۱۳۶۷", "1988-07-28"),
        ("fa", "زمستان ۱۳۹۷", "2018-24"),
        ("fa", "مرداد ۱۳۶۷", "1988-07-23/1988-08-22"),
        ("fa", "از سال ۱۳۹۸", "2019-03-21/.."),
        ("fa", "دههٔ ۱۹۸۰", "198X"),
        ("fa", "1402/11/05", "2024-01-25"),
        ("ar", "٣ آب ٢٠١٤", "2014-08-03"),
        ("ar", "عام ١٤٢٥ هـ", "2004-02-21/2005-02-09"),
        ("ar", "٦ ذو الحجة ١٤٤٣ هـ", "2022-07-05"),
        ("ar", "بين يوليو وسبتمبر 1988", "1988-07/1988-09"),
        ("ar", "منذ حزيران ٢٠١٦", "2016-06/.."),
    ],
)
def test_every_language_has_its_explicit_dates(read: Read, language: str, words: str, value: str) -> None:
    """Explicit dates are read in each language; Solar Hijri and Hijri dates become Gregorian ones."""
    assert [date.value for date in read(f"— {words}.", language).dates] == [value]


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fr", "aujourd'hui, il y a dix ans", "2012-03-25"),
        ("de", "heute vor zehn Jahren", "2012-03-25"),
        ("es", "hoy hace diez años", "2012-03-25"),
        ("sv", "för tio år sedan i dag", "2012-03-25"),
        ("fr", "la veille", "2022-03-24"),
        ("fr", "jeudi dernier", "2022-03-24"),
        ("fr", "il y a deux mois", "2022-01"),
        ("fr", "en août de l'année dernière", "2021-08"),
        ("es", "hace cuatro años", "2018"),
        ("es", "la semana pasada", "2022-03-14/2022-03-20"),
        ("es", "anoche", "2022-03-24"),
        ("sv", "i måndags", "2022-03-21"),
        ("sv", "i fjol", "2021"),
        ("sv", "på tisdagskvällen", "2022-03-22"),
        ("de", "am vergangenen Montag", "2022-03-21"),
        ("de", "vor drei Tagen", "2022-03-22"),
        ("de", "im August letzten Jahres", "2021-08"),
        ("fa", "هفتهٔ گذشته", "2022-03-12/2022-03-18"),
        ("fa", "ماه گذشته", "2022-02-20/2022-03-20"),
        ("fa", "دیروز", "2022-03-24"),
        ("ar", "قبل يومين", "2022-03-23"),
        ("ar", "أمس", "2022-03-24"),
        ("ar", "صيف العام الماضي", "2021-22"),
    ],
)
def test_every_language_has_its_relative_dates(language: str, words: str, value: str) -> None:
    """Weeks begin where the language's readers begin them, months are those of its calendar."""
    assert values(f"— {words}.", language, "2022-03-25") == [value]


@pytest.mark.parametrize(
    ("language", "head", "value"),
    [
        ("en", "KASSIM BAY, 12 March 2021 (Coastal Wire) - Two people died.", "2021-03-12"),
        ("en", "VELMAR, 3 March 2019. At least two people were killed.", "2019-03-03"),
        ("en", "A mill burns\n\nPublished: 3 May 2020\n\nThe mill burned on 2 April 2019.", "2020-05-03"),
        ("en", "A mill burns\n\nMarch 25, 2022 at 5:12 pm\n\nThe mill burned.", "2022-03-25"),
        ("en", "MILL-FIRE\nFiled: 2021-11-08 16:42\n\nA mill burns", "2021-11-08"),
        ("en", "People rally in Kassim Bay – March 22, 2022\n\nPeople rallied on Tuesday.", "2022-03-22"),
        ("en", "People rally in Kassim Bay (22 March 2022) [Photo: A. Malin]\n\nThey did.", "2022-03-22"),
        ("fr", "COMMUNIQUÉ\n\nPort-Lacour, le 20 mai 2019\n\nLe moulin a brûlé.", "2019-05-20"),
        ("sv", "Kvarnen brinner\n\nPublicerad 3 maj 2020\n\nKvarnen brann.", "2020-05-03"),
        ("fa", "تاریخ: ۳۰ شهریور ۱۴۰۱\n\nآسیاب سوخت.", "2022-09-21"),
        ("en", "It was long - too long - until 3 May 2020 came\n\nNobody was hurt.", None),
        ("en", "The mill burned on 3 May 2020.\n\nNobody was hurt.", None),
        ("en", "What happened at the mill on 3 May 2020 and why nobody was told of it for a year\n\nIt burned.", None),
    ],
)
def test_a_text_without_metadata_is_dated_by_its_own_words(
    read: Read, language: str, head: str, value: str | None
) -> None:
    """A dateline, a caption or a line of its own gives the publication date; a date that is told of does not."""
    found = read(head, language)
    assert (found.published.value if found.published else None) == value
    assert read(head, language, published="1999-01-01").published is None


def test_the_words_own_date_anchors_the_others(read: Read) -> None:
    """What a dateline says is what "yesterday" counts from, and is named as the anchor."""
    dates = read("KASSIM BAY, 12 March 2021 (Coastal Wire) - The mill burned yesterday.").dates
    assert [(date.value, date.anchor) for date in dates] == [("2021-03-12", None), ("2021-03-11", "2021-03-12")]


def test_news_is_of_the_days_before_publication(read: Read) -> None:
    """A day with its weekday is that of the news where it fits, and of the year that is told of where it does not."""
    told = "What happened in the summer of 1988 was told on Tuesday, {} to a court."
    for day, value in (("March 22", "2022-03-22"), ("July 12", "1988-07-12")):
        assert [date.value for date in read(told.format(day), published="2022-03-23").dates] == ["1988-22", value]


def test_march_in_the_middle_of_a_sentence_calls_nobody_to_one(read: Read) -> None:
    """ "March on Monday" is to come where it opens a sentence, however long the sentence is."""
    told = "VELMAR, 12 March 2031 (Coastal Wire) - {} men were hurt at the mill on Monday."
    for length in range(20, 120):
        dates = read(told.format("x" * length)).dates
        assert [date.value for date in dates] == ["2031-03-12", "2031-03-10"]


_WORDS = (
    "on the of 3 May 2020 31 99 1988 - – / , . ( ) before after since until by between and to last next week days "
    "ago later Friday summer early mid- night 31/12/2999 1402/13/45 0000-00-00 1e400 ramadan 17 ۱۴ آب شعبان 0 st"
)
_PIECES = st.sampled_from(_WORDS.split())


@given(
    st.lists(_PIECES, max_size=30).map(" ".join) | st.text(string.printable),
    st.sampled_from(["en", "fr", "de", "sv", "es", "fa", "ar"]),
    st.sampled_from([None, "2022-03-25", "0001-01-01", "9999-12-31", "2020", "1988-22"]),
)
def test_no_words_break_the_reading(words: str, language: str, published: str | None) -> None:
    """Whatever stands in a text, its dates are in order, stand in it and do not overlap."""
    anchor = Edtf(published) if published else None
    end = 0
    for date in find_dates(words, lay_out(words, (), language), language, anchor):
        assert date.passage.stands_in(words)
        assert date.passage.start >= end
        end = date.passage.end
