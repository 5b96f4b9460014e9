"""Runs the shipped encoder: what it says of one window of a text.

Promises: offline, on one thread, one window a call, so that a text is read alike whatever stands beside it; the digest
names the files that decide the output; files that are not those of their sums are refused before they are used.
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

from witnessmark.errors import ModelDamagedError
from witnessmark.reading.neural.attributions import Outputs
from witnessmark.reading.neural.pieces import CASES, Window
from witnessmark.reading.neural.runtime import onnxruntime
from witnessmark.reading.neural.sums import AGAIN, check

FOLDER: Final = Path(__file__).parents[1] / "model"
MODEL, TOKENIZER, CALIBRATION = "reader.onnx", "tokenizer.json", "calibration.json"
INPUTS: Final = ("pieces", "rows")
OUTPUTS: Final = ("tags", "modes", "nests", "names", "links", "parties")


class Encoder:
    """The files of one model, loaded when first used; all but ``folder`` raise ModelDamagedError where one is damaged.

    The files in ``FOLDER`` must have their sums beside them (see ``sums``); a folder of one's own may have none.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @cached_property
    def _files(self) -> Path:
        return checked(self.folder, MODEL, TOKENIZER, CALIBRATION)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model, its tokenizer and its calibration, one after the other."""
        state = hashlib.sha256()
        for path in (self._files / name for name in (MODEL, TOKENIZER, CALIBRATION)):
            state.update(path.read_bytes() if path.exists() else b"")
        return state.hexdigest()

    @cached_property
    def calibration(self) -> tuple[tuple[float, float], ...]:
        """Scores with the share of right statements measured there; none for a model that was not measured."""
        path = self._files / CALIBRATION
        if not path.exists():
            return ()
        try:
            return tuple((float(at), float(share)) for at, share in json.loads(path.read_bytes()))
        except (ValueError, TypeError) as error:
            raise ModelDamagedError(f"{path}: holds no pairs of numbers ({error}); {AGAIN}") from error

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Cuts words into pieces, without padding or cutting off."""
        return open_tokenizer(self._files)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return open_session(self._files / MODEL)

    def run(self, window: Window, guide: int) -> Outputs:
        """Return what the encoder says of one window when it follows ``guide``."""
        rows = np.asarray([window.cases], np.int64) + guide * CASES
        given: dict[str, Any] = {INPUTS[0]: np.asarray([window.ids], np.int64), INPUTS[1]: rows}
        tags, modes, nests, names, links, parties = self._session.run(list(OUTPUTS), given)
        return Outputs(tags=tags[:, guide], modes=modes, nests=nests, names=names, links=links, parties=parties)


def checked(folder: Path, *names: str) -> Path:
    """Return ``folder``; raise ModelDamagedError where a file of ``names`` is not the one that its sum is of."""
    check(folder, names, all_listed=folder == FOLDER)
    return folder


def open_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of the models in ``folder``, without padding or cutting off."""
    path = folder / TOKENIZER
    try:
        made = Tokenizer.from_file(str(path))
    except Exception as error:  # the library has no error of its own
        raise ModelDamagedError(f"{path}: cannot be loaded ({error}); {AGAIN}") from error
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
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library's errors have no common root
        raise ModelDamagedError(f"{path}: cannot be loaded ({type(error).__name__}); {AGAIN}") from error


@cache
def shipped() -> Encoder:
    """Return the encoder that comes with the package."""
    return Encoder()
