"""Prints what came of asking for outside time, and what witnesses signed.

Promises: what a person must compare in another way (a fingerprint, a key) is printed in full.
Does not: ask, sign or keep anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from rich.text import Text as Styled

from witnessmark.publish.streams import one_line
from witnessmark.publish.terminal.console import counted, make_console, named
from witnessmark.record.stamps import Stamp
from witnessmark.record.witnesses import Witnessed
from witnessmark.record.witnessing import Offer
from witnessmark.stamping import Outcome, Trusted
from witnessmark.witnessing import Signing


def print_trusted(given: Iterable[Trusted]) -> None:
    """Print the certificates that were kept, and what each is good for."""
    for one in given:
        use = "trusted as a root" if one.root else "kept to complete chains; no root, so not trusted by itself"
        _print(one.name, use)
        _print("    SHA-256", f"{one.fingerprint}; compare it in another way")


def print_request(output: Path, kept: Path) -> None:
    """Print where a request was written."""
    _print("request", f"{output}, kept as {kept}")
    _print("    next", "have an authority answer it elsewhere, then `witnessmark stamp CASE --response FILE`")


def print_stamp(stamp: Stamp) -> None:
    """Print a stamp that was kept."""
    size = counted(stamp.checkpoint.head.size, "entry")
    _print("stamped", f"{stamp.token.time:%Y-%m-%dT%H:%M:%SZ} by {stamp.authority}: {size}, {stamp.path}")


def print_outcome(outcome: Outcome) -> None:
    """Print what asking one authority came to; a problem goes to standard error."""
    if outcome.stamp is not None:
        print_stamp(outcome.stamp)
    elif outcome.before is not None:
        _print("there already", f"{outcome.address} has stamped this checkpoint: {outcome.before}")
    else:
        click.echo(f"witnessmark: {one_line(str(outcome.problem))}", err=True)


def print_offer(output: Path, offer: Offer) -> None:
    """Print what was written for a witness."""
    grown = f", and the proof that they begin with the first {offer.old:,}" if offer.old else ""
    _print("offer", f"{counted(offer.signed.checkpoint.head.size, 'entry')}{grown}: {output}")


def print_signing(output: Path, signing: Signing) -> None:
    """Print what a witness signed."""
    there = signing.offer.signed.checkpoint
    before = (
        f"begins with the {signing.before:,} that you signed for before"
        if signing.before
        else "seen for the first time"
    )
    _print("signed", f"{counted(there.head.size, 'entry')} of {there.origin}, {before}: {output}")
    if signing.is_new:
        _print("your key", signing.witness.vkey)
        _print("    next", "give this line to the owner of the case in another way than the file")


def print_witnessed(found: Iterable[Witnessed]) -> None:
    """Print what witnesses signed for."""
    for one in found:
        _print("witnessed", f"{counted(one.size, 'entry')} by {one.witness.name} at {one.time:%Y-%m-%dT%H:%M:%SZ}")
        _print("    key", f"{one.witness.fingerprint}; compare it in another way")


def _print(what: str, words: str) -> None:
    make_console().print(Styled.assemble((one_line(what), "bold"), "  ", named(words)), soft_wrap=True)
