"""Makes a text of characters that the caller already has.

Promises: the content is the given string, unchanged, with the locators and the language that a plain text file with
these characters would have.
Does not: need a fence; a string holds nothing to parse.
"""

from __future__ import annotations

from witnessmark.intake.kinds import extractor_of
from witnessmark.intake.language import language_of
from witnessmark.intake.texts.plain import paragraphs
from witnessmark.nouns import Edtf, Locator, Text, digest_of

MEDIA_TYPE = "text/plain"


def text_of(content: str, *, language: str | None = None, published: Edtf | None = None) -> Text:
    """Return ``content`` as a text; its language is detected where none is given."""
    spans = enumerate(paragraphs(content), 1)
    return Text(
        source=digest_of(content.encode("utf-8", "surrogatepass")),
        content=content,
        locators=tuple(Locator(span, (("paragraph", str(number)),)) for number, span in spans),
        media_type=MEDIA_TYPE,
        extractor=extractor_of(MEDIA_TYPE),
        language=language or language_of(content),
        published=published,
    )
