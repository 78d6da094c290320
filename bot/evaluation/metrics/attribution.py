"""How well a score tells claims that their source carries from those that it does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Pair = tuple[float, bool]
"""A score, and whether the source does carry the claim."""

_HALF = 0.5  # scores from here on say "carried"


def accuracy(pairs: Sequence[Pair], *, threshold: float = _HALF) -> float | None:
    """The share of pairs where score >= threshold is what the label says; None without pairs."""
    said = [(score >= threshold) == label for score, label in pairs]
    return sum(said) / len(said) if said else None


def macro_f1(pairs: Sequence[Pair], *, threshold: float = _HALF) -> float | None:
    """The mean of the F1 of both classes; None without pairs.

    A class that is neither said nor true is left out, one never hit has 0, as in scikit-learn.
    """
    said = [(score >= threshold, bool(label)) for score, label in pairs]
    classes = {one for pair in said for one in pair}
    scores = [
        2 * sum(pair == (kind, kind) for pair in said) / sum(pair.count(kind) for pair in said)
        for kind in sorted(classes)
    ]
    return sum(scores) / len(scores) if scores else None


def auroc(pairs: Sequence[Pair]) -> float | None:
    """The likelihood that a carried claim scores above one that is not; equal scores count half.

    The area under the ROC curve by Mann and Whitney; None unless both kinds are there.
    """
    carried = np.array([score for score, label in pairs if label], np.float64)
    others = np.sort(np.array([score for score, label in pairs if not label], np.float64))
    if not carried.size or not others.size:
        return None
    below, upto = (np.searchsorted(others, carried, side=side) for side in ("left", "right"))
    return float((below + upto).sum() / (2 * carried.size * others.size))
