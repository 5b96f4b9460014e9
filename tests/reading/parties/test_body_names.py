"""Claims about the full names of bodies."""

from __future__ import annotations

from witnessmark.reading.layout import lay_out
from witnessmark.reading.parties.body_names import BodyNames, is_proper
from witnessmark.reading.parties.mentions import read_mentions


def bodies(text: str) -> BodyNames:
    """Collect the bodies of a text."""
    return BodyNames(read_mentions(text, lay_out(text, (), "en")), text)


def test_an_acronym_stands_for_the_name_with_its_letters() -> None:
    """By its letters, or by the brackets after the name."""
    assert bodies("The Velik Rights Council met.").expanded("VRC") == "Velik Rights Council"
    assert bodies("The Council of Ports (PORTCO) met.").expanded("PORTCO") == "Council of Ports"
    assert bodies("The Velik Rights Council met.").expanded("XYZ") is None


def test_a_first_word_stands_for_the_name() -> None:
    """ "Lantern" is Lantern Watch where the text has it."""
    assert bodies("A report by Lantern Watch came.").opened_by("Lantern") == "Lantern Watch"


def test_a_fuller_name_is_the_nearest_before() -> None:
    """ "The ministry" is the ministry named last."""
    text = "The Ministry of Harbours spoke. Then the Ministry of Mines spoke. The ministry left."
    assert (
        bodies(text).fullest("ministry", "ministry", text.index("The ministry"), definite=True) == "Ministry of Mines"
    )


def test_a_proper_name_ends_with_a_capital() -> None:
    """A nation's police is no proper name."""
    assert is_proper("Velik Council")
    assert not is_proper("Kenyan police")
