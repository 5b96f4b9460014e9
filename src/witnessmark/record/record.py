"""The record of a case: sealed bytes and decisions in one append-only, signed log.

Promises: what ``seal``, ``seal_files`` and ``decide`` have returned is on disk; a process that is killed at any moment
leaves a record that verifies, and the next one to write finishes or clears what was cut off; nothing is ever edited.
Does not: share one object between threads, or know what the sealed bytes say.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from witnessmark.errors import InputError, RecordDamagedError
from witnessmark.nouns import Action, Custody, Decision, Digest, Entry, Fault, Source, digest_of
from witnessmark.record import batches, blobs, checkpoint, clock, durable, entries, keys, log
from witnessmark.record.batches import Batch
from witnessmark.record.checkpoint import Checkpoint, kept_path
from witnessmark.record.commit import Addition, commit, mend
from witnessmark.record.index import Index
from witnessmark.record.keys import PublicKey, SigningKey
from witnessmark.record.log import Log
from witnessmark.record.merkle import EMPTY_ROOT, Head, leaf_hash, path_of
from witnessmark.record.proof import Proof

_WRITER_WAIT = 1.0
"""Seconds to wait for another writer before giving up."""
_KEEPING_WAIT = 600.0
"""Seconds to wait for a verifier, which holds the record still while it reads the log."""


class Record:
    """The record in one folder. Make it with ``create`` or ``open``."""

    def __init__(self, folder: Path, keys_folder: Path, staging: Path) -> None:
        self.folder = folder
        self.keys_folder = keys_folder
        self.staging = staging
        self._log = Log(folder)
        self._index = Index()
        self._writing = False

    # ------------------------------------------------------------------------------------------ making and opening

    @classmethod
    def create(cls, folder: Path, origin: str, keys_folder: Path, staging: Path | None = None) -> Record:
        """Make a new, empty record in ``folder`` and a key to sign it with; it appears whole or not at all.

        ``origin`` names the log for ever and should be unique, such as ``example.org/cases/harbour``. ``staging`` is
        a folder on the same file system for temporary files, by default ``.staging`` beside the record. Raises
        InputError where the folder is in use or cannot be written to.
        """
        staging = staging or folder.parent / ".staging"
        keys.check_name(origin)
        if keys_folder.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"{keys_folder} lies inside the record: keep keys somewhere else")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder} is there already: open it, or choose another folder")
        with durable.explained(folder):
            durable.sync_folders(durable.make_folders(staging))
            with durable.locked(staging, exclusive=True, wait=_WRITER_WAIT):
                durable.empty(staging)
                key = keys.make_key(keys_folder, origin)
                draft = staging / f"record-{secrets.token_hex(6)}"
                _draw_up(draft, origin, key, staging)
                draft.replace(folder)
                durable.sync_folder(folder.parent)
        return cls(folder, keys_folder, staging)

    @classmethod
    def open(cls, folder: Path, keys_folder: Path, staging: Path | None = None) -> Record:
        """Open a record to read it, or to write to it; the private key is asked for at the first write.

        Raises InputError where there is no record, RecordDamagedError where its head does not hold together.
        """
        if not (folder / "log").is_dir():
            raise InputError(f"{folder} holds no record: build the case first, or give another folder")
        return cls(folder, keys_folder, staging or folder.parent / ".staging")

    # --------------------------------------------------------------------------------------------------- reading

    @property
    def head(self) -> Head:
        """The number of entries and the root of the tree, as this object last saw them."""
        return self._log.head

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self._log.signed.checkpoint.origin

    @property
    def checkpoint(self) -> str:
        """The signed checkpoint as text: what a person keeps elsewhere to show later that nothing was rewritten."""
        return self._log.signed.text

    @property
    def key(self) -> PublicKey:
        """The public key that signs the record now; raises RecordDamagedError where its signature is not there."""
        self._catch_up()
        replaced = self._index.key
        for key in [replaced] if replaced else keys_in(self.folder):
            if self._log.signed.signed_by(key):
                return key
        raise RecordDamagedError(f"{self.folder / log.CHECKPOINT} is not signed by the record's key: run verify")

    @property
    def withdrawn(self) -> frozenset[int]:
        """The numbers of the entries that are withdrawn."""
        self._catch_up()
        return frozenset(self._index.withdrawn)

    def refresh(self) -> Head:
        """Read the log again, after another process has written; return its head."""
        self._log, self._index = Log(self.folder), Index()
        return self.head

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Yield the log's entries from number ``start``; raises RecordDamagedError, or NewerFormatError."""
        for index, payload in enumerate(self._log.payloads(start), start):
            try:
                yield entries.decode(index, payload)
            except ValueError as error:
                raise RecordDamagedError(f"entry {index} of {self.folder} cannot be read: {error}") from error

    def payloads(self) -> Iterator[bytes]:
        """Yield the bytes of the log's entries, in order; raises RecordDamagedError."""
        return self._log.payloads()

    def path_of(self, digest: Digest) -> Path:
        """Return the file that holds the bytes of ``digest``, whether or not it is there; raises InputError."""
        if not entries.DIGEST.fullmatch(digest):
            raise InputError(f"{digest!r} is no SHA-256 digest: give 64 lower-case hexadecimal digits")
        return self.folder / blobs.relative_path(digest)

    def read(self, digest: Digest) -> bytes:
        """Return the sealed bytes of ``digest``; raises RecordDamagedError where they are gone or changed."""
        path = self.path_of(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise RecordDamagedError(f"{path} cannot be read ({error.strerror}): restore it from a copy") from error
        if digest_of(data) != digest:
            raise RecordDamagedError(f"{path} is not what was sealed: run verify, and restore it from a copy")
        return data

    def is_sealed(self, digest: Digest, custody: Custody) -> bool:
        """Tell whether these bytes, with this name and from this place, are sealed and not withdrawn."""
        self._catch_up()
        return self._index.source(digest, entries.writable(custody)) is not None

    # --------------------------------------------------------------------------------------------------- writing

    def seal(self, data: bytes, custody: Custody) -> Source:
        """Seal some bytes with their custody facts; the same acquisition again adds nothing and returns the first.

        Raises InputError where a fact is missing or the disk is full, BusyError where another process writes,
        HeadMovedError where another process has written since the log was read.
        """
        custody = entries.writable(custody)
        entries.encode_sealed(digest_of(data), len(data), custody)  # refuses what is incomplete before anything is done
        with self._as_writer():
            with durable.explained(self.folder):
                staged = blobs.stage_bytes(data, self.staging)
            (source,) = self._settle([(staged, custody)])
        if isinstance(source, Fault):
            raise InputError(f"{source.name}: {source.fault}: {source.hint}")
        return source

    def seal_files(self, items: Iterable[batches.Item]) -> Generator[Source | Fault, None, None]:
        """Seal files (or stretches of an open one) and yield, for each in order, its source, or what kept it out.

        Files are read in pieces, several at once, and committed in batches: what is yielded is on disk. An item that
        was sealed before yields the earlier source, whose ``index`` is below the size of the log at the start. Raises
        as ``seal`` does; what was yielded before then stays sealed.
        """
        with self._as_writer(), ThreadPoolExecutor(batches.READ_THREADS) as pool:
            yield from self._seal_in_batches(pool, items)

    def decide(self, decision: Decision) -> Entry:
        """Record a decision; a withdrawal names the entry that it withdraws.

        Raises InputError where it is incomplete, too long, or withdraws what is not there or is withdrawn already;
        otherwise as ``seal`` does.
        """
        if decision.action is Action.REPLACE_KEY:
            raise InputError("a key is replaced by replace_key, which makes the new one")
        payload = entries.encode_decision(decision)
        with self._as_writer():
            if decision.action is Action.WITHDRAW:
                self._index.check_withdrawal(decision.target)
            return self._append(Addition(payloads=(payload,)), [self._signing_key()])[0]

    def replace_key(self, *, reason: str, decided_by: str, tool: str, moment: clock.Moment | None = None) -> Entry:
        """Put a new signing key in place by a decision that the log holds.

        The last checkpoint of the old key and the first of the new one are kept; the latter is signed by both where
        the old private key is at hand. Where it is lost, the new one signs alone and ``verify`` says so.
        """
        moment = moment or clock.now()
        with self._as_writer(needs_key=False):
            old = self.key
            signers = self._signers_at_hand(old)
            draft = Decision(
                action=Action.REPLACE_KEY,
                target=old.vkey,
                reason=reason,
                decided_by=decided_by,
                decided_at=moment.time,
                clock=moment.clock,
                tool=tool,
                subject={"old_key": "signs" if signers else "lost"},
            )
            entries.encode_decision(draft)
            with durable.explained(self.keys_folder):
                new = keys.make_key(self.keys_folder, self.origin)
            size = self.head.size
            addition = Addition(
                payloads=(entries.encode_decision(replace(draft, value=new.public.vkey)),),
                files={
                    self.folder / keys.key_path(new.public.fingerprint): f"{new.public.vkey}\n".encode(),
                    self.folder / kept_path(size): self.checkpoint.encode(),
                },
                kept=[kept_path(size + 1)],
            )
            return self._append(addition, [new, *signers])[0]

    @contextlib.contextmanager
    def held(self) -> Iterator[Head]:
        """Hold the record still: be its one writer, with what was cut off before mended, and the signing key at hand.

        Yields the head. What is read meanwhile is one state of the record; ``decide`` may be called at the end. Raises
        as ``seal`` does.
        """
        with self._as_writer():
            yield self.head

    def prove(self, index: int) -> Proof:
        """Return a proof that entry ``index`` is in the log as it is now; raises RecordDamagedError."""
        payloads = [*self._log.payloads()]
        hashes = path_of([*map(leaf_hash, payloads)], index)
        return Proof(entry=payloads[index], index=index, hashes=tuple(hashes), note=self.checkpoint)

    def keep(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Keep files beside the log (paths relative to the record), each whole or not at all, in this order.

        A file that is there with these bytes stays as it is. Raises InputError where it is there with others, and
        otherwise as ``seal`` does.
        """
        with self._as_writer(needs_key=False), durable.locked(self.folder, exclusive=True, wait=_KEEPING_WAIT):
            for name, data in files:
                path = self.folder / name
                if not path.exists():
                    with durable.explained(self.folder):
                        durable.write(path, data, self.staging)
                elif path.read_bytes() != data:
                    raise InputError(
                        f"{path} is there already with other bytes: run verify, and move it out if it fails"
                    )

    # ------------------------------------------------------------------------------------------- the way to disk

    @contextlib.contextmanager
    def _as_writer(self, *, needs_key: bool = True) -> Iterator[None]:
        """Be the one writer of the record, with what was cut off before mended."""
        if self._writing:
            yield
            return
        with durable.explained(self.folder):
            durable.make_folders(self.staging)
        with durable.locked(self.staging, exclusive=True, wait=_WRITER_WAIT):
            self._writing = True
            try:
                self._make_ready(needs_key)
                yield
            finally:
                self._writing = False

    def _make_ready(self, needs_key: bool) -> None:
        with durable.explained(self.folder):
            durable.empty(self.staging)
            self._log.check_head()
            self._catch_up()
            signers = [self._signing_key()] if needs_key else self._signers_at_hand(self.key)
            mend(self._log, self._index, signers, self.staging)
            self._catch_up()

    def _signing_key(self) -> SigningKey:
        return keys.load_key(self.keys_folder, self.key)

    def _signers_at_hand(self, key: PublicKey) -> list[SigningKey]:
        try:
            return [keys.load_key(self.keys_folder, key)]
        except InputError:
            return []

    def _catch_up(self) -> None:
        for entry in self.entries(self._index.size):
            self._index.take(entry)

    def _seal_in_batches(self, pool: ThreadPoolExecutor, items: Iterable[batches.Item]) -> Iterator[Source | Fault]:
        reading = batches.read_in_batches(pool, items, self._index, self.staging)
        with contextlib.closing(reading):
            while True:
                with durable.explained(self.folder):
                    read = next(reading, None)
                if read is None:
                    return
                yield from self._settle(read)

    def _settle(self, read: Sequence[batches.Read]) -> tuple[Source | Fault, ...]:
        """Commit what was read, and return its sources and faults in order."""
        try:
            batch: Batch = batches.plan(read, self._index, self.head.size, self.folder)
            if batch.payloads:
                self._append(Addition(payloads=batch.payloads, moves=batch.moves), [self._signing_key()])
        finally:
            for item, _ in read:
                batches.discard(item)
        return batch.results

    def _append(self, addition: Addition, signers: Sequence[SigningKey]) -> list[Entry]:
        size = self.head.size
        with durable.explained(self.folder):
            commit(self._log, addition, signers, self.staging)
        added = [entries.decode(size + number, payload) for number, payload in enumerate(addition.payloads)]
        for entry in added:
            self._index.take(entry)
        return added


def _draw_up(draft: Path, origin: str, key: SigningKey, staging: Path) -> None:
    """Write an empty record to a temporary folder, durably."""
    note = checkpoint.sign(Checkpoint(origin, Head(0, EMPTY_ROOT)), [key])
    public = draft / keys.key_path(key.public.fingerprint)
    durable.write_all({draft / log.CHECKPOINT: note, public: f"{key.public.vkey}\n".encode()}, staging)
    durable.sync_folders([*durable.make_folders(draft / "blobs"), staging])


def keys_in(folder: Path) -> list[PublicKey]:
    """Return the public keys in a record that can be read, first and last ones alike."""
    found: list[PublicKey] = []
    for path in sorted((folder / "keys").glob("*.vkey")):
        with contextlib.suppress(OSError, ValueError):
            found.append(keys.parse_vkey(path.read_text(encoding="utf-8").removesuffix("\n")))
    return found
