"""Makes a ZIP archive whose only member is the archive itself, to the byte, with a checksum that is right.

The construction is R. Cox's ("Zip files all the way down", 2010). Deflate has two instructions that matter: *these
bytes follow* (a stored block) and *repeat what came so many bytes ago* (a match). A stream of such instructions that
writes itself is found as a program that prints itself is: every instruction is written once as bytes of a stored block,
and once by a repeat. Each instruction here fills exactly one unit of ten bytes, so that lengths can be told in units.

The checksum (CRC-32) of the whole stands within the whole, four times. CRC-32 is affine over bits: changing one bit of
the checksum's value changes the checksum of the whole by the same bits, whatever the others are. So the value that is
right is the solution of 32 linear equations in 32 bits; where they have none, another time of change is tried.

Promises: the same bytes at every run; ``unzip`` finds no fault with them.
"""

from __future__ import annotations

import struct
import zlib

UNIT = 10
NAME = b"itself.zip"


def zip_quine() -> bytes:
    """Return the archive."""
    for minute in range(60):
        size = len(_whole(0, minute, 0, 0))
        packed = size - len(_head(0, minute, 0, 0)) - len(_tail(0, minute, 0, 0)) + len(LAST)

        def whole(checksum: int, minute: int = minute, size: int = size, packed: int = packed) -> bytes:
            return _whole(checksum, minute, packed, size)

        base = zlib.crc32(whole(0))
        changes = [zlib.crc32(whole(1 << bit)) ^ base ^ (1 << bit) for bit in range(32)]
        checksum = _solved(changes, base)
        if checksum is not None:
            return whole(checksum)
    raise AssertionError("no time of change gives equations that can be solved")


def _solved(columns: list[int], wanted: int) -> int | None:
    """Return the bits whose columns add up to ``wanted`` over GF(2); None where there are none."""
    rows = [(column, 1 << bit) for bit, column in enumerate(columns)]
    value = chosen = 0
    for bit in range(32):
        at = next((at for at, (column, _) in enumerate(rows) if column >> bit & 1), None)
        if at is None:
            if (wanted ^ value) >> bit & 1:
                return None
            continue
        column, made_of = rows.pop(at)
        rows = [(a ^ column, b ^ made_of) if a >> bit & 1 else (a, b) for a, b in rows]
        if (wanted ^ value) >> bit & 1:
            value, chosen = value ^ column, chosen ^ made_of
    return chosen if value == wanted else None


# ------------------------------------------------------------------------------------------------- the instructions


def _stored(size: int) -> bytes:
    return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")


def _follow(units: int) -> bytes:
    """Return the unit that says: so many units follow as they are (after an empty stored block, to fill the unit)."""
    return _stored(0) + _stored(units * UNIT)


def _huffman(code: int, width: int) -> tuple[int, int]:
    return int(f"{code:0{width}b}"[::-1], 2), width


def _repeat(units: int) -> bytes:
    """Return the unit that says: repeat the last so many units. Only the lengths that are needed are known."""
    codes = {  # length and distance are the same: code and further bits of each (RFC 1951, 3.2.5)
        4: ((273 - 256, 40 - 35, 3), (10, 40 - 33, 4)),
        5: ((274 - 256, 50 - 43, 3), (11, 50 - 49, 4)),
        9: ((278 - 256, 90 - 83, 4), (12, 90 - 65, 5)),
    }
    length, distance = codes[units]
    empty = ((0, 1), (1, 2), _huffman(0, 7))
    match = (_huffman(length[0], 7), (length[1], length[2]), _huffman(distance[0], 5), (distance[1], distance[2]))
    fields = ((0, 1), (1, 2), *match, _huffman(0, 7), *empty, (0, 1), (0, 2))  # the last: an empty stored block
    value = at = 0
    for field, width in fields:
        value |= field << at
        at += width
    packed = value.to_bytes(-(-at // 8), "little") + b"\0\0\xff\xff"
    assert len(packed) == UNIT
    return packed


# ---------------------------------------------------------------------------------------------------- the archive

LAST = b"\x03\x00"
"""The last block of the stream: an empty one."""


def _head(checksum: int, minute: int, packed: int, size: int) -> bytes:
    """Return the header before the stream: four units."""
    times = minute << 5, 41 << 9 | 8 << 5 | 3  # the third of August 2021
    fields = (20, 0, 8, *times, checksum, packed, size, len(NAME), 0)
    return struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + NAME


def _tail(checksum: int, minute: int, packed: int, size: int) -> bytes:
    """Return the end of the stream, and the table of contents: eight units."""
    times = minute << 5, 41 << 9 | 8 << 5 | 3
    fields = (20, 20, 0, 8, *times, checksum, packed, size, len(NAME), 0, 0, 0, 0, 0, 0)
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *fields) + NAME
    place = size - len(entry) - 22
    return LAST + entry + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), max(place, 0), 0)


def _whole(checksum: int, minute: int, packed: int, size: int) -> bytes:
    """Return the archive that declares these; it is a quine where they are right."""
    head, tail = _head(checksum, minute, packed, size), _tail(checksum, minute, packed, size)
    assert (len(head), len(tail)) == (4 * UNIT, 8 * UNIT)
    four, first, last = _repeat(4), _repeat(5), _repeat(9)
    units = [head, _follow(5), head, _follow(5), first, _follow(1), first, _follow(1), _follow(1)]
    units += [_follow(4), first, _follow(1), _follow(1), _follow(4), four]
    units += [_follow(4), four, _follow(4), four, _follow(4), four]
    units += [_follow(4), four, _follow(0), _follow(0), _follow(9), four]
    units += [_follow(0), _follow(0), _follow(9), last, tail, last, tail]
    return b"".join(units)
