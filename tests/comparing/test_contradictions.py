"""Statements that cannot both hold."""

from __future__ import annotations

import random

from witnessmark.comparing.contradictions import MOST_PROPOSED, Claim, claim, contradictions
from witnessmark.nouns import Contradiction, Digest, Edtf, Mode, Passage, Span


def made(
    identity: str,
    words: str,
    mode: Mode = Mode.ASSERTED,
    *,
    party: str = "",
    source: str | None = None,
    family: str | None = None,
    at: int = 0,
    date: str | None = None,
    place: str | None = None,
    around: tuple[str, ...] | None = None,
) -> Claim:
    """Return a statement of its own source."""
    found = claim(
        identity,
        Passage((Span(at, at + len(words)),), words),
        mode,
        source=Digest(source or identity),
        family=Digest(family or source or identity),
        rank=int(identity[1:]),
        party=party,
        dates=[Edtf(date)] if date else [],
        places=[place] if place else [],
        around=around,
    )
    assert found is not None
    return found


def only(*claims: Claim) -> Contradiction:
    """Return the one contradiction among some claims."""
    (found,) = contradictions(claims)
    return found


def test_what_one_denies_another_asserts() -> None:
    """The statement that asserts is the first, whichever stands first in the case; the shared words are named."""
    denial = made("s1", "any prisoner was shot at Osteva", Mode.DENIED, party="mine office")
    found = only(denial, made("s2", "prisoners were executed in a field near Osteva", party="miners union"))
    assert (found.kind, found.first, found.second) == ("denied", "s2", "s1")
    assert "osteva" in found.why
    assert "kill" in found.why


def test_words_can_deny() -> None:
    """ "Nobody was executed" denies by its words; twice denied is asserted."""
    union = made("s2", "eleven men were executed at Osteva", party="miners union")
    assert only(made("s1", "Nobody was executed at Osteva", party="mine office"), union).second == "s1"
    assert not contradictions([made("s3", "nobody was executed at Osteva", Mode.DENIED, party="court"), union])


def test_one_party_one_text_and_other_modes_do_not_contradict() -> None:
    """What a party says twice, a denial with the accusation inside it, copies, and questions are no contradiction."""
    union = made("s1", "eleven men were executed at Osteva", party="miners union")
    assert not contradictions([union, made("s2", "no men were executed at Osteva", party="miners union")])
    inside = made("s3", "men were executed at Osteva", source="s1", at=2)
    assert not contradictions([made("s4", "the men executed at Osteva", Mode.DENIED, source="s1"), inside])
    copied = made("s5", "not eleven men were executed at Osteva", family="s1")
    assert not contradictions([union, copied])
    question = Passage((Span(0, 9),), "were men executed at Osteva")
    assert claim("s6", question, Mode.ASKED, source=Digest("x"), family=Digest("x"), rank=6) is None


def test_other_dates_and_other_places_of_the_same_words_cannot_both_hold() -> None:
    """Only where nothing says that one date or one place may lie in the other."""
    words = "the guards took the union lorries from the brickworks"
    one, other = made("s1", words, party="a", date="1997-08-04"), made("s2", words, party="b", date="1997-09-11")
    assert only(one, other).kind == "date"
    assert not contradictions([one, made("s3", words, party="c", date="1997")])
    here, there = made("s4", words, party="a", place="Osteva"), made("s5", words, party="b", place="Velmar")
    assert only(here, there).kind == "place"
    both = claim(
        "s6",
        Passage((Span(0, 9),), "the office at Osteva in Velmar"),
        Mode.ASSERTED,
        source=Digest("z"),
        family=Digest("z"),
        rank=6,
        places=["Osteva", "Velmar"],
    )
    assert both is not None
    assert not contradictions([here, there, both])


def test_the_order_does_not_matter_and_proposals_are_bounded() -> None:
    """A denial that a thousand assert is proposed with the nearest few of each."""
    claims = [made("s0", "any prisoner was shot at Osteva brickworks", Mode.DENIED, party="p0")]
    claims += [made(f"s{at}", "prisoners were shot at the Osteva brickworks", party=f"p{at}") for at in range(1, 150)]
    found = contradictions(claims)
    random.Random(1).shuffle(claims)
    assert contradictions(claims) == found
    assert MOST_PROPOSED <= len(found) <= len(claims)


def test_a_denial_is_found_among_many_of_the_same_words() -> None:
    """A case about one event says the same words hundreds of times; the denial in it is not lost."""
    claims = [made("s0", "any prisoner was shot at Osteva brickworks", Mode.DENIED, party="p0")]
    told = "prisoners were shot at the Osteva brickworks"
    claims += [made(f"s{at}", f"{told} {at}", party=f"p{at}") for at in range(1, 600)]
    assert "s0" in {found.second for found in contradictions(claims)}


def test_what_was_not_there_at_all_is_denied_of_the_same_places_alone() -> None:
    """ "There was no fire" is set against what tells of the fire, in texts that name the same place."""
    denial = made("s1", "there was no fire", party="witnesses", around=("osteva",))
    told = made("s2", "eleven men died in a fire in the boiler house", party="mine office", around=("osteva",))
    found = only(denial, told)
    assert (found.kind, found.first, found.second) == ("denied", "s2", "s1")
    assert not contradictions([denial, made("s3", "a fire broke out", party="mine office", around=("velmar",))])
    assert not contradictions([denial, made("s4", "there was no fire at night", party="guard", around=("osteva",))])


def test_few_words_of_other_places_are_no_contradiction() -> None:
    """Whoever denies involvement in the attacks denies it of attacks of one place."""
    denial = made("s1", "involvement in the attacks", Mode.DENIED, party="army", around=("osteva",))
    told = made("s2", "suspected of involvement in an attack", party="police", around=("velmar",))
    assert not contradictions([denial, told])


def test_no_fewer_than_denies_nothing_and_if_asserts_nothing() -> None:
    """Words with a negation in them may assert; a condition asserts nothing."""
    denial = made("s1", "any prisoner was shot at Osteva", Mode.DENIED, party="mine office")
    assert only(denial, made("s2", "no fewer than 64 prisoners were shot at Osteva", party="court")).first == "s2"
    condition = claim(
        "s3",
        Passage((Span(0, 40),), "if prisoners had been shot at Osteva, so"),
        Mode.ASSERTED,
        source=Digest("c"),
        family=Digest("c"),
        rank=3,
    )
    assert condition is None


def test_copies_of_either_statement_are_not_proposed_again() -> None:
    """One proposal stands for a family of copies that carry the same words."""
    denial = made("s1", "any prisoner was shot at Osteva", Mode.DENIED, party="mine office")
    told = [made(f"s{at}", "prisoners were shot at Osteva", party="union", family="one") for at in range(2, 6)]
    assert len(contradictions([denial, *told])) == 1
