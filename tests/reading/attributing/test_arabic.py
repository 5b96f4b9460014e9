"""Claims about Arabic word order, clitics and vowel marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Mode, Reading
from witnessmark.reading.attributing.arabic import plain

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("sentence", "speaker", "content", "mode"),
    [
        ("قال الطبيب إن الجسر مغلق.", "الطبيب", "الجسر مغلق", Mode.ASSERTED),
        ("وأكّدت الشرطة أن الجسر مغلق.", "الشرطة", "الجسر مغلق", Mode.ASSERTED),
        ("أما العمدة فيقول إنه رأى الدخان.", "العمدة", "إنه رأى الدخان", Mode.ASSERTED),
        ("تنفي الوزارة صلتها بالحريق.", "الوزارة", "صلتها بالحريق", Mode.DENIED),
        ("تدعو الجمعية السلطات إلى فتح الطريق.", "الجمعية", "السلطات إلى فتح الطريق", Mode.CALLED_FOR),
        ("تعهد الوزير بإعادة البناء.", "الوزير", "إعادة البناء", Mode.PROMISED),
        ("يُقال إن الجسر مغلق.", None, "الجسر مغلق", Mode.ASSERTED),
    ],
)
def test_the_verb_stands_before_its_speaker(
    read: Read, sentence: str, speaker: str | None, content: str, mode: Mode
) -> None:
    """Speaker and content are found behind the verb, or the speaker before it as its topic."""
    (statement,) = read(sentence, "ar").statements
    named = statement.speaker.passage if statement.speaker else None
    assert (named.quote if named else None) == speaker
    assert (statement.content.quote, statement.mode) == (content, mode)


def test_the_cue_stands_without_and(read: Read) -> None:
    """An attached "and" is no part of the cue."""
    (statement,) = read("وقالت الطبيبة إن الجسر مغلق.", "ar").statements
    assert statement.cue is not None
    assert statement.cue.quote == "قالت"


def test_vowel_marks_do_not_tell_words_apart() -> None:
    """The same word with and without its marks is one."""
    assert plain("أكّدَت") == plain("أكدت") == plain("اكدت")
