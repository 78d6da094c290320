"""Two runs held against each other, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.evaluation import provenance
from bot.evaluation.baseline import digest
from bot.evaluation.differences import Difference, differences
from bot.evaluation.flips import Flip, flips
from bot.evaluation.significance import RESAMPLES
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.results import Provenance, Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of one run in another.

    made_with: in words, what the runs were made with and differ in; warnings: what makes them hard
    to compare. only_before, only_after, reworded: questions left out, by their ids.
    """

    before: Provenance
    after: Provenance
    questions: int
    made_with: tuple[str, ...]
    warnings: tuple[str, ...]
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]


def compare(before: Run, after: Run, *, resamples: int = RESAMPLES, seed: int = 0) -> Comparison:
    """Hold a run against an earlier one; UsageError when they share no question.

    Only questions that are the same in both, with the same gold, are compared. The same runs,
    resamples and seed give the same comparison.
    """
    old = {one.case.id: one for one in before.results}
    new = {one.case.id: one for one in after.results}
    both = [(old[name], new[name]) for name in old if name in new]
    pairs = [pair for pair in both if _same(*pair)]
    if not pairs:
        raise UsageError(
            "The runs have no question in common.", hint="Compare two runs of one gold file."
        )
    comparison = Comparison(
        before=before.provenance,
        after=after.provenance,
        questions=len(pairs),
        made_with=provenance.differences(before.provenance, after.provenance),
        warnings=(),
        differences=differences(pairs, resamples=resamples, seed=seed),
        flips=flips(pairs),
        only_before=tuple(name for name in old if name not in new),
        only_after=tuple(name for name in new if name not in old),
        reworded=tuple(one.case.id for one, other in both if not _same(one, other)),
    )
    return replace(comparison, warnings=tuple(_warnings(comparison, before, after)))


def _same(one: Result, other: Result) -> bool:
    return digest(one.case) == digest(other.case)


def _warnings(comparison: Comparison, before: Run, after: Run) -> Iterator[str]:
    for word, run in (("first", before), ("second", after)):
        if len(run.results) < run.provenance.cases:
            yield (
                f"The {word} run is not complete: {len(run.results)} of {run.provenance.cases}"
                " questions. Go on with it before you trust this."
            )
    left_out = (
        (comparison.only_before, "only in the first run"),
        (comparison.only_after, "only in the second run"),
        (comparison.reworded, "with other words or other gold in the second run"),
    )
    for names, what in left_out:
        if names:
            yield f"Left out, since {what}: {', '.join(names[:10])}{_more(len(names) - 10)}."
    if before.provenance.gold != after.provenance.gold and not any(names for names, _ in left_out):
        yield "The evidence, the tags or the order of the gold sets are not the same."
    if before.provenance.corpus != after.provenance.corpus:
        yield "The articles are not the same: a difference may come from them alone."


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
