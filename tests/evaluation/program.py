"""A run over the fake library as a program of its own: HANG ends in a question that never ends."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.evaluation import provenance
from bot.evaluation.cases import load
from bot.evaluation.run import Evaluation
from bot.evaluation.store import RunFile
from retrieval.types import Reply
from tests.fakes.library import FakeEngine, FakeLibrary


class Logging(FakeEngine):
    """Writes down what it is asked; a question that says "wait" is never answered."""

    log: Path
    waits: bool

    async def answer(self, question: str, **options: object) -> Reply:  # type: ignore[override]  # passed on
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{question}\n")
        if self.waits and "wait" in question:
            sys.stdout.write("waiting\n")
            sys.stdout.flush()
            await asyncio.Event().wait()
        return await super().answer(question, **options)  # type: ignore[arg-type]  # likewise


class Library(FakeLibrary):
    """One whose engine is the one above."""

    @property
    def engine(self) -> FakeEngine:
        return Logging(self)


def main(folder: Path, *, waits: bool) -> None:
    Logging.log, Logging.waits = folder / "log.txt", waits
    library = Library()
    library.add([folder / "articles"], report=lambda _: None)
    cases = load(folder / "gold.jsonl")
    made = provenance.of(library, cases, settings={})  # type: ignore[arg-type]  # a fake
    with RunFile.open(folder / "run.jsonl", made) as kept:
        asking = Evaluation(library, concurrency=2)  # type: ignore[arg-type]  # a fake
        asyncio.run(asking.results(cases, done=kept.done, keep=kept.keep))


if __name__ == "__main__":
    main(Path(sys.argv[1]), waits=sys.argv[2:] == ["HANG"])
