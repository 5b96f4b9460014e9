"""Quotations far from their speaker are taken from the rules, and nothing else."""

from __future__ import annotations

from witnessmark.nouns import Passage, Span, Speaker, Statement
from witnessmark.reading.neural.gaps import LESS_SURE, with_quotations

TEXT = "The crowd was chanting:\n“Open the gates!”\n“No more lists!”\nThe mayor said he heard it."


def statement(
    content: str, speaker: str | None = None, party: str | None = None, outer: int | None = None
) -> Statement:
    """Return a statement whose words stand in the text."""

    def passage(words: str) -> Passage:
        return Passage.of(TEXT, Span(TEXT.index(words), TEXT.index(words) + len(words)))

    said_by = Speaker(passage=passage(speaker), party=party) if speaker else None
    relayed_by = () if outer is None else (outer,)
    return Statement(speaker=said_by, cue=None, content=passage(content), score=0.95, relayed_by=relayed_by)


MAYOR = statement("he heard it", "The mayor", "mayor")
CHANT = statement("“Open the gates!”", "The crowd", "crowd")


def test_a_quotation_without_a_speaker_gets_that_of_the_rules() -> None:
    """It takes the place of the encoder's, and is never counted as sure."""
    found = with_quotations([statement("Open the gates!”\n“No more"), MAYOR], [CHANT])
    assert [each.party for each in found] == ["crowd", "mayor"]
    assert found[0].score == LESS_SURE


def test_a_speaker_of_the_encoder_is_kept() -> None:
    """Where it names one, the rules are not asked."""
    mine = statement("“Open the gates!”", "The mayor", "mayor")
    assert with_quotations([mine], [CHANT]) == (mine,)


def test_indirect_speech_of_the_rules_is_not_taken() -> None:
    """Only quotations are certain."""
    assert with_quotations([], [MAYOR]) == ()


def test_positions_of_relayers_move_along() -> None:
    """A statement that is put before another moves what points to it."""
    inner = statement("heard it", outer=0)
    found = with_quotations([MAYOR, inner], [CHANT])
    assert [each.relayed_by for each in found] == [(), (), (1,)]


def test_words_that_end_with_who_said_them_are_taken_where_the_encoder_saw_nothing() -> None:
    """ "... , the protesters chanted": taken with the score of rules, unless it has any of the words."""
    text = "The dead must be named, the protesters chanted."

    def passage(words: str) -> Passage:
        return Passage.of(text, Span(text.index(words), text.index(words) + len(words)))

    theirs = Statement(
        speaker=Speaker(passage=passage("the protesters"), party="protesters"),
        cue=passage("chanted"),
        content=passage("The dead must be named"),
        score=0.9,
    )
    (found,) = with_quotations([], [theirs])
    assert (found.party, found.score) == ("protesters", LESS_SURE)
    mine = Statement(
        speaker=Speaker(passage=passage("The dead")), cue=passage("must"), content=passage("be named"), score=0.9
    )
    assert with_quotations([mine], [theirs]) == (mine,)
