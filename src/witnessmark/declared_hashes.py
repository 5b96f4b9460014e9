"""Holds the hashes that sources declare of files against the sealed files: archivers' pages, lists, time stamps.

Promises: each hash that an archiver's page or a list of hashes declares, and each digest that a time stamp stamps, is
that of a sealed file, or a fault of the source that declares it says so. What is found follows from the record alone,
in whatever order the files came; a file that is added later mends the fault at the next build. Whether a stamp is
sound in itself is looked at once, when it is read.
Does not: judge whether the archiver, or the authority, told the truth. Nothing is asked of a source that was withdrawn,
but its bytes, which are sealed, still count as there.

A page names each file; one of that name with another hash was changed. Hashes other than SHA-256 are taken of the files
with the names that pages give, and only where that does not settle them of all that lay in the same folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from witnessmark.aligning import Steps
from witnessmark.nouns import Digest, Fault, Text
from witnessmark.record import Record
from witnessmark.record.stamping import faults_in, read_bare
from witnessmark.store import Store, hashes
from witnessmark.store.hashes import Claim

TIMESTAMP = "application/timestamp-reply"
SEALED_BY = "SHA-256"
ALGORITHMS = {"SHA3-512": "sha3_512", "SHA-384": "sha384", "SHA-512": "sha512"}
"""What hashlib calls the algorithms beside SHA-256 that can be held against the files."""

SAID_OF_A_SOURCE = 20
"""Faults of one source that are named one by one; further ones are counted."""
PER_COMMIT = 32
PIECE = 1 << 20

HINT_MISSING = (
    "add the folder as the archiver left it: the next build holds the file against its hash; if it is there, it was "
    "changed since"
)
HINT_CHANGED = "ask where this copy comes from; add the archiver's own file, and the next build holds it to the hash"
HINT_STAMP = (
    "add the file that was stamped (an archiver's list of hashes, say), unchanged; without it the stamp is idle"
)
HINT_UNSOUND = "the stamp proves no time: obtain the archiver's own copy, or another authority's stamp"

Taken = tuple[Digest, str]
"""Of which source which hash was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many hashes are declared, and how many of them are those of sealed files."""

    declared: int = 0
    confirmed: int = 0
    stamps: int = 0
    """Time stamps among the sources,"""
    tied: int = 0
    """and how many of them stamp a sealed file."""


def check(record: Record, store: Store, steps: Steps) -> None:
    """Hold all declared hashes of a case against its sealed files, and put what is wrong among the faults."""
    with store.asking() as connection:
        found = _Sealed(hashes.claims(connection), [], {})
        if found.claims:
            found = _Sealed(found.claims, hashes.acquired(connection), hashes.known(connection))
    for wanted in (found.by_name, found.by_folder):
        _take(record, store, steps, found, wanted())
    with store.writing() as connection:
        hashes.drop(connection, found.unneeded() if found.claims else [*hashes.known(connection)])
        hashes.set_faults(connection, found.faults())


def tally(store: Store) -> Tally:
    """Count the declared hashes, by what the last build found."""
    with store.asking() as connection:
        found = _Sealed(hashes.claims(connection), hashes.acquired(connection), hashes.known(connection))
    found.use_all()
    stamps = [found.is_sealed(claim) for claim in found.claims if claim.is_stamp]
    others = [found.is_sealed(claim) for claim in found.claims if not claim.is_stamp]
    return Tally(declared=len(others), confirmed=sum(others), stamps=len(stamps), tied=sum(stamps))


def with_soundness(text: Text, name: str, path: Path) -> Text:
    """Return the text of a time stamp with what is wrong with the stamp itself among its faults; others as they are.

    ``path`` is where the sealed bytes lie. Who signed is believed only as far as the certificate that came with it: no
    root is asked for.
    """
    if text.media_type != TIMESTAMP:
        return text
    try:
        wrong = faults_in(read_bare(path.read_bytes()))
    except (OSError, ValueError) as error:
        wrong = (str(error),)
    return replace(text, faults=text.faults + tuple(_unsound(text.source, name, one) for one in wrong))


def _unsound(source: Digest, name: str, wrong: str) -> Fault:
    return Fault(source=source, name=name, stage="intake", fault=f"the time stamp: {wrong}", hint=HINT_UNSOUND)


def _take(record: Record, store: Store, steps: Steps, found: _Sealed, wanted: list[Taken]) -> None:
    """Take and keep the hashes that are ``wanted``; one whose file cannot be read is left out (``verify`` says so)."""
    if not wanted:
        return
    steps.begin("Hashing", len(wanted))
    for at in range(0, len(wanted), PER_COMMIT):
        taken: dict[Taken, str] = {}
        for source, algorithm in wanted[at : at + PER_COMMIT]:
            value = _hash(record.path_of(source), algorithm)
            if value is not None:
                taken[source, algorithm] = value
            steps.advance()
        found.learn(taken)
        with store.writing() as connection:
            hashes.keep(connection, taken)
    steps.end()


def _hash(path: Path, algorithm: str) -> str | None:
    state = hashlib.new(ALGORITHMS[algorithm])
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                state.update(piece)
    except OSError:
        return None
    return state.hexdigest()


class _Sealed:
    """The sealed files of a case, by what claims ask of them.

    Of hashes that were taken, those count that were asked for in this build: what was kept for a claim that is gone
    would make the answer depend on what came before.
    """

    def __init__(
        self, claims: list[Claim], acquired: Iterable[tuple[Digest, str, str]], known: dict[Taken, str]
    ) -> None:
        self.claims = claims
        self._known = known
        self._used: dict[Taken, None] = {}
        self._values: dict[str, set[str]] = {SEALED_BY: set()}
        self._named: dict[str, dict[tuple[Digest, str], None]] = {}
        self._in_folder: dict[str, dict[Digest, None]] = {}
        self._folders: dict[Digest, set[str]] = {}
        for source, name, place in acquired:
            folder = place.rpartition("/")[0]
            self._values[SEALED_BY].add(source)
            self._named.setdefault(name, {})[source, place] = None
            self._in_folder.setdefault(folder, {})[source] = None
            self._folders.setdefault(source, set()).add(folder)
        self._lists = dict.fromkeys(claim.source for claim in claims if claim.is_listed)
        self._list_folders = {folder for source in self._lists for folder in self._folders.get(source, ())}

    def is_sealed(self, claim: Claim) -> bool:
        """Tell whether a sealed file has the hash."""
        return claim.value in self._values.get(claim.algorithm, ())

    def learn(self, taken: dict[Taken, str]) -> None:
        """Take in hashes that were taken."""
        self._known |= taken
        self._use(taken)

    def use_all(self) -> None:
        """Let all that is kept count: it is what the last build asked for."""
        self._use(self._known)

    def by_name(self) -> list[Taken]:
        """Return what is to be hashed first: files with a declared name, and lists of hashes, which stamps stamp."""
        names = {(claim.file, claim.algorithm): None for claim in self._beyond() if claim.file}
        asked = {
            (source, algorithm): None for name, algorithm in names for source, _ in self._named.get(name or "", ())
        }
        stamping = dict.fromkeys(claim.algorithm for claim in self._beyond() if claim.is_stamp)
        asked |= {(source, algorithm): None for algorithm in stamping for source in self._lists}
        return self._use(asked)

    def by_folder(self) -> list[Taken]:
        """Return what is to be hashed then: all that lay in the folder of a source with a claim that is not settled."""
        folders = {
            (folder, claim.algorithm): None
            for claim in self._beyond()
            if not self.is_sealed(claim)
            for folder in sorted(self._folders.get(claim.source, ()))
        }
        inside = self._in_folder
        return self._use({(source, algorithm): None for folder, algorithm in folders for source in inside[folder]})

    def unneeded(self) -> list[Taken]:
        """Return what is kept and was not asked for."""
        return [key for key in self._known if key not in self._used]

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the claims, the first of each source one by one."""
        said: Counter[Digest] = Counter()
        more: dict[Digest, Claim] = {}
        for claim in self.claims:
            if self.is_sealed(claim):
                continue
            said[claim.source] += 1
            if said[claim.source] <= SAID_OF_A_SOURCE:
                yield self._fault(claim)
            else:
                more[claim.source] = claim
        for source, claim in more.items():
            fault = f"{said[source] - SAID_OF_A_SOURCE:,} more of its hashes are those of no sealed file"
            yield Fault(source=source, name=claim.name, stage=hashes.STAGE, fault=fault, hint=HINT_MISSING)

    def _beyond(self) -> Iterator[Claim]:
        """Yield the claims that the names of the sealed bytes do not settle."""
        return (claim for claim in self.claims if claim.algorithm in ALGORITHMS)

    def _use(self, asked: Iterable[Taken]) -> list[Taken]:
        """Let these hashes count; return those that are not yet taken."""
        missing = []
        for key in asked:
            if key in self._known:
                self._used[key] = None
                self._values.setdefault(key[1], set()).add(self._known[key])
            else:
                missing.append(key)
        return missing

    def _fault(self, claim: Claim) -> Fault:
        said = f"{claim.algorithm} {claim.value[:16]}…"
        hint = HINT_STAMP if claim.is_stamp else HINT_MISSING
        if claim.algorithm not in (SEALED_BY, *ALGORITHMS):
            fault = f"{claim.about}: its hash is of a kind that is not relied on here ({said})"
        elif claim.is_stamp and self._folders.get(claim.source, set()) & self._list_folders:
            fault = f"it stamps other bytes than those of the list of hashes beside it ({said})"
        elif claim.is_stamp:
            fault = f"it stamps no file that is sealed here ({said})"
        elif self._is_beside(claim):
            fault = f"{claim.about}: the file of this name has another hash than is declared ({said}): it was changed"
            hint = HINT_CHANGED
        else:
            fault = f"{claim.about}: no sealed file has the hash that is declared ({said})"
        return Fault(source=claim.source, name=claim.name, stage=hashes.STAGE, fault=fault, hint=hint)

    def _is_beside(self, claim: Claim) -> bool:
        """Tell whether a file lay where a page says: in its own folder under this name, or in the folders it names."""
        own = self._folders.get(claim.source, set())
        return any(
            place.rpartition("/")[0] in own or ("/" in claim.about and place.endswith("/" + claim.about))
            for _, place in self._named.get(claim.file or "", ())
        )
