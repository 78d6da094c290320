"""What every embedder promises, over the fake, the bundled one and those behind a service."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.adapters.langchain_embedder import by_name
from retrieval.adapters.onnx import OnnxEmbedder
from retrieval.adapters.openai_embedder import OpenAIEmbedder
from retrieval.errors import EmbedderError
from retrieval.ports import STATE_DIMENSIONS, Embedder, Vector
from retrieval.types import Chunk, Span
from tests.fakes.embedder import HashEmbedder
from tests.model.fault_server import running

TEXT = "The ferry to Lunde was cancelled. A storm had closed the harbour. Bakers were unhurt."


def _with_states() -> OnnxEmbedder:
    random = np.random.default_rng(7)
    basis, _ = np.linalg.qr(random.standard_normal((OnnxEmbedder.dimensions, STATE_DIMENSIONS)))
    return OnnxEmbedder(projection=basis.astype(np.float32))


def _langchain(url: str) -> Embedder:
    return by_name("openai:ok", api_key="none", base_url=url, states=HashEmbedder())


MAKERS: dict[str, Callable[[str], Embedder]] = {
    "fake": lambda _: HashEmbedder(),
    "bundled": lambda _: _with_states(),
    "bundled without states": lambda _: OnnxEmbedder(),
    "openai": lambda url: OpenAIEmbedder("ok", base_url=url, states=HashEmbedder()),
    "openai without states": lambda url: OpenAIEmbedder("ok", base_url=url),
    "langchain": _langchain,
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as server:
        yield server.url


@pytest.fixture(scope="module", params=MAKERS.values(), ids=list(MAKERS))
def embedder(request: pytest.FixtureRequest, url: str) -> Embedder:
    made: Embedder = request.param(url)
    return made


def _has_states(embedder: Embedder) -> bool:
    return bool(len(embedder.embed_question("storm").states))


def test_it_says_who_it_is(embedder: Embedder) -> None:
    assert embedder.identity
    assert embedder.window > 32


def test_vectors_have_length_one_and_come_in_order(embedder: Embedder) -> None:
    texts = ["storm", TEXT * 3, "", "The ferry", " \n", "你好 😀", "\ud800", "x" * 5_000]
    vectors = embedder.embed(texts)

    assert vectors.shape == (len(texts), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_allclose(embedder.embed([text])[0], vector, atol=1e-4)


def test_nothing_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)
    assert embedder.embed_chunks([]) == []


def test_more_texts_than_a_batch_keep_their_order(embedder: Embedder) -> None:
    texts = [f"{number} storms " + "at sea " * (number % 7) for number in range(40)]
    vectors = embedder.embed(texts)

    np.testing.assert_allclose(embedder.embed(texts[::-1])[::-1], vectors, atol=1e-4)


def test_a_text_about_the_same_thing_is_nearer(embedder: Embedder) -> None:
    question, near, far = embedder.embed(
        ["Which storm closed the harbour?", "The harbour was closed by a storm.", "Bread is baked."]
    )

    assert question @ near > question @ far + 0.2


def test_a_text_longer_than_the_window_is_cut_off(embedder: Embedder) -> None:
    vectors = embedder.embed(["storm " * 2_000, "storm " * 3_000])

    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_token_spans_are_in_order_and_inside_the_text(embedder: Embedder, text: str) -> None:
    spans = embedder.token_spans(text)

    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_token_spans_are_those_of_the_text_and_never_truncated(embedder: Embedder) -> None:
    text = "Ferry, café\nstorm " * 5_000
    spans = embedder.token_spans(text)

    assert [text[start:end] for start, end in spans[:2]] == ["Ferry", ","]
    assert len(spans) == 5_000 * len(embedder.token_spans("Ferry, café\nstorm "))
    assert text[slice(*spans[-1])] == "storm"
    assert embedder.token_spans("") == []


def test_a_chunk_has_a_vector_and_one_for_each_sentence(embedder: Embedder) -> None:
    chunk = _chunk(TEXT, header="Storm at sea — Courier, 2021", start=1_000)
    (embedded,) = embedder.embed_chunks([chunk])

    _assert_unit(embedded.vector)
    assert embedded.sentences.shape == (3, embedder.dimensions)
    for vector in embedded.sentences:
        _assert_unit(vector)
    question = embedder.embed(["Were the bakers unhurt?"])[0]
    assert int(np.argmax(embedded.sentences @ question)) == 2


def test_a_chunk_without_a_header_is_embedded_like_its_text(embedder: Embedder) -> None:
    (embedded,) = embedder.embed_chunks([_chunk(TEXT)])

    np.testing.assert_allclose(embedded.vector, embedder.embed([TEXT])[0], atol=1e-4)


def test_the_header_counts_for_the_chunk(embedder: Embedder) -> None:
    (embedded,) = embedder.embed_chunks([_chunk(TEXT, header="Volcano")])

    np.testing.assert_allclose(embedded.vector, embedder.embed([f"Volcano\n{TEXT}"])[0], atol=1e-4)


def test_a_sentence_without_tokens_has_its_chunks_vector(embedder: Embedder) -> None:
    chunk = Chunk(
        ordinal=0, start=0, end=8, text="storm \x00\x00", header="", sentences=(Span(6, 6),)
    )
    (embedded,) = embedder.embed_chunks([chunk])

    np.testing.assert_array_equal(embedded.sentences[0], embedded.vector)


def test_a_chunk_has_no_more_tokens_than_the_window(embedder: Embedder) -> None:
    fitting = _chunk("storm " * (embedder.window - 2))
    embedder.embed_chunks([fitting])

    with pytest.raises(EmbedderError, match="Chunk 0 has"):
        embedder.embed_chunks([fitting, _chunk("storm " * (embedder.window - 1))])


def test_a_question_has_a_vector_and_a_state_for_each_token(embedder: Embedder) -> None:
    text = "Which storm closed Lunde?"
    question = embedder.embed_question(text)

    np.testing.assert_allclose(question.vector, embedder.embed([text])[0], atol=1e-4)
    assert question.spans == (tuple(embedder.token_spans(text)) if _has_states(embedder) else ())
    assert question.states.shape == (len(question.spans), STATE_DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(question.states, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "storm " * 2_000])
def test_any_question_can_be_embedded(embedder: Embedder, text: str) -> None:
    question = embedder.embed_question(text)

    _assert_unit(question.vector)
    assert question.states.shape == (len(question.spans), STATE_DIMENSIONS)
    assert len(question.spans) <= embedder.window - 2


def test_a_sentence_has_a_state_for_each_token(embedder: Embedder) -> None:
    chunk = _chunk(TEXT, header="Storm at sea", start=50)
    (embedded,) = embedder.embed_chunks([chunk])

    if not _has_states(embedder):
        assert embedded.states == ()
        return
    texts = [TEXT[span.start - 50 : span.end - 50] for span in chunk.sentences]
    assert [states.shape for states in embedded.states] == [
        (len(embedder.token_spans(text)), STATE_DIMENSIONS) for text in texts
    ]
    question = embedder.embed_question("harbour").states
    best = [float((states @ question.T).max()) for states in embedded.states]
    assert int(np.argmax(best)) == 1


def test_chunks_come_back_in_order(embedder: Embedder) -> None:
    chunks = [_chunk("storm " * (1 + number % 5) + f"number {number}.") for number in range(20)]
    embedded = embedder.embed_chunks(chunks)

    expected = embedder.embed([chunk.text for chunk in chunks])
    np.testing.assert_allclose([each.vector for each in embedded], expected, atol=1e-4)


def _chunk(text: str, *, header: str = "", start: int = 0) -> Chunk:
    """A chunk whose sentences end with a stop and a space."""
    spans = []
    position = 0
    for piece in text.split(". "):
        spans.append(Span(start + position, start + min(position + len(piece) + 1, len(text))))
        position += len(piece) + 2
    return Chunk(
        ordinal=0,
        start=start,
        end=start + len(text),
        text=text,
        header=header,
        sentences=tuple(spans),
    )


def _assert_unit(vector: Vector) -> None:
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
