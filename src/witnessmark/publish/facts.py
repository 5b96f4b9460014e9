"""Gathers what a dossier says of its case from outside the reading.

Promises: the seal shown is the record's at the moment that is named beside it.
Does not: verify it.
"""

from __future__ import annotations

import base64

from witnessmark.case import TOOL, Case, keys_folder
from witnessmark.publish.findings import CaseFacts
from witnessmark.record import Record, now


def case_facts(case: Case) -> CaseFacts:
    """Return the case's name, its seal and the present time."""
    record = Record.open(case.record_folder, keys_folder())
    head = record.head
    return CaseFacts(
        name=case.settings.name,
        created=case.settings.created,
        checkpoint=record.checkpoint,
        size=head.size,
        root=base64.b64encode(head.root).decode(),
        fingerprint=record.key.fingerprint,
        version=TOOL,
        made_at=now().time,
    )
