"""Fill the prompts in: articles and conversations stand between lines with a random mark, as data."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence

from prompts import Prompts
from retrieval.answer.packing import heading, text_of
from retrieval.answer.support import Unsupported
from retrieval.answer.units import Source
from retrieval.ports import Message
from retrieval.types import Turn


def random_mark() -> str:
    """A mark that no article can know, so that none can end its own quotation."""
    return secrets.token_hex(6)


class Prompting:
    """The messages that a model is sent; `mark` makes a new mark for each of them."""

    def __init__(self, prompts: Prompts, *, mark: Callable[[], str] = random_mark) -> None:
        self._prompts = prompts
        self._mark = mark
        self.version = prompts.version

    def answer(self, question: str, sources: Sequence[Source]) -> list[Message]:
        """Ask for an answer from the sources."""
        mark = self._mark()
        passages = self._passages(sources, mark)
        return self._messages("answer", "question", mark=mark, passages=passages, question=question)

    def repair(
        self,
        question: str,
        sources: Sequence[Source],
        rejected: Iterable[tuple[str, Unsupported]],
    ) -> list[Message]:
        """Ask for other sentences instead of those that no passage carries."""
        mark, line = self._mark(), self._prompts["answer/unsupported"]
        sentences = [
            line.fill(sentence=text, reason=f"{why.reason} {why.detail}".strip())
            for text, why in rejected
        ]
        return self._messages(
            "answer",
            "repair",
            mark=mark,
            passages=self._passages(sources, mark),
            question=question,
            sentences="\n".join(sentences),
        )

    def standalone(self, question: str, turns: Iterable[Turn]) -> list[Message]:
        """Ask for a follow-up as a question that stands alone."""
        said = "\n".join(f"{turn.role}: {_one_line(turn.content)}" for turn in turns)
        return self._messages(
            "standalone", "conversation", mark=self._mark(), turns=said, question=question
        )

    def translation(self, text: str, *, language: str) -> list[Message]:
        """Ask for a translation into a language called by its English name."""
        return self._messages("translation", "request", text=text, language=language)

    def _messages(self, file: str, section: str, **values: str) -> list[Message]:
        return [
            Message("system", self._prompts[f"{file}/system"].text),
            Message("user", self._prompts[f"{file}/{section}"].fill(**values)),
        ]

    def _passages(self, sources: Sequence[Source], mark: str) -> str:
        template = self._prompts["answer/passage"]
        return "\n\n".join(
            template.fill(
                mark=mark,
                number=str(source.n),
                heading=heading(source.passage.article),
                text=text_of(source),
            )
            for source in sources
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())
