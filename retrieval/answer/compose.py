"""Put a reply together from checked sentences, numbered as they appear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prompts import Prompts
from retrieval.answer import abstain, cite, verify
from retrieval.answer.asked import Asked
from retrieval.answer.decide import Decision
from retrieval.answer.extract import Extract
from retrieval.answer.generate import Checked
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Passage,
    SentenceVerified,
)

SHOWN = 8  # passages in a reply
NEAREST = 3  # of them in an abstention
EXTRACTIVE = "extractive"  # what a reply names as its model when it is made of quotes


class Composition:
    """The sentences of a reply so far; `earlier` are the citations of the conversation."""

    def __init__(self, earlier: Iterable[Citation] = ()) -> None:
        self._numbering = cite.Numbering(earlier)
        self.sentences: list[AnswerSentence] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations so far, in their order of appearance."""
        return self._numbering.used

    def say(self, checked: Checked) -> SentenceVerified:
        """Add a sentence."""
        sentence, new = self._numbering.number(checked.sentence, checked.citations)
        self.sentences.append(sentence)
        return SentenceVerified(sentence, new)

    def answer(
        self,
        asked: Asked,
        decisions: Sequence[Decision],
        *,
        passages: Sequence[Passage],
        prompts: Prompts,
        model: str,
    ) -> Answer:
        """The reply of these sentences; it says which questions of the message are not answered."""
        untold = [
            f"The articles do not tell: {one.question.put}"
            for one in decisions
            if one.extract is None
        ]
        return Answer(
            question=asked.text,
            standalone_question=asked.standalone.text,
            sentences=tuple(self.sentences),
            citations=self.citations,
            passages=tuple(passages[:SHOWN]),
            model=model if asked.account.shown else EXTRACTIVE,
            confidence=_confidence(decisions),
            prompts=prompts.version,
            usage=asked.account.usage,
            dropped=asked.account.dropped,
            notices=(*untold, *asked.notices),
            timings_ms=asked.clock.stages,
        )


def quoted(extracts: Sequence[Extract], *, article_text: Callable[[str], str]) -> list[Checked]:
    """The quotes of an answer, those that do not stand in the stored articles left out."""
    drafted, citations = cite.cite(extracts, article_text=article_text)
    kept = verify.verify(drafted, citations, article_text=article_text)
    return [Checked(sentence, citations) for sentence in kept]


def abstention(
    asked: Asked,
    decisions: Sequence[Decision],
    *,
    passages: Sequence[Passage],
    prompts: Prompts,
    model: str,
    empty: bool,
) -> Abstention:
    """The reply that says why there is no answer; empty: the library has no articles."""
    verdict = _why(asked, decisions, empty=empty)
    reason = verdict.reason or AbstentionReason.NOT_STATED
    return Abstention(
        question=asked.text,
        standalone_question=asked.standalone.text,
        reason=reason,
        message=abstain.message(prompts, reason, verdict.missing),
        missing=verdict.missing,
        passages=tuple(passages[:NEAREST]),
        model=model if asked.account.usage else EXTRACTIVE,
        confidence=_confidence(decisions),
        prompts=prompts.version,
        usage=asked.account.usage,
        dropped=asked.account.dropped,
        notices=asked.notices,
        timings_ms=asked.clock.stages,
    )


def _confidence(decisions: Sequence[Decision]) -> float | None:
    return max((one.verdict.probability for one in decisions), default=None)


def _why(asked: Asked, decisions: Sequence[Decision], *, empty: bool) -> abstain.Verdict:
    """Why there is no answer: for the likeliest of several questions."""
    if not asked.text.strip():
        return abstain.Verdict(0.0, AbstentionReason.EMPTY_QUESTION)
    if asked.standalone.small_talk:
        return abstain.Verdict(0.0, AbstentionReason.SMALL_TALK)
    if empty:
        return abstain.Verdict(0.0, AbstentionReason.EMPTY_LIBRARY)
    if not decisions:
        return abstain.Verdict(0.0, AbstentionReason.NOTHING_FOUND)
    return max((one.verdict for one in decisions), key=lambda verdict: verdict.probability)
