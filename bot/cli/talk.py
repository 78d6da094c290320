"""What a chat does with a line: a question is answered, a /command is obeyed."""

from __future__ import annotations

import asyncio
import difflib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import door
from bot.cli.clean import one_line
from bot.cli.conversation import Conversation, as_markdown, sources
from bot.cli.in_context import show_source
from bot.cli.interrupts import held_back
from bot.cli.live import Live
from bot.cli.render import citation_row, show_rows, show_sources
from bot.cli.screen import styled
from bot.records.conversations import Exchange
from retrieval.errors import DatelineError, RecordsError

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from bot.records.keeper import Keeper
    from retrieval.library import Library
    from retrieval.types import Filters

COMMANDS = {
    "/help": "show these commands",
    "/sources": "show the sources of the last answer again; /sources all: of every answer",
    "/source": "N: show source N in its article, the quote marked",
    "/standalone": "say how each question was understood, or no longer",
    "/name": "NAME: call this conversation NAME",
    "/new": "begin a new conversation; this one stays saved",
    "/forget": "delete this conversation for good and begin a new one",
    "/save": "FILE.md: write questions, answers and sources (/save! replaces a file)",
    "/quit": "leave; so does Ctrl-D",
}


@dataclass(slots=True)
class Talk:
    """One chat from its first line to its last."""

    screen: Screen
    library: Library
    runner: asyncio.Runner
    restrict: Filters | None = None
    debug: bool = False
    conversation: Conversation = field(default_factory=Conversation)
    keeper: Keeper | None = None
    show_standalone: bool = False
    going: bool = True

    def hear(self, line: str) -> None:
        """Answer a question or obey a command; what fails is one line, and the chat goes on."""
        text = line.strip()
        if not text:
            return
        try:
            if text.startswith("/"):
                self._obey(text)
            else:
                self._ask(text)
        except KeyboardInterrupt:
            self.screen.notice("Stopped. Ask again, or /quit.")
        except DatelineError as error:
            door.say(door.describe(error))

    def leave(self) -> None:
        """Save what is not saved yet, and say how to go on another day."""
        if self.keeper is None or not self.conversation.replies:
            return
        try:
            self._tell(self.keeper.flush())
        except DatelineError as error:
            door.say(door.describe(error))
        if self.keeper.is_saved:
            self.screen.notice(f"Go on with it: dateline chat --resume {self.keeper.name}")

    def _ask(self, question: str) -> None:
        asked_at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        live = Live(
            self.screen,
            question,
            standalone=self.show_standalone,
            slow=self.library.model is not None,
        )
        events = self.library.engine.stream(
            question, turns=self.conversation.turns, filters=self.restrict
        )
        try:
            reply = self.runner.run(door.outcome(live.show(events), debug=self.debug))
        except KeyboardInterrupt:
            if (shown := live.stopped()) is None:
                raise
            reply = shown
        if isinstance(reply, door.Failure):
            door.say(reply.line)
        else:
            with held_back():  # else an exchange could be saved without our knowing
                self.conversation = self.conversation.with_reply(reply)
                self._keep(Exchange(reply, asked_at))

    def _keep(self, exchange: Exchange) -> None:
        if self.keeper is None:
            return
        try:
            self._tell(self.keeper.add(exchange))
        except RecordsError as error:
            door.say(door.describe(error), prefix="error: not saved yet: ")

    def _tell(self, notice: str) -> None:
        if notice:
            self.screen.notice(notice)

    def _obey(self, text: str) -> None:
        name, _, argument = text.partition(" ")
        argument = argument.strip()
        match name:
            case "/help":
                for command, meaning in COMMANDS.items():
                    self.screen.line(styled(f"{command:12}", "cyan"), meaning)
            case "/sources":
                self._sources(every=argument == "all")
            case "/source":
                self._source(argument.strip("[]"))
            case "/standalone":
                self.show_standalone = not self.show_standalone
                said = "is" if self.show_standalone else "is no longer"
                self.screen.notice(f"How a question was understood {said} shown.")
            case "/name":
                self._name(argument)
            case "/new":
                self._new()
            case "/forget":
                self._forget()
            case "/save":
                self._save(argument, mode="x")
            case "/save!":
                self._save(argument, mode="w")
            case "/quit" | "/exit":
                self.going = False
            case _:
                near = difflib.get_close_matches(name, COMMANDS, n=1)
                hint = f"Did you mean {near[0]}?" if near else "/help shows them all."
                self.screen.notice(f"There is no command {one_line(name)}. {hint}")

    def _name(self, name: str) -> None:
        if self.keeper is None:
            self.screen.notice("This chat stores nothing, so it needs no name.")
        elif not name:
            called = f"It is called {self.keeper.name!r}." if self.keeper.name else ""
            self.screen.notice(f"Write /name and a name. {called}".rstrip())
        else:
            self.keeper.rename(name)
            self.screen.notice(f"This conversation is called {self.keeper.name!r}.")

    def _new(self) -> None:
        if self.keeper is not None:
            self._tell(self.keeper.renew())
        self.conversation = Conversation()
        self.screen.notice("A new conversation begins.")

    def _forget(self) -> None:
        done = "This chat stores nothing"
        if self.keeper is not None:
            self.keeper.forget()
            done = "What was said is deleted"
        self.conversation = Conversation()
        self.screen.notice(f"{done}. A new conversation begins.")

    def _sources(self, *, every: bool) -> None:
        if every and self.conversation.citations:
            show_rows(self.screen, map(citation_row, self.conversation.citations))
        elif not every and self.conversation.replies and sources(self.conversation.replies[-1]):
            show_sources(self.screen, self.conversation.replies[-1])
        else:
            self.screen.notice("No answer has sources yet.")

    def _source(self, wanted: str) -> None:
        shown = self.conversation.sources
        for source in shown:
            if str(source.number) == wanted:
                show_source(self.screen, self.library, source)
                return
        numbers = ", ".join(str(source.number) for source in shown)
        known = f"There are {numbers}." if shown else "No answer has sources yet."
        self.screen.notice(f"Write /source and a number. {known}")

    def _save(self, argument: str, *, mode: str) -> None:
        """Write the conversation; mode "x" never replaces a file."""
        if not argument or not self.conversation.replies:
            reason = "Write /save FILE.md." if not argument else "Nothing was said yet."
            self.screen.notice(reason)
            return
        path = Path(argument).expanduser()
        try:
            with path.open(mode, encoding="utf-8", newline="\n") as file:
                file.write(as_markdown(self.conversation.replies))
        except FileExistsError:
            self.screen.notice(f"{path} exists. /save! {path} replaces it.")
        except OSError as error:
            self.screen.notice(f"{path} cannot be written: {error.strerror}.")
        else:
            self.screen.notice(f"Saved to {path}.")
