"""What a person writes and how files are called: kept as given, and shown so that nothing acts, or refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Command

from witnessmark.case import shown

NAMES = st.lists(st.sampled_from([b"\\", b"x", b"ff", b"a", b"\xff", b"\xe9", "é".encode(), b"8"])).map(b"".join)

ACTING = "a\x1b[31mred\u202etxt.exe\n.txt"

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@given(NAMES, NAMES)
def test_no_two_names_are_shown_as_one(first: bytes, second: bytes) -> None:
    """Whatever bytes a file's name has, what is shown names that file alone."""
    assert (shown(os.fsdecode(first)) == shown(os.fsdecode(second))) == (first == second)


@given(NAMES)
def test_a_name_can_be_had_back_from_what_is_shown(name: bytes) -> None:
    """An odd backslash before a byte's two digits is that byte, pairs of them are backslashes."""
    written = shown(os.fsdecode(name)).encode()
    pattern = rb"(?P<slashes>(?:\\\\)*)\\x(?P<byte>[89a-f][0-9a-f])|(?P<pairs>(?:\\\\)+)(?=x[89a-f][0-9a-f])"

    def back(match: re.Match[bytes]) -> bytes:
        if match["byte"]:
            return match["slashes"][::2] + bytes.fromhex(match["byte"].decode())
        return match["pairs"][::2]

    assert re.sub(rb"(?<!\\)(?:" + pattern + rb")", back, written) == name


@pytest.mark.parametrize("value", ["", "   ", "\t", "\u200b", "x\x1b[31m", "x\ny", "x\u202ey", os.fsdecode(b"x\xff")])
@pytest.mark.parametrize("option", ["--name", "--by", "WITNESSMARK_BY"])
def test_an_empty_or_acting_name_is_refused(
    tmp_path: Path, reports: Path, command: Command, monkeypatch: pytest.MonkeyPatch, option: str, value: str
) -> None:
    """No case is made, and the line says which words and what is wrong with them."""
    if option == "WITNESSMARK_BY":
        if not value:
            return  # an empty variable is none
        monkeypatch.setenv(option, value)
        result = command("build", tmp_path / "case", reports)
    else:
        result = command("build", tmp_path / "case", reports, option, value)
    assert result.exit_code == 2
    assert re.match(rf"witnessmark: {option} (is empty|holds a (control|change|byte))", result.stderr)
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("value", ["", " \n ", "x\x1b[31m", "x\u202ey"])
def test_empty_or_acting_words_of_a_decision_are_refused(case: Path, command: Command, value: str) -> None:
    """Nothing is recorded; line ends and tabs are words' own and are kept."""
    for words in (["note", "agency.txt", value], ["grade", "agency.txt", "B2", "--reason", value]):
        result = command("decide", case, *words)
        assert result.exit_code == 2
        assert re.match(r"witnessmark: (the note|--reason) (is empty|holds a)", result.stderr)
    assert not command.rows("list", case, "decisions")
    command.rows("decide", case, "note", "agency.txt", "  Received\n\tby post. ")
    assert [row["value"] for row in command.rows("list", case, "decisions")] == ["Received\n\tby post."]


def test_a_file_s_name_cannot_act(tmp_path: Path, reports: Path, command: Command) -> None:
    """Control characters, line ends and changes of direction are written out wherever the name is shown to people."""
    (tmp_path / "odd").mkdir()
    (reports / "agency.txt").rename(tmp_path / "odd" / ACTING)
    case = tmp_path / "ca\x1b[31mse"
    calls = [
        ("build", case, tmp_path / "odd"),
        *(("list", case, kind) for kind in ("sources", "statements", "figures", "questions", "dates")),
        ("search", case, "miners"),
        ("verify", case),
        ("decide", case, "note", ACTING, "By post."),
        ("list", case, "decisions"),
        ("read", tmp_path / "odd" / ACTING),
        ("dossier", case, "-o", tmp_path / "dossier\x1b[31m.html"),
        ("build", case, tmp_path / "odd" / "\x1b[31mgone"),
        ("list", case, "texts", "--source", "\x1b[31m"),
        ("list", case / "\x1b[31m", "texts"),
        ("read", tmp_path / "\x1b[31mgone"),
    ]
    for call in calls:
        result = command(*call)
        assert not RAW.search(result.output.replace("\r", "")), call
        assert "a\\x1b[31mred\\u202etxt.exe\n" not in result.output, call
    page = (tmp_path / "dossier\x1b[31m.html").read_text(encoding="utf-8")
    assert not RAW.search(page)
    assert '<span class="code" data-code="a">U+000A</span>.txt' in page
    assert {row["name"] for row in command.rows("list", case, "texts")} == {ACTING}


def test_a_name_that_is_not_utf_8_is_the_same_everywhere(tmp_path: Path, reports: Path, command: Command) -> None:
    """Lists, readings, decisions and the dossier show it alike, and it is found by its bytes and as it is shown."""
    odd, literal = os.fsdecode(b"n\xffame.txt"), "n\\xffame.txt"
    (tmp_path / "odd").mkdir()
    (reports / "agency.txt").rename(tmp_path / "odd" / odd)
    (reports / "copy.txt").rename(tmp_path / "odd" / literal)
    case = tmp_path / os.fsdecode(b"c\xff")
    assert command("build", case, tmp_path / "odd").exit_code == 0
    names = [row["name"] for row in command.rows("list", case, "sources")]
    assert names == [r"n\\xffame.txt", r"n\xffame.txt"]
    for given_name, name in ((odd, names[1]), (names[1], names[1]), (names[0], names[0])):
        assert {row["name"] for row in command.rows("list", case, "texts", "--source", given_name)} == {name}
        (note,) = command.rows("decide", case, "note", given_name, "By post.")
        assert note["subject"]["name"] == name
    assert command.rows("read", tmp_path / "odd" / odd)[0]["id"] == shown(tmp_path / "odd" / odd)
    assert command("dossier", case, "-o", tmp_path / "dossier.html").exit_code == 0
    page = (tmp_path / "dossier.html").read_text(encoding="utf-8")
    assert all(f">{name}<" in page for name in names)
    assert f"list '{tmp_path}/c\\xff' statements" in command("build", case).stdout


def _settings(**changed: str) -> bytes:
    values = {
        "format": "1",
        "name": '"Osteva"',
        "id": '"5f0c2a9e-2f0b-4a52-9d6c-0a4a1f0e8a55"',
        "created": '"2031-04-05T14:03:09+02:00"',
    } | changed
    return "".join(f"{key} = {value}\n" for key, value in values.items() if value).encode()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (_settings(nmae='"x"'), "nmae is not known here"),
        (_settings(name="7"), "name is '7' (a number)"),
        (_settings(name='""'), "name is '' (text)"),
        (_settings(id='["x"]'), "id is \"['x']\" (a list)"),
        (_settings(created="2031-04-05"), "created is '2031-04-05' (a time)"),
        (_settings(created='"yesterday"'), "created is 'yesterday' (text), which is no time"),
        (_settings(format='"1"'), "format is '1' (text)"),
        (_settings(format="true"), "format is 'True' (true or false)"),
        (_settings(format="0"), "format is '0' (a number)"),
        (_settings(format=""), "format is missing"),
        (_settings(name=""), "name is missing"),
        (b"", "format is missing"),
        (b"garbage [", "is not TOML"),
        (b"x = " + b"[" * 100_000, "is not TOML"),
        (b"x = " + b"9" * 10_000, "is not TOML"),
        (b'name = "\xff"', "is not UTF-8 (at byte 8)"),
        ("name = 'x'".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_settings_that_are_none_are_told_with_their_key(
    case: Path, command: Command, content: bytes, part: str
) -> None:
    """One line names the file, the key and what was found there."""
    (case / "case.toml").write_bytes(content)
    result = command("list", case, "sources")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"witnessmark: {case / 'case.toml'}: {part}"), result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_settings_may_begin_with_a_byte_order_mark(case: Path, command: Command) -> None:
    """An editor that adds one does no harm."""
    path = case / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert command("list", case, "sources").exit_code == 0


def test_settings_that_may_not_be_read_are_told(case: Path, command: Command) -> None:
    """The line names the permission."""
    path = case / "case.toml"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this account may read every file")
    assert "cannot be read (Permission denied)" in command("list", case, "sources").stderr
