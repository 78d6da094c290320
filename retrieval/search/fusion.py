"""Fuse rankings: reciprocal ranks, weighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DAMPING = 20  # the usual 60 flattens lists as short as ours (40 candidates)


def reciprocal_ranks(rankings: Sequence[tuple[float, Mapping[int, float]]]) -> dict[int, float]:
    """The sum over rankings of weight / (DAMPING + rank); a ranking maps ids to scores.

    An id that a ranking lacks gets nothing from it; ties share the order of their ids.
    """
    fused: dict[int, float] = {}
    for weight, scores in rankings:
        ordered = sorted(scores, key=lambda each: (-scores[each], each))
        for rank, each in enumerate(ordered):
            fused[each] = fused.get(each, 0.0) + weight / (DAMPING + rank)
    return fused
