"""What is believed of an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake.draft import Draft, Loss
from witnessmark.intake.fencing.wire import Answer, GarbledError, pack, unpack
from witnessmark.nouns import Locator, Span, digest_of

DRAFT = Draft(
    content="One word.\n\nمن",
    locators=(Locator(Span(0, 9), (("paragraph", "1"),)), Locator(Span(11, 13), (("paragraph", "2"),))),
    encoding="utf-8 (valid)",
    losses=(Loss("a", "b"),),
)
GOOD = Answer(digest_of(b"x"), "text/plain", DRAFT)


def test_what_is_packed_is_unpacked() -> None:
    """An honest answer comes through unchanged."""
    assert unpack(pack(GOOD)) == GOOD
    refused = Answer(digest_of(b"x"), "image/png", Loss("not a text", "see"))
    assert unpack(pack(refused)) == refused


@pytest.mark.parametrize(
    "change",
    [
        {"locators": [[0, 99, [["paragraph", "1"]]]]},
        {"locators": [[0, 9, [["paragraph", "1"]]]]},
        {"locators": [[5, 9, [["paragraph", "1"]]], [0, 4, [["paragraph", "2"]]]]},
        {"locators": [[0, 9, [["folder", "1"]]], [11, 13, [["paragraph", "2"]]]]},
        {"locators": [[0, 9, []], [11, 13, [["paragraph", "2"]]]]},
        {"locators": [[True, 9, [["paragraph", "1"]]], [11, 13, [["paragraph", "2"]]]]},
        {"locators": None},
        {"content": "\ud800"},
        {"content": 5},
        {"content": "a\x00b"},
        {"media_type": "image/heic"},
        {"digest": "no"},
        {"published": "yesterday"},
        {"title": ["a"]},
        {"losses": [["a"]]},
        {"unread": [[0, "picture", 0]]},
        {"unread": [[2, "picture", 0], [2, "picture", 0]]},
        {"unread": [["1", "picture", 0]]},
    ],
)
def test_no_lie_is_believed(change: dict[str, Any]) -> None:
    """A value out of place makes the whole answer void."""
    plain = json.loads(pack(GOOD)) | change
    with pytest.raises(GarbledError):
        unpack(json.dumps(plain).encode())


@given(st.binary(max_size=200))
def test_garbage_is_garbage(data: bytes) -> None:
    """Any bytes at all are either an answer or one kind of error."""
    with pytest.raises(GarbledError):
        unpack(data)


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{}", b"null", b'{"digest": 1, "media_type": 2}'])
def test_nested_and_short_garbage(data: bytes) -> None:
    """Answers that are nested without end, or miss what every answer has, are void."""
    with pytest.raises(GarbledError):
        unpack(data)
