"""Whether the bot knows what it does not know: refusals and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.evaluation.metrics.answer import right
from bot.evaluation.metrics.intervals import Floats
from bot.evaluation.results import Result

_BINS = 10

# `pairs` are (abstained, answerable), one for each question. A question that ended in an error was
# not abstained from.


def precision(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """The share of refusals whose question had no answer; None without refusals."""
    answerable = [able for abstained, able in pairs if abstained]
    return 1 - sum(answerable) / len(answerable) if answerable else None


def recall(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """The share of unanswerable questions that were refused; None when all are answerable."""
    refused = [abstained for abstained, able in pairs if not able]
    return sum(refused) / len(refused) if refused else None


def false_refusals(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """The share of answerable questions that were refused; None when none is answerable."""
    refused = [abstained for abstained, able in pairs if able]
    return sum(refused) / len(refused) if refused else None


def f1(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """2 true refusals / (refusals + unanswerable questions); None when both are none."""
    rows = np.array([*pairs], dtype=np.float64).reshape(-1, 2)
    value = float(f1_of(rows))
    return None if np.isnan(value) else value


def f1_of(rows: Floats) -> Floats:
    """`f1` over rows of (abstained, answerable), cases last but one; nan where undefined."""
    abstained, unanswerable = rows[..., 0], 1 - rows[..., 1]
    below = abstained.sum(-1) + unanswerable.sum(-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * (abstained * unanswerable).sum(-1) / below)


def selective_risk(confidences: ArrayLike, losses: ArrayLike) -> Floats:
    """The mean loss of the i most confident, for every i from 1 on (Geifman and El-Yaniv 2017).

    Both (..., cases). Within equal confidences each takes the mean loss of them all: the order in
    which cases come changes nothing.
    """
    confidence, loss = np.asarray(confidences, np.float64), np.asarray(losses, np.float64)
    order = np.argsort(-confidence, axis=-1, kind="stable")
    ordered = _shared(
        np.take_along_axis(confidence, order, -1), np.take_along_axis(loss, order, -1)
    )
    return np.asarray(ordered.cumsum(-1) / np.arange(1, loss.shape[-1] + 1))


def aurc(confidences: Sequence[float], losses: Sequence[float]) -> float | None:
    """The area under the risk-coverage curve: the mean of `selective_risk`; None without cases."""
    return float(selective_risk(confidences, losses).mean()) if len(losses) else None


def aurc_of(rows: Floats) -> Floats:
    """`aurc` over rows of (confidence, loss), cases last but one."""
    return np.asarray(selective_risk(rows[..., 0], rows[..., 1]).mean(-1))


def calibration_error(
    confidences: Sequence[float], labels: Sequence[float], *, bins: int = _BINS
) -> float | None:
    """ECE over bins of equal mass; None without cases.

    By rising confidence the cases are cut into `bins` runs whose sizes differ by one at most,
    longer ones first (`numpy.array_split`); the error is the sum over bins of share of cases times
    |mean confidence - mean label|. Equal confidences share their mean label. With fewer cases than
    bins each is a bin. Source: Nixon et al. 2019 (adaptive binning), Naeini et al. 2015 (ECE).
    """
    if not len(labels):
        return None
    rows = np.stack([np.asarray(confidences, np.float64), np.asarray(labels, np.float64)], -1)
    return float(calibration_error_of(rows, bins=bins))


def calibration_error_of(rows: Floats, *, bins: int = _BINS) -> Floats:
    """`calibration_error` over rows of (confidence, label), cases last but one."""
    order = np.argsort(rows[..., 0], axis=-1, kind="stable")
    confidence = np.take_along_axis(rows[..., 0], order, -1)
    gaps = confidence - _shared(confidence, np.take_along_axis(rows[..., 1], order, -1))
    cases = gaps.shape[-1]
    starts = [int(part[0]) for part in np.array_split(np.arange(cases), min(bins, cases))]
    return np.asarray(np.abs(np.add.reduceat(gaps, starts, axis=-1)).sum(-1) / cases)


def equal_width_error_of(rows: Floats, *, bins: int = _BINS) -> Floats:
    """ECE over bins of equal width, for rows of (confidence, label), cases last but one.

    A bin holds what is above its lower edge up to its upper one, the first 0 too. Source: Guo et
    al. 2017.
    """
    places = np.digitize(rows[..., 0], np.arange(1, bins) / bins, right=True)
    gaps = rows[..., 0] - rows[..., 1]
    sums = [np.where(places == one, gaps, 0.0).sum(-1) for one in range(bins)]
    return np.asarray(np.abs(sums).sum(0) / gaps.shape[-1])


def sure(result: Result) -> tuple[float, float] | None:
    """(confidence, loss) of an answer; None without either. loss: 1 when it is wrong, else 0."""
    verdict = right(result)
    if not result.answered or result.confidence is None or verdict is None:
        return None
    return result.confidence, float(not verdict)


def risk_coverage(results: Sequence[Result]) -> tuple[tuple[float, float], ...]:
    """(coverage, risk) with answers let in by falling confidence, a point for each confidence.

    coverage: answers let in over all results with a right or wrong, refusals and errors among them:
    it ends at the share that was answered. risk: the share of wrong answers among those let in.
    """
    pairs = [pair for one in results if (pair := sure(one)) is not None]
    if not pairs:
        return ()
    asked = sum(not one.answered or sure(one) is not None for one in results)
    confidences, losses = zip(*pairs, strict=True)
    risks = selective_risk(confidences, losses)
    falling = np.sort(np.asarray(confidences))[::-1]
    last = [*(np.flatnonzero(np.diff(falling)) + 1), len(falling)]
    return tuple((int(count) / asked, float(risks[count - 1])) for count in last)


def _shared(keys: Floats, values: Floats) -> Floats:
    """The values, each the mean of those beside it with the same key; keys in order, cases last."""
    new = np.ones(keys.shape, dtype=bool)
    new[..., 1:] = keys[..., 1:] != keys[..., :-1]
    group: NDArray[np.intp] = new.ravel().cumsum() - 1
    means = np.bincount(group, weights=values.ravel()) / np.bincount(group)
    return np.asarray(means[group].reshape(values.shape))
