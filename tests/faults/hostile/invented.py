"""Attacks of our own on each format: loops, repeats, sizes that lie, numbers without end, parts within parts.

Promises: the same bytes at every run. Each is small to make; what it asks of a reader is large.
Does not: hold what is cut or overwritten (``broken``), locked (``locked``), or long but harmless (``large``).
"""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import zlib
from collections.abc import Callable

from tests.faults.hostile.office import PAGE, ods
from tests.faults.hostile.pictures import png
from tests.intake.archived.making_archived import Media, page
from tests.intake.containers.making import WORDS, answer, mail, mbox, record, tarred, warc, zipped
from tests.intake.containers.making import page as web_page
from tests.intake.containers.making_msg import Node, compound, msg
from tests.intake.making import epub, opendocument, pptx, related, rows, shape, slide, xlsx

from witnessmark.intake.limits import MIB

HEAD = "From: a@b.example\r\nDate: Tue, 03 Aug 2021 10:00:00 +0200\r\nSubject: x\r\n"
CELL = f"<table:table-cell>{PAGE}</table:table-cell>"


# ------------------------------------------------------------------------------------------------------- documents


def tables_in_tables(depth: int) -> bytes:
    """Return an ODS whose cells hold tables, one in the other."""
    begin, end = (
        "<table:table-cell><table:table><table:table-row>",
        "</table:table-row></table:table></table:table-cell>",
    )
    return ods(f"<table:table-row>{begin * depth}{CELL}{end * depth}</table:table-row>")


def repeats(count: str) -> bytes:
    """Return an ODS with a row and a cell that are repeated ``count`` times."""
    return ods(
        f'<table:table-row table:number-rows-repeated="{count}">'
        f'<table:table-cell table:number-columns-repeated="{count}">{PAGE}</table:table-cell></table:table-row>'
    )


def spaces(count: str) -> bytes:
    """Return an ODT whose one paragraph asks for ``count`` spaces."""
    return opendocument("text", f'<text:p>{WORDS}<text:s text:c="{count}"/>end</text:p>')


def one_slide_often(count: int) -> bytes:
    """Return a presentation that shows one slide very often."""
    targets = related(*[("slide", "slides/s1.xml")] * count)
    listed = "".join(f'<p:sldId id="{255 + at}" r:id="r{at}"/>' for at in range(1, count + 1))
    base = "http://schemas.openxmlformats.org/"
    show = (
        f'<p:presentation xmlns:p="{base}presentationml/2006/main" xmlns:r="{base}officeDocument/2006/relationships">'
        f"<p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
    )
    return pptx(
        [slide(shape(WORDS))], others={"ppt/presentation.xml": show, "ppt/_rels/presentation.xml.rels": targets}
    )


def groups_of_shapes(depth: int) -> bytes:
    """Return a presentation with shapes in groups, one in the other."""
    return pptx([slide("<p:grpSp>" * depth + shape(WORDS) + "</p:grpSp>" * depth)])


def formats(code: str) -> bytes:
    """Return a workbook with a number format of this code, and a number and words in it."""
    return xlsx({"S": rows([WORDS]).replace("</row>", '<c r="B1" s="1"><v>44411.5</v></c></row>')}, formats=[code])


def pdf_of_one_picture(count: int, *, side: int = 8000) -> bytes:
    """Return a PDF whose many pages show one large grey picture, which packs well."""
    from tests.faults.hostile.large import pdf

    packed = zlib.compress(bytes(side * side))
    kids = b" ".join(b"%d 0 R" % (5 + at) for at in range(count))
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (side, side, len(packed), packed)
    )
    shown = b"q 400 0 0 400 0 0 cm /P Do Q"
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), picture]
    bodies.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(shown), shown))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</XObject<</P 3 0 R>>>>>>"
    return pdf([*bodies, *[one] * count])


def mostly_empty_pdf(count: int) -> bytes:
    """Return a PDF with words on its first page and nothing on all others."""
    from tests.faults.hostile.large import pdf

    words = f"BT /F 8 Tf 20 200 Td ({WORDS}) Tj ET".encode()
    kids = b" ".join(b"%d 0 R" % (4 + at) for at in range(1, count + 1))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)]
    bodies += [b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    bodies += [b"<</Length %d>>\nstream\n%b\nendstream" % (len(words), words)]
    first = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    return pdf([*bodies, first, *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]>>"] * (count - 1)])


def wide_page_pdf() -> bytes:
    """Return a PDF whose page is a mountain range wide, with a picture on it."""
    return pdf_of_one_picture(1, side=100).replace(b"MediaBox[0 0 400 400]", b"MediaBox[0 0 2e9 2e9]")


# ---------------------------------------------------------------------------------------------- mails and archives


def mails_in_mails(depth: int) -> bytes:
    """Return mails as attachments, one in the other (message/rfc822)."""
    return (f"{HEAD}Content-Type: message/rfc822\r\n\r\n" * depth + f"{HEAD}\r\n{WORDS}").encode()


def name_in_pieces(count: int) -> bytes:
    """Return a mail with an attachment whose name comes in very many pieces (RFC 2231)."""
    pieces = "".join(f" filename*{at}=x;\r\n" for at in range(count))
    return (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n{WORDS}\r\n--b\r\n'
        f"Content-Type: text/plain\r\nContent-Disposition: attachment;\r\n{pieces} x=y\r\n\r\nwords\r\n--b--\r\n"
    ).encode()


def loop_in_compound(*, sectors: bool) -> bytes:
    """Return an Outlook mail whose table of sectors, or whose tree of names, goes round in a circle."""
    data = bytearray(msg("Moved", WORDS * 80))
    if sectors:
        at = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
        for sector in range(100):
            struct.pack_into("<I", data, at + 4 * sector, 0)
        return bytes(data)
    start = (struct.unpack_from("<I", data, 48)[0] + 1) * 512
    for entry in range(start, start + 8 * 128, 128):
        struct.pack_into("<III", data, entry + 68, 1, 1, 0)
    return bytes(data)


def many_attachments(count: int) -> bytes:
    """Return an Outlook mail with very many attachments."""
    return msg("Moved", WORDS, [(f"{at}.txt", b"x%d" % at) for at in range(count)])


def deep_storages(depth: int) -> bytes:
    """Return a compound file of storages, one in the other, in an Outlook mail."""
    node = Node("end", WORDS.encode())
    for at in range(depth):
        node = Node(f"s{at}", nodes=[node])
    return compound([node, Node("__properties_version1.0", bytes(32)), Node("__substg1.0_1000001F", b"x\0")])


def coded(coding: str, body: bytes) -> bytes:
    """Return a web archive of a good page and one whose answer is packed as ``coding``."""
    sent = answer(body, headers=f"Content-Encoding: {coding}\r\n")
    return warc([web_page(WORDS)]) + record("response", "https://sud.example/b", sent)


def headed(line: str) -> bytes:
    """Return a web archive whose second record has this line in its head; a good page comes first and last."""
    odd = record("response", "https://sud.example/x", answer(web_page("Odd words were said.")), headers=f"{line}\r\n")
    return (
        warc([web_page(WORDS)]) + odd + record("response", "https://sud.example/z", answer(web_page(f"{WORDS} Last.")))
    )


def wrong_length(length: str) -> bytes:
    """Return a web archive whose second record declares this length."""
    good = record("response", "https://sud.example/a", answer(web_page(WORDS)))
    odd = record("response", "https://sud.example/x", answer(web_page("Odd.")), length=-77).replace(
        b"-77", length.encode()
    )
    return good + odd + record("response", "https://sud.example/z", answer(web_page(f"{WORDS} Last.")))


def wacz(package: bytes, **others: bytes) -> bytes:
    """Return a WACZ with this list of files."""
    return zipped({"datapackage.json": package, "archive/a.warc": warc([web_page(WORDS)]), **others})


def tar_of_size(size: int) -> bytes:
    """Return a TAR whose PAX header says that its one file has so many bytes; a good one comes first."""
    value = f" size={size}\n"
    length = len(value) + len(str(len(value) + 2))
    line = f"{length}{value}".encode()
    out = bytearray(tarred({"good.txt": WORDS.encode()})[:1024])
    extra = bytearray(tarred({"x": line})[:1024])
    extra[156:157] = b"x"
    extra[148:156] = b" " * 8
    extra[148:156] = f"{sum(extra[:512]):06o}\0 ".encode()
    return bytes(out + extra) + tarred({"big.bin": b"x"})


def gzip_members(count: int) -> bytes:
    """Return very many empty members packed with gzip, and words in the last."""
    return gzip.compress(b"", mtime=0) * count + gzip.compress(WORDS.encode(), mtime=0)


def same_names(count: int) -> bytes:
    """Return a ZIP of very many files of very few names."""
    return zipped([(f"{at % 7}.txt", b"%d" % at) for at in range(count)])


# ---------------------------------------------------------------------------------------------- pictures and tables


def many_frames(count: int) -> bytes:
    """Return a GIF of very many pictures of one pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * count + b";"


def many_pages_tif(count: int) -> bytes:
    """Return a TIFF of very many pages that all show the same strip."""
    out, rows_of = io.BytesIO(), 9
    out.write(b"II*\0" + struct.pack("<I", 8 + 64) + bytes([0, 255] * 32))
    for at in range(count):
        tags = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
                (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
        size = 2 + 12 * rows_of + 4
        after = 8 + 64 + size * (at + 1) if at + 1 < count else 0
        out.write(struct.pack("<H", rows_of) + b"".join(struct.pack("<HHII", *tag) for tag in tags))
        out.write(struct.pack("<I", after))
    return out.getvalue()


def chunk_bomb() -> bytes:
    """Return a PNG with a comment that unpacks to 200 MiB."""
    packed = b"note\0\0" + zlib.compress(bytes(200 * MIB), 9)
    chunk = struct.pack(">I", len(packed)) + b"zTXt" + packed + struct.pack(">I", zlib.crc32(b"zTXt" + packed))
    data = png(100, 1000)
    at = data.index(b"IDAT") - 4
    return data[:at] + chunk + data[at:]


def speckles(side: int) -> bytes:
    """Return a PNG of black and white noise: very much that might be a letter."""
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("1", (side, side), random.Random(6).randbytes(side * -(-side // 8))).save(out, "PNG")
    return out.getvalue()


def stripes(side: int) -> bytes:
    """Return a PNG of thin lines: very many lines that might be words."""
    from PIL import Image

    out = io.BytesIO()
    row = bytes(side // 8)
    Image.frombytes("1", (side, side), (row * 3 + b"\xff" * (side // 8) * 5) * (side // 8)).save(out, "PNG")
    return out.getvalue()


def media_in_media(depth: int) -> bytes:
    """Return a page of auto-archiver whose files hold files, one in the other."""
    inner = Media("end.jpg")
    for at in range(depth):
        inner = Media(f"{at}.jpg", values={"thumbnails": [inner]})
    return page([inner])


def lines_of(one: object, count: int) -> bytes:
    return (json.dumps(one) + "\n").encode() * count


INVENTED: dict[str, Callable[[], bytes]] = {
    # ODS, ODT, ODP
    "tables in tables.ods": lambda: tables_in_tables(80),
    "tables in tables, 5,000.ods": lambda: tables_in_tables(5_000),
    "repeats 10^30 times.ods": lambda: repeats("1" + "0" * 30),
    "repeats a million digits.ods": lambda: repeats("9" * 1_000_000),
    "repeats less than nothing.ods": lambda: repeats("-7"),
    "10^12 spaces.odt": lambda: spaces("1000000000000"),
    "spaces of 6,000 digits.odt": lambda: spaces("9" * 6000),
    "a style that is its own parent.odt": lambda: opendocument(
        "text", PAGE, styles='<style:style style:name="a" style:parent-style-name="a"/>'
    ),
    # RTF
    "a million fonts.rtf": lambda: rb"{\rtf1{\fonttbl" + b"{\\f1 A;}" * 1_000_000 + b"}" + WORDS.encode() + b"}",
    "a number without end.rtf": lambda: rb"{\rtf1\uc" + b"9" * 2_000_000 + b" " + WORDS.encode() + b"}",
    "less than nothing of bytes.rtf": lambda: rb"{\rtf1\bin-5 " + WORDS.encode() + b"}",
    "letters of no alphabet.rtf": lambda: rb"{\rtf1 " + rb"\u99999999?\u-99999?\'zz" * 20_000 + WORDS.encode() + b"}",
    "an object of 60 MB.rtf": lambda: rb"{\rtf1{\object\objdata " + b"0f" * (30 * MIB) + b"}" + WORDS.encode() + b"}",
    "a million rows.rtf": lambda: rb"{\rtf1 " + rb"\trowd x\cell\row" * 1_000_000 + WORDS.encode() + b"}",
    # PPTX, XLSX
    "one slide 19,000 times.pptx": lambda: one_slide_often(19_000),
    "groups in groups.pptx": lambda: groups_of_shapes(200),
    "6,000 slides.pptx": lambda: pptx([slide(shape(f"{WORDS} {at}")) for at in range(6_000)]),
    "a format of a million letters.xlsx": lambda: formats("[h]" * 330_000),
    "a format of a million quotes.xlsx": lambda: formats("&quot;" * 1_000_001),
    "a serial day without end.xlsx": lambda: formats("yyyy").replace(b"44411.5", b"1e308.5"),
    "numbers without end.xlsx": lambda: xlsx({"S": rows([WORDS, 1]).replace("<v>1</v>", f"<v>{'9' * 200_000}</v>")}),
    # MSG, mails, mailboxes
    "a loop in its sectors.msg": lambda: loop_in_compound(sectors=True),
    "a loop in its names.msg": lambda: loop_in_compound(sectors=False),
    "5,000 attachments.msg": lambda: many_attachments(5_000),
    "1,000 storages deep.msg": lambda: deep_storages(1_000),
    "500 mails of nothing.mbox": lambda: b"From a@b Tue Aug  3 10:00:00 2021\nX: y\n\n" * 500 + mbox([mail(WORDS)]),
    "200,000 openings without a mail.mbox": lambda: (
        b"From a@b Tue Aug  3 10:00:00 2021\n\n" * 200_000 + mbox([mail(WORDS)])
    ),
    "one line of 100 MB.mbox": lambda: b"From a@b Tue Aug  3 10:00:00 2021\nSubject: " + b"x" * (100 * MIB),
    "2,000 mails deep.eml": lambda: mails_in_mails(2_000),
    "a name in 20,000 pieces.eml": lambda: name_in_pieces(20_000),
    "a subject of 30 MB.eml": lambda: (HEAD + "Subject: " + "=?utf-8?q?x?= " * 2_000_000 + f"\r\n\r\n{WORDS}").encode(),
    "50,000 headers.eml": lambda: (HEAD + "X-A: b\r\n" * 50_000 + f"\r\n{WORDS}").encode(),
    "an empty boundary.eml": lambda: (
        f'{HEAD}Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\n{WORDS}\r\n----\r\n'
    ).encode(),
    "a boundary of dashes.eml": lambda: (
        f'{HEAD}Content-Type: multipart/mixed; boundary="-"\r\n\r\n' + "---\r\n\r\n" * 100_000 + WORDS
    ).encode(),
    "a character set of its own.eml": lambda: (
        f'{HEAD}Content-Type: text/plain; charset="../../etc/passwd"\r\n\r\n{WORDS}'
    ).encode(),
    # WARC, WACZ
    "200,000 records of nothing.warc": lambda: record("metadata", "", b"") * 200_000 + warc([web_page(WORDS)]),
    "less than nothing.warc": lambda: wrong_length("-5"),
    "a length of 400 digits.warc": lambda: wrong_length("9" * 400),
    "a length in words.warc": lambda: wrong_length("many"),
    "no length.warc": lambda: wrong_length(""),
    "a head of 20 MB.warc": lambda: headed("X-A: " + "x" * (20 * MIB)),
    "a million lines of head.warc": lambda: headed("X-A: b\r\n" * 1_000_000 + "X-B: c"),
    "an answer that is a bomb.warc": lambda: coded("gzip", gzip.compress(bytes(400 * MIB), mtime=0)),
    "an answer packed nine times.warc": lambda: coded(",".join(["gzip"] * 9), gzip.compress(bytes(MIB), mtime=0)),
    "an answer packed 100,000 times.warc": lambda: coded(",".join(["gzip"] * 100_000), b"\x1f\x8bx"),
    "chunks without end.warc": lambda: (
        warc([web_page(WORDS)])
        + record(
            "response",
            "https://sud.example/c",
            answer(b"1\r\nx\r\n" * 500_000, headers="Transfer-Encoding: chunked\r\n"),
        )
    ),
    "a record that is a bomb.warc.gz": lambda: (
        gzip.compress(warc([web_page(WORDS)]), mtime=0)
        + gzip.compress(record("response", "https://sud.example/b", answer(bytes(300 * MIB))), mtime=0)
    ),
    "a list 100,000 deep.wacz": lambda: wacz(b'{"resources":' + b"[" * 100_000),
    "a list of numbers.wacz": lambda: wacz(b'{"resources": [1, 2, {"path": 3}]}'),
    "a list that is a bomb.wacz": lambda: wacz(b'{"resources": [' + b" " * (200 * MIB)),
    "100,000 files that are not there.wacz": lambda: wacz(
        json.dumps({"resources": [{"path": f"archive/{at}", "hash": "sha256:0"} for at in range(100_000)]}).encode()
    ),
    # JSON, JSONL, SRT, VTT
    "3,000 posts.jsonl": lambda: lines_of({"author": "ana", "text": WORDS}, 3_000),
    "a number of a million digits.json": lambda: b'{"text": "' + WORDS.encode() + b'", "n": ' + b"9" * 1_000_000 + b"}",
    "numbers beyond numbers.jsonl": lambda: (
        (b'{"text": "' + WORDS.encode() + b'", "n": 1e999999, "m": -Infinity}\n') * 3
    ),
    "half characters.jsonl": lambda: (b'{"text": "\\ud800 ' + WORDS.encode() + b'", "\\udfff": "\\u0000"}\n') * 3,
    "20,000 keys.json": lambda: json.dumps({"text": WORDS} | {f"k{at}": "a b" for at in range(20_000)}).encode(),
    "deep lines.jsonl": lambda: (
        (b'{"text": "' + WORDS.encode() + b'"}\n') * 300 + (b"[" * 5000 + b"]" * 5000 + b"\n") * 10
    ),
    "3,000 captions at once.srt": lambda: f"1\n00:00:01,000 --> 00:00:02,000\n{WORDS}\n\n".encode() * 3_000,
    "times beyond time.srt": lambda: f"1\n{'9' * 5000}:00:00,000 --> {'9' * 5000}:00:01,000\n{WORDS}\n\n".encode() * 3,
    "100,000 arrows.srt": lambda: b"1\n00:00:01,000 " + b"--> " * 100_000 + f"\n{WORDS}\n".encode(),
    "tags in tags.vtt": lambda: f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'<c.a><i>' * 300_000}{WORDS}\n".encode(),
    "a note without end.vtt": lambda: f"WEBVTT\n\n00:01.000 --> 00:02.000\n{WORDS}\n\nNOTE\n{'x y' * 200_000}".encode(),
    # archives, books, pages
    "a file of 10^18 bytes.tar": lambda: tar_of_size(10**18),
    "a file of less than nothing.tar": lambda: tar_of_size(-(10**6)),
    "a file of 10^30 bytes.tar": lambda: tar_of_size(10**30),
    "300,000 members of nothing.gz": lambda: gzip_members(300_000),
    "700 files of seven names.zip": lambda: same_names(700),
    "one page 100,000 times.epub": lambda: epub({"a.xhtml": f"<p>{WORDS}</p>"}, order=["a.xhtml"] * 100_000),
    "5,000 pages that are not there.epub": lambda: epub(
        {"a.xhtml": f"<p>{WORDS}</p>"},
        others={
            "book/all.opf": "<package><manifest>"
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            + "".join(f'<item id="m{at}" href="{at}.xhtml" media-type="text/html"/>' for at in range(5000))
            + '</manifest><spine><itemref idref="a"/>'
            + "".join(f'<itemref idref="m{at}"/>' for at in range(5000))
            + "</spine></package>"
        },
    ),
    "files in files, 300 deep.html": lambda: media_in_media(300),
    "5,000 files.html": lambda: page(
        [Media(f"{at}.jpg", values={"hash": f"SHA-256:{at:064x}"}) for at in range(5_000)]
    ),
    "a stamp that is noise.tsr": lambda: bytes.fromhex("3082ffff06092a864886f70d010702a0") + b"\x30\x80" * 100_000,
    # scans
    "one picture on 40 pages.pdf": lambda: pdf_of_one_picture(40, side=6_000),
    "a page as wide as a country.pdf": wide_page_pdf,
    "words and 5,000 empty pages.pdf": lambda: mostly_empty_pdf(5_000),
    "20,000 frames.gif": lambda: many_frames(20_000),
    "20,000 pages.tif": lambda: many_pages_tif(20_000),
    "a comment that is a bomb.png": chunk_bomb,
    "speckles.png": lambda: speckles(3_000),
    "stripes.png": lambda: stripes(4_000),
    "a hair.png": lambda: png(100_000, 1),
}


READ = (
    *(
        "tables in tables.ods",
        "repeats 10^30 times.ods",
        "repeats a million digits.ods",
        "repeats less than nothing.ods",
    ),
    *("10^12 spaces.odt", "spaces of 6,000 digits.odt", "a style that is its own parent.odt", "a million fonts.rtf"),
    *("a number without end.rtf", "less than nothing of bytes.rtf", "letters of no alphabet.rtf"),
    *("a format of a million letters.xlsx", "a format of a million quotes.xlsx", "a serial day without end.xlsx"),
    *(
        "numbers without end.xlsx",
        "a name in 20,000 pieces.eml",
        "50,000 headers.eml",
        "a character set of its own.eml",
    ),
    *("200,000 records of nothing.warc", "3,000 posts.jsonl", "tags in tags.vtt", "300,000 members of nothing.gz"),
    *("one page 100,000 times.epub", "20,000 keys.json"),
    "a note without end.vtt",
)
DAMAGED = (
    *("a loop in its sectors.msg", "an empty boundary.eml", "less than nothing.warc", "a length of 400 digits.warc"),
    *("a length in words.warc", "no length.warc", "a head of 20 MB.warc", "a million lines of head.warc"),
    *("chunks without end.warc", "a list 100,000 deep.wacz", "a list of numbers.wacz", "a list that is a bomb.wacz"),
    *(
        "100,000 files that are not there.wacz",
        "a file of less than nothing.tar",
        "5,000 pages that are not there.epub",
    ),
    *("5,000 files.html", "a comment that is a bomb.png"),
)
DOUBTFUL = (
    *("an object of 60 MB.rtf", "500 mails of nothing.mbox", "a number of a million digits.json"),
    *("numbers beyond numbers.jsonl", "half characters.jsonl", "times beyond time.srt", "700 files of seven names.zip"),
    *("a stamp that is noise.tsr", "100,000 arrows.srt"),
)
EXPECTED: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(READ, "read"),
    **dict.fromkeys(DAMAGED, "damaged"),
    **dict.fromkeys(DOUBTFUL, "in doubt"),
    "tables in tables, 5,000.ods": "depth",
    "files in files, 300 deep.html": "depth",
    "groups in groups.pptx": "depth",
    "5,000 attachments.msg": "depth",
    "1,000 storages deep.msg": "depth",
    "2,000 mails deep.eml": "depth",
    "deep lines.jsonl": "depth",
    "a million rows.rtf": "places in a text",
    "one slide 19,000 times.pptx": "nothing twice",
    "6,000 slides.pptx": "number of parts",
    "a boundary of dashes.eml": "number of parts",
    "a loop in its names.msg": "nothing in it",
    "one line of 100 MB.mbox": "size of a text",
    "200,000 openings without a mail.mbox": "length of a text",
    "a subject of 30 MB.eml": "length of a text",
    "an answer that is a bomb.warc": "unpacked size",
    "an answer packed nine times.warc": "not a text",
    "an answer packed 100,000 times.warc": "nothing in it",
    "a record that is a bomb.warc.gz": "size of a file",
    "a file of 10^18 bytes.tar": "unpacked size",
    "a file of 10^30 bytes.tar": "unpacked size",
    "one picture on 40 pages.pdf": "nothing in it",
    "a page as wide as a country.pdf": ("pages", "nothing in it", "pixels", "damaged"),
    "words and 5,000 empty pages.pdf": "nothing in it",
    "20,000 frames.gif": "number of parts",
    "20,000 pages.tif": "number of parts",
    "3,000 captions at once.srt": ("in doubt",),
    "speckles.png": ("nothing in it", "in doubt", "read"),
    "stripes.png": ("nothing in it", "in doubt", "read"),
    "a hair.png": ("nothing in it", "in doubt", "pixels", "damaged"),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
LONG = frozenset({"200,000 openings without a mail.mbox", "a subject of 30 MB.eml"})
"""Files that give so many words that to read them takes minutes."""
