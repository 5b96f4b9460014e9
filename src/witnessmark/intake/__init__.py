"""Intake: bytes to text with locators, and files out of files, each file in a fenced process of its own.

Promises: a file gives one text or one fault that says how to mend it; whatever was lost on the way is named in the
text's faults; a file that holds files gives their bytes, and a fault for each that it does not give; no
file can take the program down, read another file or reach the network.
Does not: store anything, interpret what the words say, or recognise characters in pictures.
"""

from witnessmark.intake.extraction import extract, losses_of, missing_protections, open_parts, start_fence
from witnessmark.intake.fence import FenceError
from witnessmark.intake.kinds import INTAKE_VERSION, extractor_of, intake_version
from witnessmark.intake.limits import OPENING, Item, Limits
from witnessmark.intake.sniffing import sniff
from witnessmark.intake.strings import text_of

__all__ = [
    "INTAKE_VERSION",
    "OPENING",
    "FenceError",
    "Item",
    "Limits",
    "extract",
    "extractor_of",
    "intake_version",
    "losses_of",
    "missing_protections",
    "open_parts",
    "sniff",
    "start_fence",
    "text_of",
]
