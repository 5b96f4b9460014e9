"""What is done with one file inside the fence: sniff, read, check that something came of it; or take out its files.

Promises: bytes in, the bytes of an answer out; every failure of a parser is an answer that names it.
Does not: touch the disk (but the one file that it is handed for what comes out), the network or the clock.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO

from witnessmark.intake import containers, parts
from witnessmark.intake.behind import behind_loss
from witnessmark.intake.draft import Draft, Loss, RefusedError, bearable, counted, finish
from witnessmark.intake.fencing.wire import Answer, pack
from witnessmark.intake.kinds import FAMILIES, family_of, reader_of
from witnessmark.intake.language import identifier
from witnessmark.intake.limits import Limits
from witnessmark.intake.sniffing import NAMED_AS, RPMSG, SMIME, ZIP, ending_of, sniff, spoken
from witnessmark.nouns import Digest, digest_of

HINTS = {
    "image": "save it as PNG or JPEG with a program that you trust, and add that as well",
    "audio": "have it transcribed and add the transcript as well",
    "video": "have it transcribed and add the transcript as well",
}
CONTAINERS = ("zip", "gzip", "bzip2", "x-xz", "zstd", "7z", "rar", "tar", "warc")
DOCUMENTS = containers.NAMED_DOCUMENTS
PIECE = 1 << 20


WARMING: tuple[tuple[str, bytes], ...] = (
    ("a.md", b"# One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<p>two</p>\n"),
    ("a.csv", b"name,killed\nA,1\n"),
    (
        "a.html",
        b"<html><head><title>One</title></head><body><h1>One</h1><p>A page of 3 May 2020.</p></body></html>",
    ),
)
"""Files of our own that make parsers load what they load late."""


def prepare() -> None:
    """Import every family and read a few small files of our own, so that no file pays for what parsers load late."""
    import_module("charset_normalizer")
    for family in FAMILIES:
        reader_of(family)
    for kind in containers.KINDS:
        containers.taker_of(kind.media_types[0])
    for name, data in WARMING:
        read_file(data, name, Limits())


def load_late() -> None:
    """Load the language model, because a file needs it to tell its encoding: few do, and it takes half a second."""
    identifier()


def read_file(data: bytes, name: str, limits: Limits) -> bytes:
    """Return the packed answer for one file's bytes and its original name."""
    media_type = sniff(data, name)
    try:
        draft = _read(data, name, media_type, limits)
        return pack(Answer(digest_of(data), media_type, draft))
    except RefusedError as refused:
        loss = bearable(refused.loss)
    except RecursionError:
        loss = Loss(
            f"{spoken(media_type)} that is nested too deeply to read", "treat it as hostile; print it to PDF to read it"
        )
    except MemoryError:
        raise
    except Exception as error:  # a parser's own failure, whatever it is: one file's fault, not ours to die of
        fault = f"{spoken(media_type)} that its parser gave up on ({type(error).__name__}: {_shown(error)})"
        loss = Loss(fault, "open it with the program that made it, save it again, and add that")
    return pack(Answer(digest_of(data), media_type, loss))


def open_file(stream: BinaryIO, name: str, limits: Limits, spool: int, at: int) -> bytes:
    """Write the files that a file holds to the descriptor ``spool`` from byte ``at`` on; return the packed account.

    What was taken before a failure is kept, and the failure is a loss.
    """
    size, sha256 = 0, hashlib.sha256()
    while piece := stream.read(PIECE):
        size += len(piece)
        sha256.update(piece)
    digest = Digest(sha256.hexdigest())
    media_type = containers.kind_of(stream, name)
    if media_type is None:
        return parts.pack(parts.Opened(digest, None, (), ()))
    out = parts.Spool(spool, at, limits, size)
    losses: tuple[Loss, ...] = ()
    try:
        containers.taker_of(media_type)(stream, name, out, limits)
    except parts.NoRoomError as error:
        return parts.pack(parts.Opened(digest, media_type, (), (), str(error)))
    except (RefusedError, parts.FullError) as ended:
        losses = (ended.loss,)
    except MemoryError:
        losses = (
            Loss("opening it took more memory than it may; what came before was taken", "unpack it, and add its files"),
        )
    except Exception as error:  # as in reading: one file's fault
        fault = f"{spoken(media_type)} that could not be opened whole ({type(error).__name__}: {_shown(error)})"
        losses = (Loss(fault, "unpack it, and add its files"),)
    return parts.pack(parts.Opened(digest, media_type, tuple(out.parts), out.losses() + losses))


def _read(data: bytes, name: str, media_type: str, limits: Limits) -> Draft:
    if not data:
        raise RefusedError("the file is empty (0 bytes)", "obtain another copy if it should not be")
    family = family_of(media_type)
    if family is None:
        if media_type == ZIP and ending_of(name) in DOCUMENTS:
            fault = f"named {ending_of(name)}, but the parts of such a document cannot be found in it: it is damaged"
            raise RefusedError(fault, "obtain another copy; if it is an archive of files, unpack it and add them")
        raise RefusedError(f"not a text: {spoken(media_type)}, which is not read yet", _hint(media_type))
    draft = finish(reader_of(family)(data, limits))
    if not draft.content.strip() and not draft.unread:
        fault = f"{spoken(media_type)} of {counted(len(data), 'byte', 'bytes')} without a word in it"
        if draft.losses:  # what was lost may be why
            raise RefusedError(f"{fault}: {draft.losses[0].fault}", draft.losses[0].hint)
        raise RefusedError(fault, "open it and see what it shows")
    return replace(draft, losses=_mislabelled(name, media_type) + draft.losses + behind_loss(data, media_type))


def _mislabelled(name: str, media_type: str) -> tuple[Loss, ...]:
    ending = ending_of(name)
    if media_type in NAMED_AS.get(ending, (media_type,)):
        return ()
    return (Loss(f"named {ending} but is {spoken(media_type)}; read as that", "ask where the file got its name"),)


def _hint(media_type: str) -> str:
    if media_type in (SMIME, RPMSG):
        return "have it decrypted by whoever has the key, and add what it says as a file of its own"
    family, _, kind = media_type.partition("/")
    if any(container in kind for container in CONTAINERS):
        return "unpack it and add the files in it"
    return HINTS.get(family, "save it as PDF, DOCX, CSV or text and add that as well")


def _shown(error: Exception) -> str:
    """Return the first line of an error's message, short and without characters that move a cursor."""
    line = re.sub(r" object at 0x[0-9a-f]+", "", (str(error).splitlines() or [""])[0])[:200]  # another in each run
    return "".join(character if character.isprintable() else "?" for character in line)
