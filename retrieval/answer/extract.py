"""Choose the sentences that answer, join what a pronoun refers to, say the direct answer first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answer.colophon import Colophon
from retrieval.answer.evidence import LEAD, Evidence
from retrieval.answer.reference import author, refer
from retrieval.index.sentences import split
from retrieval.language.question import Question, Seeks
from retrieval.language.words import content_words
from retrieval.types import Span

USUAL, SEVERAL = 4, 6  # sentences of an answer: more when the question asks for more than one thing
MARGIN = 3.0  # a sentence this much below the best (log odds of the ranker) is not shown
SAME = 0.7  # share of common stems at which two sentences say the same


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence of the answer: `span` of its article (with an antecedent sentence where needed).

    names: what to insert in square brackets, (position in the article's text[span], name).
    """

    evidence: Evidence
    span: Span
    names: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """The chosen sentences in the order they are said, and what is said before the first of them, if clear.

    direct: the words of the first that answer; statement: a sentence of its article's own data.
    """

    selected: tuple[Selected, ...]
    direct: Span | None = None
    statement: str | None = None


def extract(
    question: Question,
    ranked: Sequence[tuple[float, Evidence]],
    *,
    article_text: Callable[[str], str],
) -> Extract:
    """Choose from evidence that is ranked best first; empty when there is none."""
    if not ranked:
        return Extract(())
    ranked = _typed_first(question, ranked)
    limit = SEVERAL if question.several else USUAL
    chosen = _choose(ranked, limit, complete=question.several)
    chosen = [*chosen[:1], *_listed(chosen[0], ranked), *chosen[1:]][:SEVERAL]
    ordered = [chosen[0], *sorted(chosen[1:], key=_place(chosen))]
    selected = _join([select(evidence, article_text) for evidence in ordered])
    return Extract(tuple(selected), _direct(question, ranked))


def of_colophon(about: Colophon, *, article_text: Callable[[str], str]) -> Extract | None:
    """What an article says of itself, with its first sentence for a quote; None when it does not."""
    if about.statement is None:
        return None
    passage = about.candidate.passage
    text = article_text(passage.article.key)
    first = split(text[:LEAD])[0]
    lead = Evidence(passage, first, text[first.start : first.end], (), (), (), ())
    return Extract((Selected(lead, first),), statement=about.statement)


NEAR = 8  # sentences among which one with the type asked for is brought to the front
_BROUGHT = frozenset(
    {
        Seeks.DATE,
        Seeks.YEAR,
        Seeks.NUMBER,
        Seeks.MONEY,
        Seeks.DURATION,
        Seeks.AGE,
        Seeks.PERSON,
    }
)


def _typed_first(
    question: Question, ranked: Sequence[tuple[float, Evidence]]
) -> Sequence[tuple[float, Evidence]]:
    """Bring the best sentence with a date, number or person asked for forward when the first few lack one."""
    if question.seeks not in _BROUGHT:
        return ranked
    fits = [_fits(question, item, best=ranked[0][1]) for _, item in ranked[:NEAR]]
    if any(fits[: USUAL - 1]) or not any(fits):
        return ranked
    place = fits.index(True)
    return [(ranked[0][0], ranked[place][1]), *ranked[:place], *ranked[place + 1 :]]


def _fits(question: Question, item: Evidence, *, best: Evidence) -> bool:
    """Whether a sentence gives what is asked for; a person by name, in one that carries no less than the best."""
    if question.seeks is not Seeks.PERSON:
        return bool(item.answers)
    named = any(re.search(_NAMED, item.text[one.start : one.end]) for one in item.answers)
    return named and item.feature("own") >= best.feature("own")


NEW_TERM = 1.2  # what a sentence gains for each weighty term that no chosen one carries
CARRIED = 0.8


def _choose(
    ranked: Sequence[tuple[float, Evidence]], limit: int, *, complete: bool
) -> list[Evidence]:
    """The best sentences that do not repeat each other.

    complete: the question asks for more than one thing, so what a sentence adds counts too.
    """
    best = ranked[0][0]
    chosen = [ranked[0][1]]
    left = [(score, item) for score, item in ranked[1:] if score >= best - MARGIN]
    carried = [m >= CARRIED for m in chosen[0].own]
    while left and len(chosen) < limit:
        gains = [
            score
            + (
                NEW_TERM
                * sum(m >= CARRIED and not c for m, c in zip(item.own, carried, strict=True))
                if complete
                else 0
            )
            for score, item in left
        ]
        _, item = left.pop(max(range(len(left)), key=gains.__getitem__))
        if not _repeats(item, chosen):
            chosen.append(item)
            carried = [c or m >= CARRIED for m, c in zip(item.own, carried, strict=True)]
    return chosen


_ANNOUNCES = re.compile(
    r":\s*$|\b(?:as follows|the following)\b"
    r"|\b(?:two|three|four|five|several|plenty of)\s(?:\w+\s)?(?:\w+s|of them)\b|\bbut (?:two|three|four)\b",
    re.I,
)
_ITEM = re.compile(
    r"^\W*(?:First|Second|Third|Fourth|Fifth|Finally|Last)(?:ly)?\b|^\s*(?:[•*-]|\d[.)])\s"
)


def _listed(first: Evidence, ranked: Sequence[tuple[float, Evidence]]) -> list[Evidence]:
    """The items of the list that a sentence announces ("for three reasons"), in their order."""
    if not _ANNOUNCES.search(first.text):
        return []
    key = first.passage.article.key
    after = [
        item
        for _, item in ranked
        if item.passage.article.key == key and item.span.start >= first.span.end
    ]
    return sorted(
        {item.span: item for item in after if _ITEM.search(item.text)}.values(),
        key=lambda item: item.span.start,
    )[: SEVERAL - 1]


def _place(chosen: Sequence[Evidence]) -> Callable[[Evidence], tuple[int, int]]:
    """Articles in the order of their best sentence, sentences in the order of their article."""
    order: dict[str, int] = {}
    for evidence in chosen:
        order.setdefault(evidence.passage.article.key, len(order))
    return lambda evidence: (order[evidence.passage.article.key], evidence.span.start)


def _repeats(evidence: Evidence, chosen: Sequence[Evidence]) -> bool:
    stems = {word.stem for word in content_words(evidence.text)}
    if len(stems) < 2:
        return True
    for other in chosen:
        theirs = {word.stem for word in content_words(other.text)}
        if (
            len(stems & theirs) >= SAME * min(len(stems), len(theirs))
            and len(stems) <= len(theirs) + 3
        ):
            return True
    return False


def select(evidence: Evidence, article_text: Callable[[str], str]) -> Selected:
    """A sentence as it is quoted: with what its pronouns stand for."""
    text = article_text(evidence.passage.article.key)
    reference = refer(evidence, text)
    span = reference.span or evidence.span
    return Selected(
        evidence, span, author(evidence, text[span.start : span.end]) or reference.names
    )


def _join(selected: Sequence[Selected]) -> list[Selected]:
    """Drop a sentence that a wider quote already holds."""
    kept: list[Selected] = []
    for item in selected:
        inside = any(
            other is not item
            and other.evidence.passage.article.key == item.evidence.passage.article.key
            and other.span.start <= item.span.start
            and item.span.end <= other.span.end
            and (other.span != item.span or other in kept)
            for other in selected
        )
        if not inside:
            kept.append(item)
    return kept


# A span is said by itself when its sentence carries most of the question and stands near what it shares.
CLEAR, BESIDE = 0.6, 0.15
_DIRECT = frozenset(
    {Seeks.DATE, Seeks.YEAR, Seeks.NUMBER, Seeks.MONEY, Seeks.DURATION, Seeks.PERSON, Seeks.PLACE}
)


_NAMED = r"\s[A-Z]"  # "Ministry", "I" or "the minister" is no person's name


def _direct(question: Question, ranked: Sequence[tuple[float, Evidence]]) -> Span | None:
    """The one span of the type asked for in the best sentence, when nothing rivals it."""
    if question.seeks not in _DIRECT or question.several:
        return None
    best = ranked[0][1]
    if best.feature("own") < CLEAR or best.feature("closeness") < BESIDE:
        return None
    rivals = [
        Span(best.span.start + span.start, best.span.start + span.end) for span in best.answers
    ]
    if len(rivals) != 1:
        return None
    said = best.text[best.answers[0].start : best.answers[0].end]
    if question.seeks in {Seeks.DATE, Seeks.YEAR} and not re.search(r"\d", said):
        return None  # "two years earlier", "Monday": earlier than what, which Monday?
    named = re.search(_NAMED, said)
    return rivals[0] if question.seeks is not Seeks.PERSON or named else None
