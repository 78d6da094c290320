"""The two sets without articles: rewriting of follow-ups (CANARD), support of claims (AttributionBench)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from benchmarks import attribution
from benchmarks.followup_rewriting import Overlap, compare
from benchmarks.quality.counted import Counted, averaged, drawn
from bot.evaluation.datasets import Claim, Rewriting
from bot.evaluation.metrics import conversation
from bot.evaluation.metrics.intervals import Floats
from retrieval.answer.standalone import standalone
from retrieval.answer.support import Checker
from retrieval.ports import Embedder

Row = dict[str, Counted]
WAYS: Mapping[str, Callable[[Rewriting], str]] = {
    "Dateline": lambda one: standalone(one.question, one.turns).text,
    "The question as it was asked": lambda one: one.question,
    "The question with all turns before it": lambda one: " ".join(
        [*(turn.content for turn in one.turns), one.question]
    ),
}
WORDING: Mapping[str, Callable[[str, str], float]] = {
    "rouge_l": conversation.rouge_l,
    "word_f1": conversation.word_f1,
    "exact": conversation.exact,
}


def rewriting(pairs: Sequence[Rewriting]) -> dict[str, Row]:
    """ROUGE-L and word F1 against people's rewrites, of questions with a conversation before them."""
    later = [one for one in pairs if one.turns]
    found: dict[str, Row] = {}
    for name, way in WAYS.items():
        ours = [(way(one), one) for one in later]
        found[name] = _defined(
            {
                **{
                    measure: averaged([compared(text, one.rewrite) for text, one in ours])
                    for measure, compared in WORDING.items()
                },
                **added([_overlap(text, one) for text, one in ours]),
            }
        )
    return found


def _defined(figures: Mapping[str, Counted | None]) -> Row:
    return {name: figure for name, figure in figures.items() if figure is not None}


def added(overlaps: Sequence[Overlap]) -> dict[str, Counted | None]:
    """Recall, precision and F1 of the words added, all questions' together."""
    rows = [(one.wanted, one.added, one.same) for one in overlaps]
    parts = {"recall": (0,), "precision": (1,), "f1": (0, 1)}
    return {
        f"added_{name}": drawn(rows, partial(_same, columns=columns))
        for name, columns in parts.items()
    }


def _overlap(text: str, one: Rewriting) -> Overlap:
    return compare({"question": one.question, "rewrite": one.rewrite}, text)


def _same(rows: Floats, *, columns: Sequence[int]) -> Floats:
    """The words that are the same, twice over for F1, over those of the columns."""
    sums = rows.sum(-2)
    of = sums[..., list(columns)].sum(-1)
    with np.errstate(invalid="ignore"):  # nothing of nothing is undefined
        return np.asarray(len(columns) * sums[..., 2] / of)


def support(claims: Sequence[Claim], embedder: Embedder) -> dict[str, Row]:
    """The citation checker, and word overlap, on the half that chose no threshold."""
    outcomes = []
    for number, claim in enumerate(claims, start=1):
        texts: dict[str, str] = {}
        checker = Checker(embed=embedder.embed, article_text=texts.__getitem__)
        pair = attribution.Pair(claim.id, claim.claim, claim.references, claim.carried)
        outcomes.append(attribution.judged(pair, checker, texts))
        if number % 100 == 0:
            print(f"  {number} of {len(claims)} claims", flush=True)
    tuned = [one for one in outcomes if not _reported(one.pair.id)]
    held = [one for one in outcomes if _reported(one.pair.id)]
    cut = attribution.best_cut([one.overlap for one in tuned], [one.pair.carried for one in tuned])
    scores = {
        "Dateline's checker": [(float(one.accepted), one.pair.carried) for one in held],
        f"Shared content words >= {cut:.2f}": [
            (float(one.overlap >= cut), one.pair.carried) for one in held
        ],
    }
    return {name: _judged(pairs) for name, pairs in scores.items()}


def _reported(name: str) -> bool:
    """The halves of benchmarks.attribution."""
    return zlib.crc32(name.encode()) % 2 == 1


def _judged(pairs: Sequence[tuple[float, bool]]) -> Row:
    said = [(float(score >= 0.5), float(carried)) for score, carried in pairs]
    return _defined(
        {
            "macro_f1": drawn(said, macro_f1),
            "accuracy": averaged([float(accepted == carried) for accepted, carried in said]),
            "accepted_rightly": averaged([carried for accepted, carried in said if accepted]),
            "carried_accepted": averaged([accepted for accepted, carried in said if carried]),
        }
    )


def macro_f1(rows: Floats) -> Floats:
    """bot.evaluation.metrics.attribution.macro_f1 of rows (..., claims, [said, true]), all at once."""
    said, true = rows[..., 0], rows[..., 1]
    scores = []
    for one, other in ((said, true), (1 - said, 1 - true)):
        with np.errstate(invalid="ignore"):  # a class that is nowhere is left out
            scores.append(2 * (one * other).sum(-1) / (one.sum(-1) + other.sum(-1)))
    return np.asarray(np.nanmean(np.stack(scores), axis=0))
