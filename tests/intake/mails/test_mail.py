"""Mails: subject and body as a text, headers as what it declares."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from tests.intake.containers.making import WORDS, mail
from tests.intake.containers.making_msg import msg

from witnessmark.intake import Item, extract
from witnessmark.nouns import Fault, Text

Put = Callable[[str, bytes], Item]


def read(put: Put, data: bytes, name: str = "letter.eml") -> Text:
    text = extract(put(name, data))
    assert isinstance(text, Text), text
    return text


def words_at(text: Text) -> list[tuple[str, str]]:
    """Return each place of a text with its words."""
    return [(one.label, text.content[one.span.start : one.span.end]) for one in text.locators]


def test_a_mail_is_its_subject_and_its_body(put: Put) -> None:
    """Title, author and day come from the headers; what traces the mail is declared, and is not in the words."""
    text = read(put, mail(f"{WORDS}\n\nAna\n"))
    assert words_at(text) == [
        ("heading Prisoners moved", "Prisoners moved"),
        ("paragraph 1", WORDS),
        ("paragraph 2", "Ana"),
    ]
    assert (text.title, text.author, text.published) == ("Prisoners moved", "Ana Bel", "2021-08-03")
    declared = dict(text.declared)
    assert declared["from"] == "Ana Bel <ana@velmora.example>"
    assert declared["message-id"] == "<1@velmora.example>"
    assert declared["received 1"].startswith("from relay.velmora.example by mx.orrum.example")
    assert text.faults == ()


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6", "utf-16"])
def test_bodies_in_other_scripts(charset: str, put: Put) -> None:
    """The declared character set is used, whatever the transfer encoding."""
    words = "قال الوزير إن أربعين سجينا نقلوا قبل الفجر."
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200", "سجناء"
    message.set_content(words, charset=charset)
    text = read(put, bytes(message))
    assert words in text.content
    assert text.title == "سجناء"


def test_an_html_body_is_read_as_it_is_shown(put: Put) -> None:
    """Without a plain form, every visible word of the HTML form is read."""
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200"
    message.set_content(f"<style>p {{}}</style><p>{WORDS}</p><p>Ana</p>", subtype="html")
    text = read(put, bytes(message))
    assert text.content == f"{WORDS}\n\nAna"


def test_of_two_forms_the_plain_one_is_read(put: Put) -> None:
    """Where the HTML form has many more words, that is told; where the plain one is empty, HTML is read."""
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200"
    message.set_content("See the HTML form.")
    message.add_alternative(f"<p>{WORDS * 9}</p>", subtype="html")
    text = read(put, bytes(message))
    assert text.content == "See the HTML form."
    assert "HTML form has" in text.faults[0].fault
    empty = bytes(message).replace(b"See the HTML form.", b"")
    assert WORDS in read(put, empty).content


def test_a_mail_of_attachments_alone_says_where_its_words_are(put: Put) -> None:
    """A mail without subject and body is a fault that points to its attachments."""
    result = extract(put("a.eml", mail("", [("a.txt", "text/plain", b"x")], subject="")))
    assert isinstance(result, Fault)
    assert "attachments alone" in result.fault


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Foo 2021 10:00:00 +0200", "=?utf-8?q?=00?=", "1" * 5000])
def test_a_date_that_is_none_is_told(date: str, put: Put) -> None:
    """A header that cannot be read costs itself alone."""
    text = read(put, mail(WORDS).replace(b"Tue, 03 Aug 2021 10:00:00 +0200", date.encode()))
    assert text.published is None
    assert any("date cannot be read" in fault.fault for fault in text.faults)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; charset=nonsense",
        b"Content-Type: ;;;",
        b"Content-Type: multipart/mixed",
        b"Content-Type: text/plain; charset*=utf-8''%ff; charset*1*=x",
        b"Content-Transfer-Encoding: \xff\xfe",
        b"Subject: =?utf-8?b?!!!?= =?x-unknown?q?=E9?=",
        b"From: " + b"<" * 3000,
        b"\x80\x81: x",
    ],
)
def test_broken_headers_do_not_hide_the_words(header: bytes, put: Put) -> None:
    """Whatever a header says, the body is read."""
    head = b"From: a@b.example\nDate: Tue, 03 Aug 2021 10:00:00 +0200\n"
    assert WORDS in read(put, head + header + b"\n\n" + WORDS.encode()).content


def test_a_cut_body_is_told(put: Put) -> None:
    """Base64 that breaks off gives what is whole of it, and a fault."""
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200"
    message.set_content(WORDS + " é", cte="base64")
    text = read(put, bytes(message).rstrip()[:-3])
    assert text.content.startswith(WORDS[:60])
    assert any("base64" in fault.fault for fault in text.faults)


def test_an_outlook_mail(put: Put) -> None:
    """Subject, body, sender and day; the kept headers are declared where there are any."""
    text = read(put, msg("Prisoners moved", f"{WORDS}\r\n\r\nAna"), "letter.msg")
    assert words_at(text) == [
        ("heading Prisoners moved", "Prisoners moved"),
        ("paragraph 1", WORDS),
        ("paragraph 2", "Ana"),
    ]
    assert (text.title, text.author, text.published) == ("Prisoners moved", "Ana Bel", "2021-08-03")
    assert dict(text.declared)["from"] == '"Ana Bel" <ana@velmora.example>'
    kept = read(put, msg("x", WORDS, headers="Received: from a by b\r\nFrom: c@d.example\r\n"), "letter.msg")
    assert dict(kept.declared) == {"from": "c@d.example", "received 1": "from a by b"}


def test_what_a_mail_is_its_bytes_say(put: Put) -> None:
    """A mail needs no name to be one; a text that opens with a word and a colon is none."""
    assert read(put, mail(WORDS), "x").media_type == "message/rfc822"
    assert read(put, b"From: the ministry\nTo: all\n\n" + WORDS.encode(), "x.eml").media_type == "message/rfc822"
    for opening in (
        b"Subject: prisoners\n\n",
        b"Date: 3 August\nPlace: Velmora\nFrom the north they came.\n\n",
        b"From: here\n",
    ):
        assert read(put, opening + WORDS.encode(), "x.txt").media_type == "text/plain"


def _alternative(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", "Tue, 03 Aug 2021 10:00:00 +0200"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return bytes(message)


def test_numbers_that_the_html_form_alone_has_are_told(put: Put) -> None:
    """Two forms of one length can say two things; the one that is read is the plain one."""
    other = read(put, _alternative("The mayor said that 13 men died.", "<p>The mayor said that 31 men died.</p>"))
    assert [one.fault for one in other.faults] == [
        "the mail's HTML form has numbers that its plain form, which was read, has not: 31"
    ]
    same = read(put, _alternative("The mayor said that 31 men died.", "<p>The mayor said that <b>31</b> men died.</p>"))
    assert same.faults == ()


def test_words_outside_the_parts_are_told(put: Put) -> None:
    """No mail program shows what stands before the first part or after the last; the usual notice is no loss."""
    head = b'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n'
    part = b"--B\r\nContent-Type: text/plain\r\n\r\nThe mayor said nothing.\r\n--B--\r\n"
    usual = read(put, head + b"This is a multi-part message in MIME format.\r\n" + part)
    assert not [one for one in usual.faults if "words" in one.fault]
    hidden = read(put, head + b"He shot 21 men.\r\n" + part + b"He shot 24 men.\r\n")
    assert [one.fault for one in hidden.faults if "words" in one.fault] == [
        "words before the parts of the mail, which are not in the text: He shot 21 men.",
        "words after the parts of the mail, which are not in the text: He shot 24 men.",
    ]


TWICE = (
    b"Subject: Nobody was moved\nFrom: Bo Cer <bo@orrum.example>\nDate: Wed, 04 Aug 2021 10:00:00 +0200\n"
    b"message-id: <2@x>\n"
)


def test_a_second_header_is_told(put: Put) -> None:
    """Of two subjects, senders, dates or numbers the first counts, and the second is repeated in a fault."""
    data = mail(WORDS)
    text = read(put, data.replace(b"MIME-Version", TWICE + b"MIME-Version", 1))
    assert (text.title, text.author, text.published) == ("Prisoners moved", "Ana Bel", "2021-08-03")
    assert [fault.fault for fault in text.faults] == [
        f"the mail has 2 headers {name}; the first counts here, not “{value}”"
        for name, value in (
            ("From", "Bo Cer <bo@orrum.example>"),
            ("Date", "Wed, 04 Aug 2021 10:00:00 +0200"),
            ("Subject", "Nobody was moved"),
            ("Message-ID", "<2@x>"),
        )
    ]


def test_a_second_header_of_outlook_is_told(put: Put) -> None:
    """The headers that Outlook keeps are asked the same."""
    data = msg("Moved", WORDS, headers="Subject: Moved\r\nSubject: Freed\r\nFrom: Ana <a@x.example>\r\n\r\n")
    faults = [fault.fault for fault in read(put, data, "letter.msg").faults]
    assert "the mail has 2 headers Subject; the first counts here, not “Freed”" in faults
