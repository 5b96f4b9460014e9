"""The rows of lists as JSON objects, with the keys that scripts rely on.

Promises: the keys and their meaning are those of the reference page on lists; spans are code points of the unchanged
text.
Does not: ask the store, or print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from witnessmark.comparing import Dated, Entry, Located
from witnessmark.nouns import Answer, Date, Fault, Figure, Name, Passage, Path, Question, Reading, Span, Statement
from witnessmark.store.cited import (
    Acquired,
    Citation,
    CitedCopy,
    CitedDate,
    CitedFigure,
    CitedName,
    CitedStatement,
    Party,
    Recorded,
    TextFacts,
)
from witnessmark.store.contradictions import CitedContradiction
from witnessmark.store.search import Hit
from witnessmark.store.timeline import DatedWords
from witnessmark.store.utterances import CitedUtterance

Json = dict[str, Any]


def spans_of(passage: Passage | None) -> list[list[int]]:
    """Return the spans of a passage as pairs; none where there is no passage."""
    return [_pair(span) for span in passage.spans] if passage else []


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _place(item: Citation) -> Json:
    boxes = [[box.page, box.left, box.top, box.right, box.bottom] for box in item.boxes]
    return {"source": item.source, "name": item.name, "locator": item.locator, "boxes": boxes}


def _speaker_words(said: Statement) -> str | None:
    return said.speaker.passage.quote if said.speaker and said.speaker.passage else None


def _words(passage: Passage | None) -> Json | None:
    return None if passage is None else {"quote": passage.quote, "spans": spans_of(passage)}


def statement(item: CitedStatement) -> Json:
    """One line of ``list statements``."""
    said = item.statement
    speaker: Json | None = None
    if said.speaker is not None:
        words = said.speaker.passage
        speaker = {"quote": words.quote if words else "", "spans": spans_of(words), "party": said.speaker.party}
    return {
        "id": item.id,
        **_place(item.citation),
        "speaker": speaker,
        "cue": _words(said.cue),
        "content": _words(said.content),
        "mode": str(said.mode),
        "relayed_by": list(item.relayed_by),
        "score": said.score,
        "verdict": item.verdict,
        "grade": item.grade,
        "interest": item.interest,
        "relations": list(item.relations),
    }


def figure(item: CitedFigure) -> Json:
    """One line of ``list figures``."""
    return {
        "id": item.id,
        **_place(item.citation),
        "statement": item.statement,
        "speaker": item.speaker,
        "party": item.party,
    } | _figure(item.figure)


def _figure(found: Figure) -> Json:
    return {
        "quote": found.passage.quote,
        "spans": spans_of(found.passage),
        "lo": found.lo,
        "hi": found.hi,
        "approximate": found.approximate,
        "counted": found.counted,
        "measure": found.measure,
        "place": found.place,
        "period": found.period,
    }


def date(item: CitedDate) -> Json:
    """One line of ``list dates``."""
    return _place(item.citation) | _date(item.date)


def _date(found: Date) -> Json:
    return {
        "quote": found.passage.quote,
        "spans": spans_of(found.passage),
        "value": found.value,
        "anchor": found.anchor,
    }


def name(item: CitedName) -> Json:
    """One name with its place."""
    return {"source": item.citation.source, "name": item.citation.name} | _name(item.name)


def _name(found: Name) -> Json:
    return {"quote": found.passage.quote, "spans": spans_of(found.passage), "kind": str(found.kind)}


def source(item: Acquired) -> Json:
    """One line of ``list sources``: an acquisition."""
    custody = item.source.custody
    return {
        "source": item.source.digest,
        "name": custody.name,
        "bytes": item.source.size,
        "media_type": item.media_type,
        "acquired_at": custody.acquired_at,
        "acquired_by": custody.acquired_by,
        "acquired_from": custody.acquired_from,
        "clock": custody.clock,
        "tool": custody.tool,
        "parent": custody.parent,
        "parent_name": item.parent_name,
        "part": custody.part,
        "parts": item.parts,
        "withdrawn": item.withdrawn,
        "grade": item.grade,
        "interest": item.interest,
        "relations": list(item.relations),
    }


def text(item: TextFacts) -> Json:
    """One line of ``list texts``."""
    return {
        "source": item.source,
        "name": item.name,
        "media_type": item.media_type,
        "language": item.language,
        "extractor": item.extractor,
        "encoding": item.encoding,
        "characters": item.characters,
        "title": item.title,
        "author": item.author,
        "published": item.published,
        "published_from": None if item.published is None else "text" if item.published_in_text else "file",
        "publisher": item.publisher,
        "declared": dict(item.declared),
        "corrections": [
            {
                "entry": one.entry,
                "spans": [[one.span.start, one.span.end]],
                "original": {"quote": one.was, "spans": [[one.original.start, one.original.end]]},
            }
            for one in item.corrections
        ],
    }


def party(item: Party) -> Json:
    """One line of ``list parties``."""
    return {
        "party": item.party,
        "kind": item.kind,
        "spellings": list(item.spellings),
        "roles": list(item.roles),
        "statements": item.statements,
        "interest": item.interest,
        "relations": list(item.relations),
    }


def dated(item: Dated[DatedWords]) -> Json:
    """One line of ``list timeline``."""
    moment = item.moment
    return {
        "value": item.value,
        "first": moment.first.isoformat() if moment and moment.first else None,
        "last": moment.last.isoformat() if moment and moment.last else None,
        "approximate": moment.approximate if moment else False,
        "words": [_dated_words(each) for each in item.items],
    }


def _dated_words(item: DatedWords) -> Json:
    said = item.statement
    return {
        **_place(item.date.citation),
        "quote": item.date.citation.passage.quote,
        "spans": spans_of(item.date.citation.passage),
        "statement": said.id if said else None,
        "said": said.statement.content.quote if said else None,
        "party": said.statement.party if said else None,
        "speaker": _speaker_words(said.statement) if said else None,
    }


def place(item: Located) -> Json:
    """One line of ``list places``."""
    found = item.entry
    return {
        "place": item.place.name,
        "mentions": item.place.mentions,
        "sources": len(item.place.sources),
        "means": _entry(found) if found else None,
        "why": item.why,
        "candidates": [_entry(each) for each in item.candidates],
    }


def _entry(item: Entry) -> Json:
    return {
        "geonames": item.id,
        "kind": item.kind,
        "name": item.name,
        "country": item.country,
        "latitude": item.latitude,
        "longitude": item.longitude,
        "inhabitants": item.inhabitants,
    }


def copy(item: CitedCopy) -> Json:
    """One line of ``list copies``."""
    found = item.copy
    return {
        "from": found.origin,
        "to": found.taken,
        "from_name": item.origin_name,
        "to_name": item.taken_name,
        "kind": str(found.kind),
        "direction": "known" if found.direction_known else "unknown",
        "share_from": round(found.share_origin, 4),
        "share_to": round(found.share_taken, 4),
        "passages": [{"from": _pair(shared.origin), "to": _pair(shared.taken)} for shared in found.passages],
    }


def utterance(item: CitedUtterance) -> Json:
    """One line of ``list utterances``."""
    return {
        "party": item.party,
        "said": item.said,
        "versions": [
            {
                "statement": version.statement,
                "source": version.source,
                "name": version.name,
                "quote": version.quote,
                "language": version.language,
            }
            for version in item.versions
        ],
    }


def contradiction(item: CitedContradiction) -> Json:
    """One line of ``list contradictions``."""
    found = item.contradiction
    return {
        "id": found.id,
        "kind": found.kind,
        "score": found.score,
        "why": found.why,
        "verdict": item.verdict,
        "first": _side(item.first),
        "second": _side(item.second),
    }


def _side(item: CitedStatement) -> Json:
    said = item.statement
    return {
        "statement": item.id,
        **_place(item.citation),
        "party": said.party,
        "speaker": _speaker_words(said),
        "mode": str(said.mode),
        "quote": said.content.quote,
        "spans": spans_of(said.content),
    }


def question(item: Question) -> Json:
    """One line of ``list questions``."""
    return {
        "question": item.question,
        "measure": item.measure,
        "event": item.event,
        "place": item.place,
        "period": item.period,
        "answers": [_answer(answer) for answer in item.answers],
        "articles": item.articles,
        "utterances": item.utterances,
        "origins": item.origins,
        "interests": item.interests,
        "id": item.id,
        "why": list(item.why),
        "apart": [{"id": one.id, "question": one.question, "why": one.why} for one in item.apart],
        "decisions": list(item.decisions),
        "origins_if_reworded": item.origins_if_reworded,
        "reworded": item.reworded,
    }


def _answer(item: Answer) -> Json:
    return {
        "lo": item.lo,
        "hi": item.hi,
        "approximate": item.approximate,
        "speaker": item.speaker,
        "party": item.party,
        "origin": item.origin,
        "articles": item.articles,
        "utterances": item.utterances,
        "statements": list(item.statements),
        "origins": item.origins,
        "interests": item.interests,
        "figures": list(item.figures),
        "relations": [{"relation": str(one.relation), "answer": one.answer, "why": one.why} for one in item.relations],
        "paths": [_path(path) for path in item.paths],
        "part_of": [{"question": one.question, "answer": one.answer, "why": one.why} for one in item.part_of],
        "origins_if_reworded": item.origins_if_reworded,
        "reworded": item.reworded,
    }


def _path(item: Path) -> Json:
    return {
        "figure": item.figure,
        "source": item.source,
        "statement": item.statement,
        "steps": [{"kind": str(step.kind), "name": step.name, "why": step.why} for step in item.steps],
    }


def decision(item: Recorded) -> Json:
    """One line of ``list decisions``."""
    act = item.decision
    return {
        "entry": item.entry,
        "action": str(act.action),
        "target": act.target,
        "value": act.value,
        "reason": act.reason,
        "decided_by": act.decided_by,
        "decided_at": act.decided_at,
        "clock": act.clock,
        "subject": dict(act.subject),
        "withdrawn_by": item.withdrawn_by,
        "gone": item.gone,
    }


def fault(item: Fault) -> Json:
    """One line of ``list faults``."""
    return {
        "source": item.source,
        "name": item.name,
        "stage": item.stage,
        "fault": item.fault,
        "hint": item.hint,
    }


def hit(item: Hit) -> Json:
    """One line of ``search``."""
    return {
        **_place(item.citation),
        "quote": item.citation.passage.quote,
        "spans": spans_of(item.citation.passage),
        "hits": [_pair(span) for span in item.hits],
        "score": round(item.score, 4),
    }


def reading(identity: object, text: str, found: Reading) -> Json:
    """One line of ``read --jsonl``: what was found in one text."""
    return {
        "id": identity,
        "text": text,
        "attributions": [_attribution(item) for item in found.statements],
        "figures": [_figure(item) | {"statement": item.statement} for item in found.figures],
        "dates": [_date(item) for item in found.dates],
        "names": [_name(item) for item in found.names],
        "reader": found.reader,
    }


def _attribution(item: Statement) -> Mapping[str, Any]:
    return {
        "source": spans_of(item.speaker.passage if item.speaker else None),
        "cue": spans_of(item.cue),
        "content": spans_of(item.content),
        "mode": str(item.mode),
        "party": item.party,
        "relayed_by": list(item.relayed_by),
        "score": item.score,
    }
