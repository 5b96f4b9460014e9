"""Sets a dossier as one HTML page that needs nothing outside itself.

Promises: every word of a source is escaped and inert; no request leaves the page, which its content security policy
also forbids; no script; the page is well-formed as XML too; the same dossier makes the same bytes.
Does not: resolve citations (``compose`` has) or write files.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from witnessmark.comparing import Entry
from witnessmark.comparing.questions.answers import MOST_COMPARED
from witnessmark.intake.sniffing import spoken
from witnessmark.nouns import Answer, Figure, Mode
from witnessmark.publish import line
from witnessmark.publish.atlas import Point, atlas
from witnessmark.publish.compared import QuestionFinding
from witnessmark.publish.contents import Dossier, sections
from witnessmark.publish.cutouts import strip
from witnessmark.publish.findings import Reference
from witnessmark.publish.funnel import Stage, funnel
from witnessmark.publish.marks import marked
from witnessmark.publish.pictures import MOST, Bar, drawable, interval_words, picture
from witnessmark.publish.wordings import abridged, beside
from witnessmark.publish.words import Quote, direction_of, plain, shown, shown_in_line

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"

MODES: dict[str, tuple[str, str]] = {
    Mode.ASSERTED: ("asserts", "says that it is so"),
    Mode.DENIED: ("denies", "says that it is not so"),
    Mode.HYPOTHETICAL: ("supposes", "speaks of what would, could or might be"),
    Mode.ASKED: ("asks", "asks whether or what"),
    Mode.CALLED_FOR: ("calls for", "demands or proposes that it be done"),
    Mode.ORDERED: ("orders", "gives an order"),
    Mode.BELIEVED: ("believes", "thinks, expects or doubts it"),
    Mode.PROMISED: ("promises", "undertakes to do it"),
}
"""What a speaker does with the words, as one verb and as it is explained to a reader."""

ACTIONS = {
    "confirm": "confirmed",
    "reject": "rejected",
    "unsure": "marked as unsure",
    "note": "noted",
    "grade": "graded",
    "interest": "marked as one interest",
    "relate": "related",
    "merge": "merged",
    "split": "split",
    "rename": "renamed",
    "move": "moved",
    "correct": "corrected words of",
    "withdraw": "withdrew",
    "replace-key": "replaced the signing key",
    "export": "exported a bag, whose tag manifest is",
}
"""What a decision did, as a verb in the past."""


def render(dossier: Dossier) -> str:
    """Return the whole page."""
    return "".join(pieces(dossier))


def pieces(dossier: Dossier) -> Iterator[str]:
    """Yield the page piece by piece, so that a long one need not lie in memory."""
    style = _style(dossier)
    yield from (
        _environment()
        .get_template("dossier.html")
        .generate(
            dossier=dossier,
            facts=dossier.facts,
            style=Markup(style),  # noqa: S704 - our own file and an escaped string
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _style(dossier: Dossier) -> str:
    """Return the style sheet; printed pages carry the name of the case and the root hash in their margins."""
    facts = dossier.facts
    running = (
        f"@page{{@top-left{{content:{_css_string(facts.name)}}}"
        f"@bottom-left{{content:{_css_string(f'Log of {facts.size} entries, root {facts.root}')}}}}}"
    )
    return f"\n{(TEMPLATES / 'dossier.css').read_text(encoding='utf-8')}{running}\n"


def _css_string(text: str) -> str:
    """Write ``text`` as a string of a style sheet in which no character can end it."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'


_LONG_PLACE = 40
"""Characters of a place that a narrow column shows whole."""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
        auto_reload=False,
    )
    environment.filters |= {
        "set_as": _set_as,
        "attribute": plain,
        "abridged": abridged,
        "marked": marked,
        "moment": _moment,
        "named": _named,
        "count": _count,
        "percent": _percent,
        "interval": _interval,
        "picture": _picture,
        "undrawn": _undrawn,
        "funnel": _funnel,
        "line": _line,
        "unlined": _unlined,
        "on_map": _on_map,
        "degrees": _degrees,
        "hash": _hash,
        "kind": _kind,
        "languages": _languages,
    }
    environment.globals |= {
        "MODES": MODES,
        "ACTIONS": ACTIONS,
        "MOST_COMPARED": MOST_COMPARED,
        "SECTIONS": {section.id: section for section in sections()},
        "words_of": _words_of,
        "beside": beside,
        "strip": strip,
    }
    return environment


def _inert(value: object) -> object:
    """Make every word that a template puts out inert, wherever it comes from."""
    return value if isinstance(value, Markup) else shown(str(value))


def _set_as(quote: Quote) -> Markup:
    """Return the attributes that set a quote in its language and direction; an unknown language is said to be so."""
    return Markup(' lang="{}" dir="{}"').format(quote.language, quote.direction)


def _named(words: str, of: str = "name") -> Markup:
    """Return a name or a title set apart from the direction of its line; the parts of a file name go left to right."""
    return (
        Markup('<bdi class="{}" dir="{}">').format(of, "ltr" if of == "file" else direction_of(words))
        + (shown_in_line if of == "file" else shown)(words)
        + Markup("</bdi>")
    )


def _moment(time: str) -> Markup:
    """Return a time for people, with the machine's form beside it; what is no time comes as it is."""
    try:
        read = datetime.fromisoformat(time)
    except ValueError:
        return shown(time)
    zone = read.strftime("%z")
    offset = "UTC" if zone in ("+0000", "") else f"UTC{zone[:3]}:{zone[3:5]}"
    words = f"{read.day} {read:%B %Y}, {read:%H:%M:%S} {offset if zone else ''}".rstrip()
    return Markup('<time datetime="{}">{}</time>').format(time, words)


def _kind(media_type: str | None) -> str:
    """Return what people call a media type."""
    return "not known" if media_type is None else spoken(media_type).removeprefix("a ").removeprefix("an ")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _interval(item: Figure | Answer) -> str:
    return interval_words(item.lo, item.hi, approximate=item.approximate)


def _picture(question: QuestionFinding) -> Markup:
    return picture(f"picture-{question.number.lower()}", question.question, _bars(question))


def _undrawn(question: QuestionFinding) -> int:
    """Return how many answers the picture does not hold."""
    bars = _bars(question)
    return len(bars) - min(MOST, sum(map(drawable, bars)))


def _bars(question: QuestionFinding) -> list[Bar]:
    given = [(item.letter, item.answer) for item in question.answers]
    return [Bar(letter, answer.lo, answer.hi, answer.approximate) for letter, answer in given]


def _funnel(question: QuestionFinding) -> Markup:
    stages = [
        Stage("source", "sources", question.articles),
        Stage("utterance", "utterances", question.utterances),
        Stage("origin", "origins", question.origins, question.origins_unknown, most=True),
        Stage("interest", "interests", question.interests, most=True),
    ]
    return funnel(f"funnel-{question.number.lower()}", "From sources to interests", stages)


def _line(dossier: Dossier) -> Markup:
    return line.line("timeline-picture", "Dates that the texts name", _stretches(dossier))


def _unlined(dossier: Dossier) -> int:
    """Return how many dates the timeline does not draw."""
    return len(dossier.moments) - min(line.MOST, len(_stretches(dossier)))


def _on_map(dossier: Dossier) -> Markup:
    points = [
        Point(item.number, item.located.place.name, entry.latitude, entry.longitude, item.located.place.mentions)
        for item in dossier.places
        if (entry := item.located.entry) and entry.latitude is not None and entry.longitude is not None
    ]
    return atlas("map", "Places that the texts name", points)


def _degrees(entry: Entry) -> str:
    """Write where a place is: ``59.33° N, 18.07° E``."""
    north, east = entry.latitude or 0.0, entry.longitude or 0.0
    return f"{abs(north):.2f}° {'N' if north >= 0 else 'S'}, {abs(east):.2f}° {'E' if east >= 0 else 'W'}"


def _stretches(dossier: Dossier) -> list[line.Stretch]:
    return [
        line.Stretch(item.number, item.value, item.moment, len(item.words)) for item in dossier.moments if item.moment
    ]


def _hash(digest: str) -> Markup:
    """Return a hash in groups of eight that a narrow column can break between, and that copies as one word."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return Markup('<code class="hash">') + Markup("<wbr/>").join(map(escape, groups)) + Markup("</code>")


def _languages(dossier: Dossier) -> str:
    """Return the languages of the texts with how many texts each has, the most frequent first."""
    found: dict[str, int] = {}
    for source in dossier.sources:
        if source.text:
            language = source.text.language or "not known"
            found[language] = found.get(language, 0) + 1
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{language} {number:,}" for language, number in ordered)


def _words_of(reference: Reference, short: bool = False) -> str:
    """Return the words of a citation: ``[3] paragraph 7``; where short, a long place keeps its begin and last step."""
    place = reference.citation.locator
    if short and len(place) > _LONG_PLACE:
        last = place.rpartition(", ")[2]
        ending = f" {last}" if len(last) < _LONG_PLACE // 2 else ""
        place = f"{place[: _LONG_PLACE // 2].rstrip('., ')}…{ending}"
    return f"[{reference.number}]" + (f" {place}" if place else "")
