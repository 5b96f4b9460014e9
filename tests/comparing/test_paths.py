"""The way from an article to an origin and an interest, with its reasons."""

from __future__ import annotations

import pytest

from witnessmark.comparing.credits import Credit, credit_of, filed_by
from witnessmark.comparing.origins import Article, Ledger, Mark, Voice, follow, name_key, relay
from witnessmark.nouns import Digest, Path, StepKind

A, B, C = Digest("a"), Digest("b"), Digest("c")


def said(words: str | None, party: str | None = None) -> Voice:
    """Return a voice."""
    return Voice(words=words, party=party)


def whys(path: Path) -> list[str]:
    """Return the reasons of a path."""
    return [step.why for step in path.steps]


def test_every_station_has_its_reason() -> None:
    """Article, utterance, origin and interest follow one another, each with words that say why."""
    path = follow(A, A, [said("the union", "Miners Union")], Ledger())
    assert [step.kind for step in path.steps] == [
        StepKind.ARTICLE,
        StepKind.UTTERANCE,
        StepKind.ORIGIN,
        StepKind.INTEREST,
    ]
    assert all(whys(path))


def test_a_relayed_account_comes_from_the_innermost_speaker_named() -> None:
    """Who only passes it on is shown on the way, and is not where it comes from."""
    voices = [said("officials"), said("Ana Velik", "Ana Velik"), said("the minister", "Orm Tesk")]
    path = follow(A, A, voices, Ledger())
    assert path.steps[-2].name == "Ana Velik"
    assert "relayed by Orm Tesk" in whys(path)
    assert "whom it has it from is not named" in path.steps[-2].why


def test_a_party_is_one_origin_wherever_it_is_quoted() -> None:
    """Case and the article before the name make no difference; another source makes none either."""
    one = follow(A, A, [said("The Union", "The Miners Union")], Ledger())
    other = follow(B, B, [said("union", "miners union".title())], Ledger())
    assert one.origin == other.origin


def test_an_account_credited_to_an_agency_comes_from_it() -> None:
    """Two papers that credit one agency are one origin, though neither shares words with the other."""
    credit = Credit("Velmar Wire", "(Velmar Wire)")
    articles = [Article(source=source, name=source, credit=credit, publisher=f"Paper {source}") for source in (A, B)]
    ledger = Ledger.of(articles, {})
    paths = [follow(source, source, [], ledger) for source in (A, B)]
    assert {path.origin for path in paths} == {"named velmar wire"}
    assert all("credited to Velmar Wire" in path.steps[-2].why for path in paths)


def test_a_family_of_copies_is_one_origin_even_where_its_members_credit_two_agencies() -> None:
    """Whoever wrote the words wrote them once."""
    articles = [
        Article(source=source, name=source, credit=Credit(name, name), family=A, taken_from="x")
        for source, name in ((A, "One Wire"), (B, "Two Wire"))
    ]
    ledger = Ledger.of(articles, {})
    assert len({follow(source, A, [], ledger).origin for source in (A, B)}) == 1
    assert follow(A, A, [], ledger).steps[-2].name is None


def test_a_copy_of_a_credited_text_comes_from_the_agency() -> None:
    """Where one member of a family is credited, so are the words of the others; the path says whose credit it is."""
    articles = [
        Article(source=A, name="a", credit=Credit("One Wire", "(One Wire)"), family=A),
        Article(source=B, name="b", family=A, taken_from="a", direction_known=True),
    ]
    path = follow(B, A, [], Ledger.of(articles, {}))
    assert path.steps[-2].name == "One Wire"
    assert "copy of a" in whys(path)


def test_an_outlet_that_speaks_for_itself_is_an_origin() -> None:
    """Two articles of one publisher in their own voice are one origin at most; unknown ones stay two."""
    articles = [Article(source=source, name=source, publisher="The Velmar Courier") for source in (A, B)]
    ledger = Ledger.of(articles, {})
    assert len({follow(source, source, [], ledger).origin for source in (A, B, C)}) == 2


def test_marked_interests_join_origins_with_the_words_of_who_marked_them() -> None:
    """Two origins stay two, and count as one interest; unmarked ones count as their own."""
    marks = {
        name_key(name): Mark(interest="the mine", why="marked as one interest by Ada: same owner") for name in "PQ"
    }
    ledger = Ledger.of([], marks)
    paths = [follow(source, source, [said(name, name)], ledger) for source, name in ((A, "P"), (B, "Q"), (C, "R"))]
    assert len({path.origin for path in paths}) == 3
    assert len({path.interest for path in paths}) == 2
    assert paths[0].steps[-1].why == "marked as one interest by Ada: same owner"


def test_relays_in_a_circle_end() -> None:
    """Each statement counts once, however they point at one another."""
    voices = {"s1": said("a"), "s2": said("b"), "s3": said("c")}
    assert relay("s1", voices, {"s1": ["s2"], "s2": ["s3"], "s3": ["s1", "s3"]}) == (said("a"), said("b"), said("c"))
    ring = {f"s{at}": [f"s{(at + 1) % 50_000}"] for at in range(50_000)}
    assert relay("s0", {}, ring) == ()


@pytest.mark.parametrize(
    ("head", "tail", "author", "agency"),
    [
        ("VELMAR, March 3 (Reuters) - A court", "", None, "Reuters"),
        ("Title\n\nVELMAR, Osteva, March 3 (Osteva Wire) – A court", "", None, "Osteva Wire"),
        ("A court said", "It ended. (AFP)", None, "Agence France-Presse"),
        ("A court said", "It ended.\nSource: AP", None, "Associated Press"),
        ("A court said", "", "Courier staff and AFP", "Agence France-Presse"),
        ("A court said", "", "Courier staff; Osteva Wire", "Osteva Wire"),
        ("A court said", "", "Ada Lund", None),
        ("The mayor (an engineer) - told", "", None, None),
        ("A court said, according to Reuters, that", "It ended (in March).", None, None),
    ],
)
def test_credits_are_read_at_the_edges_of_a_text(head: str, tail: str, author: str | None, agency: str | None) -> None:
    """Datelines, by-lines and closing lines are credits; a mention in the running text is not."""
    found = credit_of(head, tail, author, ["Osteva Wire"])
    assert (found.agency if found else None) == agency


def test_a_long_line_of_brackets_is_no_trap() -> None:
    """What looks like the beginning of many credits is looked through once."""
    assert filed_by("(" * 100_000) is None
    assert credit_of("(A " * 50_000, "(A " * 50_000, "and " * 50_000, []) is None


def test_what_looks_translated_is_an_origin_of_its_own_and_said_apart() -> None:
    """The bound stays honest: it counts word-for-word copies alone, and says what it would be otherwise."""
    articles = [
        Article(source=A, name="wire.txt", loose_family=A),
        Article(source=B, name="b.txt", looks_like="wire.txt", loose_family=A),
    ]
    ledger = Ledger.of(articles, {})
    paths = [follow(source, source, [said("he")], ledger) for source in (A, B)]
    assert len({path.origin for path in paths}) == 2
    assert len({path.loose_origin for path in paths}) == 1
    assert any("looks like a reworded or translated copy of wire.txt" in why for why in whys(paths[1]))


def test_words_before_a_name_make_no_other_name_and_a_body_within_one_does() -> None:
    """ "The banned Meadow League" is the league; "the register of Osteva Hospital" is not the hospital."""
    assert name_key("the banned Meadow League") == name_key("Meadow League") == "meadow league"
    assert name_key("register of Osteva Hospital") != name_key("Osteva Hospital")
