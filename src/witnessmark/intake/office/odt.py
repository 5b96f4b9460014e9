"""Reads text documents of the OpenDocument format (ODT).

Promises: what ``opendocument`` promises, then the headers and footers of pages, each once.
Does not: read embedded objects and pictures; both are counted.
"""

from __future__ import annotations

from witnessmark.intake.draft import Draft
from witnessmark.intake.limits import Limits
from witnessmark.intake.office.opendocument import Body, content_of, opened, pour_margins
from witnessmark.intake.office.properties import opendocument_properties


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an ODT. Raises RefusedError where it is damaged, encrypted, a bomb or declares entities."""
    packed, losses = opened(data, limits)
    root, texts = content_of(packed)
    body = Body()
    body.learn_styles(root)
    for text in texts:
        body.pour(text)
    body.pour_notes()
    pour_margins(packed, body, losses)
    return opendocument_properties(packed).draft(body.flow.blocks(), (*body.losses(), *losses))
