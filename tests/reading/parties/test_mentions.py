"""Claims about what is named where in an English text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Name, NameKind, Passage, Span
from witnessmark.reading.layout import lay_out
from witnessmark.reading.parties.mentions import Cast, Kind, Mention, keys_of, quoted_stretches, read_mentions


def mentions(text: str, *names: Name) -> list[Mention]:
    """Return the mentions of a text."""
    return list(read_mentions(text, lay_out(text, (), "en"), names))


def named(text: str, kind: Kind) -> list[str]:
    """Return the names of one kind."""
    return [each.name for each in mentions(text) if each.kind is kind]


def test_titles_are_roles_and_no_part_of_a_name() -> None:
    """A nation and titles before a name tell of the person and stay outside."""
    found = [each for each in mentions("Kenyan Foreign Minister Ada Malin spoke.") if each.kind is Kind.PERSON]
    assert [(each.name, each.title) for each in found] == [("Ada Malin", "Minister")]
    assert found[0].nation is not None
    assert found[0].nation.name == "Kenya"
    assert "minister" in found[0].roles


def test_an_apposition_gives_a_role_and_a_sex() -> None:
    """What follows a name in commas tells who it is."""
    found = next(
        each for each in mentions("Noor Velik, a spokeswoman for the port, spoke.") if each.kind is Kind.PERSON
    )
    assert (found.sex, found.roles) == ("female", frozenset(["spokeswoman"]))


def test_bodies_hold_their_small_words() -> None:
    """A body's name goes on over "of" and "for"."""
    assert named("We asked the Ministry of Harbours for help.", Kind.BODY) == ["Ministry of Harbours"]


def test_months_days_and_openings_are_no_names() -> None:
    """A capital alone makes no person."""
    assert named("Officials came on Monday. Casualties rose in June.", Kind.PERSON) == []


def test_a_kind_that_is_told_goes_before_the_words() -> None:
    """Names with kinds decide what a run of capitals is."""
    text = "We met Velik Harbour there."
    told = Name(passage=Passage.of(text, Span(7, 20)), kind=NameKind.ORGANISATION)
    assert [each.kind for each in mentions(text, told)] == [Kind.BODY]


def test_a_cast_joins_a_surname_to_its_one_full_name() -> None:
    """A surname is the full name that ends with it; two bearers leave it as it stands."""
    cast = Cast(mentions("Ada Malin met Pavel Oren. Mrs. Malin left."))
    assert (cast.fullest("Malin"), cast.sex("Ada Malin")) == ("Ada Malin", "female")
    assert Cast(mentions("Ada Malin met Pavel Malin.")).fullest("Malin") == "Malin"


def test_articles_and_initials_are_no_words_of_a_name() -> None:
    """What is compared leaves out "al-", initials and suffixes."""
    assert keys_of("Hussam R. al-Dakri Jr.") == ["hussam", "dakri"]


def test_quotations_are_found_in_three_ways_of_writing() -> None:
    """Curly, straight and doubled single marks."""
    assert len(quoted_stretches("“One.” \"Two.\" ''Three.''")) == 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_mentions_stand_in_any_text_in_order(text: str) -> None:
    """Every span lies in the text, and they are sorted."""
    found = mentions(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
