"""The whole front over the starter articles, in Discord without sockets."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.discord import gateway
from bot.discord.client import DatelineClient
from bot.discord.parts import Parts
from retrieval.library import Library
from retrieval.ports import ChatModel, Embedder
from tests.discord.views import front
from tests.discord.views.front import Front
from tests_screenshots.camera import LARGEST, Camera, Seen

NOON = 12 * 3600 + 34 * 60  # seconds; simcord's day begins at midnight


@dataclass(slots=True)
class Stage:
    """A server with the bot in it, the bot's manager and one more member, and a camera."""

    front: Front
    camera: Camera
    ines: MemberActor
    mara: MemberActor

    @property
    def channel(self) -> ChannelHandle:
        return self.front.channel

    @property
    def mention(self) -> str:
        user = self.front.client.user
        assert user is not None
        return user.mention

    @property
    def thread(self) -> ChannelHandle:
        """The newest thread of the channel."""
        return self.channel.threads[-1]

    async def picture(
        self,
        name: str,
        channel: ChannelHandle | None = None,
        viewer: MemberActor | None = None,
        **options: object,
    ) -> Seen:
        """Take a picture, and see that it is one to show: dark, readable, nothing cut off."""
        shown = channel or self.channel
        self._leave_out_threads(shown)
        seen = await self.camera.take(
            name,
            self.front.env,
            shown,
            viewer or self.mara,
            **options,  # type: ignore[arg-type]  # as Camera.take has them
        )
        assert seen.beyond == ()
        assert seen.background < 0.3
        assert seen.foreground > 0.6
        assert seen.size <= LARGEST
        return seen

    def _leave_out_threads(self, channel: ChannelHandle) -> None:
        """Discord announces only threads that are opened from no message, or from an old one."""
        messages = self.front.env.backend.messages.get(channel.id, {})
        for number in [*messages]:
            if messages[number].type == discord.MessageType.thread_created.value:
                del messages[number]


@asynccontextmanager
async def stage(
    home: Path,
    starter: Path,
    embedder: Embedder,
    camera: Camera,
    *,
    model: ChatModel | None = None,
) -> AsyncIterator[Stage]:
    """A world of its own over a copy of the starter library; swallowed errors fail it."""
    shutil.copytree(starter, home)
    with Library.open(home, vectors="exact", embedder=embedder, model=model) as library:
        parts = front._parts(home, library)
        async with front._simulated(_whole(parts)) as env:
            env.settle_timeout = 60.0  # the engine computes in threads, on a busy machine for long
            env.backend.bot_user.name = "Dateline"
            await env.advance_time(NOON)
            here = Front(env, parts, _whole)
            role = here.guild.create_role(
                "Editors", permissions=discord.Permissions(manage_guild=True)
            )
            ines = here.guild.add_member(env.create_user("ines"), roles=[role])
            yield Stage(here, camera, ines, here.person("mara"))
        parts.community.close()


def _whole(parts: Parts) -> DatelineClient:
    return gateway.client(parts, message_content=True)
