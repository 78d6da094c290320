"""The two sets without articles: rewriting of follow-ups (CANARD), support of claims (AttributionBench)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from benchmarks import attribution, followup_rewriting
from benchmarks.quality.counted import Counted, averaged
from bot.evaluation.datasets import Claim, Rewriting
from bot.evaluation.metrics import attribution as measures
from bot.evaluation.metrics import conversation
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


def rewriting(pairs: Sequence[Rewriting]) -> dict[str, Row]:
    """ROUGE-L and word F1 against people's rewrites, of questions with a conversation before them."""
    later = [one for one in pairs if one.turns]
    found: dict[str, Row] = {}
    for name, way in WAYS.items():
        ours = [(way(one), one) for one in later]
        added = [
            followup_rewriting.compare({"question": one.question, "rewrite": one.rewrite}, text)
            for text, one in ours
        ]
        recall, precision, f1 = followup_rewriting.figures(added)
        found[name] = {
            "rouge_l": averaged([conversation.rouge_l(text, one.rewrite) for text, one in ours]),
            "word_f1": averaged([conversation.word_f1(text, one.rewrite) for text, one in ours]),
            "exact": averaged([conversation.exact(text, one.rewrite) for text, one in ours]),
        }
        for measure, value in (("recall", recall), ("precision", precision), ("f1", f1)):
            found[name][f"added_{measure}"] = Counted(value, value, value, len(later))
    return found


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
    right = averaged([float((score >= 0.5) == carried) for score, carried in pairs])
    accepted = [float(carried) for score, carried in pairs if score >= 0.5]
    found = averaged([float(score >= 0.5) for score, carried in pairs if carried])
    macro = measures.macro_f1(pairs)
    assert macro is not None, "there are pairs"
    row = {"macro_f1": Counted(macro, macro, macro, len(pairs)), "accuracy": right}
    if accepted:
        row["accepted_rightly"] = averaged(accepted)
    return {**row, "carried_accepted": found}
