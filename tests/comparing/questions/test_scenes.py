"""What figures take from the words around them."""

from __future__ import annotations

import re

import pytest

from witnessmark.comparing.questions.scenes import Placed, Scene, Standing, place_all
from witnessmark.nouns import Edtf, Figure, Number, Passage, Span


def read(text: str, *marks: tuple[str, Number, dict[str, str]], voices: str = "", **scene: object) -> list[Placed]:
    """Return the figures of ``text`` as placed; each mark is a figure's words, its number and what it names itself."""
    places = [(Span(*match.span()), match[0]) for match in re.finditer("Osteva|Velmar|Sael", text)]
    standing = []
    for at, (words, number, names) in enumerate(marks):
        start = text.index(words)
        figure = Figure(
            passage=Passage.of(text, Span(start, start + len(words))),
            lo=number,
            hi=number,
            counted=names.get("counted", "people"),
            measure=names.get("measure", "persons.killed"),
            place=names.get("place"),
            period=Edtf(names["period"]) if "period" in names else None,
        )
        voice = voices[at] if voices else ""
        standing.append(Standing(id=f"f{at}", figure=figure, locator="paragraph 1", voice=voice))
    return place_all(standing, Scene(content=text, places=places, **scene))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("131 people were killed, of whom 12 were women", "12"),
        ("131 people were killed, including 12 women", "12"),
        ("131 people were killed, 12 of them women", "12"),
        ("131 personnes ont été tuées, dont 12 femmes", "12"),
        ("131 Menschen wurden getötet, darunter 12 Frauen", "12"),
        ("131 نفر کشته شدند که از این میان 12 زن بودند", "12"),
        ("12 of the 131 people who were killed were women", "12"),
    ],
)
def test_a_part_names_its_whole(text: str, part: str) -> None:
    """In several languages, before and after the figure; the words that say so are kept."""
    by_words = dict(zip(["131", part], read(text, ("131", 131, {}), (part, 12, {"counted": "women"})), strict=True))
    assert by_words["131"].part_of is None
    assert by_words[part].part_of == "f0"
    assert part in by_words[part].part


def test_a_part_is_no_larger_than_its_whole_and_has_its_place_and_time() -> None:
    """ "Including 500" after 131 is no part of it; a part of the dead of a town died in that town."""
    told = {"place": "Osteva", "period": "1997"}
    whole, part = read("131 people, of whom 12 were women", ("131", 131, told), ("12", 12, {"counted": "women"}))
    assert (part.figure.place, part.figure.period) == ("Osteva", "1997")
    assert "what it is a part of" in part.carried
    assert not whole.carried
    assert read("131 people, including 500 women", ("131", 131, {}), ("500", 500, {}))[1].part_of is None


def test_a_part_keeps_the_place_that_stands_beside_it() -> None:
    """ "104 of them from Osteva" are those of Osteva, whatever the whole's place."""
    text = "131 people across the province, 104 of them from Osteva"
    part = read(text, ("131", 131, {"place": "Velmar"}), ("104", 104, {}))[1]
    assert part.figure.place == "Osteva"


def test_a_kind_of_place_points_back_to_the_one_named_before() -> None:
    """ "Across the province" is the province named before, not the nearest name."""
    text = "The prison lies in the province of Velmar, near Osteva. It named 131 people killed across the province."
    (placed,) = read(text, ("131", 131, {}))
    assert placed.figure.place == "Velmar"
    assert "points to" in placed.carried
    assert read("Osteva is a town. 131 people died across the province.", ("131", 131, {}))[0].figure.place is None


def test_a_number_without_its_noun_goes_on_counting_the_same() -> None:
    """ "131 people killed in Velmar, and put the number at 200" counts the dead of Velmar; another noun does not."""
    text = "It knows 131 people killed in Velmar, and puts the true number at 200."
    assert read(text, ("131", 131, {"place": "Velmar"}), ("200", 200, {}))[1].figure.place == "Velmar"
    other = "It knows 131 people killed in Velmar, and 200 miners died."
    assert read(other, ("131", 131, {"place": "Velmar"}), ("200", 200, {"counted": "miners"}))[1].figure.place is None


def test_another_voice_answers_for_the_same_place_and_one_voice_goes_on_to_another() -> None:
    """The league's number after the archive's is of the same province; a second number of the archive may be of any."""
    text = "The archive counts 131 dead in Velmar. 600 victims, says the league."
    marks = ("131", 131, {"place": "Velmar"}), ("600", 600, {"counted": "victims"})
    assert read(text, *marks, voices="al")[1].figure.place == "Velmar"
    assert read(text, *marks, voices="aa")[1].figure.place is None
    incident = ("131", 131, {"place": "Velmar", "period": "1997-08-04"}), marks[1]
    assert read(text, *incident, voices="al")[1].figure.place is None


def test_a_period_is_carried_from_the_first_figure_of_a_text_alone() -> None:
    """A year or a season that opens the account holds for it; a day, or one of several years, does not."""

    def periods(*given: dict[str, str]) -> list[str | None]:
        text = "60 people. 11 people. 5 people."
        marks = [(words, int(words), names) for words, names in zip(["60", "11", "5"], given, strict=True)]
        return [one.figure.period for one in read(text, *marks)]

    injured = {"measure": "persons.injured"}
    assert periods({"period": "1997-22"}, {}, injured) == ["1997-22", "1997-22", None]
    assert periods({"period": "1997-08-04"}, {}, injured)[1] is None
    assert periods({"period": "1997-22"}, {"period": "2018"}, {})[2] is None
    assert periods({}, {"period": "1997-22"}, {})[0] is None


def test_what_a_text_is_about_is_the_year_before_its_own_that_it_names_most() -> None:
    """Its own year and years named once tell nothing; the title counts."""

    def about(published: str | None, dates: list[str], title: str | None = None) -> str:
        (placed,) = read("131 people", ("131", 131, {}), published=published, dates=dates, title=title)
        assert placed.scope is not None
        return placed.scope.year

    assert about("2021-11-08", ["2021-11-08", "2021-11", "1997-22", "1997-08", "2019"]) == "1997"
    assert about("2021-11-08", ["1997-22", "2019"]) == ""
    assert about("2021-11-08", [], "Six numbers for 1997") == "1997"
    assert about("2021-11-08", ["1997/2001", "2021"]) == ""
    assert about(None, ["1997", "1997-08"]) == "1997"


def test_a_text_of_thousands_of_figures_takes_no_square_time() -> None:
    """Each figure looks at a few others alone."""
    text = " ".join(f"{at} people, of whom" for at in range(1, 4000))
    places = [(Span(0, 1), "Osteva")] * 4000
    standing = [
        Standing(
            id=str(match.start()),
            figure=Figure(
                passage=Passage.of(text, Span(*match.span())),
                lo=int(match[0]),
                hi=None,
                counted="people",
                measure="persons.killed",
            ),
            locator="paragraph 1",
        )
        for match in re.finditer(r"\d+", text)
    ]
    assert len(place_all(standing, Scene(content=text, places=places))) == 3999


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("When soldiers came, 14 people died as they took Osteva by night.", "Osteva"),
        ("14 people died as they took Osteva and went on to Velmar.", None),
        ("14 people died, a spokesman told reporters who called from Osteva.", None),
        ("14 people died. Osteva is a town.", None),
    ],
)
def test_the_one_place_of_its_own_clause_is_that_of_a_figure(text: str, place: str | None) -> None:
    """Two places, another clause or another sentence say nothing of it."""
    (placed,) = read(text, ("14", 14, {}))
    assert placed.figure.place == place


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("If 500 were killed, there would be graves.", True),
        ("It is not known whether 500 were killed.", True),
        ("And if in that year 500 were killed, where are they?", True),
        ("Si 500 personnes avaient été tuées, on le saurait.", True),
        ("اگر 500 نفر کشته شده بودند، همه می‌دانستند.", True),
        ("If they deny it, we ask again: 500 were killed.", False),
        ("Rapporten talar om 500 döda.", False),
        ("There 500 were killed if not more.", False),
    ],
)
def test_a_figure_that_its_clause_supposes_is_nobodys_answer(text: str, supposed: bool) -> None:
    """In several languages; a condition in another clause supposes nothing."""
    (placed,) = read(text, ("500", 500, {}))
    assert placed.supposed is supposed


@pytest.mark.parametrize(
    "text", ["The toll rose from 14 to 22.", "Le bilan est passé de 14 à 22.", "شمار کشته‌ها از 14 به 22 رسید."]
)
def test_a_number_that_was_changed_says_to_which(text: str) -> None:
    """ "From 14 to 22" are two figures of one text, of which the second holds now."""
    first, second = read(text, ("14", 14, {}), ("22", 22, {}))
    assert (first.until, second.until) == ("f1", None)


def test_two_numbers_with_other_words_between_are_no_change() -> None:
    """ "From 14 towns, 22" says nothing of the kind."""
    assert read("People came from 14 towns to 22 camps.", ("14", 14, {}), ("22", 22, {}))[0].until is None
