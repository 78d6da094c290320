"""Whether the articles support a claim, contradict it, or do not tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.answer import claims, figures
from retrieval.answer.cite import Numbering
from retrieval.answer.contradict import contradiction
from retrieval.answer.draft import Claim
from retrieval.answer.evidence import Candidate
from retrieval.answer.generate import Checked, Grounds
from retrieval.answer.statements import bare
from retrieval.answer.support import Checker, leans
from retrieval.answer.units import Source
from retrieval.language.clauses import read
from retrieval.types import Citation, ClaimCheck, Passage, Verdict

PASSAGES = 8  # passages whose sentences a claim is held against
NEAREST = 3  # of them that are shown with it


class Judge:
    """Judges the claims of one text; their citations are numbered on from claim to claim."""

    def __init__(self, checker: Checker, *, article_text: Callable[[str], str]) -> None:
        self._checker = checker
        self._article_text = article_text
        self._numbering = Numbering()

    def judge(self, claim: str, found: Sequence[Candidate]) -> ClaimCheck:
        """Hold a claim against the sentences of the passages that were found for it, best first."""
        sources = tuple(
            Source(n, one.passage, one.spans) for n, one in enumerate(found[:PASSAGES], start=1)
        )
        passages = tuple(one.passage for one in found[:NEAREST])
        plain = bare(claim)
        if not sources or _unmoored(plain):
            return _not_told(claim, passages)
        grounds = Grounds(sources, self._checker, self._article_text)
        carried = grounds.judge(Claim(plain, ()))
        if isinstance(carried, Checked):
            return self._told(claim, Verdict.SUPPORTED, carried, passages)
        for part in claims.parts(claims.without_opener(plain)):
            if denied := contradiction(part, sources, grounds):
                return self._told(claim, Verdict.CONTRADICTED, denied, passages)
        return _not_told(claim, passages)

    def _told(
        self, claim: str, verdict: Verdict, checked: Checked, passages: tuple[Passage, ...]
    ) -> ClaimCheck:
        sentence, _ = self._numbering.number(checked.sentence, checked.citations)
        used = {citation.n: citation for citation in self._numbering.used}
        citations: tuple[Citation, ...] = tuple(used[n] for n in sentence.citations)
        return ClaimCheck(claim=claim, verdict=verdict, citations=citations, passages=passages)


def _not_told(claim: str, passages: tuple[Passage, ...]) -> ClaimCheck:
    return ClaimCheck(claim=claim, verdict=Verdict.NOT_TOLD, citations=(), passages=passages)


def _unmoored(claim: str) -> bool:
    """Whether it depends on the text around it who or when is meant: "He left last week"."""
    return leans(read(claim)) or any(date.text for date in figures.dates(claim))
