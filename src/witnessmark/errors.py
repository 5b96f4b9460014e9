"""The errors that reach a caller: one root, and a subclass for each thing that a reader can do about it.

Promises: every message names the thing at fault, what was found, and how to mend it.
Does not: print, log or exit; the command line turns these into one line and an exit status.
"""

from __future__ import annotations


class WitnessmarkError(Exception):
    """Something could not be done; the message says what, where and how to mend it."""


class InputError(WitnessmarkError):
    """What was asked for does not exist or cannot be read: mend the call or the input."""


class BusyError(WitnessmarkError):
    """Another process is writing to the case: wait for it, then run the same command again."""


class NewerFormatError(WitnessmarkError):
    """The case was made by a newer version: install that version or a later one."""


class RecordDamagedError(WitnessmarkError):
    """The record does not hold together: run ``verify``, and restore the named files from a copy."""


class HeadMovedError(WitnessmarkError):
    """The log grew since it was read: read its head again and repeat the append."""


class ReadingDamagedError(WitnessmarkError):
    """The reading cannot be used: delete it and build the case again; the record is not touched."""


class NoReadingError(ReadingDamagedError):
    """There is no reading yet: build the case."""


class CitationError(WitnessmarkError):
    """A citation does not resolve to the words that it quotes: nothing is published."""


class ModelDamagedError(WitnessmarkError):
    """A file of the reader's model is missing or altered: install the package again."""
