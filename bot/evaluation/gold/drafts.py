"""Drafts of gold questions from the articles of a library, without a language model."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.gold.candidates import CANDIDATE, alike, identifier, stems
from bot.evaluation.gold.wording import Wording, wordings
from retrieval.index.sentences import split

if TYPE_CHECKING:
    from retrieval.types import Article

_OF_ONE_ARTICLE = 8  # drafts; a long article must not crowd out the others
_LONGEST_QUOTE = 400  # characters of a sentence that serves as evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that an article answers. answers: the forms of the answer; quote: verbatim."""

    kind: str
    question: str
    answers: tuple[str, ...]
    key: str
    quote: str

    @property
    def case(self) -> Case:
        """The draft as a candidate."""
        return Case(
            id=identifier(self.question),
            question=self.question,
            answerable=True,
            facts=(self.answers,),
            gold_articles=(self.key,),
            evidence=(Evidence(self.key, self.quote),),
            tags=(self.kind.replace(" ", "-"), CANDIDATE),
        )


def in_order(keys: Iterable[str], *, seed: int) -> list[str]:
    """The keys of articles in the order in which they are drawn."""
    ordered = sorted(keys)
    random.Random(seed).shuffle(ordered)  # noqa: S311  # a draw, no secret
    return ordered


def of_article(article: Article, *, seed: int) -> list[Draft]:
    """Drafts of one article, one for each sentence, in the order in which they are drawn."""
    chance = random.Random(f"{seed}:{article.key}")  # noqa: S311  # a draw, no secret
    found = []
    for span in split(article.text):
        quote = article.text[span.start : span.end]
        given = wordings(quote) if len(quote) <= _LONGEST_QUOTE else ()
        if given:
            found.append(_draft(chance.choice(given), article.key, quote))
    chance.shuffle(found)
    return found[:_OF_ONE_ARTICLE]


def in_turn(drafts: Sequence[Sequence[Draft]]) -> Iterator[Draft]:
    """The first draft of every article, then the second of each."""
    for row in zip_longest(*drafts):
        yield from (draft for draft in row if draft is not None)


class Chosen:
    """The cases chosen so far, each question once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """taken: questions that must not come again."""
        self._taken = [stems(question) for question in taken]
        self._cases: list[Case] = []

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases, in the order in which they were chosen."""
        return tuple(self._cases)

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, case: Case) -> bool:
        """Choose a case unless its question was chosen before.

        When another article gives the same answer to it, that article joins the first one's.
        """
        asked = stems(case.question)
        if any(alike(asked, one) for one in self._taken):
            return False
        for position, other in enumerate(self._cases):
            if alike(asked, stems(other.question)):
                if case.answerable and other.answerable and _agree(case, other):
                    self._cases[position] = _joined(other, case)
                return False
        self._cases.append(case)
        return True


def _agree(one: Case, other: Case) -> bool:
    forms = {form.casefold() for group in one.facts for form in group}
    return any(form.casefold() in forms for group in other.facts for form in group)


def _joined(case: Case, other: Case) -> Case:
    """The case with the articles and the evidence of another that asks the same."""
    if set(other.gold_articles) <= set(case.gold_articles):
        return case
    return replace(
        case,
        gold_articles=tuple(dict.fromkeys((*case.gold_articles, *other.gold_articles))),
        evidence=(*case.evidence, *other.evidence),
    )


def _draft(wording: Wording, key: str, quote: str) -> Draft:
    return Draft(wording.kind, wording.question, wording.answers, key, quote)
