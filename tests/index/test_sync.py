"""Adding, updating, pruning and embedding again: each article whole, the old one until then."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from retrieval.errors import CatalogueBusy, EmbedderError, EmbedderMismatch, UnknownArticle
from retrieval.index import health, sync
from retrieval.index.catalogue import Catalogue
from retrieval.index.chunking import chunk
from retrieval.index.sync import Change, Step
from retrieval.ports import EmbeddedChunk, Embedder, Matrix
from retrieval.types import Article, Chunk
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import TEXT, add, article, open_catalogue, story


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path) as opened:
        yield opened


class ChokesOn(HashEmbedder):
    """Cannot embed texts with a certain word."""

    def __init__(self, word: str, *, dimensions: int = 256) -> None:
        super().__init__(dimensions=dimensions)
        self.word = word

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        if any(self.word in each.text for each in chunks):
            raise EmbedderError(f"It chokes on {self.word}.")
        return super().embed_chunks(chunks)


def no_embedder() -> Embedder:
    raise AssertionError("nothing is new, so nothing may be embedded")


def changes(steps: list[Step]) -> list[tuple[str, str]]:
    return [(step.key, step.change.value) for step in steps]


def sound(catalogue: Catalogue) -> bool:
    return all(finding.level is health.Level.OK for finding in health.check(catalogue))


def test_articles_are_added_updated_and_left_alone(catalogue: Catalogue) -> None:
    assert changes(add(catalogue, [story(1), story(2)])) == [
        ("story-1", "added"),
        ("story-2", "added"),
    ]
    steps = add(catalogue, [story(1), story(2, version=1), story(3)])
    assert changes(steps) == [
        ("story-1", "unchanged"),
        ("story-2", "updated"),
        ("story-3", "added"),
    ]
    assert catalogue.text("story-2") == story(2, version=1).text
    assert sound(catalogue)


def test_a_change_of_metadata_alone_is_an_update(catalogue: Catalogue) -> None:
    add(catalogue, [article("a", outlet="One")])
    assert changes(add(catalogue, [article("a", outlet="Two")])) == [("a", "updated")]
    assert catalogue.article("a").outlet == "Two"


def test_without_news_no_embedder_is_made(catalogue: Catalogue) -> None:
    add(catalogue, [story(n) for n in range(5)])
    tally = sync.add(
        catalogue, [story(n) for n in range(5)], embedder=no_embedder, report=lambda _: None
    )
    assert tally.counts[Change.UNCHANGED] == 5
    assert len(tally.keys) == 5


def test_an_article_is_committed_when_it_is_reported(catalogue: Catalogue, tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as another_process:

        def look(step: Step) -> None:
            assert another_process.article(step.key).text == story(int(step.key[6:])).text

        sync.add(catalogue, [story(n) for n in range(4)], embedder=HashEmbedder, report=look)


def test_what_cannot_be_embedded_leaves_the_old_version_and_the_rest_goes_on(
    catalogue: Catalogue,
) -> None:
    add(catalogue, [article("a"), story(1)])
    bad = article("a", "Now with a dragon in it. Nothing else is left.")
    steps = add(catalogue, [bad, story(2)], ChokesOn("dragon"))
    assert changes(steps) == [("a", "failed"), ("story-2", "added")]
    assert "chokes on dragon" in steps[0].note
    assert catalogue.text("a") == TEXT
    assert len(catalogue.full_text(["ferry"], k=5)) == 1
    assert sound(catalogue)


def test_text_that_cannot_be_stored_fails_alone(catalogue: Catalogue) -> None:
    steps = add(catalogue, [article("a", "A lone \udc80 half of a pair."), story(1)])
    assert changes(steps) == [("a", "failed"), ("story-1", "added")]
    assert "not valid Unicode" in steps[0].note


def test_an_embedder_that_embeds_nothing_ends_the_run(catalogue: Catalogue) -> None:
    class Dead(ChokesOn):
        def embed(self, texts: Sequence[str]) -> Matrix:
            raise EmbedderError("The model is gone.")

    with pytest.raises(EmbedderError, match="model is gone"):
        add(catalogue, [story(1), story(2)], Dead("In"))
    assert catalogue.counts().articles == 0


def test_the_second_of_two_articles_with_one_key_is_refused(catalogue: Catalogue) -> None:
    steps = add(catalogue, [article("a"), article("a", "Another text. It is not the same.")])
    assert changes(steps) == [("a", "added"), ("a", "failed")]
    assert "the same key" in steps[1].note
    assert catalogue.text("a") == TEXT


def test_nearly_the_same_text_under_another_key_is_added_and_noted(catalogue: Catalogue) -> None:
    long = story(1, paragraphs=12).text
    first = add(catalogue, [article("a", long), story(2)])
    assert [step.note for step in first] == ["", ""]
    steps = add(catalogue, [article("b", long.replace("flag", "banner", 1)), article("c", long)])
    assert changes(steps) == [("b", "added"), ("c", "added")]
    assert steps[0].note == "nearly the same text as a"
    assert "nearly the same text as" in steps[1].note
    again = add(catalogue, [article("c", long + "\n\nA last word."), article("d", long)])
    assert all(step.note for step in again)


def test_an_article_is_not_its_own_twin(catalogue: Catalogue) -> None:
    add(catalogue, [article("a", outlet="One")])
    (step,) = add(catalogue, [article("a", outlet="Two")])
    assert step.note == ""


def test_an_article_without_text_is_kept_without_chunks(catalogue: Catalogue) -> None:
    assert changes(add(catalogue, [article("a", "")])) == [("a", "added")]
    assert catalogue.articles()[0].chunks == 0
    assert sound(catalogue)


def test_prune_removes_what_is_gone_from_the_given_places_only(catalogue: Catalogue) -> None:
    paths = {
        "kept": "/news/a.md",
        "gone": "/news/b.md",
        "unread": "/news/x/c.md",
        "beside": "/newspaper/d.md",
        "elsewhere": "/other/e.md",
    }
    add(catalogue, [article(key, f"{TEXT} {key}.", path=path) for key, path in paths.items()])
    add(catalogue, [article("web", url="https://example.org")])
    steps: list[Step] = []
    removed = sync.prune(
        catalogue, ["/news"], seen={"kept"}, spared=["/news/x"], report=steps.append
    )
    assert removed == 1
    assert changes(steps) == [("gone", "removed")]
    left = {row.key for row in catalogue.articles()}
    assert left == {"kept", "unread", "beside", "elsewhere", "web"}


def test_remove_takes_all_or_none(catalogue: Catalogue) -> None:
    add(catalogue, [story(1), story(2)])
    steps: list[Step] = []
    with pytest.raises(UnknownArticle, match="story-2"):
        sync.remove(catalogue, ["story-1", "story-22"], report=steps.append)
    assert steps == []
    sync.remove(catalogue, ["story-1", "story-1", "story-2"], report=steps.append)
    assert changes(steps) == [("story-1", "removed"), ("story-2", "removed")]
    assert catalogue.counts().chunks == 0
    assert sound(catalogue)


def test_an_interruption_keeps_what_was_reported(catalogue: Catalogue) -> None:
    tally = sync.Tally()

    def report(step: Step) -> None:
        if step.key == "story-3":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync.add(
            catalogue,
            (story(n) for n in range(9)),
            embedder=HashEmbedder,
            report=report,
            tally=tally,
        )
    assert tally.counts[Change.ADDED] == 4
    assert len(catalogue.articles()) == 4
    assert sound(catalogue)


def test_two_runs_at_once_both_succeed(tmp_path: Path) -> None:
    results: list[list[Step]] = []
    barrier = threading.Barrier(3)

    def run(first: int) -> None:
        with open_catalogue(tmp_path) as own:
            barrier.wait()
            results.append(add(own, [story(n) for n in range(first, first + 25)]))

    threads = [threading.Thread(target=run, args=[first]) for first in (0, 0, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(steps) for steps in results] == [25, 25, 25]
    assert {step.change for steps in results for step in steps} <= {
        Change.ADDED,
        Change.UPDATED,
        Change.UNCHANGED,
    }
    with open_catalogue(tmp_path) as catalogue:
        assert catalogue.counts().articles == 35
        assert sound(catalogue)


def test_another_embedder_is_refused_until_all_is_embedded_again(catalogue: Catalogue) -> None:
    add(catalogue, [story(n) for n in range(4)])
    small = HashEmbedder(dimensions=64)
    with pytest.raises(EmbedderMismatch, match="--re-embed"):
        add(catalogue, [story(9)], small)
    before = catalogue.articles()
    steps: list[Step] = []
    sync.re_embed(catalogue, small, report=steps.append)
    assert [step.change for step in steps] == [Change.UPDATED] * 4
    assert catalogue.embedder() == sync.identity(small)
    assert catalogue.vectors()[1].shape[1] == 64
    assert catalogue.articles() == before
    assert len(catalogue.full_text(["cakes"], k=99)) == catalogue.position().chunks
    assert sound(catalogue)
    assert changes(add(catalogue, [story(9), story(1)], small)) == [
        ("story-9", "added"),
        ("story-1", "unchanged"),
    ]


def test_an_empty_library_takes_the_new_embedder_at_once(catalogue: Catalogue) -> None:
    sync.re_embed(catalogue, HashEmbedder(dimensions=64), report=lambda _: None)
    add(catalogue, [story(1)], HashEmbedder(dimensions=64))
    assert sound(catalogue)


def test_embedding_again_keeps_the_old_vectors_until_it_is_done_and_resumes(
    catalogue: Catalogue,
) -> None:
    add(catalogue, [story(n) for n in range(6)])
    old = catalogue.vectors()[1]
    with pytest.raises(EmbedderError):
        sync.re_embed(catalogue, ChokesOn("village 4", dimensions=64), report=lambda _: None)
    assert (catalogue.vectors()[1] == old).all()
    assert sound(catalogue)

    class Counts(HashEmbedder):
        embedded = 0

        def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
            self.embedded += 1
            return super().embed_chunks(chunks)

    counting = Counts(dimensions=64)
    sync.re_embed(catalogue, counting, report=lambda _: None)
    assert counting.embedded == 2
    assert catalogue.vectors()[1].shape[1] == 64
    assert not list(catalogue.path.parent.glob("*re-embed.sqlite3"))


def test_articles_that_change_meanwhile_are_embedded_again_too(catalogue: Catalogue) -> None:
    add(catalogue, [story(n) for n in range(3)])

    def meanwhile(step: Step) -> None:
        if step.key == "story-0":
            add(catalogue, [story(0, version=1), story(7)])
            catalogue.remove("story-2")

    one_shot = iter([meanwhile])
    sync.re_embed(
        catalogue,
        HashEmbedder(dimensions=64),
        report=lambda step: next(one_shot, lambda _: None)(step),
    )
    assert {row.key for row in catalogue.articles()} == {"story-0", "story-1", "story-7"}
    assert catalogue.text("story-0") == story(0, version=1).text
    assert sound(catalogue)


def test_only_one_process_embeds_again(catalogue: Catalogue) -> None:
    add(catalogue, [story(1)])

    def report(_: Step) -> None:
        with pytest.raises(CatalogueBusy):
            sync.re_embed(catalogue, HashEmbedder(), report=lambda _: None)

    sync.re_embed(catalogue, HashEmbedder(dimensions=64), report=report)


def test_the_index_loads_no_vendor_of_models_or_stores() -> None:
    code = (
        "import sys, retrieval.index.sync, retrieval.index.health, retrieval.index.exact;"
        "print([name for name in ('chromadb', 'onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_chunks_in_the_catalogue_are_those_of_the_chunker(catalogue: Catalogue) -> None:
    long: Article = story(3, paragraphs=40)
    add(catalogue, [long])
    passages = catalogue.passages(catalogue.chunk_ids()).values()
    made = chunk(long, embedder=HashEmbedder())
    assert [(each.start, each.end) for each in passages] == [(c.start, c.end) for c in made]
