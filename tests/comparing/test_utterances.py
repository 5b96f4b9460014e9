"""The same words of one party. All statements are invented."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from witnessmark.comparing.copying.differences import differences
from witnessmark.comparing.utterances import Saying, Utterance, alike, gather
from witnessmark.comparing.when_said import said_on
from witnessmark.nouns import Digest, Edtf, Span, digest_of

LONG = "“There is not one sheet of paper in this file that bears his signature and the word death,”"


def saying(statement: str, content: str, party: str | None = "Oda Kestrin", **other: str | None) -> Saying:
    """Return a statement in a source of its own."""
    made = Saying(
        statement=statement,
        source=Digest(digest_of(statement.encode())),
        party=party,
        content=content,
        mode="asserted",
        language="en",
        published=None,
        family=None,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def grouped(*sayings: Saying, said: dict[str, Edtf | None] | None = None) -> tuple[Utterance, ...]:
    """Return the utterances of some statements."""
    return gather(sayings, alike(sayings), said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "“The depth of their treachery does not surprise us,”",
            "we are not surprised by the depth of their treachery",
        ),
        (LONG, "that there is not one sheet of paper in this file that bears his signature and the word death"),
        ("it had counted 211 graves by the end of summer", "by the end of summer it had counted 211 graves"),
    ],
)
def test_wordings_of_the_same_words_are_one_utterance(one: str, other: str) -> None:
    """Whole, cut, turned into reported speech, or in another order."""
    (found,) = grouped(saying("s1", one), saying("s2", other))
    assert found == Utterance(party="Oda Kestrin", said=None, statements=("s1", "s2"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we found signs of violence on the body", "we found no signs of violence on the body"),
        ("131 inmates were released in spring", "113 inmates were released in spring"),
        ("131 inmates were released on Monday", "131 inmates were released on Friday"),
        ("the inmates will be released by the court", "the inmates were released by the court"),
        ("the prison at Karvel was closed", "the prison at Osteva was closed"),
        ("he was innocent", "he was innocent"),
    ],
)
def test_what_says_something_else_is_another_utterance(one: str, other: str) -> None:
    """A figure, a day, a name, a denial or a promise makes it another; three words are said too often."""
    assert grouped(saying("s1", one), saying("s2", other)) == ()


def test_two_parties_never_share_an_utterance() -> None:
    """The same words of two people are two utterances; two spellings of a name are one party."""
    assert grouped(saying("s1", LONG), saying("s2", LONG, "Jonak Terul")) == ()
    assert len(grouped(saying("s1", LONG, "Nasar Kanani"), saying("s2", LONG, "Nasar Kanaani"))) == 1


def test_nobody_in_particular_says_the_same_only_in_copies() -> None:
    """The "police" of two texts may be two forces; in copies of one text it is one."""
    apart = saying("s1", LONG, "police"), saying("s2", LONG, None)
    assert grouped(*apart) == ()
    family = Digest("f" * 64)
    assert len(grouped(*(replace(item, family=family) for item in apart))) == 1


def test_short_words_printed_months_apart_were_said_twice() -> None:
    """Long equal words are one utterance whenever they were printed."""
    short = "we deny each of these charges"
    dates = ("2001-01-01", "2001-09-01")
    assert grouped(*(saying(f"s{at}", short, published=date) for at, date in enumerate(dates))) == ()
    assert len(grouped(*(saying(f"s{at}", LONG, published=date) for at, date in enumerate(dates)))) == 1


def test_a_wording_that_contradicts_one_of_the_group_stays_out() -> None:
    """A wording without a figure does not tie two that have different ones."""
    words = "the ledger of the northern harbour names officers, clerks and guards"
    one, other = f"{words}, 38 in all", f"{words}, 83 in all"
    found = grouped(saying("s1", one), saying("s2", words), saying("s3", other))
    assert all(not {"s1", "s3"} <= set(item.statements) for item in found)


def test_the_day_is_given_where_the_texts_agree() -> None:
    """The finer of two days that go together; none where they do not."""
    pair = saying("s1", LONG), saying("s2", LONG)
    assert grouped(*pair, said={"s1": Edtf("2001-05"), "s2": Edtf("2001-05-04")})[0].said == "2001-05-04"
    assert grouped(*pair, said={"s1": Edtf("2001-05-03"), "s2": Edtf("2001-05-04")})[0].said is None


def test_the_order_of_the_statements_does_not_matter() -> None:
    """Groups are a function of the statements; a thousand equal ones are one group."""
    sayings = [saying(f"s{at:04}", LONG if at % 3 else LONG.replace("not one", "no")) for at in range(1000)]
    found = grouped(*sayings)
    random.Random(1).shuffle(sayings)
    assert grouped(*sayings) == found
    assert sum(len(item.statements) for item in found) == 1000


def test_the_date_next_to_the_cue_is_when_it_was_said() -> None:
    """Inside the content, or in another clause, a date says something else."""
    content = "“He was gone by 1974,” said Oda Kestrin on 8 May 2001. The archive opened on 9 May 2001."
    said, around = [Span(0, 22)], [Span(content.index("said"), content.index(" on 8"))]
    dates = [
        (Span(content.index(words), content.index(words) + len(words)), Edtf(value))
        for words, value in (("1974", "1974"), ("8 May 2001", "2001-05-08"), ("9 May 2001", "2001-05-09"))
    ]
    assert said_on(content, around, said, dates) == "2001-05-08"
    assert said_on(content, around, said, [dates[0], dates[2]]) is None


def test_differences_are_marked_in_both_wordings() -> None:
    """What each has at a place where the other has something else."""
    one, other = "The guards shot at the legs.", "the guards had shot at people's legs"
    here, there = differences(one, other)
    assert [one[span.start : span.end] for span in here] == ["the"]
    assert [other[span.start : span.end] for span in there] == ["had", "people's"]
