"""What is measured on each set, how much of it, and which figures are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SEARCH = ("hits@1", "hits@5", "recall@5", "all_evidence@10", "mrr", "ndcg@5")
FACTS = ("fact_hits@4", "fact_hits@10", "fact_mrr@10")
ANSWERS = ("abstention_precision", "abstention_recall", "false_refusals", "verbatim")
CITING = ("citation_precision", "citation_recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One set: what of it is used unless told otherwise (None: all), and the figures shown.

    only: the tag of the questions used; fitted: how many benchmarks.calibrate fits weights on, which are left out.
    """

    questions: int | None
    articles: int | None = None
    search: tuple[str, ...] = SEARCH
    answers: tuple[str, ...] = ANSWERS
    only: str | None = None
    fitted: int = 0


# Sizes: what two slow cores do in an hour or so, most of it to embed.
PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "multihop-rag": Plan(
            questions=200,
            search=("hits@1", "hits@5", "all_evidence@10", "mrr", *FACTS),
            answers=("citations", *CITING, *ANSWERS),
        ),
        "clapnq": Plan(questions=200, answers=("token_f1", "citations", *ANSWERS)),
        "squad2": Plan(questions=200, fitted=700, answers=("facts", "token_f1", *CITING, *ANSWERS)),
        "ramdocs": Plan(
            questions=100,
            articles=0,
            answers=(
                "facts",
                "one_answer",
                "wrong_answer",
                "right_only",
                "false_refusals",
                "verbatim",
            ),
        ),
        "mtrag": Plan(
            questions=100,
            articles=1_500,
            only="retrieval",
            answers=(*CITING, "false_refusals", "verbatim"),
        ),
        "canard": Plan(questions=None),
        "attributionbench": Plan(questions=None),
    }
)
