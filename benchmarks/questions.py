"""Scores questions, origins and contradictions of the example case against its truth, and times hard cases.

Prints one table. ``found`` counts what the truth names, by intervals and sources; a pair is two of the truth's answers:
together where the truth has them under one question, and set side by side by us where they stand in one question and
neither is said to count a part of the other. Ends with 1 where a value falls below its floor in ``floors.json``
(section ``questions``), or where the example is not what the floors were measured on. ``--set-floors REASON`` writes
the measured values there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from case import Silent
from reading_example import EXAMPLE, example_digest, spellings
from witnessmark import build
from witnessmark.case import Case
from witnessmark.comparing import group, in_case
from witnessmark.comparing.contradictions import claim, contradictions
from witnessmark.comparing.origins import families, relay
from witnessmark.nouns import (
    Answer,
    Copy,
    CopyKind,
    Digest,
    Figure,
    Mode,
    Passage,
    Question,
    Relation,
    Span,
    StepKind,
    digest_of,
)
from witnessmark.store import ask
from witnessmark.store.contradictions import CitedContradiction, contradicting
from witnessmark.store.questions import questions

FLOORS = Path(__file__).with_name("floors.json")
Json = dict[str, Any]
Placed = dict[str, tuple[str, str, str]]
"""For each place of an answer in the truth: our question, answer and figure."""


def row(what: str, measured: str, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<62}{measured:>16}  {note}", flush=True)


def share(part: int, whole: int) -> float:
    """Return a share in per cent, 100 of nothing."""
    return round(100 * part / whole, 1) if whole else 100.0


def given(truth: Json) -> Iterator[tuple[int, Json, str]]:
    """Yield each answer of the truth in each source that gives it, with the number of its question."""
    for number, question in enumerate(truth["questions"]):
        for answer in question["answers"]:
            for source in answer["sources"]:
                yield number, answer, source


def score_questions(truth: Json, asked: Sequence[Question], name_of: Mapping[str, str]) -> dict[str, float]:
    """Find the truth's answers among ours and compare which of them stand together; values in per cent."""
    known = spellings()
    places: list[tuple[int, Json, list[tuple[int, bool]]]] = []
    alike = 0
    parts = _parts(asked)
    for asked_as, wanted, source in given(truth):
        interval = wanted.get("lo"), wanted.get("hi")
        names = known.get(wanted["party"], frozenset({wanted["party"].casefold()}))
        giving = [
            (at, number, _told(answer, source, name_of))
            for at, question in enumerate(asked)
            for number, answer in enumerate(question.answers)
            if (answer.lo, answer.hi) == interval and source in {name_of[path.source] for path in answer.paths}
        ]
        hits = [
            (at if (at, number) not in parts else -1 - at, not told.isdisjoint(names)) for at, number, told in giving
        ]
        alike += any(_is_alike(who, name) for *_, told in giving for who in told for name in names)
        places.append((asked_as, wanted, hits))
    found = [(number, wanted, hits) for number, wanted, hits in places if hits]
    pairs = [(one[0] == other[0], _meet(one[2], other[2])) for one, other in combinations(found, 2)]
    together = sum(same for same, _ in pairs)
    met = sum(ours for _, ours in pairs)
    both = sum(same and ours for same, ours in pairs)
    row("answers of the truth that stand in a question", f"{len(found)} of {len(places)}")
    right = sum(any(named for _, named in hits) for _, _, hits in found)
    row("  with the right party as its speaker, party or origin", f"{right} of {len(found)}")
    row("  counting shorter and longer forms of its name too", f"{alike} of {len(found)}")
    every = sum(one[0] == other[0] for one, other in combinations(places, 2))
    row("pairs of found answers that belong together and stand together", f"{both} of {together}")
    row("  of all pairs that belong together, found or not", f"{both} of {every}")
    row("pairs of answers that stand together and belong together", f"{both} of {met}")
    wholes = sum(bool(answer.part_of) for question in asked for answer in question.answers)
    row("answers that say what they are a part of", f"{wholes}")
    return {
        "answers": share(len(found), len(places)),
        "parties": share(right, len(found)),
        "parties alike": share(alike, len(found)),
        "pairs recall": share(both, together),
        "pairs of all": share(both, every),
        "pairs precision": share(both, met),
        "parts": float(wholes),
    }


def _told(answer: Answer, source: str, name_of: Mapping[str, str]) -> set[str]:
    """Return who gives an answer in a source, in small letters: its party, its speaker, and where it comes from."""
    origins = (
        step.name
        for path in answer.paths
        if name_of[path.source] == source
        for step in path.steps
        if step.kind is StepKind.ORIGIN
    )
    return {name.casefold() for name in (answer.party, answer.speaker, *origins) if name}


def _is_alike(one: str, other: str) -> bool:
    """Tell whether one name is the other, or the shorter of the two is words of the longer."""
    shorter, longer = sorted((f" {one} ", f" {other} "), key=len)
    return shorter == longer or (" " in shorter.strip() and shorter in longer)


def _parts(asked: Sequence[Question]) -> set[tuple[int, int]]:
    """Return the answers that are said to count a part of another one of their question."""
    return {
        (at, number)
        for at, question in enumerate(asked)
        for number, answer in enumerate(question.answers)
        if any(one.relation is Relation.SUBSET and one.why.startswith("this one") for one in answer.relations)
        or any(
            one.relation is Relation.SUBSET and one.answer == number and one.why.startswith("the other one")
            for other in question.answers
            for one in other.relations
        )
    }


def _meet(one: Sequence[tuple[int, bool]], other: Sequence[tuple[int, bool]]) -> bool:
    return not {at for at, _ in one}.isdisjoint(at for at, _ in other)


def score_origins(truth: Json, asked: Sequence[Question], name_of: Mapping[str, str]) -> dict[str, float]:
    """Check that counts of origins are bounds: never below the number of parties that the truth names for them."""
    known = spellings()
    held = covered = 0
    articles = sum(question.articles for question in asked)
    origins = sum(question.origins for question in asked)
    for question in asked:
        parties = {
            wanted["party"]
            for _, wanted, source in given(truth)
            for answer in question.answers
            if (answer.lo, answer.hi) == (wanted.get("lo"), wanted.get("hi"))
            and source in {name_of[path.source] for path in answer.paths}
            and (answer.party or "").casefold() in known.get(wanted["party"], frozenset())
        }
        covered += bool(parties)
        held += bool(parties) and question.origins >= len(parties)
    row("questions whose count of origins is a bound", f"{held} of {covered}")
    row("articles, and origins at most, of all questions", f"{articles}, {origins}")
    fewer = sum(question.origins_if_reworded for question in asked)
    row("  at most, if what looks reworded or translated is a copy", f"{fewer}")
    utterances = sum(question.utterances for question in asked)
    figures = sum(len(answer.paths) for question in asked for answer in question.answers)
    row("figures, and utterances that give them", f"{figures}, {utterances}")
    steps = [path for question in asked for answer in question.answers for path in answer.paths]
    whole = sum(
        {str(step.kind) for step in path.steps} >= {"article", "utterance", "origin", "interest"} for path in steps
    )
    row("paths with every station and its reason", f"{whole} of {len(steps)}")
    return {"bounds": share(held, covered), "paths": share(whole, len(steps))}


def score_copies(truth: Json, copies: Sequence[Copy], name_of: Mapping[str, str]) -> dict[str, float]:
    """Compare families of copies with the truth's; translated ones are reported apart."""
    family = families(copies)
    root = {name_of[digest]: head for digest, head in family.items()}
    values: dict[str, float] = {}
    for kind in ("copy", "translated"):
        wanted = [(each["from"], each["to"]) for each in truth["copies"] if each["kind"] == kind]
        found = sum(one in root and root[one] == root.get(other) for one, other in wanted)
        row(f"copies of the truth in one family, {kind}", f"{found} of {len(wanted)}")
        values[f"families {kind}"] = share(found, len(wanted))
    wrong = sum(
        each["sources"][0] in root and root[each["sources"][0]] == root.get(each["sources"][1])
        for each in truth["not_copies"]
    )
    row("pairs that are no copies and stand in one family", f"{wrong} of {len(truth['not_copies'])}")
    return {"families copy": values["families copy"], "no copies": share(len(truth["not_copies"]) - wrong, 4)}


def score_contradictions(truth: Json, proposed: Sequence[CitedContradiction]) -> dict[str, float]:
    """Count the truth's contradictions of which at least one pair is proposed, and the proposals that are of them."""
    contents = {each["id"]: " ".join(each["content"][0].split()) for each in truth["statements"]}
    sides = [
        ([_words(contents, place) for place in each["asserted"]], [_words(contents, place) for place in each["denied"]])
        for each in truth["contradictions"]
    ]
    pairs = [
        tuple((one.citation.name, " ".join(one.statement.content.quote.split())) for one in (item.first, item.second))
        for item in proposed
        if item.contradiction.kind == "denied"
    ]
    hits = [[_is_of(pair, side) for side in sides] for pair in pairs]
    found = sum(any(hit[at] for hit in hits) for at in range(len(sides)))
    row("contradictions of the truth with a pair proposed", f"{found} of {len(sides)}")
    row(
        "proposals, and those whose both sides the truth names",
        f"{len(pairs)}, {sum(map(any, hits))}",
        "others unjudged",
    )
    return {"contradictions": share(found, len(sides))}


def _words(contents: Mapping[str, str], place: Json) -> tuple[str, str]:
    return place["source"], contents[f"{place['source']}#{place['n']}"]


def _is_of(pair: tuple[Any, ...], sides: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> bool:
    def stands(one: tuple[str, str], side: list[tuple[str, str]]) -> bool:
        return any(one[0] == name and (one[1] in words or words in one[1]) for name, words in side)

    return any(stands(pair[at], sides[0]) and stands(pair[1 - at], sides[1]) for at in (0, 1))


# ------------------------------------------------------------------------------------------------------- hard cases


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figures_of(count: int, kind: str) -> list[Any]:
    """Return so many figures of one hard kind: ``table`` (one text), ``same`` (all equal), ``spread`` (all apart)."""
    made = []
    for at in range(count):
        figure = Figure(
            passage=Passage((Span(0, 1),), "n"),
            lo=10**400 + at if kind == "table" and at % 97 == 0 else at % 4000 + 100,
            hi=None if at % 3 == 0 else at % 4000 + 100,
            counted="people" if kind == "same" else f"miners of shaft {at % 500}",
            measure="persons.killed",
            place=f"Shaft {at % 700}" if kind == "spread" and at % 2 else None,
            period=None if at % 5 else a_period(at),
        )
        source = digest_of(b"one" if kind == "table" else str(at).encode())
        made.append(in_case(figure, source=source, id=f"f{at:016x}", wanted=True))
    return made


def timed(figures: list[Any]) -> float:
    """Return how long grouping takes."""
    return seconds(lambda: group(figures))


def a_period(at: int) -> Any:
    """Return one of 400 days."""
    return f"20{at % 20:02d}-{at % 12 + 1:02d}-{at % 28 + 1:02d}"


def time_hard_cases() -> None:
    """Time grouping, contradictions and circles at two sizes; a growth of 2 is linear, one of 4 is square."""
    for kind in ("table", "same", "spread"):
        small, large = (timed(figures_of(count, kind)) for count in (20_000, 40_000))
        row(f"grouping 40,000 figures: {kind}", f"{large:.1f} s", f"growth from 20,000: {large / small:.1f}")
    small, large = (seconds(partial(contradictions, claims_of(count))) for count in (10_000, 20_000))
    row("contradictions among 20,000 statements", f"{large:.1f} s", f"growth from 10,000: {large / small:.1f}")
    ring = {f"s{at}": [f"s{(at + 1) % 1000}"] for at in range(1000)}
    row("a circle of 1,000 relays", f"{seconds(lambda: relay('s0', {}, ring)):.3f} s")
    circle = [circular(at) for at in range(100_000)]
    row("families of 100,000 copies in a circle", f"{seconds(lambda: families(circle)):.1f} s")


NAMES = ["".join("bdfgklmnprst"[at // 12**place % 12] + "aeo"[place] for place in range(3)) for at in range(977)]
"""Invented names, all different."""


def claims_of(count: int) -> list[Any]:
    """Return so many short statements, a third of them denials, of which many share words."""
    return [
        claim(
            f"s{at}",
            Passage((Span(at * 100, at * 100 + 40),), f"{NAMES[at % 977]} left the town of {NAMES[at % 331]} at dawn"),
            Mode.DENIED if at % 3 == 0 else Mode.ASSERTED,
            source=digest_of(str(at).encode()),
            family=digest_of(str(at).encode()),
            rank=at,
        )
        for at in range(count)
    ]


def circular(at: int) -> Copy:
    """Return one copy of a circle of 100,000."""
    return Copy(
        origin=Digest(f"{at:064x}"),
        taken=Digest(f"{(at + 1) % 100_000:064x}"),
        kind=CopyKind.COPY,
        direction_known=True,
        share_origin=1.0,
        share_taken=1.0,
        passages=(),
    )


# ------------------------------------------------------------------------------------------------------------ main


def measure() -> dict[str, float]:
    """Build the example case, print the table and return the values that have floors."""
    truth: Json = json.loads((EXAMPLE / "truth.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case")
        build.build(case, [EXAMPLE / "sources"], Silent())
        with case.reading() as store, store.asking() as connection:
            asked = questions(connection)
            copies = [item.copy for item in ask.copies(connection)]
            name_of: dict[Any, str] = {text.source: text.name for text in ask.texts(connection)}
            row("questions in all", f"{len(asked)}", f"the truth has {len(truth['questions'])}")
            values = score_questions(truth, asked, name_of)
            values |= score_origins(truth, asked, name_of)
            values |= score_copies(truth, copies, name_of)
            values |= score_contradictions(truth, [*contradicting(connection)])
    return values


def main() -> int:
    """Print the table; return 1 where a value is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set-floors", metavar="REASON")
    options = parser.parse_args()
    values, digest = measure(), example_digest()
    time_hard_cases()
    kept: Json = json.loads(FLOORS.read_text("utf-8"))
    if options.set_floors:
        kept["questions"] = {"data": digest, "floors": values, "reason": options.set_floors}
        FLOORS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return 0
    floors = kept.get("questions", {"data": digest, "floors": {}})
    if floors["data"] != digest:
        print("The example is not what the floors were measured on: set them anew with --set-floors REASON")
        return 1
    short = {name: floor for name, floor in floors["floors"].items() if values[name] < floor}
    for name, floor in short.items():
        print(f"{name}: {values[name]}, below its floor {floor}")
    return bool(short)


if __name__ == "__main__":
    sys.exit(main())
