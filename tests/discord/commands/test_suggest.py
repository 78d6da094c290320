"""What completes an option while it is typed."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

import pytest
from discord import app_commands

from bot.discord.commands import suggest
from bot.discord.commands.declare import Choices
from bot.discord.commands.suggest import articles, in_time, meant, outlets
from retrieval.index.catalogue_rows import ArticleRow
from retrieval.types import Published


def row(key: str, title: str = "", **known: Any) -> ArticleRow:
    date = known.pop("published", None)
    published = Published(date, "day") if date else None
    facts = {"chunks": 1, "characters": 9, "content_hash": key, "added_at": "2021-10-18T00:00:00Z"}
    return ArticleRow(key=key, title=title, published=published, **facts, **known)


def values(choices: Choices) -> list[str]:
    return [choice.value for choice in choices]


def test_what_takes_longer_than_discord_waits_suggests_nothing_and_comes_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suggest, "_SECONDS", 0.001)

    async def scene() -> tuple[Choices, Choices]:
        may, done = asyncio.Event(), asyncio.Event()

        async def slow() -> Choices:
            await may.wait()
            done.set()
            raise ValueError("nobody waits for this any more")

        late = await in_time(slow())
        may.set()
        await done.wait()
        monkeypatch.setattr(suggest, "_SECONDS", 60)
        return late, await in_time(asyncio.sleep(0, [app_commands.Choice(name="a", value="a")]))

    late, soon = asyncio.run(scene())
    assert (values(late), values(soon)) == ([], ["a"])


def test_articles_come_newest_first_and_every_word_must_fit() -> None:
    rows = [
        row("a", "The Ferry", published="2020-01-01"),
        row("b", "The ferry again", published="2021-01-01"),
        row("c", "A mill"),
    ]
    assert values(articles(rows, "")) == ["b", "a", "c"]
    assert values(articles(rows, "FERRY the")) == ["b", "a"]
    assert values(articles(rows, "c")) == ["c"]
    assert values(articles(rows, "ferry mill")) == []


def test_a_choice_says_outlet_and_date_within_a_hundred_characters() -> None:
    (choice,) = articles([row("a", "Long " * 60, outlet="Gazette", published="2021-10-18")], "")
    assert choice.name.endswith("(Gazette, 2021-10-18)")
    assert len(choice.name) <= 100
    (choice,) = articles([row("a", "Long " * 60, outlet="Gazette of the North " * 9)], "")
    assert len(choice.name) <= 100


def test_no_more_is_offered_than_discord_shows() -> None:
    rows = [row(str(n), f"Article {n}", outlet=f"Paper {n}") for n in range(60)]
    assert len(articles(rows, "")) == 25
    assert len(outlets(rows, "")) == 25


def test_an_outlet_too_long_to_be_chosen_is_left_out_and_the_others_go_by_their_number() -> None:
    rows = [row("a", outlet="x" * 101), row("b", outlet="One")]
    rows += [row(name, outlet="Two") for name in "cd"]
    assert values(outlets(rows, "")) == ["Two", "One"]


def test_what_is_typed_means_a_key_or_the_only_title_like_it() -> None:
    rows = [row("a", "Ferry"), row("b", "Mill"), row("c", "mill"), row("Ferry", "Another")]
    found = [meant(rows, typed) for typed in ("a", " ferry ", "mill", "b", "none")]
    assert [None if one is None else one.key for one in found] == ["a", "a", None, "b", None]
    key = meant(rows, "Ferry")
    assert key is not None
    assert asdict(key)["title"] == "Another"
