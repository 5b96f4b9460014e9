#!/usr/bin/env python3
"""Verify the record of a Witnessmark case, with this one file and Python 3.8 or later. Nothing needs to be installed.

    python3 verify_case.py CASE [--checkpoint FILE] [--proof FILE]

CASE is the folder of a case, or its ``record`` folder, or a bag that was exported from a case. ``--checkpoint`` takes a
checkpoint (the file ``record/log/checkpoint``) that somebody kept earlier: the record must still begin with everything
that it signed. ``--proof`` takes the proof that was written beside a bag: the bag must be the one that was exported.

Exit status: 0 the record holds together; 1 it does not, and each file at fault is named; 2 the call is wrong.

What is checked, in this order:
  1. every entry is in the log's Merkle tree, whose root stands in the checkpoint (RFC 6962, C2SP tlog-tiles);
  2. the checkpoint is signed by the record's key (Ed25519, RFC 8032; C2SP signed-note), and so is every change of key;
  3. every entry is well-formed, and canonical JSON (RFC 8785); a parent that it names is sealed before it;
  4. every sealed file is there, with the size and the SHA-256 that its entry says;
  5. each outside time stamp (RFC 3161) and cosignature of a witness (C2SP tlog-cosignature) stands over an earlier
     state of this log; the stamp is one of exactly that checkpoint;
  6. there is no other file in the record.
Of a bag also (BagIt 1.0, RFC 8493):
  7. each of its files is listed in a manifest and has the SHA-256 that stands there, and there is no other file;
  8. with ``--proof``: the log's key signed that a bag with this tag manifest was exported (C2SP tlog-proof).
The signature of a time stamp cannot be checked without other software (it is RSA or ECDSA in CMS). So the time in it
is what the file says, until it is checked: for each stamp the command of OpenSSL that does so is printed.
What this cannot tell: whether the key belongs to who you think. Compare the fingerprint below with one that you were
given in another way, and compare an earlier checkpoint with ``--checkpoint``. Of a bag without its
proof, the record is checked by its own log, but what lies beside it by manifests alone, which anybody can write anew.

It shares no code with the program that wrote the record, so that a mistake in one is not a mistake in both. It reads
and never writes. Run it on a copy, or while no build is running.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import json
import os
import re
import shlex
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WIDTH = 256  # hashes in a full tile, entries in a full bundle
MANY = 100000  # missing bundles beyond this number are taken for a forged size
PENDING_TITLE = b"witnessmark pending 1\n"
GIVEN = "the given checkpoint"
PROOF = "the given proof"
TIME = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
LINE = re.compile(r"([0-9a-f]{64})  ((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*)")
FOLDERS = re.compile(
    r"keys|log|log/checkpoints|log/tile|log/tile/(entries|[0-9]{1,2})(/x[0-9]{3})*(/[0-9]{3}\.p)?"
    r"|blobs(/[0-9a-f]{2})?"
    r"|(stamps|witnesses)(/[0-9]{1,18}-[0-9a-f]{16})?|stamps/certificates|witnesses/keys"
)
STAMPED = re.compile(r"stamps/([0-9]{1,18}-[0-9a-f]{16})/(?:checkpoint|([0-9a-f]{16})\.tsq)")
ANSWER = re.compile(r"stamps/([0-9]{1,18}-[0-9a-f]{16})/([0-9a-f]{16})-([0-9a-f]{16})\.[a-z0-9][a-z0-9.-]{0,79}\.tsr")
COSIGNED = re.compile(r"witnesses/([0-9]{1,18}-[0-9a-f]{16})/([0-9a-f]{64})")
HASHES = {
    bytes.fromhex("0609608648016503040201"): "sha256",
    bytes.fromhex("0609608648016503040202"): "sha384",
    bytes.fromhex("0609608648016503040203"): "sha512",
}
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
TOKEN_INFO = bytes.fromhex("060b2a864886f70d0109100104")
SEALED = {"acquired_at", "acquired_by", "acquired_from", "clock", "name", "tool", "format", "kind", "sha256", "size"}
PARENTAL = {"parent", "part"}
NUMBERS = {"format", "size"}
DECIDED = {"action", "clock", "decided_at", "decided_by", "reason", "target", "tool", "format", "kind", "subject"}
ACTIONS = {"confirm", "reject", "unsure", "note", "grade", "withdraw", "replace-key"}
ACTIONS |= {"interest", "relate", "merge", "split", "rename", "move", "correct", "export"}
KINDS = {"withdraw": "withdrawn", "export": "exported"}  # all other actions make a "decided"
FORMATS = {"exported": 2}  # all other kinds have format 1


# ------------------------------------------------------------------------------------------ Ed25519 (RFC 8032, 5.1)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# A point is (X, Y, Z, T), with x = X/Z, y = Y/Z and x*y = T/Z.


def add(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Add two points of the curve."""
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(factor: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Add a point to itself ``factor`` times."""
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add(result, point)
        point = add(point, point)
        factor >>= 1
    return result


def decode_point(data: bytes) -> tuple[int, int, int, int] | None:
    """Read a point from 32 bytes; None where they are none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point: tuple[int, int, int, int]) -> bytes:
    """Write a point as 32 bytes."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(public: bytes, text: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) over ``text`` was made with the private half of ``public`` (32 bytes)."""
    key = decode_point(public) if len(public) == 32 else None
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or BASE is None or len(signature) != 64 or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    negative = (P - key[0], key[1], key[2], P - key[3])
    return encode_point(add(multiply(scalar, BASE), multiply(challenge, negative))) == signature[:32]


# ---------------------------------------------------------------------------------------- the Merkle tree (RFC 6962)


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """Return the root over leaf hashes: equal subtrees are joined as they come, what is left over from the right."""
    stack: list[tuple[int, bytes]] = []  # (how many leaves, hash)
    for leaf in leaves:
        stack.append((1, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            count, right = stack.pop()
            _, left = stack.pop()
            stack.append((2 * count, hashlib.sha256(b"\1" + left + right).digest()))
    if not stack:
        return hashlib.sha256(b"").digest()
    _, root = stack.pop()
    while stack:
        root = hashlib.sha256(b"\1" + stack.pop()[1] + root).digest()
    return root


def roots_of_beginnings(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """Return the root over the first so many leaf hashes, for several sizes in one pass."""
    stack: list[tuple[int, bytes]] = []
    found = {0: hashlib.sha256(b"").digest()}
    for size, leaf in enumerate(leaves, 1):
        stack.append((1, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            count, right = stack.pop()
            _, left = stack.pop()
            stack.append((2 * count, hashlib.sha256(b"\1" + left + right).digest()))
        if size in sizes:
            root = stack[-1][1]
            for _, left in reversed(stack[:-1]):
                root = hashlib.sha256(b"\1" + left + root).digest()
            found[size] = root
    return found


def tile_path(level: str, number: int, width: int) -> str:
    """Return where a tile lies: tile 1234067 of level 0, if 5 wide, is log/tile/0/x001/x234/067.p/5."""
    groups = f"{number:03d}"
    groups = groups.zfill(-(-len(groups) // 3) * 3)
    parts = [groups[i : i + 3] for i in range(0, len(groups), 3)]
    path = "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
    part = "" if width == WIDTH else f".p/{width}"
    return f"log/tile/{level}/{path}{part}"


def tiles_of_level(level: str, count: int) -> list[tuple[str, int, int]]:
    """Return path, first item and width of each tile of a level with ``count`` items."""
    starts = range(0, count, WIDTH)
    return [(tile_path(level, s // WIDTH, min(WIDTH, count - s)), s, min(WIDTH, count - s)) for s in starts]


def unpack(bundle: bytes) -> list[bytes]:
    """Split a bundle into its entries: two bytes of length, big end first, then the entry."""
    entries, at = [], 0
    while at < len(bundle):
        if at + 2 > len(bundle):
            raise ValueError("it ends inside an entry")
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            raise ValueError("it ends inside an entry")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


# ---------------------------------------------------------------------------------- signed notes and keys (C2SP)


class Key:
    """A public key: one line ``name+hash+key``; ``kind`` is 1 for a log's key and 4 for a witness's."""

    def __init__(self, line: str, kind: int = 1) -> None:
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", line)
        if not match:
            raise ValueError("it is no public key line")
        self.line, self.name, data = line, match.group(1), decode_base64(match.group(3))
        self.raw = data[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + bytes([kind]) + self.raw).digest()[:4]
        self.fingerprint = hashlib.sha256(self.raw).hexdigest()
        self.path = f"keys/{self.fingerprint}.vkey"
        if len(data) != 33 or data[0] != kind or self.id.hex() != match.group(2):
            raise ValueError("its hash or its key does not fit")


class Note:
    """A signed checkpoint: origin, number of entries, root; a blank line; signatures."""

    def __init__(self, data: bytes, cosigned: bool = False) -> None:
        text, blank, tail = data.decode("utf-8").rpartition("\n\n")
        lines = text.split("\n")
        if not blank or not tail.endswith("\n") or len(lines) != 3:
            raise ValueError("it is no signed checkpoint")
        if not lines[0] or not NUMBER.fullmatch(lines[1]):
            raise ValueError("its origin or size is malformed")
        self.origin, self.size, self.root = lines[0], int(lines[1]), decode_base64(lines[2])
        self.root_text = lines[2]
        self.signed_text = (text + "\n").encode()
        self.signatures: list[tuple[str, bytes, bytes]] = []
        for line in tail[:-1].split("\n"):
            match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)", line)
            value = decode_base64(match.group(2)) if match else b""
            if not match or len(value) not in ((68, 76) if cosigned else (68,)):
                raise ValueError("a signature line is malformed")
            self.signatures.append((match.group(1), value[:4], value[4:]))
        if len(self.root) != 32:
            raise ValueError("its root is not 32 bytes long")

    def is_of(self, signature: tuple[str, bytes, bytes], key: Key) -> bool:
        """Tell whether a signature is of ``key``, and right."""
        named = signature[:2] == (key.name, key.id)
        return named and ed25519_verifies(key.raw, self.signed_text, signature[2])

    def signed_by(self, key: Key) -> bool:
        """Tell whether ``key`` signed."""
        return any(self.is_of(signature, key) for signature in self.signatures)

    def cosigned_at(self, witness: Key) -> int | None:
        """Return the seconds since 1970 at which a witness cosigned, if it did."""
        for name, key_id, value in self.signatures:
            seconds = int.from_bytes(value[:8], "big")
            text = b"cosignature/v1\ntime %d\n" % seconds + self.signed_text
            theirs = (name, key_id, len(value)) == (witness.name, witness.id, 72) and seconds < 253402300800
            if theirs and ed25519_verifies(witness.raw, text, value[8:]):
                return seconds
        return None


def decode_base64(text: str) -> bytes:
    """Decode base64 that is written in the one right way."""
    data = base64.b64decode(text.encode("ascii", "replace"), validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("it holds malformed base64")
    return data


# ------------------------------------------------------------------------- time stamps (RFC 3161, in DER: X.690)


def split_der(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Split DER into its elements: tag, contents, and the whole element."""
    found, at = [], 0
    while at < len(data):
        start, length, at = at, int.from_bytes(data[at + 1 : at + 2], "big"), at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
            if not 0 < count <= 4:
                raise ValueError("a length in it is malformed")
        if at > len(data) or at + length > len(data) or data[start] & 0x1F == 0x1F:
            raise ValueError("it is cut off or malformed")
        found.append((data[start], data[at : at + length], data[start : at + length]))
        at += length
    return found


def inside(data: bytes, tag: int) -> list[tuple[int, bytes, bytes]]:
    """Return what the one element of ``data`` holds; its tag must be this one."""
    found = split_der(data)
    if len(found) != 1 or found[0][0] != tag:
        raise ValueError("it is not of the form that it should have")
    return split_der(found[0][1])


class Imprint:
    """What a request asks for or an answer stamps: a digest, a nonce, and in an answer the time."""

    def __init__(self, fields: list[tuple[int, bytes, bytes]], imprint: int) -> None:
        algorithm, digest = inside(fields[imprint][2], 0x30)[:2]
        self.algorithm = HASHES.get(split_der(algorithm[1])[0][2], "")
        self.digest = digest[1]
        later = fields[5:] if imprint == 2 else fields[2:]
        self.nonce = next((field[1] for field in later if field[0] == 0x02), None)
        self.seconds = 0  # since 1970, in an answer
        if imprint == 2:
            if fields[4][0] != 0x18 or not re.fullmatch(rb"[0-9]{14}(\.[0-9]+)?Z", fields[4][1]):
                raise ValueError("the time in it is malformed")
            self.seconds = calendar.timegm(time.strptime(fields[4][1][:14].decode(), "%Y%m%d%H%M%S"))

    def is_of(self, data: bytes) -> bool:
        """Tell whether it is the digest of ``data``."""
        return bool(self.algorithm) and hashlib.new(self.algorithm, data).digest() == self.digest


def read_request(data: bytes) -> Imprint:
    """Read a request (TimeStampReq); raises ValueError."""
    fields = inside(data, 0x30)
    if len(fields) < 2 or fields[0][2] != b"\x02\x01\x01":
        raise ValueError("it is no request for a time stamp")
    return Imprint(fields, 1)


def read_answer(data: bytes) -> Imprint:
    """Read an answer (TimeStampResp, then CMS SignedData, then TSTInfo); raises ValueError."""
    fields = inside(data, 0x30)
    if len(fields) != 2 or split_der(fields[0][1])[0][2] != b"\x02\x01\x00":
        raise ValueError("it is no time stamp that was granted")
    kind, content = inside(fields[1][2], 0x30)[:2]
    signed = inside(split_der(content[1])[0][2], 0x30)
    inner, wrapped = inside(signed[2][2], 0x30)[:2]
    if kind[2] != SIGNED_DATA or inner[2] != TOKEN_INFO:
        raise ValueError("what is signed in it is no time stamp")
    (octets,) = split_der(wrapped[1])
    return Imprint(inside(octets[1], 0x30), 2)


# -------------------------------------------------------------------------------------------- entries (RFC 8785)


def canonical(value: object) -> str:
    """Return texts, whole numbers and objects in the one form that RFC 8785 gives them."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        pairs = (f"{canonical(name)}:{canonical(value[name])}" for name in names)
        return "{" + ",".join(pairs) + "}"
    return json.dumps(value, ensure_ascii=False)


def is_text(value: object) -> bool:
    """Tell whether a value is a text without halves of surrogate pairs."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def read_entry(data: bytes) -> dict[str, object]:
    """Read one entry; raises ValueError where it is not of a known form."""
    try:
        entry = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(entry, dict) or type(entry.get("format")) is not int:
        raise ValueError("it is of no format that this verifier knows")
    kind = entry.get("kind")
    if not isinstance(kind, str) or entry["format"] != FORMATS.get(kind, 1):
        raise ValueError("it is of no format that this verifier knows")
    if kind == "sealed":
        check_sealed(entry)
    elif kind in ("decided", "withdrawn", "exported"):
        check_decided(entry)
    else:
        raise ValueError("its kind is unknown")
    if canonical(entry).encode() != data:
        raise ValueError("it is not canonical JSON")
    return entry


def check_sealed(entry: dict[str, object]) -> None:
    """Raise ValueError unless an entry is the seal of some bytes."""
    size = entry.get("size")
    if set(entry) not in (SEALED, SEALED | PARENTAL) or not all(is_text(entry[name]) for name in set(entry) - NUMBERS):
        raise ValueError("its fields are not those of a seal")
    if not re.fullmatch("[0-9a-f]{64}", str(entry["sha256"])):
        raise ValueError("its sha256 is no digest")
    if not re.fullmatch("[0-9a-f]{64}", str(entry.get("parent", entry["sha256"]))):
        raise ValueError("its parent is no digest")
    if type(size) is not int or not 0 <= size < 2**53:
        raise ValueError("its size is no number of bytes")
    if not TIME.fullmatch(str(entry["acquired_at"])):
        raise ValueError("its time is malformed")


def check_decided(entry: dict[str, object]) -> None:
    """Raise ValueError unless an entry is a decision or a withdrawal."""
    names, subject = set(entry) - {"value"}, entry.get("subject")
    texts = set(entry) - {"format", "subject"}
    if names != DECIDED or not all(is_text(entry[name]) for name in texts):
        raise ValueError("its fields are not those of a decision")
    if not isinstance(subject, dict) or not all(is_text(one) for pair in subject.items() for one in pair):
        raise ValueError("its subject is no object of texts")
    if entry["action"] not in ACTIONS or KINDS.get(str(entry["action"]), "decided") != entry["kind"]:
        raise ValueError("its action is unknown, or not one of its kind")
    if entry["action"] == "export" and not re.fullmatch("[0-9a-f]{64}", str(entry["target"])):
        raise ValueError("its target is no digest of a tag manifest")
    if not TIME.fullmatch(str(entry["decided_at"])):
        raise ValueError("its time is malformed")


def take_withdrawal(index: int, target: str, withdrawn: set[int], standing: dict[int, int], final: set[int]) -> None:
    """Note a withdrawal; raises ValueError where it does not go with the entries before it.

    A withdrawal can be withdrawn itself, once, which gives back what it took away.
    """
    final.add(index)  # until it is found sound
    if not NUMBER.fullmatch(target) or int(target) >= index:
        raise ValueError("it withdraws what is no earlier entry")
    number = int(target)
    if number in withdrawn or number in final:
        raise ValueError(f"it withdraws entry {target}, which cannot be withdrawn, or not again")
    withdrawn.add(number)
    if number in standing:
        withdrawn.discard(standing[number])
    else:
        standing[index] = number
        final.discard(index)


def blob_path(digest: str) -> str:
    """Return where sealed bytes lie."""
    return f"blobs/{digest[:2]}/{digest}"


# ------------------------------------------------------------------------------------------------- the verifier


class Verifier:
    """Checks one record folder and collects what it finds."""

    def __init__(self, folder: Path, hashed: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.hashed = hashed or {}  # SHA-256 of files that were read already, by path
        self.faults: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.files: dict[str, int] = {}  # path and size of every file that is there
        self.odd: set[str] = set()  # what is there and is no plain file
        self.expected: set[str] = {"log/checkpoint"}
        self.size = 0
        self.head: Note | None = None
        self.leaves: list[bytes | None] = []
        self.keys: list[Key] = []
        self.sealed: dict[str, int] = {}  # path and size of every blob that an entry names
        self.changes: list[tuple[int, Key, Key, bool]] = []  # entry, old key, new key, whether the old one signs
        self.unread = 0
        self.roots: dict[int, bytes] = {}  # of earlier sizes of the log

    def fault(self, path: str, what: str) -> None:
        """Note a fault once."""
        if (path, what) not in self.faults:
            self.faults.append((path, what))

    def verify(self, given: Note | None) -> bool:
        """Do every check; return whether there was no fault."""
        self.list_files("")
        self.read_head()
        self.check_tree()
        self.check_entries()
        self.check_keys()
        self.check_stamps()
        self.check_witnesses()
        tolerated = self.read_pending()
        self.check_blobs(tolerated)
        self.check_extra(tolerated)
        if given is not None:
            self.check_given(given)
        return not self.faults

    # ---- what is there

    def list_files(self, prefix: str) -> None:
        """List everything in the folder, following no link."""
        try:
            found = sorted(os.scandir(self.folder / prefix), key=lambda one: one.name)
        except OSError as error:
            self.fault(prefix, f"it cannot be listed ({error.strerror})")
            return
        for one in found:
            path = prefix + "/" + one.name if prefix else one.name
            if one.is_dir(follow_symlinks=False):
                if not FOLDERS.fullmatch(path):
                    self.odd.add(path)
                    self.fault(path, "it is a folder that no record has")
                self.list_files(path)
            elif one.is_file(follow_symlinks=False):
                self.files[path] = one.stat(follow_symlinks=False).st_size
            else:
                self.odd.add(path)
                self.fault(path, "it is a link or a device, and a record has none")

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the bytes of a file that must be there, or note the fault and return None."""
        if path not in self.files:
            if path not in self.odd:
                self.fault(path, "it is missing")
            return None
        try:
            with (self.folder / path).open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            self.fault(path, f"it cannot be read ({error.strerror})")
            return None
        if len(data) > limit:
            self.fault(path, "it is longer than such a file may be")
            return None
        return data

    # ---- 1. the tree

    def read_head(self) -> None:
        """Read the checkpoint; where it is damaged, take the size of the log from the bundles that are there."""
        bundles = [path for path in self.files if path.startswith("log/tile/entries/")]
        data = self.read("log/checkpoint", 65536)
        try:
            self.head = Note(data) if data is not None else None
        except ValueError as error:
            self.fault("log/checkpoint", f"it was changed: {error}")
        if self.head is not None and self.head.size // WIDTH <= len(bundles) + MANY:
            self.size = self.head.size
            return
        if self.head is not None:
            self.fault("log/checkpoint", f"it speaks of {self.head.size} entries, which are not there")
        for path in bundles:
            match = re.fullmatch(r"log/tile/entries/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path)
            number = int(re.sub("[x/]", "", match.group(1))) if match else 0
            width = int(match.group(2) or WIDTH) if match else 0
            if width and number <= len(bundles) + MANY and tile_path("entries", number, width) == path:
                self.size = max(self.size, number * WIDTH + min(width, WIDTH))

    def check_tree(self) -> None:
        """Compare entries, tiles and the signed root, and keep the leaf hashes that can be trusted."""
        said = self.read_leaves()
        rows = self.read_tiles()
        kept = rows[0] if rows else []
        whole = self.head is not None and self.head.size == self.size
        right: list[bytes | None] | None = None
        for first, second in ((said, kept), (kept, said)):
            mixed = [first[i] or second[i] for i in range(self.size)]
            sound = [leaf for leaf in mixed if leaf is not None]
            if right is None and whole and len(sound) == self.size and self.head and tree_root(sound) == self.head.root:
                right = mixed
        leaves = right
        if leaves is None:  # without a right root, only what entry and tile agree on can be trusted
            leaves = [said[i] if kept[i] in (None, said[i]) else None for i in range(self.size)]
        self.leaves = leaves
        self.compare("entries", said, leaves)
        self.compare("0", kept, leaves)
        row: list[bytes | None] = list(leaves)
        if None in row:
            return
        for level in range(1, len(rows)):
            full = len(row) // WIDTH * WIDTH
            row = [tree_root([leaf for leaf in row[i : i + WIDTH] if leaf]) for i in range(0, full, WIDTH)]
            self.compare(str(level), rows[level], row)
        if whole and right is None:
            self.fault("log/checkpoint", "its root is not the root of the entries")

    def compare(self, level: str, found: list[bytes | None], right: list[bytes | None]) -> None:
        """Name each tile of a level that has a hash which is not the right one."""
        for path, start, width in tiles_of_level(level, len(found)):
            part = range(start, start + width)
            if any(found[i] is not None and found[i] != right[i] for i in part):
                self.fault(path, "it was changed: it does not match the tree")

    def read_bundle(self, path: str, width: int) -> list[bytes | None]:
        """Return the entries of a bundle, or as many times None."""
        data = self.read(path, WIDTH * 65537)
        try:
            entries: list[bytes | None] = list(unpack(data)) if data is not None else [None] * width
        except ValueError as error:
            self.fault(path, f"it was changed or shortened: {error}")
            return [None] * width
        if len(entries) != width:
            self.fault(path, f"it was changed: it holds {len(entries)} entries, not {width}")
            return [None] * width
        return entries

    def read_leaves(self) -> list[bytes | None]:
        """Return the hash of every entry."""
        found: list[bytes | None] = []
        for path, _, width in tiles_of_level("entries", self.size):
            self.expected.add(path)
            found += [None if one is None else leaf_hash(one) for one in self.read_bundle(path, width)]
        return found

    def read_tiles(self) -> list[list[bytes | None]]:
        """Return the hashes in the tiles, level by level."""
        rows: list[list[bytes | None]] = []
        count = self.size
        while count:
            row: list[bytes | None] = []
            for path, _, width in tiles_of_level(str(len(rows)), count):
                self.expected.add(path)
                data = self.read(path, WIDTH * 32)
                if data is not None and len(data) != width * 32:
                    self.fault(path, f"it has {len(data)} bytes, not {width * 32}")
                    data = None
                row += [None if data is None else data[i * 32 : i * 32 + 32] for i in range(width)]
            rows.append(row)
            count //= WIDTH
        return rows

    # ---- 2. entries

    def check_entries(self) -> None:
        """Read every entry that is in the tree, in order, and note what it names."""
        orphans: list[tuple[str, str]] = []
        withdrawn: set[int] = set()
        standing: dict[int, int] = {}  # withdrawals that can be withdrawn, with what they withdraw
        final: set[int] = set()  # entries that cannot be withdrawn
        for path, start, width in tiles_of_level("entries", self.size):
            for offset, data in enumerate(self.read_bundle(path, width)):
                index = start + offset
                if data is None or leaf_hash(data) != self.leaves[index]:
                    self.unread += 1
                    continue
                try:
                    entry = read_entry(data)
                    if "parent" in entry and blob_path(str(entry["parent"])) not in self.sealed:
                        what = f"entry {index} names a parent that no earlier entry seals ({entry['parent']})"
                        orphans.append((path, what))
                    self.take(index, entry, final)
                    if entry["kind"] == "withdrawn":
                        take_withdrawal(index, str(entry["target"]), withdrawn, standing, final)
                except ValueError as error:
                    self.unread += 1
                    self.fault(path, f"entry {index} cannot be used: {error}")
        if self.unread and orphans:
            self.notes.append(f"{len(orphans)} entries name a parent that may be in an entry that cannot be read")
        for path, what in () if self.unread else orphans:
            self.fault(path, what)

    def take(self, index: int, entry: dict[str, object], final: set[int]) -> None:
        """Note what an entry names; raises ValueError where it does not go with those before it."""
        if entry["kind"] == "sealed":
            path, size = blob_path(str(entry["sha256"])), entry["size"]
            if isinstance(size, int) and self.sealed.setdefault(path, size) != size:
                raise ValueError("an earlier entry gives the same bytes another size")
        elif entry["action"] == "replace-key":
            final.add(index)
            said = entry["subject"].get("old_key") if isinstance(entry["subject"], dict) else None
            old, new = Key(str(entry["target"])), Key(str(entry.get("value", "")))
            if said not in ("signs", "lost"):
                raise ValueError("it does not say whether the old key signs")
            self.changes.append((index, old, new, said == "signs"))
        elif entry["action"] == "export":
            final.add(index)

    # ---- 3. keys and signatures

    def check_keys(self) -> None:
        """Find the keys from first to last, and check what each had to sign."""
        there = self.read_keys()
        if self.changes:
            self.keys = [self.changes[0][1]]
            for index, old, new, _ in self.changes:
                if old.line != self.keys[-1].line:
                    self.fault("log/checkpoint", f"entry {index} replaces a key that was not in place")
                self.keys.append(new)
        else:
            signers = [key for key in there if self.head is not None and self.head.signed_by(key)]
            self.keys = (signers or there)[:1]
        for key in self.keys:
            self.expected.add(key.path)
            if key.path not in self.files and key.path not in self.odd:
                self.fault(key.path, "it is missing")
        if not self.keys and not any(path.startswith("keys/") for path, _ in self.faults):
            self.fault("keys", "there is no public key in it")
        if self.head is not None and self.keys:
            self.check_signatures("log/checkpoint", self.head, self.keys[-1:])
        for index, old, new, signs in self.changes:
            self.check_kept(index, [old])
            self.check_kept(index + 1, [new, old] if signs else [new])
            if not signs:
                self.notes.append(f"entry {index} replaced the signing key without the old key, which was lost")

    def read_keys(self) -> list[Key]:
        """Return the public keys that are there."""
        found = []
        for path in sorted(self.files):
            if not (path.startswith("keys/") and path.endswith(".vkey")):
                continue
            data = self.read(path, 4096) or b""
            try:
                line = data.decode("utf-8")
                key = Key(line[:-1] if line.endswith("\n") else line)
            except ValueError as error:
                self.fault(path, f"it was changed: {error}")
                continue
            if key.path != path or data != key.line.encode() + b"\n":
                self.fault(path, "it was changed: the key in it is not the one that its name says")
            else:
                found.append(key)
        return found

    def check_signatures(self, path: str, note: Note, needed: list[Key]) -> None:
        """Check that a checkpoint has the signatures that it needs, and no unknown ones."""
        for key in needed:
            if note.origin != key.name:
                self.fault(path, f"it is of the log {note.origin!r}, but the key is of {key.name!r}")
            if not note.signed_by(key):
                self.fault(path, f"it is not signed by the key {key.fingerprint}")
        for signature in note.signatures:
            if not any(note.is_of(signature, key) for key in self.keys):
                self.fault(path, "a signature in it is of no key of this record")
        if len(set(note.signatures)) < len(note.signatures):
            self.fault(path, "it was changed: a signature stands in it twice")

    def check_kept(self, size: int, needed: list[Key]) -> None:
        """Check a checkpoint that was kept when the key was replaced."""
        path = f"log/checkpoints/{size}"
        self.expected.add(path)
        data = self.read(path, 65536)
        try:
            note = Note(data) if data is not None else None
        except ValueError as error:
            self.fault(path, f"it was changed: {error}")
            return
        if note is None:
            return
        if note.size != size:
            self.fault(path, f"it is of {note.size} entries, not {size}")
        elif self.root_at(size) not in (None, note.root):
            self.fault(path, "its root is not the one that the log had then")
        self.check_signatures(path, note, needed)

    def root_at(self, size: int) -> bytes | None:
        """Return the root that the log had at an earlier size, if the tree is whole."""
        if None in self.leaves or size > self.size:
            return None
        if size not in self.roots:
            named = (re.match("(?:stamps|witnesses|log/checkpoints)/([0-9]{1,18})", path) for path in self.files)
            sizes = {int(match.group(1)) for match in named if match} | {size}
            self.roots = roots_of_beginnings([leaf for leaf in self.leaves if leaf], sizes)
        return self.roots[size]

    # ---- 5. outside time and witnesses

    def check_stamps(self) -> None:
        """Check what stands over earlier checkpoints, as far as the standard library can."""
        for path in sorted(self.files):
            match = STAMPED.fullmatch(path)
            if match or re.fullmatch("stamps/certificates/[0-9a-f]{64}\\.pem", path):
                self.expected.add(path)
            if match and match.group(2) is None:
                self.check_over(path, match.group(1), self.read(path, 65536))
            elif match:
                self.read_stamp(path, read_request, match.group(2))
            elif path.startswith("stamps/certificates/"):
                self.check_certificate(path)
        for path in sorted(self.files):
            match = ANSWER.fullmatch(path)
            if match:
                self.expected.add(path)
                self.check_answer(path, *match.groups())

    def check_over(self, path: str, place: str, data: bytes | None, cosigned: bool = False) -> Note | None:
        """Check that a checkpoint is an earlier one of this log."""
        try:
            note = Note(data, cosigned) if data is not None else None
        except ValueError as error:
            self.fault(path, f"it was changed: {error}")
            return None
        if note is None:
            return None
        if place != f"{note.size}-{note.root.hex()[:16]}":
            self.fault(path, "it was changed: it is not the checkpoint that its folder says")
        if self.keys and (note.origin != self.keys[0].name or not any(map(note.signed_by, self.keys))):
            self.fault(path, "it is not signed by a key of this record")
        strangers = [one for one in note.signatures if not any(note.is_of(one, key) for key in self.keys)]
        if len(strangers) > cosigned or len(set(note.signatures)) < len(note.signatures):
            self.fault(path, "it was changed: it has a signature that does not belong there")
        if note.size > self.size:
            self.fault(path, f"it is of {note.size} entries, the log has {self.size}: the log was cut")
        elif self.root_at(note.size) not in (None, note.root):
            self.fault(path, f"the first {note.size} entries are not those that it signed: the log was written anew")
        return note

    def read_stamp(self, path: str, reader: Callable[[bytes], Imprint], name: str) -> Imprint | None:
        """Read a request or an answer, whose name must be the beginning of its SHA-256."""
        data = self.read(path, 1 << 20)
        if data is None:
            return None
        if hashlib.sha256(data).hexdigest()[:16] != name:
            self.fault(path, "it was changed: it is not what its name says")
        try:
            return reader(data)
        except (ValueError, IndexError) as error:
            self.fault(path, f"it is malformed: {error}")
            return None

    def check_answer(self, path: str, place: str, request: str, name: str) -> None:
        """Check that an answer stamps the checkpoint beside it, for the request beside it."""
        stamp = self.read_stamp(path, read_answer, name)
        asked = self.read_stamp(f"stamps/{place}/{request}.tsq", read_request, request)
        over = self.read(f"stamps/{place}/checkpoint", 65536)
        if stamp is None or asked is None or over is None:
            return
        if not stamp.is_of(over):
            self.fault(path, "it stamps other bytes than this checkpoint's")
        if asked.nonce is not None and stamp.nonce != asked.nonce:
            self.fault(path, "its nonce is not the one of the request: it answers another request")
        if any(fault == path for fault, _ in self.faults):
            return
        size = place.partition("-")[0]
        self.notes.append(f"{path} says that the log had {size} entries by {written(stamp.seconds)}")
        self.notes.append(f"its signature is not checked here; this does it: {self.openssl(path, place, stamp)}")

    def openssl(self, path: str, place: str, stamp: Imprint) -> str:
        """Return the command that checks the signature of a time stamp, as of its own time."""
        held = sorted(one for one in self.files if re.fullmatch("stamps/certificates/[0-9a-f]{64}\\.pem", one))
        known = [shlex.quote(str(self.folder / one)) for one in held]
        first, roots = (f"cat {' '.join(known)} > known.pem; ", "known.pem") if len(known) > 1 else ("", "ROOT.pem")
        roots = known[0] if len(known) == 1 else roots
        data, answer = (shlex.quote(str(self.folder / one)) for one in (f"stamps/{place}/checkpoint", path))
        known_roots = f"-CAfile {roots} -untrusted {roots}"
        return f"{first}openssl ts -verify -attime {stamp.seconds} -data {data} -in {answer} {known_roots}"

    def check_certificate(self, path: str) -> None:
        """Check that a certificate is the one that its name says, in the one form that it is written in."""
        text = (self.read(path, 1 << 17) or b"").decode("ascii", "replace")
        begin, end = "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n"
        body = text[len(begin) : -len(end)].replace("\n", "")
        try:
            data = decode_base64(body)
        except ValueError:
            data = b""
        right = begin + "".join(body[i : i + 64] + "\n" for i in range(0, len(body), 64)) + end
        if text != right or path != f"stamps/certificates/{hashlib.sha256(data).hexdigest()}.pem":
            self.fault(path, "it was changed: the certificate in it is not the one that its name says")

    def check_witnesses(self) -> None:
        """Check who cosigned which earlier checkpoint."""
        known: dict[str, Key] = {}
        for path in sorted(one for one in self.files if re.fullmatch("witnesses/keys/[0-9a-f]{64}\\.vkey", one)):
            self.expected.add(path)
            data = self.read(path, 4096) or b""
            try:
                key = Key(data.decode("utf-8")[:-1], kind=4)
            except ValueError as error:
                self.fault(path, f"it was changed: {error}")
                continue
            if path != f"witnesses/keys/{key.fingerprint}.vkey" or data != key.line.encode() + b"\n":
                self.fault(path, "it was changed: the key in it is not the one that its name says")
            known[key.fingerprint] = key
        for path in sorted(self.files):
            match = COSIGNED.fullmatch(path)
            if not match:
                continue
            self.expected.add(path)
            witness = known.get(match.group(2))
            note = self.check_over(path, match.group(1), self.read(path, 65536), cosigned=True)
            seconds = note.cosigned_at(witness) if note is not None and witness is not None else None
            if note is not None and (witness is None or seconds is None):
                self.fault(path, "it is not cosigned by the witness that its name says, or its key is not here")
            elif note is not None and witness is not None and seconds is not None:
                said = f"{witness.name} (key {witness.fingerprint}) signed for {note.size} entries"
                self.notes.append(f"the witness {said} at {written(seconds)}")

    # ---- 4. sealed bytes, and 6. what else is there

    def read_pending(self) -> set[str]:
        """Return the files that an interrupted seal left and listed."""
        if "pending" not in self.files:
            return set()
        data = self.read("pending", 1 << 30) or b""
        try:
            start, entries = split_pending(data)
            listed = files_of_pending(start, entries)
        except ValueError as error:
            self.fault("pending", f"it was changed: {error}")
            return {"pending"}
        if self.size not in (start, start + len(entries)):
            self.fault("pending", "it is of another state of the log")
            return {"pending"}
        found = listed & set(self.files) - self.expected - set(self.sealed)
        self.notes.append(f"an interrupted seal left {len(found) - 1} files that the log does not name yet")
        return found

    def check_blobs(self, tolerated: set[str]) -> None:
        """Hash every sealed file."""
        wanted = [path for path in sorted(tolerated) if path.startswith("blobs/")]
        for path, size in sorted(self.sealed.items()):
            found = self.files.get(path)
            if found is None:
                if path not in self.odd:
                    self.fault(path, "it is missing")
            elif found != size:
                how = "shortened" if found < size else "made longer"
                self.fault(path, f"it was {how}: it has {found} bytes, not {size}")
            else:
                wanted.append(path)
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for fault in pool.map(self.hash_blob, wanted):
                if fault:
                    self.fault(*fault)

    def hash_blob(self, path: str) -> tuple[str, str] | None:
        """Return what is wrong with a sealed file, if anything."""
        try:
            digest = self.hashed.get(path) or hash_file(self.folder / path)
        except OSError as error:
            return path, f"it cannot be read ({error.strerror})"
        if digest != path[-64:]:
            return path, f"it was changed: its SHA-256 is {digest}"
        return None

    def check_extra(self, tolerated: set[str]) -> None:
        """Name every file that nothing accounts for."""
        named = {path for path, _ in self.faults}
        unsure = 0
        for path in sorted(set(self.files) - self.expected - set(self.sealed) - tolerated - named):
            if self.unread and path == blob_path(path[-64:]):
                unsure += 1
            else:
                self.fault(path, "it is extra: the log does not name it")
        if unsure:
            self.notes.append(f"{unsure} blobs may belong to the {self.unread} entries that cannot be read")

    # ---- what somebody kept

    def check_given(self, given: Note) -> None:
        """Check that the log still begins with what an earlier checkpoint signed."""
        before = len(self.faults)
        if not any(given.signed_by(key) for key in self.keys):
            self.fault(GIVEN, "no key of this record signed it")
        if self.keys and given.origin != self.keys[0].name:
            self.fault(GIVEN, f"it is of the log {given.origin!r}, this record is {self.keys[0].name!r}")
        if given.size > self.size:
            self.fault(GIVEN, f"it signed {given.size} entries, the log has {self.size}: the log was cut")
        elif self.root_at(given.size) is None:
            self.fault(GIVEN, "it cannot be compared with the log, whose tree is damaged")
        elif self.root_at(given.size) != given.root:
            self.fault(GIVEN, f"the first {given.size} entries are not those that it signed")
        if len(self.faults) == before:
            self.notes.append(f"the log begins with the {given.size} entries of {GIVEN}")


def written(seconds: int) -> str:
    """Write a time as people and programs read it, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def split_pending(data: bytes) -> tuple[int, list[bytes]]:
    """Read the note of an interrupted seal: a title, the SHA-256 of the rest, a size, entries."""
    title, digest = data[: len(PENDING_TITLE)], data[len(PENDING_TITLE) : len(PENDING_TITLE) + 65]
    rest = data[len(PENDING_TITLE) + 65 :]
    if title != PENDING_TITLE or digest != hashlib.sha256(rest).hexdigest().encode() + b"\n":
        raise ValueError("its bytes are not as they were written")
    start, _, bundle = rest.partition(b"\n")
    if not NUMBER.fullmatch(start.decode("ascii", "replace")):
        raise ValueError("the size in it is malformed")
    return int(start), unpack(bundle)


def files_of_pending(start: int, entries: list[bytes]) -> set[str]:
    """Return the files that an interrupted seal may have left."""
    end, files = start + len(entries), {"pending"}
    low, high, level = start, end, 0
    while high:
        names = ["entries", "0"] if level == 0 else [str(level)]
        for name in names:
            first = low // WIDTH * WIDTH
            files |= {tile_path(name, s // WIDTH, min(WIDTH, high - s)) for s in range(first, high, WIDTH)}
            if low % WIDTH:
                files.add(tile_path(name, low // WIDTH, low % WIDTH))
        low, high, level = low // WIDTH, high // WIDTH, level + 1
    for data in entries:
        entry = read_entry(data)
        if entry["kind"] == "sealed":
            files.add(blob_path(str(entry["sha256"])))
        elif entry["action"] == "replace-key" and "value" in entry:
            files |= {Key(str(entry["value"])).path, f"log/checkpoints/{start}", f"log/checkpoints/{end}"}
    return files


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            sha256.update(piece)
    return sha256.hexdigest()


# ------------------------------------------------------------------------------------------------ bags (RFC 8493)


class Bag:
    """Checks one bag against its manifests and collects what it finds; the record in it is checked by a Verifier."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[tuple[str, str]] = []
        self.files: dict[str, int] = {}
        self.hashed: dict[str, str] = {}  # SHA-256 of the files that could be read
        self.tag_digest = ""

    def verify(self) -> bool:
        """Do every check; return whether there was no fault."""
        self.list_files("")
        listed = {**self.read_manifest(TAG_MANIFEST), **self.read_manifest(MANIFEST)}
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for path, digest in pool.map(self.hash, sorted(self.files)):
                self.hashed[path] = digest
        for path, digest in sorted(listed.items()):
            if path not in self.files:
                self.faults.append((path, "it is missing"))
            elif self.hashed[path] != digest:
                self.faults.append((path, f"it was changed: its SHA-256 is {self.hashed[path] or 'not to be had'}"))
        for path in sorted(set(self.files) - set(listed) - {TAG_MANIFEST}):
            self.faults.append((path, "it is extra: no manifest lists it"))
        self.tag_digest = self.hashed.get(TAG_MANIFEST, "")
        self.check_info()
        return not self.faults

    def list_files(self, prefix: str) -> None:
        """List everything in the folder, following no link."""
        try:
            found = sorted(os.scandir(self.folder / prefix), key=lambda one: one.name)
        except OSError as error:
            self.faults.append((prefix, f"it cannot be listed ({error.strerror})"))
            return
        for one in found:
            path = prefix + "/" + one.name if prefix else one.name
            if one.is_dir(follow_symlinks=False):
                self.list_files(path)
            elif one.is_file(follow_symlinks=False):
                self.files[path] = one.stat(follow_symlinks=False).st_size
            else:
                self.faults.append((path, "it is a link or a device, and a bag has none"))

    def read(self, path: str) -> str:
        """Return the words of a file, or note the fault and return none."""
        if path not in self.files:
            self.faults.append((path, "it is missing"))
            return ""
        try:
            return (self.folder / path).read_bytes().decode("utf-8")
        except (OSError, ValueError) as error:
            self.faults.append((path, f"it cannot be read ({error})"))
            return ""

    def read_manifest(self, name: str) -> dict[str, str]:
        """Return the digests that a manifest gives, by path."""
        listed: dict[str, str] = {}
        lines = self.read(name).split("\n")
        for number, line in enumerate(lines, 1):
            match = LINE.fullmatch(line)
            if match and match.group(2) not in listed and match.group(2).startswith("data/") == (name == MANIFEST):
                listed[match.group(2)] = match.group(1)
            elif line or number < len(lines):
                self.faults.append((name, f"line {number} is none that such a manifest has"))
        return listed

    def hash(self, path: str) -> tuple[str, str]:
        """Return a path with the SHA-256 of its file, which is empty where it cannot be read."""
        try:
            return path, hash_file(self.folder / path)
        except OSError:
            return path, ""

    def check_info(self) -> None:
        """Check the declaration, and the count of files and bytes."""
        if self.read("bagit.txt").encode() != DECLARATION:
            self.faults.append(("bagit.txt", "it was changed: it does not declare a bag of version 1.0"))
        sizes = [size for path, size in self.files.items() if path.startswith("data/")]
        if f"\nPayload-Oxum: {sum(sizes)}.{len(sizes)}\n" not in "\n" + self.read("bag-info.txt"):
            self.faults.append(("bag-info.txt", "its Payload-Oxum is not what lies in data/"))


class Proof:
    """The proof that an entry is in a log: title, the entry, its number, hashes; a blank line; a checkpoint (C2SP)."""

    def __init__(self, data: bytes) -> None:
        upper, _, note = data.decode("utf-8").partition("\n\n")
        lines = upper.split("\n")
        if (
            len(lines) < 3
            or lines[0] != "c2sp.org/tlog-proof@v1"
            or lines[1][:6] != "extra "
            or lines[2][:6] != "index "
        ):
            raise ValueError("it is no proof that an entry is in a log")
        if not NUMBER.fullmatch(lines[2][6:]):
            raise ValueError("the number of its entry is malformed")
        self.data, self.index = decode_base64(lines[1][6:]), int(lines[2][6:])
        self.entry = read_entry(self.data)
        self.hashes = [decode_base64(one) for one in lines[3:]]
        self.note = Note(note.encode())

    def root(self) -> bytes | None:
        """Return the root that the entry and the hashes lead to, if there is a way (RFC 9162, 2.1.3.2)."""
        at, last, root = self.index, self.note.size - 1, leaf_hash(self.data)
        for beside in self.hashes:
            if last <= 0:
                return None
            if at & 1 or at == last:
                root = hashlib.sha256(b"\1" + beside + root).digest()
                while at and not at & 1:
                    at, last = at >> 1, last >> 1
            else:
                root = hashlib.sha256(b"\1" + root + beside).digest()
            at, last = at >> 1, last >> 1
        return root if last == 0 and self.index < self.note.size else None


def check_proof(proof: Proof, bag: Bag, verifier: Verifier) -> None:
    """Check that the log whose record lies in a bag says that this bag was exported; note what was found."""
    entry, before = proof.entry, len(bag.faults)
    if not any(proof.note.signed_by(key) for key in verifier.keys):
        bag.faults.append((PROOF, "no key of the record in the bag signed it"))
    if verifier.keys and proof.note.origin != verifier.keys[0].name:
        bag.faults.append((PROOF, f"it is of the log {proof.note.origin!r}, not of this record's"))
    if proof.root() != proof.note.root:
        bag.faults.append((PROOF, "it does not hold: the entry is not in the log that it signed"))
    if entry.get("action") != "export" or entry["target"] != bag.tag_digest:
        bag.faults.append((PROOF, f"it is of another bag: the SHA-256 of this {TAG_MANIFEST} is {bag.tag_digest}"))
    if len(bag.faults) == before:
        said = f"by {entry['decided_by']} at {entry['decided_at']}"
        verifier.notes.append(f"this bag was exported {said}; entry {proof.index} of the log says so")


# ------------------------------------------------------------------------------------------------ the command line


def record_folder(given: Path) -> Path | None:
    """Return the record's folder in a case's or a bag's folder, or the folder itself if it is one."""
    inside = [given / "data" / "record"] if (given / "bagit.txt").is_file() else [given / "record", given]
    for folder in inside:
        if any((folder / name).is_dir() for name in ("log", "keys", "blobs")):
            return folder
    return None


def main(arguments: list[str]) -> int:
    """Verify what the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="verify_case.py", description="Verify the record of a case.")
    parser.add_argument("case", help="the folder of a case, its record folder, or a bag that was exported from it")
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that was kept earlier")
    parser.add_argument("--proof", metavar="FILE", help="the proof that was written beside a bag")
    options = parser.parse_args(arguments)
    folder = record_folder(Path(options.case))
    if folder is None:
        print(f"{options.case} holds no record: give the folder of a case", file=sys.stderr)
        return 2
    given = None
    if options.checkpoint is not None:
        try:
            with Path(options.checkpoint).open("rb") as file:
                given = Note(file.read(65536))
        except (OSError, ValueError) as error:
            print(f"{options.checkpoint} cannot be read as a checkpoint: {error}", file=sys.stderr)
            return 2
    bag = Bag(Path(options.case)) if (Path(options.case) / "bagit.txt").is_file() else None
    proof = None
    if options.proof is not None:
        try:
            if bag is None:
                raise ValueError("it is asked for with a bag, and this is none")
            with Path(options.proof).open("rb") as file:
                proof = Proof(file.read(1 << 20))
        except (OSError, ValueError) as error:
            print(f"{options.proof} cannot be read as a proof: {error}", file=sys.stderr)
            return 2
    inner = folder.relative_to(Path(options.case)).as_posix() + "/" if bag else "record/"
    hashed = {}
    if bag is not None:
        bag.verify()
        hashed = {path[len(inner) :]: one for path, one in bag.hashed.items() if path.startswith(inner)}
    verifier = Verifier(folder, hashed)
    verifier.verify(given)
    if bag is not None and proof is not None:
        check_proof(proof, bag, verifier)
    elif bag is not None:
        verifier.notes.append(
            "what lies beside the record could have been written anew: ask for the bag's proof (--proof)"
        )
    return report(verifier, bag, inner)


def report(verifier: Verifier, bag: Bag | None, inner: str) -> int:
    """Print what was found, and what to note elsewhere; return the exit status."""
    faults = [(path if path == GIVEN else inner + path, what) for path, what in verifier.faults]
    named = {path for path, _ in faults}
    faults += [(path, what) for path, what in (bag.faults if bag else []) if path not in named]
    for path, what in faults:
        print(f"FAULT  {path}: {what}")
    for note in verifier.notes:
        print(f"note   {note}")
    for number, key in enumerate(verifier.keys, 1):
        print(f"key    {key.fingerprint} ({number} of {len(verifier.keys)})")
    if verifier.head is not None:
        print(f"log    {verifier.head.origin}")
        print(f"       {verifier.head.size} entries, root {verifier.head.root_text}")
    total = sum(verifier.files.values())
    print(f"       {len(verifier.files)} files, {total} bytes")
    if bag is not None:
        print(f"bag    tag manifest {bag.tag_digest}")
        print(f"       {len(bag.files)} files, {sum(bag.files.values())} bytes")
    if faults:
        print(
            f"The {'bag' if bag else 'record'} does NOT verify: {len(faults)} fault{'' if len(faults) == 1 else 's'}."
        )
        return 1
    what = "bag and the record in it verify" if bag else "record verifies"
    print(f"The {what}. Compare the key with one that you were given in another way.")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
