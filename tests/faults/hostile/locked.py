"""Files behind passwords, in every format that can have one; what each is to be told of is ``encryption``.

Promises: the marks by which a program tells that a password is needed, as the format writes them; what they lock is
noise, so that nothing of it can be read. Where a good part lies beside what is locked, it is to be read.
Does not: encrypt anything, but for PDF (``large``): the readers that are tried here are stopped by the marks.
"""

from __future__ import annotations

import random
import struct
from base64 import encodebytes
from collections.abc import Callable

from tests.faults.hostile.containers import GOOD, encrypted
from tests.intake.containers.making import WORDS, mail, zipped
from tests.intake.containers.making_msg import msg
from tests.intake.making import epub, opendocument
from tests.intake.office.making_xls import label, record, xls

NOISE = random.Random(42).randbytes(4000)
ENVELOPED = bytes.fromhex("30820fb106092a864886f70d010703a0820fa2")
"""That what follows is encrypted (CMS, RFC 5652: enveloped data)."""
LOCKED_BY_SENDER = bytes.fromhex("76e80460c411e386")
"""What a mail begins with whose sender locked it (MS-OFFCRYPTO, MS-OXORMMS)."""


def compound() -> bytes:
    """Return what stands for a DOCX, XLSX or PPTX behind a password: a compound file with its encrypted package."""
    name = "EncryptedPackage\0".encode("utf-16-le")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + name.ljust(64, b"\0") + len(name).to_bytes(2, "little")


def open_document(kind: str) -> bytes:
    """Return an OpenDocument file whose manifest says that its content is encrypted."""
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        'manifest:checksum-type="SHA1/1K"/></manifest:file-entry>'
    )
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entry}'
    others = {"META-INF/manifest.xml": f"{manifest}</manifest:manifest>", "content.xml": "\x01\x02noise"}
    return opendocument(kind, "", others=others)


def workbook() -> bytes:
    """Return an XLS whose first records say that all others are encrypted (FILEPASS, MS-XLS 2.4.117)."""
    locked = record(0x002F, struct.pack("<HHH", 1, 1, 1) + NOISE[:48])
    return xls({"S": label(0, 0, WORDS)}, more=locked)


def aes_zip() -> bytes:
    """Return a ZIP with one member that is encrypted with AES (method 99), and a good one."""
    data = bytearray(zipped({"secret.txt": NOISE, **GOOD}))
    for mark, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = data.index(mark)
        data[at + flags] |= 1
        data[at + method : at + method + 2] = (99).to_bytes(2, "little")
    return bytes(data)


def book() -> bytes:
    """Return an EPUB whose one page is encrypted, as its list of encrypted parts says."""
    listed = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><EncryptionMethod '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><CipherData><CipherReference URI="book/a.xhtml"/>'
        "</CipherData></EncryptedData></encryption>"
    )
    return epub({"a.xhtml": "x"}, others={"META-INF/encryption.xml": listed, "book/a.xhtml": NOISE})


HEAD = b"From: a@b.example\r\nDate: Tue, 03 Aug 2021 10:00:00 +0200\r\nSubject: locked\r\nMIME-Version: 1.0\r\n"
ARMOUR = b"-----BEGIN PGP MESSAGE-----\r\n\r\n" + encodebytes(NOISE[:600]) + b"=abcd\r\n-----END PGP MESSAGE-----\r\n"


def smime() -> bytes:
    """Return a mail whose body is encrypted with S/MIME."""
    kind = b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
    return HEAD + kind + b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(ENVELOPED + NOISE)


def pgp_mail() -> bytes:
    """Return a mail whose body is encrypted with OpenPGP (RFC 3156)."""
    kind = b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"\r\n\r\n'
    first = b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
    second = b'--b\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n' + ARMOUR
    return HEAD + kind + first + second + b"--b--\r\n"


LOCKED: dict[str, Callable[[], bytes]] = {
    "password.docx": compound,
    "password.xlsx": lambda: compound() + bytes(128),
    "password.pptx": lambda: compound() + bytes(64),
    "password.xls": workbook,
    "password.odt": lambda: open_document("text"),
    "password.ods": lambda: open_document("spreadsheet"),
    "password.odp": lambda: open_document("presentation"),
    "password.epub": book,
    "password, AES.zip": aes_zip,
    "password.wacz": lambda: zipped({"datapackage.json": b"{}", "archive/a.zip": encrypted()}),
    "password, S_MIME.eml": smime,
    "password, OpenPGP.eml": pgp_mail,
    "password, in its words.eml": lambda: mail(ARMOUR.decode()),
    "password.asc": lambda: ARMOUR,
    "password.msg": lambda: msg("Locked", "Open it where you may.", [("message.rpmsg", LOCKED_BY_SENDER + NOISE)]),
    "password, attached.eml": lambda: mail(WORDS, [("secret.docx", "application/octet-stream", compound())]),
}
EXPECTED = dict.fromkeys(LOCKED, "encryption")
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it."""
