"""Scans in a case: read when Tesseract comes, page by page, stopped and gone on with; skipped where there is none."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.intake.ocr.conftest import LINES, drawn, saved

from witnessmark.build import SHELF
from witnessmark.intake import Item, Unread, recognise_page
from witnessmark.intake.ocr.program import SETTING, program
from witnessmark.nouns import digest_of


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Write a scan of two pages and a text into a folder."""
    folder = tmp_path / "scans"
    folder.mkdir()
    pages = [drawn(), drawn(("“They read the names from a list,” said Hela Marrow.",), size=(1600, 220))]
    (folder / "scan.tif").write_bytes(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    (folder / "note.txt").write_text("Tomas Marrow said that 46 men had been taken from Sarn.\n")
    return folder


def test_a_scan_waits_for_tesseract_and_is_read_when_it_comes(
    scans: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Tesseract the scan is a fault; the next build that has it reads it, and the one after changes nothing."""
    case = tmp_path / "case"
    assert command("build", case, scans).exit_code == 0
    (fault,) = command.rows("list", case, "faults")
    assert "apt-get install tesseract-ocr" in fault["hint"]
    monkeypatch.delenv(SETTING)
    found = program()
    if found is None or "eng" not in found.codes:
        pytest.skip("Tesseract with its English pack is not installed (Debian: tesseract-ocr)")
    source = scans / "scan.tif"
    digest = digest_of(source.read_bytes())
    recognise_page(Item(digest, "scan.tif", source, case / SHELF), Unread(1, "picture"))  # where a stopped build got to
    assert command("build", case).exit_code == 0
    assert not (case / SHELF).exists()
    said = command.rows("list", case, "statements", "--speaker", "Hela Marrow")
    assert [one["content"]["quote"] for one in said] == ["“They read the names from a list,”"]
    (text,) = (row for row in command.rows("list", case, "texts") if row["name"] == "scan.tif")
    assert f"tesseract/{found.version} packs/{found.digest}" in text["extractor"]
    assert text["characters"] > len(" ".join(LINES))
    again = command("build", case)
    assert again.exit_code == 0
    assert text in command.rows("list", case, "texts")
    assert command("verify", case).exit_code == 0


def test_a_passage_leads_to_its_words_on_the_page(
    scans: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists tell the boxes of its own words, corrected ones too; the dossier shows its lines, from sealed bytes."""
    monkeypatch.delenv(SETTING)
    found = program()
    if found is None or "eng" not in found.codes:
        pytest.skip("Tesseract with its English pack is not installed (Debian: tesseract-ocr)")
    case = tmp_path / "case"
    assert command("build", case, scans).exit_code == 0
    (said,) = command.rows("list", case, "statements", "--speaker", "Hela Marrow")
    ((page, left, top, right, bottom),) = said["boxes"]
    assert (page, said["locator"]) == (2, "page 2, line 1")
    assert 70 < left < 100 < right < 1100  # the speaker's words stand right of it
    assert 60 < top < bottom < 140
    (hit,) = command.rows("search", case, "names from a list")
    ((again, first, _, last, _),) = hit["boxes"]
    assert (again, first) == (page, left)
    assert last > right + 300, "the whole line"
    (note,) = command.rows("list", case, "statements", "--source", "note.txt")
    assert note["boxes"] == []

    (before,) = command.rows("list", case, "figures", "--words", "46", "--source", "scan.tif")
    words = ("64", "--was", "46", "--reason", "The page shows it.")
    assert command("decide", case, "correct", "scan.tif", *words).exit_code == 0
    assert command("build", case).exit_code == 0
    (after,) = command.rows("list", case, "figures", "--words", "64", "--source", "scan.tif")
    assert after["boxes"] == before["boxes"]
    assert len(before["boxes"]) == 1

    written = tmp_path / "dossier.html"
    assert command("dossier", case, "-o", written).exit_code == 0
    dossier = written.read_text("utf-8")
    assert "page 2, line 1 of scan.tif, as the page shows it" in dossier
    assert 'class="strip"' in dossier
    assert "cannot be shown" not in dossier
    source = hashlib.sha256((scans / "scan.tif").read_bytes()).hexdigest()
    sealed = case / "record" / "blobs" / source[:2] / source
    sealed.chmod(0o600)
    sealed.write_bytes(saved(drawn(("Other words stand here.",) * 4)))
    assert command("dossier", case, "-o", written).exit_code == 0
    dossier = written.read_text("utf-8")
    assert 'class="strip"' not in dossier
    assert "cannot be shown: the bytes at its place are not those that were sealed" in dossier
    written.unlink()
    sealed.unlink()
    assert command("dossier", case, "-o", written).exit_code == 0
    assert "cannot be shown: the file cannot be opened" in written.read_text("utf-8")
