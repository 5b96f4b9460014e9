"""Claims about figures: bounds, what is counted, classes, and what is no figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Figure, Reading

Read = Callable[..., Reading]


def only(reading: Reading) -> Figure:
    assert len(reading.figures) == 1, [f.passage.quote for f in reading.figures]
    return reading.figures[0]


@pytest.mark.parametrize(
    ("sentence", "quote", "lo", "hi", "approximate"),
    [
        ("More than 12,000 prisoners were held.", "More than 12,000", 12000, None, False),
        ("At least thirty-four people were killed.", "At least thirty-four", 34, None, False),
        ("No fewer than 12 villages burned.", "No fewer than 12", 12, None, False),
        ("Up to 50 people were hurt.", "Up to 50", None, 50, False),
        ("Some 21,400 prisoners died.", "Some 21,400", 21400, 21400, True),
        ("Nearly 3.5 million people fled.", "Nearly 3.5 million", 3500000, 3500000, True),
        ("There are between 140 to 160 graves.", "between 140 to 160", 140, 160, False),
        ("They held 140-160 men.", "140-160", 140, 160, False),
        ("They held four to five million tons.", "four to five million", 4000000, 5000000, False),
        ("Dozens of miners were trapped.", "Dozens", 24, None, True),
        ("Tens of thousands of people marched.", "Tens of thousands", 20000, None, True),
        ("Half a million people marched.", "Half a million", 500000, 500000, False),
        ("It cost $195 million.", "$195 million", 195000000, 195000000, False),
        ("The storm left 3,00,000 people homeless.", "3,00,000", 300000, 300000, False),
        ("Two dozen men were seized.", "Two dozen", 24, 24, False),
        ("One hundred and five men were seized.", "One hundred and five", 105, 105, False),
    ],
)
def test_the_words_give_the_interval(
    read: Read, sentence: str, quote: str, lo: float | None, hi: float | None, approximate: bool
) -> None:
    """The span holds the bound words, and the interval is what they allow."""
    figure = only(read(sentence))
    assert (figure.passage.quote, figure.lo, figure.hi, figure.approximate) == (quote, lo, hi, approximate)


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("The blast killed 34 people and wounded 66 others.", ["persons.killed", "persons.injured"]),
        ("Fourteen people were killed and 19 injured.", ["persons.killed", "persons.injured"]),
        ("There were 12,000 hangings.", ["persons.executed"]),
        ("Police arrested 16 men.", ["persons.detained"]),
        ("They found 140 mass graves.", ["sites.graves"]),
        ("He is serving a 12-year sentence.", ["sentence"]),
        ("The trial took 17 months.", ["time"]),
        ("It held 41 court sessions.", ["events"]),
        ("Seven percent agreed.", ["share"]),
        ("The road is 40 kilometers long.", ["distance"]),
        ("The massacre of more than 12,000 political prisoners is denied.", ["persons.killed"]),
        ("After 17 months in Halden, where the trial was held, he was given a life sentence.", ["time"]),
        ("The court jailed nine guards for between four and 18 years.", ["persons.detained", "sentence"]),
        ("Ada Malin, 74, was not told.", ["time"]),
        ("On the list there were 41.", ["other"]),
        ("The people on the list said that there were 41.", ["persons.other"]),
    ],
)
def test_noun_and_verb_decide_the_measure(read: Read, sentence: str, measures: list[str]) -> None:
    """A measure is a class of the open data file."""
    assert [figure.measure for figure in read(sentence).figures] == measures


def test_counted_is_the_noun_with_its_close_words(read: Read) -> None:
    """What is counted is the run of words up to its head noun."""
    assert only(read("More than 12,000 political prisoners were held.")).counted == "political prisoners"


@pytest.mark.parametrize(
    "sentence",
    [
        "It happened in 2008.",
        "It happened on 14 July 2022 at 10:30.",
        "The meeting began at 5 p.m. on July 14, 2022.",
        "He came 2nd.",
        "See Article 5 and Resolution 1244.",
        "A Boeing 737 landed beside the H5N1 ward.",
        "They met in Room 12.",
        "Call +41 22 555 01 02.",
        "3. The court rose.",
        "One of the guards left.",
        "In the 1980s it was closed.",
        "The team won 3-1.",
        "411",
        "0142",
        "Notice 212.",
        "104 10 98 19 131",
        "The 1997 executions were denied.",
        "Over 1997 killings nothing was said.",
    ],
)
def test_names_dates_and_numbers_of_things_are_no_figures(read: Read, sentence: str) -> None:
    """Years, clock times, ordinals, identifiers, list numbers, scores and pronouns count nothing."""
    assert [figure.passage.quote for figure in read(sentence).figures] == []


def test_a_change_is_two_figures(read: Read) -> None:
    """A toll that rose from one number to another is no range."""
    assert [figure.lo for figure in read("The toll rose from 82 to 104.").figures] == [82, 104]


def test_a_figure_stands_in_its_innermost_statement(read: Read) -> None:
    """The statement is the inner one; the document's own voice has none."""
    reading = read("The agency reported that police said 34 people died. Two bridges fell.")
    assert [figure.statement for figure in reading.figures] == [1, None]


@pytest.mark.parametrize(
    ("language", "sentence", "lo", "hi"),
    [
        ("fr", "Plus de 1 200 personnes ont fui.", 1200, None),
        ("fr", "Une trentaine de maisons ont brûlé.", 30, 30),
        ("fr", "Quatre-vingt-douze maisons ont brûlé.", 92, 92),
        ("es", "Murieron treinta y cuatro personas.", 34, 34),
        ("es", "Hubo 1.126 testimonios.", 1126, 1126),
        ("sv", "Minst tjugofem hus brann.", 25, None),
        ("de", "Mindestens fünfundzwanzig Häuser brannten.", 25, None),
        ("fa", "بیش از ۱٬۲۰۰ نفر رفتند.", 1200, None),
        ("fa", "بیست و پنج خانه سوخت.", 25, 25),
        ("ar", "احترق خمسة وعشرون منزلاً.", 25, 25),
        ("ar", "غادر ما لا يقل عن ٤١ شخصاً.", 41, None),
    ],
)
def test_every_language_counts(read: Read, language: str, sentence: str, lo: int, hi: int | None) -> None:
    """Digits, separators and number words are read in each language and script."""
    figure = only(read(sentence, language))
    assert (figure.lo, figure.hi) == (lo, hi)
