"""The libraries of guilds: apart from each other, opened when needed, never closed in use."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from bot.libraries import Libraries
from bot.settings import load
from bot.wiring import open_libraries
from retrieval.errors import BudgetExceeded, LibraryError
from retrieval.library import Library
from retrieval.model import spending
from retrieval.ports import Message
from retrieval.providers import ModelChoice
from retrieval.types import Abstention, AbstentionReason
from tests.fakes.embedder import HashEmbedder

LUNDE, BERGEN, NOBODY = 1001, 1002, 1003
FERRY = "The ferry Selma Rose ran aground off Lunde on 2 March 2019 in thick fog."
CRANES = "The crane drivers of Bergen walked out on 7 May 2020 over the night shift."
CASTLE = "The castle of Akershus opened its gates on 1 June 2018 to all visitors."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def libraries(home: Path) -> Iterator[Libraries]:
    libraries = opened(home)
    yield libraries
    libraries.close()


def opened(home: Path, *, most: int = 3) -> Libraries:
    return Libraries(Library.open(home, embedder=HashEmbedder()), most=most)


def tell(libraries: Libraries, guild: int, name: str, text: str) -> None:
    """Add an article to a guild's library as a front does."""
    path = libraries.articles_folder(guild) / f"{name}.txt"
    path.write_text(f"{name.title()}\n\n{text}\n", encoding="utf-8")
    with libraries.using(guild) as library:
        assert library.add([path]).added == 1


def keys(library: Library) -> list[str]:
    return [row.key for row in library.articles()]


def is_closed(library: Library) -> bool:
    try:
        library.counts()
    except LibraryError:
        return True
    return False


def test_no_guild_sees_the_articles_of_another_or_of_the_host(
    libraries: Libraries, tmp_path: Path
) -> None:
    own = tmp_path / "castle.txt"
    own.write_text(CASTLE, encoding="utf-8")
    libraries.host().add([own])
    tell(libraries, LUNDE, "ferry", FERRY)
    tell(libraries, BERGEN, "cranes", CRANES)
    texts = {"ferry": FERRY, "cranes": CRANES, "castle": CASTLE}
    for guild, mine in ((LUNDE, "ferry"), (BERGEN, "cranes")):
        with libraries.for_questions(guild, "own") as library:
            assert keys(library) == [mine]
            for question in texts.values():
                found = asyncio.run(library.engine.search(question))
                assert {passage.article.key for passage in found} <= {mine}
    assert keys(libraries.host()) == ["castle"]


def test_the_same_name_in_two_guilds_is_two_articles(libraries: Libraries) -> None:
    tell(libraries, LUNDE, "news", FERRY)
    tell(libraries, BERGEN, "news", CRANES)
    for guild, text in ((LUNDE, FERRY), (BERGEN, CRANES)):
        with libraries.using(guild) as library:
            assert text in library.article("news").text


def test_a_guild_reads_its_own_library_once_that_holds_an_article(libraries: Libraries) -> None:
    host = libraries.host()
    with libraries.for_questions(LUNDE) as library:
        assert library is host
    tell(libraries, LUNDE, "ferry", FERRY)
    with libraries.for_questions(LUNDE) as library:
        assert keys(library) == ["ferry"]
    with libraries.for_questions(LUNDE, "host") as library:
        assert library is host
    with libraries.using(LUNDE) as library:
        library.remove(["ferry"])
    with libraries.for_questions(LUNDE) as library:
        assert library is host
    with libraries.for_questions(LUNDE, "own") as library:
        assert library.is_empty
    with libraries.for_questions(None, "own") as library:
        assert library is host


def test_asking_makes_no_folder(libraries: Libraries, home: Path) -> None:
    for choice in ("auto", "host", "own"):
        with libraries.for_questions(NOBODY, choice) as library:
            reply = asyncio.run(library.engine.answer("Where did the ferry run aground?"))
        assert isinstance(reply, Abstention)
        assert reply.reason == AbstentionReason.EMPTY_LIBRARY
    libraries.remove_guild(NOBODY)
    assert not (home / "guilds").exists()


@pytest.mark.parametrize("guild", ["../..", "1/../2", "-1", "", -1, "١٢"])
def test_a_folder_is_called_by_digits_only(libraries: Libraries, guild: int, home: Path) -> None:
    for use in (libraries.articles_folder, libraries.remove_guild):
        with pytest.raises(ValueError, match="the id of no guild"):
            use(guild)
    for using in (libraries.using, libraries.for_questions):
        with pytest.raises(ValueError, match="the id of no guild"), using(guild):
            pass
    assert not (home / "guilds").exists()


def test_a_hundred_guilds_keep_no_more_open_than_the_bound(libraries: Libraries) -> None:
    seen: list[Library] = []
    for guild in range(1, 101):
        with libraries.using(guild) as library:
            seen.append(library)
        assert sum(not is_closed(each) for each in seen) <= 3
    assert [is_closed(each) for each in seen[-3:]] == [False] * 3
    with libraries.using(98) as library:
        assert library is seen[97]
    with libraries.using(1) as library:
        assert library is not seen[0]
    assert [is_closed(each) for each in seen[-3:]] == [False, True, False]


def test_a_library_in_use_is_not_closed_by_any_number_of_others(libraries: Libraries) -> None:
    tell(libraries, LUNDE, "ferry", FERRY)
    with libraries.using(LUNDE) as used, libraries.using(LUNDE) as again:
        assert used is again
        for guild in range(1, 21):
            with libraries.using(guild):
                assert keys(used) == ["ferry"]
    with libraries.using(LUNDE) as later:
        assert later is used


def test_more_in_use_than_the_bound_are_closed_when_they_are_left(libraries: Libraries) -> None:
    using = [libraries.using(guild) for guild in range(1, 7)]
    entered = [each.__enter__() for each in using]
    assert not any(is_closed(each) for each in entered)
    for each in using:
        each.__exit__(None, None, None)
    assert [is_closed(each) for each in entered] == [True] * 3 + [False] * 3


def test_many_threads_may_use_them_at_once(libraries: Libraries) -> None:
    def ask(number: int) -> bool:
        guild = 1 + number % 8
        if number < 8:
            tell(libraries, guild, f"news{guild}", FERRY)
            return True
        with libraries.using(guild) as library:
            return keys(library) in ([], [f"news{guild}"])

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(80)))


def test_what_a_guild_removed_is_gone_for_good(libraries: Libraries, home: Path) -> None:
    tell(libraries, LUNDE, "ferry", FERRY)
    tell(libraries, BERGEN, "cranes", CRANES)
    libraries.remove_guild(LUNDE)
    assert [folder.name for folder in (home / "guilds").iterdir()] == [str(BERGEN)]
    for path in home.rglob("*"):
        assert not path.is_file() or b"Selma" not in path.read_bytes()
    with libraries.for_questions(LUNDE, "own") as library:
        assert library.is_empty
    with libraries.using(BERGEN) as library:
        assert keys(library) == ["cranes"]


def test_a_library_in_use_is_removed_when_it_is_left(libraries: Libraries, home: Path) -> None:
    tell(libraries, LUNDE, "ferry", FERRY)
    removing = threading.Thread(target=libraries.remove_guild, args=(LUNDE,))
    with libraries.using(LUNDE) as library:
        removing.start()
        refused = False
        while not refused:
            try:
                with libraries.using(LUNDE):
                    pass
            except LibraryError as error:
                refused = "being removed" in str(error)
        assert keys(library) == ["ferry"]
    removing.join()
    assert is_closed(library)
    assert not (home / "guilds" / str(LUNDE)).exists()


def test_a_removal_that_was_cut_off_is_finished_at_the_next_start(
    libraries: Libraries, home: Path
) -> None:
    left = home / "guilds-removed" / "x" / str(LUNDE)
    left.mkdir(parents=True)
    (left / "catalogue.sqlite3").write_text(FERRY)
    opened(home).close()
    assert not left.exists()


def test_closing_spares_what_is_in_use_and_lets_nobody_in(home: Path) -> None:
    libraries = opened(home)
    with libraries.using(LUNDE) as used:
        with libraries.using(BERGEN) as left:
            pass
        libraries.close()
        assert is_closed(left)
        assert not is_closed(used)
        with pytest.raises(LibraryError, match="closed"), libraries.using(BERGEN):
            pass
    assert is_closed(used)
    assert is_closed(libraries.host())
    libraries.close()


def test_all_guilds_share_the_embedder_and_the_model(home: Path) -> None:
    choice = ModelChoice(name="gpt-4o-mini", base_url="http://127.0.0.1:9/v1")
    libraries = Libraries(Library.open(home, embedder=HashEmbedder(), model=choice))
    for guild in (LUNDE, BERGEN):
        with libraries.using(guild) as library:
            assert library.embedder is libraries.host().embedder
            assert library.language is libraries.host().language is not None
    libraries.close()


def test_what_the_host_may_spend_in_a_day_is_not_multiplied_by_guilds(home: Path) -> None:
    choice = ModelChoice(name="gpt-4o-mini", api_key="none", daily_budget=Decimal("0.5"))
    libraries = Libraries(Library.open(home, embedder=HashEmbedder(), model=choice))
    spending.Ledger(home / spending.FILE_NAME).reserve("gpt-4o-mini", 0.5, limit=0.5)
    with libraries.using(LUNDE) as library:
        language = library.language
    assert language is not None
    asked = language.writer.model.stream([Message("user", "Where is Lunde?")], max_tokens=9)
    with pytest.raises(BudgetExceeded, match="of today's budget of"):
        asyncio.run(anext(asked))
    assert len([*home.rglob(spending.FILE_NAME)]) == 1
    libraries.close()


def test_the_settings_open_the_host_and_its_guilds(home: Path) -> None:
    libraries = open_libraries(load(home=home))
    with libraries.using(LUNDE) as library:
        assert library.home == home / "guilds" / str(LUNDE)
        assert library.embedder is libraries.host().embedder
    libraries.close()
