"""Which paragraphs of a text are turns of people who talk."""

from __future__ import annotations

import pytest

from witnessmark.reading.attributing.turns import find_turns
from witnessmark.reading.layout import lay_out

TALK = (
    "Interview in Orrum",
    "Ada Malin: They came before dawn and took twelve men.",
    "Interviewer: Who were they?",
    "Ada Malin: They wore the uniform of the guard.",
    "It was dark, and we saw no faces.",
    "Interviewer: And what did you do?",
)


def labels(*paragraphs: str) -> list[str]:
    text = "\n\n".join(paragraphs)
    found = find_turns(text, lay_out(text, (), "en"), "en")
    assert list(found) == sorted(found)
    return [text[turn.label.start : turn.label.end] for turn in found.values()]


def test_names_before_what_people_say_to_each_other() -> None:
    """Several people who speak in sentences, and more than once."""
    assert labels(*TALK) == ["Ada Malin", "Interviewer", "Ada Malin", "Interviewer"]
    assert labels("THE WITNESS: No, nobody came.", *TALK[1:4]) == [
        *("THE WITNESS", "Ada Malin", "Interviewer", "Ada Malin")
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Full Name: Ada Malin", "Place: Lorn", "Full Name: Bo Cer", "Place: Orrum"),
        ("Name: Ada Malin.", "Place: Lorn.", "Remarks: Taken from her house by two men.", "Name: Bo.", "Place: Ost."),
        ("Ada Malin: They came before dawn.", "Ada Malin: Nobody was left in the house."),
        ("Background: The shaft was closed in May.", "Findings: Nobody was told of it.", "Sources: Two men of Lorn."),
        ("Question: Who gave the order?", "Answer: The lieutenant gave it.", "Question: How many were you?"),
        TALK[1:2] + TALK[4:5],
    ],
)
def test_what_is_no_talk(paragraphs: tuple[str, ...]) -> None:
    """Forms, headings that words follow, one voice alone."""
    assert labels(*paragraphs) == []
