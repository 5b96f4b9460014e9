"""Intake: bytes to text with locators, and files out of files, each file in a fenced process of its own.

Promises: a file gives one text or one fault that says how to mend it; whatever was lost on the way is named in the
text's faults; a file that holds files gives their bytes, and a fault for each that it does not give; no
file can take the program down, read another file or reach the network. Words in pictures are recognised where Tesseract
is installed.
Does not: store anything, or interpret what the words say.
"""

from witnessmark.intake.corrections import Wanted, corrected, extracted
from witnessmark.intake.draft import Unread
from witnessmark.intake.extraction import (
    Aside,
    clear_shelf,
    extract,
    extract_or_put_aside,
    losses_of,
    missing_protections,
    open_parts,
    recognise_page,
    start_fence,
)
from witnessmark.intake.fencing.fence import FenceError
from witnessmark.intake.fencing.sandbox import is_reduced
from witnessmark.intake.kinds import INTAKE_VERSION, extractor_of, intake_version, is_current
from witnessmark.intake.limits import OPENING, Item, Limits
from witnessmark.intake.sniffing import sniff
from witnessmark.intake.strings import text_of

__all__ = [
    "INTAKE_VERSION",
    "OPENING",
    "Aside",
    "FenceError",
    "Item",
    "Limits",
    "Unread",
    "Wanted",
    "clear_shelf",
    "corrected",
    "extract",
    "extract_or_put_aside",
    "extracted",
    "extractor_of",
    "intake_version",
    "is_current",
    "is_reduced",
    "losses_of",
    "missing_protections",
    "open_parts",
    "recognise_page",
    "sniff",
    "start_fence",
    "text_of",
]
