"""Reads posts and messages in JSON and JSON Lines, as social media and messengers export them, and any other JSON.

Promises: each record's words, each value located by the record and the path of its keys; where records have a text, who
wrote it and when stand before it. Numbers stand as the file writes them, but for times counted in seconds, which are
shown as dates (UTC). Keys that come twice are both read. What is no proper JSON is read as plain text, and said.
Does not: follow addresses, or tell what a key means beyond ``post_keys.toml``. Of posts, values of other keys are left
out where they are no words (numbers, codes, addresses of pictures), and counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from witnessmark.intake.draft import Block, Draft, Loss, RefusedError, Steps, counted, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts import plain
from witnessmark.intake.texts.characters import Decoded, decode
from witnessmark.intake.texts.post_keys import moment, roles_of, squeezed

ASSIGNED = re.compile(r"\s*(?:window\.|var |let |const )?[\w.$\[\]\"']+\s*=\s*(?=[\[{])")
"""What makes a script of an export: ``window.YTD.tweets.part0 =``."""
WORDY = re.compile(r"[^\W\d_]\S*\s+\S*[^\W\d_]")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S*$", re.IGNORECASE)
LONGEST_PATH = 120
MOST_BAD_LINES = 10
DEEPEST = 50
DEEPEST_LIST = 4
"""The list of records lies in so many objects at the most."""
MOST_PIECES = 200
MOST_SHAPES = 10_000
LONGEST_WITH_PIECES = 20_000


class Pairs(list[tuple[str, object]]):
    """An object as the file has it: its pairs of key and value, in order, keys that come twice included."""


class Raw(str):
    """A number, or ``true``, as the file writes it."""

    __slots__ = ()


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a JSON or JSON Lines file. Raises RefusedError where they are no text or nested too deeply."""
    decoded = decode(data)
    losses = list(decoded.losses)
    try:
        records, lone = _records(decoded.content, losses)
    except RecursionError:
        raise RefusedError(
            "JSON that is nested too deeply to read", "no program exports that: treat it as hostile"
        ) from None
    if records is None:
        return _as_plain(decoded, limits)
    writer = _Writer()
    blocks = [*writer.lone(lone), *writer.records(records)]
    content, locators = join(blocks)
    losses += writer.losses()
    return Draft(content=content, locators=locators, encoding=decoded.encoding, losses=tuple(losses))


def _as_plain(decoded: Decoded, limits: Limits) -> Draft:
    """Return the characters as a plain text: nothing is lost by that but the places of records."""
    draft = plain.read(decoded.content.encode("utf-8", "surrogatepass"), limits)
    loss = Loss("no proper JSON: read as plain text", "obtain another copy where it was cut short")
    return Draft(
        content=draft.content, locators=draft.locators, encoding=decoded.encoding, losses=(*decoded.losses, loss)
    )


# --- the shape of the file


def _records(content: str, losses: list[Loss]) -> tuple[list[object] | None, Pairs]:
    """Return the records of a file and what stands beside them; no records where it is no JSON."""
    start = ASSIGNED.match(content)
    body = content[start.end() :].rstrip().rstrip(";") if start else content
    try:
        whole = _parse(body)
    except ValueError:
        return _lines(content, losses), Pairs()
    except RecursionError:
        if "\n" not in body.strip():
            raise
        return _lines(content, losses), Pairs()
    if isinstance(whole, Pairs):
        records = _take_list(whole)
        return ([whole], Pairs()) if records is None else (records, whole)
    if isinstance(whole, list):
        return whole, Pairs()
    return [whole], Pairs()


def _lines(content: str, losses: list[Loss]) -> list[object] | None:
    """Return the records of JSON Lines, counting bad lines; None where most lines are no JSON."""
    records: list[object] = []
    bad: list[int] = []
    deep = 0
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append(_parse(line))
        except (ValueError, RecursionError) as error:
            bad.append(number)
            deep += isinstance(error, RecursionError)
            records.append(Raw(line))
            if len(bad) > MOST_BAD_LINES and len(bad) * 2 > len(records):
                return None
    if len(bad) * 2 >= len(records):
        return None
    if bad:
        named = ", ".join(map(str, bad[:10])) + (" and more" if len(bad) > 10 else "")
        no = "no proper JSON and"
        lines = counted(len(bad), f"line is {no} stands as it is (line", f"lines are {no} stand as they are (lines")
        fault = f"{lines} {named})"
        losses.append(Loss(fault, "the file may be damaged: obtain another copy"))
    if deep:
        losses.append(Loss(f"{deep} of these lines are nested too deeply to read", "no program exports that: hostile"))
    return records


def _parse(words: str) -> object:
    """Parse JSON, keeping numbers as they are written. Raises ValueError, or RecursionError where it is too deep."""
    return json.loads(words, object_pairs_hook=Pairs, parse_int=Raw, parse_float=Raw, parse_constant=Raw)


def _take_list(whole: Pairs) -> list[object] | None:
    """Take the list of records out of an object: one under a key that we know, else the longest; None without one."""
    known = roles_of().lists
    best: tuple[int, int] | None = None
    place: tuple[Pairs, int] | None = None
    level = [whole]
    for _ in range(DEEPEST_LIST):
        for holder in level:
            for at, (key, value) in enumerate(holder):
                if isinstance(value, Pairs) or not isinstance(value, list) or not value:
                    continue
                rank = known.get(squeezed(key), len(known)), -len(value)
                if isinstance(value[0], Pairs) and (best is None or rank < best):
                    best, place = rank, (holder, at)
        if place:
            break
        level = [value for holder in level for _, value in holder if isinstance(value, Pairs)]
    if place is None:
        return None
    records = place[0].pop(place[1])[1]
    return records if isinstance(records, list) else None


# --- words


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of a record: the path of its keys, its words, and whether it is a string in the file."""

    path: str
    words: str
    is_string: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where posts of one shape keep their text, and who, when and where it was said."""

    text: str
    head: tuple[str, ...]
    date: str | None


class _Writer:
    """Makes blocks of records and counts what it leaves out, mends and meets twice."""

    def __init__(self) -> None:
        self._left_out: Counter[str] = Counter()
        self._mended = self._twice = self._deep = 0
        self._shapes: dict[tuple[str, ...], _Shape | None] = {}

    def lone(self, pairs: Pairs) -> Iterator[Block]:
        """Yield what stands beside the records."""
        for value in self._values(pairs, "", 0):
            yield Block(value.words, (("part", value.path),), "\n")

    def records(self, records: Sequence[object]) -> Iterator[Block]:
        """Yield the records, counted from 1."""
        for number, record in enumerate(records, 1):
            values = list(self._values(record, "", 0))
            shape = self._shape_of(values) if isinstance(record, Pairs) else None
            place = ("record", str(number))
            yield from self._post(values, shape, place) if shape else self._plainly(values, place)

    def _shape_of(self, values: list[_Value]) -> _Shape | None:
        """Return which paths hold a post's text and what stands before it; None where the record is no post."""
        paths = tuple(value.path for value in values)
        if paths not in self._shapes:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            self._shapes[paths] = _shape(paths)
        return self._shapes[paths]

    def losses(self) -> Iterator[Loss]:
        """Say what was counted."""
        if self._left_out:
            total = sum(self._left_out.values())
            named = ", ".join(path for path, _ in self._left_out.most_common(8))
            more = " and more" if len(self._left_out) > 8 else ""
            keys = counted(len(self._left_out), "other key that is no words", "other keys that are no words")
            values = counted(total, f"value of {keys} is", f"values of {keys} are")
            fault = f"{values} not in the text: {named}{more}"
            yield Loss(fault, "look at them in the source where they matter")
        if self._mended:
            bytes_ = "had each byte of UTF-8 written as a character of its own;"
            fault = counted(self._mended, f"value {bytes_} it is", f"values {bytes_} they are")
            yield Loss(f"{fault} put right", "some exports are made so; compare a passage with the source")
        if self._twice:
            keys = counted(self._twice, "key comes", "keys come")
            yield Loss(f"{keys} twice in one object; both values are read", "ask how the file was made")
        if self._deep:
            yield Loss(
                counted(self._deep, "value lies too deep to be read", "values lie too deep to be read"),
                "look at them in the source",
            )

    def _post(self, values: list[_Value], shape: _Shape, place: tuple[str, str]) -> Iterator[Block]:
        """Yield one post: who, when and where on a line, then the text, then other words."""
        words_at = {value.path: value.words for value in reversed(values)}
        text, head = shape.text, shape.head
        gap = "\n\n"
        for path in head:
            words = moment(words_at[path]) if path == shape.date else words_at[path]
            yield Block(words, (place, ("part", path)), gap)
            gap = "\t"
        gap = "\n" if head else "\n\n"
        for value in (one for one in values if one.path == text):
            yield Block(value.words, (place, ("part", value.path)), gap)
        said = {words_at[text], *(words_at[path] for path in head)}
        whole = words_at[text] if len(values) < MOST_PIECES and len(words_at[text]) < LONGEST_WITH_PIECES else ""
        for value in values:
            if value.path == text or value.path in head or value.words in said or value.words.strip() in whole:
                continue  # what was said already: some exports keep a text again in pieces
            if value.is_string and WORDY.search(value.words) and not ADDRESS.match(value.words):
                yield Block(value.words, (place, ("part", value.path)), "\n")
            else:
                self._left_out[re.sub(r"\b\d+\b", "*", value.path)] += 1

    def _plainly(self, values: list[_Value], place: tuple[str, str]) -> Iterator[Block]:
        """Yield every value of a record that is no post: as a row of cells where it is one."""
        row = len(values) > 1 and all("." not in value.path and "\n" not in value.words for value in values)
        gap = "\n" if row and place[1] != "1" else "\n\n"
        for value in values:
            steps: Steps = (place, ("cell" if row else "part", value.path)) if value.path else (place,)
            yield Block(value.words, steps, gap)
            gap = "\t" if row else "\n"

    def _values(self, value: object, path: str, depth: int) -> Iterator[_Value]:
        """Yield the strings and numbers in a value, each with its path."""
        if depth > DEEPEST:
            self._deep += 1
        elif isinstance(value, Pairs):
            self._twice += len(value) - len({key for key, _ in value})
            for key, inner in value:
                yield from self._values(inner, _path(path, key), depth + 1)
        elif isinstance(value, list):
            if value and all(isinstance(one, (str, Pairs)) for one in value) and _is_runs(value):
                words = "".join(one if isinstance(one, str) else _run_words(one) for one in value)
                yield _Value(path, self._mend(words), True)
                return
            for number, inner in enumerate(value, 1):
                yield from self._values(inner, _path(path, str(number)), depth + 1)
        elif isinstance(value, Raw):
            yield _Value(path, str(value), False)
        elif isinstance(value, str):
            if value.strip():
                yield _Value(path, self._mend(value), True)
        elif value is not None:
            yield _Value(path, "true" if value else "false", False)

    def _mend(self, words: str) -> str:
        """Put right what an export has written byte by byte: proper UTF-8 in characters below U+0100 is no accident."""
        if words.isascii():
            return words
        try:
            mended = words.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return words
        self._mended += 1
        return mended


def _shape(paths: tuple[str, ...]) -> _Shape | None:
    """Find the roles that paths of keys play in a record."""
    roles = roles_of()
    text = roles.find(roles.text, paths)
    if text is None:
        return None
    date = roles.find(roles.date, paths, beside=text)
    author, number, address = (roles.find(keys, paths, beside=text) for keys in (roles.author, roles.id, roles.address))
    head = (author, date, number, address)
    return _Shape(text, tuple(dict.fromkeys(path for path in head if path)), date)


def _is_runs(value: list[object]) -> bool:
    """Tell whether a list is one text in pieces, as some messengers keep it: strings, and objects with a ``text``."""
    pieces = [one for one in value if isinstance(one, Pairs)]
    strings = any(isinstance(one, str) and not isinstance(one, Raw) for one in value)
    return strings and bool(pieces) and all(any(key == "text" for key, _ in one) for one in pieces)


def _run_words(pairs: Pairs) -> str:
    return next((words for key, words in pairs if key == "text" and isinstance(words, str)), "")


def _path(path: str, key: str) -> str:
    whole = f"{path}.{' '.join(key.split())}" if path else " ".join(key.split())
    return whole if len(whole) <= LONGEST_PATH else f"{whole[:LONGEST_PATH]}…"
