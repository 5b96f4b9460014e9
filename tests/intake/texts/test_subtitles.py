"""Subtitles (SRT, WebVTT)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft
from witnessmark.intake.texts.subtitles import read


def draft_of(words: str) -> Draft:
    return read(words.encode(), Limits())


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


def srt(*cues: tuple[str, str, str]) -> str:
    return "\n".join(
        f"{at}\n00:00:{start} --> 00:00:{end}\n{words}\n" for at, (start, end, words) in enumerate(cues, 1)
    )


def test_a_sentence_that_runs_through_cues_is_one_place() -> None:
    """Cues are joined to the end of their sentence, located from the first one's beginning to the last one's end."""
    draft = draft_of(
        srt(
            ("01,000", "02,500", "The governor <i>said</i> that\nforty prisoners"),
            ("02,600", "04,000", "{\\an8}had been moved."),
            ("04,100", "05,000", "Nobody asked &amp; nobody"),
            ("09,000", "09,500", "answered"),
        )
    )
    assert pairs(draft) == [
        ("time 00:00:01,000 to 00:00:04,000", "The governor said that forty prisoners had been moved."),
        ("time 00:00:04,100 to 00:00:05,000", "Nobody asked & nobody"),
        ("time 00:00:09,000 to 00:00:09,500", "answered"),
    ]
    assert draft.losses == ()


def test_right_to_left() -> None:
    """An Arabic question mark ends a sentence, too."""
    draft = draft_of(srt(("01,000", "02,000", "من قتلهم؟"), ("02,000", "03,000", "لا أحد يعرف")))
    assert [words for _, words in pairs(draft)] == ["من قتلهم؟", "لا أحد يعرف"]


def test_turns_of_several_people_stay_apart() -> None:
    """A dash begins another person's words, within a cue and in the next one."""
    draft = draft_of(srt(("01,000", "02,000", "- Were you there\n- I was"), ("02,000", "03,000", "- Alone")))
    assert [words for _, words in pairs(draft)] == ["- Were you there\n- I was", "- Alone"]


def test_voices_notes_and_styles_of_webvtt() -> None:
    """A voice stands before its words, once; notes are read; styles are not."""
    draft = draft_of(
        "WEBVTT - a hearing\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE typed by\nAna Bel\n\n"
        "first\n00:01.000 --> 00:02.500 align:start\n<v.loud Bo Cer>We heard\n\n"
        "00:02.500 --> 00:04.000\n<v Bo Cer><00:03.000><c>them.</c>\n\n00:04.000 --> 00:05.000\n<v Judge>When?"
    )
    assert pairs(draft) == [
        ("note beside the captions", "typed by"),
        ("note beside the captions", "Ana Bel"),
        ("time 00:01.000 to 00:02.500, part speaker", "Bo Cer:"),
        ("time 00:01.000 to 00:04.000", "We heard them."),
        ("time 00:04.000 to 00:05.000, part speaker", "Judge:"),
        ("time 00:04.000 to 00:05.000", "When?"),
    ]


def test_rolling_captions_are_read_once() -> None:
    """Lines that are shown again below new ones are not read again, and are counted."""
    draft = draft_of(
        srt(
            ("01,000", "02,000", "they came at"),
            ("02,000", "03,000", "they came at\nnight in two"),
            ("03,000", "04,000", "night in two\nlorries"),
        )
    )
    assert pairs(draft) == [("time 00:00:01,000 to 00:00:04,000", "they came at night in two lorries")]
    assert draft.losses[0].fault == "2 lines that captions show again are read once"


def test_times_that_cannot_be_are_said() -> None:
    """Captions that overlap, run backwards or end before they begin are read in the file's order and counted."""
    draft = draft_of(
        srt(
            ("05,000", "07,000", "Late."),
            ("06,000", "08,000", "Over."),
            ("01,000", "02,000", "Early."),
            ("04,000", "03,000", "Odd."),
        )
    )
    assert [words for _, words in pairs(draft)] == ["Late.", "Over.", "Early.", "Odd."]
    assert [loss.fault for loss in draft.losses] == [
        "1 caption begins before the one above it",
        "1 caption ends before it begins",
        "1 caption begins before the one above it ends",
    ]


def test_a_number_alone_is_not_lost() -> None:
    """A cue whose words are a number keeps them."""
    draft = draft_of("1\n00:00:01,000 --> 00:00:02,000\n43\n\n2\n00:00:02,000 --> 00:00:03,000\nmen\n")
    assert pairs(draft) == [("time 00:00:01,000 to 00:00:03,000", "43 men")]


LINES = st.text(alphabet="abc .?-é<>\u0645", min_size=1, max_size=12)


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59), st.lists(LINES, min_size=1, max_size=3)), max_size=8))
def test_no_letter_is_lost(cues: list[tuple[int, int, list[str]]]) -> None:
    """Whatever the times, each cue's letters stand in the text in the file's order, but for lines shown again."""
    draft = draft_of(srt(*((f"{start:02d},000", f"{end:02d},000", "\n".join(lines)) for start, end, lines in cues)))
    if not any("again" in loss.fault for loss in draft.losses):
        shown = "".join(line for _, _, lines in cues for line in lines)
        if "<" not in shown:
            assert "".join(draft.content.split()) == "".join(shown.split())


def test_times_that_cannot_be_read_are_told() -> None:
    """The words below them stand under the times above, which a person must know."""
    words = "1\n00:00:01,000 --> 00:00:04,000\nOne.\n\n00:00:05 -> 6\nTwo.\n"
    assert any("1 line looks like a time" in loss.fault for loss in draft_of(words).losses)
    assert not draft_of(srt(("01,000", "02,000", "He went 5 -> 6 times, at 10:15."))).losses
