"""New search: the same question or another wording of it, with dates or an outlet."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord

from bot.days import first_day, last_day
from bot.discord.render.escape import BREAK, one_line, plain
from bot.discord.rules.respond import LONGEST_QUESTION
from bot.discord.views.asked import asked, tell_gone
from bot.discord.views.forms import Field, form, typed
from bot.discord.views.press import Press, button, view
from retrieval.types import Filters

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words

SEARCH = re.compile(r"search:(?P<question>\d{1,18})")  # the custom_id of the form
_LONGEST = {"question": LONGEST_QUESTION, "since": 30, "until": 30, "outlet": 100}  # characters
_NARROWING = ("since", "until", "outlet")
_EMPTY = "–"


class SearchAgain(Press, template=r"search:(?P<question>\d{1,18})"):
    """Opens the form, filled with the question and what it was restricted to."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        question = await asked(client, caller, self.question_id)
        if question is None:
            await tell_gone(client, caller)
            return
        filters = question.filters
        filled = {
            "question": question.text,
            "since": filters.since or "",
            "until": filters.until or "",
            "outlet": filters.outlets[0] if filters.outlets else "",
        }
        await caller.response.send_modal(_form(question.id, filled, client.words(caller)))


class Correct(Press, template=r"correct:(?P<question>\d{1,18})"):
    """Opens the form again with what was typed, which its message shows."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        filled = _filled(caller.message)
        await caller.response.send_modal(_form(self.question_id, filled, client.words(caller)))


def search_again(question_id: int, words: Words) -> Press:
    """The button under an answer."""
    return SearchAgain(button(f"search:{question_id}", words("labels.new_search")))


async def submitted(client: DatelineClient, caller: Caller, match: re.Match[str]) -> None:
    """Ask what was typed, or say what is wrong with it and keep it."""
    filled, words = typed(caller), client.words(caller)
    filters, wrong = _read(filled, words)
    if not wrong and filters and not await _some_fit(client, caller, filters):
        wrong = words("search.nothing_fits")
    if wrong:
        await caller.response.send_message(
            wrong,
            embed=_kept(filled, words),
            view=view(Correct(button(f"correct:{match['question']}", words("labels.correct")))),
            ephemeral=True,
        )
        return
    question = await asked(client, caller, int(match["question"]))
    # One that is no longer stored may have been private.
    private = question is None or question.private
    await client.desk.ask(caller, filled["question"], private=private, filters=filters)


def _read(filled: Mapping[str, str], words: Words) -> tuple[Filters, str]:
    """The filters, and what is wrong with the form in one line, "" when nothing is."""
    days: list[str | None] = []
    for name, day in (("since", first_day), ("until", last_day)):
        given = filled.get(name, "")
        try:
            days.append(day(given) if given else None)
        except ValueError:
            return Filters(), words("search.no_date", given=one_line(given))
    since, until = days
    if since and until and since > until:
        return Filters(), words("search.swapped")
    outlet = filled.get("outlet", "")
    return Filters(outlets=(outlet,) if outlet else (), since=since, until=until), ""


async def _some_fit(client: DatelineClient, caller: Caller, filters: Filters) -> bool:
    """Whether an article is left to search; most often an outlet's name was mistyped."""
    guild_id = client.guild_of(caller)
    settings = await client.guild_settings(guild_id)
    async with client.library(guild_id, settings.library) as library:
        found = await asyncio.to_thread(library.catalogue.chunk_ids, filters)
        return bool(found) or library.is_empty


def _form(question_id: int, filled: Mapping[str, str], words: Words) -> discord.ui.Modal:
    fields = [
        Field(
            name=name,
            label=words(f"labels.search_{name}"),
            longest=longest,
            filled=filled.get(name, ""),
            placeholder=words("labels.search_date") if name in {"since", "until"} else "",
            paragraph=name == "question",
            required=name == "question",
        )
        for name, longest in _LONGEST.items()
    ]
    return form(f"search:{question_id}", words("labels.search_title"), fields)


def _kept(filled: Mapping[str, str], words: Words) -> discord.Embed:
    """What was typed, where Discord keeps it for `_filled`: none of it is markdown there."""
    made = discord.Embed()
    for name in _NARROWING:
        value = plain(filled.get(name, "").replace("`", "")) or _EMPTY
        made.add_field(name=words(f"labels.search_{name}"), value=f"`{value}`")
    return made.set_footer(text=plain(filled.get("question", ""), LONGEST_QUESTION))


def _filled(message: discord.Message | None) -> dict[str, str]:
    """What `_kept` shows."""
    if message is None or not message.embeds:
        return {}
    kept = message.embeds[0]
    values = [str(field.value).strip("`") for field in kept.fields]
    filled = dict(zip(_NARROWING, ("" if one == _EMPTY else one for one in values), strict=False))
    filled["question"] = kept.footer.text or ""
    return {name: _as_typed(text) for name, text in filled.items()}


def _as_typed(text: str) -> str:
    """The text before `plain` took mentions and invitations apart."""
    return text.replace(BREAK, "").replace("[.]", ".")
