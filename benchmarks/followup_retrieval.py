"""MTRAG: whether the judged passages are found for the last turn of a conversation."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.followup_rewriting import of_half, rows, turns
from benchmarks.question_sets import squeezed
from retrieval.engine import Engine
from retrieval.language import question as reading
from retrieval.language.quantities import variants
from retrieval.library import Library
from retrieval.search import conversation, retriever

K = 5
DEEP = 20  # passages searched for; several can be of one article
Ranking = Callable[[Mapping], Sequence[str]]


def ndcg(found: Sequence[str], gold: set[str]) -> float:
    """nDCG@5 of article keys, best first, with judgements of yes and no."""
    gained = sum(1 / math.log2(rank + 2) for rank, key in enumerate(found[:K]) if key in gold)
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(K, len(gold))))


def recall(found: Sequence[str], gold: set[str]) -> float:
    """The share of the gold articles among the first five."""
    return len(set(found[:K]) & gold) / len(gold)


def report(folder: Path, *, library: Path, half: str) -> str:
    """nDCG@5 and R@5 for the last turn, our reading of the conversation and the official rewrite."""
    corpus = _lines(folder / "corpus.jsonl.gz")
    with Library.open(library) as opened:
        if opened.is_empty:
            _add(opened, corpus, library.parent / "mtrag.jsonl")
        there = {squeezed(row.key) for row in opened.articles()}
        cases = _cases(folder, half=half, there=there)
        counts = opened.counts()
        lines = [
            f"embedder {opened.embedder.identity}; pool {retriever.POOL}, k {DEEP}; weights: full text {retriever.FULL_TEXT}, best"
            f" sentence {retriever.BEST_SENTENCE}, chunk {retriever.CHUNK}, aligned {retriever.ALIGNED}; readings: main 1.0,"
            f" by itself {conversation.BY_ITSELF}, after the last {conversation.AFTER_THE_LAST}",
            f"MTRAG, {counts.articles} of {len(corpus)} pooled passages indexed ({counts.chunks} chunks), {len(cases)} turns"
            + (
                ""
                if counts.articles == len(corpus)
                else " - A REDUCED POOL: figures are optimistic"
            ),
            f"{'articles by best chunk':34} nDCG@5  R@5    follow-ups only: nDCG@5  R@5",
        ]
        indexed = [row for row in corpus if squeezed(row["id"]) in there]
        for name, rank in _ways(opened.engine, corpus, indexed).items():
            lines.append(f"{name:34} {_figures(cases, rank)}")
    return "\n".join(lines)


def _cases(folder: Path, *, half: str, there: set[str]) -> list[dict]:
    """The turns of the retrieval task whose judged passages are all indexed."""
    chosen = [
        {**row, "gold": {squeezed(key) for key in row["gold_doc_ids"]}}
        for row in rows(folder)
        if row["in_retrieval_task"] and of_half(row["conversation_id"], half)
    ]
    return [row for row in chosen if row["gold"] and row["gold"] <= there]


def _ways(
    engine: Engine, corpus: Sequence[Mapping], indexed: Sequence[Mapping]
) -> dict[str, Ranking]:
    whole, part = FullText(corpus), FullText(indexed)
    domains = {
        name: FullText([row for row in corpus if row["domain"] == name])
        for name in sorted({row["domain"] for row in corpus})
    }
    return {
        "BM25 last turn, whole pool": lambda row: whole.search(row["question"]),
        "BM25 last turn, its domain": lambda row: domains[row["domain"]].search(row["question"]),
        "BM25 last turn, what is indexed": lambda row: part.search(row["question"]),
        "BM25 rewrite, whole pool": lambda row: whole.search(row["rewrite"]),
        "BM25 rewrite, its domain": lambda row: domains[row["domain"]].search(row["rewrite"]),
        "BM25 rewrite, what is indexed": lambda row: part.search(row["rewrite"]),
        "Dateline last turn": lambda row: _search(engine, row["question"], {}),
        "Dateline official rewrite": lambda row: _search(engine, row["rewrite"], {}),
        "Dateline with the conversation": lambda row: _search(engine, row["question"], row),
        "the same, five passages only": lambda row: _search(engine, row["question"], row, k=K),
    }


def _search(engine: Engine, question: str, row: Mapping, *, k: int = DEEP) -> list[str]:
    said = turns(row) if row else ()
    found = asyncio.run(engine.search(question, turns=said, k=k))
    return list(dict.fromkeys(squeezed(passage.article.key) for passage in found))


def _figures(cases: Sequence[Mapping], rank: Ranking) -> str:
    found = [(case, rank(case)) for case in cases]
    later = [(case, keys) for case, keys in found if case["history"]]
    values = [
        sum(measure(keys, case["gold"]) for case, keys in some) / max(1, len(some))
        for some in (found, later)
        for measure in (ndcg, recall)
    ]
    return f"{values[0]:.3f}   {values[1]:.3f}                   {values[2]:.3f}   {values[3]:.3f}"


class FullText:
    """Plain BM25 over articles: SQLite's, with our stop words and its Porter stemmer."""

    def __init__(self, articles: Iterable[Mapping]) -> None:
        """articles: rows with id, title and text."""
        self._table = sqlite3.connect(":memory:")
        self._table.execute(
            "CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, text, tokenize='porter')"
        )
        self._table.executemany(
            "INSERT INTO t VALUES (?, ?, ?)",
            ((row["id"], row["title"], row["text"]) for row in articles),
        )

    def search(self, text: str) -> list[str]:
        """The keys of the five best articles."""
        terms = {form for word in reading.read(text).terms for form in variants(word.text)}
        query = " OR ".join(f'"{term}"' for term in sorted(terms))
        found = self._table.execute(
            "SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 0.5, 1) LIMIT ?",
            (query or '""', K),
        )
        return [squeezed(key) for (key,) in found]


def _add(library: Library, corpus: Iterable[Mapping], source: Path) -> None:
    kept = ({"id": row["id"], "title": row["title"], "text": row["text"]} for row in corpus)
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    library.add([source])


def _lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
