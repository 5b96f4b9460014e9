"""Hostile pictures, with what is to be said of each."""

from __future__ import annotations

import random
import struct
import zlib


def png(width: int, height: int) -> bytes:
    """Return a PNG that says it has so many grey pixels and holds a few."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


def tiff_loop() -> bytes:
    """Return a TIFF whose first page is followed by itself."""
    tags = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200),
            (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    body = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + struct.pack("<I", 8)
    return (b"II*\x00" + struct.pack("<I", 8) + body).ljust(200, b"\0") + bytes(64)


HOSTILE = {
    "60,000 x 60,000 pixels.png": (png(60_000, 60_000), "60,000 x 60,000 pixels"),
    "a side of a billion.png": (png(1_000_000_000, 1), "pixels"),
    "cut.png": (png(500, 500)[:60], ""),
    "loop.tif": (tiff_loop(), ""),
    "noise.bmp": (b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0" + random.Random(1).randbytes(4000), ""),
    "noise.gif": (b"GIF89a" + random.Random(2).randbytes(4000), ""),
    "noise.webp": (b"RIFF\xff\x0f\0\0WEBPVP8 " + random.Random(3).randbytes(4000), ""),
    "noise.jpg": (b"\xff\xd8\xff\xe0" + random.Random(4).randbytes(4000), ""),
    "noise.tif": (b"MM\x00*\x00\x00\x00\x08" + random.Random(5).randbytes(4000), ""),
}

EXPECTED: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(
        ("60,000 x 60,000 pixels.png", "a side of a billion.png"),
        "pixels",
    ),
    **dict.fromkeys(
        ("cut.png", "noise.bmp", "noise.gif", "noise.webp", "noise.jpg", "noise.tif"),
        "damaged",
    ),
    **dict.fromkeys(
        ("loop.tif",),
        "nothing in it",
    ),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
