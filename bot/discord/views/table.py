"""Which buttons stand under what, and who takes the forms that are submitted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import discord

from bot.discord import trouble
from bot.discord.callers import Caller, client_of
from bot.discord.render.abstention import offers_watch
from bot.discord.views import about, feedback, search_again
from bot.discord.views.again import Again, again
from bot.discord.views.feedback import Rate, rate
from bot.discord.views.forms import custom_id_of
from bot.discord.views.press import Press, view
from bot.discord.views.search_again import Correct, SearchAgain
from bot.discord.views.sources import Look, look
from bot.discord.views.watch import Unwatch, Watch, watch
from retrieval.types import Answer, ClaimCheck, Reply

if TYPE_CHECKING:
    import re

    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words

ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    *(Look, Rate, SearchAgain, Correct, Watch, Unwatch, Again),
)
_Taker = Callable[["DatelineClient", "Caller", "re.Match[str]"], Awaitable[None]]
_FORMS: Mapping[re.Pattern[str], _Taker] = MappingProxyType(
    {
        feedback.WHY: feedback.told_why,
        search_again.SEARCH: search_again.submitted,
        about.ABOUT: about.worded,
    }
)


def for_answer(question_id: int, reply: Reply, words: Words) -> discord.ui.View:
    """The row under an answer or an abstention."""
    buttons: list[Press] = []
    if isinstance(reply, Answer):
        buttons.append(_sources(question_id, len(reply.citations), words))
    else:
        if reply.passages:
            buttons.append(look(question_id, words("labels.nearest")))
        if not offers_watch(reply):
            return view(*buttons)
        buttons.append(watch(question_id, words))
    return view(*buttons, *rate(question_id, words), search_again.search_again(question_id, words))


def for_claims(question_id: int, checks: Sequence[ClaimCheck], words: Words) -> discord.ui.View:
    """The row under the claims that were checked."""
    count = len({citation.n for check in checks for citation in check.citations})
    sources = [_sources(question_id, count, words)] if count else []
    return view(*sources, *rate(question_id, words))


def for_edited(question_id: int, words: Words) -> discord.ui.View:
    """The button under the offer to answer an edited question again."""
    return view(again(question_id, words))


async def submitted(caller: Caller) -> bool:
    """Take a form that was submitted, whichever process showed it; False when it is not ours.

    What fails is told to the person.
    """
    custom_id = custom_id_of(caller) or ""
    for pattern, take in _FORMS.items():
        match = pattern.fullmatch(custom_id)
        if match is not None:
            client = client_of(caller)
            error = await trouble.failure(take(client, caller, match))
            if error is not None:
                await trouble.tell(caller, error)
            return True
    return False


def _sources(question_id: int, count: int, words: Words) -> Press:
    return look(question_id, f"{words('labels.sources')} ({count})")
