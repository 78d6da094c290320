"""Make retrieval/adapters/data/minilm-states.npy: the directions in which token states vary most.

Run: .venv/bin/python -m benchmarks.project_states
The text is the starter library's own (corpus/), so the file holds figures of our own articles only.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.adapters.onnx import PROJECTION, OnnxEmbedder
from retrieval.articles import read
from retrieval.index.chunking import chunk
from retrieval.ports import STATE_DIMENSIONS


def main() -> None:
    """Write the first STATE_DIMENSIONS principal directions (uncentred) of all token states."""
    embedder = OnnxEmbedder(projection=None)
    second_moment = np.zeros((embedder.dimensions, embedder.dimensions))
    tokens = 0
    for article in read([Path("corpus")], on_error=print):
        for each in chunk(article, embedder=embedder):
            states = embedder.token_states(each.text)
            second_moment += states.T @ states
            tokens += len(states)
    directions, strength, _ = np.linalg.svd(second_moment)
    np.save(PROJECTION, directions[:, :STATE_DIMENSIONS].astype(np.float16))
    kept = strength[:STATE_DIMENSIONS].sum() / strength.sum()
    print(f"{tokens} tokens, {STATE_DIMENSIONS} directions keep {kept:.1%} of their length")


if __name__ == "__main__":
    main()
