"""Takes the captured pages out of a web archive (WARC 1.0 and 1.1, ISO 28500), packed with gzip or not.

Promises: each answer that was a document, a picture, a sound or a film is a part: the bytes that the server sent, with
the transfer's wrapping undone (chunks, compression), its address, and when it was captured, by the archive's account.
A record with a wrong length is taken to where the next one begins; a packed member that is damaged is skipped; both are
losses. What is no page (scripts, styles, errors, repeats) stays in the archive, and is counted; requests and the
archive's own notes are not.
Does not: play a page back, or hold the digests in the records against anything but their own content.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from typing import BinaryIO

from witnessmark.intake.containers.answers import Answer, answer_of
from witnessmark.intake.containers.names import of_address
from witnessmark.intake.containers.records import Record, records
from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import Limits
from witnessmark.intake.parts import Spool

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/csv", "application/pdf", "application/rtf")
DOCUMENTS = ("application/msword", "application/vnd.ms-", "application/vnd.oasis.", "application/vnd.openxmlformats-")
SEEN_OR_HEARD = ("image/", "video/", "audio/")
NOT_SEEN = ("image/x-icon", "image/vnd.microsoft.icon", "image/svg+xml")
ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf"}
IN_ARCHIVE = "nothing need be done: it stays in the sealed archive; unpack the archive if you need it"
CUT = "the archive may be cut short or altered: obtain another copy"
LONGEST_ADDRESS = 900


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every captured page out of a web archive. Raises RefusedError where there is no record in it."""
    left: Counter[str] = Counter()
    number = 0
    for number, record in enumerate(records(stream, spool), 1):
        why = _take(record, number, spool)
        if why:
            left[why] += 1
    if not number:
        raise RefusedError("a web archive without any record in it", CUT)
    for why, count in sorted(left.items()):
        spool.lose("", f"records of the web archive that {why}: {count:,}; they were not taken out", IN_ARCHIVE)
    if not spool.parts:
        spool.lose("", "a web archive without any page in it", "ask for another copy if it should hold pages")


def _take(record: Record, number: int, spool: Spool) -> str | None:
    """Take the page of a record; return why it was left, if it was, where that is no loss of its own."""
    kind = record.headers.get("warc-type", "").lower()
    if kind not in ("response", "resource"):
        return "repeat a page that was captured before" if kind == "revisit" else None
    place = f"record {number}"
    address = record.headers.get("warc-target-uri", "").strip("<>")
    if record.content is None:
        spool.lose(
            place, f"{address[:200]}: larger than a page may be", "unpack the archive and add the file by itself"
        )
        return None
    _check_digests(record, place, spool)
    if kind == "resource":
        answer = Answer(200, record.headers.get("content-type", "").split(";")[0].strip().lower(), record.content)
    else:
        found = answer_of(record.content)
        if found is None:
            return "hold no answer to a request for a page"
        answer = found
    if answer.status != 200:
        return "are answers that gave no page (redirections, errors)"
    if not _is_page(answer.kind):
        return "are no pages or pictures (scripts, styles, data)"
    if answer.complaint:
        spool.lose(place, f"{address[:200]}: {answer.complaint}", CUT)
    if not answer.body:
        return "are pages without any content"
    captured = record.headers.get("warc-date", "")
    part = f"record {number}, captured {captured}" if captured else place
    called = of_address(address, ENDINGS.get(answer.kind, ""))
    spool.put(part, called, [answer.body], address=address[:LONGEST_ADDRESS] or None)
    return None


def _is_page(kind: str) -> bool:
    seen = kind.startswith(SEEN_OR_HEARD) and kind not in NOT_SEEN
    return kind in PAGES or kind.startswith(DOCUMENTS) or seen


def _check_digests(record: Record, place: str, spool: Spool) -> None:
    """Hold a record against the SHA-1 or SHA-256 that it declares for its whole content."""
    algorithm, _, said = record.headers.get("warc-block-digest", "").partition(":")
    makers = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha-256": hashlib.sha256, "sha-1": hashlib.sha1}
    maker = makers.get(algorithm.lower())
    if maker is None or record.content is None:
        return
    found = maker(record.content)
    spelled = {found.hexdigest(), base64.b32encode(found.digest()).decode().rstrip("=").lower()}
    if said.strip().rstrip("=").lower() not in spelled:
        spool.lose(place, "its bytes are not those of the digest that it declares", "ask who made the archive")
