"""Candidates from a library: answerable ones from its articles, and some that none answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.gold import drafts
from bot.evaluation.gold.drafts import Chosen, Draft
from bot.evaluation.gold.exchange import pool, unanswerable
from retrieval.errors import ModelError

if TYPE_CHECKING:
    from bot.evaluation.gold.writing import DraftWriter
    from retrieval.library import Library

_UNANSWERABLE = 5  # one question in so many
_ARTICLES = 60  # looked at together, so that each gives one question before any gives two
_OF_A_MODEL = 3  # questions that a model is asked for at a time


@dataclass(frozen=True, slots=True)
class Suggesting:
    """What drafts are made from. seed: the same gives the same drafts of the same library.

    writer: a language model's, None for drafts by rules; notice: is told, in one line, when the
    model fails and rules go on; progress: how many drafts there are so far, of how many.
    """

    library: Library
    seed: int
    writer: DraftWriter | None = None
    notice: Callable[[str], None] = lambda _: None
    progress: Callable[[int, int], None] = lambda _, __: None

    async def fill(self, chosen: Chosen, count: int) -> None:
        """Add at most `count` candidates, one in five unanswerable; an error keeps those added."""
        others = count // _UNANSWERABLE
        keys = [row.key for row in self.library.articles()]
        ordered = drafts.in_order(keys, seed=self.seed)
        rest = ordered
        if self.writer is not None:
            rest = await self._written(self.writer, ordered, chosen, wanted=count - others)
        await self._ruled(rest, chosen, wanted=count - others)
        await self._exchanged(chosen, wanted=others)

    async def _written(
        self, writer: DraftWriter, keys: list[str], chosen: Chosen, *, wanted: int
    ) -> list[str]:
        """Let the model draft article by article; the articles that it did not come to."""
        for position, key in enumerate(keys):
            if len(chosen) >= wanted:
                return []
            try:
                found = await writer.drafts(self.library.article(key), wanted=_OF_A_MODEL)
            except ModelError as error:
                self.notice(f"{error} The rest is drafted without it.")
                return keys[position:]
            self._take(found, chosen, wanted=wanted)
        return keys

    async def _ruled(self, keys: list[str], chosen: Chosen, *, wanted: int) -> None:
        for start in range(0, len(keys), _ARTICLES):
            if len(chosen) >= wanted:
                return
            each = []
            for key in keys[start : start + _ARTICLES]:
                each.append(drafts.of_article(self.library.article(key), seed=self.seed))
                await asyncio.sleep(0)  # Ctrl-C is heard between two articles
            self._take(drafts.in_turn(each), chosen, wanted=wanted)

    def _take(self, found: Iterable[Draft], chosen: Chosen, *, wanted: int) -> None:
        for draft in found:
            if len(chosen) >= wanted:
                return
            chosen.add(draft.case)
            self.progress(len(chosen), wanted)

    async def _exchanged(self, chosen: Chosen, *, wanted: int) -> None:
        """Add unanswerable ones, made of those chosen."""
        answerable = chosen.cases
        persons, places = pool(answerable)
        enough = len(answerable) + wanted
        for case in answerable:
            if len(chosen) >= enough:
                return
            made = await unanswerable(
                case, self.library.engine, persons=persons, places=places, seed=self.seed
            )
            if made is not None:
                chosen.add(made)
                self.progress(len(chosen), enough)
