"""Speed of figures and dates: megabytes of UTF-8 a second of one core's processor time, in every language.

    python benchmarks/dates_figures_speed.py [--data DIR]

Each text is laid out before; a round finds the words of dates and the dates' values, then the figures with what they
count. The best of five rounds of processor time is told, so that what else the machine does matters less; the words of
the text are known from the first round, as they are in a case of many texts. ``own`` is the project's own text: running
sentences and marked ones of the language, set together by chance with other digits; the rest are marked sets, where
they are there. ``layout`` (paragraphs, sentences, tokens) comes before and is told beside. The second table tells how
many times as long it takes to read eight times as much of what could make the work grow.

Promises: the same texts each time; sets that are not there are named as skipped.
Does not: fail where a goal is missed, for it depends on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from witnessmark.nouns import Edtf, Span
from witnessmark.reading.dates import TextDates
from witnessmark.reading.figures.finding import find_figures
from witnessmark.reading.layout import Paragraph, lay_out
from witnessmark.reading.rules import LANGUAGES

GOAL = 1.0
"""Megabytes a second, figures and dates together."""
ROUNDS = 5
DATA = Path(__file__).with_name("data")
PUBLISHED = Edtf("2022-08-01")
GROWING = ("1", "1,", "1 ", "between ", "January ", "the ", "5 May 1988, ", "from 5 to 7 ", "a year ", "x", "twenty-")
"""What is repeated without end; ``1`` and ``x`` make a text without a space."""
LENGTH = 20_000


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Time figures and dates.")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("WITNESSMARK_DATA", "../shared/data")))
    columns = ("MB", "dates/kB", "figures/kB", "layout", "dates", "figures", "both", "goal")
    print(f"{'MB/s of one core':22}" + "".join(f"{column:>11}" for column in columns))
    for name, language, texts in _sets(parser.parse_args().data):
        cells = _row(texts, language)
        print(f"{f'{language} {name}':22}" + "".join(f"{cell:>11.2f}" for cell in (*cells, GOAL)), flush=True)
    print(f"\n{'eight times as much':22}{'dates':>15}{'figures':>15}   (times as long; MB/s)")
    for unit in GROWING:
        print(f"{unit!r:22}" + "".join(f"{cell:>15}" for cell in _growth(unit)), flush=True)


def _sets(data: Path) -> Iterator[tuple[str, str, Sequence[str]]]:
    plain = tomllib.loads((DATA / "running_sentences.toml").read_text("utf-8"))
    for language in LANGUAGES:
        yield "own", language, _own(language, plain[language])
    for language in LANGUAGES:
        pattern = "en-*.jsonl" if language == "en" else f"{language}.jsonl"
        if paths := sorted((data / "written").glob(pattern)):
            yield "written", language, [text for path in paths for text in _texts(path)]
        else:
            print(f"{language} written: skipped: it is not in {data}")
    for name, language in (("domain", "en"), ("polnear", "en"), ("german_wikinews", "de"), ("muc", "en")):
        path = data / name / "dev.jsonl"
        if path.is_file():
            yield name, language, _texts(path)
        else:
            print(f"{name}: skipped: {path} is not there")


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def _own(language: str, held: Mapping[str, Sequence[str]], count: int = 200) -> list[str]:
    """Return texts of our own sentences: three of running text to each that holds a figure or a date."""
    chance = random.Random(language)
    running = held["sentences"]
    marked = [*held["dated"], *held["dated"]]
    marked += [row["text"] for row in _rows("figure_sentences") if row["lang"] == language]
    marked += [row["text"] for row in _rows("date_sentences") if row["lang"] == language]
    texts = []
    for _ in range(count):
        sentences = [chance.choice(running if chance.random() < 0.75 else marked) for _ in range(16)]
        words = " ".join(sentences[:8]) + "\n\n" + " ".join(sentences[8:])
        texts.append("".join(str(chance.randint(1, 9)) if letter in "3456789" else letter for letter in words))
    return texts


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _row(texts: Sequence[str], language: str) -> tuple[float, ...]:
    size = sum(len(text.encode()) for text in texts) / 1e6
    began = time.process_time()
    laid = [(text, lay_out(text, (), language)) for text in texts]
    layout = time.process_time() - began
    dates = sum(_read_dates(*each, language) for each in laid)
    words = [TextDates(*each, language).words() for each in laid]
    figures = sum(_read_figures(*each, spans, language) for each, spans in zip(laid, words, strict=True))
    taken = [
        _best(lambda: [_read_dates(*each, language) for each in laid]),
        _best(lambda: [_read_figures(*each, spans, language) for each, spans in zip(laid, words, strict=True)]),
    ]
    speeds = [size / seconds for seconds in (layout, *taken, sum(taken))]
    return size, dates / size / 1000, figures / size / 1000, *speeds


def _read_dates(text: str, paragraphs: Sequence[Paragraph], language: str) -> int:
    found = TextDates(text, paragraphs, language)
    found.words()
    return len(found.resolved(PUBLISHED))


def _read_figures(text: str, paragraphs: Sequence[Paragraph], dates: Sequence[Span], language: str) -> int:
    return len(find_figures(text, paragraphs, dates, (), language))


def _best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return max(min(times), 1e-9)


def _growth(unit: str) -> tuple[str, str]:
    """Return for dates and figures how many times as long eight times as much takes, and the speed of the longer."""
    times: list[tuple[float, float]] = []
    for length in (LENGTH, 8 * LENGTH):
        text = (unit * (length // len(unit) + 1))[:length]
        paragraphs = lay_out(text, (), "en")
        words = TextDates(text, paragraphs, "en").words()
        dates = _best(partial(_read_dates, text, paragraphs, "en"), 2)
        times.append((dates, _best(partial(_read_figures, text, paragraphs, words, "en"), 2)))
    size = 8 * LENGTH / 1e6
    told = [f"{more / max(few, 1e-3):.1f}; {size / max(more, 1e-3):.2f}" for few, more in zip(*times, strict=True)]
    return told[0], told[1]


if __name__ == "__main__":
    main()
