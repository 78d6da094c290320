"""`from retrieval import Library`: the Python interface, as the README shows it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.cli.main import main
from retrieval import Library
from retrieval.errors import (
    ArticleError,
    EmbedderError,
    EmbedderMismatch,
    LibraryError,
    SettingsError,
    UnknownArticle,
)
from retrieval.library import Progress, Summary
from retrieval.ports import EmbeddedChunk
from retrieval.types import Chunk, Filters
from tests.conftest import ROOT
from tests.fakes.embedder import HashEmbedder
from tests.index.program import front
from tests.index.villages import MAYORS, key, page, who_opened, write
from tests.index.whole import problems


class Counting(HashEmbedder):
    """Counts the chunks that it embeds, and cannot embed those with a certain word."""

    embedded = 0
    chokes_on = "\x00"

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        done = []
        for chunk in chunks:
            if self.chokes_on in chunk.text:  # after those before it: amid an article
                raise EmbedderError(f"It chokes on {self.chokes_on}.")
            done += super().embed_chunks([chunk])
            self.embedded += 1
        return done


class Renamed(HashEmbedder):
    """Other vectors of the same size."""

    def __init__(self) -> None:
        super().__init__()
        self.identity = "renamed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "articles", 4)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def opened(home: Path, embedder: HashEmbedder | None = None) -> Library:
    return Library.open(home, embedder=embedder or HashEmbedder())


# as it is documented


def test_the_program_in_the_readme_runs(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (tmp_path / "articles").mkdir()
    for name in ("founding-act-1997.md", "what-remained.md"):
        shutil.copy(ROOT / "corpus" / name, tmp_path / "articles")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    text, *passages = done.stdout.splitlines()
    assert text
    assert {line.split()[0] for line in passages if line} & {"founding-act-1997", "what-remained"}
    with Library.open(tmp_path / "my-library", create=False) as library:
        assert len(library.articles()) == 2


def test_importing_and_opening_load_no_vendor_of_models_or_stores(home: Path) -> None:
    program = (
        "import sys\nfrom retrieval import Library\nwith Library.open(sys.argv[1]) as library:\n"
        "    library.is_empty, library.articles(), library.counts()\n"
        "print([each for each in ('chromadb', 'onnxruntime', 'tokenizers') if each in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_articles_are_added_told_of_and_found(home: Path, folder: Path) -> None:
    told: list[Progress] = []
    with opened(home) as library:
        assert library.is_empty
        assert library.add([folder], report=told.append) == Summary(added=4)
        assert [(each.key, each.change, each.done, each.total) for each in told] == [
            (key(number), "added", number + 1, 4) for number in range(4)
        ]
        assert library.counts().articles == 4
        assert library.article(key(2)).title == "News from Lunde2"
        assert [row.key for row in library.articles(Filters(outlets=("gazette 3",)))] == [key(3)]
        assert who_opened(library, 2) == MAYORS[0]
        found = asyncio.run(library.engine.search("Who opened the bridge of Lunde2?", k=1))
        assert [passage.article.key for passage in found] == [key(2)]
        with pytest.raises(UnknownArticle, match="Did you mean"):
            library.remove([key(1), "village-0"])
        library.remove([key(1)])
        assert {row.key for row in library.articles()} == {key(0), key(2), key(3)}


def test_what_was_added_is_there_when_it_is_opened_again(home: Path, folder: Path) -> None:
    with opened(home) as library:
        library.add([str(folder)])
        before = who_opened(library, 1)
    with opened(home) as library:
        assert who_opened(library, 1) == before
        assert not library.is_empty


def test_closing_twice_is_harmless_and_a_closed_library_says_so(home: Path, folder: Path) -> None:
    library = opened(home)
    library.add([folder])
    engine = library.engine
    library.close()
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.articles()
    with pytest.raises(LibraryError, match="closed"):
        asyncio.run(engine.answer("Who opened the bridge of Lunde2?"))


def test_a_library_is_made_only_when_that_is_wanted(home: Path) -> None:
    with pytest.raises(LibraryError, match="dateline add PATH"):
        Library.open(home, create=False)
    assert not home.exists()


# articles that come again, change and go


def test_adding_again_embeds_nothing_and_changes_nothing(home: Path, folder: Path) -> None:
    with opened(home) as library:
        library.add([folder])
        position, rows = library.catalogue.position(), library.articles()
    again = Counting()
    with opened(home, again) as library:
        assert library.add([folder, folder]) == Summary(unchanged=4)
        assert library.catalogue.position() == position
        assert library.articles() == rows
    assert again.embedded == 0


def test_a_file_that_was_fetched_keeps_its_address(home: Path, tmp_path: Path) -> None:
    url, path = "https://post.example/pier", tmp_path / "pier.txt"
    path.write_text("The pier fell\n\nIt fell into the sea on Monday.")
    with opened(home) as library:
        assert library.add([path], urls={path: url}) == Summary(added=1)
        assert library.add([path], urls={path: url}) == Summary(unchanged=1)
        assert (library.article("pier").url, library.article("pier").outlet) == (
            url,
            "post.example",
        )


def test_a_library_beside_another_shares_only_what_it_answers_with(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    with opened(home) as library, library.beside(tmp_path / "other") as other:
        library.add([folder])
        assert other.is_empty
        assert other.embedder is library.embedder
        assert other.language is None
        library.close()
        assert other.add([folder]) == Summary(added=4)
        assert who_opened(other, 1) == MAYORS[0]


def test_a_failed_update_leaves_the_old_version_answering(home: Path, folder: Path) -> None:
    embedder = Counting()
    with opened(home, embedder) as library:
        library.add([folder])
        before = library.article(key(0))
        write(folder, 4, version=1)
        last = page(0, 1).split("\n\n")[-1]
        embedder.chokes_on = last[:40]  # the last paragraph of the longest article
        told: list[Progress] = []
        assert library.add([folder], report=told.append) == Summary(updated=3, failed=1)
        (failed,) = [each for each in told if each.change == "failed"]
        assert failed.key == key(0)
        assert "chokes" in failed.note
        assert library.article(key(0)) == before
        assert who_opened(library, 0) == MAYORS[0]
        assert who_opened(library, 2) == MAYORS[1]
        assert problems(home) == []
        embedder.chokes_on = "\x00"
        assert library.add([folder]) == Summary(updated=1, unchanged=3)
        assert who_opened(library, 0) == MAYORS[1]


def test_prune_removes_articles_whose_files_are_gone_and_no_others(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "elsewhere.md").write_text("Another article. It lies in another folder.")
    with opened(home) as library:
        library.add([folder, other])
        (folder / f"{key(0)}.md").unlink()
        (folder / f"{key(1)}.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))  # unreadable now
        (other / "elsewhere.md").unlink()
        errors: list[ArticleError] = []
        assert library.add([folder], on_error=errors.append) == Summary(unchanged=2, failed=1)
        assert library.counts().articles == 5
        summary = library.add([folder], prune=True, on_error=errors.append)
        assert summary == Summary(unchanged=2, removed=1, failed=1)
        assert {row.key for row in library.articles()} == {key(1), key(2), key(3), "elsewhere"}
        assert [Path(error.path or "").name for error in errors] == [f"{key(1)}.md"] * 2
        assert who_opened(library, 1) == MAYORS[0]
        assert problems(home) == []


def test_the_second_of_two_articles_with_one_id_is_named_and_the_rest_is_added(
    home: Path, tmp_path: Path
) -> None:
    lines = [
        {"id": "a", "text": "The first article. It was here before."},
        {"id": "b", "text": "An article between them. It is about bread."},
        {"id": "a", "text": "The second article. It has the same id."},
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    errors: list[ArticleError] = []
    with opened(home) as library:
        for expected in (Summary(added=2, failed=1), Summary(unchanged=2, failed=1)):
            assert library.add([file], prune=True, on_error=errors.append) == expected
            assert library.article("a").text.startswith("The first article.")
    assert [error.line for error in errors] == [3, 3]
    assert "'a' is already used" in str(errors[0])


# another embedder


@pytest.mark.parametrize("other", [lambda: HashEmbedder(dimensions=512), Renamed])
def test_an_index_of_another_embedder_is_refused_with_the_command_that_embeds_again(
    home: Path,
    folder: Path,
    other: Callable[[], HashEmbedder],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with opened(home) as library:
        library.add([folder])
    write(folder, 5)
    with opened(home, other()) as library:
        with pytest.raises(EmbedderMismatch, match="not by") as refused:
            library.add([folder])
        with pytest.raises(EmbedderMismatch):
            library.engine  # noqa: B018  # the embedder is compared when it is made
    found = re.search(r"dateline (add) PATH (--re-embed)$", str(refused.value))
    assert found, refused.value
    command = [found[1], str(folder), found[2], "--home", str(home)]
    assert main(command, front=front(other())) == 0, capsys.readouterr().err
    with opened(home, other()) as library:
        assert who_opened(library, 4) == MAYORS[0]
    assert problems(home) == []
    with opened(home) as library, pytest.raises(EmbedderMismatch):
        library.engine  # noqa: B018  # likewise


def test_an_engine_made_before_the_first_article_refuses_another_embedders_too(
    home: Path, folder: Path
) -> None:
    with opened(home) as library:
        asyncio.run(library.engine.answer("Who opened the bridge of Lunde2?"))
        with opened(home, Renamed()) as other:
            other.add([folder])
        with pytest.raises(EmbedderMismatch, match="--re-embed"):
            asyncio.run(library.engine.answer("Who opened the bridge of Lunde2?"))


def test_an_embedder_that_does_not_exist_is_a_wrong_setting(home: Path) -> None:
    with pytest.raises(SettingsError, match="bundled"):
        Library.open(home, embedder="word2vec")
    assert not home.exists()


def test_pruning_a_folder_that_is_gone_removes_its_articles(tmp_path: Path) -> None:
    folder, other = tmp_path / "gone", tmp_path / "kept"
    for each in (folder, other):
        each.mkdir()
        (each / f"{each.name}.txt").write_text(f"The {each.name} mill was sold.", encoding="utf-8")
    with Library.open(tmp_path / "home", embedder=HashEmbedder()) as library:
        library.add([folder, other])
        shutil.rmtree(folder)
        assert library.add([folder], prune=True).removed == 1
        assert [row.key for row in library.articles()] == ["kept"]
