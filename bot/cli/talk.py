"""What a chat does with a line: a question is answered, a /command is obeyed."""

from __future__ import annotations

import asyncio
import difflib
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from bot.cli import door
from bot.cli.clean import one_line
from bot.cli.conversation import Conversation, as_markdown
from bot.cli.in_context import show_source
from bot.cli.render import sentence_text, show_notices, show_sources
from bot.cli.screen import styled
from retrieval.errors import DatelineError
from retrieval.types import Abstention, Answer, Done, Found, Searching, SentenceVerified

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.library import Library
    from retrieval.types import Event, Filters, Reply

COMMANDS = {
    "/help": "show these commands",
    "/sources": "show the sources of the last answer again",
    "/source": "N: show source N in its article, the quote marked",
    "/new": "forget what was said and begin anew",
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

    def _ask(self, question: str) -> None:
        reply = self.runner.run(door.outcome(self._answer(question), debug=self.debug))
        if isinstance(reply, door.Failure):
            door.say(reply.line)
        else:
            self.conversation = self.conversation.with_reply(reply)

    async def _answer(self, question: str) -> Reply:
        """Print sentences as they are verified, then the sources."""
        spinner: Any = (
            self.screen.err.status("Searching…") if self.screen.shows_progress else nullcontext()
        )
        events = self.library.engine.stream(
            question, turns=self.conversation.turns, filters=self.restrict
        )
        reply: Reply | None = None
        with spinner as status:
            async for event in events:
                if status is not None and isinstance(event, (SentenceVerified, Done)):
                    status.stop()
                reply = self._show(event) or reply
        if reply is None:
            raise DatelineError("The engine ended without a reply.", hint="Ask again.")
        return reply

    def _show(self, event: Event) -> Reply | None:
        match event:
            case Searching() | Found():
                return None
            case SentenceVerified():
                self.screen.line(sentence_text(event.sentence))
                return None
            case Done():
                self._close(event.reply)
                return event.reply
            case _:
                assert_never(event)

    def _close(self, reply: Reply) -> None:
        match reply:
            case Abstention():
                self.screen.line(styled(one_line(reply.message), "yellow"))
            case Answer():
                pass
            case _:
                assert_never(reply)
        show_sources(self.screen, reply)
        self.screen.line("")
        show_notices(self.screen, reply)

    def _obey(self, text: str) -> None:
        name, _, argument = text.partition(" ")
        argument = argument.strip()
        match name:
            case "/help":
                for command, meaning in COMMANDS.items():
                    self.screen.line(styled(f"{command:10}", "cyan"), meaning)
            case "/sources":
                self._sources()
            case "/source":
                self._source(argument.strip("[]"))
            case "/new":
                self.conversation = Conversation()
                self.screen.notice("A new conversation begins.")
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

    def _sources(self) -> None:
        if not self.conversation.sources:
            self.screen.notice("No answer has sources yet.")
            return
        show_sources(self.screen, self.conversation.replies[-1])

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
