"""Lets people's decisions change which figures answer which question.

Promises: decisions hold in the order in which they were taken; one whose question has another id now is carried over
to the question that holds its figures; one whose target is gone changes nothing and is named with the reason.
Does not: record or judge decisions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from witnessmark.comparing.questions.keys import question_id
from witnessmark.nouns import Action

ALONE = "alone"
"""What a figure is moved to that is to answer no question together with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision about questions."""

    entry: int
    action: Action
    """MERGE, SPLIT, RENAME or MOVE."""
    target: str
    """A question's id; of MOVE a figure's."""
    value: str
    """The question that is merged or moved to, the figures that are split off, or the new words."""
    target_figures: tuple[str, ...] = ()
    """The figures that the target question had when it was decided."""
    value_figures: tuple[str, ...] = ()


@dataclass(slots=True)
class Ruled:
    """What decisions come to."""

    question_of: dict[str, str]
    """The question's id for each figure's id."""
    words: dict[str, str] = field(default_factory=dict)
    """New words of questions, by their ids."""
    changed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The entries that changed each question."""
    gone: dict[int, str] = field(default_factory=dict)
    """The entries whose target is gone, and why they change nothing."""


class _Rules:
    """Applies decisions one by one."""

    def __init__(self, proposed: Mapping[str, str]) -> None:
        self.ruled = Ruled(dict(proposed))
        self._into: dict[str, str] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        for figure, question in proposed.items():
            self._members[question].add(figure)

    def find(self, question: str, figures: Iterable[str]) -> str | None:
        """Return the id that a question has now: its own, or that of the one that most of its figures answer."""
        seen = {question}
        while question in self._into and self._into[question] not in seen:
            question = self._into[question]
            seen.add(question)
        if self._members.get(question):
            return question
        counts = Counter(self.ruled.question_of[figure] for figure in figures if figure in self.ruled.question_of)
        return min(counts, key=lambda one: (-counts[one], one)) if counts else None

    def apply(self, ruling: Ruling) -> str | None:
        """Apply one decision; return why it cannot be, or None."""
        if ruling.action is Action.MOVE:
            return self._move(ruling)
        question = self.find(ruling.target, ruling.target_figures)
        if question is None:
            return f"no question {ruling.target} is there now, and none of its figures is in the reading"
        apply: Callable[[Ruling, str], str | None] = {
            Action.MERGE: self._merge,
            Action.SPLIT: self._split,
            Action.RENAME: self._rename,
        }[ruling.action]
        return apply(ruling, question)

    def _merge(self, ruling: Ruling, question: str) -> str | None:
        into = self.find(ruling.value, ruling.value_figures)
        if into is None:
            return f"no question {ruling.value} is there now, and none of its figures is in the reading"
        if into != question:
            self._put(self._members.pop(question), into)
            self._into[question] = into
        self.ruled.changed[into] += [*self.ruled.changed.pop(question, []) * (into != question), ruling.entry]
        return None

    def _split(self, ruling: Ruling, question: str) -> str | None:
        wanted = ruling.value.replace(",", " ").split()
        held = sorted(self._members[question].intersection(wanted))
        if not held:
            return f"none of the figures {', '.join(wanted)} answers question {question} now"
        new = question_id(f"split of {ruling.target}: {' '.join(sorted(wanted))}")
        self._members[question].difference_update(held)
        self._put(held, new)
        self.ruled.changed[question].append(ruling.entry)
        self.ruled.changed[new].append(ruling.entry)
        return None

    def _rename(self, ruling: Ruling, question: str) -> str | None:
        self.ruled.words[question] = ruling.value
        self.ruled.changed[question].append(ruling.entry)
        return None

    def _move(self, ruling: Ruling) -> str | None:
        figure = ruling.target
        before = self.ruled.question_of.get(figure)
        if before is None:
            return f"the figure {figure} is not in the reading now"
        if ruling.value == ALONE:
            into: str | None = question_id(f"alone: {figure}")
        else:
            into = self.find(ruling.value, ruling.value_figures)
        if into is None:
            return f"no question {ruling.value} is there now, and none of its figures is in the reading"
        self._members[before].discard(figure)
        self._put([figure], into)
        if before in self.ruled.changed or self._members[before]:
            self.ruled.changed[before].append(ruling.entry)
        self.ruled.changed[into].append(ruling.entry)
        return None

    def _put(self, figures: Iterable[str], question: str) -> None:
        for figure in figures:
            self.ruled.question_of[figure] = question
            self._members[question].add(figure)


def rule(proposed: Mapping[str, str], rulings: Sequence[Ruling]) -> Ruled:
    """Return what ``rulings`` make of the questions that are proposed for figures, both by their ids."""
    rules = _Rules(proposed)
    for ruling in sorted(rulings, key=lambda one: one.entry):
        why = rules.apply(ruling)
        if why is not None:
            rules.ruled.gone[ruling.entry] = why
    return rules.ruled
