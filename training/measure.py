"""Measures a reader on the development sets with the shared scorer."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from training import data
from witnessmark.reading.neural.attributions import Model, find_attributions, see


def scorer(folder: Path) -> ModuleType:
    """Return the shared scorer, which lies beside the data."""
    path = folder.parent / "tools" / "score_attribution.py"
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kept_aside(folder: Path, parts: int) -> dict[str, data.Row]:
    """Return the paragraphs of the written English that are never trained on."""
    paths = sorted((folder / "written").glob("en-*.jsonl"))
    return {row["id"]: row for path in paths for row in data.rows(path) if data.is_kept_aside(row["id"], parts)}


def predicted(model: Model, rows: Iterable[data.Row], guide: int) -> dict[str, data.Row]:
    """Return what the model finds in each row's text, in the rows' own form."""
    made = {}
    for row in rows:
        text = row["text"]
        found = find_attributions(text, see(text, data.paragraphs_of(text), model, guide), model, guide)
        if guide == data.POLNEAR:
            found = [one for one in found if one.outer is None]
        made[row["id"]] = {
            "id": row["id"],
            "attributions": [
                {
                    "source": [[one.source.start, one.source.end]] if one.source else [],
                    "cue": [[one.cue.start, one.cue.end]] if one.cue else [],
                    "content": [[span.start, span.end] for span in one.content],
                    "mode": one.mode.value,
                    "score": one.score,
                }
                for one in found
            ],
        }
    return made


def measure(model: Model, folder: Path, parts: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each development set's name and scores."""
    tool = scorer(folder)
    sets = {
        "domain dev": ({row["id"]: row for row in data.rows(folder / "domain" / "dev.jsonl")}, data.OURS),
        "written, kept aside": (kept_aside(folder, parts), data.OURS),
        "polnear dev": ({row["id"]: row for row in data.rows(folder / "polnear" / "dev.jsonl")}, data.POLNEAR),
    }
    for name, (gold, guide) in sets.items():
        found = predicted(model, gold.values(), guide)
        scores = tool.score(gold, found)
        fragments = tool.score(gold, found, fragments=True)
        yield name, {**summary(scores), "content fragments": round(100 * fragments["content exact"]["f1"], 1)}


def summary(scores: Any) -> dict[str, float]:
    """Return the scores that are quoted, in percent."""
    quoted = {name: round(100 * scores[name]["f1"], 1) for name in ("pair relaxed", "pair exact", "cue exact")}
    source = scores["source accuracy"]
    return {
        **quoted,
        "source exact": round(100 * source["exact"], 1),
        "source overlap": round(100 * source["overlap"], 1),
    }
