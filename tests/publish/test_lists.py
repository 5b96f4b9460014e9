"""Lines of texts that ``read --jsonl`` takes, and what becomes of odd ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Command

from witnessmark.cli import cli
from witnessmark.publish import lists

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
