"""Makes the shipped files: ``python -m training.export RUN [--to FOLDER]``.

The encoder with its heads becomes ONNX: weights in 8 bits by output channel, word embeddings in 8 bits by row. Only 7
of the 8 bits are used, so that no sum saturates on processors without newer instructions, and a text is read alike
on all of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.network import GUIDES, LAYERS, Reader
from training.sums import note
from training.train import published
from witnessmark.reading.neural.encoder import FOLDER, INPUTS, OUTPUTS
from witnessmark.reading.neural.pieces import CASES


class Shipped(nn.Module):
    """The reader as it is run: one window a call, nothing masked; the heads of training alone are left out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, rows: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs in the order of ``OUTPUTS`` for pieces and rows of shape (1, T)."""
        found = self.reader(pieces, None, rows)
        return tuple(found[name][0] for name in OUTPUTS)


def export(weights: Path, folder: Path, *, reduce_range: bool = True) -> Path:
    """Write ``reader.onnx`` and the tokenizer to ``folder``, and note their sums; return the former."""
    reader = Reader()
    reader.load_state_dict(torch.load(weights, weights_only=True, map_location="cpu")["mean"])
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "reader.onnx"
    pieces = torch.randint(1000, 20000, (1, 32))
    rows = torch.randint(0, GUIDES * CASES, (1, 32))
    with tempfile.TemporaryDirectory() as name, torch.inference_mode():
        whole, ready = Path(name) / "whole.onnx", Path(name) / "ready.onnx"
        torch.onnx.export(
            Shipped(reader).eval(),
            (pieces, rows),
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {1: "T"} for name in INPUTS} | {name: {0: "T"} for name in OUTPUTS},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(model), weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduce_range
        )
    shutil.copyfile(published() / "tokenizer.json", folder / "tokenizer.json")
    note(folder, "reader.onnx", "tokenizer.json")
    return model


def main() -> None:
    """Export a finished run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    parser.add_argument("--full-range", action="store_true")
    given = parser.parse_args()
    made = export(given.weights, given.to, reduce_range=not given.full_range)
    json.dump({"file": str(made), "bytes": made.stat().st_size, "layers": LAYERS}, sys.stdout)


if __name__ == "__main__":
    main()
