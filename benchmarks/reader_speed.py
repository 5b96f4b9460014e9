"""Speed and memory of reading English, beside a spaCy pipeline of about the same use (where spaCy is installed).

    python benchmarks/reader_speed.py [--articles N]

Times are processor time of one process on one thread, so that what else the machine does matters less.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import statistics
import time
from collections.abc import Callable

from corpus import article
from reading import text_of
from witnessmark.reading import NeuralReader, RuleReader

GOAL = 8.0
"""Articles of 600 words a second on one core."""


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Return articles a second, the median of three rounds."""
    work(texts[0])
    rounds = []
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            work(text)
        rounds.append(len(texts) / (time.process_time() - began))
    return statistics.median(rounds)


def spacy_pipeline() -> Callable[[str], object] | None:
    """Return an untrained spaCy pipeline of tagger, parser and names, or None where spaCy is not installed."""
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy
    from spacy.training import Example

    pipeline = spacy.blank("en")
    for part, label in (("tagger", "NN"), ("parser", "dep"), ("ner", "PERSON")):
        pipeline.add_pipe(part).add_label(label)
    words = pipeline.make_doc("Ada Malin spoke")
    marks = {"tags": ["NN"] * 3, "heads": [1, 2, 2], "deps": ["dep"] * 3, "entities": [(0, 9, "PERSON")]}
    pipeline.initialize(lambda: [Example.from_dict(words, marks)])
    read: Callable[[str], object] = pipeline
    return read


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=40)
    texts = ["\n\n".join(article(number)[2]) for number in range(parser.parse_args().articles)]
    words = statistics.mean(len(text.split()) for text in texts)
    neural, rules = NeuralReader(), RuleReader()
    print(f"{'articles of ' + format(words, '.0f') + ' words, one core':<46}{'a second':>10}{'goal':>8}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mine = rate(lambda text: neural.read(text_of(text, "en", None)), texts)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'neural reader: statements, figures, dates, names':<46}{mine:>10.1f}{GOAL:>8.0f}")
    print(f"{'rules alone':<46}{rate(lambda text: rules.read(text_of(text, 'en', None)), texts):>10.1f}")
    pipeline = spacy_pipeline()
    if pipeline is None:
        print(f"{'spaCy tagger, parser, names':<46}{'skipped: spaCy is not installed':>10}")
    else:
        theirs = rate(pipeline, texts)
        print(f"{'spaCy blank tagger, parser, names':<46}{theirs:>10.1f}\nratio to spaCy {mine / theirs:.2f}")
    print(f"largest memory of the process: {after / 1024:.0f} MiB, {before / 1024:.0f} MiB of it before reading (250)")


if __name__ == "__main__":
    main()
