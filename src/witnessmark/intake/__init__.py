"""Intake: bytes to text with locators, each file in a fenced process of its own.

Promises: a file gives one text or one fault that says how to mend it; whatever was lost on the way is named in the
text's faults; no file can take the program down, read another file or reach the network.
Does not: store anything, interpret what the words say, or recognise characters in pictures.
"""

from witnessmark.intake.corrections import Wanted, corrected, extracted
from witnessmark.intake.extraction import extract, missing_protections, start_fence
from witnessmark.intake.fence import FenceError
from witnessmark.intake.kinds import INTAKE_VERSION, extractor_of, intake_version
from witnessmark.intake.limits import Item, Limits
from witnessmark.intake.sniffing import sniff
from witnessmark.intake.strings import text_of

__all__ = [
    "INTAKE_VERSION",
    "FenceError",
    "Item",
    "Limits",
    "Wanted",
    "corrected",
    "extract",
    "extracted",
    "extractor_of",
    "intake_version",
    "missing_protections",
    "sniff",
    "start_fence",
    "text_of",
]
