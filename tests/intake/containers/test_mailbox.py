"""Messages out of mailboxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.intake.containers.making import WORDS, mail, mbox

Take = Callable[..., Any]


def test_messages_come_out_as_they_lie_there(take: Take) -> None:
    """Each is the bytes between its From line and the empty line before the next one."""
    mails = [mail(WORDS, subject=f"letter {number}") for number in range(3)]
    found = take(mbox(mails))
    assert found.media_type == "application/mbox"
    assert [one.rstrip() for one in found.parts.values()] == [one.rstrip() for one in mails]
    assert next(iter(found.names.items())) == ("message 1", "message 1.eml")
    assert found.losses == []


def test_from_in_a_body_does_not_part_messages(take: Take) -> None:
    """A line that begins with From is no opening without a time, a year and a header after it."""
    words = "Dear all,\n\nFrom Velmora we hear at 10:30 in 2021 that\nmany left.\n\nFrom here on, nothing.\n"
    assert len(take(mbox([mail(words), mail(WORDS)])).parts) == 2


def test_line_ends_of_windows(take: Take) -> None:
    """A mailbox with CR LF is divided too."""
    data = mbox([mail(WORDS)] * 3).replace(b"\n", b"\r\n")
    assert len(take(data).parts) == 3


def test_a_large_mailbox_is_divided_across_pieces(take: Take) -> None:
    """Messages that lie across the pieces in which a mailbox is read come out whole, each once."""
    mails = [mail(f"{WORDS} " * 900, subject=f"{number}") for number in range(60)]
    found = take(mbox(mails))
    assert [one.rstrip() for one in found.parts.values()] == [one.rstrip() for one in mails]
