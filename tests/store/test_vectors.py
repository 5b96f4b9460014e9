"""The vectors of passages in the tables."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa
from tests.store.conftest import Put

from witnessmark.nouns import Locator, Span
from witnessmark.store import Store, schema, vectors
from witnessmark.store.vectors import STRETCH, Nearest, Stretch, packed

WIDTH = 4
AXES = [packed(axis, WIDTH) for axis in np.eye(WIDTH, dtype=np.float32)]


@pytest.fixture
def english(store: Store, put: Put) -> Put:
    """Return a function that puts an English text."""

    def put_english(name: str, *rest: object, **more: object) -> object:
        digest = put(name, *rest, **more)
        with store.writing() as connection:
            text = schema.text
            connection.execute(sa.update(text).where(text.c.source == digest).values(language="en"))
        return digest

    return put_english  # type: ignore[return-value]


def give(store: Store, *numbers: bytes, model: str = "m") -> None:
    """Give the stretches that lack vectors these, in order."""
    with store.writing() as connection:
        for stretch, each in zip(vectors.missing(connection, model, "en"), numbers, strict=True):
            vectors.put(connection, stretch, model, each)


def ask(store: Store, wanted: bytes, *, limit: int = 10, model: str = "m") -> Nearest:
    """Return the passages nearest to a vector."""
    with store.asking() as connection:
        return vectors.nearest(connection, model, wanted, limit)


def missing(store: Store, model: str = "m") -> list[Stretch]:
    """Return what lacks vectors."""
    with store.asking() as connection:
        return vectors.missing(connection, model, "en")


def mixed(*shares: float) -> bytes:
    """Return a packed vector with these shares of the axes."""
    return packed(np.asarray(shares, np.float32), WIDTH)


def test_the_nearest_come_first_with_their_cosines(store: Store, english: Put) -> None:
    """A passage that points elsewhere is none."""
    for name in ("a.txt", "b.txt", "c.txt"):
        english(name)
    give(store, mixed(1, 1, 0, 0), AXES[0], AXES[3])
    found = ask(store, AXES[0])
    assert [(hit.citation.name, round(hit.score, 3)) for hit in found.hits] == [("b.txt", 1.0), ("a.txt", 0.707)]
    assert all(hit.hits == () for hit in found.hits)


def test_equal_passages_come_by_name_whatever_order_they_were_put_in(store: Store, english: Put) -> None:
    """Also where the limit cuts between them."""
    for name in ("d.txt", "b.txt", "c.txt", "a.txt"):
        english(name)
    give(store, *[mixed(0.3, 0.1, 0.7, 0.2)] * 4)
    aim = mixed(0.1, 0.2, 0.6, 0.1)
    assert [hit.citation.name for hit in ask(store, aim).hits] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert [hit.citation.name for hit in ask(store, aim, limit=2).hits] == ["a.txt", "b.txt"]


def test_an_answer_does_not_depend_on_how_many_are_compared_at_once(
    store: Store, english: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of one and blocks of all give the same scores to the bit."""
    for at in range(9):
        english(f"{at}.txt")
    give(store, *(mixed(1, at / 7, at % 3, 0.3) for at in range(9)))
    aim = mixed(0.3, 0.9, 0.1, 0.5)
    whole = ask(store, aim)
    monkeypatch.setattr(vectors, "AT_ONCE", 1)
    monkeypatch.setattr(vectors, "ASKED_AT_ONCE", 2)
    assert ask(store, aim) == whole


def test_zeros_stand_for_no_vector(store: Store, english: Put) -> None:
    """Such a passage is never found, and counted; a query of zeros finds nothing."""
    english("a.txt")
    english("b.txt")
    give(store, AXES[1], packed(None, WIDTH))
    found = ask(store, AXES[1])
    assert [hit.citation.name for hit in found.hits] == ["a.txt"]
    assert found.wordless == 1
    assert ask(store, packed(None, WIDTH)).hits == ()


def test_a_long_text_is_cut_into_stretches(store: Store, english: Put) -> None:
    """Each hit is the passage whose vector it is."""
    count = STRETCH + 2
    locators = [Locator(Span(at * 2, at * 2 + 1), (("row", str(at + 1)),)) for at in range(count)]
    english("one.txt")
    english("table.csv", "x " * count, locators=locators)
    assert [len(stretch) for stretch in missing(store)] == [1, STRETCH, 2]
    give(store, AXES[0], AXES[0] * STRETCH, AXES[0] + AXES[2])
    (hit,) = ask(store, AXES[2]).hits
    assert hit.citation.locator == f"row {count}"
    assert not missing(store)


def test_the_words_of_a_stretch_are_those_of_its_passages(store: Store, english: Put) -> None:
    """In order; none where the text is gone."""
    english("a.txt", "One. Two.", locators=[Locator(Span(0, 4), ()), Locator(Span(5, 9), ())])
    (stretch,) = missing(store)
    with store.asking() as connection:
        assert vectors.quotes(connection, stretch) == ("One.", "Two.")
        assert vectors.quotes(connection, Stretch(1000, 1001)) == ()


def test_vectors_go_with_their_text(store: Store, english: Put) -> None:
    """A source that is put again has none; those of others stay."""
    english("a.txt")
    english("b.txt")
    give(store, AXES[0], AXES[0])
    with store.writing() as connection:
        connection.execute(sa.delete(schema.text).where(schema.text.c.id == 1))
    assert [hit.citation.name for hit in ask(store, AXES[0]).hits] == ["b.txt"]


def test_vectors_of_another_model_are_never_compared(store: Store, english: Put) -> None:
    """They count as missing, and are replaced."""
    english("a.txt")
    give(store, AXES[0])
    assert ask(store, AXES[0], model="n").hits == ()
    assert len(missing(store, "n")) == 1
    give(store, AXES[1], model="n")
    assert ask(store, AXES[0], model="m").hits == ()
    assert len(ask(store, AXES[1], model="n").hits) == 1


def test_other_languages_are_counted_and_never_asked_for(store: Store, put: Put, english: Put) -> None:
    """So are texts whose language was not found."""
    english("en.txt")
    put("unknown.txt")
    for name in ("fr.txt", "fr2.txt"):
        digest = put(name)
        with store.writing() as connection:
            text = schema.text
            connection.execute(sa.update(text).where(text.c.source == digest).values(language="fr"))
    assert len(missing(store)) == 1
    with store.asking() as connection:
        assert [*vectors.left_out(connection, "en").items()] == [("fr", 2), (None, 1)]
