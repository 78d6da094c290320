"""The form in which a person words a question about a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.discord.rules.respond import LONGEST_QUESTION
from bot.discord.views.forms import Field, form, typed

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words

ABOUT = re.compile(r"about")  # the custom_id of the form
_QUESTION = "question"


def about(text: str, words: Words) -> discord.ui.Modal:
    """The form, filled with the text of the message."""
    question = Field(
        name=_QUESTION,
        label=words("about.label"),
        placeholder=words("about.placeholder"),
        filled=text,
        longest=LONGEST_QUESTION,
        paragraph=True,
        required=True,
    )
    return form(ABOUT.pattern, words("about.title"), [question])


async def worded(client: DatelineClient, caller: Caller, match: re.Match[str]) -> None:  # noqa: ARG001  # as every form
    """Answer the question that was worded."""
    question = typed(caller).get(_QUESTION, "")[:LONGEST_QUESTION]
    if question:
        await client.desk.ask(caller, question)
    else:
        await caller.response.send_message(
            client.words(caller)("abstention.empty_question"), ephemeral=True
        )
