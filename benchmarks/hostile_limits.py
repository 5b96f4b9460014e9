"""Says which limit a hostile file hit: by how its processes behind the fence ended, and by what its faults say.

Promises: what ended a process (memory, processor time, wall time, room for its text) is the fence's own word, not a
guess; all other limits are checks of intake, known by the words of their faults, and each fault has exactly one label:
one that has none is told, so that a new fault gets its label here.
Does not: judge a file by its name; what is expected of each stands with its maker (``tests/faults/hostile``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from witnessmark.intake.fencing.account import Took
from witnessmark.nouns import Fault

READ = "read"
NO_LABEL = "NO LABEL"
ENDS = {
    "memory": "memory",
    "processor time": "processor time",
    "wall time": "wall time",
    "output": "size of a text",
    "hung": "wall time",
}
"""What limit each end of a process behind the fence is; one that ended in another way, without an answer, died."""
ANSWERED = ("answered", "late")
DIED = "died"

PARTS = (
    *("the first were (taken|read)", "names in it are too long", r"more than [\d,]+ (parts|files|members|pages)"),
    *("slides? after", "only its first frame"),
)
LIMITS: tuple[tuple[str, str], ...] = (
    ("memory", r"took more memory"),
    ("processor time", r"took more processor time"),
    ("wall time", r"took longer than|hung and was ended"),
    ("size of a text", r"took more room for its text"),
    ("size of a file", r"^the file has [\d,]+ MiB|larger than a page may be"),
    ("nothing twice", r"is the archive itself|has no part of its own|lie over those"),
    ("unpacked size", r"decompression bomb|unpacks to more|too much that must be thrown away"),
    ("entities", r"declares entities|entities that unfold"),
    ("depth", r"nested (too|more)|it lies in \d+ others|more than [\d,]+ deep|too deep"),
    ("number of parts", "|".join(PARTS)),
    ("length of words", r"longer than [\d,]+ MB|too long"),
    ("pixels", r"[\d,]+ x [\d,]+ pixels; "),
    ("length of a text", r"the text has [\d,]+ characters, and"),
    ("rows and cells", r"workbook is cut at|(rows?|columns?) (beyond|after)|the text is cut|was cut at"),
    ("places in a text", r"located in groups|too many cells to locate"),
    ("size of an article", r"too large to find its article|too deeply to find its article"),
    ("pages", r"pages? after the first|points (wide|high)"),
    ("nothing outside", r"not followed|not a regular file|\.\./"),
    ("encryption", r"encrypted|(?<!or one behind a )password|is locked|locked by"),
)
"""The limits and the checks of intake, by what their faults say; the first that fits counts."""
DAMAGED = (
    r"damaged|no proper|breaks off|broken|has no end|the record declares|(is|are) wrong|no record|truncated|"
    r"time stamp|it stamps no|in the middle of|is missing|not known|no (single )?DER|"
    r"could not be (opened|read)|holds? no answer|gave up on|is not in it|cannot be (read|opened)|"
    r"without (saying|a proper)|pages that can be read|no sealed file|no pages|"
    r"after (its|the) end of the archive"
)
DOUBTFUL = (
    r"encoding guessed|^named \.|U\+FFFD|comes? twice|(is|are) not in the text|ends? before|begins? before|"
    r"have this name|has no name|words (before|after) the parts|read from pictures|not told from|not read|"
    r"no hash|looks? like times|bytes? (after|behind|before|stand)|(was|were) not taken out|lists \d+|"
    r"unknown encoding|not the one|(is|are) not those|of uneven|hidden|formula|overlap|turns? round|not named|"
    r"mix(es)? digits|headers?,? of which|comment|too many to be kept|shows? again|doubtful|"
    r"(do|does) not have [\d,]+ cells"
)
OTHERS: tuple[tuple[str, str], ...] = (
    ("nothing in it", "the file is empty|it is empty|without any|without a word|has any text|has no text"),
    ("not a text", "^not (a )?text|which is not read yet"),
    ("damaged", DAMAGED),
    ("in doubt", DOUBTFUL),
)
"""What is no limit: the file is as it is, and that is told."""
LABELS = tuple((label, re.compile(words)) for label, words in (*LIMITS, *OTHERS))
ORDER = {label: at for at, (label, _) in enumerate(LABELS)} | {DIED: -1, NO_LABEL: -2}


def label_of(fault: Fault) -> str:
    """Return the limit that a fault names, or what else it is; ``NO_LABEL`` where nothing here fits its words."""
    return next((label for label, words in LABELS if words.search(fault.fault)), NO_LABEL)


def ends_of(took: Iterable[Took]) -> frozenset[str]:
    """Return the limits that the fence ended processes at, by its own account."""
    return frozenset(ENDS.get(one.how, DIED) for one in took if one.how in ENDS or _died(one))


def labels_of(faults: Iterable[Fault], took: Iterable[Took]) -> tuple[str, ...]:
    """Return all that came of a file: limits first; ``read`` alone where there is nothing to tell."""
    found = {label_of(fault) for fault in faults} | ends_of(took)
    return tuple(sorted(found, key=lambda label: ORDER[label])) or (READ,)


def complaints(expected: tuple[str, ...] | None, faults: Iterable[Fault], took: Iterable[Took]) -> list[str]:
    """Return what is not as it should be: another limit than expected, a fault without a label, an end not told."""
    faults, took = tuple(faults), tuple(took)
    labels = labels_of(faults, took)
    said = {label_of(fault) for fault in faults}
    found = [f"no label for: {fault.fault[:120]}" for fault in faults if label_of(fault) == NO_LABEL][:3]
    if expected is None:
        found.append("its maker does not say what is to be told of it")
    elif not set(expected) & set(labels):
        found.append(f"expected {' or '.join(expected)}, found {', '.join(labels)}")
    found += [f"the fence ended a process ({end}), and no fault says so" for end in ends_of(took) - said - {DIED}]
    return found + [f"a process behind the fence died ({one.how})" for one in took if _died(one)]


def _died(one: Took) -> bool:
    """Tell whether a process ended in a way that is no limit's; a program that says no (its status) did its work."""
    answered = one.name.startswith("/") and one.how.startswith("exit ")
    return not answered and one.how not in (*ENDS, *ANSWERED)
