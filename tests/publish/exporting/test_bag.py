"""A bag: whole by everybody's measure, and every alteration caught by the party that can catch it."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command
from tests.publish.exporting.conftest import Stranger

from witnessmark.nouns import digest_of
from witnessmark.record import VERIFIER

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"


def write_anew(bag: Path) -> None:
    """Write both manifests, and the count of bytes, as somebody would who wants to hide a change."""
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    listed = [f"{digest_of(path.read_bytes())}  {path.relative_to(bag).as_posix()}\n" for path in files]
    (bag / MANIFEST).write_text("".join(listed))
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in files)}.{len(files)}"
    (bag / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: \S+", oxum, info), encoding="utf-8")
    tags = sorted(path for path in bag.iterdir() if path.is_file() and path.name != TAG_MANIFEST)
    (bag / TAG_MANIFEST).write_text("".join(f"{digest_of(path.read_bytes())}  {path.name}\n" for path in tags))


def altered(path: Path) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def rows_in(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def a_blob(bag: Path) -> Path:
    """Return a sealed file in a bag."""
    return next(path for path in sorted((bag / "data" / "record" / "blobs").rglob("*")) if path.is_file())


def test_everybody_finds_a_bag_whole(exported: Path, stranger: Stranger, command: Command) -> None:
    """coreutils, the script in the bag with nothing around it, and the case that made it."""
    bag = exported / "bag"
    assert stranger.sha256sum(bag, MANIFEST) == 0
    assert stranger.sha256sum(bag, TAG_MANIFEST) == 0
    status, told = stranger.verify(bag)
    assert status == 0, told
    assert "The bag and the record in it verify." in told
    status, told = stranger.verify(bag, "--proof", f"{bag}.tlog-proof")
    assert status == 0, told
    assert "this bag was exported by A. Tester" in told
    result = command("verify", exported / "case", "--bag", bag)
    assert result.exit_code == 0, result.output
    assert "says that this bag was exported, by A. Tester" in result.output


def test_a_bag_is_laid_out_as_rfc_8493_says(exported: Path) -> None:
    """Declaration, payload manifest over all of data/, tag manifest over all the rest."""
    bag = exported / "bag"
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = dict(line.split("  ")[::-1] for line in (bag / MANIFEST).read_text().splitlines())
    files = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    assert listed.keys() == files
    assert [*listed] == sorted(listed)
    tags = {line.split("  ")[1] for line in (bag / TAG_MANIFEST).read_text().splitlines()}
    assert tags == {path.name for path in bag.iterdir() if path.is_file()} - {TAG_MANIFEST}
    assert (bag / "verify_case.py").read_bytes() == VERIFIER.read_bytes()
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines())
    size = sum((bag / path).stat().st_size for path in files)
    assert info["Payload-Oxum"] == f"{size}.{len(files)}"
    assert info["Witnessmark-Sources-Withdrawn"].startswith("1 ")
    assert info["Internal-Sender-Description"] == "For the court."


def test_the_record_in_a_bag_is_that_of_the_case_before_the_entry(exported: Path, rich: Path) -> None:
    """Byte by byte; no private key, no settings, no database."""
    inner, record = exported / "bag" / "data" / "record", rich / "record"
    files = {path.relative_to(record) for path in record.rglob("*") if path.is_file()}
    assert {path.relative_to(inner) for path in inner.rglob("*") if path.is_file()} == files
    assert all((inner / path).read_bytes() == (record / path).read_bytes() for path in files)
    names = {path.name for path in (exported / "bag").rglob("*")}
    assert not names & {"case.toml", "reading.db", ".lock", "unsealed.jsonl"}
    assert not [name for name in names if name.endswith(".key")]


def test_the_log_names_the_bag_by_its_tag_manifest(exported: Path, command: Command) -> None:
    """The entry says which bag, of which state of the log, by whom and why; it shows among the decisions."""
    bag = exported / "bag"
    row = command.rows("list", exported / "case", "decisions")[-1]
    assert row["action"] == "export"
    assert row["target"] == digest_of((bag / TAG_MANIFEST).read_bytes())
    assert row["value"] == "bag"
    assert row["reason"] == "For the court."
    assert row["decided_by"] == "A. Tester"
    assert row["subject"]["entries"] == str(row["entry"])
    assert row["subject"]["manifest"] == digest_of((bag / MANIFEST).read_bytes())
    checkpoint = (bag / "data" / "record" / "log" / "checkpoint").read_text().splitlines()
    assert checkpoint[1:3] == [row["subject"]["entries"], row["subject"]["root"]]


def test_every_quote_in_a_bag_stands_at_its_spans(exported: Path) -> None:
    """A stranger can look each of them up with the bag alone."""
    reading = exported / "bag" / "data" / "reading"
    texts = {row["source"]: row["content"] for row in rows_in(reading / "contents.jsonl")}
    looked = 0
    for kind in ("statements", "figures", "dates"):
        for row in rows_in(reading / f"{kind}.jsonl"):
            for part in (row, row.get("speaker"), row.get("cue"), row.get("content")):
                if isinstance(part, dict) and part.get("spans"):
                    words = " … ".join(texts[row["source"]][start:end] for start, end in part["spans"])
                    assert words == part["quote"]
                    looked += 1
    assert looked > 20


def test_names_lead_to_sealed_files(exported: Path) -> None:
    """The table holds every original name, and the file that it names has that digest."""
    data = exported / "bag" / "data"
    with (data / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert {row["name"] for row in rows} >= {"agency.txt", "letter.txt", "'=awkward '.txt"}
    assert [row["name"] for row in rows if row["withdrawn"] == "true"] == ["letter.txt"]
    for row in rows:
        assert digest_of((data / row["path"]).read_bytes()) == row["source"]


@pytest.mark.parametrize("hidden", [False, True], ids=["as it is", "with manifests written anew"])
@pytest.mark.parametrize("what", ["sealed byte", "log byte", "read byte", "file added", "file removed", "fake record"])
def test_an_altered_bag_is_caught(handed: Path, stranger: Stranger, command: Command, what: str, hidden: bool) -> None:
    """By coreutils where the manifests were left; by the record's own log where it was touched; by the case and by the
    proof whatever was done.
    """
    bag, touched = handed / "bag", what in ("sealed byte", "log byte")
    match what:
        case "sealed byte":
            altered(a_blob(bag))
        case "log byte":
            altered(next((bag / "data" / "record" / "log" / "tile" / "entries").rglob("0*/*")))
        case "read byte":
            rows = (bag / "data" / "reading" / "figures.jsonl").read_text(encoding="utf-8")
            (bag / "data" / "reading" / "figures.jsonl").write_text(rows.replace("57", "17"), encoding="utf-8")
        case "file added":
            (bag / "data" / "reading" / "more.jsonl").write_text("{}\n")
        case "file removed":
            (bag / "data" / "reading" / "copies.jsonl").unlink()
        case "fake record":
            (bag / "data" / "record").rename(bag / "record")
    if hidden:
        write_anew(bag)
    seen_by_coreutils = not hidden and what not in ("file added",)
    assert (stranger.sha256sum(bag, MANIFEST) != 0) is seen_by_coreutils
    if not hidden:
        assert stranger.sha256sum(bag, TAG_MANIFEST) == 0
    status, told = stranger.verify(bag)
    assert (status != 0) is (not hidden or touched or what == "fake record"), told
    if what != "fake record":
        assert stranger.verify(bag, "--proof", f"{handed / 'bag'}.tlog-proof")[0] == 1
    result = command("verify", handed / "case", "--bag", bag)
    assert result.exit_code == 1, result.output
    assert ("no entry of this case's log" in result.output) is hidden


def test_a_bag_of_another_state_or_case_is_told(
    handed: Path, stranger: Stranger, built: Path, command: Command
) -> None:
    """A proof of another bag does not fit, a case knows only its own."""
    second = handed / "second"
    assert command("export", handed / "case", second, "--as", "bag").exit_code == 0
    assert stranger.verify(second, "--proof", f"{second}.tlog-proof")[0] == 0
    status, told = stranger.verify(second, "--proof", f"{handed / 'bag'}.tlog-proof")
    assert status == 1
    assert "it is of another bag" in told
    assert command("verify", handed / "case", "--bag", second).exit_code == 0
    assert command("verify", handed / "case", "--bag", handed / "bag").exit_code == 0
    assert command("verify", built / "case", "--bag", handed / "bag").exit_code == 1


def test_a_proof_that_was_tampered_with_is_refused(handed: Path, stranger: Stranger) -> None:
    """Whatever byte of it is changed, it never verifies, and never fails with a traceback."""
    proof = Path(f"{handed / 'bag'}.tlog-proof")
    data = proof.read_bytes()
    for at in range(0, len(data), 41):
        changed = bytearray(data)
        changed[at] ^= 1
        proof.write_bytes(changed)
        assert stranger.verify(handed / "bag", "--proof", str(proof))[0] in (1, 2), at


def test_links_and_odd_manifests_are_faults_not_failures(handed: Path, stranger: Stranger, command: Command) -> None:
    """A link, a path that leads out, a line twice, a manifest that is no text."""
    bag = handed / "bag"
    (bag / "data" / "reading" / "link").symlink_to("/etc/passwd")
    first = (bag / MANIFEST).read_text().splitlines(keepends=True)[0]
    with (bag / MANIFEST).open("a") as file:
        file.write(first + f"{'0' * 64}  data/../../etc/passwd\n" + "x" * 99)
    for status, told in (stranger.verify(bag), _told(command, handed)):
        assert status == 1
        assert "it is a link or a device" in told
        assert "line" in told
    (bag / MANIFEST).write_bytes(b"\xff\xfe" * 40)
    assert stranger.verify(bag)[0] == 1
    assert _told(command, handed)[0] == 1
    (bag / "bagit.txt").unlink()
    assert command("verify", handed / "case", "--bag", bag).exit_code == 2


def _told(command: Command, handed: Path) -> tuple[int, str]:
    result = command("verify", handed / "case", "--bag", handed / "bag")
    return result.exit_code, result.output


def test_an_export_cannot_be_withdrawn(handed: Path, command: Command) -> None:
    """What has left the case cannot be taken back, and the log does not pretend."""
    entry = command.rows("list", handed / "case", "decisions")[-1]["entry"]
    result = command("decide", handed / "case", "withdraw", entry, "--reason", "A mistake.")
    assert result.exit_code == 2
    assert "cannot be taken back" in result.output
    assert command("verify", handed / "case").exit_code == 0


def test_whatever_lies_in_the_record_goes_into_the_bag(handed: Path, stranger: Stranger, command: Command) -> None:
    """After a key was replaced the record holds more files; all of them are in the bag, and it verifies."""
    case = handed / "case"
    assert command("decide", case, "replace-key", "--reason", "The laptop was taken.").exit_code == 0
    assert command("export", case, handed / "later", "--as", "bag").exit_code == 0
    later = handed / "later"
    assert sorted(path.name for path in (later / "data" / "record" / "log" / "checkpoints").iterdir())
    assert stranger.verify(later, "--proof", f"{later}.tlog-proof")[0] == 0
    assert hashlib.sha256((later / TAG_MANIFEST).read_bytes()).hexdigest() in stranger.verify(later)[1]
