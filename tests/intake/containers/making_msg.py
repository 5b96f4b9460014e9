"""Writes Outlook mails: the few structures of a compound file (MS-CFB) and of a message (MS-OXMSG) that are needed."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
TEXT, BINARY, NUMBER, TIME = 0x001F, 0x0102, 0x0003, 0x0040
SUBJECT, BODY, SENDER, ADDRESS, SENT, HEADERS = 0x0037, 0x1000, 0x0C1A, 0x0C1F, 0x0039, 0x007D
METHOD, FILE_NAME, CONTENT, SHOWN = 0x3705, 0x3707, 0x3701, 0x3001


@dataclass
class Node:
    """A storage (with nodes in it) or a stream (with bytes)."""

    name: str
    data: bytes | None = None
    nodes: list[Node] = field(default_factory=list)


def msg(
    subject: str,
    body: str,
    attachments: Sequence[tuple[str | None, bytes | None]] = (),
    *,
    headers: str = "",
    sent: int = 132_724_368_000_000_000,
) -> bytes:
    """Return an Outlook mail; an attachment without bytes is a mail in the mail. ``sent`` is a Windows file time."""
    texts = {SUBJECT: subject, BODY: body, SENDER: "Ana Bel", ADDRESS: "ana@velmora.example"}
    if headers:
        texts[HEADERS] = headers
    head = struct.pack("<8x4I8x", 0, len(attachments), 0, len(attachments))
    nodes = _properties(
        head, {pid: (TEXT, words.encode("utf-16-le")) for pid, words in texts.items()}, {SENT: (TIME, sent)}
    )
    for number, (name, data) in enumerate(attachments):
        values: dict[int, tuple[int, bytes]] = {}
        if name:
            values[FILE_NAME if data is not None else SHOWN] = (TEXT, name.encode("utf-16-le"))
        if data is not None:
            values[CONTENT] = (BINARY, data)
        inner = _properties(bytes(8), values, {METHOD: (NUMBER, 1 if data is not None else 5)})
        nodes.append(Node(f"__attach_version1.0_#{number:08X}", nodes=inner))
    return compound(nodes)


def _properties(
    head: bytes, values: Mapping[int, tuple[int, bytes]], numbers: Mapping[int, tuple[int, int]]
) -> list[Node]:
    rows = head
    nodes = []
    for pid, (kind, data) in values.items():
        rows += struct.pack("<HHIII", kind, pid, 6, len(data) + (2 if kind == TEXT else 0), 0)
        nodes.append(Node(f"__substg1.0_{pid:04X}{kind:04X}", data))
    for pid, (kind, number) in numbers.items():
        rows += struct.pack("<HHIQ", kind, pid, 6, number)
    return [Node("__properties_version1.0", rows), *nodes]


def compound(nodes: Sequence[Node]) -> bytes:
    """Return a compound file (version 3, sectors of 512 bytes) with these nodes at its root."""
    entries: list[bytearray] = []
    flat: list[tuple[Node, int]] = []
    root = Node("Root Entry", nodes=list(nodes))

    def number(node: Node, kind: int) -> int:
        at = len(flat)
        flat.append((node, kind))
        entries.append(bytearray())
        return at

    children: dict[int, list[int]] = {}
    waiting = [(root, number(root, ROOT))]
    while waiting:
        node, at = waiting.pop(0)
        inner = [(one, number(one, STORAGE if one.data is None else STREAM)) for one in node.nodes]
        children[at] = [place for _, place in inner]
        waiting += [(one, place) for one, place in inner if one.data is None]

    mini = b""
    minifat: list[int] = []
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return END
        start = len(sectors)
        for at in range(0, len(data), 512):
            sectors.append(data[at : at + 512].ljust(512, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return start

    starts: dict[int, int] = {}
    for at, (node, _) in enumerate(flat):
        if node.data is None:
            continue
        if len(node.data) >= 4096 or not node.data:
            starts[at] = put(node.data)
            continue
        starts[at] = len(minifat)
        count = -(-len(node.data) // 64)
        minifat += [*range(len(minifat) + 1, len(minifat) + count), END]
        mini += node.data.ljust(64 * count, b"\0")
    starts[0] = put(mini)
    next_of = {one: after for kids in children.values() for one, after in pairwise(kids)}
    table = b""
    for at, (node, kind) in enumerate(flat):
        name = node.name.encode("utf-16-le")
        size = len(mini) if kind == ROOT else len(node.data or b"")
        child = children.get(at) or [FREE]
        table += struct.pack(
            "<64sHBBIII16sIQQIQ",
            *(name, len(name) + 2, kind, 1, FREE, next_of.get(at, FREE), child[0], b"", 0, 0, 0),
            *(starts.get(at, 0), size),
        )
    table += (struct.pack("<64sHBBIII", b"", 0, 0, 0, FREE, FREE, FREE).ljust(128, b"\0")) * (-len(flat) % 4)
    directory = put(table)
    packed = struct.pack(f"<{len(minifat)}I", *minifat)
    first_mini = put(packed.ljust(-(-len(packed) // 512) * 512, b"\xff"))
    needed = 1
    while needed * 128 < len(fat) + needed:
        needed += 1
    first_fat = len(sectors)
    fat += [FAT] * needed
    fat += [FREE] * (needed * 128 - len(fat))
    sectors += [struct.pack("<128I", *fat[at * 128 : at * 128 + 128]) for at in range(needed)]
    places = [first_fat + at for at in range(needed)]
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, needed, directory, 0, 4096, first_mini, -(-len(packed) // 512), END, 0),
    )
    header += struct.pack(f"<{len(places)}I", *places)
    return header.ljust(512, b"\xff") + b"".join(sectors)
