"""Families of copies."""

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing import families
from witnessmark.nouns import Copy, CopyKind, Digest

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] != pair[1]), max_size=20)


def made(pair: tuple[int, int]) -> Copy:
    """Return a copy between two sources."""
    return Copy(
        origin=Digest(f"{pair[0]:064x}"),
        taken=Digest(f"{pair[1]:064x}"),
        kind=CopyKind.COPY,
        direction_known=False,
        share_origin=1.0,
        share_taken=1.0,
        passages=(),
    )


@given(PAIRS)
def test_families_do_not_depend_on_the_order_of_copies(pairs: list[tuple[int, int]]) -> None:
    """Copies in any order, either way round, cyclic or twice over: the same families."""
    turned = [pair[::-1] for pair in sorted(pairs, key=lambda pair: pair[::-1])]
    assert families(map(made, pairs)) == families(map(made, turned)) == families(map(made, pairs + turned))


@given(PAIRS)
def test_a_family_is_what_copies_connect(pairs: list[tuple[int, int]]) -> None:
    """Both sides of each copy are of one family, which its smallest member names."""
    found = families(map(made, pairs))
    assert found.keys() == {Digest(f"{number:064x}") for pair in pairs for number in pair}
    for one, other in pairs:
        assert found[Digest(f"{one:064x}")] == found[Digest(f"{other:064x}")]
    for digest, name in found.items():
        assert name == min(member for member in found if found[member] == found[digest])


def test_a_long_chain_of_copies_is_one_family() -> None:
    """A copied from B, B from C, and so on, ten thousand times."""
    found = families(made((number + 1, number)) for number in reversed(range(10_000)))
    assert set(found.values()) == {Digest("0" * 64)}
