"""Links of the pages lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.docs.shown import DOCS, ROOT, blocks_of, name_of, pages

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+?)\s*$")


def prose(page: Path) -> list[str]:
    """Return the lines of a page that stand in no fenced block."""
    lines = page.read_text(encoding="utf-8").splitlines()
    fenced = {number for block in blocks_of(lines) for number in range(block.start - 1, block.end + 1)}
    return [line for number, line in enumerate(lines) if number not in fenced]


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub and others make them."""
    found: dict[str, int] = {}
    for line in prose(page):
        if match := _HEADING.match(line):
            words = re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", match[1]).casefold()
            slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            found[slug] = found.get(slug, -1) + 1
            if found[slug]:
                found[f"{slug}-{found[slug]}"] = 0
    return frozenset(found)


def links(page: Path) -> list[str]:
    """Return the addresses that a page links to within the project."""
    found = _LINK.findall("\n".join(re.sub(r"`[^`]*`", "", line) for line in prose(page)))
    return [address for address in found if not address.startswith("https://")]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    """Each is relative, stays in the project, and names a file and, after ``#``, a heading of it."""
    for address in links(page):
        path, _, anchor = unquote(address).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), address
        assert target.exists(), f"{name_of(page)} links to {address}, which is not there"
        if anchor:
            assert anchor in anchors(target), f"{name_of(page)} links to {address}; that page has no such heading"


def test_the_index_leads_to_every_page() -> None:
    """No page of the documentation is left out of its index."""
    index = DOCS / "README.md"
    linked = {(index.parent / address.partition("#")[0]).resolve() for address in links(index)}
    missing = {name_of(page) for page in DOCS.rglob("*.md")} - {
        name_of(page) for page in linked | {index} if page.is_relative_to(ROOT)
    }
    assert not missing


def test_pictures_are_small_and_described() -> None:
    """Every picture that a page shows has words for those who cannot see it, and weighs under 300 kB."""
    shown = {}
    for page in pages():
        for words, address in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", "\n".join(prose(page))):
            shown[(page.parent / address).resolve()] = words
    kept = {path for path in (DOCS / "pictures").iterdir() if path.suffix in (".png", ".svg")}
    assert kept == set(shown)
    for path, words in shown.items():
        assert len(words) > 20
        assert path.stat().st_size < 300_000
