"""English words that tell who speaks: persons, bodies, nations and given names, as sets, loaded once.

Promises: the same data files give the same sets. Does not: look at any text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from witnessmark.reading.rules import load, words


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation and the word that its people and bodies are called by."""

    name: str
    adjective: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word classes of ``parties.toml`` and its kin; all in lower case but the nations."""

    pronouns: dict[str, str]
    persons: dict[str, frozenset[str]]
    bodies: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[str]]
    given: dict[str, str]
    """The usual sex of a given name."""
    nations: dict[str, Nation]
    """By name, as written."""
    adjectives: dict[str, Nation]
    places: dict[str, Nation]
    capitals: frozenset[str]
    """Places whose name may stand for a government."""

    def nation(self, word: str) -> Nation | None:
        """Return the nation that ``word`` names, calls its own, or lies in."""
        return self.nations.get(word) or self.adjectives.get(word) or self.places.get(word)

    def is_title(self, low: str) -> bool:
        """Tell whether a word in lower case may stand before a name as its title."""
        return low in self.persons["titles"] or low in self.persons["honorifics"]

    def sex_of_title(self, low: str) -> str | None:
        """Return ``male`` or ``female`` where a title or a role tells."""
        return next((sex for sex in ("male", "female") if low in self.persons[sex]), None)


@cache
def lexicon() -> Lexicon:
    """Return the English word classes, built once."""
    table, nations = load("parties"), load("nations")
    known = {name: Nation(name, adjectives[0]) for name, (adjectives, _) in nations["nations"].items()}
    by_adjective: dict[str, Nation] = {}
    places: dict[str, Nation] = {}
    for name, (adjectives, towns) in nations["nations"].items():
        for adjective in adjectives:
            by_adjective[adjective] = known[name]
            by_adjective.setdefault(f"{adjective}s", known[name])
        for town in towns:
            places.setdefault(town, known[name])
    known |= {also: known[name] for also, name in nations["also"].items()}
    given = load("given_names")
    sexes: dict[str, str] = {}
    for sex in ("male", "female"):
        for name in given[sex].split():
            sexes[name] = sex
    return Lexicon(
        pronouns={word: kind for kind, text in table["pronouns"].items() for word in text.split()},
        persons={key: words(table["persons"], key) for key in table["persons"]},
        bodies={key: words(table["bodies"], key) for key in table["bodies"]},
        phrases={key: words(table["phrases"], key) for key in table["phrases"]},
        given=sexes,
        nations=known,
        adjectives=by_adjective,
        places=places,
        capitals=frozenset(towns[0] for _, towns in nations["nations"].values() if towns),
    )
