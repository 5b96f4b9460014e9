"""The reader as a PyTorch module: one encoder (MiniLM-L6 with a case embedding), several heads.

Shapes: B windows, T pieces, H = 384. All weights of the encoder but the word embeddings are trained.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.data import NAME_SETS
from witnessmark.nouns import Mode
from witnessmark.reading.neural.attributions import Outputs
from witnessmark.reading.neural.decoding import NAME_TAGS, TAGS, Floats
from witnessmark.reading.neural.pieces import CASES, Window

WIDTH, LAYERS, HEADS, INSIDE = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
LINK = 64
GUIDES = 2


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attend, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INSIDE), nn.Linear(INSIDE, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Return the next layer's states, shape (B, T, H)."""
        batch, length, _ = x.shape
        shape = (batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = self.attend(x).view(shape).permute(2, 0, 3, 1, 4).unbind(0)
        if torch.onnx.is_in_onnx_export():
            scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS))
            seen = torch.softmax(scores if bias is None else scores + bias, -1) @ value
        else:
            masked = None if bias is None else bias.to(query.dtype)
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=masked)
        x = self.first(x + self.drop(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.second(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 as published."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor | None, extra: Tensor | None = None) -> Tensor:
        """Return the states of pieces ``ids`` (B, T); ``mask`` is 1 where a piece stands, None where all are."""
        x = self.word(ids) + self.position(torch.arange(ids.shape[1], device=ids.device)) + self.segment
        x = self.drop(self.norm(x if extra is None else x + extra))
        bias = None if mask is None else ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load(self, path: Path) -> Encoder:
        """Take the published weights from a safetensors file."""
        found = {name.removeprefix("bert."): weight.float() for name, weight in load_file(path).items()}
        own: dict[str, Tensor] = {
            "word.weight": found["embeddings.word_embeddings.weight"],
            "position.weight": found["embeddings.position_embeddings.weight"],
            "segment": found["embeddings.token_type_embeddings.weight"][0],
        }
        pairs = {"norm": "embeddings.LayerNorm"}
        for number in range(LAYERS):
            ours, theirs = f"layers.{number}", f"encoder.layer.{number}"
            for part in ("weight", "bias"):
                thirds = [found[f"{theirs}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                own[f"{ours}.attend.{part}"] = torch.cat(thirds)
            pairs |= {
                f"{ours}.out": f"{theirs}.attention.output.dense",
                f"{ours}.first": f"{theirs}.attention.output.LayerNorm",
                f"{ours}.up": f"{theirs}.intermediate.dense",
                f"{ours}.down": f"{theirs}.output.dense",
                f"{ours}.second": f"{theirs}.output.LayerNorm",
            }
        for mine, theirs in pairs.items():
            for part in ("weight", "bias"):
                own[f"{mine}.{part}"] = found[f"{theirs}.{part}"]
        self.load_state_dict(own)
        return self


class Reader(nn.Module):
    """The encoder and its heads; ``forward`` returns logits and link vectors by piece."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.case = nn.Embedding(GUIDES * CASES, WIDTH)
        nn.init.zeros_(self.case.weight)
        self.tags = nn.Linear(WIDTH, GUIDES * TAGS)
        self.inner = nn.Linear(WIDTH, TAGS)
        self.modes = nn.Linear(WIDTH, len(Mode))
        self.nests = nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, len(NAME_SETS) * NAME_TAGS)
        self.links = nn.Linear(WIDTH, 4 * LINK)
        self.parties = nn.Linear(WIDTH, 4 * LINK)
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor, mask: Tensor | None, rows: Tensor) -> dict[str, Tensor]:
        """Return what each head says of each piece.

        tags (B, T, guides, TAGS), inner, modes, nests, names (B, T, sets, NAME_TAGS), links and
        parties (B, T, 4, LINK).
        """
        x = self.drop(self.encoder(ids, mask, self.case(rows)))
        batch, length, _ = x.shape
        return {
            "tags": self.tags(x).view(batch, length, GUIDES, TAGS),
            "inner": self.inner(x),
            "modes": self.modes(x),
            "nests": self.nests(x)[..., 0],
            "names": self.names(x).view(batch, length, len(NAME_SETS), NAME_TAGS),
            "links": self.links(x).view(batch, length, 4, LINK),
            "parties": self.parties(x).view(batch, length, 4, LINK),
        }


class TorchModel:
    """A model in PyTorch that is run as the shipped one is: one window at a time."""

    def __init__(self, model: Reader, cutter: Tokenizer) -> None:
        self._model = model.eval()
        self._cutter = cutter

    @property
    def tokenizer(self) -> Tokenizer:
        """Return the tokenizer."""
        return self._cutter

    def run(self, window: Window, guide: int) -> Outputs:
        """Run one window in full precision."""
        ids = torch.tensor([window.ids])
        rows = torch.tensor([[guide * CASES + case for case in window.cases]])
        with torch.inference_mode():
            out = self._model(ids, torch.ones_like(ids), rows)

        def array(value: torch.Tensor) -> Floats:
            return np.asarray(value.numpy(), np.float32)

        return Outputs(
            tags=array(out["tags"][0, :, guide]),
            modes=array(out["modes"][0]),
            nests=array(out["nests"][0]),
            names=array(out["names"][0]),
            links=array(out["links"][0]),
            parties=array(out["parties"][0]),
        )
