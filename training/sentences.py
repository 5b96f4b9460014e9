"""Makes the shipped sentence encoder: ``python -m training.sentences [--to FOLDER]``.

all-MiniLM-L6-v2 as published, no weight trained here: its states, meaned over the pieces and brought to length 1,
become ONNX in 8 bits as in ``export``. The tokenizer is the reader's; where the published one differs, nothing is
written.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.network import Encoder
from training.sums import note
from training.train import published
from witnessmark.reading.neural.encoder import FOLDER, TOKENIZER
from witnessmark.reading.neural.vectors import INPUT, MODEL, OUTPUT


class Sentence(nn.Module):
    """The vector of one window: the mean of all its states, of length 1."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor) -> Tensor:
        """Return the vector (H) of pieces of shape (1, T)."""
        mean = self.encoder(pieces, None)[0].mean(0)
        return mean / mean.norm().clamp(min=1e-12)


def export(folder: Path) -> Path:
    """Write ``sentences.onnx`` to ``folder``, note its sum, and return it."""
    if not filecmp.cmp(published() / TOKENIZER, FOLDER / TOKENIZER, shallow=False):
        sys.exit(f"{FOLDER / TOKENIZER} is not the published tokenizer: run training.export first")
    encoder = Encoder().load(published() / "model.safetensors")
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / MODEL
    pieces = torch.randint(1000, 20000, (1, 32))
    with tempfile.TemporaryDirectory() as name, torch.inference_mode():
        whole, ready = Path(name) / "whole.onnx", Path(name) / "ready.onnx"
        torch.onnx.export(
            Sentence(encoder).eval(),
            (pieces,),
            str(whole),
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {1: "T"}},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(model), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    note(folder, MODEL)
    return model


def main() -> None:
    """Export the published weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER)
    made = export(parser.parse_args().to)
    json.dump({"file": str(made), "bytes": made.stat().st_size}, sys.stdout)


if __name__ == "__main__":
    main()
