"""Runs the shipped encoder: what it says of one window of a text.

Promises: offline, on one thread, one window a call, so that a text is read alike whatever stands beside it; the digest
names the files that decide the output.
Does not: know what the numbers mean (see ``decoding``).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from tokenizers import Tokenizer

from witnessmark.reading.attributions import Outputs
from witnessmark.reading.pieces import CASES, Window
from witnessmark.reading.runtime import onnxruntime

FOLDER: Final = Path(__file__).parent / "model"
MODEL, TOKENIZER, CALIBRATION = "reader.onnx", "tokenizer.json", "calibration.json"
INPUTS: Final = ("pieces", "rows")
OUTPUTS: Final = ("tags", "modes", "nests", "names", "links", "parties")


class Encoder:
    """The files of one model, loaded when first used.

    ``run`` raises what onnxruntime raises where the files are damaged.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model, its tokenizer and its calibration, one after the other."""
        state = hashlib.sha256()
        for path in (self.folder / name for name in (MODEL, TOKENIZER, CALIBRATION)):
            state.update(path.read_bytes() if path.exists() else b"")
        return state.hexdigest()

    @cached_property
    def calibration(self) -> tuple[tuple[float, float], ...]:
        """Scores with the share of right statements measured there; none for a model that was not measured."""
        path = self.folder / CALIBRATION
        return tuple((float(at), float(share)) for at, share in json.loads(path.read_bytes())) if path.exists() else ()

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Cuts words into pieces, without padding or cutting off."""
        return open_tokenizer(self.folder)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return open_session(self.folder / MODEL)

    def run(self, window: Window, guide: int) -> Outputs:
        """Return what the encoder says of one window when it follows ``guide``."""
        rows = np.asarray([window.cases], np.int64) + guide * CASES
        given: dict[str, Any] = {INPUTS[0]: np.asarray([window.ids], np.int64), INPUTS[1]: rows}
        tags, modes, nests, names, links, parties = self._session.run(list(OUTPUTS), given)
        return Outputs(tags=tags[:, guide], modes=modes, nests=nests, names=names, links=links, parties=parties)


def open_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of the models in ``folder``, without padding or cutting off."""
    made = Tokenizer.from_file(str(folder / TOKENIZER))
    made.no_padding()
    made.no_truncation()
    return made


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Return the model at ``path``, ready to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def shipped() -> Encoder:
    """Return the encoder that comes with the package."""
    return Encoder()
