"""Claims about figures: bounds, what is counted, classes, and what is no figure."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from witnessmark.nouns import Figure, Locator, Reading, Span, Text, digest_of
from witnessmark.reading import RuleReader

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
        ("It cost $2.5bn in all.", "$2.5bn", 2500000000, 2500000000, False),
        ("Some 3m people fled.", "Some 3m", 3000000, 3000000, True),
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
        ("She was nineteen when they came.", ["time"]),
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
        "He was tried for a foiled 2018 bomb plot.",
        "it was sold after jan. 1 and again on may 19",
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


@pytest.mark.parametrize(
    ("sentence", "quote", "lo", "hi", "approximate"),
    [
        ("At least 34 but no more than 40 people died.", "At least 34 but no more than 40", 34, 40, False),
        ("They saw four or five hundred men.", "four or five hundred", 400, 500, False),
        ("They saw four, maybe five trucks.", "four, maybe five", 4, 5, True),
        ("One in five prisoners died.", "One in five", 20, 20, False),
        ("Five eighths of the prisoners died.", "Five eighths", 62.5, 62.5, False),
        ("They waited two and a half years.", "two and a half", 2.5, 2.5, False),
        ("They waited half an hour.", "half", 0.5, 0.5, False),
        ("They waited a year or two.", "a year or two", 1, 2, False),
        ("They came within two days.", "within two", None, 2, False),
        ("They held 1 234 567 men.", "1 234 567", 1234567, 1234567, False),
        ("They held 1'450 men.", "1'450", 1450, 1450, False),
        ("They held two lakh men.", "two lakh", 200000, 200000, False),
        ("They held 3½ tons of rice.", "3½", 3.5, 3.5, False),
        ("They held ٣٤ men.", "٣٤", 34, 34, False),
        ("They held ۳۴ men.", "۳۴", 34, 34, False),
        ("They held 300-odd men.", "300-odd", 300, 300, True),
        ("They held 80 men or so.", "80", 80, 80, False),
        ("The war cost under 0.6 percent.", "under 0.6", None, 0.6, False),
        ("GUERRILLAS KILLED FIVE SOLDIERS.", "FIVE", 5, 5, False),
        ("Dozens were freed.", "Dozens", 24, None, True),
        ("They held 1e400 men.", "1e400", None, None, False),
    ],
)
def test_every_kind_of_number_is_an_interval(
    read: Read, sentence: str, quote: str, lo: float | None, hi: float | None, approximate: bool
) -> None:
    """Fractions, shares, guesses, two bounds at once, and numbers too large to hold, which stay open."""
    figure = only(read(sentence))
    assert (figure.passage.quote, figure.lo, figure.hi, figure.approximate) == (quote, lo, hi, approximate)


def test_thousands_of_digits_are_shown_and_left_open(read: Read) -> None:
    """A number that cannot be held is a figure without ends, never silence."""
    figures = read("They held " + "9" * 5000 + " men in the camp.").figures
    assert figures
    assert all(figure.lo is None and figure.hi is None for figure in figures)


@pytest.mark.parametrize(
    ("sentence", "counted", "measures"),
    [
        ("The blast killed 34 people and wounded 66 others.", ["people", "others"], ["killed", "injured"]),
        ("The death toll rose to 91.", ["death toll"], ["killed"]),
        ("The toll rose from 82 to 104.", ["toll", "toll"], ["killed", "killed"]),
        ("Two of its employees were arrested.", ["employees"], ["detained"]),
        ("14 of about 40 soldiers were killed.", ["soldiers", "soldiers"], ["killed", "killed"]),
        ("Forty prisoners were hanged, 12 of them women.", ["prisoners", "women"], ["executed", "executed"]),
        ("Some 50 rebels attacked the post, killing 15.", ["rebels", "rebels"], ["other", "killed"]),
        ("Two drivers were held hostage.", ["drivers"], ["abducted"]),
    ],
)
def test_the_verb_that_they_suffer_decides(read: Read, sentence: str, counted: list[str], measures: list[str]) -> None:
    """Who kills is not killed; a part counts as its whole does; "others" are counted by that word."""
    figures = read(sentence).figures
    assert [figure.counted for figure in figures] == counted
    assert [figure.measure for figure in figures] == [f"persons.{measure}" for measure in measures]


@pytest.mark.parametrize(
    "sentence",
    [
        "Call (022) 555-0102 or 555-0199.",
        "See articles 5, 6 and 7.",
        "He was there at ten past four.",
        "He lived at 14 Weir Street.",
        "The third lorry passed Checkpoint 9.",
        "They shelled Hill 306.",
        "The bus stopped at 06.40 precisely.",
        "A plate with the number 0417 was found.",
        "It happened on more than one occasion.",
        "A sixth Afghan came.",
    ],
)
def test_telephones_addresses_hours_and_lists_of_articles_are_kept_out(read: Read, sentence: str) -> None:
    """What names or orders a thing counts nothing, in a chain too."""
    assert [figure.passage.quote for figure in read(sentence).figures] == []


@pytest.mark.parametrize(
    ("language", "sentence", "quote", "lo", "hi"),
    [
        ("fr", "Plus d’une centaine de maisons ont brûlé.", "Plus d’une centaine", 100, None),
        ("fr", "Près des deux tiers des maisons ont brûlé.", "Près des deux tiers", 66.67, 66.67),
        ("es", "Murieron trescientos y pico soldados.", "trescientos y pico", 300, None),
        ("es", "Entre una y dos docenas de camiones pasaron.", "Entre una y dos docenas", 12, 24),
        ("sv", "Ett 60-tal hus brann.", "Ett 60-tal", 60, 60),
        ("sv", "Tvåtusen trehundra fem hus brann.", "Tvåtusen trehundra fem", 2305, 2305),
        ("fr", "Deux cent deux mille maisons ont brûlé.", "Deux cent deux mille", 202000, 202000),
        ("sv", "Fyra av fem hus brann.", "Fyra av fem", 80, 80),
        ("sv", "Drygt 300 hus brann.", "Drygt 300", 300, None),
        ("de", "Zweitausenddreihundertfünf Häuser brannten.", "Zweitausenddreihundertfünf", 2305, 2305),
        ("de", "Knapp 300 Häuser brannten.", "Knapp 300", 300, 300),
        ("fa", "دو سه خانه سوخت.", "دو سه", 2, 3),
        ("fa", "نه کمتر از ۲۰ و نه بیش از ۳۰ خانه سوخت.", "نه کمتر از ۲۰ و نه بیش از ۳۰", 20, 30),
        ("ar", "احترقت شاحنتين هناك.", "شاحنتين", 2, 2),
        ("ar", "ارتفع العدد إلى ما بين ٤٠ و٦٠ قتيلاً.", "ما بين ٤٠ و٦٠", 40, 60),
    ],
)
def test_each_language_has_its_own_ways_of_counting(
    read: Read, language: str, sentence: str, quote: str, lo: float, hi: float | None
) -> None:
    """Words in -aine, -tal and -pico, one-word numbers, duals and shares are read as they are meant."""
    figure = read(sentence, language).figures[0]
    assert (figure.passage.quote, figure.lo, figure.hi) == (quote, lo, hi)


def test_a_long_table_of_figures_keeps_every_one(read: Read) -> None:
    """Thousands of figures in one text are all found."""
    text = "\n".join(f"In Harl {number} people were killed and {number + 1} wounded." for number in range(3, 1003))
    assert len(read(text).figures) == 2000


def test_the_true_number_is_of_what_was_counted_before(read: Read) -> None:
    """A paragraph that says no more than "the true number" counts what the one before it counted last."""
    told = "They named 131 people who were killed.\n\nThe {} number lies between 200 and 280."
    assert [figure.measure for figure in read(told.format("true")).figures] == ["persons.killed"] * 2
    assert read(told.format("lucky")).figures[-1].measure == "other"


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("Soldiers kill 14 in Kedaria.", [None]),
        ("Militants killed 3, wounded 5 in Vell.", [None, None]),
        ("Of the soldiers, 14 were killed.", ["soldiers"]),
        ("At least 14 people, of whom 3 were children, were killed.", ["people", "children"]),
    ],
)
def test_who_kills_is_not_who_is_counted(read: Read, sentence: str, counted: list[str | None]) -> None:
    """Whom it is done to stands after the verb; what a part is said to be is what is counted of it."""
    assert [figure.counted for figure in read(sentence).figures] == counted


@pytest.mark.parametrize(
    "sentence",
    [
        "On Monday, 14 people were killed.",
        "On Sunday 14 people were killed.",
        "On Tuesday, 12 March, 14 people died.",
        "On 12 March 2019, Monday, 14 people died.",
    ],
)
def test_a_number_of_people_after_a_date_is_no_part_of_it(read: Read, sentence: str) -> None:
    """A day of the month stands beside its month, or after "the"."""
    assert [(figure.lo, figure.counted) for figure in read(sentence).figures] == [(14, "people")]


def test_a_word_in_the_cell_before_names_no_number() -> None:
    """A gate that stands in one cell does not make the number in the next one its own."""
    content = "place\tkilled\nNorth gate\t79\nSection\t4\n"
    spots = [match.span() for match in re.finditer(r"[^\t\n]+", content)]
    locators = tuple(
        Locator(Span(*spot), (("row", str(at // 2) if at > 1 else "header"), ("cell", ("place", "killed")[at % 2])))
        for at, spot in enumerate(spots)
    )
    text = Text(
        source=digest_of(b""),
        content=content,
        locators=locators,
        media_type="text/csv",
        extractor="test",
        language="en",
    )
    assert [figure.lo for figure in RuleReader().read(text).figures] == [79, 4]


@pytest.mark.parametrize("number", ["١١6١", "1٢3", "1,٢00", "1٢ million", "3१"])
def test_digits_of_two_scripts_are_no_number(read: Read, number: str) -> None:
    """One of the digits is wrong, and none is guessed; other figures of the sentence are read."""
    reading = read(f"At least {number} people were killed, and 40 people were hurt.")
    assert only(reading).lo == 40
    assert not read("It was in 1٣67 that they came, on 1٢/05/2020.").dates


@pytest.mark.parametrize(("number", "value"), [("۱۳٦۷", 1367), ("٤۰۰", 400), ("١٢", 12)])
def test_the_forms_of_arabic_digits_are_one_script(read: Read, number: str, value: int) -> None:
    """Keyboards mix the Arabic and the Persian form of a digit, which stand for the same."""
    assert only(read(f"At least {number} people were killed.")).lo == value
