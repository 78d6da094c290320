"""Discord without sockets, and the whole front in it over a small library."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock
from urllib.parse import unquote

import simcord
import simcord.http.client as simcord_http
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from bot.discord import gateway, views, waits
from bot.discord.client import DatelineClient
from bot.discord.connection import Connection
from bot.discord.lineup import Lineup, Place
from bot.discord.metrics import Metrics
from bot.discord.parts import Parts
from bot.discord.render.words import words
from bot.discord.rules.limits import RateLimits
from bot.discord.sending import Cadence, SendQueue
from bot.discord.turns import Turns
from bot.libraries import Libraries
from bot.records.community.community import Community
from bot.records.community.identity import Identities
from bot.records.community.questions import NewQuestion, Question
from bot.settings import Settings
from retrieval.library import Library
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Article,
    ArticleInfo,
    Citation,
    Filters,
    Passage,
    Reply,
)
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import add

EN = words("en")
Value = TypeVar("Value")
_sources = itertools.count(10**6)


class Client(Connection):
    """The client with its buttons and without its commands, which have tests of their own."""

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*views.ITEMS)


def client_over(parts: Parts) -> Client:
    """A new client."""
    return Client(parts, intents=gateway.intents(message_content=True))


@dataclass(slots=True)
class Front:
    """One guild with one channel, and the bot in it."""

    env: Env
    parts: Parts
    made: Callable[[Parts], DatelineClient]
    guild: GuildHandle = field(init=False)
    channel: ChannelHandle = field(init=False)

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("Newsroom")
        self.channel = self.guild.create_text_channel("general")

    @property
    def client(self) -> DatelineClient:
        assert isinstance(self.env.bot, DatelineClient)
        return self.env.bot

    def person(self, name: str, guild: GuildHandle | None = None) -> MemberActor:
        """Somebody in the guild."""
        return (guild or self.guild).add_member(self.env.create_user(name))

    async def restart(self) -> None:
        """Another client over the same records, which remembers nothing of the first."""
        await self.env.restart_bot(self.made(self.parts))

    async def work(self, what: Callable[..., Coroutine[Any, Any, Value]], *args: Any) -> Value:
        """The result of something that the bot does by itself."""
        return await what(self.client, *args)

    async def asked(
        self,
        reply: Reply | None,
        *,
        by: MemberActor,
        text: str = "What happened?",
        private: bool = False,
        filters: Filters | None = None,
        guild_id: int | None = 0,
        source_message_id: int | None = None,
        source_id: int | None = None,
    ) -> Question:
        """A question that is stored with its reply, as the desk stores it."""
        community = self.parts.community
        question = community.accept(
            NewQuestion(
                guild_id=self.guild.id if guild_id == 0 else guild_id,
                channel_id=self.channel.id,
                place_id=None,
                asker=self.parts.identities.of(by.id),
                text=text,
                source_id=source_id or next(_sources),
                source_message_id=source_message_id,
                private=private,
                filters=filters or Filters(),
            )
        )
        assert question is not None
        if reply is not None:
            community.answered(question.id, reply, 5)
        return question

    def rating(self, question: Question) -> tuple[int | None, str | None]:
        """What the asker thinks of the answer, and why."""
        kept = self.parts.community.question(question.id)
        assert kept is not None
        return kept.rating, kept.why

    async def shown(
        self, question: Question, reply: Reply, channel: ChannelHandle | None = None
    ) -> Any:
        """The message under which the buttons of the reply stand."""
        view = views.for_answer(question.id, reply, EN)
        place = self.client.get_partial_messageable((channel or self.channel).id)
        return await place.send("An answer", view=view)


def run(
    home: Path,
    test: Callable[[Front], Awaitable[None]],
    *,
    articles: tuple[Article, ...] = (),
    made: Callable[[Parts], DatelineClient] = client_over,
) -> None:
    """Run a test in a world of its own; errors that the bot swallows fail it."""
    asyncio.run(_run(home, test, articles, made))


async def _run(
    home: Path,
    test: Callable[[Front], Awaitable[None]],
    articles: tuple[Article, ...],
    made: Callable[[Parts], DatelineClient],
) -> None:
    with Library.open(home, vectors="exact", embedder=HashEmbedder()) as library:
        if articles:
            add(library.catalogue, articles)
        parts = _parts(home, library)
        async with _simulated(made(parts)) as env:
            await test(Front(env, parts, made))
        parts.community.close()


def _parts(home: Path, library: Library) -> Parts:
    return Parts(
        settings=Settings(home=home),
        libraries=Libraries(library),
        community=Community(home),
        identities=Identities(home),
        queue=SendQueue(wait=waits.wait),
        cadence=Cadence(),
        lineup=Lineup(2, failed=_raise),
        turns=Turns(2),
        limits=RateLimits(1000, 1000),
        metrics=Metrics(),
        prepared=_set(),
    )


def _raise(place: Place, error: BaseException) -> None:
    raise AssertionError(f"question {place.question} broke off") from error


@asynccontextmanager
async def _simulated(client: DatelineClient) -> AsyncIterator[Env]:
    """Discord as simcord has it, with two things put right that it has otherwise."""
    path_of = simcord_http._path_of

    def read(url: str) -> str:
        """Discord reads `%40original` as `@original`."""
        return unquote(path_of(url))

    with mock.patch.object(simcord_http, "_path_of", read):
        async with simcord.run(client) as env:
            _say_which_guild(env)
            yield env


def _set() -> asyncio.Event:
    """The libraries may answer from the start."""
    event = asyncio.Event()
    event.set()
    return event


def _say_which_guild(env: Env) -> None:
    """Discord says by whose installation an interaction comes; simcord leaves that empty."""
    emit = env.backend.emit

    def told(event: str, payload: dict[str, Any], *rest: Any, **options: Any) -> Any:
        if event == "INTERACTION_CREATE" and payload.get("guild_id"):
            payload["authorizing_integration_owners"] = {"0": payload["guild_id"]}
        return emit(event, payload, *rest, **options)

    env.backend.emit = told  # type: ignore[method-assign]


def info(article: Article) -> ArticleInfo:
    """What a citation says of an article."""
    return ArticleInfo(
        key=article.key,
        title=article.title,
        outlet=article.outlet,
        authors=article.authors,
        published=article.published,
        url=article.url,
    )


def answer(*quotes: tuple[Article, str], question: str = "What happened?") -> Answer:
    """An answer that quotes these passages, one sentence each."""
    citations = tuple(
        Citation(
            n=n,
            article=info(article),
            start=article.text.index(quote),
            end=article.text.index(quote) + len(quote),
            quote=quote,
        )
        for n, (article, quote) in enumerate(quotes, start=1)
    )
    sentences = tuple(
        AnswerSentence(text=one.quote, citations=(one.n,), support=1.0) for one in citations
    )
    return Answer(
        question=question,
        standalone_question=question,
        sentences=sentences,
        citations=citations,
        passages=(),
        model="extractive",
    )


def abstention(
    *passages: tuple[Article, str],
    question: str = "What happened?",
    reason: AbstentionReason = AbstentionReason.NOT_STATED,
) -> Abstention:
    """An abstention with these nearest passages."""
    return Abstention(
        question=question,
        standalone_question=question,
        reason=reason,
        message="The articles do not tell.",
        passages=tuple(
            Passage(
                chunk_id=n,
                article=info(article),
                start=article.text.index(text),
                end=article.text.index(text) + len(text),
                text=text,
                score=1.0 / n,
            )
            for n, (article, text) in enumerate(passages, start=1)
        ),
    )


def buttons(message: Any) -> list[dict[str, Any]]:
    """The buttons under a message, as Discord has them, in order."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [one for row in rows for one in row["components"]]


def labels(message: Any) -> list[str]:
    """What stands on the buttons under a message."""
    return [str(one.get("label")) for one in buttons(message)]
