"""Claims about parties."""

from __future__ import annotations

from collections.abc import Callable

from witnessmark.nouns import Reading

Read = Callable[..., Reading]


def test_a_pronoun_is_the_nearest_person_named_before(read: Read) -> None:
    """She is the person who spoke last."""
    reading = read("Judge Ada Malin said the case is closed. She added that nobody objected.")
    assert [s.party for s in reading.statements] == ["Ada Malin", "Ada Malin"]


def test_a_surname_becomes_the_full_name_used_before(read: Read) -> None:
    """A surname alone is joined to the full name of the same text."""
    reading = read("Ada Malin said the case is closed. Police said it is open. Mr. Malin said he would appeal.")
    assert [s.party for s in reading.statements] == ["Ada Malin", "police", "Ada Malin"]


def test_a_pronoun_without_anybody_before_is_nobody(read: Read) -> None:
    """Where nobody was named the party is None."""
    assert read("He said the road was mined.").statements[0].party is None


def test_a_group_is_given_in_lower_case(read: Read) -> None:
    """Generic bodies are named as the text names them."""
    assert read("The protesters said the road was mined.").statements[0].party == "protesters"
