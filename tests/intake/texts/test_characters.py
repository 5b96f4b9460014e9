"""Bytes to characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake.draft import RefusedError
from witnessmark.intake.texts.characters import decode

WORDS = {
    "fr": "L'été dernier, le gouverneur de Velmora a déclaré que près de quarante prisonniers avaient été tués.",
    "de": "Der Sprecher erklärte am Dienstag, es habe über dreißig Tote gegeben. Die Behörden müssten dafür aufkommen.",
    "pl": "Rzecznik powiedział, że w więzieniu zginęło co najmniej pięćdziesięciu ludzi. Rodziny żądają śledztwa.",
    "cs": "Mluvčí uvedl, že při zásahu zemřelo nejméně třicet lidí. Příbuzní obětí žádají nezávislé vyšetření.",
    "fa": "سخنگوي دولت گفت که دست کم سي نفر در زندان کشته شدند. خانواده هاي آنان خواستار تحقيق مستقل هستند.",
    "ar": "قال المتحدث باسم الحكومة إن ثلاثين شخصا على الأقل قتلوا في السجن. وتطالب عائلاتهم بتحقيق مستقل.",
    "ja": "政府の報道官は、刑務所で少なくとも三十人が殺害されたと述べた。遺族は独立した調査を求めている。",
    "ru": "Представитель правительства заявил, что в тюрьме погибли по меньшей мере тридцать человек.",
    "tr": "Hükümet sözcüsü hapishanede en az otuz kişinin öldürüldüğünü söyledi. Aileler soruşturma istiyor.",
    "sv": "Talesmannen sade att åtminstone trettio människor dödades i fängelset på ön. Anhöriga kräver svar.",
    "en": "The governor said “at least forty prisoners” were executed – the families deny it. Señor Peña wasn’t there.",
    "he": "דובר הממשלה אמר כי לפחות שלושים בני אדם נהרגו בכלא. המשפחות דורשות חקירה עצמאית של המקרה.",
    "el": "Ο εκπρόσωπος της κυβέρνησης δήλωσε ότι τουλάχιστον τριάντα άνθρωποι σκοτώθηκαν στη φυλακή.",
    "zh": "政府发言人说，监狱里至少有三十人被杀害。他们的家人要求对这件事进行独立的调查。",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("fr", "cp1252"),
        ("fr", "mac_roman"),
        ("fr", "cp850"),
        ("de", "cp1252"),
        ("de", "mac_roman"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        ("pl", "cp852"),
        ("cs", "iso8859-2"),
        ("fa", "cp1256"),
        ("ar", "cp1256"),
        ("ar", "iso8859-6"),
        ("ja", "shift_jis"),
        ("ja", "euc_jp"),
        ("ja", "iso2022_jp"),
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("tr", "cp1254"),
        ("sv", "cp1252"),
        ("en", "cp1252"),
        ("he", "cp1255"),
        ("el", "cp1253"),
        ("zh", "gb18030"),
        ("fa", "utf-16-le"),
        ("en", "utf-16-le"),
        ("zh", "utf-16-le"),
        ("ja", "utf-16-be"),
    ],
)
def test_old_encodings_are_found(language: str, encoding: str) -> None:
    """Running text in an old encoding is read as it was written, and the encoding is recorded."""
    data = WORDS[language].encode(encoding, "ignore")
    decoded = decode(data)
    assert decoded.content == data.decode(encoding)
    assert decoded.encoding.endswith(("(detected)", "(escape sequences)"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_read_as_it_stands(words: str) -> None:
    """Proper UTF-8 gives exactly the characters that it holds, with or without a mark."""
    words = words.lstrip("\ufeff")
    assert decode(words.encode()).content == words
    assert decode(b"\xef\xbb\xbf" + words.encode()).content == words


def test_how_it_was_found_is_recorded() -> None:
    """The encoding says whether it was marked, declared, valid or guessed."""
    assert decode(b"plain").encoding == "ascii (valid)"
    assert decode("été".encode()).encoding == "utf-8 (valid)"
    assert decode("été".encode("utf-16")).encoding == "utf-16-le (byte order mark)"
    assert decode("été".encode("cp1252"), "iso-8859-1").encoding == "windows-1252 (declared)"
    assert decode(WORDS["fr"].encode("cp1252")).encoding == "windows-1252 (detected)"


def test_a_wrong_declaration_is_a_fault() -> None:
    """A declared encoding that does not fit gives way to what the bytes show, and that is said."""
    decoded = decode("vérité 戦".encode(), "shift_jis")
    assert decoded.content == "vérité 戦"
    assert "does not fit" in decoded.losses[0].fault


def test_an_uncertain_guess_is_a_fault() -> None:
    """A guess that rests on two letters is named as a guess."""
    decoded = decode("The café of Señor Bel is closed.".encode("cp1252"))
    assert decoded.content == "The café of Señor Bel is closed."
    assert decoded.losses[0].fault.startswith("encoding guessed as windows-1252")


def test_damage_is_counted() -> None:
    """Bytes that fit nowhere become U+FFFD and are counted; the rest is read."""
    decoded = decode("première période: l'été était là".encode()[:-1])
    assert decoded.content.endswith("l'été était l\ufffd")
    assert "ends in the middle of a character" in decoded.losses[0].fault
    data = "été été été été été".encode()
    decoded = decode(data[:6] + b"\xff" + data[6:])
    assert decoded.content == "été \ufffdété été été été"
    assert "1 stretch of bytes is not utf-8, at byte 6" in decoded.losses[0].fault


def test_line_ends_become_one() -> None:
    """Line ends of three systems become LF; nothing else changes."""
    assert decode(b"a\r\nb\rc\n\x0cd\te ").content == "a\nb\nc\n\x0cd\te "


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 9, b"words\x00words", bytes(range(1, 256)) * 3])
def test_no_text_is_refused(data: bytes) -> None:
    """Bytes that are no text are refused, not decoded into nonsense."""
    with pytest.raises(RefusedError, match="not text"):
        decode(data)
