"""The keys' part of verifying: who signed the log, and how one key followed another.

Promises: the present checkpoint must be signed by the key that is in place by the log's own decisions; both checkpoints
of every replacement are kept and signed; a replacement without the old key's signature is said plainly.
Does not: know whether the first key is the right one: only a fingerprint that was noted elsewhere tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.nouns import Decision
from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Signed, kept_path
from witnessmark.record.findings import Findings
from witnessmark.record.keys import PublicKey, key_path, parse_vkey
from witnessmark.record.verify_tree import Tree

CHECKPOINT_LIMIT = 65_536
_KEY_LIMIT = 4_096
_HINT = "compare with a copy of the case; if somebody replaced it, the fingerprint noted elsewhere tells"


@dataclass(frozen=True, slots=True)
class Replacement:
    """One change of the signing key: the number of its entry, both keys, and whether the old one signed too."""

    index: int
    old: PublicKey
    new: PublicKey
    old_signs: bool


def replacement_of(index: int, decision: Decision) -> Replacement:
    """Read a decision that replaces the key; raises ValueError where it does not name two keys."""
    old, new = parse_vkey(decision.target), parse_vkey(decision.value or "")
    said = decision.subject.get("old_key")
    if said not in ("signs", "lost"):
        raise ValueError("it does not say whether the old key signs")
    return Replacement(index, old, new, said == "signs")


def read_keys(findings: Findings) -> dict[str, PublicKey]:
    """Return the public keys in the record by their files, noting those that are not what they are named."""
    found: dict[str, PublicKey] = {}
    for path in sorted(findings.survey.files):
        if not (path.startswith("keys/") and path.endswith(".vkey")):
            continue
        data = findings.read(path, _KEY_LIMIT)
        try:
            key = parse_vkey((data or b"").decode("utf-8").removesuffix("\n"))
        except ValueError as error:
            findings.add(path, f"it was changed: {error}", _HINT)
            continue
        if key_path(key.fingerprint) != path or data != f"{key.vkey}\n".encode():
            findings.add(path, "it was changed: the key in it is not the one that its name says", _HINT)
        else:
            found[path] = key
    return found


def chain_of(
    findings: Findings, keys: dict[str, PublicKey], replacements: Sequence[Replacement], head: Signed | None
) -> list[PublicKey]:
    """Return the record's keys from the first to the one in place now."""
    if not replacements:
        signers = [key for key in keys.values() if head is not None and head.signed_by(key)]
        return signers[:1] or list(keys.values())[:1]
    chain = [replacements[0].old]
    for replacement in replacements:
        if replacement.old != chain[-1]:
            findings.add("log/checkpoint", f"entry {replacement.index} replaces a key that was not in place", _HINT)
        chain.append(replacement.new)
    return chain


def check_files(findings: Findings, keys: dict[str, PublicKey], chain: Sequence[PublicKey]) -> set[str]:
    """Note key files that are missing; return those that belong to the record."""
    expected = {key_path(key.fingerprint) for key in chain}
    for path in sorted(expected - keys.keys() - findings.named):
        findings.read(path, 0)
    if not chain and not any(path.startswith("keys/") for path in findings.named):
        findings.add("keys", "there is no public key in it")
    return expected


def check_head(findings: Findings, head: Signed, chain: Sequence[PublicKey]) -> None:
    """Check that the present checkpoint is signed by the key in place and by no stranger."""
    _check_signatures(findings, "log/checkpoint", head, chain, chain[-1:])


def _check_signatures(
    findings: Findings, path: str, signed: Signed, known: Sequence[PublicKey], needed: Sequence[PublicKey]
) -> None:
    for key in needed:
        if signed.checkpoint.origin != key.name:
            findings.add(path, f"it is of the log {signed.checkpoint.origin!r}, but the key is of {key.name!r}", _HINT)
        if not signed.signed_by(key):
            findings.add(path, f"it is not signed by the key {key.fingerprint}", _HINT)
    for signature in signed.unknown(known):
        findings.add(path, f"a signature in it ({signature.key_id.hex()}) is of no key of this record", _HINT)
    if len(set(signed.signatures)) < len(signed.signatures):
        findings.add(path, "it was changed: a signature stands in it twice", _HINT)


def check_replacements(
    findings: Findings, replacements: Sequence[Replacement], chain: Sequence[PublicKey], tree: Tree
) -> set[str]:
    """Check the checkpoints that were kept at every replacement; return their files."""
    files: set[str] = set()
    for one in replacements:
        after = [one.new, one.old] if one.old_signs else [one.new]
        for size, signers in ((one.index, [one.old]), (one.index + 1, after)):
            files.add(kept_path(size))
            _check_kept(findings, size, signers, chain, tree)
        if not one.old_signs:
            findings.notes.append(
                f"entry {one.index} replaced the signing key without a signature of the old one, which was lost: "
                f"whether {one.new.fingerprint} may be trusted must be known from elsewhere"
            )
    return files


def _check_kept(
    findings: Findings, size: int, signers: Sequence[PublicKey], known: Sequence[PublicKey], tree: Tree
) -> None:
    path = kept_path(size)
    data = findings.read(path, CHECKPOINT_LIMIT)
    if data is None:
        return
    try:
        signed = checkpoint.parse(data)
    except ValueError as error:
        findings.add(path, f"it was changed: {error}")
        return
    if signed.checkpoint.head.size != size:
        findings.add(path, f"it is of {signed.checkpoint.head.size} entries, not {size}")
    elif tree.root_at(size) not in (None, signed.checkpoint.head.root):
        findings.add(path, "its root is not the one that the log had then")
    _check_signatures(findings, path, signed, known, signers)
