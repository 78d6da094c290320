"""Embedders behind a service: what goes over the wire, what goes wrong, and whole answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from retrieval.adapters.langchain_embedder import LangChainEmbedder, by_name
from retrieval.adapters.onnx import OnnxEmbedder
from retrieval.adapters.openai_embedder import OpenAIEmbedder
from retrieval.adapters.remote_embedder import RemoteEmbedder
from retrieval.adapters.waits import Timeouts
from retrieval.errors import EmbedderError, ModelRefused, SettingsError
from retrieval.library import Library
from retrieval.model.retry import Retries
from retrieval.ports import Embedder
from tests.fakes.embedder import HashEmbedder
from tests.model.fault_server import WAIT, FaultServer, running

KEY = "sk-test-secret"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as started:
        yield started


def failing(server: FaultServer, model: str) -> EmbedderError:
    embedder = OpenAIEmbedder(
        model, api_key=KEY, base_url=server.url, dimensions=256, sleep=lambda _: None
    )
    with pytest.raises(EmbedderError) as caught:
        embedder.embed(["storm"])
    return caught.value


def test_making_one_asks_nobody(server: FaultServer) -> None:
    embedder = OpenAIEmbedder("ok", base_url=server.url)
    assert embedder.token_spans("a storm") == [(0, 1), (2, 7)]
    assert server.requests == []


def test_the_service_is_asked_once_for_its_dimensions(server: FaultServer) -> None:
    embedder = OpenAIEmbedder("ok", base_url=server.url)
    assert [embedder.dimensions, embedder.dimensions] == [256, 256]
    assert len(server.requests) == 1


def test_shorter_vectors_are_asked_for(server: FaultServer) -> None:
    embedder = OpenAIEmbedder("ok", base_url=server.url, dimensions=64)
    assert embedder.embed(["storm"]).shape == (1, 64)
    assert server.requests[0]["dimensions"] == 64


def test_texts_go_in_batches_each_once(server: FaultServer) -> None:
    embedder = OpenAIEmbedder("ok", base_url=server.url, dimensions=256)
    vectors = embedder.embed([f"storm {number % 150}" for number in range(300)])

    assert [len(request["input"]) for request in server.requests] == [64, 64, 22]
    np.testing.assert_array_equal(vectors[:150], vectors[150:])


def test_vectors_are_put_in_order_by_their_index(server: FaultServer) -> None:
    ordinary, reversed_ = (
        OpenAIEmbedder(model, base_url=server.url) for model in ("ok", "reversed")
    )
    texts = ["storm", "bread", "ferry"]
    np.testing.assert_allclose(ordinary.embed(texts), reversed_.embed(texts), atol=1e-6)


def test_an_identity_names_service_model_and_size_and_no_secret() -> None:
    url = "http://me:secret@embeddings.example:8080/v1"
    plain = OpenAIEmbedder("m", api_key=KEY, base_url=url)
    made = [
        plain,
        OpenAIEmbedder("m", api_key=KEY, base_url=url, dimensions=64),
        OpenAIEmbedder("n", api_key=KEY, base_url=url),
        OpenAIEmbedder("m", api_key=KEY),
        OpenAIEmbedder("m", api_key=KEY, base_url=url, states=HashEmbedder()),
        by_name("openai:m", api_key=KEY, base_url=url),
    ]
    identities = [embedder.identity for embedder in made]
    assert plain.identity == "openai/embeddings.example:8080/m"
    assert len(set(identities)) == len(made)
    assert "secret" not in " ".join(identities)


def test_a_window_is_no_larger_than_that_of_the_states() -> None:
    embedder = OpenAIEmbedder("m", api_key=KEY, window=512, states=HashEmbedder(window=128))
    assert embedder.window == 128


def test_what_may_pass_is_asked_again(server: FaultServer) -> None:
    server.fail_first = 2
    slept: list[float] = []
    embedder = OpenAIEmbedder(
        "ok",
        base_url=server.url,
        dimensions=256,
        retries=Retries(chance=lambda: 1.0),
        sleep=slept.append,
    )
    assert embedder.embed(["storm"]).shape == (1, 256)
    assert slept == [0.5, 1.0]


@pytest.mark.parametrize(
    ("model", "says", "requests"),
    [
        ("401", "refused the API key", 1),
        ("404", "has no model 404", 1),
        ("500", "failed with status 500", 3),
        ("429", "too many requests", 3),
        ("html", "answered with something else than vectors", 1),
        ("short", "numbers instead of", 1),
        ("nothing", "without a direction", 1),
    ],
)
def test_a_fault_is_one_clear_line_that_says_what_to_do(
    server: FaultServer, model: str, says: str, requests: int
) -> None:
    error = failing(server, model)

    assert says in error.message
    assert error.hint
    assert "\n" not in str(error)
    assert KEY not in str(error)
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    "rows", [[["a"]], [[1.0, float("nan")]], [[float("inf"), 0.0]], [], None, [[1.0], [1.0, 2.0]]]
)
def test_what_are_not_vectors_is_refused(rows: object) -> None:
    embedder = RemoteEmbedder(lambda _: rows, identity="odd", dimensions=2)
    with pytest.raises(EmbedderError):
        embedder.embed(["storm"])


def test_a_service_that_cannot_be_reached_is_named() -> None:
    embedder = OpenAIEmbedder("m", base_url="http://127.0.0.1:1/v1", sleep=lambda _: None)
    with pytest.raises(EmbedderError, match="cannot be reached"):
        _ = embedder.dimensions


def test_an_empty_address_or_name_is_refused_at_once() -> None:
    with pytest.raises(SettingsError):
        OpenAIEmbedder("m", base_url="")
    with pytest.raises(SettingsError):
        by_name(" ")


def test_langchain_embeddings_without_a_timeout_have_one(server: FaultServer) -> None:
    from langchain_openai import OpenAIEmbeddings

    inner = OpenAIEmbeddings(
        model="silent", api_key="none", base_url=server.url, check_embedding_ctx_length=False
    )
    assert inner.request_timeout is None
    embedder = LangChainEmbedder(
        inner, name="silent", timeouts=Timeouts(first=0.3), retries=Retries(attempts=1)
    )
    with pytest.raises(EmbedderError, match="sent nothing"):
        embedder.embed(["storm"])
    assert server.gone.wait(WAIT)


def test_langchain_embeddings_by_name_send_texts_and_not_tokens(server: FaultServer) -> None:
    embedder = by_name("openai:ok", api_key=KEY, base_url=server.url)
    assert embedder.embed(["storm"]).shape == (1, 256)
    assert server.requests[-1]["input"] == ["storm"]


def test_a_missing_integration_says_what_to_install() -> None:
    with pytest.raises(SettingsError) as caught:
        by_name("cohere:embed-english-v3.0")
    assert caught.value.hint == "pip install langchain-cohere"


def test_any_embeddings_of_langchain_embed() -> None:
    embedder = LangChainEmbedder(DeterministicFakeEmbedding(size=32), name="fake")
    vectors = embedder.embed(["storm", "bread", "storm"])
    assert vectors.shape == (3, 32)
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_an_embedder_is_not_asked_again_when_it_refuses() -> None:
    calls: list[list[str]] = []

    def ask(texts: list[str]) -> list[list[float]]:
        calls.append(texts)
        raise ModelRefused("No.", hint="Never.")

    with pytest.raises(EmbedderError, match="No"):
        RemoteEmbedder(ask, identity="it", dimensions=2).embed(["storm"])
    assert len(calls) == 1


def _embedders(server: FaultServer) -> dict[str, Embedder]:
    return {
        "openai": OpenAIEmbedder("ok", base_url=server.url),
        "openai with states": OpenAIEmbedder("ok", base_url=server.url, states=HashEmbedder()),
        "bundled without states": OnnxEmbedder(),
    }


@pytest.mark.parametrize("name", ["openai", "openai with states", "bundled without states"])
def test_a_library_is_filled_searched_asked_and_checked(
    server: FaultServer, name: str, tmp_path: Path, root: Path
) -> None:
    paths = sorted((root / "corpus").glob("*.md"))[:4]
    with Library.open(tmp_path, embedder=_embedders(server)[name]) as library:
        assert library.add(paths).added == len(paths)
        question = "When did Lavrov announce that Russia would suspend its mission to NATO?"
        passages = asyncio.run(library.engine.search(question, k=3))
        reply = asyncio.run(library.engine.answer(question))
        findings = library.check()

    assert len(passages) == 3
    assert reply.passages
    assert [finding for finding in findings if not finding.ok] == []
