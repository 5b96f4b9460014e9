"""Reads statements in English with the shipped encoder, and says who speaks.

Promises: every span is whole words of the text; the same text gives the same statements on any number of processes;
statements stand in the order of the text and name the one that relays them.
Does not: read other languages than English, or names and figures by the encoder alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from witnessmark.nouns import Mode, Name, NameKind, Passage, Span, Speaker, Statement
from witnessmark.reading.attributing.turns import find_turns
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.neural.attributions import Attribution, Model, Seen, find_attributions, see
from witnessmark.reading.neural.choosing import choose
from witnessmark.reading.neural.decoding import softmax, spans_of, viterbi
from witnessmark.reading.neural.pointing import Pointer
from witnessmark.reading.parties.naming import name_alone
from witnessmark.reading.parties.resolving import Claim, resolve_parties

OUR_GUIDE = 1
"""The encoder follows two guides; this is the one for reports (0 is PolNeAR's)."""
SMALLEST = 1e-6
_NEAR = 60
_MIGHT = re.compile(r"\s+(?:would|could|might|may)\b")
Calibration = Sequence[tuple[float, float]]
"""Scores with the share of right statements that was measured there, both rising."""
_NAME_KINDS = (NameKind.PERSON, NameKind.ORGANISATION, NameKind.PLACE, NameKind.OTHER)


def look(text: str, paragraphs: Sequence[Paragraph], model: Model) -> list[Seen]:
    """Run the encoder over the text once; statements and names are both taken from what it says."""
    sentences = [[sentence.span for sentence in paragraph.sentences] for paragraph in paragraphs]
    return [*see(text, sentences, model, OUR_GUIDE)]


def statements_of(
    text: str,
    paragraphs: Sequence[Paragraph],
    seen: Sequence[Seen],
    model: Model,
    calibration: Calibration,
    names: Sequence[Name],
) -> tuple[Statement, ...]:
    """Return the statements in what was seen of ``text``, their scores by ``calibration``."""
    found = find_attributions(text, seen, model, OUR_GUIDE)
    found.sort(key=lambda one: (_start(one), -one.content[-1].end, _depth(one)))
    places = {id(one): at for at, one in enumerate(found)}
    heirs = _heirs(found, paragraphs)
    labels = {turn.label for turn in find_turns(text, paragraphs, "en").values()}
    claims = [
        Claim(
            source=tuple(span for span in (_source(one, heirs),) if span),
            cue=(one.cue,) if one.cue else (),
            content=one.content,
            outer=places[id(one.outer)] if one.outer else None,
            label=one.source is not None and one.cue is None and any(label.holds(one.source) for label in labels),
        )
        for one in found
    ]
    pointer = Pointer(seen)
    parties = [
        choose(text, claim.source[0], resolved.party, pointer.at(claim.source[0]), names)
        if claim.source
        else resolved.party
        for claim, resolved in zip(claims, resolve_parties(text, claims, names, paragraphs), strict=True)
    ]
    return tuple(
        Statement(
            speaker=_speaker(text, one, _source(one, heirs), party),
            cue=Passage.of(text, one.cue) if one.cue else None,
            content=Passage.of(text, *one.content),
            mode=_mode(text, one),
            score=calibrated(one.score, calibration),
            relayed_by=(places[id(one.outer)],) if one.outer else (),
        )
        for one, party in zip(found, parties, strict=True)
    )


def names_of(text: str, seen: Iterable[Seen]) -> tuple[Name, ...]:
    """Return the names in what was seen of ``text``, by the mean of the heads for names."""
    found = []
    for one in seen:
        words, firsts = one.window.words, one.window.firsts
        chances = softmax(one.outputs.names[firsts]).mean(1)
        for tagged in spans_of(viterbi(np.log(chances + SMALLEST)), chances):
            passage = Passage.of(text, Span(words[tagged.first].start, words[tagged.last - 1].end))
            found.append(Name(passage=passage, kind=_NAME_KINDS[tagged.role]))
    return tuple(found)


def calibrated(score: float, points: Calibration) -> float:
    """Return the share of right statements among those with such a score, between the points that were measured."""
    if not points:
        return round(score, 4)
    return round(float(np.interp(score, [at for at, _ in points], [share for _, share in points])), 4)


def _start(one: Attribution) -> int:
    return min(span.start for span in (*one.content, *filter(None, (one.source, one.cue))))


def _depth(one: Attribution) -> int:
    return 0 if one.outer is None else 1 + _depth(one.outer)


def _source(one: Attribution, heirs: Mapping[int, Attribution]) -> Span | None:
    return one.source or (heirs[id(one)].source if id(one) in heirs else None)


def _heirs(found: Sequence[Attribution], paragraphs: Sequence[Paragraph]) -> dict[int, Attribution]:
    """Return, for each quotation that goes on without source and cue, the one whose speaker it stays with.

    That is the last one with a source, at the same level, in its paragraph or the one before.
    """
    starts = [paragraph.span.start for paragraph in paragraphs]
    last: dict[int, tuple[int, Attribution]] = {}
    heirs: dict[int, Attribution] = {}
    for one in found:
        level = id(one.outer) if one.outer else 0
        here = bisect_right(starts, one.content[0].start)
        if one.source is not None:
            last[level] = (here, one)
        elif one.cue is None and level in last and here - last[level][0] <= 1:
            heirs[id(one)] = last[level][1]
            last[level] = (here, last[level][1])
    return heirs


def _mode(text: str, one: Attribution) -> Mode:
    """Return the mode; what somebody "would then assert" was not asserted."""
    if one.mode is Mode.ASSERTED and one.cue is not None and one.source is not None and one.source.end < one.cue.end:
        between = text[one.source.end : one.cue.end]
        if len(between) < _NEAR and _MIGHT.match(between):
            return Mode.HYPOTHETICAL
    return one.mode


def _speaker(text: str, one: Attribution, source: Span | None, party: str | None) -> Speaker | None:
    if source is None:
        return None
    return Speaker(passage=Passage.of(text, source) if one.source else None, party=name_alone(party or "") or None)
