"""Turns the bytes of a text file into characters and says how the encoding was found.

Promises: a byte order mark, then a declaration, then strict UTF-8, then UTF-16 that shows itself, then a guess that is
named as one. No byte is dropped silently: what cannot be read becomes U+FFFD and is counted. Line ends become LF.
Does not: guess where bytes are no text; those are refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from witnessmark.intake.draft import Loss, RefusedError, counted
from witnessmark.intake.language import identifier
from witnessmark.intake.texts.alphabets import ANY_LATIN, CODECS, COMMON, LATIN, MARKS, SEVERAL_BYTES, SINGLE_BYTE

BYTE_ORDER_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)

SAMPLE = 16_384
"""How many bytes around characters beyond ASCII a guess looks at."""
SURE = 0.97
"""A guess whose characters fit its language this well is not called uncertain,"""
LEAD = 0.04
"""if no other reading of the bytes comes this close to it,"""
EVIDENCE = 6
"""and if it rests on at least this many characters beyond ASCII."""
MOST_CONTROLS = 0.002
"""A text has fewer control characters than this share."""

CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
NOT_TEXT = RefusedError(
    "not text: the bytes are none of the known formats and hold control characters that no text has",
    "open it with the program that made it and save it as text, PDF or DOCX",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding with how it was found, and what was lost or is uncertain."""

    content: str
    encoding: str
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class _Guess:
    encoding: str
    score: float
    sample: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text file; ``declared`` is the encoding that the file itself names.

    Raises RefusedError where the bytes are no text.
    """
    decoded = (
        _by_mark(data)
        or _by_declaration(data, declared)
        or _utf8(data)
        or _utf16(data)
        or _damaged_utf8(data)
        or _guess(data)
    )
    content = decoded.content
    if len(CONTROLS.findall(content)) > len(content) * MOST_CONTROLS or "\x00" in content:
        raise NOT_TEXT
    return Decoded(content.replace("\r\n", "\n").replace("\r", "\n"), decoded.encoding, decoded.losses)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_losses(data[len(mark) :], codec, f"{name} (byte order mark)")
    return None


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    """Read the file as it says; but proper UTF-8 is UTF-8 whatever it says: no other text is that by chance."""
    if declared is None:
        return None
    name = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252"}.get(declared, declared)
    if name in ("utf-8", "utf8"):
        found = _utf8(data)
        return found and Decoded(found.content, "utf-8 (declared)")
    if (found := _utf8(data)) is not None and not found.content.isascii():
        fault = Loss(f"the declared encoding {declared} does not fit the bytes", "look for wrong letters in the text")
        return Decoded(found.content, found.encoding, (fault,))
    codec = CODECS.get(name, name)
    if codec.startswith(("utf-16", "utf-32", "utf-7")):
        return None  # a page that could be read far enough to declare it is not in UTF-16
    try:
        return Decoded(data.decode(codec), f"{name} (declared)")
    except (LookupError, ValueError):
        return None


def _utf8(data: bytes) -> Decoded | None:
    if b"\x1b$" in data or b"\x1b(" in data:
        try:
            return Decoded(data.decode("iso2022_jp"), "iso2022_jp (escape sequences)")
        except ValueError:
            pass
    try:
        content = data.decode("utf-8")
    except ValueError:
        return None
    if "\x00" in content:
        return _utf16(data)
    return Decoded(content, "ascii (valid)" if content.isascii() else "utf-8 (valid)")


def _utf16(data: bytes) -> Decoded | None:
    """Read UTF-16 without a mark: one of the two orders gives words and the other does not."""
    if len(data) < 8:
        return None
    readings = []
    for codec in ("utf-16-le", "utf-16-be"):
        sample = data[: SAMPLE & ~1].decode(codec, "replace")
        readings.append((_share_of_words(sample), codec))
    (best, codec), (other, _) = sorted(readings, reverse=True)
    if best < 0.97 or best - other < 0.2:
        return None
    return _with_losses(data, codec, f"{codec} (detected)")


def _share_of_words(sample: str) -> float:
    """Return the share of letters, marks of everyday text and white space, of which ASCII or one script holds most."""
    if not sample:
        return 0.0
    blocks = Counter(ord(character) >> 8 for character in sample if character.isalpha())
    if not blocks:
        return 0.0
    usual = sum(
        character.isalnum() or character in " \t\r\n" or character in MARKS or 32 < ord(character) < 127
        for character in sample
    )
    spaces = sum(character in " \n、。" for character in sample)
    one_script = max(blocks.values()) / sum(blocks.values()) if max(blocks) < 0x2E else 1.0
    return usual / len(sample) * one_script * _running(sample) if spaces else 0.0


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Read what is UTF-8 but for a few bytes; text in another encoding almost never has whole UTF-8 sequences."""
    content = data.decode("utf-8", "replace")
    broken = content.count("\ufffd")
    whole = sum(character > "\x7f" for character in content) - broken
    cut = broken == 1 and content.endswith("\ufffd")
    if "\x00" in content or whole < 4 * broken or (broken and not whole and not cut):
        return None
    return _with_losses(data, "utf-8", "utf-8 (damaged)")


def _with_losses(data: bytes, codec: str, encoding: str) -> Decoded:
    """Decode what can be decoded and say how much could not."""
    try:
        return Decoded(data.decode(codec), encoding)
    except UnicodeDecodeError as error:
        content = data.decode(codec, "replace")
        start = error.start
        at_end = error.end >= len(data) or (len(data) - error.start <= 4 and content.count("\ufffd") == 1)
    count = content.count("\ufffd")
    fault = "the file ends in the middle of a character, which stands as U+FFFD"
    if not at_end:
        one = f"stretch of bytes is not {codec}, at byte {start:,}; it stands"
        many = f"stretches of bytes are not {codec}, the first at byte {start:,}; they stand"
        fault = f"{counted(count, one, many)} as U+FFFD"
    return Decoded(
        content, encoding, (Loss(fault, "the file may be cut short or damaged: compare it with another copy"),)
    )


def _guess(data: bytes) -> Decoded:
    if b"\x00" in data:
        raise NOT_TEXT
    sample = _telling(data)
    guesses = sorted((_judge(sample, name) for name in (*SEVERAL_BYTES, *SINGLE_BYTE)), key=lambda one: -one.score)
    for guess in guesses:
        if guess.score <= 0.5:
            break
        try:
            content = data.decode(CODECS.get(guess.encoding, guess.encoding))
        except ValueError:
            continue
        return Decoded(content, f"{guess.encoding} (detected)", _doubts(guess, guesses))
    return _last_resort(data)


def _doubts(guess: _Guess, guesses: list[_Guess]) -> tuple[Loss, ...]:
    rivals = [one for one in guesses if one.sample != guess.sample and one.score > guess.score - LEAD]
    evidence = sum(character > "\x7f" for character in guess.sample)
    if guess.score >= SURE and not rivals and evidence >= EVIDENCE:
        return ()
    other = f", {rivals[0].encoding} fits almost as well" if rivals else ""
    return (
        Loss(
            f"encoding guessed as {guess.encoding}{other}",
            "check names with accents in the text; save the file as UTF-8 and add it again if they are wrong",
        ),
    )


def _last_resort(data: bytes) -> Decoded:
    """Ask charset-normalizer, which knows encodings that our tables do not; windows-1252 if it knows none."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: SAMPLE * 8]).best()
    codec = best.encoding if best is not None else "windows-1252"
    try:
        content = data.decode(codec)
    except (LookupError, ValueError):
        codec = "windows-1252"
        content = data.decode(codec, "replace")
    hint = "save the file as UTF-8 with the program that made it and add it again"
    return Decoded(content, f"{codec} (detected)", (Loss(f"encoding guessed as {codec}, which fits badly", hint),))


def _telling(data: bytes) -> bytes:
    """Return lines with bytes beyond ASCII, as many as a guess needs; whole lines, so that no character is cut."""
    if len(data) <= SAMPLE:
        return data
    lines, size = [], 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:SAMPLE])
            size += len(lines[-1])
            if size >= SAMPLE:
                break
    return b"".join(lines) or data[:SAMPLE]


def _judge(sample: bytes, encoding: str) -> _Guess:
    """Score how well ``sample`` reads in ``encoding``: 1 where every character beyond ASCII fits, 0 where it fails."""
    try:
        text = sample.decode(CODECS.get(encoding, encoding))
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:
            return _Guess(encoding, 0.0, "")
        text = sample[: error.start].decode(CODECS.get(encoding, encoding))
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return _Guess(encoding, 0.0, text)
    fits = _expected(text)
    fitting = sum(character.lower() in fits or _is_other_script(character) for character in beyond)
    odd = len(ODD.findall(text)) + _mixed(text)
    return _Guess(encoding, max(0.0, (fitting - 2 * odd) / len(beyond) * _running(text)), text)


ODD = re.compile("[\x80-\x9f\uff61-\uff9f\ue000-\uf8ff\u2500-\u259f]|[^\\W\\d_][¡¿«»§®©±×¼½¾²³°¢¤¦¨¬¯´¸]+[^\\W\\d_]")
"""What correct decodings almost never show: control characters, half-width kana, box drawing, signs within a word."""
WORD = re.compile(r"[^\W\d_]+")


def _expected(text: str) -> str:
    """Return the letters and signs beyond ASCII that the language of ``text`` writes with."""
    if len(text.encode("ascii", "ignore").split()) < 3:
        return MARKS + ANY_LATIN
    language = identifier().classify(text)[0]
    return MARKS + LATIN.get(language, ANY_LATIN)


def _running(text: str) -> float:
    """Return 1 where the letters of other scripts are as common as in running text, less where they are rare ones."""
    scripts = Counter(
        unicodedata.name(letter, "?").split(" ")[0] for letter in text if letter > "\u024f" and letter.isalpha()
    )
    if not scripts:
        return 1.0
    script = "HIRAGANA" if 5 * scripts["HIRAGANA"] > scripts.total() else scripts.most_common(1)[0][0]
    common = COMMON.get(script)
    if common is None:
        return 0.8
    found = sum(letter.lower() in common for letter in text if letter > "\u024f")
    return min(1.0, found / scripts[script] / (0.12 if script in ("CJK", "HANGUL") else 0.55))


def _is_other_script(character: str) -> bool:
    """Tell whether a character is a letter of a script other than Latin."""
    if not character.isalpha() and not unicodedata.combining(character):
        return "\u0660" <= character <= "\u0669" or "\uff00" <= character <= "\uff60"
    return not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"))


def _mixed(text: str) -> int:
    """Count words in two scripts, or with a capital after a small letter: signs of a wrong encoding."""
    count = 0
    for word in WORD.findall(text):
        if word.isascii():
            continue
        scripts = {unicodedata.name(character, "?").split(" ")[0] for character in word}
        if len(scripts & {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "THAI", "CJK", "HANGUL"}) > 1:
            count += 2
        elif word[1:] != word[1:].lower() and word != word.upper():
            count += 1
    return count
