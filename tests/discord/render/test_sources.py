from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.cards import Card
from bot.discord.render.sources import article_card, marked, source
from bot.discord.render.words import words
from retrieval.types import Article, Citation
from tests.discord.render import hostile, samples
from tests.discord.render.grammar import RAW, shown, size
from tests.discord.render.hostile import patient

EN = words("en")
QUOTE = "Eighty passengers were brought ashore, and nobody was hurt."


def within_limits(card: Card) -> bool:
    texts = [text for field in card.fields for text in field]
    return (
        size(card.title) <= 256
        and size(card.description) <= 4096
        and size(card.footer) <= 2048
        and len(card.fields) <= 25
        and all(0 < size(name) <= 256 and 0 < size(value) <= 1024 for name, value in card.fields)
        and sum(map(size, (card.title, card.description, card.footer, *texts))) <= 6000
    )


def test_the_quote_is_marked_in_its_article() -> None:
    card = source(samples.citation(), samples.article(), EN, position=2, total=3)
    assert card.title == "[1] Ferry runs aground off Lunde"
    assert card.url == "https://courier.example/ferry_%282019%29"
    assert card.description == (
        "LUNDE - The ferry Selma Rose ran aground in thick fog on the evening of 2 March 2019. "
        f"**{QUOTE}**\n\n"
        "Captain Ida Holm had commanded the ship for eleven years. The repair cost $4 million."
    )
    assert card.fields == (
        ("Outlet", "Fjord Courier"),
        ("By", "Signe Aas"),
        ("Published", "<t:1551697200:D>"),
    )
    assert card.footer == "Source 2 of 3"


def test_the_context_begins_and_ends_with_a_sentence() -> None:
    text = f"{'Before it all was calm. ' * 40}{QUOTE} {'Afterwards it rained. ' * 40}".strip()
    start = text.index(QUOTE)
    card = source(samples.citation(start=start), samples.article(text), EN, position=1, total=1)
    before, after = card.description.split(f"**{QUOTE}**")
    assert before.startswith("… Before it all was calm. ")
    assert after.endswith(" Afterwards it rained. …")
    assert 300 < len(before) < 360
    assert 300 < len(after) < 360


def test_a_quote_of_several_paragraphs_is_marked_in_each() -> None:
    assert marked("One is.\n\n- Two *is*.") == "**One is.**\n\n**\\- Two \\*is\\*.**"


def test_a_quote_that_is_no_longer_there_is_shown_with_the_reason() -> None:
    changed = source(samples.citation(), samples.article("Other."), EN, position=1, total=1)
    assert changed.description.startswith("⚠️ The article has changed since the answer.")
    removed = source(samples.citation(), None, EN, position=1, total=1)
    assert removed.description.startswith("⚠️ The article is no longer in the library.")
    for card in (changed, removed):
        assert card.description.endswith(f"\n\n**{QUOTE}**")


def test_an_article_is_shown_with_what_is_known_of_it() -> None:
    card = article_card(samples.article(), EN)
    assert card.description.startswith("LUNDE - The ferry")
    assert ("Length", "232 characters") in card.fields
    assert card.footer == "Article ferry-2019"


@patient
@given(hostile.text, hostile.text, hostile.text, st.integers(min_value=0, max_value=9))
def test_no_article_breaks_a_limit_or_does_anything(
    before: str, quote: str, after: str, repeat: int
) -> None:
    text = before + quote + after * repeat
    article = samples.article(text, title=quote, outlet=before, authors=(after,) * 9, key=quote)
    where = Citation(
        n=1, article=samples.FERRY, start=len(before), end=len(before + quote), quote=quote
    )
    cards = [
        source(where, article, EN, position=1, total=1),
        source(where, None, EN, position=1, total=1),
        article_card(article, EN),
    ]
    for card in cards:
        assert within_limits(card)
        for part in (card.title, card.description, card.footer, *(v for _, v in card.fields)):
            for name in ("everyone", "user or role", "channel", "command", "invite"):
                assert not RAW[name].search(part), name


def test_the_marked_quote_is_read_as_it_was_written() -> None:
    texts: list[str] = ["He *paid* $5.\nShe_did_not.", "`x` ends with a star *", "* begins"]
    for text in texts:
        bold = re.findall(r"\*\*((?:\\.|[^*\\])+)\*\*", marked(text))
        assert "\n".join(shown(line) for line in bold) == text


def test_an_article_without_data_is_shown_too() -> None:
    bare = Article(key="a b", title="", text="x", content_hash="")
    card = article_card(bare, EN)
    assert card.title == "a b"
    assert card.url is None
    assert card.fields == (
        ("Published", "undated"),
        ("Length", "1 character"),
    )
