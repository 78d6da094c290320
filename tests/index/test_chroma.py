"""Chroma is a view: owned by one process, and whatever happens to its files, filled again."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.cli.main import main
from retrieval.adapters import chroma_health, chroma_vendor
from retrieval.adapters.chroma import ChromaIndex
from retrieval.adapters.chroma_folder import ChromaFolder
from retrieval.index import sync
from retrieval.index.health import Level
from retrieval.library import IndexChoice, Library
from retrieval.ports import EmbeddedChunk
from retrieval.types import Chunk
from tests.fakes.embedder import HashEmbedder
from tests.index import villages
from tests.index.chroma_server import ChromaServer
from tests.index.program import front
from tests.index.stories import story
from tests.index.villages import run, start

QUESTIONS = ("Which bridge of village 3 was opened?", "How many cakes did they bring to the mill?")
Damage = Callable[[Path], None]
Passages = list[tuple[str, int, float]]


class Counting(HashEmbedder):
    """Counts the chunks that it embeds; its small window makes many of few words."""

    embedded = 0

    def __init__(self) -> None:
        super().__init__(window=40)

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        self.embedded += len(chunks)
        return super().embed_chunks(chunks)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a store that was closed as it should be, above Chroma's threshold of 1,000
    vectors: below it, they are only in its SQLite file."""
    home = tmp_path_factory.mktemp("filled") / "home"
    embedder = Counting()
    with Library.open(home, vectors="chroma", embedder=embedder, notice=print) as library:
        stories = [story(number, paragraphs=60) for number in range(13)]
        sync.add(library.catalogue, stories, embedder=lambda: embedder, report=lambda _: None)
        assert library.counts().chunks > 1_100
        ask(library)
    assert list((home / "chroma").rglob("data_level0.bin"))
    return home


@pytest.fixture
def home(tmp_path: Path, filled: Path) -> Path:
    """A copy of it, in which even the times of the files are the same."""
    return shutil.copytree(filled, tmp_path / "home")


def ask(library: Library) -> Passages:
    """What some questions find, with how similar it is."""
    return [
        (passage.article.key, passage.start, passage.score)
        for question in QUESTIONS
        for passage in asyncio.run(library.engine.search(question, k=20))
    ]


def asked(home: Path, vectors: IndexChoice = "chroma") -> tuple[Passages, list[str]]:
    """What the library finds with that index, having embedded nothing, and what it had to say."""
    notices: list[str] = []
    embedder = Counting()
    with Library.open(home, vectors=vectors, embedder=embedder, notice=notices.append) as library:
        found = ask(library)
    assert embedder.embedded == 0
    return found, notices


def owned_by_chroma(home: Path) -> bool:
    """Whether some process, this one too, has the store open."""
    folder = ChromaFolder.claim(home)
    if folder is not None:
        folder.release()
    return folder is None


# one owner


def test_only_one_process_owns_the_store_and_another_finds_the_same_passages(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    villages.add(home, villages.write(tmp_path / "articles", 12))
    asking = ("search", "Who opened the bridge of Lunde7?", "-k", "8", "--json")

    def search() -> tuple[str, str]:
        out, err = run(*asking, home=home, DATELINE_VECTORS="chroma")
        return out, err

    note = "Another process owns the vector store; the exact index answers here."
    with Library.open(
        home, vectors="chroma", long_running=True, embedder=HashEmbedder(), notice=pytest.fail
    ) as owner:
        passages = asyncio.run(owner.engine.search("Who opened the bridge of Lunde7?", k=8))
        assert owned_by_chroma(home)
        beside, err = search()
        assert note in err
    assert not owned_by_chroma(home)
    alone, err = search()
    assert note not in err
    shown = [(each["key"], each["start"]) for each in json.loads(beside)["passages"]]
    assert shown == [(each.article.key, each.start) for each in passages]
    assert json.loads(alone)["passages"] == json.loads(beside)["passages"]


def test_without_being_asked_for_only_a_process_that_runs_long_owns_the_store(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    villages.add(home, villages.write(tmp_path / "articles", 3))
    for long_running in (False, True):
        with Library.open(
            home, long_running=long_running, embedder=HashEmbedder(), notice=pytest.fail
        ) as library:
            ask(library)
            assert owned_by_chroma(home) is long_running
        assert (home / "chroma").exists() is long_running


def test_an_owner_that_is_killed_while_it_fills_the_store_leaves_nothing_that_harms(
    home: Path,
) -> None:
    exact, _ = asked(home, "exact")
    for delay in (0.1, 0.5, 1.0):
        shutil.rmtree(home / "chroma")
        chat = start("chat", home=home)
        assert chat.stdin is not None
        assert chat.stderr is not None
        chat.stdin.write("Which bridge was opened?\n")
        chat.stdin.flush()
        told = ""
        while "catches up" not in told:
            told = chat.stderr.readline()
            assert told, "the chat ended"
        time.sleep(delay)
        chat.kill()
        chat.communicate()
        assert chat.returncode == -signal.SIGKILL
        found, notices = asked(home)
        assert found == exact
        assert not any("lacked" in notice for notice in notices)
        found, notices = asked(home)
        assert (found, notices) == (exact, [])


# damage


def each_file(home: Path, name: str) -> Iterator[Path]:
    files = list((home / "chroma").rglob(name))
    assert files
    yield from files


def lost(home: Path) -> None:
    shutil.rmtree(home / "chroma")


def replaced_by_a_file(home: Path) -> None:
    shutil.rmtree(home / "chroma")
    (home / "chroma").write_text("something else")


def without_vectors(home: Path) -> None:
    for file in each_file(home, "header.bin"):
        shutil.rmtree(file.parent)


def truncated(name: str) -> Damage:
    def damage(home: Path) -> None:
        for file in each_file(home, name):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return damage


def garbage(name: str) -> Damage:
    def damage(home: Path) -> None:
        for file in each_file(home, name):
            file.write_bytes(random.Random(5).randbytes(file.stat().st_size))

    return damage


DAMAGES = {
    "lost": lost,
    "replaced by a file": replaced_by_a_file,
    "without its vectors": without_vectors,
    "its database truncated": truncated("chroma.sqlite3"),
    "its database garbage": garbage("chroma.sqlite3"),
    "its vectors truncated": truncated("data_level0.bin"),
    "its vectors garbage": garbage("data_level0.bin"),  # opening this is a SIGSEGV
    "its header truncated": truncated("header.bin"),  # this too
    "its lengths garbage": garbage("length.bin"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_store_is_noticed_when_it_is_opened_and_filled_again_without_embedding(
    home: Path, damage: Damage
) -> None:
    exact, _ = asked(home, "exact")
    damage(home)
    found, notices = asked(home)
    assert found == exact
    assert any("it is made again" in notice for notice in notices), notices
    assert asked(home) == (exact, [])


@pytest.mark.parametrize("name", ["lost", "its vectors garbage"])
def test_doctor_names_a_damaged_store_and_mends_it_without_embedding(
    home: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    embedder = Counting()

    def doctor(*options: str) -> tuple[int, dict[str, str], list[str]]:
        code = main(["doctor", "--json", *options, "--home", str(home)], front=front(embedder))
        told = json.loads(capsys.readouterr().out)
        (finding,) = [each for each in told["findings"] if each["name"] == "vector store"]
        return code, finding, told["repaired"]

    DAMAGES[name](home)
    code, finding, _ = doctor()
    assert finding["level"] == ("warn" if name == "lost" else "fail")
    assert "dateline doctor --repair" in finding["hint"]
    assert code == (0 if name == "lost" else 1)
    code, finding, repaired = doctor("--repair")
    assert code == 0
    assert finding["message"].startswith("sound")
    assert any("it is made again" in each for each in repaired)
    assert embedder.embedded == 0
    assert asked(home) == (asked(home, "exact")[0], [])


def test_a_store_that_is_behind_the_log_catches_up(home: Path) -> None:
    embedder = Counting()
    with Library.open(home, vectors="exact", embedder=embedder) as other:
        changed = [story(20, paragraphs=30), story(3, version=1, paragraphs=30)]
        sync.add(other.catalogue, changed, embedder=lambda: embedder, report=lambda _: None)
        other.remove(["story-5"])
        finding = chroma_health.check(home, other.catalogue)
    assert finding.level is Level.OK
    assert "changes behind" in finding.message
    found, notices = asked(home)
    assert found == asked(home, "exact")[0]
    assert not any("made again" in notice for notice in notices)
    with Library.open(home, embedder=embedder) as library:
        assert "sound" in chroma_health.check(home, library.catalogue).message


def test_a_store_that_is_ahead_of_the_log_is_emptied_and_filled_again(
    home: Path, filled: Path
) -> None:
    embedder = Counting()
    with Library.open(home, vectors="chroma", embedder=embedder) as library:
        changed = [story(3, version=1, paragraphs=30)]
        sync.add(library.catalogue, changed, embedder=lambda: embedder, report=lambda _: None)
        ask(library)
    shutil.copy(filled / "catalogue.sqlite3", home)  # somebody restored yesterday's copy
    assert asked(home)[0] == asked(home, "exact")[0]
    with Library.open(home, embedder=embedder) as library:
        assert "sound" in chroma_health.check(home, library.catalogue).message


def test_a_store_that_was_closed_is_opened_without_a_look_into_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(*_: object) -> None:
        pytest.fail("a look takes seconds, and nobody was killed")

    monkeypatch.setattr(ChromaFolder, "look", look)
    exact, _ = asked(home, "exact")
    for _ in range(3):
        assert asked(home) == (exact, [])


# a server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer.started(tmp_path_factory.mktemp("server")) as started:
        yield started


def test_the_setting_of_an_address_brings_the_vectors_to_that_server(
    tmp_path: Path, server: ChromaServer
) -> None:
    home = tmp_path / "home"
    villages.add(home, villages.write(tmp_path / "articles", 12))
    asking = ("search", "Who opened the bridge of Lunde7?", "-k", "8", "--json")
    exact, _ = run(*asking, home=home, DATELINE_VECTORS="exact")
    there, err = run(*asking, home=home, DATELINE_CHROMA_URL=server.url)
    assert json.loads(there)["passages"] == json.loads(exact)["passages"]
    assert err == ""
    assert not ChromaFolder.was_made(home)
    with Library.open(home, embedder=HashEmbedder()) as library:
        name, chunks = f"dateline-{library.catalogue.library()}", library.counts().chunks
    client = chroma_vendor.connect(server.url)
    assert client.get_collection(name).count() == chunks
    chroma_vendor.close(client)


def test_without_the_server_the_exact_index_answers_and_says_so(tmp_path: Path) -> None:
    home, notices = tmp_path / "home", list[str]()
    villages.add(home, villages.write(tmp_path / "articles", 12))
    exact, _ = asked_of_villages(home, None, notices)
    (tmp_path / "server").mkdir()
    with ChromaServer.started(tmp_path / "server") as server:
        with Library.open(
            home, chroma_url=server.url, embedder=HashEmbedder(), notice=notices.append
        ) as library:
            assert ask(library) == exact
            assert notices == []
            server.stop()
            for _ in range(3):
                assert ask(library) == exact
        assert len(notices) == 1
        assert "the catalogue answers" in notices[0]
        found, told = asked_of_villages(home, server.url, [])
    assert found == exact
    assert len(told) == 1
    assert server.url in told[0]
    assert "The exact index answers instead." in told[0]


def asked_of_villages(
    home: Path, url: str | None, notices: list[str]
) -> tuple[Passages, list[str]]:
    with Library.open(
        home, chroma_url=url, embedder=HashEmbedder(), notice=notices.append
    ) as library:
        return ask(library), notices


# telemetry


def test_telemetry_is_off_whatever_the_surroundings_say(
    tmp_path: Path, server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "True")
    (tmp_path / ".env").write_text("ANONYMIZED_TELEMETRY=True\nALLOW_RESET=maybe\n")
    for client in (
        chroma_vendor.open_folder(tmp_path / "store"),
        chroma_vendor.connect(server.url),
    ):
        assert client.get_settings().anonymized_telemetry is False
        chroma_vendor.close(client)


def test_a_second_index_in_the_same_process_is_not_the_owner(tmp_path: Path) -> None:
    home = tmp_path / "home"
    villages.add(home, villages.write(tmp_path / "articles", 2))
    with Library.open(home, embedder=HashEmbedder()) as library:
        first = ChromaIndex.try_open(home, library.catalogue, notice=pytest.fail)
        assert first is not None
        assert ChromaIndex.try_open(home, library.catalogue, notice=pytest.fail) is None
        first.close()
        again = ChromaIndex.try_open(home, library.catalogue, notice=pytest.fail)
        assert again is not None
        again.close()
