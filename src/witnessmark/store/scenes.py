"""Asks the reading for what the figures of a text may take from the words around them.

Promises: texts come in runs, so that no more than ``AT_ONCE`` of them are in memory; figures keep their order.
Does not: decide what a figure takes (see ``comparing.scenes``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import sqlalchemy as sa

from witnessmark.comparing.counted import is_asked
from witnessmark.comparing.questions.scenes import Placed, Scene, Standing, place_all
from witnessmark.comparing.questions.text_times import Scope
from witnessmark.nouns import Digest, Edtf, NameKind, Span
from witnessmark.store import ask, rows, schema
from witnessmark.store.cited import CitedFigure

AT_ONCE = 100
"""Texts whose words are in memory together."""


def placed_figures(connection: sa.Connection) -> Iterator[tuple[Digest, list[tuple[CitedFigure, Placed]]]]:
    """Yield for each text its figures that no person has rejected, with what they take from their text."""
    texts = groupby(ask.figures(connection), key=lambda item: item.citation.source)
    for some in _runs((source, [item for item in found if item.verdict != "reject"]) for source, found in texts):
        telling = [source for source, items in some if any(is_asked(item.figure.measure) for item in items)]
        scenes = _scenes(connection, telling)
        for source, items in some:
            if source in scenes:
                standing = [_standing(one) for one in items]
                yield source, [*zip(items, place_all(standing, scenes[source]), strict=True)]
            else:
                yield source, [(item, Placed(figure=item.figure, scope=Scope())) for item in items]


def _standing(item: CitedFigure) -> Standing:
    voice = item.party or item.speaker or item.statement or ""
    return Standing(id=item.id, figure=item.figure, locator=item.citation.locator, voice=voice)


_Found = tuple[Digest, list[CitedFigure]]


def _runs(texts: Iterable[_Found]) -> Iterator[list[_Found]]:
    run: list[_Found] = []
    for one in texts:
        run.append(one)
        if len(run) == AT_ONCE:
            yield run
            run = []
    if run:
        yield run


def _scenes(connection: sa.Connection, sources: Sequence[Digest]) -> dict[Digest, Scene]:
    """Return what is known of some texts."""
    if not sources:
        return {}
    text, name, date = schema.text.c, schema.name.c, schema.date.c
    query = sa.select(text.id, text.source, text.content, text.title, text.published).where(text.source.in_(sources))
    found = [*connection.execute(query).mappings()]
    numbers = [row["id"] for row in found]
    places: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    named = sa.select(name.text, name.spans, name.quote).where(name.text.in_(numbers), name.kind == NameKind.PLACE)
    for number, spans, quote in connection.execute(named.order_by(name.text, name.position)):
        places[number].append((rows.spans_from(spans)[0], " ".join(quote.split())))
    dates: dict[int, list[Edtf]] = defaultdict(list)
    dated = sa.select(date.text, date.value).where(date.text.in_(numbers)).order_by(date.text, date.position)
    for number, value in connection.execute(dated):
        dates[number].append(value)
    return {
        row["source"]: Scene(
            content=row["content"],
            title=row["title"],
            published=row["published"],
            places=sorted(places[row["id"]], key=lambda pair: (pair[0].start, pair[0].end)),
            dates=dates[row["id"]],
        )
        for row in found
    }
