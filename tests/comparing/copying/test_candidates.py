"""Fingerprints of a text, and the pairs that they choose."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing import fingerprints, partners
from witnessmark.comparing.copying.candidates import LEAST_SHARED, REACH, WINDOW, WORDS
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Digest, Text, digest_of


def made(content: str) -> Text:
    """Return a text of ``content``."""
    source = digest_of(content.encode())
    return Text(source=source, content=content, locators=(), media_type="text/plain", extractor="plain/1")


def keys_of(content: str) -> set[int]:
    """Return the keys of a text."""
    return {mark.key for mark in fingerprints(made(content))}


def some_words(seed: int, count: int) -> list[str]:
    """Return words that are always the same for one seed."""
    return ["w" + digest_of(f"{seed} {number}".encode())[:3] for number in range(count)]


@given(st.lists(st.sampled_from(["salt", "Wörks", "court", "ledger", "کتاب"]), max_size=60).map(" ".join))
def test_fingerprints_stand_in_the_text(content: str) -> None:
    """Each points at a block of words in the unchanged text, no key comes twice, and every key fits a database."""
    marks = fingerprints(made(content))
    blocks = [mark for mark in marks if not mark.telling]
    for mark in marks:
        assert 0 <= mark.key < 2**63
    for mark in blocks:
        assert len(words_of(content[mark.span.start : mark.span.end])) == WORDS
    assert len({mark.key for mark in marks}) == len(marks)
    assert [mark.span for mark in blocks] == sorted(mark.span for mark in blocks)
    assert bool(blocks) == (len(words_of(content)) >= WORDS)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_shared_run_shares_a_key(before: int, after: int) -> None:
    """What winnowing promises: a run of this length is found wherever it stands."""
    run = some_words(1, WORDS + WINDOW - 1)
    one = [*some_words(2, before), *run, *some_words(3, after)]
    other = [*some_words(4, after), *run, *some_words(5, before)]
    assert keys_of(" ".join(one)) & keys_of(" ".join(other))


def test_case_and_punctuation_do_not_change_a_key() -> None:
    """The keys are of words as they are compared."""
    assert keys_of("The clerk's ledger, kept in Halden, was read out.") == keys_of(
        "the CLERK’S ledger kept in halden was read out"
    )


def test_keys_are_the_same_in_every_process() -> None:
    """Kept keys stay good: nothing depends on the seed of a process."""
    content = " ".join(some_words(7, 60))
    code = (
        "from witnessmark.comparing.copying.candidates import fingerprints; from witnessmark.nouns import Text;"
        f"text = Text(source='', content={content!r}, locators=(), media_type='', extractor='');"
        "print(sorted(mark.key for mark in fingerprints(text)))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{sorted(keys_of(content))}\n"}


Holders = dict[int, list[Digest]]


def holders_of(keys: Mapping[Digest, Sequence[int]]) -> Holders:
    """Return who holds each key, sorted."""
    holders: Holders = defaultdict(list)
    for digest in sorted(keys):
        for key in keys[digest]:
            holders[key].append(digest)
    return holders


def all_pairs(keys: Mapping[Digest, Sequence[int]]) -> set[frozenset[Digest]]:
    """Return every pair that is worth aligning."""
    holders = holders_of(keys)
    return {
        frozenset((digest, other))
        for digest, own in keys.items()
        for other in partners(digest, {key: holders[key] for key in own})
    }


CASES = st.dictionaries(
    st.integers(0, 200).map(lambda number: Digest(f"{number:064x}")),
    st.lists(st.integers(0, 3), min_size=2, max_size=4, unique=True),
    max_size=90,
)


@given(CASES)
def test_partners_are_partners_of_each_other(keys: Mapping[Digest, Sequence[int]]) -> None:
    """Asking from either side gives the same pairs; no text is its own partner."""
    holders = holders_of(keys)
    asked = {digest: partners(digest, {key: holders[key] for key in own}) for digest, own in keys.items()}
    assert all(digest in asked[other] for digest, found in asked.items() for other in found)
    assert all(digest not in found for digest, found in asked.items())


def test_a_key_that_everybody_holds_costs_a_fixed_number_of_pairs() -> None:
    """A standing paragraph of a thousand texts does not make half a million pairs, and a family stays connected."""
    keys = {Digest(f"{number:064x}"): tuple(range(0, 2 * LEAST_SHARED, 2)) for number in range(1000)}
    pairs = all_pairs(keys)
    assert len(pairs) == 1000 * REACH
    reached, waiting = set[Digest](), [min(keys)]
    while waiting:
        digest = waiting.pop()
        if digest not in reached:
            reached.add(digest)
            waiting.extend(other for pair in pairs if digest in pair for other in pair - reached)
    assert reached == keys.keys()
