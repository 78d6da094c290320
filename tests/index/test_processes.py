"""Many processes over one library: what one adds or removes, the next question in another sees."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library import IndexChoice, Library
from retrieval.types import Answer, Found, Reply
from tests.fakes.embedder import HashEmbedder
from tests.index import villages
from tests.index.villages import MAYORS, asked, key, page, quoted, run, start, who_opened, write

OPENED = "opened the bridge of Lunde2 on 3 May 1902."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "articles", 6)


@pytest.fixture
def home(tmp_path: Path, folder: Path) -> Path:
    villages.add(tmp_path / "home", folder)
    return tmp_path / "home"


@pytest.fixture(params=["exact", "chroma"])
def library(request: pytest.FixtureRequest, home: Path) -> Iterator[Library]:
    """Open in this process, as in one that runs long."""
    vectors: IndexChoice = request.param
    with Library.open(
        home, vectors=vectors, long_running=True, embedder=HashEmbedder(), notice=pytest.fail
    ) as opened:
        yield opened


def shows(library: Library, number: int) -> bool:
    """Whether a question about the article finds or quotes it."""
    reply = asked(library, number)
    found = {passage.article.key for passage in reply.passages}
    if isinstance(reply, Answer):
        found |= {citation.article.key for citation in reply.citations}
    return key(number) in found


def test_what_another_process_adds_changes_and_removes_is_seen_by_the_next_question(
    library: Library, home: Path, folder: Path
) -> None:
    assert who_opened(library, 2) == MAYORS[0]
    assert not shows(library, 7)

    (folder / f"{key(7)}.md").write_text(page(7, 0), encoding="utf-8")
    (folder / f"{key(2)}.md").write_text(page(2, 1), encoding="utf-8")
    out, _ = run("add", str(folder), home=home)
    assert "1 added, 1 updated, 5 unchanged" in out
    assert who_opened(library, 7) == MAYORS[0]
    assert who_opened(library, 2) == MAYORS[1]

    run("remove", key(2), home=home)
    assert not shows(library, 2)
    assert who_opened(library, 7) == MAYORS[0]


def test_a_chat_in_another_process_sees_what_is_added_and_removed_here(
    home: Path, folder: Path
) -> None:
    chat = start("chat", home=home)
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdin.write("Who opened the bridge of Lunde2?\n")
    chat.stdin.flush()
    assert MAYORS[0] in chat.stdout.readline()

    villages.add(home, write(folder, 6, version=1))
    with Library.open(home, embedder=HashEmbedder()) as here:
        here.remove([key(3)])
    out, err = chat.communicate(
        "/new\nWho opened the bridge of Lunde2?\n/new\nWho opened the bridge of Lunde3?\n"
    )
    assert chat.returncode == 0, err
    assert f"The mayor {MAYORS[1]} opened the bridge of Lunde2" in out
    assert "the bridge of Lunde3 on" not in out


@pytest.mark.parametrize("change", ["update", "removal"])
def test_a_question_under_way_is_answered_from_the_version_that_it_found(
    library: Library, home: Path, folder: Path, change: str
) -> None:
    old = library.article(key(2)).text

    async def ask() -> Reply:
        reply: Reply | None = None
        async for event in library.engine.stream("Who opened the bridge of Lunde2?"):
            if isinstance(event, Found):
                meddle()
            reply = getattr(event, "reply", None)
        assert reply is not None
        return reply

    def meddle() -> None:
        with Library.open(home, embedder=HashEmbedder()) as other:
            if change == "removal":
                other.remove([key(2)])
            else:
                longer = page(2, 1).replace("The mayor", "On a rainy day the new mayor")
                (folder / f"{key(2)}.md").write_text(longer, encoding="utf-8")
                assert other.add([folder]).updated == 1

    reply = asyncio.run(ask())
    assert isinstance(reply, Answer)
    for citation in reply.citations:
        if citation.article.key == key(2):
            assert citation.quote == old[citation.start : citation.end]
    assert quoted(reply, 2) == f"The mayor {MAYORS[0]} {OPENED}"
    if change == "removal":
        assert not shows(library, 2)
    else:
        assert who_opened(library, 2) == MAYORS[1]


def test_questions_while_an_article_changes_over_and_over_get_one_version_each(
    library: Library, home: Path, folder: Path
) -> None:
    stop = threading.Event()
    rounds: list[int] = []

    def meddle() -> None:
        with Library.open(home, embedder=HashEmbedder()) as other:
            while not stop.is_set():
                version = 1 - len(rounds) % 2
                lead = "On a rainy day in spring the mayor" if version else "The mayor"
                text = page(2, version).replace("The mayor", lead)
                (folder / f"{key(2)}.md").write_text(text, encoding="utf-8")
                rounds.append(other.add([folder]).updated)

    meddler = threading.Thread(target=meddle)
    meddler.start()
    try:
        quotes: set[str] = set()
        while len(quotes) < 2 or len(rounds) < 20:
            assert meddler.is_alive()
            quotes.add(quoted(asked(library, 2), 2))
    finally:
        stop.set()
        meddler.join()
    assert quotes == {
        f"The mayor {MAYORS[0]} {OPENED}",
        f"On a rainy day in spring the mayor {MAYORS[1]} {OPENED}",
    }
    assert set(rounds) == {1}
