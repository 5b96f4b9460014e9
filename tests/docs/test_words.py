"""Words: the glossary explains the nouns of the code, and each module says what it promises."""

from __future__ import annotations

import ast
import inspect
import re
from enum import Enum
from pathlib import Path

import pytest
from tests.docs.shown import DOCS, ROOT

from witnessmark import nouns

GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
TERMS = {term for row in re.findall(r"^\| \*\*(.+?)\*\* \|", GLOSSARY, re.MULTILINE) for term in row.split(", ")}
MODULES = sorted(
    path
    for path in (ROOT / "src" / "witnessmark").rglob("*.py")
    if "migrations" not in path.parts and path.stem != "__main__"
)
PARTS = {
    "EntryKind": "entry",
    "CopyKind": "copy",
    "NameKind": "name",
    "SharedPassage": "passage",
    "Step": "path",
    "StepKind": "path",
    "Related": "relation",
    "Apart": "question",
    "Custody": "custody facts",
    "PageBox": "box",
}
"""Classes of ``nouns`` that are a part of another noun, and the term that explains them."""


def test_every_noun_of_the_code_is_in_the_glossary() -> None:
    """A class of ``nouns`` has a word that readers of the documentation can look up."""
    for name, found in inspect.getmembers(nouns, inspect.isclass):
        if found.__module__ == nouns.__name__:
            assert PARTS.get(name, name.lower()) in TERMS, name


def test_the_glossary_names_every_mode_and_action() -> None:
    """What a speaker can do with a content, and what a person can decide."""
    for values in (nouns.Mode, nouns.Action):
        assert issubclass(values, Enum)
        for value in values:
            assert str(value) in GLOSSARY, value


def test_the_glossary_is_in_order_and_says_each_thing_once() -> None:
    """A reader finds a word by its first letter."""
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", GLOSSARY, re.MULTILINE)
    assert words == sorted(set(words))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_a_module_says_what_it_promises_and_what_not(path: Path) -> None:
    """Its docstring has a line for each; ``verify_case.py`` says it to strangers in words of its own."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    if path.name == "verify_case.py":
        assert "What is checked" in said
        assert "What this cannot tell" in said
    elif path.name == "__init__.py" and path.parent.name == "witnessmark":
        assert said
    else:
        assert "Promises:" in said, said[:80]
        assert "Does not:" in said, said[:80]
