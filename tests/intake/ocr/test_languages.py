"""What tells words from none."""

from __future__ import annotations

import pytest

from witnessmark.intake.ocr.languages import looks_broken, packs, share_of_common

ENGLISH = "The governor said that forty prisoners had died before dawn, and that their names were on a list. " * 3
SHIFTED = "".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in ENGLISH)


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        (SHIFTED, "letters that stand for others"),
        ("\ufffd\ufffd\ue000\ue001 \ue002\ue003 \ufffd\ufffd", "signs without a meaning"),
        ("Tbe g0vern0r sa|d tbat f0rty pr|s0ners bad d|ed " * 4, "a poor recogniser's words"),
    ],
)
def test_broken_layers(layer: str, why: str) -> None:
    """A layer that holds no words is told by what it holds."""
    assert looks_broken(layer), why


@pytest.mark.parametrize(
    "layer",
    [
        ENGLISH,
        "Wojewoda powiedział, że czterdziestu więźniów zmarło przed świtem i że ich nazwiska były na liście. " * 3,
        "استاندار گفت که چهل زندانی پیش از سپیده دم جان باخته اند و نام آنان در فهرست بود. " * 3,
        "Ana Bel 12 Velmora 1971 Bo Cer 13 Sud 1980 Hela Marrow 14 Sarn 1969 Tomas Marrow 15 Sarn 1971 " * 2,
        "囚人四十人が夜明け前に死亡したと知事は述べた。" * 5,
        "1,200 340 12 7 15 230 1,100 34 6 8 12 15 90 230 12 4 5 6 7 8 9 10",
        "57",
        "",
    ],
)
def test_good_layers(layer: str) -> None:
    """Text in a language that we do not know, names, numbers and short pages are not called broken."""
    assert not looks_broken(layer)


def test_every_pack_has_common_words() -> None:
    """For each language that is recognised, its words are told from none."""
    assert {pack.script for pack in packs()} == {"Latin", "Arabic"}
    assert share_of_common(ENGLISH) > 0.3
    assert share_of_common(SHIFTED) < 0.02
