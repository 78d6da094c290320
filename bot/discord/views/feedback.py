"""👍 and 👎 under an answer, and what was wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.discord.views.asked import asked, tell, tell_gone
from bot.discord.views.forms import Field, form, typed
from bot.discord.views.press import Press, button
from bot.records.community.feedback import DOWN, UP

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words

WHY = re.compile(r"why:(?P<question>\d{1,18})")  # the custom_id of the form
_LONGEST = 500  # characters of a reason


class Rate(Press, template=r"rate:(?P<question>\d{1,18}):(?P<rating>up|down)"):
    """Keeps what one person thinks of the answer; a second press changes it."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        useful = self.held["rating"] == "up"
        if useful:
            await caller.response.defer(ephemeral=True, thinking=True)
        question = await asked(client, caller, self.question_id)
        if question is None or not await client.record(
            client.parts.community.rate,
            question.id,
            UP if useful else DOWN,
            client.asker(caller.user),
        ):
            await tell_gone(client, caller)
            return
        client.parts.metrics.feedback(useful=useful)
        if useful:
            await tell(client, caller, "notices.thanks")
        else:
            # It counts already: a form that is dismissed tells us nothing.
            await caller.response.send_modal(_form(question.id, client.words(caller)))


def rate(question_id: int, words: Words) -> tuple[Press, Press]:
    """The two buttons."""
    return (
        Rate(button(f"rate:{question_id}:up", words("labels.useful"))),
        Rate(button(f"rate:{question_id}:down", words("labels.useless"))),
    )


def _form(question_id: int, words: Words) -> discord.ui.Modal:
    why = Field(
        name="why",
        label=words("labels.why_label"),
        placeholder=words("labels.why_placeholder"),
        longest=_LONGEST,
        paragraph=True,
    )
    return form(f"why:{question_id}", words("labels.why_title"), [why])


async def told_why(client: DatelineClient, caller: Caller, match: re.Match[str]) -> None:
    """Keep what was typed; nothing is fine too."""
    await caller.response.defer(ephemeral=True, thinking=True)
    question = await asked(client, caller, int(match["question"]))
    why = typed(caller).get("why", "")[:_LONGEST]
    if question is None or (
        why
        and not await client.record(
            client.parts.community.say_why, question.id, why, client.asker(caller.user)
        )
    ):
        await tell_gone(client, caller)
        return
    await tell(client, caller, "notices.thanks_why")
