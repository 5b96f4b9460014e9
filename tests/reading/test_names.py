"""Claims about names."""

from __future__ import annotations

from collections.abc import Callable

from witnessmark.nouns import NameKind, Reading

Read = Callable[..., Reading]


def test_cues_beside_a_name_tell_its_kind(read: Read) -> None:
    """Titles make persons, bodies organisations, and "in" places."""
    names = read("Yesterday Judge Ada Malin met the Ministry of Mines (MOM) in Lorn.").names
    assert [(name.passage.quote, name.kind) for name in names] == [
        ("Ada Malin", NameKind.PERSON),
        ("Ministry of Mines", NameKind.ORGANISATION),
        ("MOM", NameKind.ORGANISATION),
        ("Lorn", NameKind.PLACE),
    ]


def test_scripts_without_capitals_have_no_names(read: Read) -> None:
    """Where the means cannot work nothing is claimed."""
    assert read("سخنگوی شهرداری گفت پل بسته است.", "fa").names == ()
