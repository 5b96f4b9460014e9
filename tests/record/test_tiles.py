"""Paths and bytes of tiles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.record.tiles import Tile, pack, tiles_of, unpack


def test_paths_are_those_of_the_specification() -> None:
    """Numbers stand in groups of three digits, partial tiles in a folder of their own."""
    assert Tile(0, 1_234_067, 256).path == "log/tile/0/x001/x234/067"
    assert Tile(3, 0, 7).path == "log/tile/3/000.p/7"
    assert Tile(None, 1_000, 1).path == "log/tile/entries/x001/000.p/1"


def test_the_example_of_the_specification() -> None:
    """A log of 70,000 entries has the tiles that C2SP tlog-tiles counts."""
    hashes = [tile for tile in tiles_of(70_000) if tile.level is not None]
    assert len([tile for tile in hashes if (tile.level, tile.width) == (0, 256)]) == 273
    rest = [(tile.level, tile.number, tile.width) for tile in hashes if tile.level != 0 or tile.width != 256]
    assert rest == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]
    assert [(tile.level, tile.width) for tile in tiles_of(256)] == [(None, 256), (0, 256), (1, 1)]


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_what_was_full_before_is_left_out(one: int, other: int) -> None:
    """The tiles since an earlier size are those of the log that the earlier log did not have in full."""
    before, after = sorted((one, other))
    full = {tile for tile in tiles_of(before) if tile.width == 256}
    assert set(tiles_of(after, before)) == set(tiles_of(after)) - full


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_bundles_come_back(entries: list[bytes]) -> None:
    """A bundle is read as the entries that it was made of."""
    assert unpack(pack(entries)) == entries


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x02a", b"\xff\xff", b"\x00\x01ab"])
def test_a_bundle_that_ends_inside_an_entry_is_refused(bundle: bytes) -> None:
    """A length that goes beyond the end is an error, never a shorter entry."""
    with pytest.raises(ValueError, match="inside entry"):
        unpack(bundle)
