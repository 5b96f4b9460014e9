"""What a person sees on a terminal.

Promises: rows are laid out to be read, in the width that there is; text of sources cannot steer the terminal (control
characters are shown, not sent); progress goes to standard error.
Does not: decide what is shown.
"""

from .decisions import print_decision
from .found import limits_of, print_both, print_hits, print_reading
from .lists import print_list
from .progress import progress
from .summary import print_summary
from .verdict import print_verdict

__all__ = [
    "limits_of",
    "print_both",
    "print_decision",
    "print_hits",
    "print_list",
    "print_reading",
    "print_summary",
    "print_verdict",
    "progress",
]
