"""XML parts of packed documents: what only a hostile file does is said in words, not in those of the parser."""

from __future__ import annotations

import io
import zipfile

import pytest

from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import MIB, Limits
from witnessmark.intake.markup import DeclaresError, elements, tree
from witnessmark.intake.office.packed import Packed

LAUGHS = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    f"<!DOCTYPE a [{LAUGHS}]><a>&a9;</a>": "the part x.xml declares entities",
    "<b>" * 300 + "</b>" * 300: "the part x.xml is nested more than 256 elements deep",
    f"<a>{' ' * (11 * MIB)}</a>": "the part x.xml holds a stretch of words longer than 10 MB",
}


def packed(part: str) -> Packed:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.xml", part)
        archive.writestr("noise", bytes(range(256)) * 400, zipfile.ZIP_STORED)
    return Packed(out.getvalue(), Limits())


@pytest.mark.parametrize(("part", "said"), HOSTILE.items(), ids=["entities", "depth", "words"])
@pytest.mark.parametrize("streamed", [False, True])
def test_what_is_hostile_is_said_in_words(part: str, said: str, streamed: bool) -> None:
    """The fault names the limit, and the hint says to treat the file as hostile, not to save it again."""
    with pytest.raises(RefusedError) as refused:
        _ = [*elements(packed(part), "x.xml", ("a", "b"))] if streamed else tree(packed(part), "x.xml")
    assert refused.value.loss.fault.startswith(said)
    assert "hostile" in refused.value.loss.hint
    assert isinstance(refused.value, DeclaresError) == ("ENTITY" in part)


def test_what_is_broken_is_said_as_the_parser_says_it() -> None:
    """A part that breaks off may be mended by the program that made it."""
    with pytest.raises(RefusedError, match="is no proper XML") as refused:
        tree(packed("<a><b>"), "x.xml")
    assert "save it again" in refused.value.loss.hint
