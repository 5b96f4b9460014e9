"""Attachments out of mails."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from tests.intake.containers.making import WORDS, mail, zipped
from tests.intake.containers.making_msg import msg

Take = Callable[..., Any]


def test_attachments_come_out_as_they_were_sent(take: Take) -> None:
    """Base64 is undone, names are kept, and they are counted in the mail's order."""
    packed = zipped({"a.txt": WORDS.encode()})
    found = take(
        mail(WORDS, [("list of Sud.csv", "text/csv", b"a;b\r\n1;2\r\n"), ("päck.zip", "application/zip", packed)])
    )
    assert found.media_type == "message/rfc822"
    assert found.parts == {"attachment 1": b"a;b\r\n1;2\r\n", "attachment 2": packed}
    assert found.names == {"attachment 1": "list of Sud.csv", "attachment 2": "päck.zip"}
    assert found.losses == []


def test_a_mail_without_attachments_is_no_fault(take: Take) -> None:
    """Nothing comes out, and nothing is said."""
    found = take(mail(WORDS))
    assert (found.media_type, found.parts, found.losses) == ("message/rfc822", {}, [])


def test_a_mail_in_a_mail_comes_out_byte_for_byte(take: Take) -> None:
    """Odd line ends and folded headers of the inner mail stay as they are."""
    inner = (
        b"From:  x@y.example\r\nSubject: =?utf-8?q?V=C3=A9lmora?=\r\n\t(folded)\r\nDate: soon\r\n\r\nline\nline\r\nend"
    )
    outer = (
        b"From: a@b.example\r\nDate: Tue, 03 Aug 2021 10:00:00 +0200\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--b--\r\n"
    )
    found = take(outer)
    assert found.parts == {"attachment 1": inner}
    assert found.names == {"attachment 1": "attachment 1.eml"}


def test_a_name_that_is_a_path_is_cut_to_its_last_step(take: Take) -> None:
    """Paths of Windows and Unix name a file by their end."""
    found = take(mail(WORDS, [("..\\..\\boot\\a.txt", "text/plain", b"x"), ("/etc/b.txt", "text/plain", b"y")]))
    assert [*found.names.values()] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_names_in_encoded_words(charset: str, take: Take) -> None:
    """Names that old programs write as encoded words (RFC 2047) or in pieces (RFC 2231) are read."""
    word = {"utf-8": "=?utf-8?b?bGlzdGUgw6kudHh0?=", "windows-1252": "=?windows-1252?q?liste_=E9.txt?="}[charset]
    data = mail(WORDS, [("NAME.txt", "text/plain", b"x")]).replace(
        b'filename="NAME.txt"', f'filename="{word}"'.encode()
    )
    assert take(data).names == {"attachment 1": "liste é.txt"}


def test_the_other_form_of_a_body_is_no_attachment(take: Take) -> None:
    """Plain and HTML forms of one body are the mail's own; a picture in the HTML form is attached."""
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200"
    message.set_content(WORDS)
    message.add_alternative(f"<p>{WORDS}<img src='cid:1'></p>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG", "image", "png", cid="<1>")  # type: ignore[union-attr]
    assert [*take(bytes(message)).parts.values()] == [b"\x89PNG"]


def test_attachments_of_an_outlook_mail(take: Take) -> None:
    """Files come out; a mail in the mail, which Outlook keeps in pieces, is told."""
    found = take(msg("Moved", WORDS, [("list.csv", b"a,b\n1,2\n"), (None, b"y" * 5000), ("About Sud", None)]))
    assert found.media_type == "application/vnd.ms-outlook"
    assert found.parts == {"attachment 1": b"a,b\n1,2\n", "attachment 2": b"y" * 5000}
    assert found.names["attachment 1"] == "list.csv"
    assert "attachment 2: it has no name" in found.losses
    assert any("“About Sud” is a mail or a link" in loss for loss in found.losses)


def test_a_cut_outlook_mail_is_told(take: Take) -> None:
    """What is left of it is a fault with a hint."""
    data = msg("Moved", WORDS, [("list.csv", b"a,b\n" * 4000)])
    assert any("damaged" in loss for loss in take(data[: len(data) // 2]).losses) or not take(data[:600]).media_type
