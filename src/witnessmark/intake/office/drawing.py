"""Reads the words in drawings of Office files (DrawingML): text boxes, shapes, tables and groups of them.

Promises: each paragraph once, in the drawing's order, whatever the shapes are nested in.
Does not: read charts, pictures or formulas drawn as pictures, or say where on the page a shape lies.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from witnessmark.intake.markup import name_of

LEFT_OUT = frozenset({"rPr", "pPr", "endParaRPr", "bodyPr", "lstStyle"})


def boxes(root: etree._Element) -> Iterator[str]:
    """Yield the words of each text body in a drawing, its paragraphs on lines of their own."""
    for body in root.iter():
        if name_of(body) in ("txBody", "txPr"):
            yield "\n".join(words for words in map(paragraph_words, body) if words.strip())


def paragraph_words(paragraph: etree._Element) -> str:
    """Return the words of a paragraph (``a:p``); empty for any other element."""
    if name_of(paragraph) != "p":
        return ""
    pieces: list[str] = []
    for run in paragraph:
        name = name_of(run)
        if name == "br":
            pieces.append("\n")
        elif name in ("r", "fld"):
            pieces += [child.text or "" for child in run if name_of(child) == "t"]
        elif name == "AlternateContent" or name == "m":
            pieces += [child.text or "" for child in run.iter() if name_of(child) == "t"]
    return "".join(pieces)
