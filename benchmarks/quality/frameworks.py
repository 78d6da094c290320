"""What frameworks do by default with the same articles: pieces of their own, our embedder, the text alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.quality.baselines import System
from benchmarks.quality.txtai_default import installed, txtai
from bot.evaluation.results import Found
from retrieval.library import Library
from retrieval.ports import Embedder
from retrieval.types import Article

BATCH = 64  # pieces that are embedded at a time
KEPT = 100  # articles between two savings of LlamaIndex, which writes all it has


def all_of(library: Library, *, folder: Path) -> tuple[System, ...]:
    """All that are installed; pieces that are embedded are kept under `folder`: a run goes on with them."""
    articles = [library.article(row.key) for row in library.articles()]
    makers = {"langchain": langchain, "llama-index": llama_index}
    if installed():
        makers["txtai"] = txtai
    return tuple(
        make(articles, library.embedder, folder=folder / name) for name, make in makers.items()
    )


def langchain(articles: Iterable[Article], embedder: Embedder, *, folder: Path) -> System:
    """LangChain's recipe: pieces of 1,000 characters with 200 of overlap, Chroma, the 4 nearest."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return embedder.embed(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return embedder.embed([text])[0].tolist()

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    store = Chroma("recipe", embedding_function=Ours(), persist_directory=str(folder))
    listed = list(articles)
    pieces = splitter.create_documents(
        [one.text for one in listed], metadatas=[{"key": one.key} for one in listed]
    )
    named = {f"{one.metadata['key']}@{one.metadata['start_index']}": one for one in pieces}
    _fill(store, named)
    retriever = store.as_retriever()  # its default: the 4 nearest

    def search(question: str) -> Sequence[Found]:
        return [
            _found(one.metadata["key"], one.metadata["start_index"], one.page_content)
            for one in retriever.invoke(question)
        ]

    packages = ("langchain-text-splitters", "langchain-chroma", "langchain-core", "chromadb")
    cut = {"embedder": embedder.identity, "pieces": f"{len(named)} of 1000 characters, 200 overlap"}
    return System(
        "LangChain's recipe, top 4", search, {**{name: version(name) for name in packages}, **cut}
    )


def _fill(store: Any, named: dict[str, Any]) -> None:
    """Embed what Chroma does not hold yet, pieces of like length together; drop what is no more."""
    stored = set(store.get(include=[])["ids"])
    if gone := sorted(stored - named.keys()):
        store.delete(gone)
    missing = sorted(named.keys() - stored, key=lambda name: len(named[name].page_content))
    for begin in range(0, len(missing), BATCH):
        batch = missing[begin : begin + BATCH]
        store.add_documents([named[name] for name in batch], ids=batch)
        print(f"  LangChain's recipe: {begin + len(batch)} of {len(missing)} pieces", flush=True)


def llama_index(articles: Iterable[Article], embedder: Embedder, *, folder: Path) -> System:
    """LlamaIndex's defaults: pieces of 1,024 tokens with 200 of overlap, the 2 nearest.

    Of a piece the embedder reads its first 256 tokens, as with every model of this size.
    """
    from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage

    model = _llama_embedding(embedder.embed)
    if (folder / "docstore.json").exists():
        stored = StorageContext.from_defaults(persist_dir=str(folder))
        index = load_index_from_storage(stored, embed_model=model)
    else:
        index = VectorStoreIndex([], embed_model=model)
    _follow(index, {one.key: Document(text=one.text, id_=one.key) for one in articles}, folder)
    retriever = index.as_retriever()  # its default: the 2 nearest

    def search(question: str) -> Sequence[Found]:
        return [
            _found(one.node.ref_doc_id, one.node.start_char_idx or 0, one.node.get_content())
            for one in retriever.retrieve(question)
        ]

    identity = {"llama-index-core": version("llama-index-core"), "embedder": embedder.identity}
    pieces = f"{len(index.docstore.docs)} of 1024 tokens, 200 overlap"
    return System("LlamaIndex's defaults, top 2", search, {**identity, "pieces": pieces})


def _follow(index: Any, named: Mapping[str, Any], folder: Path) -> None:
    """Insert the documents that the index lacks, keeping it as it grows; drop what is no more."""
    stored = index.ref_doc_info
    gone = sorted(stored.keys() - named.keys())
    for key in gone:
        index.delete_ref_doc(key, delete_from_docstore=True)
    missing = [key for key in named if key not in stored]
    for begin in range(0, len(missing), KEPT):
        batch = missing[begin : begin + KEPT]
        index.insert_nodes(_pieces([named[key] for key in batch]))
        _persist(index, folder)
        print(f"  LlamaIndex: {begin + len(batch)} of {len(missing)} articles", flush=True)
    if gone and not missing:
        _persist(index, folder)


def _pieces(documents: Sequence[Any]) -> Sequence[Any]:
    """As VectorStoreIndex.from_documents cuts them."""
    from llama_index.core import Settings
    from llama_index.core.ingestion import run_transformations

    return run_transformations(documents, Settings.transformations)


def _persist(index: Any, folder: Path) -> None:
    """Into a folder beside, which then takes the other's place: a run may be stopped at any time."""
    draft = folder.with_suffix(".part")
    index.storage_context.persist(str(draft))
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _llama_embedding(embed: Callable[[Sequence[str]], Any]) -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Ours(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return embed([query])[0].tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return embed([text])[0].tolist()

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embed(texts).tolist()

    return Ours(embed_batch_size=BATCH)


def _found(key: str, start: int, text: str) -> Found:
    return Found(key=key, start=start, end=start + len(text), score=0.0, text=text)
