"""The first page: short, and true to the Makefile and the package."""

from __future__ import annotations

import re
import tomllib

from tests.docs.shown import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_targets_that_pages_name_exist() -> None:
    """``make demo`` and the others are in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert {one or other for one, other in named} <= targets, page
    assert {"demo", "test"} <= set(re.findall(r"make ([a-z]+)", README))


def test_it_can_be_read_in_five_minutes() -> None:
    """About 200 words a minute."""
    assert len(README.split()) < 1300


def test_it_says_version_and_licence_as_the_package_does() -> None:
    """What is installed is what is described."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] in README
    assert project["version"] in README
    assert project["requires-python"].removeprefix(">=") in README
