"""What a verifier found: faults and notes, each once, and the folder that they are about.

Promises: the first fault of a file is kept, later ones of the same file only add to the list where they say more.
Does not: stop at a fault.
"""

from __future__ import annotations

from pathlib import Path

from witnessmark.nouns import Digest, Fault
from witnessmark.record.survey import Survey, read_whole

RESTORE = "restore it from a copy of the case"
LOOK = "nobody sealed it through the log: find out how it came there, then move it out of the record"


class Findings:
    """The faults of one record, collected."""

    def __init__(self, folder: Path, survey: Survey) -> None:
        self.folder = folder
        self.survey = survey
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.named: set[str] = set()
        """Paths that a fault was found with."""

    def add(self, path: str, fault: str, hint: str = RESTORE, source: Digest | None = None) -> None:
        """Note a fault of the file at ``path``, relative to the record's folder."""
        name = f"{self.folder.name}/{path}"
        found = Fault(source=source, name=name, stage="verify", fault=fault, hint=hint)
        if found not in self.faults:
            self.faults.append(found)
            self.named.add(path)

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the bytes of a file that must be there, or note why there are none and return None."""
        if path not in self.survey.files:
            if path not in self.survey.odd:  # what is there instead of a file is named as such
                self.add(path, "it is missing")
            return None
        try:
            return read_whole(self.folder / path, limit)
        except OSError as error:
            self.add(path, f"it cannot be read ({error.strerror})")
        except ValueError as error:
            self.add(path, str(error))
        return None
