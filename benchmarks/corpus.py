"""Makes news articles about an invented country, as many as are asked for, the same ones every time.

Sentences are put together word by word, so that articles share no more words in a row than articles do that nobody
copied.
"""

from __future__ import annotations

import html
import random
from pathlib import Path

_NAMES = "Ana Joram Lidia Emre Noor Pavel Mirela Tomas Ines Davor Selma Kirin Oskar Leyla Marta Iven".split()
_SURNAMES = "Velik Tesk Karov Saltan Hadidi Oren Dask Idris Malin Brecht Ostrov Kanda Sorel Tamm".split()
_PLACES = "Velmar Osteva Tamrit Sael Brannoch Idrel Ansel Mirovets Quarn Dolmen Karvel Ustrin Pelago Norvik".split()
_BODIES = "ministry,council,court,union,bar,police,hospital,army,commission,mission,prosecutor,governor".split(",")
_THINGS = "detainees,villagers,prisoners,graves,families,witnesses,miners,students,farmers,houses,nurses".split(",")
_ACTS = "killed,detained,buried,missing,wounded,displaced,taken away,questioned,released,counted".split(",")
_BOUNDS = ("more than", "at least", "about", "nearly", "some", "up to", "fewer than", "exactly")
_SAID = "said,announced,insisted,reported,claimed,denied,warned,confirmed,recalled,stressed,argued".split(",")
_MONTHS = ("March", "April", "May", "June", "July", "August", "September")
_NOUNS = (
    "harbour bridge winter letter office ledger window orchard hearing station archive valley school truck border "
    "morning silence number village corridor registry lantern quarry depot garden register chapel river convoy market "
    "meadow inquiry permit harvest kitchen tunnel barrack ferry square column notice cellar timber rail envelope gate "
    "road engine carpet ladder pocket mirror blanket tower basin kettle drawer candle shovel wagon fence parcel bell"
).split()
_ADJECTIVES = (
    "grey narrow late quiet broken heavy empty northern wooden early former crowded frozen distant hidden bitter plain "
    "steep dusty patient open sudden careful green hollow ordinary silent unpaved nameless official private"
).split()
_VERBS = (
    "crossed watched followed opened closed carried counted repaired searched emptied painted guarded measured sold "
    "moved questioned remembered avoided visited described copied signed burned crowded blocked cleared"
).split()
_LINKS = "near behind beyond before beside after above without around inside against toward".split()


def article(number: int, words: int = 600) -> tuple[str, str, list[str]]:
    """Return title, publication date and paragraphs of the article with this number."""
    chance = random.Random(number)
    paragraphs, count = [], 0
    while count < words:
        sentences = [_sentence(chance) for _ in range(chance.randint(2, 4))]
        paragraphs.append(" ".join(sentences))
        count += sum(len(sentence.split()) for sentence in sentences)
    title = f"{chance.choice(_PLACES)}: {' '.join(chance.sample(_NOUNS, 4))}"
    return title, f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", paragraphs


def _sentence(chance: random.Random) -> str:
    kinds = (_told, _told, _quoted, _according, _plain, _plain)
    sentence = chance.choice(kinds)(chance)
    return f"{sentence[0].upper()}{sentence[1:]}"


def _told(chance: random.Random) -> str:
    body = f"the {chance.choice(_PLACES)} {chance.choice(_BODIES)}"
    return f"{body} {chance.choice(_SAID)} that {_count(chance)} {_scene(chance)}."


def _quoted(chance: random.Random) -> str:
    return f"“We {chance.choice(_VERBS)} {_thing(chance)} {_scene(chance)},” {chance.choice(_SAID)} {_person(chance)}."


def _according(chance: random.Random) -> str:
    return f"according to {_person(chance)}, {_count(chance)} {_scene(chance)}."


def _plain(chance: random.Random) -> str:
    day = f"on {chance.randint(1, 28)} {chance.choice(_MONTHS)} {chance.randint(1979, 2024)}"
    return f"{_thing(chance)} {chance.choice(_VERBS)} {_thing(chance)} {day}, {_scene(chance)}."


def _count(chance: random.Random) -> str:
    number, thing, act = chance.randint(2, 900), chance.choice(_THINGS), chance.choice(_ACTS)
    return f"{chance.choice(_BOUNDS)} {number} {chance.choice(_ADJECTIVES)} {thing} were {act}"


def _scene(chance: random.Random) -> str:
    where = f"{chance.choice(_LINKS)} {_thing(chance)} of {chance.choice(_PLACES)}"
    return f"{chance.choice(_LINKS)} {_thing(chance)} {where}"


def _thing(chance: random.Random) -> str:
    return f"{chance.choice(('the', 'a', 'one', 'their', 'this'))} {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}"


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)}"


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
