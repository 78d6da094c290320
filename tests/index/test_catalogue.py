"""The catalogue: what goes in comes out, whole, dated, found and safe from hostile words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import (
    ArticleError,
    CatalogueBusy,
    EmbedderError,
    EmbedderMismatch,
    LibraryError,
    UnknownArticle,
)
from retrieval.index import catalogue_text
from retrieval.index.catalogue import Catalogue
from retrieval.index.chunking import chunk
from retrieval.ports import EmbeddedChunk
from retrieval.types import Article, Filters, Published
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import TEXT, article, open_catalogue, put, story

HOSTILE = "'; DROP TABLE articles; --"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path) as opened:
        yield opened


def test_an_article_comes_out_as_it_went_in(catalogue: Catalogue) -> None:
    whole = Article(
        key="ferry",
        title="No ferry",
        text=TEXT,
        content_hash="h",
        outlet="The Lunde Times",
        authors=("Åse Berg", 'O"Neill'),
        published=Published("2021-10", "month"),
        url="https://example.org/ferry?a=1",
        path="/news/ferry.md",
        line=3,
        language="en",
    )
    put(catalogue, whole)
    assert catalogue.article("ferry") == whole
    assert catalogue.text("ferry") == TEXT
    (row,) = catalogue.articles()
    assert (row.key, row.chunks, row.characters, row.content_hash, row.line) == (
        "ferry",
        1,
        len(TEXT),
        "h",
        3,
    )
    assert row.published == whole.published
    assert row.added_at.endswith("+00:00")


def test_passages_are_spans_of_their_article(catalogue: Catalogue) -> None:
    put(catalogue, story(1, paragraphs=30), story(2))
    ids = catalogue.chunk_ids()
    passages = catalogue.passages([*ids, 9999])
    assert sorted(passages) == ids
    for passage in passages.values():
        text = catalogue.text(passage.article.key)
        assert passage.text == text[passage.start : passage.end]
        assert passage.score == 0.0


def test_sentences_keep_their_spans_vectors_and_states(catalogue: Catalogue) -> None:
    embedder = HashEmbedder()
    ferry = article("ferry")
    chunks = chunk(ferry, embedder=embedder)
    embedded = embedder.embed_chunks(chunks)
    put(catalogue, ferry)
    (chunk_id,) = catalogue.chunk_ids()
    stored = catalogue.sentences([chunk_id], states=True)[chunk_id]
    assert stored.spans == chunks[0].sentences
    assert stored.vectors.dtype == np.float32
    np.testing.assert_allclose(stored.vectors, embedded[0].sentences, atol=1e-3)
    assert len(stored.states) == len(embedded[0].states)
    for kept, made in zip(stored.states, embedded[0].states, strict=True):
        assert kept.shape == made.shape
        assert (kept * made).sum(axis=1).min() > 0.999
    assert catalogue.sentences([chunk_id])[chunk_id].states == ()


def test_vectors_come_back_bit_by_bit(catalogue: Catalogue) -> None:
    embedder = HashEmbedder()
    put(catalogue, story(1, paragraphs=20))
    made = embedder.embed_chunks(chunk(story(1, paragraphs=20), embedder=embedder))
    ids, vectors = catalogue.vectors()
    assert ids.tolist() == catalogue.chunk_ids()
    np.testing.assert_array_equal(vectors, np.stack([each.vector for each in made]))
    some, rows = catalogue.vectors([int(ids[2]), 12345, int(ids[0]), int(ids[0])])
    assert some.tolist() == [ids[0], ids[2]]
    np.testing.assert_array_equal(rows, vectors[[0, 2]])


def test_neighbours_and_offsets_lead_to_chunks(catalogue: Catalogue) -> None:
    put(catalogue, story(1, paragraphs=30), story(2))
    ids = [
        i
        for i, each in catalogue.passages(catalogue.chunk_ids()).items()
        if each.article.key == "story-1"
    ]
    assert catalogue.neighbours(ids[0]) == (None, ids[1])
    assert catalogue.neighbours(ids[-1]) == (ids[-2], None)
    assert catalogue.neighbours(999) == (None, None)
    for chunk_id, passage in catalogue.passages(ids).items():
        assert catalogue.chunk_at("story-1", passage.start) == chunk_id
        assert catalogue.chunk_at("story-1", passage.end - 1) == chunk_id
        assert catalogue.chunk_at("story-1", passage.end) == chunk_id  # a blank between two
    assert catalogue.chunk_at("story-1", 10**9) == ids[-1]
    assert catalogue.chunk_at("nobody", 0) is None


def test_a_second_put_replaces_the_first_and_logs_new_before_old(catalogue: Catalogue) -> None:
    put(catalogue, article("a"), story(5))
    before = catalogue.chunk_ids(Filters(keys=("a",)))
    seq = catalogue.latest_change()
    put(catalogue, article("a", "Everything is different now. The bridge is open."))
    after = catalogue.chunk_ids(Filters(keys=("a",)))
    assert not set(before) & set(after)
    assert min(after) > max(before)
    assert [(each.kind, each.chunk_id) for each in catalogue.changes(seq)] == [
        *(("put", each) for each in after),
        *(("drop", each) for each in before),
    ]
    assert catalogue.full_text(["ferry"], k=5) == []
    assert [hit.chunk_id for hit in catalogue.full_text(["bridge"], k=1)] == after
    assert catalogue.counts().articles == 2


def test_a_snapshot_is_one_moment_for_any_thread_until_it_ends(catalogue: Catalogue) -> None:
    put(catalogue, article("a"), story(5))
    with catalogue.snapshot() as seen:
        put(catalogue, article("a", "Everything is different now. The bridge is open."))
        catalogue.remove("story-5")
        texts: list[str] = []
        thread = threading.Thread(target=lambda: texts.append(seen.text("a")))
        thread.start()
        thread.join()
        assert texts == [TEXT]
        assert [row.key for row in seen.articles()] == ["a", "story-5"]
        found = [hit.chunk_id for hit in seen.full_text(["ferry"], k=5)]
        assert [each.article.key for each in seen.passages(found).values()] == ["a"]
        assert set(found) <= set(seen.sentences(found))
        assert seen.position().seq < catalogue.position().seq
        with seen.snapshot() as same:
            assert same.text("a") == TEXT
        with pytest.raises(LibraryError, match="cannot be written"):
            seen.remove("a")
        with catalogue.snapshot() as later:
            assert later.text("a").startswith("Everything")
    with pytest.raises(LibraryError, match="over"):
        seen.text("a")
    assert [row.key for row in catalogue.articles()] == ["a"]


def test_chunk_ids_are_never_used_again(catalogue: Catalogue) -> None:
    put(catalogue, article("a"))
    (first,) = catalogue.chunk_ids()
    assert catalogue.remove("a")
    assert not catalogue.remove("a")
    put(catalogue, article("a"))
    assert catalogue.chunk_ids() > [first]


def test_an_unknown_key_suggests_the_nearest(catalogue: Catalogue) -> None:
    put(catalogue, article("ferry-lunde"))
    with pytest.raises(UnknownArticle, match="Did you mean ferry-lunde"):
        catalogue.article("fery-lunde")
    for key in ("zzz", "", "\ud800", HOSTILE, "x" * 5000):
        with pytest.raises(UnknownArticle):
            catalogue.article(key)
        assert catalogue.stored_as(key) is None


@pytest.mark.parametrize("key", [HOSTILE, "ключ", "a b/c\\d", "%_*", "\u202eabc", "'\"`"])
def test_hostile_keys_are_only_names(catalogue: Catalogue, key: str) -> None:
    put(catalogue, article(key), article("other"))
    assert catalogue.article(key).key == key
    assert [row.key for row in catalogue.articles(Filters(keys=(key,)))] == [key]
    assert catalogue.remove(key)
    assert [row.key for row in catalogue.articles()] == ["other"]


def test_text_that_sqlite_cannot_hold_fails_alone(catalogue: Catalogue) -> None:
    with pytest.raises(ArticleError, match="not valid Unicode"):
        put(catalogue, article("broken", "A lone \ud800 surrogate stands here."))
    put(catalogue, article("nul", "Before \x00 after the mark. A second sentence."))
    assert catalogue.text("nul").startswith("Before \x00 after")
    assert [row.key for row in catalogue.articles()] == ["nul"]


def test_filters_do_not_ask_the_full_text_once_for_each_chunk(catalogue: Catalogue) -> None:
    put(catalogue, *map(story, range(6)))
    asked: list[str] = []
    with catalogue.connections.reading() as connection:
        connection.set_trace_callback(asked.append)
        for within, filters in ((None, Filters(outlets=("Gazette 1",))), ([1, 2], Filters())):
            catalogue_text.search(connection, ["bridge"], k=5, within=within, filters=filters)
        connection.set_trace_callback(None)
        searches = [sql for sql in asked if "MATCH" in sql]
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in searches]

    scans = [row["detail"] for plan in plans for row in plan if "chunks_fts" in row["detail"]]
    assert len(scans) == 2
    assert not any("=" in one for one in scans)  # that is how SQLite writes a search for each rowid


def test_full_text_finds_stems_titles_and_outlets(catalogue: Catalogue) -> None:
    put(
        catalogue,
        article("a", "They were suspending the talks.", outlet="RUSI Commentary"),
        article("b", "Café owners in Lunde protested.", title="A strike"),
    )
    by_key = {hit.chunk_id: hit.score for hit in catalogue.full_text(["suspended"], k=5)}
    assert [each.article.key for each in catalogue.passages(list(by_key)).values()] == ["a"]
    assert all(score > 0 for score in by_key.values())
    for terms, key in ((["rusi", "commentary"], "a"), (["strikes"], "b"), (["CAFE"], "b")):
        (hit,) = catalogue.full_text(terms, k=5)
        assert catalogue.passages([hit.chunk_id])[hit.chunk_id].article.key == key


def test_the_text_weighs_more_than_the_title(catalogue: Catalogue) -> None:
    body = "One two three four five six seven eight nine ten eleven twelve."
    put(
        catalogue,
        article("title", body, title="Harbour opened today again", outlet="Gazette"),
        article("text", f"{body[:-1]} harbour.", title="Something opened today", outlet="Gazette"),
        *(article(f"other-{n}", body, title="Nothing was here", outlet="X") for n in range(5)),
    )
    best = catalogue.full_text(["harbour"], k=2)[0].chunk_id
    assert catalogue.passages([best])[best].article.key == "text"


MARKS = ["", " ", '"', '""', "(", "+", ";", "*", "^a", "-a", "a*", "\x00", "\ud800", "🚢", "a\nb"]
SYNTAX = ["OR", "AND", "NOT", "a OR b", "NEAR(a,b)", "text:x", "{title}:x", HOSTILE, "x" * 10_000]


@pytest.mark.parametrize("term", [*MARKS, *SYNTAX])
def test_query_syntax_is_only_words(catalogue: Catalogue, term: str) -> None:
    put(catalogue, article("a"))
    assert catalogue.full_text([term], k=3) == [] or "a" in term
    assert len(catalogue.full_text([term, "ferry"], k=3)) == 1
    assert set(catalogue.document_frequency([term, "ferry"])) == {term, "ferry"}


def test_thousands_of_terms_are_one_query(catalogue: Catalogue) -> None:
    put(catalogue, article("a"))
    assert len(catalogue.full_text([f"term{n}" for n in range(3000)] + ["storm"], k=5)) == 1


def test_full_text_stays_within_ids_and_filters(catalogue: Catalogue) -> None:
    put(catalogue, *(story(n) for n in range(8)))
    ids = catalogue.chunk_ids()
    assert len(catalogue.full_text(["report"], k=100)) == len(ids)
    within = [hit.chunk_id for hit in catalogue.full_text(["report"], k=100, within=ids[2:5])]
    assert sorted(within) == ids[2:5]
    assert catalogue.full_text(["report"], k=100, within=[]) == []
    filters = Filters(outlets=("gazette  1",))
    found = [hit.chunk_id for hit in catalogue.full_text(["report"], k=100, filters=filters)]
    assert sorted(found) == catalogue.chunk_ids(filters)
    assert catalogue.full_text(["report"], k=0) == []


def test_document_frequency_counts_chunks_as_they_are_stemmed(catalogue: Catalogue) -> None:
    put(catalogue, *(story(n) for n in range(6)), article("a"))
    chunks = catalogue.position().chunks
    found = catalogue.document_frequency(["reports", "Reporting", "ferries", "zebra", "closed the"])
    assert found["reports"] == found["Reporting"] == chunks - 1
    assert (found["ferries"], found["zebra"], found["closed the"]) == (1, 0, 1)


def test_dates_match_as_far_as_they_are_known(catalogue: Catalogue) -> None:
    dates = {"day": "2021-10-18", "month": "2021-10", "year": "2021", "later": "2022-01-02"}
    put(catalogue, *(article(key, published=iso) for key, iso in dates.items()), article("never"))

    def keys(**filters: str) -> set[str]:
        return {row.key for row in catalogue.articles(Filters(**filters))}  # type: ignore[arg-type]

    assert keys(since="2021-10-18", until="2021-10-18") == {"day", "month", "year"}
    assert keys(since="2021-10-19") == {"month", "year", "later"}
    assert keys(until="2021-09-30") == {"year"}
    assert keys(since="2022") == {"later"}
    assert keys(since="2021-11", until="2021-12") == {"year"}
    assert keys() == {*dates, "never"}


def test_filters_combine_and_select_chunks(catalogue: Catalogue) -> None:
    put(catalogue, *(story(n) for n in range(8)))
    both = Filters(outlets=("Gazette 1", "GAZETTE 2"), keys=("story-1", "story-3", "story-6"))
    assert [row.key for row in catalogue.articles(both)] == ["story-1", "story-6"]
    passages = catalogue.passages(catalogue.chunk_ids(both)).values()
    assert {each.article.key for each in passages} == {"story-1", "story-6"}
    assert catalogue.chunk_ids(Filters(keys=(HOSTILE,))) == []


def test_an_empty_catalogue_answers_everything(catalogue: Catalogue) -> None:
    assert catalogue.embedder() is None
    assert catalogue.articles() == []
    assert catalogue.full_text(["x"], k=5) == []
    assert catalogue.passages([]) == {}
    assert catalogue.sentences([1]) == {}
    assert catalogue.vectors()[1].shape == (0, 0)
    assert catalogue.changes(0) == []
    assert (catalogue.position().seq, catalogue.position().chunks) == (0, 0)


def test_another_embedder_is_refused_with_the_way_out(catalogue: Catalogue) -> None:
    catalogue.claim_embedder("one", 256)
    catalogue.claim_embedder("two", 256)  # nothing is embedded yet
    put(catalogue, article("a"))
    for identity, dimensions in (("other", 256), (catalogue.embedder() or "", 128)):
        with pytest.raises(EmbedderMismatch, match="dateline add PATH --re-embed"):
            catalogue.claim_embedder(identity, dimensions)
    ferry = article("b")
    chunks = chunk(ferry, embedder=HashEmbedder())
    with pytest.raises(EmbedderMismatch):
        catalogue.put(ferry, chunks, HashEmbedder().embed_chunks(chunks), embedder="other")


def test_what_does_not_fit_together_is_refused_and_the_old_version_stays(
    catalogue: Catalogue,
) -> None:
    embedder = HashEmbedder()
    put(catalogue, article("a"))
    ids = catalogue.chunk_ids()
    other = article("a", "Short and different. Nothing else is here.")
    chunks = chunk(other, embedder=embedder)
    good = embedder.embed_chunks(chunks)
    nan = EmbeddedChunk(np.full_like(good[0].vector, np.nan), good[0].sentences)
    small = EmbeddedChunk(good[0].vector[:9], good[0].sentences)
    for embedded in ([], [nan], [small], [EmbeddedChunk(good[0].vector, good[0].sentences[:1])]):
        with pytest.raises(EmbedderError):
            catalogue.put(other, chunks, embedded)
    with pytest.raises(ValueError, match="not a span"):
        catalogue.put(article("a", "Something else"), chunks, good)
    assert catalogue.chunk_ids() == ids
    assert catalogue.text("a") == TEXT


def test_any_thread_may_read_while_one_writes(catalogue: Catalogue) -> None:
    put(catalogue, story(0))
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                rows = catalogue.articles()
                ids = catalogue.chunk_ids(Filters(keys=(rows[-1].key,)))
                assert set(catalogue.sentences(ids)) <= set(ids)
                catalogue.full_text(["report"], k=5)
        except (LibraryError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    put(catalogue, *(story(n) for n in range(1, 12)))
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_reader_does_not_wait_for_a_writer_but_a_writer_does(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as one:
        put(one, article("a"))
        with (
            Catalogue.open(one.path, timeout=0.1) as other,
            one.connections.writing() as connection,
        ):
            connection.execute("DELETE FROM articles")
            assert other.article("a").text == TEXT
            assert other.claim_embedder(other.embedder() or "", 256) is None  # type: ignore[func-returns-value]
            with pytest.raises(CatalogueBusy, match="Try again"):
                other.remove("a")


def test_a_closed_catalogue_says_so(catalogue: Catalogue) -> None:
    catalogue.close()
    catalogue.close()
    with pytest.raises(LibraryError, match="closed"):
        catalogue.articles()
