"""What the log's entries add up to: what is sealed, what is withdrawn, and whose key signs.

Promises: a pure function of the entries in their order; nothing here is written anywhere.
Does not: check anything that ``verify`` checks. It is read from the whole log when a record is first written to, which
takes tens of microseconds and about a kilobyte of memory an entry.
"""

from __future__ import annotations

from witnessmark.errors import InputError, RecordDamagedError
from witnessmark.nouns import Action, Custody, Decision, Digest, Entry, Source
from witnessmark.record.blobs import relative_path
from witnessmark.record.checkpoint import kept_path
from witnessmark.record.entries import INDEX
from witnessmark.record.keys import PublicKey, key_path, parse_vkey

Acquisition = tuple[str, str, str, str, str]
"""Digest, original name, where it came from, and where it lay in which other source: the same are one acquisition."""


def acquisition_of(digest: Digest, custody: Custody) -> Acquisition:
    """Return what makes two acquisitions the same."""
    return digest, custody.name, custody.acquired_from, custody.parent or "", custody.part or ""


class Index:
    """The state of a log after the entries that it has taken."""

    def __init__(self) -> None:
        self.size = 0
        self.withdrawn: set[int] = set()
        self._keys: list[PublicKey] = []
        self._withdrawals: dict[int, int] = {}
        self._replacements: set[int] = set()
        self._exports: set[int] = set()
        self._sources: dict[Acquisition, Source] = {}
        self._again: dict[Acquisition, list[Source]] = {}
        self._set_aside: dict[int, Source] = {}
        self._acquisitions: dict[int, Acquisition] = {}
        self._places: set[tuple[str, str]] = set()
        self._digests: set[str] = set()

    def take(self, entry: Entry) -> None:
        """Take the next entry of the log."""
        self.size = entry.index + 1
        match entry.fact:
            case Source() as source:
                key = acquisition_of(source.digest, source.custody)
                self._stand(key, source)
                self._acquisitions[entry.index] = key
                self._places.add(key[1:3])
                self._digests.add(source.digest)
            case Decision(action=Action.WITHDRAW, target=target):
                if INDEX.fullmatch(target):
                    self._withdrawals[entry.index] = int(target)
                    self._withdraw(int(target))
            case Decision(action=Action.REPLACE_KEY, value=str(value)):
                self._replacements.add(entry.index)
                self._keys.append(_key_of(entry.index, value))
            case Decision(action=Action.EXPORT):
                self._exports.add(entry.index)

    @property
    def key(self) -> PublicKey | None:
        """The key that was last put in place by a decision; None while the first one is in place."""
        return self._keys[-1] if self._keys else None

    def _withdraw(self, target: int) -> None:
        self.withdrawn.add(target)
        if (back := self._withdrawals.get(target)) is not None:  # what that withdrawal took away stands again
            self.withdrawn.discard(back)
            if (source := self._set_aside.pop(back, None)) is not None:
                self._stand(self._acquisitions[back], source)
        elif (key := self._acquisitions.get(target)) is not None:
            # The bytes stay; only this acquisition of them no longer stands, so that it can be sealed anew.
            first = self._sources.pop(key, None)
            for source in [*([first] if first else []), *self._again.pop(key, [])]:
                if source.index == target:
                    self._set_aside[target] = source
                else:
                    self._stand(key, source)

    def _stand(self, key: Acquisition, source: Source) -> None:
        """Let an acquisition stand; one that is there twice was sealed again before its withdrawal was taken back."""
        if self._sources.setdefault(key, source) is not source:
            self._again.setdefault(key, []).append(source)

    def source(self, digest: Digest, custody: Custody) -> Source | None:
        """Return the source of this acquisition, if it is sealed and not withdrawn."""
        return self._sources.get(acquisition_of(digest, custody))

    def knows_place(self, custody: Custody) -> bool:
        """Tell whether something with this name was acquired from there before."""
        return (custody.name, custody.acquired_from) in self._places

    def holds(self, digest: str) -> bool:
        """Tell whether an entry names these bytes."""
        return digest in self._digests

    def files(self) -> set[str]:
        """Return the blobs, keys and kept checkpoints that the entries name, relative to the record's folder."""
        found = {relative_path(digest) for digest in self._digests}
        found |= {kept_path(size) for number in self._replacements for size in (number, number + 1)}
        return found | {key_path(key.fingerprint) for key in self._keys}

    def check_withdrawal(self, target: str) -> None:
        """Raise InputError unless ``target`` is the number of an entry that can be withdrawn."""
        if not INDEX.fullmatch(target) or int(target) >= self.size:
            raise InputError(f"there is no entry {target!r} to withdraw: give the number of an entry of this log")
        number = int(target)
        if number in self.withdrawn:
            raise InputError(f"entry {number} is withdrawn already")
        if self._withdrawals.get(number) in self._withdrawals:
            raise InputError(
                f"entry {number} took back a withdrawal: withdraw entry {self._withdrawals[self._withdrawals[number]]} "
                "again instead"
            )
        if number in self._replacements:
            raise InputError(f"entry {number} replaced the signing key: replace the key again instead")
        if number in self._exports:
            raise InputError(f"entry {number} says that a bag was exported, and what has left cannot be taken back")


def _key_of(index: int, vkey: str) -> PublicKey:
    try:
        return parse_vkey(vkey)
    except ValueError as error:
        raise RecordDamagedError(
            f"entry {index} replaces the signing key by what is none ({error}): run verify"
        ) from error
