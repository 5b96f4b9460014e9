"""A model's words are taken only where they stand in the text, letter by letter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.nouns import Mode, Passage, Span
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.language_model.locating import Located, look_up
from witnessmark.reading.language_model.replies import Told


def told(source: str | None, cue: str | None, *content: str) -> Told:
    return Told(source, cue, content, Mode.ASSERTED)


def found(text: str, *statements: Told) -> Located:
    return look_up(text, Span(0, len(text)), statements)


def words(text: str, draft: Draft) -> tuple[str | None, str | None, list[str]]:
    """Return the words at a draft's spans."""
    source, cue = (text[slice(*part)] if part else None for part in (draft.source, draft.cue))
    return source, cue, [text[start:end] for start, end in draft.content]


def test_words_are_found_where_they_stand() -> None:
    """Speaker, cue and content, the content without the words that the model put in between."""
    text = "“Nobody,” said Ada Malin on Monday, “warned us.”"
    for content in (["“Nobody,”", "“warned us.”"], [text]):
        located = found(text, told("Ada Malin", "said", *content))
        assert words(text, located.drafts[0])[:2] == ("Ada Malin", "said")
        assert words(text, located.drafts[0])[2][0] == "“Nobody,”"
        assert words(text, located.drafts[0])[2][-1].endswith("“warned us.”")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("He said: “It’s over.”", 'He said: "It\'s over."'),
        ("He said: »It\u00a0is\n  over.«", 'He said: "It is over."'),
        ("He said: it was over—all of it", "He said: it was over-all of it"),
    ],
)
def test_marks_and_white_space_may_differ_and_the_span_is_that_of_the_text(text: str, given: str) -> None:
    """Models straighten quotation marks and white space; the text keeps its own."""
    located = found(text, told("He", "said", given.removeprefix("He said: ")))
    assert words(text, located.drafts[0]) == ("He", "said", [text.removeprefix("He said: ")])


@pytest.mark.parametrize(
    "statement",
    [
        told("Ada Malin", "said", "at least 75 people died"),
        told("Ada Malin", "said", "57 people died"),
        told("Ada Malin", "said", "People died in Lorn"),
        told("Ada Malins", "said", "at least 57 people died"),
        told("the mayor", "said", "at least 57 people died"),
        told("Ada Malin", "insisted", "at least 57 people died"),
        told("Ada Malin", "said", "at least 57 people died", "and more will"),
        told("Ada Malin", "said", "at least 5"),
        told("Ada Mal", "said", "at least 57 people died"),
        told("Ada Malin", "Ada Malin", "at least 57 people died"),
        told("said", "said", "said"),
    ],
)
def test_altered_and_invented_words_are_refused_and_counted(statement: Told) -> None:
    """Another number, another case, a name that is not there, half a word, one word used twice."""
    text = "Ada Malin said that at least 57 people died."
    right = told("Ada Malin", "said", "at least 57 people died")
    located = found(text, statement, right)
    kept = [words(text, draft) for draft in located.drafts]
    if statement.content == ("57 people died",):  # shorter, but it stands there
        assert len(kept) == 2
    else:
        assert kept == [("Ada Malin", "said", ["at least 57 people died"])]
        assert located.missing == 1


@pytest.mark.parametrize("content", ["it was 10", "000 marched", "a cafe", "57", "5 went"])
def test_numbers_and_letters_are_never_cut(content: str) -> None:
    """“10” does not stand in “10,000”, nor “e” in an accented letter of two code points."""
    text = "She said it was 10,000 marched 2.5 went 157 to a cafe\u0301."
    assert found(text, told("She", "said", content)).missing == 1


def test_words_are_not_looked_for_beyond_their_stretch() -> None:
    """What another paragraph says was not sent."""
    text = "He said yes.\nShe said no."
    located = look_up(text, Span(0, 12), [told("She", "said", "no")])
    assert (located.drafts, located.missing) == ((), 1)


def test_a_word_that_stands_often_is_the_one_nearest() -> None:
    """“He” and “said” beside the content, not the first in the paragraph."""
    text = "He met the guards. He said that the gate was shut, and he said that the guards were gone."
    located = found(text, told("he", "said", "the guards were gone"), told("He", "said", "the gate was shut"))
    assert [draft.source for draft in located.drafts] == [(19, 21), (55, 57)]
    assert [draft.cue for draft in located.drafts] == [(22, 26), (58, 62)]


def test_the_same_statement_twice_is_each_in_its_place() -> None:
    """A refrain is as many statements as it is spoken."""
    text = "She said no. Later, asked again, after a long pause and a look at her counsel, she paused. She said no."
    located = found(text, told("She", "said", "no"), told("She", "said", "no"))
    assert len({draft.content[0] for draft in located.drafts}) == 2


def test_a_statement_in_a_content_is_relayed_by_it() -> None:
    """The inner one's speaker, cue and content all stand in the outer one's content."""
    text = "The agency reported that officials said the bridge was shut."
    located = found(
        text,
        told("officials", "said", "the bridge was shut"),
        told("The agency", "reported", "officials said the bridge was shut"),
    )
    outer, inner = located.drafts
    assert inner.outer is outer
    assert outer.outer is None


def test_a_quotation_goes_on_from_the_speaker_before() -> None:
    """Without a speaker before it, and where it is no quotation, nobody says it and it is refused."""
    text = "“It was dark,” Ada Malin said. “We ran.” The road was open."
    located = found(
        text,
        told("Ada Malin", "said", "“It was dark,”"),
        told(None, None, "“We ran.”"),
        told(None, None, "The road was open"),
    )
    assert [draft.source for draft in located.drafts] == [(15, 24)] * 2
    assert (located.missing, located.nameless) == (0, 1)
    alone = found("“We ran.”", told(None, None, "“We ran.”"))
    assert (alone.drafts, alone.nameless) == ((), 1)


def test_particles_that_are_written_with_a_word_do_not_hide_it() -> None:
    """Arabic joins “and” to the verb; scripts without spaces have no words to cut."""
    text = "وقال الوزير إن الطريق مغلق"
    located = found(text, told("الوزير", "قال", "الطريق مغلق"))
    assert words(text, located.drafts[0]) == ("الوزير", "قال", ["الطريق مغلق"])


PIECES = st.sampled_from(
    ("He ", "said ", "that ", "“", "”", '"', "no", ", ", ". ", "\n", "\u00a0", "é", "e\u0301", "\ud800")
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join)


@given(
    TEXTS,
    st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS, st.lists(TEXTS, min_size=1, max_size=3)), max_size=6),
)
def test_whatever_comes_out_stands_in_the_text(
    text: str, statements: list[tuple[str | None, str | None, list[str]]]
) -> None:
    """Spans lie in the stretch, hold words, are in order and apart; every statement is found or counted."""
    given_ = [told(source, cue, *content) for source, cue, content in statements]
    located = found(text, *given_)
    assert len(located.drafts) + located.missing + located.nameless == len(given_)
    for draft in located.drafts:
        spans = [Span(*piece) for piece in draft.content]
        assert Passage.of(text, *spans).stands_in(text)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        if draft.cue:
            assert not any(Span(*draft.cue).overlaps(span) for span in spans)
