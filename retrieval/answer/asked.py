"""A message as it is understood: the question that stands alone, and what a model did for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answer.generate import Account, Writer
from retrieval.answer.rewrite import rewrite
from retrieval.answer.standalone import Standalone, standalone
from retrieval.answer.translate import Translator
from retrieval.language.tongue import foreign
from retrieval.types import Turn

LONGEST_QUESTION = 2_000  # characters; what follows is cut off and the reply says so


@dataclass(slots=True)
class Clock:
    """The milliseconds that each stage took."""

    started: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str) -> None:
        """The stage that ends now."""
        now = time.perf_counter()
        self.stages[name] = round(self.stages.get(name, 0.0) + (now - self.started) * 1000, 2)
        self.started = now


@dataclass(frozen=True, slots=True)
class Asked:
    """A message and the question that it was read as.

    before: the question before it, with which it then is searched for in several readings.
    """

    text: str
    standalone: Standalone
    before: str = ""
    account: Account = field(default_factory=Account)
    translator: Translator | None = None
    clock: Clock = field(default_factory=Clock)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader must know of how it was read and answered."""
        cut = f"The question was cut off after {LONGEST_QUESTION} characters."
        return (
            *([cut] if len(self.text) > LONGEST_QUESTION else []),
            *(self.translator.notices if self.translator else []),
            *self.account.notices,
        )


def by_itself(message: str) -> Asked:
    """The message as it is, without conversation and model."""
    return Asked(message, Standalone(_tidy(message)))


async def understand(message: str, turns: Sequence[Turn], writer: Writer | None) -> Asked:
    """The message as a question that stands alone, in the language of the search.

    Without a writer by rules; a model translates, and words follow-ups where it is faithful.
    """
    question, clock = _tidy(message), Clock()
    if writer is None:
        return Asked(message, standalone(question, turns), clock=clock)
    account, translator = Account(), None
    if code := foreign(question):
        translator = Translator(writer.model, writer.prompting, code=code, account=account)
        question = await translator.question(question)
    alone = await rewrite(
        question,
        turns,
        standalone(question, turns),
        model=writer.model,
        prompting=writer.prompting,
        account=account,
    )
    clock.stage("understand")
    return Asked(message, alone, account=account, translator=translator, clock=clock)


def _tidy(question: str) -> str:
    return " ".join(question[:LONGEST_QUESTION].split())
