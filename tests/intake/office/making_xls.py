"""Makes small workbooks in the older format (BIFF8 in a compound file), record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def words(text: str, length: str) -> bytes:
    """Return a string with its length, in UTF-16."""
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 0) + words(text, "H"))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(row: int, column: int, value: float, style: int = 0) -> bytes:
    """Return a cell that adds 1 and 2, and was saved with this value."""
    tokens = b"\x1e\x01\x00\x1e\x02\x00\x03"
    return record(0x0006, struct.pack("<HHHdHIH", row, column, style, value, 0, 0, len(tokens)) + tokens)


def chart(*records: bytes) -> bytes:
    """Return a chart that lies in a sheet."""
    return record(0x0809, struct.pack("<HHHHII", 0x0600, 0x20, 0, 0, 0, 0)) + b"".join(records) + record(0x0A, b"")


def hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20))


def hidden_column(column: int) -> bytes:
    return record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))


def xls(
    sheets: Mapping[str, bytes], *, formats: Sequence[str] = (), hidden: Sequence[str] = (), more: bytes = b""
) -> bytes:
    """Pack a workbook: the records of each sheet by its name; style 1 has the first of ``formats``, and so on."""
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + more
    for at, code in enumerate(formats):
        start += record(0x041E, struct.pack("<H", 200 + at) + words(code, "H"))
    for key in (0, *(200 + at for at in range(len(formats)))):
        start += record(0x00E0, struct.pack("<HH", 0, key) + bytes(16))
    bodies = [
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + body + record(0x0A, b"")
        for body in sheets.values()
    ]
    bounds = [record(0x0085, struct.pack("<IBB", 0, 0, 0) + words(name, "B")) for name in sheets]
    place = len(start) + sum(map(len, bounds)) + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        listed += record(0x0085, struct.pack("<IBB", place, int(name in hidden), 0) + words(name, "B"))
        place += len(body)
    return compound("Workbook", start + listed + record(0x0A, b"") + b"".join(bodies))


def compound(stream: str, data: bytes) -> bytes:
    """Pack one stream as a compound file: a header, the table of sectors, the folder, the stream."""
    data = data.ljust(4096, b"\0")
    count = -(-len(data) // SECTOR)
    table = [FAT, END, *range(3, count + 2), END]
    assert len(table) <= SECTOR // 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", FREE) * 108
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, END, 0, child=1) + _entry(stream, 2, 2, len(data)) + bytes(256)
    return header + sectors + folder + data.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    entry = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
