"""Names of places and what they mean."""

from __future__ import annotations

import pytest

from witnessmark.comparing import Located, NamedPlace, locate
from witnessmark.comparing.gazetteer import find, fold
from witnessmark.nouns import digest_of


def named(*places: tuple[str, bytes]) -> dict[str, Located]:
    """Return what each name means; a name stands in one source."""
    given = [NamedPlace(name=name, mentions=1, sources=frozenset([digest_of(source)])) for name, source in places]
    found = locate(given)
    assert found == locate(reversed(given))
    return {each.place.name: each for each in found}


def test_a_country_beside_it_tells() -> None:
    """One name means different towns in texts that name different countries; without a country it means none."""
    canada = named(("London", b"one"), ("Canada", b"one"))["London"].entry
    england = named(("London", b"one"), ("United Kingdom", b"one"))["London"].entry
    assert canada is not None
    assert england is not None
    assert (canada.country, england.country) == ("CA", "GB")
    alone = named(("London", b"one"), ("Canada", b"two"))["London"]
    assert alone.entry is None
    assert "do not tell" in alone.why
    assert {"GB", "CA"} <= {each.country for each in alone.candidates}


def test_a_country_within_another_tells_too() -> None:
    """England and Scotland are no towns, and the towns that a text names beside them are theirs."""
    found = named(("England", b"one"), ("Great Britain", b"one"), ("Scotland", b"one"), ("Leeds", b"one"))
    assert {each.entry.country for each in found.values() if each.entry} == {"GB"}
    assert found["Leeds"].entry
    assert found["England"].why == "the name of a country"


@pytest.mark.parametrize(
    ("name", "country"),
    [("Srebrenica", "BA"), ("the Netherlands", "NL"), ("Schweden", "SE"), ("ایران", "IR"), ("تهران", "IR")],
)
def test_a_telling_name_is_enough(name: str, country: str) -> None:
    """A country in any of its languages, and a town whose name no other has."""
    beside = [("ایران", b"one")] if name == "تهران" else []
    entry = named((name, b"one"), *beside)[name].entry
    assert entry is not None
    assert entry.country == country


@pytest.mark.parametrize("name", ["West", "MEK", "Orrum", "", "?", "‮"])
def test_nothing_is_guessed(name: str) -> None:
    """A word, an abbreviation and an invented name have no place, and say why."""
    found = named((name, b"one"))[name]
    assert found.entry is None
    assert found.why


def test_one_pass_for_all_names() -> None:
    """Asking for several names gives for each what asking for it alone gives."""
    names = [fold(name) for name in ("Tehran", "Paris", "Iran", "Orrum")]
    assert find(names) == {name: places for each in names for name, places in find([each]).items()}
    assert find([]) == {}
