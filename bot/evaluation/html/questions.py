"""What a report shows of each question, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.evaluation.cases import Evidence
from bot.evaluation.flips import Cause, cause
from bot.evaluation.html.readable import clipped
from bot.evaluation.metrics import overlaps
from bot.evaluation.places import locate
from bot.evaluation.results import Cited, Found, Result

ArticleText = Callable[[str], str]
_MOST_PASSAGES = 8  # what an answer is made of; further ones are counted
_LONGEST = 3000  # characters of one text
_WORST = (
    Cause.ERROR,
    Cause.ANSWERED_UNANSWERABLE,
    Cause.ANSWER_WRONG,
    Cause.CITATION_WRONG,
    Cause.RETRIEVAL_MISSED,
    Cause.RANKED_LOW,
    Cause.REFUSED,
)
RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage; kind: "", "cited", "gold" or "both"."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage that was found, as it is shown; place: 1 for the best."""

    place: int
    found: Found
    gold: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A citation of the answer, and whether it is, in essence, gold evidence."""

    cited: Cited
    gold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Gold evidence: whether the answer cites it, and the place of its article (0: not found)."""

    key: str
    quote: str
    cited: bool
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row of the report and what it opens to; number: its place from the worst on."""

    number: int
    result: Result
    outcome: str
    facts: tuple[tuple[tuple[str, ...], bool], ...]
    expected: tuple[Expected, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    before: Result | None
    was: str
    turned: str

    @property
    def right(self) -> bool:
        return self.outcome == RIGHT


def questions(
    results: Sequence[Result],
    *,
    before: Mapping[str, Result],
    article_text: ArticleText | None = None,
) -> tuple[Question, ...]:
    """All results, worst first: what was wrong gravely and confidently stands on top.

    before: the baseline's results by case; article_text: the text of an article by its key, for
    passages that were kept without theirs.
    """
    ordered = sorted(results, key=_badness)
    return tuple(
        _question(number, result, before.get(result.case.id), article_text)
        for number, result in enumerate(ordered, start=1)
    )


def outcome(result: Result) -> str:
    """The cause of failure in a word, or "right"."""
    why = cause(result)
    return RIGHT if why is None else why.value


def _badness(result: Result) -> tuple[int, float]:
    why = cause(result)
    sure = result.confidence or 0.0
    if why is None:
        return len(_WORST), sure
    refused = why in {Cause.REFUSED, Cause.RANKED_LOW, Cause.RETRIEVAL_MISSED}
    return _WORST.index(why), sure if refused else -sure


def _question(
    number: int, result: Result, before: Result | None, article_text: ArticleText | None
) -> Question:
    case = result.case
    keys = list(dict.fromkeys(found.key for found in result.found))
    gold = [(one.key, one.quote) for one in case.evidence]
    now, was = outcome(result), outcome(before) if before else ""
    return Question(
        number=number,
        result=result,
        outcome=now,
        facts=tuple((group, _says(result, group)) for group in case.facts),
        expected=tuple(
            Expected(
                key=key,
                quote=quote,
                cited=any(overlaps(cited.quote, quote) for cited in result.citations),
                place=keys.index(key) + 1 if key in keys else 0,
            )
            for key, quote in gold
        ),
        quotes=tuple(
            Quote(cited=cited, gold=any(overlaps(cited.quote, quote) for _, quote in gold))
            for cited in result.citations
        ),
        passages=tuple(
            _passage(place, found, result, article_text)
            for place, found in enumerate(result.found[:_MOST_PASSAGES], start=1)
        ),
        before=before,
        was=was,
        turned=_turned(was, now) if before else "",
    )


def _turned(was: str, now: str) -> str:
    if was == now:
        return "as before"
    return "broken" if was == RIGHT else "fixed" if now == RIGHT else "wrong in another way"


def _says(result: Result, group: Sequence[str]) -> bool:
    answer = " ".join(result.answer.casefold().split())
    return result.answered and any(" ".join(one.casefold().split()) in answer for one in group)


def _passage(place: int, found: Found, result: Result, article_text: ArticleText | None) -> Passage:
    text = found.text or (article_text(found.key)[found.start : found.end] if article_text else "")
    text = clipped(text, _LONGEST)
    cited = [
        (one.start - found.start, one.end - found.start)
        for one in result.citations
        if one.key == found.key
    ]
    gold = [
        span
        for one in result.case.evidence
        if one.key == found.key and (span := _gold(found, one, text)) is not None
    ]
    known = {*result.case.gold_articles, *(one.key for one in result.case.evidence)}
    pieces = _pieces(text, cited, gold)
    return Passage(place=place, found=found, gold=found.key in known, pieces=pieces)


def _gold(found: Found, evidence: Evidence, text: str) -> tuple[int, int] | None:
    """Where evidence stands in a passage, if it does: characters of the passage, or beyond it."""
    if evidence.start is None or evidence.end is None:
        return locate(evidence.quote, text)
    return evidence.start - found.start, evidence.end - found.start


def _pieces(
    text: str, cited: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    inside = [
        [
            (max(0, begin), min(len(text), end))
            for begin, end in spans
            if begin < len(text) and end > 0
        ]
        for spans in (cited, gold)
    ]
    edges = sorted({0, len(text), *(edge for spans in inside for span in spans for edge in span)})
    return tuple(
        Piece(text[begin:end], _kind(*(_covers(spans, begin, end) for spans in inside)))
        for begin, end in pairwise(edges)
    )


def _covers(spans: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
    return any(first <= begin and end <= last for first, last in spans)


def _kind(cited: bool, gold: bool) -> str:
    return {(True, True): "both", (True, False): "cited", (False, True): "gold"}.get(
        (cited, gold), ""
    )
