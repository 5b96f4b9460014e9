"""Tells what a file is from its bytes.

Promises: the bytes decide; the name only tells apart formats that are all plain text (text, Markdown, CSV, JSON).
Does not: open, unpack or trust anything; a file that lies about itself is found out by its family.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from witnessmark.intake.office.compound import holds
from witnessmark.intake.zip_end import BEGINNINGS, MARK, NEAR, find_end

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
CSV = "text/csv"
TSV = "text/tab-separated-values"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
OPENDOCUMENT = "application/vnd.oasis.opendocument"
EPUB = "application/epub+zip"
RTF = "application/rtf"
JSON = "application/json"
JSON_LINES = "application/x-ndjson"
SRT = "application/x-subrip"
VTT = "text/vtt"
MAIL = "message/rfc822"
PICTURES = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/gif")
XLS = "application/vnd.ms-excel"
MBOX = "application/mbox"
MSG = "application/vnd.ms-outlook"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP, BZIP2, XZ, ZSTD = "application/gzip", "application/x-bzip2", "application/x-xz", "application/zstd"
WARC = "application/warc"
TIMESTAMP = "application/timestamp-reply"
SMIME = "application/pkcs7-mime"
RPMSG = "application/x-microsoft-rpmsg-message"

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\x00", XZ),
    (0, b"\x28\xb5\x2f\xfd", ZSTD),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", TAR),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-executable"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"{\\rtf", RTF),
    (0, b"%!PS", "application/postscript"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"WARC/", WARC),
    (0, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", RPMSG),
)

PACKED: tuple[tuple[str, str], ...] = (
    ("word/document", DOCX),
    ("xl/workbook", XLSX),
    ("ppt/presentation", PPTX),
)
"""What the names of a packed file's parts begin with, and what it then is."""
OPENDOCUMENT_KINDS = {"text": ODT, "spreadsheet": ODS, "presentation": ODP}
TOKEN_MARKS = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("060b2a864886f70d0109100104")
"""What stands near the beginning of a time stamp (RFC 3161): signed data (CMS) whose content is a time and a digest."""
ENVELOPE_MARKS = bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117")
"""What stands at the beginning of what is encrypted with S/MIME: enveloped data (CMS), authenticated or not."""
DECLARED_KIND = re.compile(rb"mimetypeapplication/(epub\+zip|vnd\.oasis\.opendocument(?:\.([a-z]+))?)")

BY_NAME = {".md": MARKDOWN, ".markdown": MARKDOWN, ".csv": CSV, ".tsv": TSV, ".tab": TSV}
JSON_NAMES = {".json": JSON, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".geojson": JSON}

NAMED_AS: dict[str, tuple[str, ...]] = {
    ".txt": (TEXT,),
    ".text": (TEXT,),
    ".md": (MARKDOWN,),
    ".markdown": (MARKDOWN,),
    ".csv": (CSV,),
    ".tsv": (TSV,),
    ".html": (HTML,),
    ".htm": (HTML,),
    ".xhtml": (HTML,),
    ".pdf": (PDF,),
    ".docx": (DOCX,),
    ".xlsx": (XLSX,),
    ".pptx": (PPTX,),
    ".odt": (ODT,),
    ".ods": (ODS,),
    ".odp": (ODP,),
    ".epub": (EPUB,),
    ".json": (JSON,),
    ".jsonl": (JSON_LINES, JSON),
    ".srt": (SRT,),
    ".vtt": (VTT,),
    ".doc": (OLE,),
    ".xls": (XLS,),
    ".rtf": (RTF,),
    ".eml": (MAIL,),
    ".msg": (MSG,),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".png": ("image/png",),
    ".tif": ("image/tiff",),
    ".tiff": ("image/tiff",),
    ".webp": ("image/webp",),
    ".bmp": ("image/bmp",),
    ".gif": ("image/gif",),
    ".tsr": (TIMESTAMP,),
}
"""What an ending promises; an ending that is not here promises nothing."""

SPOKEN: dict[str, str] = {
    TEXT: "plain text",
    MARKDOWN: "Markdown",
    HTML: "a web page (HTML)",
    CSV: "a table (CSV)",
    TSV: "a table (TSV)",
    PDF: "a PDF",
    DOCX: "a Word document (DOCX)",
    XLS: "a workbook in the older format (XLS)",
    MAIL: "a mail message",
    MSG: "a mail message (Outlook's MSG)",
    MBOX: "a mailbox (MBOX)",
    OLE: "an older Office file (DOC, XLS, PPT) or a DOCX behind a password",
    ZIP: "a ZIP archive",
    TAR: "a TAR archive",
    GZIP: "a file packed with gzip",
    BZIP2: "a file packed with bzip2",
    XZ: "a file packed with xz",
    ZSTD: "a file packed with Zstandard",
    RTF: "a Rich Text document (RTF)",
    "application/xml": "an XML file",
    "application/x-executable": "a program",
    XLSX: "a workbook (XLSX)",
    PPTX: "a presentation (PPTX)",
    ODT: "a text document (ODT)",
    ODS: "a workbook (ODS)",
    ODP: "a presentation (ODP)",
    OPENDOCUMENT: "an OpenDocument file that is no text, workbook or presentation",
    EPUB: "an electronic book (EPUB)",
    JSON: "a file of records (JSON)",
    JSON_LINES: "a file of records (JSON Lines)",
    SRT: "subtitles (SRT)",
    VTT: "subtitles (WebVTT)",
    "application/vnd.sqlite3": "an SQLite database",
    WARC: "a web archive (WARC)",
    TIMESTAMP: "a time stamp (RFC 3161)",
    SMIME: "a mail encrypted with S/MIME",
    RPMSG: "a mail locked by its sender (RPMSG)",
    "application/postscript": "a PostScript file",
    "image/svg+xml": "a drawing (SVG)",
}

BMP_HEADERS = tuple(bytes((size, 0, 0, 0)) for size in (12, 40, 52, 56, 64, 108, 124))

OPENS_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style|div|p|table|h[1-6]|article|section|span|ul|ol|"
    r"br|font|center|a)(?:[\s>/]|$)",
    re.IGNORECASE,
)
SURELY_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".asp", ".aspx", ".php", ".jsp")
MAIL_HEADER = re.compile(
    r"(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|X-[A-Za-z-]+): ", re.IGNORECASE
)
SUBRIP = re.compile(r"(?:\d{1,9}\s*\n\s*)?(?:\d{1,3}:)?\d{1,2}:\d\d[,.]\d{1,3}\s*-->\s*\d")
SURELY_JSON = re.compile(
    r"(?:window\.YTD\.[\w.]+\s*=\s*)?(?:\[\s*)?\{\s*\"(?:[^\"\\]|\\.)*\"\s*:\s*(?:[\"\[{\d-]|true|false|null)"
    r"|\[\s*\]\s*$"
)
MAIL_SAYS = re.compile(
    r"(?:From|To|Cc|Bcc|Date|Subject|Sender|Reply-To|Message-ID|In-Reply-To|References|Received|Return-Path|"
    r"Delivered-To|MIME-Version|Content-[A-Za-z-]+|DKIM-Signature|X-[A-Za-z0-9-]+):",
    re.IGNORECASE,
)
MAIL_NEEDS = (
    re.compile(r"^From:", re.IGNORECASE | re.MULTILINE),
    re.compile(r"^(?:Date|Message-ID|Received):", re.I | re.M),
)
HEADER_LINE = re.compile(r"[!-9;-~]+:|[ \t]+\S")
MAILBOX = re.compile(r"From \S[^\n]*\d\d:\d\d[^\n]*\d{4}[^\n]*\n(?:>?From [^\n]*\n)?[!-9;-~]+:")
OUTLOOK = "__properties_version1.0"
"""The stream that every mail of Outlook holds."""
HEAD = 4096


def ending_of(name: str) -> str:
    """Return the ending of a file name in lower case, with its dot; empty where it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def sniff(head: bytes, name: str) -> str:
    """Return the media type of a file from its first bytes (all of them for a packed file) and its name.

    4,096 bytes are enough except to tell packed formats apart; where those are cut off, the name is believed
    only when it says DOCX. What is none of the known formats is ``text/plain``, whose family refuses what is no text.
    """
    for offset, mark, media_type in MAGIC:
        if head.startswith(mark, offset):
            return _compound(head) if media_type == OLE else _before_archive(media_type, head)
    if head.startswith(BEGINNINGS):
        return _packed(head, name)
    if head[:2] == b"MZ" and b"\x00" in head[:HEAD]:
        return _before_archive("application/x-executable", head)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[14:18] in BMP_HEADERS:
        return "image/bmp"
    if head[:1] == b"\x30" and all(mark in head[:1024] for mark in TOKEN_MARKS):
        return TIMESTAMP
    if head[:1] == b"\x30" and any(mark in head[:64] for mark in ENVELOPE_MARKS):
        return SMIME
    return _before_archive(_of_text(_readable(head[:HEAD]), ending_of(name)), head)


def may_precede_archive(media_type: str) -> bool:
    """Tell whether a file that begins so may be a ZIP archive all the same: one that unpacks itself begins so."""
    return media_type in (TEXT, MARKDOWN, CSV, TSV, HTML, JSON, "application/xml", "application/x-executable")


def _before_archive(media_type: str, data: bytes) -> str:
    """Return ``ZIP`` for a program or a text that is followed, to the end of the file, by an archive."""
    if not may_precede_archive(media_type) or MARK not in data[-NEAR:]:
        return media_type
    return media_type if find_end(io.BytesIO(data), NEAR) is None else ZIP


def spoken(media_type: str) -> str:
    """Return what a person calls a media type: ``a PDF``."""
    if media_type in SPOKEN:
        return SPOKEN[media_type]
    family = media_type.split("/")[0]
    return f"{'an' if family in ('image', 'audio') else 'a'} {family} file ({media_type})"


def _compound(head: bytes) -> str:
    """Tell the older Office formats apart by the streams in the file; those that nothing reads are one."""
    if holds(head, OUTLOOK):
        return MSG
    workbook = holds(head, "Workbook") or holds(head, "Book")
    others = ("EncryptedPackage", "WordDocument", "PowerPoint Document")
    return XLS if workbook and not any(holds(head, stream) for stream in others) else OLE


def _packed(head: bytes, name: str) -> str:
    """Tell packed formats apart by what they declare first, then by the names of their parts."""
    declared = DECLARED_KIND.search(head[:200])
    if declared:
        return EPUB if declared[1].startswith(b"epub") else OPENDOCUMENT_KINDS.get(_letters(declared[2]), OPENDOCUMENT)
    names, mimetype = _parts(head)
    for mark, media_type in PACKED:
        if any(part.startswith(mark) for part in names) if names else mark.encode() in head:
            return media_type
    if mimetype.startswith(OPENDOCUMENT):
        kind = mimetype.removeprefix(OPENDOCUMENT + ".").split("-")[0].strip()
        return OPENDOCUMENT_KINDS.get(kind, OPENDOCUMENT)
    if mimetype.strip() == EPUB:
        return EPUB
    if b"[Content_Types].xml" in head[:HEAD] and ending_of(name) == ".docx":
        return DOCX
    return ZIP


def _letters(found: bytes | None) -> str:
    return (found or b"").decode("ascii")


def _parts(data: bytes) -> tuple[list[str], str]:
    """Return the names of a packed file's parts and what its part ``mimetype`` says; nothing where it is cut off."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if "mimetype" not in names:
                return names, ""
            with packed.open("mimetype") as part:
                return names, part.read(200).decode("ascii", "replace")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        return [], ""


def _readable(head: bytes) -> str:
    """Return the head as far as its ASCII goes, whatever its encoding: enough to see marks."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:64]:
        head = head.replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").decode("ascii", "replace").lstrip()


def _of_text(text: str, ending: str) -> str:
    if text.startswith("WEBVTT") and not text[6:7].strip():
        return VTT
    if SUBRIP.match(text):
        return SRT
    if (ending in JSON_NAMES and text[:1] in "{[") or SURELY_JSON.match(text):
        return JSON_NAMES.get(ending, JSON)
    opening = re.sub(r"^(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)+", "", text, flags=re.DOTALL)
    if SURELY_HTML.match(opening):
        return HTML
    if opening.lower().startswith(("<svg", "<!doctype svg")):
        return "image/svg+xml"
    if ending not in BY_NAME and (
        OPENS_HTML.match(opening) or (ending in HTML_NAMES and re.search("<[a-zA-Z!/]", text))
    ):
        return HTML
    if text.startswith("<?xml"):
        return HTML if re.search(r"<html[\s>]", opening, re.IGNORECASE) else "application/xml"
    if opening.startswith("<!DOCTYPE"):
        return "application/xml"
    if ending not in BY_NAME and MAILBOX.match(text):
        return MBOX
    if ending not in BY_NAME and (_is_mail(text, ending) or (MAIL_HEADER.match(text) and text.count(": ") > 2)):
        return MAIL
    return BY_NAME.get(ending, TEXT)


def _is_mail(text: str, ending: str) -> bool:
    """Tell whether a text opens with the headers of a mail, and with nothing else, to the first empty line."""
    head = text.replace("\r\n", "\n").partition("\n\n")[0]
    lines = head.split("\n")
    if len(text) >= HEAD - 16 and len(lines) > 1:
        lines.pop()  # it may be cut
    if not MAIL_SAYS.match(text) or not all(HEADER_LINE.match(line) for line in lines):
        return False
    return ending == ".eml" or all(need.search(head) for need in MAIL_NEEDS)
