"""Turns what a person decides into an entry of the record.

Promises: the target exists and is named in full before anything is recorded; the entry repeats what the target was, so
that the act can be understood without the reading; what is recorded shows in the reading at once.
Does not: judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sqlalchemy as sa

from .case import TOOL, Case, catch_up, shown, who_acts, words_of
from .errors import InputError
from .nouns import Action, Decision, Digest
from .record import Record, now
from .store import Store, ask, withdrawals
from .store.cited import Acquired, CitedStatement, Filter, Recorded

GRADE = re.compile(r"[A-F][1-6]")
"""The Admiralty scale: the source's reliability, the information's credibility."""

VERDICTS = (Action.CONFIRM, Action.REJECT, Action.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person asks to be recorded."""

    action: Action
    target: str | None = None
    value: str | None = None
    reason: str | None = None
    by: str | None = None


def decide(case: Case, act: Act) -> list[Recorded]:
    """Record ``act`` and return its entries; raises InputError where the target or a part of the act is missing."""
    act = _whole(act)
    with case.writing() as (record, store):
        if act.action is Action.REPLACE_KEY:
            entries = [record.replace_key(reason=act.reason or "", decided_by=act.by or who_acts(), tool=TOOL)]
        else:
            with store.asking() as connection:
                decisions = [*_resolved(connection, act)]
            entries = [record.decide(decision) for decision in decisions]
        return _noted(record, store, {entry.index for entry in entries})


def _noted(record: Record, store: Store, numbers: set[int]) -> list[Recorded]:
    catch_up(record, store)
    with store.asking() as connection:
        return [recorded for recorded in ask.decisions(connection) if recorded.entry in numbers]


def _whole(act: Act) -> Act:
    """Return the act with its words as they are recorded; raises InputError where a part is missing or too much."""
    by = who_acts(act.by)
    if act.action is Action.REPLACE_KEY:
        if act.target is not None:
            raise InputError(f"{act.target}: replace-key takes no target; did you mean --reason?")
    elif not (act.target or "").strip():
        raise InputError(f"{act.action} what? Name its target (`witnessmark decide --help` shows how)")
    if act.action is Action.NOTE:
        if act.value is None:
            raise InputError("a note needs its words: `witnessmark decide CASE note TARGET WORDS`")
        value = words_of(act.value, "the note", lines=True)
        reason = None if act.reason is None else words_of(act.reason, "--reason", lines=True)
        return replace(act, value=value, reason=reason, by=by)
    if act.reason is None:
        raise InputError(f"{act.action} needs a reason: add --reason WORDS; it is kept with the decision")
    if act.action is Action.GRADE:
        if not GRADE.fullmatch(act.value or ""):
            raise InputError(
                f"{act.value or 'no grade'}: a grade is a letter from A to F and a digit from 1 to 6, such as B2"
            )
    elif act.value is not None:
        raise InputError(f"{act.value}: {act.action} takes no further word; did you mean --reason?")
    return replace(act, reason=words_of(act.reason, "--reason", lines=True), by=by)


def _resolved(connection: sa.Connection, act: Act) -> list[Decision]:
    target = act.target or ""
    if act.action in VERDICTS:
        return [_about_statement(act, _statement(connection, target))]
    if act.action is Action.GRADE:
        return [_about_source(act, _source(connection, target)[0])]
    if act.action is Action.WITHDRAW:
        return _withdrawals(connection, act, target)
    found = ask.statement_with_id(connection, target)
    return [_about_statement(act, found) if found else _about_source(act, _source(connection, target)[0])]


def _withdrawals(connection: sa.Connection, act: Act, target: str) -> list[Decision]:
    if target.isascii() and target.isdigit() and len(target) < 16:
        return [_decision(act, target, None, _subject_of_entry(connection, int(target)))]
    found = _source(connection, target)
    withdrawn = withdrawals.in_force(connection)
    standing = [item for item in found if item.source.index not in withdrawn]
    if not standing:
        by = max(withdrawn[item.source.index] for item in found)
        raise InputError(f"{target}: it is withdrawn already, by entry {by}; to take that back, withdraw entry {by}")
    return [_decision(act, str(item.source.index), None, _facts_of(item)) for item in standing]


def _subject_of_entry(connection: sa.Connection, entry: int) -> dict[str, str]:
    for recorded in ask.decisions(connection):
        if recorded.entry == entry:
            act = recorded.decision
            known = dict(act.subject) if act.action is Action.WITHDRAW else {}
            return known | {"action": str(act.action), "target": act.target}
    for item in ask.acquired(connection):
        if item.source.index == entry:
            return _facts_of(item)
    hint = "`list decisions` shows their numbers, and a source can be withdrawn by its name"
    raise InputError(f"{entry}: there is no such entry; {hint}")


def _statement(connection: sa.Connection, target: str) -> CitedStatement:
    found = ask.statement_with_id(connection, target)
    if found is None:
        raise InputError(f"{target}: there is no statement with this id; `list statements` shows the ids")
    return found


def _source(connection: sa.Connection, target: str) -> list[Acquired]:
    """Return the acquisitions of the one source that ``target`` names."""
    names = dict.fromkeys((target, shown(target)))
    found = next(filter(None, ([*ask.acquired(connection, Filter(source=name))] for name in names)), [])
    digests = {item.source.digest for item in found}
    if not digests:
        raise InputError(f"{target}: there is no such statement or source; `list sources` shows names and SHA-256")
    if len(digests) > 1:
        raise InputError(f"{target}: {len(digests)} sources are named so; give the start of its SHA-256")
    return found


def _about_statement(act: Act, found: CitedStatement) -> Decision:
    said = found.statement
    subject = {
        "source": found.citation.source,
        "name": found.citation.name,
        "locator": found.citation.locator,
        "quote": said.content.quote,
        "speaker": said.speaker.passage.quote if said.speaker and said.speaker.passage else said.party or "",
        "mode": str(said.mode),
    }
    return _decision(act, found.id, act.value, subject)


def _about_source(act: Act, found: Acquired) -> Decision:
    return _decision(act, found.source.digest, act.value, _facts_of(found))


def _facts_of(found: Acquired) -> dict[str, str]:
    digest: Digest = found.source.digest
    return {"source": digest, "name": found.source.custody.name}


def _decision(act: Act, target: str, value: str | None, subject: dict[str, str]) -> Decision:
    moment = now()
    return Decision(
        action=act.action,
        target=target,
        value=value,
        reason=act.reason or act.value or "",
        decided_by=act.by or who_acts(),
        decided_at=moment.time,
        clock=moment.clock,
        tool=TOOL,
        subject=subject,
    )
