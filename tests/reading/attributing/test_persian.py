"""Claims about Persian word order and compound verbs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Mode, Reading
from witnessmark.reading.attributing.persian import plain

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("sentence", "speaker", "content", "mode"),
    [
        ("شهردار گفت که پل بسته است.", "شهردار", "پل بسته است", Mode.ASSERTED),
        ("پزشک روز شنبه به خبرنگاران گفت پل بسته است.", "پزشک", "پل بسته است", Mode.ASSERTED),
        ("پلیس اعلام کرده است که پل بسته است.", "پلیس", "پل بسته است", Mode.ASSERTED),
        ("شهردار وعده داد مدرسه ساخته شود.", "شهردار", "مدرسه ساخته شود", Mode.PROMISED),
        ("گفتم پل بسته است.", None, "پل بسته است", Mode.ASSERTED),
        ("به گفتهٔ پلیس، پل بسته است.", "پلیس", "پل بسته است", Mode.ASSERTED),
    ],
)
def test_the_speaker_opens_and_the_verb_closes_its_clause(
    read: Read, sentence: str, speaker: str | None, content: str, mode: Mode
) -> None:
    """The speaker is found before the verb, without time and addressee, and the content behind it."""
    (statement,) = read(sentence, "fa").statements
    named = statement.speaker.passage if statement.speaker else None
    assert (named.quote if named else None) == speaker
    assert (statement.content.quote, statement.mode) == (content, mode)


def test_letters_are_folded() -> None:
    """Arabic letters and joiners do not tell Persian words apart."""
    assert plain("می‌گويد") == plain("میگوید")
