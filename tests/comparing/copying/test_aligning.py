"""What is a copy, what is not, and what its evidence holds. All texts are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing import TextSide, align
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Copy, CopyKind, Digest, Edtf, Locator, SharedPassage, Span, Text, digest_of

AGENCY = """The provincial court in Halden opened the trial of four former wardens of the Mirrow salt works on Monday.

Prosecutors read the names of two hundred and eleven prisoners who were taken there in the winter of 1974 and never
came back. The reading took the whole morning, and relatives in the gallery stood until it was over.

"We were told that the carts went to the harbour, and for forty years nobody in this town would say to us that the
road to the harbour does not pass the pits," said Ilse Varn, whose two brothers were on the list.

The wardens deny the charges. Their lawyer asked the judges to leave out a ledger that a clerk had kept, because its
first pages are missing and nobody can say who wrote the others.

The court will hear the clerk's daughter on Thursday and expects to visit the salt works before the end of the month."""

QUOTATION = AGENCY.split("\n\n")[2].split('"')[1]

OTHER = """A choir sang outside the courthouse before the doors were opened, and the baker across the street gave away
rolls until he had none.

Inside, a judge who had come from the capital asked everybody to switch off their telephones. It was cold, and several
people kept their coats on through the long roll of names.

Ilse Varn spoke to us on the steps. "{quotation}," she said, holding a photograph of a boy with a dog.

By noon the square was empty again but for the cameras. A man who would not give his name called it a waste of money."""

STANDING = """The salt works at Mirrow were closed by decree in 1979 and stood empty until a school class found bones
under a loading ramp in the spring of 2011, which led the parliament to set up a commission of seven members and later
to open the archive of the former prison service to the families of those who had been held there."""


def made(content: str, name: str = "", published: str | None = None) -> Text:
    """Return a text with one locator a paragraph, sealed under the digest of ``name`` or of its content."""
    locators = []
    at = 0
    for number, paragraph in enumerate(content.split("\n\n"), 1):
        if paragraph.strip():
            locators.append(Locator(Span(at, at + len(paragraph)), (("paragraph", str(number)),)))
        at += len(paragraph) + 2
    return Text(
        source=Digest(digest_of((name or content).encode())),
        content=content,
        locators=tuple(locators),
        media_type="text/plain",
        extractor="plain/1",
        published=Edtf(published) if published else None,
    )


def paragraphs(content: str) -> list[str]:
    """Return the paragraphs of a text."""
    return content.split("\n\n")


def copy_of(one: Text, other: Text) -> Copy:
    """Return the copy between two texts that must be one."""
    found = align(one, other)
    assert found is not None
    return found


def assert_evidence_stands(found: Copy, one: Text, other: Text) -> None:
    """Every passage's words are equal on both sides, lie in the texts and add up to the shares."""
    by_source = {one.source: one.content, other.source: other.content}
    origin, taken = by_source[found.origin], by_source[found.taken]
    shared = 0
    for passage in found.passages:
        assert passage.origin.end <= len(origin)
        assert passage.taken.end <= len(taken)
        here = words_of(origin[passage.origin.start : passage.origin.end]).normal
        assert here == words_of(taken[passage.taken.start : passage.taken.end]).normal
        shared += len(here)
    assert 0 < found.share_origin <= 1
    assert 0 < found.share_taken <= 1
    assert found.share_origin == shared / len(words_of(origin))
    assert found.share_taken == shared / len(words_of(taken))


WORDS = ("salt", "works", "court", "ledger", "warden", "winter", "harbour", "road", "name", "list", "clerk", "judge")
SENTENCES = st.lists(
    st.lists(
        st.sampled_from(WORDS),
        min_size=4,
        max_size=9,
    ),
    max_size=14,
).map(lambda sentences: ". ".join(" ".join(words) for words in sentences))


@given(SENTENCES, SENTENCES, st.sampled_from([None, "2001", "2002-05"]), st.sampled_from([None, "2001", "2003"]))
def test_the_order_of_the_arguments_does_not_matter(
    one: str, other: str, first: str | None, second: str | None
) -> None:
    """The same copy comes out whichever text is given first, and its evidence stands."""
    a, b = made(one, "a", first), made(other, "b", second)
    found = align(a, b)
    assert found == align(b, a)
    if found is not None:
        assert_evidence_stands(found, a, b)
        assert {found.origin, found.taken} == {a.source, b.source}


@given(SENTENCES.filter(lambda content: len(content.split()) >= 8), st.booleans())
def test_identical_texts_are_copies_of_each_other(content: str, loud: bool) -> None:
    """All of each text stands in the other, whatever the case of its letters."""
    one, other = made(content, "one"), made(content.upper() if loud else content, "other")
    found = copy_of(one, other)
    assert (found.share_origin, found.share_taken, found.kind) == (1.0, 1.0, CopyKind.COPY)
    assert_evidence_stands(found, one, other)


def test_a_source_is_no_copy_of_itself() -> None:
    """One source acquired twice is one source."""
    assert align(made(AGENCY), made(AGENCY)) is None


def test_the_earlier_text_is_the_origin() -> None:
    """Dates that differ give the direction."""
    early, late = made(AGENCY, "b", "1974-05-01"), made(AGENCY, "a", "1974-05-02")
    found = copy_of(late, early)
    assert (found.origin, found.taken, found.direction_known) == (early.source, late.source, True)


@pytest.mark.parametrize("dates", [(None, None), ("1974-05-01", None), ("1974", "1974-05-01")])
def test_without_telling_dates_the_order_is_by_digest_and_said_to_be_unknown(
    dates: tuple[str | None, str | None],
) -> None:
    """Nothing is made up where dates do not tell."""
    one, other = made(AGENCY, "a", dates[0]), made(AGENCY, "b", dates[1])
    found = copy_of(one, other)
    assert not found.direction_known
    assert found.origin < found.taken


def test_a_text_cut_from_the_bottom_is_a_copy() -> None:
    """One block that is nearly all of the shorter text is a copy, however small a part of the longer."""
    short = made("\n\n".join(paragraphs(AGENCY)[:2]), "short")
    found = copy_of(made(AGENCY), short)
    assert max(found.share_origin, found.share_taken) == 1.0
    assert min(found.share_origin, found.share_taken) < 0.5


def test_paragraphs_in_another_order_are_a_copy() -> None:
    """The order of what was taken does not matter."""
    turned = made("\n\n".join(reversed(paragraphs(AGENCY))), "turned")
    found = copy_of(made(AGENCY), turned)
    assert found.share_taken == 1.0
    assert_evidence_stands(found, made(AGENCY), turned)


def test_a_light_edit_is_a_copy_and_the_edited_words_are_not_in_it() -> None:
    """Names and single words that were changed are left out of the passages."""
    edited = made(AGENCY.replace("Mirrow", "Mirow").replace("wardens", "guards").replace("Monday", "May 4"), "edited")
    found = copy_of(made(AGENCY), edited)
    assert 0.8 < found.share_taken < 1.0
    assert_evidence_stands(found, made(AGENCY), edited)


def test_parts_scattered_through_another_report_are_a_copy() -> None:
    """Several blocks between words of its own: an agency text worked into a report."""
    own = paragraphs(OTHER.format(quotation="I came alone"))
    taken = paragraphs(AGENCY)
    mixed = made("\n\n".join([own[0], taken[0], own[1], taken[1], own[2], taken[3], own[3]]), "mixed")
    assert copy_of(made(AGENCY), mixed).share_taken > 0.3


def test_a_long_quotation_that_two_reports_cite_is_no_copy() -> None:
    """Both heard the same person: that is one utterance, and two reports."""
    other = made(OTHER.format(quotation=QUOTATION))
    assert QUOTATION in AGENCY
    assert len(words_of(QUOTATION)) > 30
    assert align(made(AGENCY), other) is None


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", "„“", "‘’"])
def test_quotations_are_told_in_any_marks(opening: str, closing: str) -> None:
    """Which marks a paper uses does not turn a quotation into a copy."""
    content = OTHER.format(quotation=QUOTATION).replace(f'"{QUOTATION},"', f"{opening}{QUOTATION},{closing}")
    assert align(made(AGENCY), made(content)) is None


def test_a_standing_paragraph_is_no_copy() -> None:
    """One block of background in two reports that otherwise differ is boilerplate."""
    one = made(AGENCY + "\n\n" + STANDING)
    other = made(OTHER.format(quotation="I came alone") + "\n\n" + STANDING)
    assert align(one, other) is None


def test_a_caption_is_no_copy() -> None:
    """A line below a picture says nothing of the texts around it."""
    caption = "Relatives wait outside the court in Halden on Monday. Photo: Halden Picture Desk"
    other = OTHER.format(quotation="I came alone")
    assert align(made(AGENCY + "\n\n" + caption), made(other + "\n\n" + caption)) is None
    assert align(made("Page not found."), made("page not found")) is None


def in_rows(content: str, name: str) -> Text:
    """Return a text whose every line is a row of a table."""
    locators = []
    at = 0
    for number, line in enumerate(content.split("\n"), 1):
        locators.append(Locator(Span(at, at + len(line)), (("row", str(number)),)))
        at += len(line) + 1
    return replace(made(content, name), locators=tuple(locators))


def test_rows_that_two_lists_share_are_no_copy_unless_the_lists_are_one() -> None:
    """Two lists name the same persons because the persons are the same."""
    rows = [f"given{number} family{number} born {1940 + number} Halden taken winter 1974" for number in range(20)]
    one, other = in_rows("\n".join(rows[:15]), "one"), in_rows("\n".join(rows[5:]), "other")
    assert align(one, other) is None
    assert align(one, in_rows("\n".join(rows[:15]), "again")) is not None


def test_texts_without_words_are_no_copies() -> None:
    """Nothing is shared by two texts that say nothing."""
    assert align(made("", "a"), made("", "b")) is None
    assert align(made("…", "a"), made(AGENCY, "b")) is None


def test_a_side_made_once_serves_every_comparison() -> None:
    """Texts and sides of texts give the same copy."""
    one, other = made(AGENCY, "a"), made(AGENCY, "b")
    assert align(TextSide.of(one), other) == align(one, other)
    assert copy_of(one, other).passages == (SharedPassage(Span(0, len(AGENCY) - 1), Span(0, len(AGENCY) - 1)),)


def test_words_of_other_scripts_are_compared_alike() -> None:
    """Letter forms that two keyboards write differently do not hide a copy."""
    persian = "دادگاه روز دوشنبه نام دویست و یازده زندانی را خواند که در زمستان به معدن نمک برده شدند و هرگز بازنگشتند"
    arabic_forms = persian.replace("ی", "ي").replace("ک", "ك")
    assert copy_of(made(persian), made(arabic_forms)).share_taken == 1.0
