"""Makes files that hold files: archives, packed files, mailboxes, mails with attachments, web archives.

Promises: every kind of container that intake opens, in all languages; each holds one file of known words, whose name
and place in it are known.
Does not: make a file packed with Zstandard where Python's standard library cannot (before 3.14).
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from tests.intake.containers.making import answer, mail, mbox, record, tarred, zipped
from tests.intake.containers.making_msg import msg

from known import Known, Place, Tongue, tongues
from known_documents import as_docx, as_html, as_mail, as_text
from witnessmark.nouns import digest_of

CAPTURED = "captured 2021-08-03T10:00:00Z"
FOLDER = "Sarn/"


def holders() -> Iterator[Known]:
    """Yield every container: each kind in each language."""
    for kind, ending, make in MAKERS:
        for tongue in tongues():
            data, inner, part, places = make(tongue, f"{kind.lower()} {tongue.code}")
            name = f"{kind.lower()} {tongue.code}{ending}"
            yield Known(kind, tongue.code, name, data, places, inner, part)


Made = tuple[bytes, str, str, tuple[Place, ...]]
Make = Callable[[Tongue, str], Made]


def _lone(tongue: Tongue, name: str) -> tuple[str, bytes, tuple[Place, ...]]:
    """Return the name, the bytes and the places of a text that stands nowhere else."""
    data, places = as_text(tongue)
    first = (places[0][0], f"{places[0][1]}, {name}")
    return f"{name}.txt", data.replace(places[0][1].encode(), first[1].encode()), (first, *places[1:])


def _archive(pack: Callable[[dict[str, bytes]], bytes]) -> Make:
    def make(tongue: Tongue, name: str) -> Made:
        inner, data, places = _lone(tongue, name)
        return pack({FOLDER + inner: data}), inner, FOLDER + inner, places

    return make


def _packed(pack: Callable[[bytes], bytes]) -> Make:
    def make(tongue: Tongue, name: str) -> Made:
        inner, data, places = _lone(tongue, name)
        return pack(data), inner, inner, places

    return make


def _zip_in_zip(tongue: Tongue, name: str) -> Made:
    inner, data, places = _lone(tongue, name)
    return zipped({"outer.zip": zipped({FOLDER + inner: data})}), inner, FOLDER + inner, places


def _mailbox(tongue: Tongue, name: str) -> Made:
    data, places = as_mail(tongue)
    other = data.replace(b"<1@", b"<2@")
    return mbox([mail("1"), other]), "message 2.eml", "message 2", places


def _attached(tongue: Tongue, name: str) -> Made:
    inner, (data, places) = f"{name}.docx", as_docx(tongue)
    data = zipped({"[Content_Types].xml": b"<Types/>", **_parts_of(data)})
    return mail("See below.", [(inner, "application/octet-stream", data)]), inner, "attachment 1", places


def _parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a packed document, which packed anew is another file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _attached_to_msg(tongue: Tongue, name: str) -> Made:
    inner, data, places = _lone(tongue, name)
    return msg("See below", "See below.", [(inner, data)]), inner, "attachment 1", places


def _captured(pack: Callable[[bytes], bytes]) -> Make:
    def make(tongue: Tongue, name: str) -> Made:
        data, places = as_html(tongue)
        data = data.replace(b"<body>", f"<body><!-- {name} -->".encode())
        address = f"https://sarn.example/{name.replace(' ', '-')}"
        archive = pack(record("warcinfo", "", b"software: none\r\n")) + pack(record("response", address, answer(data)))
        return archive, f"{name.replace(' ', '-')}.html", f"record 2, {CAPTURED}", places

    return make


def _wacz(tongue: Tongue, name: str) -> Made:
    data, inner, part, places = _captured(gzip.compress)(tongue, name)
    path = "archive/data.warc.gz"
    archive = {"name": "data.warc.gz", "path": path, "hash": f"sha256:{digest_of(data)}", "bytes": len(data)}
    listed = json.dumps({"profile": "data-package", "resources": [archive]}).encode()
    return zipped({"datapackage.json": listed, path: data}), inner, part, places


MAKERS: list[tuple[str, str, Make]] = [
    ("ZIP", ".zip", _archive(zipped)),
    ("ZIP in ZIP", ".zip", _zip_in_zip),
    ("TAR", ".tar", _archive(tarred)),
    ("TAR, gzip", ".tar.gz", _archive(lambda members: gzip.compress(tarred(members)))),
    ("gzip", ".txt.gz", _packed(gzip.compress)),
    ("bzip2", ".txt.bz2", _packed(bz2.compress)),
    ("xz", ".txt.xz", _packed(lzma.compress)),
    ("MBOX", ".mbox", _mailbox),
    ("EML, attached", ".eml", _attached),
    ("MSG, attached", ".msg", _attached_to_msg),
    ("WARC", ".warc", _captured(bytes)),
    ("WARC, gzip", ".warc.gz", _captured(gzip.compress)),
    ("WACZ", ".wacz", _wacz),
]
if find_spec("compression.zstd") if find_spec("compression") else None:
    MAKERS.append(("Zstandard", ".txt.zst", _packed(import_module("compression.zstd").compress)))
