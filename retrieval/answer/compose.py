"""Put a reply together from checked sentences, numbered as they appear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from retrieval.answer import cite, verify
from retrieval.answer.extract import Extract
from retrieval.answer.generate import Account, Checked
from retrieval.types import AnswerSentence, Citation, SentenceVerified


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


def quoted(extracts: Sequence[Extract], *, article_text: Callable[[str], str]) -> list[Checked]:
    """The quotes of an answer, those that do not stand in the stored articles left out."""
    drafted, citations = cite.cite(extracts, article_text=article_text)
    kept = verify.verify(drafted, citations, article_text=article_text)
    return [Checked(sentence, citations) for sentence in kept]


def notices(account: Account) -> list[str]:
    """What a reader must know of the model's part in an answer."""
    found = []
    if account.failure is not None:
        how = "What follows it is quoted." if account.shown else "The answer is quoted instead."
        found.append(f"{account.failure} {how}")
    if account.dropped:
        noun = "sentence" if account.dropped == 1 else "sentences"
        found.append(
            f"{account.dropped} {noun} of the model left out, because no passage carries what they say."
        )
    return found
