"""Tell me when an article covers this: a question that waits for an article, for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.views.asked import asked, tell, tell_gone
from bot.discord.views.press import Press, button, view
from bot.records.community.watches import MOST, NewWatch
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words
    from bot.records.community.questions import Question


class Watch(Press, template=r"watch:(?P<question>\d{1,18})"):
    """Remembers the question, and says where the person will be told."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        await caller.response.defer(ephemeral=True, thinking=True)
        question = await asked(client, caller, self.question_id)
        if question is None:
            await tell_gone(client, caller)
            return
        dm_channel_id = await _direct_channel(caller)
        if dm_channel_id is None and question.private:
            await tell(client, caller, "watch.no_dm")
            return
        new = _new(client, caller, question, dm_channel_id)
        try:
            kept = await client.record(client.parts.community.watch, new)
        except UsageError:  # in the language of the records; ours says the same
            await tell(client, caller, "watch.full", n=MOST)
            return
        if kept is None:
            await tell(client, caller, "watch.already")
            return
        words = client.words(caller)
        where = "here" if dm_channel_id is None else "private" if question.private else "dm"
        await caller.edit_original_response(
            content=words(f"watch.set_{where}"),
            view=view(Unwatch(button(f"unwatch:{kept.id}", words("labels.stop_telling")))),
        )


class Unwatch(Press, template=r"unwatch:(?P<watch>\d{1,18})"):
    """Takes a watch back; only one's own."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        await caller.response.defer()
        await client.record(
            client.parts.community.unwatch, int(self.held["watch"]), client.asker(caller.user)
        )
        text = client.words(caller)("watch.removed")
        await caller.edit_original_response(content=text, view=None)


def watch(question_id: int, words: Words) -> Press:
    """The button under an abstention."""
    return Watch(button(f"watch:{question_id}", words("labels.tell_me")))


async def _direct_channel(caller: Caller) -> int | None:
    """The channel of direct messages with the person; later nothing but a hash is known of them."""
    try:
        return (await caller.user.create_dm()).id
    except discord.HTTPException:
        return None


def _new(
    client: DatelineClient, caller: Caller, question: Question, dm_channel_id: int | None
) -> NewWatch:
    """What is watched: the question as it was understood, where its answer was given.

    What was asked in private is told by direct message alone.
    """
    here = caller.channel_id or question.channel_id
    message_id = None if caller.message is None else caller.message.id
    hidden = question.private and dm_channel_id is not None
    return NewWatch(
        guild_id=question.guild_id,
        question=question.reply.standalone_question if question.reply else question.text,
        asker=client.asker(caller.user),
        channel_id=dm_channel_id if hidden and dm_channel_id else here,
        message_id=None if hidden else message_id,
        dm_channel_id=dm_channel_id,
        language=client.words(caller).language,
        filters=question.filters,
    )
