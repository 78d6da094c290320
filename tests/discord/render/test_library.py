from __future__ import annotations

from hypothesis import given

from bot.discord.render.library import added, empty, found, listing, removed, unlike
from bot.discord.render.words import words
from retrieval.errors import ArticleError
from retrieval.index.catalogue_rows import ArticleRow
from retrieval.library import Summary
from retrieval.types import ArticleInfo
from tests.discord.render import hostile, samples
from tests.discord.render.grammar import RAW, size
from tests.discord.render.hostile import patient
from tests.discord.render.test_sources import within_limits

EN = words("en")


def row(title: str = "Ferry", key: str = "ferry") -> ArticleRow:
    return ArticleRow(
        key=key, title=title, chunks=1, characters=9, content_hash="", added_at="2026-01-01"
    )


def test_a_page_of_articles_says_where_it_is_in_the_list() -> None:
    card = listing([row(), row("Strike", "s")], EN, page=2, pages=3, total=25, shared=False)
    assert card.title == "Library · 25 articles"
    assert card.description == "- **Ferry**\n  undated\n- **Strike**\n  undated"
    assert card.footer == "Page 2 of 3"


def test_articles_of_the_host_are_said_to_be_so() -> None:
    card = listing([row()], EN, page=1, pages=1, total=1, shared=True)
    assert card.title == "Library · 1 article"
    assert "answers come from the articles of whoever runs this bot" in card.description


def test_an_empty_library_says_how_to_begin() -> None:
    card = listing([], EN, page=1, pages=1, total=0, shared=False)
    assert card == empty(EN)
    assert "“Add to library”" in card.description
    assert unlike(EN).description == "No article is like that."


def test_a_search_shows_where_its_passages_stand() -> None:
    card = found([samples.passage()] * 2, EN, query="ferry *fog*")
    assert card.title == "Passages nearest to “ferry \\*fog\\*”"
    head, first, second = card.description.replace("\n\n", "\n").split("\n> ")
    assert head.startswith("**[Ferry runs aground off Lunde](<https://")
    assert head.split("\n")[1].startswith("Fjord Courier · ")
    assert first.startswith("LUNDE - The ferry")
    assert first == second
    assert found([], EN, query="x").description == "Nothing in the articles is close to “x”."


def test_an_addition_says_what_became_of_each_article() -> None:
    failure = ArticleError("It has no text.", path="/srv/bot/in/a_b.pdf", line=3, hint="Add text.")
    summary = Summary(added=2, updated=1, unchanged=3, failed=1)
    assert added(summary, [failure], EN) == (
        "📰 2 articles added · 1 updated · 3 already there\n\n"
        "⚠️ 1 could not be read:\n- a\\_b.pdf:3: It has no text. Add text."
    )
    assert added(Summary(), [], EN) == "Nothing was found to add."


def test_many_failures_are_counted() -> None:
    failures = [ArticleError("No.", path=f"/tmp/{n}.md") for n in range(9)]
    text = added(Summary(failed=9), failures, EN)
    assert text.startswith("⚠️ 9 could not be read:\n- 0.md: No.")
    assert text.endswith("\nand 4 more")
    assert "/tmp" not in text


def test_a_removal_names_the_article() -> None:
    assert removed(samples.FERRY, EN) == "🗑️ Removed: Ferry runs aground off Lunde (`ferry-2019`)"


@patient
@given(hostile.text)
def test_no_article_does_anything_in_a_list(text: str) -> None:
    info = ArticleInfo(key=text, title=text, outlet=text, url=text)
    cards = [
        listing([row(text, text)] * 12, EN, page=1, pages=1, total=30, shared=True),
        found([samples.passage(text, info)] * 9, EN, query=text),
    ]
    texts = [
        added(Summary(), [ArticleError(text, path=text, hint=text)] * 9, EN),
        removed(info, EN),
    ]
    assert [text for text in texts if size(text) > 2000] == []
    for card in cards:
        assert within_limits(card)
        texts += [card.title, card.description]
    for part in texts:
        for name in ("everyone", "user or role", "channel", "command", "invite"):
            assert not RAW[name].search(part), name
