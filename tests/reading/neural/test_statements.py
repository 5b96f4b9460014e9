"""Statements in English as the shipped encoder reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Edtf, Mode, Reading, Text, digest_of
from witnessmark.reading import NeuralReader
from witnessmark.reading.neural.statements import calibrated

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read() -> Read:
    """Return a function that reads words as an English text."""
    reader = NeuralReader()

    def reads(content: str) -> Reading:
        text = Text(
            source=digest_of(content.encode()),
            content=content,
            locators=(),
            media_type="text/plain",
            extractor="test",
            language="en",
            published=Edtf("2022-03-25"),
        )
        return reader.read(text)

    return reads


def told(reading: Reading) -> list[tuple[str | None, str | None, str]]:
    """Return the words of source and cue, and the content."""
    return [
        (
            each.speaker.passage.quote if each.speaker and each.speaker.passage else None,
            each.cue.quote if each.cue else None,
            each.content.quote,
        )
        for each in reading.statements
    ]


def test_indirect_speech_without_that(read: Read) -> None:
    """Most of what reports contain: no quotation marks, and no "that"."""
    found = told(read("The mayor of Lorn said the road to Veshti had been closed since Monday."))
    assert found == [("The mayor of Lorn", "said", "the road to Veshti had been closed since Monday")]


def test_coordinated_speakers_keep_their_figures(read: Read) -> None:
    """Two speakers in one sentence are two statements, and each figure goes to the one whose words hold it."""
    reading = read("Officials in Lorn put the death toll at 57, while state television reported 19 people were killed.")
    held = {
        figure.passage.quote: reading.statements[figure.statement].party
        for figure in reading.figures
        if figure.statement is not None
    }
    assert len(held) == 2
    assert held["57"] != held["19"]


def test_a_statement_inside_a_statement_names_who_relays_it(read: Read) -> None:
    """ "A said that B denied C": B's statement is relayed by A's."""
    reading = read("The Lorn Herald reported that the interior minister had denied that any prisoners were beaten.")
    inner = [each for each in reading.statements if each.relayed_by]
    assert len(inner) == 1
    assert inner[0].speaker is not None
    assert inner[0].mode is Mode.DENIED
    outer = reading.statements[inner[0].relayed_by[0]]
    assert outer.party is not None
    assert "Herald" in outer.party


def test_hypothetical_speech_is_not_asserted(read: Read) -> None:
    """What somebody would claim was not claimed."""
    (found,) = read("Lawyers expected that the ministry would claim the papers were lost.").statements[-1:]
    assert found.mode in (Mode.HYPOTHETICAL, Mode.BELIEVED)


def test_a_quotation_that_goes_on_keeps_its_speaker(read: Read) -> None:
    """The second paragraph of a quotation has no cue; its party is that of the first."""
    reading = read(
        "“They came at four in the morning,” said Ada Malin, a nurse.\n\n“They took the keys and shut the gate.”"
    )
    said = " ".join(each.content.quote for each in reading.statements if each.party == "Ada Malin")
    assert "four in the morning" in said
    assert "shut the gate" in said


def test_pronouns_lead_to_their_party(read: Read) -> None:
    """He is the last person named."""
    reading = read("Omar Velden, a miner, said the pit was flooded. He said nobody had been warned.")
    assert [each.party for each in reading.statements] == ["Omar Velden", "Omar Velden"]


def test_what_happens_is_no_statement(read: Read) -> None:
    """Events are not attributed to anybody."""
    assert told(read("Police arrested sixteen men in Lorn on Monday. The bridge was closed for two hours.")) == []


def test_names_have_their_kinds(read: Read) -> None:
    """Persons, places and organisations."""
    reading = read("Ada Malin of the Lorn Harbour Authority travelled to Norway.")
    kinds = {name.passage.quote: name.kind.value for name in reading.names}
    assert kinds["Ada Malin"] == "person"
    assert kinds["Norway"] == "place"


def test_text_in_capitals_is_read(read: Read) -> None:
    """Cables and old bulletins have no small letters."""
    found = told(read("THE MINISTER SAID THAT NO PRISONERS HAD BEEN HURT IN THE FIRE."))
    assert [(source, cue) for source, cue, _ in found] == [("THE MINISTER", "SAID")]


def test_scores_lie_on_the_measured_curve() -> None:
    """Between two points the share is between theirs, and beyond them it is theirs."""
    points = ((0.2, 0.4), (0.6, 0.8))
    assert [calibrated(score, points) for score in (0.0, 0.4, 1.0)] == [0.4, 0.6, 0.8]
    assert calibrated(0.123456, ()) == 0.1235


def test_what_would_be_asserted_was_not(read: Read) -> None:
    """ "Would then assert" is hypothetical."""
    (found,) = read("The ministry would then assert that the papers were forged.").statements
    assert found.mode is Mode.HYPOTHETICAL


def test_chants_in_a_series_keep_their_crowd(read: Read) -> None:
    """Each quotation after "were chanting:" has that speaker."""
    reading = read("The marchers on Monday were chanting:\n\n“Open the gates of Veshti!”\n\n“No more secret lists!”")
    assert [each.party is not None and "marchers" in each.party for each in reading.statements] == [True, True]
