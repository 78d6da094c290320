"""Every figure that a run has: its name, what it means, which cases count and what each adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.evaluation.metrics import (
    abstention,
    answer,
    citation,
    conversation,
    retrieval,
    rows,
    speed,
)
from bot.evaluation.metrics.intervals import Floats, Statistic
from bot.evaluation.metrics.rows import OfTexts, Row
from bot.evaluation.results import Result

_KS = (1, 3, 5, 10, 20)


def mean(of: Floats) -> Floats:
    """The mean of the first column."""
    return np.asarray(of[..., 0].mean(-1))


def pooled(of: Floats) -> Floats:
    """The sum of the first column over the sum of the second."""
    return np.asarray(of[..., 0].sum(-1) / of[..., 1].sum(-1))


def share(row: Row) -> float:
    """The first number over the second."""
    return row[0] / row[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure.

    row: what a case brings, None when it does not count; statistic: the figure of all rows; own:
    what the case's row says by itself; unit: "share" (0 to 1), "ms", "tokens" or "cost".
    """

    name: str
    meaning: str
    row: Callable[[Result], Row | None]
    statistic: Statistic = mean
    own: Callable[[Row], float] = lambda row: row[0]
    higher_is_better: bool = True
    unit: str = "share"


def measures(stages: Iterable[str] = ()) -> tuple[Measure, ...]:
    """All of them, in the order of a report; stages: the names of those that were timed."""
    return (*_answers(), *_citations(), *_refusals(), *_retrieval(), *_others(), *_speed(stages))


def _answers() -> Iterable[Measure]:
    yield Measure(
        name="facts",
        meaning="answerable questions whose answer holds every gold fact",
        row=rows.facts,
    )
    for name, meaning, function in (
        ("exact_match", "answerable questions whose answer is a gold answer", answer.exact_match),
        ("token_f1", "words shared with the nearest gold answer, F1", answer.token_f1),
    ):
        yield Measure(name=name, meaning=meaning, row=partial(rows.short, function=function))
    yield Measure(
        name="judge", meaning="what the judging model gave the answers, on average", row=rows.judged
    )


def _citations() -> Iterable[Measure]:
    quotes: tuple[tuple[str, str, OfTexts], ...] = (
        ("citations", "answers that quote gold evidence", citation.cites),
        ("evidence_precision", "quotes that are gold evidence", citation.evidence_precision),
        ("evidence_recall", "gold evidence that is quoted", citation.evidence_recall),
        ("quote_token_f1", "words shared by quotes and gold evidence, F1", citation.quote_token_f1),
    )
    articles: tuple[tuple[str, str, OfTexts], ...] = (
        ("citation_precision", "articles cited that are gold", citation.precision),
        ("citation_recall", "gold articles that are cited", citation.recall),
    )
    for name, meaning, pair in quotes:
        yield Measure(name=name, meaning=meaning, row=partial(rows.quotes, function=pair))
    for name, meaning, pair in articles:
        yield Measure(name=name, meaning=meaning, row=partial(rows.articles, function=pair))
    for name, meaning, function in (
        ("span_precision", "characters cited that are gold evidence", citation.span_precision),
        ("span_recall", "characters of gold evidence that are cited", citation.span_recall),
        ("span_f1", "both in one, F1", citation.span_f1),
    ):
        yield Measure(name=name, meaning=meaning, row=partial(rows.spans, function=function))
    for name, meaning, row in (
        ("verbatim", "quotes that the stored article holds word for word", rows.verbatim),
        ("cited_sentences", "sentences of answers with a citation", rows.cited_sentences),
        ("cited_from_found", "citations that lie in a passage found", rows.from_found),
    ):
        yield Measure(name=name, meaning=meaning, row=row, statistic=pooled, own=share)
    yield Measure(
        name="found_and_cited", meaning="articles found that the answer cites", row=rows.used
    )


def _refusals() -> Iterable[Measure]:
    for name, meaning, row, better in (
        ("abstention_precision", "refusals whose question had no answer", rows.refused, True),
        ("abstention_recall", "unanswerable questions that were refused", rows.unanswerable, True),
        ("false_refusals", "answerable questions that were refused", rows.answerable, False),
        ("errors", "questions that ended in an error", rows.failed, False),
    ):
        yield Measure(name=name, meaning=meaning, row=row, higher_is_better=better)
    yield Measure(
        name="abstention_f1",
        meaning="precision and recall of refusals in one, F1",
        row=rows.decided,
        statistic=abstention.f1_of,
        own=lambda row: float(row[0] != row[1]),
    )
    yield Measure(
        name="aurc",
        meaning="share of wrong answers, averaged over all thresholds of confidence",
        row=abstention.sure,
        statistic=abstention.aurc_of,
        own=lambda row: row[1],
        higher_is_better=False,
    )
    yield from _calibration()


def _calibration() -> Iterable[Measure]:
    """The engine's confidence against whether the question has an answer."""
    for name, meaning, error in (
        (
            "calibration_error",
            "how far confidence is from the share of answerable questions (ECE)",
            abstention.calibration_error_of,
        ),
        (
            "ece_equal_width",
            "the same over ten bins of equal width",
            abstention.equal_width_error_of,
        ),
    ):
        yield Measure(
            name=name,
            meaning=meaning,
            row=rows.confident,
            statistic=error,
            own=lambda row: abs(row[0] - row[1]),
            higher_is_better=False,
        )
    yield Measure(
        name="brier",
        meaning="squared distance of confidence from 1 for answerable questions, 0 for others",
        row=rows.squared,
        higher_is_better=False,
    )


def _retrieval() -> Iterable[Measure]:
    for title, what, function in (
        ("hits", "questions with a gold article among the first {}", retrieval.hits),
        ("recall", "gold articles among the first {}", retrieval.recall),
        ("all_evidence", "questions with all gold among the first {}", retrieval.all_evidence),
        ("ndcg", "gain of the first {} over that of the best order (nDCG)", retrieval.ndcg),
    ):
        for k in _KS:
            row = partial(rows.ranked, function=partial(function, k=k))
            yield Measure(name=f"{title}@{k}", meaning=what.format(k), row=row)
    for name, meaning, whole in (
        ("mrr", "1 / rank of the first gold article", retrieval.reciprocal_rank),
        ("map", "average precision of the articles found", retrieval.average_precision),
    ):
        yield Measure(name=name, meaning=meaning, row=partial(rows.ranked, function=whole))


def _others() -> Iterable[Measure]:
    for name, meaning, function in (
        (
            "rewrite_exact",
            "follow-ups rewritten as the gold standalone question",
            conversation.exact,
        ),
        ("rewrite_token_f1", "words shared with it, F1", conversation.word_f1),
        ("rewrite_rouge_l", "words shared with it in order (ROUGE-L)", conversation.rouge_l),
    ):
        yield Measure(name=name, meaning=meaning, row=partial(rows.rewritten, function=function))
    for field, meaning, unit in (
        ("prompt_tokens", "tokens a question gives the model", "tokens"),
        ("completion_tokens", "tokens the model gives for a question", "tokens"),
        ("cost", "price of a question", "cost"),
    ):
        yield Measure(
            name=field,
            meaning=meaning,
            row=partial(rows.spent, field=field),
            higher_is_better=False,
            unit=unit,
        )


def _speed(stages: Iterable[str]) -> Iterable[Measure]:
    for stage in ("", *stages):
        for share in (50, 95):
            yield Measure(
                name=f"ms_p{share}" + (f":{stage}" if stage else ""),
                meaning=f"milliseconds within which {share} % of {stage or 'the questions'} ended",
                row=partial(rows.took, stage=stage),
                statistic=partial(speed.percentile_of, share=share),
                higher_is_better=False,
                unit="ms",
            )
