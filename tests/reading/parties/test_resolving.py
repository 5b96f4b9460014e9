"""Claims about who an English speaker is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Name, NameKind, Passage, Reading, Span
from witnessmark.reading.parties.resolving import Claim, Resolved, resolve_parties

Read = Callable[..., Reading]


def resolve(marked: str) -> list[Resolved]:
    """Resolve the sources that stand between ``[`` and ``]``; a ``]n`` is relayed by the n-th before it."""
    text, claims = "", []
    for before, words, outer, rest in re.findall(r"([^\[]*)\[([^\]]+)\](\d?)([^\[]*)", marked):
        start = len(text) + len(before)
        span = Span(start, start + len(words))
        claims.append(Claim(source=(span,), outer=int(outer) if outer else None))
        text += before + words + rest
    return list(resolve_parties(text, claims))


def parties(marked: str) -> list[str | None]:
    """Return the parties alone."""
    return [each.party for each in resolve(marked)]


@pytest.mark.parametrize(
    ("marked", "right"),
    [
        ("[President Ada Malin] spoke first. [Mrs. Malin] says the road is mined.", ["Ada Malin", "Ada Malin"]),
        ("[The interior minister, Joram Tesk,] spoke. [The minister] said no.", ["Joram Tesk", "Joram Tesk"]),
        ("[A spokesman for the Velik Council, Pavel Oren,] said so.", ["Pavel Oren"]),
        ("[A Velik Council spokesman] said so.", ["Velik Council"]),
        ("[The Velik Rights Council (VRC)] met. [VRC] said so.", ["Velik Rights Council", "Velik Rights Council"]),
        ("[The head of the harbour office Ada Malin] said so.", ["Ada Malin"]),
        ("[Human rights group Lantern Watch] said so. [The group] added more.", ["Lantern Watch", "Lantern Watch"]),
        ("[One of the miners' lawyers, Joram Tesk,] said so.", ["Joram Tesk"]),
        ("[A report by Lantern Watch] says so. [It] adds more.", ["Lantern Watch", "Lantern Watch"]),
        ("[Witnesses, doctors and police] said so.", ["witnesses, doctors and police"]),
        ("[More than 200 protesters] said so.", ["protesters"]),
    ],
)
def test_a_source_is_read_for_who_speaks(marked: str, right: list[str]) -> None:
    """Titles, appositions, offices, kinds and counts are told apart from the party."""
    assert parties(marked) == right


@pytest.mark.parametrize(
    ("marked", "right"),
    [
        ("Ada Malin met Joram Tesk. [She] said the road was mined.", "Ada Malin"),
        ("Ada Malin met Joram Tesk, her uncle. [He] said the road was mined.", "Joram Tesk"),
        ("Mr. Oren spoke to “a friend of Mr. Dask”. [He] left it at that.", "Oren"),
        ("[He] said the road was mined. Mr. Oren will speak on Monday.", "Oren"),
    ],
)
def test_he_and_she_are_the_likeliest_person_of_that_sex(marked: str, right: str) -> None:
    """A sex that the text or the given name tells rules out; what stands inside a quotation counts less."""
    assert parties(marked)[0] == right


def test_she_is_not_a_man() -> None:
    """Where everybody is known to be of the other sex nobody is named, and the reason is."""
    found = resolve("[Mr. Joram Tesk] spoke. [She] said no.")[1]
    assert found.party is None
    assert found.unsure


def test_i_and_we_are_whoever_is_quoted() -> None:
    """The first person inside a claim is its speaker; in the document's own voice it stays open."""
    text = "Ada Malin said: “I think the road is mined.” I do not."
    first, last = text.index("I think"), text.index("I do")
    quoted = Claim(source=(Span(0, 9),), content=(Span(first - 1, last - 1),))
    inner, outside = (Claim(source=(Span(at, at + 1),)) for at in (first, last))
    found = resolve_parties(text, [quoted, inner, outside])
    assert [each.party for each in found] == ["Ada Malin", "Ada Malin", None]
    assert found[2].unsure == "the text's own first person"


def test_who_is_the_noun_before() -> None:
    """A relative clause speaks for the name that it follows."""
    assert parties("They met Joram Tesk, [who] said the road was mined.") == ["Joram Tesk"]


def test_police_are_those_who_were_named_before() -> None:
    """A bare group takes the nation of the same group a sentence before, and stays bare without one."""
    assert parties("[Kenyan police] came. [Police] said so.") == ["Kenyan police", "Kenyan police"]
    assert parties("[Police] said so.") == ["police"]
    assert parties("[Police in northern Kenya] said so.") == ["Kenyan police"]


def test_officials_of_nobody_stay_open() -> None:
    """Officials in a text that names no nation or body are unsure, and the reason says so."""
    found = resolve("[Officials] said so.")[0]
    assert found.party is None
    assert found.unsure is not None
    assert "nation" in found.unsure


def test_they_are_the_group_that_spoke_last() -> None:
    """A plural pronoun needs a plural: no person becomes "they"."""
    assert parties("[Kenyan officials] met. [They] said so.")[1] == "Kenyan officials"
    assert parties("[Ada Malin] spoke. [They] said so.")[1] is None


def test_it_is_no_person() -> None:
    """A thing's pronoun is the body that spoke before, over a person in between."""
    assert parties("[Lantern Watch] said so. Ada Malin listened. [It] added more.")[1] == "Lantern Watch"
    assert parties("[Ada Malin] spoke. [It] said so.")[1] is None


def test_groups_are_one_only_where_the_text_ties_them() -> None:
    """Two groups with words of their own stay two."""
    found = parties("[The rallying miners] sang. [The protesters] sang too.")
    assert found[0] != found[1]


def test_questions_and_answers_have_their_speakers() -> None:
    """The "Q." of a transcript is who examines, where a heading says so; "A." is the witness."""
    text = "EXAMINATION BY MS. DORRIN\n\n[Q.] Did you see it?\n\n[A.] I did."
    assert parties(text) == ["Ms. Dorrin", "witness"]
    assert parties("[Q.] Did you see it?")[0] is None


def test_a_surname_in_capitals_is_a_name() -> None:
    """Documents that write surnames in capitals name the same person as those that do not."""
    assert parties("[Dr Halim SERRANO] spoke. [SERRANO] said so.") == ["Halim Serrano", "Halim Serrano"]


def test_the_rule_reader_uses_it(read: Read) -> None:
    """English statements carry the resolved party."""
    reading = read("Human rights group Lantern Watch said the road was mined. It said nobody came.")
    assert [s.party for s in reading.statements] == ["Lantern Watch", "Lantern Watch"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 199), st.integers(1, 60)), max_size=6))
def test_any_text_and_any_spans_get_one_answer_each(text: str, spans: list[tuple[int, int]]) -> None:
    """Nothing crashes, every claim is answered, and a claim without a party has a reason."""
    claims = [
        Claim(source=(Span(start, min(len(text), start + length)),)) for start, length in spans if start < len(text)
    ]
    found = resolve_parties(text, claims)
    assert len(found) == len(claims)
    assert all(each.party or each.unsure for each in found)
    assert found == resolve_parties(text, claims)


def test_who_answers_next_is_not_the_one_who_was_spoken_of() -> None:
    """A transcript's label introduces nobody: the one who asks next is not the colonel of the words before."""
    text = "Ida Rehn: The colonel told us that nobody came.\n\nTor Vane: And then you left?"
    at = [text.index(words) for words in ("Ida Rehn", "The colonel", "Tor Vane")]
    claims = [
        Claim(source=(Span(at[0], at[0] + 8),), content=(Span(10, 46),), label=True),
        Claim(source=(Span(at[1], at[1] + 11),), cue=(Span(22, 29),), content=(Span(30, 46),), outer=0),
        Claim(source=(Span(at[2], at[2] + 8),), content=(Span(at[2] + 10, len(text)),), label=True),
    ]
    names = [Name(passage=Passage.of(text, Span(at[n], at[n] + 8)), kind=NameKind.PERSON) for n in (0, 2)]
    found = resolve_parties(text, claims, names)
    assert [one.party for one in found] == ["Ida Rehn", "colonel", "Tor Vane"]
