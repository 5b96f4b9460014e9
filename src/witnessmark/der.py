"""The bytes of ASN.1 values in DER (ITU-T X.690): what a time stamp is written in, taken apart.

Promises: an element is read only where its length is definite, minimal and inside what holds it; whatever else the
bytes are, the answer is a ValueError that says what is wrong, in time linear in their length.
Does not: know what the elements mean, or write any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

INTEGER, BITS, OCTETS, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
UTF8, UTC_TIME, TIME = 0x0C, 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
FIRST, SECOND = 0xA0, 0xA1
"""Constructed elements with the context's own tags [0] and [1]."""

_TIME = re.compile(rb"([0-9]{14})(?:\.([0-9]{0,8}[1-9]))?Z")
_LONGEST_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, and where it, its contents and its end stand in the bytes."""

    data: bytes
    tag: int
    start: int
    body: int
    end: int

    @property
    def content(self) -> bytes:
        """The bytes of the contents."""
        return self.data[self.body : self.end]

    @property
    def encoded(self) -> bytes:
        """The bytes of the whole element."""
        return self.data[self.start : self.end]

    def children(self) -> list[Element]:
        """Return the elements that the contents are made of; raises ValueError."""
        return list(_elements(self.data, self.body, self.end))

    def expect(self, tag: int, what: str) -> Element:
        """Return the element if it has this tag; raises ValueError that names ``what``."""
        if self.tag != tag:
            raise ValueError(f"{what} is not where it belongs")
        return self

    def integer(self) -> int:
        """Return the number that it is; raises ValueError."""
        data = self.expect(INTEGER, "a number").content
        if not data or (len(data) > 1 and data[0] in (0x00, 0xFF) and data[0] >> 7 == data[1] >> 7):
            raise ValueError("a number is malformed")
        return int.from_bytes(data, "big", signed=True)

    def oid(self) -> str:
        """Return the object identifier in digits and points; raises ValueError."""
        data = self.expect(OID, "an identifier").content
        if not data or data[-1] & 0x80 or len(data) > 64:
            raise ValueError("an identifier is malformed")
        parts: list[int] = []
        number = 0
        for byte in data:
            number = number << 7 | byte & 0x7F
            if not byte & 0x80:
                parts.append(number)
                number = 0
        first = min(parts[0] // 40, 2)
        return ".".join(map(str, (first, parts[0] - 40 * first, *parts[1:])))

    def time(self) -> datetime:
        """Return the time that a GeneralizedTime is, in UTC; raises ValueError."""
        match = _TIME.fullmatch(self.expect(TIME, "a time").content)
        if match is None:
            raise ValueError("a time is malformed")
        whole = datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return whole + timedelta(microseconds=int((match[2] or b"0").ljust(6, b"0")[:6]))


def read(data: bytes) -> Element:
    """Read the one element that ``data`` must be; raises ValueError."""
    first = next(_elements(data, 0, len(data)), None)
    if first is None or first.end != len(data):
        raise ValueError("its bytes are no single DER value")
    return first


def _elements(data: bytes, at: int, end: int) -> Iterator[Element]:
    while at < end:
        if at + 2 > end:
            raise ValueError("a DER value is cut off")
        tag, length, body = data[at], data[at + 1], at + 2
        if tag & 0x1F == 0x1F:
            raise ValueError("a DER value has a tag that no time stamp has")
        if length & 0x80:
            count = length & 0x7F
            length, body = int.from_bytes(data[body : body + count], "big"), body + count
            if not 0 < count <= _LONGEST_LENGTH or length < 0x80 or length >> 8 * (count - 1) == 0:
                raise ValueError("a length in it is not written as DER writes it")
        if body + length > end:
            raise ValueError("a DER value is cut off")
        yield Element(data, tag, at, body, body + length)
        at = body + length
