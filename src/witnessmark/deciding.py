"""Turns what a person decides into an entry of the record.

Promises: the target exists and is named in full before anything is recorded; the entry repeats what the target was, so
that the act can be understood without the reading; what is recorded shows in the reading at once.
Does not: judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from witnessmark.case import TOOL, Case, catch_up, shown, who_acts, words_of
from witnessmark.correcting import subject_of
from witnessmark.errors import InputError
from witnessmark.nouns import Action, Decision, Digest
from witnessmark.record import Record, now
from witnessmark.store import Store, ask, pending, withdrawals
from witnessmark.store.cited import Acquired, CitedStatement, Filter, Recorded
from witnessmark.store.contradictions import CitedContradiction, contradiction_with_id
from witnessmark.weighing import SOURCE_GRADE, STATEMENT_GRADE, VALUES, require_grade, weigh

_PAIR = re.compile(r"x[0-9a-f]{16}")
VERDICTS = (Action.CONFIRM, Action.REJECT, Action.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person asks to be recorded."""

    action: Action
    target: str | None = None
    value: str | None = None
    reason: str | None = None
    by: str | None = None
    was: str | None = None
    """Of a correction: the words that are replaced."""
    place: str | None = None
    """Of a correction: where they stand, as a locator in words."""


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
    if act.action is Action.EXPORT:
        raise InputError("an export is recorded when a bag is made: `witnessmark export CASE DIR --as bag`")
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
        if not any(scale.fullmatch(act.value or "") for scale in (SOURCE_GRADE, STATEMENT_GRADE)):
            raise InputError(
                f"{act.value or 'no grade'}: a grade is a letter from A to F, a digit from 1 to 6, or both, such as B2"
            )
    elif act.action is Action.CORRECT:
        if act.value is None or act.was is None:
            raise InputError("correct needs the new words, and --was WORDS: those that they replace")
    elif act.action in VALUES:
        if act.value is None:
            raise InputError(f"{act.action} needs {VALUES[act.action]}")
        value = words_of(act.value, f"what {act.action} is given")
        return replace(act, value=value, reason=words_of(act.reason, "--reason", lines=True), by=by)
    elif act.value is not None:
        raise InputError(f"{act.value}: {act.action} takes no further word; did you mean --reason?")
    return replace(act, reason=words_of(act.reason, "--reason", lines=True), by=by)


def _resolved(connection: sa.Connection, act: Act) -> list[Decision]:
    target = act.target or ""
    if act.action in (*VERDICTS, Action.NOTE) and _PAIR.fullmatch(target):
        pair = contradiction_with_id(connection, target)
        if pair is None:
            raise InputError(f"{target}: there is no pair with this id; `list contradictions` shows them")
        return [_about_pair(act, pair)]
    if act.action in VERDICTS:
        return [_about_statement(act, _statement(connection, act.action, target))]
    if act.action is Action.GRADE:
        said = ask.statement_with_id(connection, target)
        source = None if said else _source(connection, act.action, target)[0]
        require_grade(act.value or "", of_statement=source is None)
        return [_about_statement(act, said)] if said else [_about_source(act, source)] if source else []
    if act.action in VALUES:
        weighed = weigh(connection, act.action, target, act.value or "")
        return [_decision(act, weighed.target, weighed.value, weighed.subject)]
    if act.action is Action.CORRECT:
        wrong = _source(connection, act.action, target)[0].source
        subject = subject_of(
            connection, wrong.digest, wrong.custody.name, was=act.was or "", now=act.value or "", place=act.place
        )
        return [_decision(act, wrong.digest, act.value, subject)]
    if act.action is Action.WITHDRAW:
        return _withdrawals(connection, act, target)
    said = ask.statement_with_id(connection, target)
    return [_about_statement(act, said) if said else _about_source(act, _source(connection, act.action, target)[0])]


def _withdrawals(connection: sa.Connection, act: Act, target: str) -> list[Decision]:
    if _is_number(target):
        subject = _subject_of_entry(connection, int(target))
        return [_decision(act, target, None, subject | _with_parts(connection, [int(target)]))]
    found = _source(connection, act.action, target)
    withdrawn = withdrawals.in_force(connection)
    standing = [item for item in found if item.source.index not in withdrawn]
    if not standing:
        by = max(withdrawn[item.source.index] for item in found)
        raise InputError(f"{target}: it is withdrawn already, by entry {by}; to take that back, withdraw entry {by}")
    indexes = [item.source.index for item in standing]
    subjects = [_facts_of(item) for item in standing]
    subjects[-1] |= _with_parts(connection, indexes)
    return [_decision(act, str(index), None, subject) for index, subject in zip(indexes, subjects, strict=True)]


def _with_parts(connection: sa.Connection, entries: Sequence[int]) -> dict[str, str]:
    """Return how many sources go, or come back, with those that withdrawing these entries is about."""
    own = {item.source.digest for item in ask.acquired(connection) if item.source.index in entries}
    targets = {int(entry) for entry in entries}
    for recorded in ask.decisions(connection):
        if recorded.entry in targets and recorded.decision.action is Action.WITHDRAW:
            own.add(Digest(recorded.decision.subject.get("source", "")))
    moved = withdrawals.moved_by(connection, entries) - own
    return {"parts": str(len(moved))} if moved else {}


def _subject_of_entry(connection: sa.Connection, entry: int) -> dict[str, str]:
    for recorded in ask.decisions(connection):
        if recorded.entry == entry:
            act = recorded.decision
            known = dict(act.subject) if act.action is Action.WITHDRAW else {}
            known.pop("parts", None)  # how many go or come back is another matter now
            return known | {"action": str(act.action), "target": act.target}
    for item in ask.acquired(connection):
        if item.source.index == entry:
            return _facts_of(item)
    hint = "`list decisions` shows their numbers, and a source can be withdrawn by its name"
    last = pending.last_entry(connection)
    raise InputError(f"{entry}: there is no such entry, the last one is {last}; {hint}")


def _statement(connection: sa.Connection, action: Action, target: str) -> CitedStatement:
    found = ask.statement_with_id(connection, target)
    if found is None:
        raise InputError(f"{target}: {_no_statement(connection, action, target)}")
    return found


def _no_statement(connection: sa.Connection, action: Action, target: str) -> str:
    """Say what ``target`` is, since it is no statement's id."""
    takes = (
        f"{action} takes a statement's id, which `list statements` shows, or that of a pair of `list contradictions`"
    )
    beginning = ask.statements_beginning(connection, target)
    if len(beginning) == 1:
        return f"there is no statement with this id; one begins so: {beginning[0]}"
    if beginning:
        return (
            f"there is no statement with this id; {len(beginning):,} begin so, such as {beginning[0]}; give all of it"
        )
    if ask.is_figure(connection, target):
        return f"this is a figure; {takes}, and `list figures --json` the statement that holds a figure"
    if _is_number(target):
        return f"this is no statement's id (numbers of entries go with withdraw); {takes}"
    if _acquisitions(connection, target):
        return f"this is a source; {takes}"
    return f"there is no statement with this id; {takes}"


def _source(connection: sa.Connection, action: Action, target: str) -> list[Acquired]:
    """Return the acquisitions of the one source that ``target`` names."""
    found = _acquisitions(connection, target)
    digests = sorted({item.source.digest for item in found})
    if not digests:
        raise InputError(f"{target}: {_no_source(connection, action, target)}")
    if len(digests) > 1:
        which = ", ".join(f"{digest[:16]}…" for digest in digests[:3]) + (", …" if len(digests) > 3 else "")
        raise InputError(f"{target}: {len(digests):,} sources are named so; give the start of one SHA-256: {which}")
    return found


def _no_source(connection: sa.Connection, action: Action, target: str) -> str:
    """Say what ``target`` is, since it names no source."""
    if action is Action.NOTE:
        return "there is no such statement or source; `list statements` shows ids, `list sources` names and SHA-256"
    shows = "`list sources` shows names and SHA-256"
    if ask.statement_with_id(connection, target):
        return f"this is a statement, and {action} is not about statements; reject it instead"
    if action is Action.WITHDRAW:
        return f"there is no such source or entry; {shows}, `list decisions` the numbers of entries"
    return f"there is no such source; {shows}"


def _acquisitions(connection: sa.Connection, target: str) -> list[Acquired]:
    """Return the acquisitions under a name, as it is or as it is recorded, or else those whose SHA-256 begins so."""
    for name in dict.fromkeys((target, shown(target))):
        if found := [*ask.acquired(connection, Filter(source=name))]:
            return [item for item in found if item.source.custody.name == name] or found
    return []


def _is_number(target: str) -> bool:
    return target.isascii() and target.isdigit() and len(target) < 16


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


def _about_pair(act: Act, found: CitedContradiction) -> Decision:
    subject = {"why": found.contradiction.why}
    for which, side in (("first", found.first), ("second", found.second)):
        about = _about_statement(act, side).subject
        subject |= {which: side.id} | {f"{which} {key}": value for key, value in about.items()}
    return _decision(act, found.contradiction.id, act.value, subject)


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
