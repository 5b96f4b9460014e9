"""Claims about who said what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Mode, Reading, Statement

Read = Callable[..., Reading]


def only(reading: Reading) -> Statement:
    assert len(reading.statements) == 1, [s.content.quote for s in reading.statements]
    return reading.statements[0]


def parts(statement: Statement) -> tuple[str | None, str | None, str]:
    speaker = statement.speaker.passage.quote if statement.speaker and statement.speaker.passage else None
    return speaker, statement.cue.quote if statement.cue else None, statement.content.quote


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "“We counted ten bodies at the well,” said Ada Malin, a nurse, on Friday.",
            ("Ada Malin, a nurse", "said", "“We counted ten bodies at the well,”"),
        ),
        (
            "Ada Malin said that the well was dry.",
            ("Ada Malin", "said", "the well was dry"),
        ),
        (
            "Tevian police say the bridge was closed at dawn.",
            ("Tevian police", "say", "the bridge was closed at dawn"),
        ),
        (
            "According to Omar Reth, there are three graves near the mill.",
            ("Omar Reth", "According to", "there are three graves near the mill"),
        ),
        (
            "The mill was burned in March, according to the mayor.",
            ("the mayor", "according to", "The mill was burned in March"),
        ),
        (
            "The governor should resign, the marchers chanted.",
            ("the marchers", "chanted", "The governor should resign"),
        ),
        (
            "A spokeswoman for the mission, Lena Arvo, said Tuesday the roads were open.",
            ("A spokeswoman for the mission, Lena Arvo,", "said Tuesday", "the roads were open"),
        ),
        (
            "Ada Malin told reporters that the clinic had no water.",
            ("Ada Malin", "told reporters", "the clinic had no water"),
        ),
    ],
)
def test_a_cue_joins_its_speaker_and_its_content(read: Read, sentence: str, expected: tuple[str, str, str]) -> None:
    """A cue on either side of the content finds the whole noun phrase of its speaker and the exact words."""
    assert parts(only(read(sentence))) == expected


def test_two_sources_in_one_sentence_are_two_statements(read: Read) -> None:
    """A content never swallows another speaker's clause."""
    reading = read("Officials put the toll at 57, while state television reported 19 deaths.")
    assert [parts(s) for s in reading.statements] == [
        ("Officials", "put", "the toll at 57"),
        ("state television", "reported", "19 deaths"),
    ]
    assert [figure.statement for figure in reading.figures] == [0, 1]


def test_a_quotation_split_round_its_cue_is_one_statement(read: Read) -> None:
    """Both halves of ``"X," he said, "Y."`` are spans of one content."""
    statement = only(read("“The gates were shut,” Omar Reth said, “and nobody came.”"))
    assert [span.end > span.start for span in statement.content.spans] == [True, True]
    assert statement.content.quote == "“The gates were shut,” … “and nobody came.”"


def test_a_series_of_quotations_belongs_to_who_was_chanting(read: Read) -> None:
    """Quotation paragraphs after "were chanting:" each have that speaker and that cue."""
    reading = read("The marchers in Lorn were chanting:\n“Open the gates now!”\n“Justice for the miners of Lorn!”\n")
    assert [parts(s) for s in reading.statements] == [
        ("The marchers in Lorn", "were chanting", "“Open the gates now!”"),
        ("The marchers in Lorn", "were chanting", "“Justice for the miners of Lorn!”"),
    ]


def test_a_quotation_that_goes_on_keeps_its_party(read: Read) -> None:
    """A later paragraph of quoted words without a cue has no speaker words of its own, but the party stays."""
    reading = read("“We hid in the barn,” Ada Malin said.\n\n“The soldiers came back at dawn.”")
    assert [(parts(s)[:2], s.party) for s in reading.statements] == [
        (("Ada Malin", "said"), "Ada Malin"),
        ((None, None), "Ada Malin"),
    ]


def test_a_quotation_goes_on_over_sentences(read: Read) -> None:
    """One quotation of several sentences is one content."""
    statement = only(read("“It was night. We hid in the barn. Nobody slept,” Ada Malin said."))
    assert statement.content.quote == "“It was night. We hid in the barn. Nobody slept,”"


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("The ministry denied that its guards fired.", Mode.DENIED),
        ("The ministry rejected the charge of neglect.", Mode.DENIED),
        ("The ministry would then assert that nobody had died.", Mode.HYPOTHETICAL),
        ("The ministry has not confirmed that a guard was held.", Mode.HYPOTHETICAL),
        ("The marchers are calling on the council to open the gates.", Mode.CALLED_FOR),
        ("The judges ruled that the court be moved to Lorn.", Mode.ORDERED),
        ("Villagers fear the dam will break.", Mode.BELIEVED),
        ("The governor pledged to rebuild the school.", Mode.PROMISED),
        ("Ada Malin told him not to leave the clinic.", Mode.ORDERED),
    ],
)
def test_the_cue_decides_the_mode(read: Read, sentence: str, mode: Mode) -> None:
    """Denials, hypotheticals, calls, orders, beliefs and promises are told apart."""
    assert read(sentence).statements[0].mode is mode


def test_an_inner_statement_is_relayed_by_the_outer(read: Read) -> None:
    """What an agency says that officials said is two statements, the inner one relayed."""
    reading = read("The Corda agency reported that officials said the ferry sank.")
    assert [parts(s)[0] for s in reading.statements] == ["The Corda agency", "officials"]
    assert reading.statements[1].relayed_by == (0,)


def test_a_passive_has_no_speaker(read: Read) -> None:
    """A passive without "by" has two stretches of content and nobody as its speaker."""
    statement = only(read("The raid has been described as the worst of the war."))
    assert statement.speaker is None
    assert statement.content.quote == "The raid … the worst of the war"


def test_events_are_not_statements(read: Read) -> None:
    """What people did without saying anything attributes nothing."""
    assert read("Police arrested 16 men. The court sentenced him. He declined to comment.").statements == ()


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("fr", "Le maire Luc Orval a déclaré que le pont était fermé.", "Le maire Luc Orval"),
        ("fr", "Selon la police, trois maisons ont brûlé.", "la police"),
        ("es", "La alcaldesa Rita Sol dijo que el puente estaba cerrado.", "La alcaldesa Rita Sol"),
        ("sv", "Polisen säger att bron är stängd.", "Polisen"),
        ("de", "Die Polizei sagte, dass die Brücke gesperrt sei.", "Die Polizei"),
        ("fa", "سخنگوی شهرداری گفت پل بسته است.", "سخنگوی شهرداری"),
        ("ar", "قال رئيس البلدية إن الجسر مغلق.", "رئيس البلدية"),
    ],
)
def test_every_language_has_its_rules(read: Read, language: str, sentence: str, speaker: str) -> None:
    """The plainest attribution is found in each of the seven languages."""
    assert parts(read(sentence, language).statements[0])[0] == speaker


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Omar Said said the bridge was closed.", ("Omar Said", "said", "the bridge was closed")),
        ("Edward Said told reporters that the mill burned.", ("Edward Said", "told reporters", "the mill burned")),
        ("Mohamed Said denied that he had fired.", ("Mohamed Said", "denied", "he had fired")),
        ("Said denied that he had fired.", ("Said", "denied", "he had fired")),
        ("The ferry was late, Omar Said said.", ("Omar Said", "said", "The ferry was late")),
        ("Saïd Belkan said that two men were taken.", ("Saïd Belkan", "said", "two men were taken")),
    ],
)
def test_the_family_name_said_is_no_cue(read: Read, sentence: str, expected: tuple[str, str, str]) -> None:
    """The name belongs to the speaker, wherever it stands."""
    assert parts(only(read(sentence))) == expected


def test_a_dropped_spanish_speaker_is_nobody_named(read: Read) -> None:
    """A Spanish verb without its subject still has its content."""
    statement = only(read("Dijo que el puente estaba cerrado.", "es"))
    assert parts(statement) == (None, "Dijo", "el puente estaba cerrado")
