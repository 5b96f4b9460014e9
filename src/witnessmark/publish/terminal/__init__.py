"""What a person sees on a terminal.

Promises: rows are laid out to be read, in the width that there is; text of sources cannot steer the terminal (control
characters are shown, not sent); progress goes to standard error.
Does not: decide what is shown.
"""

from witnessmark.publish.terminal.decisions import print_decision
from witnessmark.publish.terminal.exported import print_exported
from witnessmark.publish.terminal.found import limits_of, print_both, print_hits, print_reading
from witnessmark.publish.terminal.lists import print_list
from witnessmark.publish.terminal.outside import (
    print_offer,
    print_outcome,
    print_request,
    print_signing,
    print_stamp,
    print_trusted,
    print_witnessed,
)
from witnessmark.publish.terminal.progress import progress
from witnessmark.publish.terminal.summary import print_summary
from witnessmark.publish.terminal.verdict import print_verdict

__all__ = [
    "limits_of",
    "print_both",
    "print_decision",
    "print_exported",
    "print_hits",
    "print_list",
    "print_offer",
    "print_outcome",
    "print_reading",
    "print_request",
    "print_signing",
    "print_stamp",
    "print_summary",
    "print_trusted",
    "print_verdict",
    "print_witnessed",
    "progress",
]
