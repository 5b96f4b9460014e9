"""Lines of texts that ``read --jsonl`` takes, and what becomes of odd ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Command

from witnessmark.cli import cli
from witnessmark.publish import lists
from witnessmark.publish.declared import language_from
from witnessmark.reading.rules import LANGUAGES

NEXT = b'{"id": "next", "text": "It rained."}\n'


def _read(given: bytes, *words: str) -> Result:
    return CliRunner().invoke(cli, ["read", "--jsonl", *words], input=given)


def _ids(result: Result) -> list[object]:
    return [json.loads(row)["id"] for row in result.stdout.splitlines()]


def test_a_byte_order_mark_is_no_part_of_a_line() -> None:
    """Lines that a spreadsheet or an editor has saved with a mark are read as they are without."""
    result = _read(b"\xef\xbb\xbf" + NEXT + b"\n  \r\n" + NEXT.strip() + b"\r\n", "-")
    assert result.exit_code == 0, result.stderr
    assert _ids(result) == ["next", "next"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not JSON", "it is not JSON"),
        (b'{"id": 1, "text": "It \xff rained."}', "it is not UTF-8 (byte 0xff at 22)"),
        (b"\xff\xfe{\x00", "it is UTF-16"),
        (b'{"text": "x", "id": ' + b"9" * 10_000 + b"}", "it holds a number of 10,000 digits"),
        (b'{"text": "x", "id": NaN}', "it holds NaN"),
        (b'{"text": "x", "id": 1e999}', "it holds 1e999"),
        (b"[" * 100_000, "it is nested too deeply"),
    ],
)
def test_an_odd_line_is_named_by_its_number_and_costs_itself_alone(line: bytes, words: str) -> None:
    """Empty lines count; the lines after it are read."""
    result = _read(b"\n" + line + b"\n" + NEXT)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"witnessmark: standard input, line 2: {words}")
    assert len(result.stderr.splitlines()) == 1
    assert _ids(result) == ["next"]


def test_a_line_without_end_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with the limit, and the next one is read."""
    monkeypatch.setattr(lists, "LINE_LIMIT", 1000)
    result = _read(b'{"id": 1, "text": "' + b"word " * 1000 + b'"}\n' + NEXT)
    assert result.exit_code == 2
    assert "line 1: it is longer than 1,000 bytes" in result.stderr
    assert _ids(result) == ["next"]


def test_a_file_of_lines_that_is_not_there_does_not_keep_the_others_out(tmp_path: Path, command: Command) -> None:
    """Each file that cannot be read has its line."""
    (tmp_path / "good.jsonl").write_bytes(NEXT)
    result = command("read", "--jsonl", tmp_path / "gone.jsonl", tmp_path, tmp_path / "good.jsonl")
    assert result.exit_code == 2
    assert "gone.jsonl: cannot be read (No such file or directory)" in result.stderr
    assert "cannot be read (Is a directory)" in result.stderr
    assert _ids(result) == ["next"]


def _reader_of(**given: object) -> str:
    """Return what read one line, and "" where it was refused."""
    line = {"text": "The mayor of Lorn said that the road to Veshti was closed.", **given}
    result = _read(json.dumps(line).encode())
    if result.exit_code:
        assert len(result.stderr.splitlines()) == 1
        return ""
    return str(json.loads(result.stdout)["reader"]).partition("/")[0]


@pytest.mark.parametrize("tag", ["en", "EN", "en-GB", "eng", "en-Latn-US", "en-x-agency", "und", None])
def test_every_tag_of_english_is_read_as_english(tag: str | None) -> None:
    """Case, region and script make no difference; a tag that leaves the language open has it detected."""
    assert _reader_of(language=tag) == "neural"


@pytest.mark.parametrize("tag", ["de", "DE-at", "ger", "deu", "pl", "est"])
def test_other_languages_are_read_by_rules(tag: str) -> None:
    """By their tags, whatever the words are."""
    assert _reader_of(language=tag) == "rules"


@pytest.mark.parametrize("tag", ["English", "en_GB", "", "e", "en-", "12", "en GB", 7, ["en"], "en" * 5000])
def test_what_is_no_tag_is_refused(tag: object) -> None:
    """Rather than read by the rules of another language without a word."""
    assert _reader_of(language=tag) == ""


@pytest.mark.parametrize("codes", ["ara arb ar-SY", "fas per prs fa-AF", "spa ES-mx", "fra fre", "swe"])
def test_three_letters_are_the_same_language_as_two(codes: str) -> None:
    """Of the languages that there are rules for."""
    assert len({language_from(code) for code in codes.split()}) == 1
    assert language_from(codes.split()[0]) in LANGUAGES


@pytest.mark.parametrize("date", ["9999-99-99", "2021-02-30", "2021-13", "0000", "2021-08-17/2021-08-01", "../.."])
def test_a_date_that_no_calendar_has_is_refused(date: str) -> None:
    """It could not have been published then."""
    assert _reader_of(language="en", published=date) == ""


@pytest.mark.parametrize("date", ["2021-08-17", "2021-08", "2021", "1988-22", "198X", "2021-08-17T10:00:00Z", "2021~"])
def test_every_precision_of_a_date_is_taken(date: str) -> None:
    """A day, a month, a season, a decade, a time."""
    assert _reader_of(language="en", published=date) == "neural"


@pytest.mark.parametrize("given", [b'{"text": "It rained."}', b'{"id": null, "text": "It rained."}'])
def test_a_line_may_have_no_id(given: bytes) -> None:
    """What comes out has null."""
    assert _ids(_read(given)) == [None]


def test_a_line_without_text_is_told_what_it_lacks() -> None:
    """The id is not asked for."""
    result = _read(b'{"id": 1}')
    assert result.exit_code == 2
    assert 'it is not an object with "text"' in result.stderr
