"""Claims about German word order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Mode, Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue", "content", "mode"),
    [
        (
            "Der Sprecher der Stadt sagte, die Brücke benötige eine Sperre.",
            "Der Sprecher der Stadt",
            "sagte",
            "die Brücke benötige eine Sperre",
            Mode.ASSERTED,
        ),
        (
            "Die Räumung werde noch Tage in Anspruch nehmen, sagte ein Beamter.",
            "ein Beamter",
            "sagte",
            "Die Räumung werde noch Tage in Anspruch nehmen",
            Mode.ASSERTED,
        ),
        (
            "Der Ausschuss teilte am Montag mit, dass zwei Boote fehlen.",
            "Der Ausschuss",
            "teilte",
            "zwei Boote fehlen",
            Mode.ASSERTED,
        ),
        (
            "Die Mühle brannte, so ein Sprecher der Feuerwehr.",
            "ein Sprecher der Feuerwehr",
            "so",
            "Die Mühle brannte",
            Mode.ASSERTED,
        ),
        ("Ersten Angaben zufolge brannte die Mühle.", "Ersten Angaben", "zufolge", "brannte die Mühle", Mode.ASSERTED),
        ("Laut Polizei starben zwei Menschen.", "Polizei", "Laut", "starben zwei Menschen", Mode.ASSERTED),
        (
            "Wie die Behörde mitteilte, brannte die Mühle.",
            "die Behörde",
            "mitteilte",
            "brannte die Mühle",
            Mode.ASSERTED,
        ),
        ("Es gebe keine Toten, hieß es.", None, "hieß", "Es gebe keine Toten", Mode.ASSERTED),
        ("Die Ärztin hat den Bericht zurückgewiesen.", "Die Ärztin", "hat", "den Bericht", Mode.DENIED),
    ],
)
def test_the_verb_stands_second_or_last(
    read: Read, sentence: str, speaker: str | None, cue: str, content: str, mode: Mode
) -> None:
    """Speaker and content are found on either side of a verb, its particle or its participle."""
    (statement,) = read(sentence, "de").statements
    named = statement.speaker.passage if statement.speaker else None
    assert (named.quote if named else None) == speaker
    assert statement.cue is not None
    assert (statement.cue.quote, statement.content.quote, statement.mode) == (cue, content, mode)


def test_reported_speech_goes_on_with_its_speaker(read: Read) -> None:
    """Sentences in the subjunctive after an attribution are one further statement of the same speaker."""
    told, goes_on = read(
        "Ada Malin sagte, dass zwei Boote fehlen. Die Suche sei beendet. Das Wetter habe sich gebessert.", "de"
    ).statements
    assert goes_on.cue is None
    assert goes_on.speaker == told.speaker
    assert goes_on.content.quote == "Die Suche sei beendet. Das Wetter habe sich gebessert."


def test_an_event_is_no_statement(read: Read) -> None:
    """A participle before a noun, and a verb that tells a deed, attribute nothing."""
    assert read("Die wegen Raubes verurteilten Männer kamen am Montag frei.", "de").statements == ()
