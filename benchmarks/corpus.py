"""Makes news articles about an invented country, as many as are asked for, the same ones every time."""

from __future__ import annotations

import html
import random
from pathlib import Path

_PLACES = ("Velmar", "Osteva", "Karun Dol", "Tamrit", "Sael", "Brannoch", "Idrel", "Port Ansel", "Mirovets", "Quarn")
_PEOPLE = (
    "Ana Velik",
    "Joram Tesk",
    "Lidia Karov",
    "Emre Saltan",
    "Noor Hadidi",
    "Pavel Oren",
    "Mirela Dask",
    "Tomas Idris",
)
_BODIES = (
    "the Interior Ministry",
    "the Tamrit Relief Union",
    "the regional prosecutor",
    "the Osteva Bar",
    "a hospital official",
)
_THINGS = ("detainees", "villagers", "prisoners", "graves", "families", "witnesses", "miners", "students")
_VERBS = ("were killed", "were detained", "were missing", "were taken from the prison", "were buried near the river")
_FRAMES = (
    "{body} said that {bound} {number} {thing} {verb} in {place} on {day} {month} {year}.",
    "“We counted {number} {thing} before nightfall, and then the road was closed,” said {person} of {place}.",
    "According to {person}, {bound} {number} {thing} {verb} during the {season} of {year}.",
    "{body} denied that {thing} {verb} in {place}, and called the report an invention.",
    "The road from {place} to {other} was still closed, and the market had not opened since {day} {month}.",
    "{person} told reporters that the lists kept in {place} named {number} {thing}, some from {other}.",
    "Officials in {place} would not say how long the {noun} near {other} would go on.",
    "“Nobody came to ask us,” {person} said. “The {noun} in {place} was empty when we returned.”",
)
_WORDS = (
    "harbour",
    "bridge",
    "winter",
    "letter",
    "office",
    "ledger",
    "window",
    "orchard",
    "witness",
    "hearing",
    "station",
    "archive",
    "valley",
    "school",
    "truck",
    "border",
    "morning",
    "silence",
    "number",
    "village",
    "corridor",
    "registry",
    "lantern",
    "quarry",
    "depot",
    "garden",
    "register",
    "chapel",
    "river",
    "convoy",
    "market",
    "meadow",
    "inquiry",
    "permit",
    "harvest",
    "kitchen",
    "tunnel",
    "barrack",
    "ferry",
    "square",
    "column",
    "notice",
    "cellar",
    "timber",
    "rail",
    "envelope",
)
_MONTHS = ("March", "April", "May", "June", "July", "August")


def article(number: int, words: int = 600) -> tuple[str, str, list[str]]:
    """Return title, publication date and paragraphs of the article with this number."""
    chance = random.Random(number)
    paragraphs, count = [], 0
    while count < words:
        sentences = [_sentence(chance) for _ in range(chance.randint(2, 4))]
        paragraphs.append(" ".join(sentences))
        count += sum(len(sentence.split()) for sentence in sentences)
    title = f"{chance.choice(_PLACES)}: {' '.join(chance.sample(_WORDS, 4))}"
    return title, f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", paragraphs


def _sentence(chance: random.Random) -> str:
    body, place, other = chance.choice(_BODIES), *chance.sample(_PLACES, 2)
    frame = chance.choice(_FRAMES).format(
        body=body, place=place, other=other, person=chance.choice(_PEOPLE), thing=chance.choice(_THINGS),
        verb=chance.choice(_VERBS), noun=chance.choice(_WORDS), number=chance.randint(2, 900),
        bound=chance.choice(("more than", "at least", "about", "nearly")), day=chance.randint(1, 28),
        month=chance.choice(_MONTHS), year=chance.randint(1979, 2024), season=chance.choice(("summer", "winter")),
    )  # fmt: skip
    tail = " ".join(chance.sample(_WORDS, 9))
    return f"{frame[0].upper()}{frame[1:]} It was noted beside the words {tail}."


def write_articles(folder: Path, count: int, *, first: int = 0) -> list[Path]:
    """Write so many articles, every second one as a web page, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + count):
        title, published, paragraphs = article(number)
        if number % 2:
            path = folder / f"{number:06}.txt"
            path.write_text("\n\n".join([title, *paragraphs]) + "\n", encoding="utf-8")
        else:
            path = folder / f"{number:06}.html"
            path.write_text(_page(title, published, paragraphs), encoding="utf-8")
        paths.append(path)
    return paths


def _page(title: str, published: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta property="article:published_time" content="{published}"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{html.escape(title)}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )
