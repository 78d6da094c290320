"""What a chat begins with: a saved conversation that goes on, or a new one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli.clean import one_line
from bot.cli.conversation import Conversation
from bot.cli.conversations import local
from bot.cli.render import show_reply
from bot.cli.screen import Screen, styled
from bot.records.conversations import Conversations, Exchange, Place
from bot.records.keeper import Keeper, checked

BROUGHT_BACK = 100  # earlier questions that the arrow keys bring back


@dataclass(frozen=True, slots=True)
class Past:
    """keeper: None for a chat that stores nothing; asked: earlier questions, oldest first."""

    exchanges: tuple[Exchange, ...]
    keeper: Keeper | None
    asked: tuple[str, ...]
    place: Place | None = None

    @property
    def conversation(self) -> Conversation:
        """What was said before; nothing in a new conversation."""
        return Conversation(tuple(one.reply for one in self.exchanges))

    def recall(self, screen: Screen) -> None:
        """Show where it goes on: the last question, its answer and the sources."""
        if self.place is None:
            return
        last, count = self.exchanges[-1], len(self.exchanges)
        turns = "1 turn" if count == 1 else f"{count} turns"
        screen.notice(
            f"{self.place.name!r} goes on: {turns}, the last of {local(last.asked_at)}.", style=""
        )
        aside = screen.aside
        aside.line(styled(f"> {one_line(last.reply.question)}", "bold"))
        show_reply(aside, replace(last.reply, notices=()))  # what was degraded then is no news
        aside.line("")


def open_past(home: Path, *, resume: str | None, name: str | None, unsaved: bool) -> Past:
    """resume: a name, "" for the conversation that was used last, None for a new one.

    Raises UnknownConversation, UsageError for a name that is taken, and RecordsError.
    """
    store = Conversations(home)
    place: Place | None = None
    exchanges: tuple[Exchange, ...] = ()
    if resume is not None:
        place, exchanges = store.find(resume or None)
    if unsaved:
        return Past(exchanges, None, tuple(one.reply.question for one in exchanges), place)
    with suppress(OSError):  # every line ever typed was kept there once, deleted or not
        (home / "chat-history").unlink()
    chosen = "" if name is None else checked(store, name)
    asked = tuple(store.questions(limit=BROUGHT_BACK))
    return Past(exchanges, Keeper(store, name=chosen, place=place), asked, place)
