"""`/ask`, and asking about a message or checking what it claims by right-clicking it."""

from __future__ import annotations

import re

import discord
from discord import app_commands

from bot.days import first_day, last_day
from bot.discord.callers import Caller, client_of
from bot.discord.commands import suggest
from bot.discord.commands.declare import Tree, menu, slash
from bot.discord.render.escape import BREAK
from bot.discord.render.overview import help_card
from bot.discord.render.words import Words
from bot.discord.rules.questions import is_question
from bot.discord.rules.respond import LONGEST_QUESTION
from bot.discord.views.about import about as form
from bot.discord.views.cards import embed
from retrieval.errors import UsageError
from retrieval.types import Filters

_NOT_TEXT = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[\w -]+:|t:)[\w:-]+>|https?://\S+")
_WORD = re.compile(r"\w\w")


async def ask(
    caller: Caller,
    question: app_commands.Range[str, 1, LONGEST_QUESTION],
    private: bool = False,
    since: app_commands.Range[str, 1, 20] | None = None,
    until: app_commands.Range[str, 1, 20] | None = None,
    outlet: app_commands.Range[str, 1, 100] | None = None,
) -> None:
    """Answer a question from the articles; UsageError for a date that is none."""
    client = client_of(caller)
    words = client.words(caller)
    filters = chosen(words, since=since, until=until, outlet=outlet)
    if not question.strip():
        raise UsageError(words("ask.empty"))
    await client.desk.ask(caller, question.strip(), private=private, filters=filters)


async def about(caller: Caller, message: discord.Message) -> None:
    """Answer a message that is a question; else let the person word one about it."""
    client = client_of(caller)
    text = _text(caller, message)
    if len(text) <= LONGEST_QUESTION and is_question(text):
        await client.desk.ask(caller, text, about=message.id)
        return
    await caller.response.send_modal(form(text, client.words(caller)))


async def check(caller: Caller, message: discord.Message) -> None:
    """Say of what a message claims whether the articles bear it out."""
    client = client_of(caller)
    await client.desk.ask(caller, _text(caller, message), purpose="claim", about=message.id)


async def tell_how(caller: Caller) -> None:
    """Say how to ask."""
    await caller.response.defer(ephemeral=True, thinking=True)
    client = client_of(caller)
    card = help_card(
        client.words(caller),
        content_intent=client.intents.message_content,
        manager=client.guild_of(caller) is not None and await client.is_manager(caller),
    )
    await caller.edit_original_response(embed=embed(card))


def chosen(
    words: Words, *, since: str | None, until: str | None, outlet: str | None
) -> Filters | None:
    """Filters from what was typed; UsageError for a date that is none, and for an empty range."""
    filters = Filters(
        since=_day(words, since, last=False),
        until=_day(words, until, last=True),
        outlets=(outlet.strip(),) if outlet and outlet.strip() else (),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(words("ask.range", since=filters.since, until=filters.until))
    return filters if filters else None


def _day(words: Words, given: str | None, *, last: bool) -> str | None:
    if given is None:
        return None
    try:
        return last_day(given) if last else first_day(given)
    except ValueError:
        raise UsageError(words("ask.date", given=given[:40])) from None


def _text(caller: Caller, message: discord.Message) -> str:
    """What is written in a message; UsageError when that is nothing to ask about, or our own."""
    client = client_of(caller)
    words = client.words(caller)
    if message.author.id == caller.application_id or message.author == client.user:
        raise UsageError(words("ask.ours"))
    text = message.clean_content.replace(BREAK, "").strip()
    if not _WORD.search(_NOT_TEXT.sub(" ", message.content)):
        raise UsageError(words("notices.no_text"))
    return text


def add(tree: Tree, *, dms: bool) -> None:
    """Declare `/ask`, `/help` and the two menus."""
    tree.add_command(slash("ask", ask, suggest={"outlet": suggest.readable_outlets}, dms=dms))
    tree.add_command(menu("ask", about, dms=dms))
    tree.add_command(menu("check", check, dms=dms))
    tree.add_command(slash("help", tell_how, dms=dms))
