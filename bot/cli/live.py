"""An answer as it comes: where it is looked for, each sentence once it is verified, its sources."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, assert_never

from bot.cli.clean import one_line
from bot.cli.render import byline, sentence_text, show_notices, show_sources, show_standalone
from bot.cli.screen import styled
from retrieval.errors import DatelineError
from retrieval.types import Abstention, Answer, Done, Found, Searching, SentenceVerified

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.types import AnswerSentence, Citation, Event, Passage, Reply

STOPPED = "Stopped before its end."
_FOUND = 3  # articles that are named before the first sentence


@dataclass(slots=True)
class Live:
    """Prints the events of one question; what was shown can be kept when the reader stops it.

    slow: a model writes, so what was found is named before it begins.
    """

    screen: Screen
    question: str
    standalone: bool = False
    slow: bool = False
    _understood: str = ""
    _passages: tuple[Passage, ...] = ()
    _sentences: list[AnswerSentence] = field(default_factory=list)
    _citations: list[Citation] = field(default_factory=list)

    async def show(self, events: AsyncGenerator[Event, None]) -> Reply:
        """Print sentences as they are verified, then the sources."""
        spinner: Any = (
            self.screen.err.status("Searching…") if self.screen.shows_progress else nullcontext()
        )
        reply: Reply | None = None
        with spinner as status:
            async with aclosing(events) as coming:
                async for event in coming:
                    if status is not None:
                        status.stop()
                    reply = self._show(event) or reply
                    if status is not None and reply is None:
                        status.update("Searching…" if isinstance(event, Searching) else "Reading…")
                        status.start()
        if reply is None:
            raise DatelineError("The engine ended without a reply.", hint="Ask again.")
        return reply

    def stopped(self) -> Answer | None:
        """What was shown before the reader stopped it, its sources too; None when nothing was."""
        if not self._sentences:
            return None
        reply = Answer(
            question=self.question,
            standalone_question=self._understood or self.question,
            sentences=tuple(self._sentences),
            citations=tuple(self._citations),
            passages=self._passages,
            model="",
            notices=(STOPPED,),
        )
        self._close(reply)
        return reply

    def _show(self, event: Event) -> Reply | None:
        match event:
            case Searching():
                self._understood = event.standalone_question
                if self.standalone:
                    show_standalone(self.screen, self.question, event.standalone_question)
            case Found():
                self._passages = event.passages
                self._name_found()
            case SentenceVerified():
                self._sentences.append(event.sentence)
                self._citations += event.new_citations
                self.screen.line(sentence_text(event.sentence))
            case Done():
                self._close(event.reply)
                return event.reply
            case _:
                assert_never(event)
        return None

    def _name_found(self) -> None:
        """Name the articles that are read, for a person who waits for the answer."""
        if not self.slow or not self.screen.shows_progress:
            return
        found = dict.fromkeys(byline(passage.article) for passage in self._passages)
        for line in list(found)[:_FOUND]:
            self.screen.notice(f"found: {line}", style="dim")

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
