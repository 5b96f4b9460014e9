"""Web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from witnessmark.intake import Item, Limits, extract
from witnessmark.intake.web.html import read
from witnessmark.nouns import Text, digest_of

HEAD = """<title>Quarante morts à Velmora | Le Courrier d'Arvane</title>
<meta property="og:site_name" content="Le Courrier d'Arvane"><meta name="author" content="Ana Bel">
<meta property="article:published_time" content="2021-08-03T22:00:00+02:00">"""
BODY = """<nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav><article><h1>Quarante morts à Velmora</h1>
<p>Le gouverneur a déclaré que près de <b>quarante</b> prisonniers avaient été exécutés, et que l&#8217;enquête était
close. Les familles le nient depuis des mois.</p>
<figure><img src="a.jpg"><figcaption>La prison de Velmora. Photo: Agence Sud</figcaption></figure>
<h2>Les chiffres</h2><p>Selon l'agence, on compte:<br>première ligne<br>seconde ligne</p>
<ul><li>12 morts à Sud</li><li>28 morts au Nord</li></ul>
<table><tr><th>Mois</th><th>Morts</th></tr><tr><td>Mai</td><td>12</td></tr></table>
<blockquote><p>« Nous ne savons rien », a dit une mère devant la prison, depuis trois jours.</p></blockquote>
<p>Un dernier paragraphe assez long pour que la page ait un article, avec des mots sur la situation dans la ville.</p>
</article><footer>© 2021 Le Courrier d'Arvane</footer>"""
PAGE = f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">{HEAD}</head><body>{BODY}</body></html>'


def test_an_article_in_order() -> None:
    """Headings, paragraphs, captions, lists and tables come in order; menus and footers do not."""
    draft = read(PAGE.encode(), Limits())
    expected = [
        "Quarante morts à Velmora",
        "Le gouverneur a déclaré que près de quarante prisonniers avaient été exécutés, et que l’enquête était close.",
        "La prison de Velmora. Photo: Agence Sud",
        "Les chiffres",
        "Selon l'agence, on compte:\npremière ligne\nseconde ligne",
        "12 morts à Sud",
        "28 morts au Nord",
        "Mois\tMorts\nMai\t12",
        "« Nous ne savons rien »",
        "Un dernier paragraphe",
    ]
    places = [draft.content.index(words) for words in expected]
    assert places == sorted(places)
    assert "Accueil" not in draft.content
    assert "©" not in draft.content
    assert draft.losses == ()
    labels = {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}
    assert labels["12"] == "section Les chiffres, table 1, row 2, cell 2"
    assert labels["12 morts à Sud"] == "section Les chiffres, paragraph 4"


def test_what_the_page_says_about_itself() -> None:
    """Title, author, publisher, date and language are those that the page declares."""
    draft = read(PAGE.encode(), Limits())
    assert (draft.title, draft.author) == ("Quarante morts à Velmora", "Ana Bel")
    assert (draft.publisher, draft.published) == ("Le Courrier d'Arvane", "2021-08-03")
    assert draft.declared_language == "fr"


def test_a_date_that_was_searched_for_is_said_to_be() -> None:
    """A date that no metadata gives is reported with a fault."""
    page = PAGE.replace('<meta property="article:published_time" content="2021-08-03T22:00:00+02:00">', "")
    draft = read(page.replace("<h1>", "<p class='date'>Publié le 4.8.2021</p><h1>").encode(), Limits())
    assert draft.published in (None, "2021-08-04")
    if draft.published:
        assert any("not declared" in loss.fault for loss in draft.losses)


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "mac-roman", "utf-8", "utf-16"])
def test_declared_encodings(encoding: str) -> None:
    """A page is read in the encoding that it declares."""
    page = PAGE.replace("utf-8", encoding).replace("’", "'")
    codec = "cp1252" if encoding == "iso-8859-1" else encoding
    draft = read(page.encode(codec), Limits())
    assert "près de quarante prisonniers" in draft.content
    assert draft.encoding is not None
    assert draft.encoding.endswith("mark)" if encoding == "utf-16" else ("(declared)", "(valid)"))


def test_a_page_without_article_is_read_whole() -> None:
    """Where no article is found every visible word is read, and that is said; scripts and styles are not words."""
    menu = "".join(f"<li><a href='/{n}'>Entry {n}</a></li>" for n in range(3))
    draft = read(
        f"<html><head><style>p{{}}</style></head><body><script>x()</script><ul>{menu}</ul></body></html>".encode(),
        Limits(),
    )
    assert "Entry 2" in draft.content
    assert "x()" not in draft.content
    assert "p{}" not in draft.content


def test_broken_markup_is_read() -> None:
    """Unclosed and crossed tags cost no words."""
    words = "The governor of Sud said that the gates had been opened before dawn, and that nobody had been hurt."
    draft = read(f"<html><body><div><p>{words}<p><b>{words[4:]}<i></b>Third.</i><td>Stray cell".encode(), Limits())
    assert words in draft.content
    assert "Third." in draft.content


def test_what_a_page_repeats_is_repeated() -> None:
    """Paragraphs that a page has twice stand in the text twice, and a heading is not joined to what follows it."""
    words = "“Where are they?” the families asked the governor of Velmora, as they had asked on every day before that."
    draft = read(f"<html><body><h1>Velmora</h1><p>{words}</p><p>{words}</p></body></html>".encode(), Limits())
    assert draft.content == f"Velmora\n\n{words}\n\n{words}"


def test_looking_for_facts_is_bounded(tmp_path: Path) -> None:
    """When metadata takes longer than it may, the text is read without and the fault says so."""
    row = "<p class='date'>On 12 May, 13 May and 14 May <time>words</time> were said again.</p>"
    page = PAGE.replace('<meta property="article:published_time" content="2021-08-03T22:00:00+02:00">', "")
    data = page.replace("<article>", "<article>" + row * 5000).encode()
    path = tmp_path / "page"
    path.write_bytes(data)
    text = extract(Item(digest_of(data), "page.html", path), Limits(date_seconds=0.001))
    assert isinstance(text, Text)
    assert text.title is None
    assert any("took too long" in fault.fault for fault in text.faults)
    assert text.content.count("14 May words were said again") == 5000
