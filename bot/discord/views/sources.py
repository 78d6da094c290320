"""The viewer of sources: each quote in its article, one after the other, for one person alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import discord

from bot.discord.render.addresses import address
from bot.discord.render.sources import article_card, source
from bot.discord.views.asked import asked
from bot.discord.views.cards import embed
from bot.discord.views.press import Button, Press, button, view
from retrieval.errors import UnknownArticle
from retrieval.types import Abstention, Answer, Article, Citation

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.cards import Card
    from bot.discord.render.words import Words
    from bot.records.community.questions import Question

Face = Literal["passage", "article"]


class Look(
    Press,
    template=r"look:(?P<question>\d{1,18}):(?P<at>\d{1,3}):(?P<face>passage|article)"
    r":(?P<by>open|previous|next|turn)",
):
    """Shows one source, or its article; `by` tells apart what leads to the same one."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        if self.held["by"] == "open":
            await caller.response.defer(ephemeral=True, thinking=True)
        else:
            await caller.response.defer()
        words = client.words(caller)
        question = await asked(client, caller, self.question_id)
        shown = () if question is None else sources_of(question)
        if question is None or not shown:
            text = words("source.gone" if question is None else "source.none")
            await caller.edit_original_response(content=text, embed=None, view=None)
            return
        at = min(int(self.held["at"]), len(shown) - 1)
        article = await _article(client, question, shown[at].article.key)
        face: Face = "article" if self.held["face"] == "article" and article else "passage"
        await caller.edit_original_response(
            content=None,
            embed=embed(_card(shown, at, article, face, words)),
            view=_navigation(question.id, shown, at, article, face, words),
        )


def look(question_id: int, label: str) -> Press:
    """The button under an answer that opens the viewer."""
    return Look(button(f"look:{question_id}:0:passage:open", label))


def sources_of(question: Question) -> tuple[Citation, ...]:
    """What an answer or checked claims quote; of an abstention the passages that came nearest."""
    if isinstance(question.reply, Answer):
        return question.reply.citations
    if isinstance(question.reply, Abstention):
        return tuple(
            Citation(n=n, article=one.article, start=one.start, end=one.end, quote=one.text)
            for n, one in enumerate(question.reply.passages, start=1)
        )
    found = {citation.n: citation for check in question.checks for citation in check.citations}
    return tuple(found[n] for n in sorted(found))


async def _article(client: DatelineClient, question: Question, key: str) -> Article | None:
    """The article as the library that answered holds it now; None when it is gone."""
    settings = await client.guild_settings(question.guild_id)
    async with client.library(question.guild_id, settings.library) as library:
        try:
            return await asyncio.to_thread(library.article, key)
        except UnknownArticle:
            return None


def _card(
    shown: Sequence[Citation], at: int, article: Article | None, face: Face, words: Words
) -> Card:
    if article is not None and face == "article":
        return article_card(article, words)
    return source(shown[at], article, words, position=at + 1, total=len(shown))


def _navigation(
    question_id: int,
    shown: Sequence[Citation],
    at: int,
    article: Article | None,
    face: Face,
    words: Words,
) -> discord.ui.View:
    """Previous and next where there are several, the other face, and a link to the article."""
    buttons: list[Press | Button] = []
    last = len(shown) - 1
    if last:
        before, after = max(0, at - 1), min(last, at + 1)
        buttons += [
            _lead(question_id, before, "passage", "previous", words, disabled=at == 0),
            _lead(question_id, after, "passage", "next", words, disabled=at == last),
        ]
    if article is not None:
        other: Face = "passage" if face == "article" else "article"
        buttons.append(_lead(question_id, at, other, "turn", words, label=f"labels.{other}"))
    link = address(article.url if article else shown[at].article.url)
    if link is not None:
        buttons.append(discord.ui.Button(label=words("labels.open"), url=link))
    return view(*buttons)


def _lead(
    question_id: int,
    at: int,
    face: Face,
    by: str,
    words: Words,
    *,
    label: str | None = None,
    disabled: bool = False,
) -> Press:
    text = words(label or f"labels.{by}")
    return Look(button(f"look:{question_id}:{at}:{face}:{by}", text, disabled=disabled))
