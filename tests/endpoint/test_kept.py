"""What is kept of the endpoint's replies, as the reference page shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.docs.shown import DOCS

from witnessmark.endpoint import Kept
from witnessmark.reading.language_model.request import request_version

ABOUT = "The mayor had denied the order."


def test_a_reply_is_kept_as_the_page_shows_it(tmp_path: Path) -> None:
    """The file in the page is what is written for its paragraph, and is found again."""
    page = (DOCS / "reference" / "case-folder.md").read_text(encoding="utf-8")
    shown = re.findall(r"```json\n(.*?)\n```", page, re.DOTALL)[0]
    row = json.loads(shown)
    kept = Kept(tmp_path / "replies")
    kept.put(row["model"], ABOUT, row["reply"], row["address"])
    (path,) = kept.folder.rglob("*.json")
    assert path.read_text(encoding="ascii") == shown
    assert path.relative_to(kept.folder).as_posix() == f"{path.stem[:2]}/{path.stem}.json"
    assert kept.get(row["model"], ABOUT) == row["reply"]
    assert kept.get("another", ABOUT) is None
    assert kept.get(row["model"], ABOUT + " ") is None


def test_a_reply_survives_whatever_characters_it_has(tmp_path: Path) -> None:
    """Other scripts, control characters, half of a surrogate pair."""
    kept = Kept(tmp_path / "replies")
    for words in ("سخن “Öl”", "\0\r\n", "\ud800"):
        kept.put("m", words, words, "a")
        assert kept.get("m", words) == words


def test_the_page_on_readings_names_the_question() -> None:
    """The version that it shows has the digest of the question as it is."""
    page = (DOCS / "reference" / "readings.md").read_text(encoding="utf-8")
    assert f"question/{request_version()} " in page
