"""Answer again: offered when the message that asked was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.views.asked import asked, tell, tell_gone
from bot.discord.views.press import Press, button

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words
    from bot.records.community.questions import Question


class Again(Press, template=r"again:(?P<question>\d{1,18})"):
    """Asks what the question became; only for who asked it."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        question = await asked(client, caller, self.question_id)
        if question is None:
            await tell_gone(client, caller)
            return
        if question.asker != client.asker(caller.user):
            await tell(client, caller, "notices.not_yours")
            return
        await client.desk.ask(
            caller,
            question.edited or question.text,
            filters=question.filters,
            purpose=question.purpose,
            about=question.source_message_id,
        )
        if await _is_taken(client, question):
            await _close(client, caller.message)


def again(question_id: int, words: Words) -> Press:
    """The button under the offer."""
    label = words("labels.answer_again")
    return Again(button(f"again:{question_id}", label, style=discord.ButtonStyle.primary))


async def _is_taken(client: DatelineClient, question: Question) -> bool:
    """Whether it is a question of its own now, and was not refused for a limit."""
    if question.source_message_id is None:
        return False
    latest = await client.record(
        client.parts.community.by_source_message, question.source_message_id
    )
    return latest is not None and latest.id != question.id


async def _close(client: DatelineClient, offer: discord.Message | None) -> None:
    """Take the button away: the question is being answered."""
    if offer is None:
        return
    channel = client.get_partial_messageable(offer.channel.id)
    message = channel.get_partial_message(offer.id)
    await client.parts.queue.send(offer.channel.id, lambda: message.edit(view=None))
