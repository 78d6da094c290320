"""Doctor finds what is damaged in the catalogue and mends what follows from the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.index import health
from retrieval.index.catalogue import Catalogue
from tests.index.stories import open_catalogue, put, story


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path) as opened:
        put(opened, *(story(n) for n in range(5)))
        yield opened


def broken(catalogue: Catalogue) -> dict[str, str]:
    """Names of what is not ok, with the hint."""
    return {each.name: each.hint for each in health.check(catalogue) if not each.ok}


def damage(catalogue: Catalogue, sql: str) -> None:
    with catalogue.connections.writing() as connection:
        connection.execute(sql)


def test_a_sound_library_has_only_good_findings(catalogue: Catalogue) -> None:
    findings = health.check(catalogue, embedder=catalogue.embedder())
    names = [each.name for each in findings]
    assert names == ["catalogue", "full text", "articles", "vectors", "change log", "embedder"]
    assert {each.level for each in findings} == {health.Level.OK}
    assert health.repair(catalogue) == []


def test_an_empty_library_is_sound(tmp_path: Path) -> None:
    with open_catalogue(tmp_path / "new") as catalogue:
        assert broken(catalogue) == {}


def test_full_text_that_lost_or_kept_too_much_is_built_again(catalogue: Catalogue) -> None:
    for sql in (
        "INSERT INTO chunks_fts (chunks_fts) VALUES ('delete-all')",
        "INSERT INTO chunks_fts (rowid, title, outlet, text) VALUES (99, 'a', 'b', 'ghost')",
    ):
        damage(catalogue, sql)
        assert list(broken(catalogue)) == ["full text"]
        assert health.repair(catalogue) == ["The full-text index was built again."]
        assert broken(catalogue) == {}
    assert len(catalogue.full_text(["cakes"], k=99)) == catalogue.position().chunks
    assert catalogue.full_text(["ghost"], k=5) == []


def test_a_change_log_with_holes_is_completed(catalogue: Catalogue) -> None:
    damage(catalogue, "DELETE FROM changes WHERE chunk_id = 2")
    damage(catalogue, "INSERT INTO changes (kind, chunk_id) VALUES ('put', 77)")
    assert list(broken(catalogue)) == ["change log"]
    health.repair(catalogue)
    assert broken(catalogue) == {}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE chunks SET start = start + 1 WHERE id = 2",
        "UPDATE chunks SET ordinal = 7 WHERE id = 2",
        "UPDATE articles SET text = 'x' || text WHERE id = 2",
        "UPDATE sentences SET spans = x'ffffff00ffffff7f' WHERE chunk_id = 2",
        "DELETE FROM sentences WHERE chunk_id = 2",
    ],
)
def test_chunks_that_are_no_spans_of_their_article_are_named(
    catalogue: Catalogue, sql: str
) -> None:
    damage(catalogue, sql)
    assert broken(catalogue)["articles"] == "Remove the article and add it again."
    (message,) = [each.message for each in health.check(catalogue) if each.name == "articles"]
    assert "story-" in message


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE vectors SET vector = zeroblob(8) WHERE chunk_id = 2",
        "UPDATE vectors SET vector = zeroblob(length(vector)) WHERE chunk_id = 2",
        "DELETE FROM vectors WHERE chunk_id = 2",
        "UPDATE sentences SET vectors = x'' WHERE chunk_id = 2",
    ],
)
def test_damaged_vectors_are_named(catalogue: Catalogue, sql: str) -> None:
    damage(catalogue, sql)
    assert "--re-embed" in broken(catalogue)["vectors"]


def test_chunks_without_an_article_are_named(catalogue: Catalogue) -> None:
    with catalogue.connections.reading() as connection:
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM articles WHERE id = 2")
        connection.execute("PRAGMA foreign_keys = ON")
    assert list(broken(catalogue)) == ["catalogue"]


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue:
        put(catalogue, *(story(n) for n in range(40)))
        with catalogue.connections.reading() as connection:
            (page,) = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_chunks_1'"
            ).fetchone()
        path = catalogue.path
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 200 : page * 4096] = bytes(4096 - 200)
    path.write_bytes(content)
    with open_catalogue(tmp_path) as catalogue:
        assert "catalogue" in broken(catalogue)


def test_another_embedder_than_the_chosen_one_is_named(catalogue: Catalogue) -> None:
    findings = health.check(catalogue, embedder="another")
    (found,) = [each for each in findings if not each.ok]
    assert found.name == "embedder"
    assert "--re-embed" in found.hint
