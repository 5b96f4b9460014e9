"""Pages of Bellingcat's auto-archiver."""

from __future__ import annotations

import pytest
from tests.intake.archived.making_archived import METADATA, POST, TITLE, URL, Media, hashed, page

from witnessmark.intake import Limits
from witnessmark.intake.web.html import read

PICTURE = Media("run/a1.jpg", values={"hash": hashed(b"picture"), "src": "https://social.example/a.jpg"})
FILM = Media("run/b2.mp4", "video/mp4", {"hash": hashed(b"film", "SHA3-512"), "thumbnails": [Media("run/t1.jpg")]})


@pytest.mark.parametrize("newer", [True, False])
def test_its_text_is_what_the_post_says(newer: bool) -> None:
    """Title, words with their line ends, and other values that hold words; no table, menu, hash or address."""
    draft = read(page([PICTURE, FILM], newer=newer), Limits())
    assert draft.content == f"{TITLE}\n\n{POST}\n\nBo Cer says it was forty"
    labels = [locator.label for locator in draft.locators]
    assert labels == [
        f"heading {TITLE}",
        "part content, paragraph 1",
        "part content, paragraph 2",
        "part replies.first, paragraph 1",
    ]
    assert draft.losses == ()


@pytest.mark.parametrize("newer", [True, False])
def test_it_declares_address_times_version_and_hashes(newer: bool) -> None:
    """Under the tool's own names; files within another one's values have no hash, and are left out."""
    draft = read(page([PICTURE, FILM], newer=newer), Limits())
    declared = dict(draft.declared)
    assert declared["url"] == URL
    assert declared["tool"] == ("bellingcat/auto-archiver v1.1.2" if newer else "bellingcat/auto-archiver v0.12.0")
    assert declared["_processed_at"] == METADATA["_processed_at"]
    assert declared["media run/a1.jpg"] == hashed(b"picture")
    assert declared["media run/b2.mp4"] == hashed(b"film", "SHA3-512")
    assert declared["replies.likes"] == "17"
    assert "media run/t1.jpg" not in declared
    assert (draft.title, draft.author, draft.published) == (TITLE, "Ana Bel", "2024-04-30")


def test_it_is_known_by_what_is_in_it() -> None:
    """A page that speaks of the tool, or has its words without its tables, is an ordinary page."""
    words = "We used bellingcat/auto-archiver. Archived media for court lies in the office of the clerk. "
    article = f"<p>{words * 5}</p>"
    draft = read(f"<!doctype html><html><body><article>{article}</article></body></html>".encode(), Limits())
    assert draft.declared == ()
    assert "Archived media for court" in draft.content


def test_what_does_not_fit_is_said() -> None:
    """A row that was taken out, files without hashes, data too long to be kept."""
    one = read(page([PICTURE], count=2), Limits())
    assert [loss.fault for loss in one.losses] == ["the page says that it lists 2 files, and lists 1"]
    none = read(page([Media("a.jpg"), Media("b.jpg")]), Limits())
    assert [loss.fault for loss in none.losses] == [
        "the archiver declared no hash of any of its files: they are held against none"
    ]
    data = read(page([PICTURE], METADATA | {"api_data": "{" + "'x': 1, " * 200 + "}"}), Limits())
    assert "too long to be kept" in data.losses[0].fault
    facts = read(page([PICTURE], METADATA | {f"count {n}": str(n) for n in range(1100)}), Limits())
    assert "values are no words, and too many" in facts.losses[0].fault
    many = read(page([Media(f"{n}.jpg", values={"hash": hashed(b"%d" % n)}) for n in range(1200)]), Limits())
    assert "it lists 1,200 files; the hashes of the first 998 alone" in many.losses[0].fault


def test_a_post_without_words_gives_its_address() -> None:
    """A text is never empty for want of words: what was archived is said."""
    draft = read(page([PICTURE], {"url": URL, "_processed_at": "2024-05-02"}), Limits())
    assert draft.content == URL


@pytest.mark.parametrize("words", [b"</ul>", b"</table>", b"</td>", b"<li>", b"<ul>" * 300, b"<!-- "])
def test_broken_markup_gives_a_text(words: bytes) -> None:
    """Wherever the page is broken, there is a text, and no crash."""
    whole = page([PICTURE, FILM])
    for at in range(400, len(whole), 97):
        assert read(whole[:at] + words + whole[at:], Limits()).content


def test_a_date_that_no_calendar_has_is_none() -> None:
    """It stays among what the page declares."""
    draft = read(page([PICTURE], METADATA | {"timestamp": "2024-02-31 10:00"}), Limits())
    assert draft.published is None
    assert dict(draft.declared)["timestamp"] == "2024-02-31 10:00"
