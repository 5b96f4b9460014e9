r"""Reads Rich Text documents (RTF 1.9.1).

Promises: the words as they stand, in the encoding of each font or as Unicode; headings, paragraphs, lists, tables and
text boxes in their order, then footnotes, endnotes, comments, headers and footers. What tracked changes deleted is not
in the text and is counted; hidden words are in the text and counted. Nesting of any depth costs memory in proportion
and no more; ``\bin`` is stepped over and never read.
Does not: number lists, compute fields, or read pictures and embedded objects; both are counted.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace

from witnessmark.intake.draft import Draft, Loss, counted, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.office.rtf_page import Page
from witnessmark.intake.office.rtf_words import (
    CHARACTERS,
    CODE_PAGES,
    COMMENT_FACTS,
    HEADING,
    INFO,
    MARGINS,
    NOT_SHOWN,
    SHOWN_ANYWAY,
    TIMES,
)
from witnessmark.intake.office.unread import TRACKED, hidden_stretches, tracked_changes, unread

TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\$", re.DOTALL
)
MOST_NOTES = 20_000
OPEN_OBJECTS = "open them in the source; save and add what matters"
SAVE_AGAIN = "open it in a word processor and save it again, or obtain another copy"


@dataclass(slots=True)
class _State:
    """What holds within a group and ends with it."""

    target: str = ""
    """Where words go: the running text (empty), ``skip``, ``font``, ``style``, ``info NAME``, or ``note NUMBER``."""
    page: str = "cp1252"
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    heading: bool = False
    starred: bool = False
    fresh: bool = True
    """Nothing but the opening brace has been seen of the group."""


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an RTF; whatever the bytes are, what can be read of them is."""
    reader = _Reader(data.decode("latin-1"))
    reader.run()
    content, locators = join(reader.page.blocks())
    facts = {name: " ".join("".join(pieces).split()) for name, pieces in reader.facts.items()}
    return Draft(
        content=content,
        locators=locators,
        title=facts.get("title"),
        author=facts.get("author"),
        declared=tuple((name, value) for name, value in facts.items() if name != "title" and value),
        losses=reader.losses(),
    )


class _Reader:
    """Goes through the file once, from front to back."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._skip = 0
        self._default_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._number = 0
        self._name: list[str] = []
        self._headings: set[int] = set()
        self._time: dict[str, int] = {}
        self._comment = ""
        self._counts: Counter[str] = Counter()
        self._half = ""
        self._default_font: int | None = None
        self.page = Page()
        self.facts: dict[str, list[str]] = {}

    def run(self) -> None:
        """Read the whole file."""
        at, end = 0, len(self._source)
        while at < end:
            match = TOKEN.match(self._source, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, octet, symbol, brace, words = match.groups()
            if words is not None:
                self._words(words)
            elif octet is not None:
                self._octet(int(octet, 16))
            elif word is not None:
                if word == "bin" and number:
                    at += max(int(number), 0)
                else:
                    self._word(word, int(number) if number else None)
            elif brace == "{":
                self._flush()
                self._skip = 0
                self._stack.append(replace(self._state))
                self._state.starred, self._state.fresh = False, True
            elif brace == "}":
                self._flush()
                self._close()
                if not self._stack:
                    break
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        if self._stack or at > end:
            self._counts["cut"] += 1
        elif self._source[at:].strip(" \t\r\n\x00"):
            self._counts["after"] += 1

    def losses(self) -> tuple[Loss, ...]:
        """Say what was counted."""
        counts, losses = self._counts, []
        if counts["cut"]:
            losses.append(Loss("the file breaks off: groups are open at its end", SAVE_AGAIN))
        if counts["after"]:
            losses.append(Loss("bytes after the end of the document were not read", "look at them in the source"))
        losses += [tracked_changes(kind, counts[kind], "", "show changes") for kind in TRACKED if counts[kind]]
        if counts["hidden"]:
            losses.append(hidden_stretches(counts["hidden"]))
        if counts["pict"]:
            losses.append(unread("picture", counts["pict"]))
        if counts["object"]:
            losses.append(Loss(unread("embedded object", counts["object"]).fault, OPEN_OBJECTS))
        if counts["notes"]:
            notes = counted(counts["notes"], "note is too many: it was", "notes are too many: they were")
            losses.append(Loss(f"{notes} not read", "cut the document into smaller ones"))
        return tuple(losses)

    # --- tokens

    def _words(self, words: str) -> None:
        if self._skip:
            taken = min(self._skip, len(words))
            self._skip -= taken
            words = words[taken:]
        if words:
            self._state.fresh = False
            self._bytes += words.encode("latin-1")

    def _octet(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._state.fresh = False
        self._bytes.append(value)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._state.starred = True
        elif symbol in "\\{}":
            self._words(symbol)
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in "~_":
            self._flush()
            self._put("\u00a0" if symbol == "~" else "\u2011")

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        self._flush()
        self._skip = 0
        fresh, state.fresh = state.fresh, False
        if word == "u" and number is not None:
            self._unicode(chr(number % 65_536))
            self._skip = state.fallback
        elif self._opens(word, starred=state.starred and fresh) or state.target == "skip":
            pass
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif word == "uc" and number is not None:
            state.fallback = min(max(number, 0), 100)
        elif word == "f" and number is not None:
            if state.target == "font":
                self._number = number
            else:
                state.page = self._fonts.get(number, self._default_page)
        elif word == "fcharset" and state.target == "font":
            if number is not None:
                self._fonts[self._number] = CODE_PAGES.get(number, self._default_page)
        elif word == "ansicpg" and number is not None:
            self._default_page = state.page = _code_page(number)
        elif word == "deff":
            self._default_font = number
        elif word in ("mac", "pc", "pca"):
            self._default_page = state.page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif state.target == "style":
            if word == "s" and number is not None:
                self._number = number
        elif word in TIMES:
            self._time[word] = number or 0
        else:
            self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        """Follow a word that says how characters or paragraphs look, or that ends one of them."""
        state = self._state
        if word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word == "pard":
            state.in_table = state.heading = False
        elif word == "plain":
            state.hidden = state.deleted = False
            state.page = self._plain_page()
        elif word in ("intbl", "trowd"):
            state.in_table = True
        elif word == "s":
            state.heading = number in self._headings
        elif word == "outlinelevel":
            state.heading = number is not None and 0 <= number < 9
        elif word == "v":
            state.hidden = number != 0
            self._counts["hidden"] += number != 0
        elif word == "deleted":
            state.deleted = number != 0
            self._counts["deleted"] += number != 0
        elif word == "inserted":
            self._counts["inserted"] += number != 0
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._table(word)
            state.in_table = state.in_table and word != "row"

    # --- groups

    def _opens(self, word: str, starred: bool) -> bool:
        """Follow a word that says what its group holds; tell whether it does."""
        state = self._state
        if state.target == "skip" and word not in SHOWN_ANYWAY:
            return starred
        if word in SHOWN_ANYWAY:
            if word == "shptxt" and not state.target.startswith("note"):
                state.target = ""
                self._end_paragraph()
            elif word == "result":
                state.target = ""
            elif word == "ftnalt" and state.target.startswith("note"):
                self.page.notes[-1] = ("endnote", self.page.notes[-1][1])
        elif word == "fonttbl":
            state.target = "font"
        elif word == "stylesheet":
            state.target = "style"
        elif word in MARGINS or word in ("footnote", "annotation"):
            self._open_note(MARGINS.get(word, "comment" if word == "annotation" else word))
        elif word in INFO:
            state.target = f"info {INFO[word]}"
            self._time = {}
        elif word in COMMENT_FACTS:
            state.target = "comment by"
            self._comment = ""
        elif word in NOT_SHOWN or starred:
            self._counts[word] += word in ("pict", "object")
            state.target = "skip"
        else:
            return False
        return True

    def _open_note(self, label: str) -> None:
        if len(self.page.notes) >= MOST_NOTES:
            self._counts["notes"] += 1
            self._state.target = "skip"
            return
        if label == "comment" and self._comment:
            label, self._comment = f"comment by {self._comment}", ""
        self.page.notes.append((label, []))
        self._state.target = f"note {len(self.page.notes) - 1}"

    def _close(self) -> None:
        """End a group: what held before it holds again."""
        if not self._stack:
            return
        inner, self._state = self._state, self._stack.pop()
        self._skip = 0
        outer = self._state
        if inner.target == "font" and outer.target != "font":
            outer.page = self._plain_page()
        elif inner.target.startswith("info ") and not outer.target.startswith("info "):
            if self._time:
                time = {"mo": 1, "dy": 1, "hr": 0, "min": 0} | self._time
                shown = f"{time.get('yr', 0):04d}-{time['mo']:02d}-{time['dy']:02d} {time['hr']:02d}:{time['min']:02d}"
                self.facts.setdefault(inner.target[5:], []).append(shown)
                self._time = {}
        elif inner.target == "style" and self._name:
            if HEADING.match("".join(self._name).strip(" ;")):
                self._headings.add(self._number)
            self._name, self._number = [], 0

    def _plain_page(self) -> str:
        """Return the code page of the document's default font."""
        return (
            self._default_page
            if self._default_font is None
            else self._fonts.get(self._default_font, self._default_page)
        )

    # --- words

    def _flush(self) -> None:
        """Turn the bytes since the last word into characters."""
        if self._bytes:
            words = bytes(self._bytes).decode(self._state.page, "replace")
            self._bytes.clear()
            self._put(words)

    def _unicode(self, character: str) -> None:
        """Put a character, or half of one: halves come one after the other."""
        if "\ud800" <= character <= "\udbff" and not self._half:
            self._half = character
            return
        if self._half and "\udc00" <= character <= "\udfff":
            character = (self._half + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            self._half = ""
        self._put(character)

    def _put(self, words: str) -> None:
        """Put words where the group says."""
        target = self._state.target
        if self._half:
            words, self._half = "\ufffd" + words, ""
        if target == "":
            if not self._state.deleted:
                self.page.put(words, self._state.in_table, self._state.heading)
        elif target.startswith("note "):
            if self._state.deleted:
                return
            self.page.notes[int(target[5:])][1].append(words)
        elif target.startswith("info "):
            self.facts.setdefault(target[5:], []).append(words)
        elif target == "style":
            self._name.append(words)
        elif target == "comment by":
            self._comment = (self._comment + words)[:200].strip()

    def _end_paragraph(self) -> None:
        target = self._state.target
        if target.startswith("note "):
            self.page.notes[int(target[5:])][1].append("\n")
        elif target == "":
            self.page.end_paragraph(self._state.in_table)

    def _table(self, word: str) -> None:
        if word in ("nestcell", "nestrow") or self._state.target != "":
            self._put("\t" if word.endswith("cell") else "\n")
        elif word == "cell":
            self.page.end_cell()
        else:
            self.page.end_row()


def _code_page(number: int) -> str:
    """Return the codec of a Windows code page; Latin where there is none."""
    if number == 65_001:
        return "utf-8"
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"
