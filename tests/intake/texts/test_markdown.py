"""Markdown."""

from __future__ import annotations

from witnessmark.intake import Limits
from witnessmark.intake.texts.markdown import read

REPORT = b"""---
title: "Report on Velmora"
author: Ana Bel
date: 2021-08-03
lang: en
---
# Findings

The *governor* said **no fewer than** [forty](http://a.example/) had died.
He denied the rest.

> Quoted `words`

1. first
2. second
   - inner

| Place | Dead |
|---|---|
| Sud | 12 |

<div><p>Raw <b>markup</b></p></div>

![A picture](a.png)
"""


def test_words_without_markup_in_order() -> None:
    """What a rendered page would show stands in the text, in order, without markup."""
    assert read(REPORT, Limits()).content == (
        "Findings\n\nThe governor said no fewer than forty had died.\nHe denied the rest.\n\nQuoted words\n\nfirst\n\n"
        "second\n\ninner\n\nPlace\tDead\nSud\t12\n\nRaw markup\n\nA picture"
    )


def test_places_and_facts() -> None:
    """Headings name sections, cells have rows, and the head of the file gives title, author and date."""
    draft = read(REPORT, Limits())
    places = {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}
    assert places["Findings"] == "heading Findings"
    assert places["Quoted words"] == "section Findings, paragraph 2"
    assert places["12"] == "section Findings, table 1, row 2, cell 2"
    assert (draft.title, draft.author, draft.published) == ("Report on Velmora", "Ana Bel", "2021-08-03")
    assert draft.declared_language == "en"


def test_a_rule_is_no_front_matter() -> None:
    """A text that begins with a rule loses nothing."""
    assert read(b"---\nOnly words here\n---\nmore\n", Limits()).content == "Only words here\n\nmore"
