"""The stored question that a button or a form is about, for those who may see its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.records.community.questions import Question


async def asked(client: DatelineClient, caller: Caller, question_id: int) -> Question | None:
    """The question; None when it is deleted, too old, of another place or another's own."""
    question = await client.record(client.parts.community.question, question_id)
    if question is None or not question.text or not _is_here(client, caller, question):
        return None
    if question.private and question.asker != client.asker(caller.user):
        return None
    return question


def _is_here(client: DatelineClient, caller: Caller, question: Question) -> bool:
    """Whether it belongs to the guild or, outside of guilds, to the very channel."""
    guild_id = client.guild_of(caller)
    if guild_id is not None:
        return question.guild_id == guild_id
    return caller.channel_id in {question.channel_id, question.answer_channel_id}


async def tell(client: DatelineClient, caller: Caller, key: str, **values: object) -> None:
    """Tell the person alone one line, in their language, whether it was deferred or not."""
    text = client.words(caller)(key, **values)
    if caller.response.is_done():
        await caller.edit_original_response(content=text)
    else:
        await caller.response.send_message(text, ephemeral=True)


async def tell_gone(client: DatelineClient, caller: Caller) -> None:
    """Tell the person that the question is no longer known."""
    await tell(client, caller, "notices.expired")
