"""What others have published about the same sets, with where: never under the same conditions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PUBLISHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "multihop-rag": (
            "Best of Tang and Yang 2024, arXiv:2401.15391 (voyage-02 with bge-reranker-large, whole set, chunks of 256"
            " tokens): fact hits@10 .747, fact hits@4 .663, MRR@10 .586.",
        ),
        "mtrag": (
            "Katsis et al. 2025, arXiv:2501.03468, full corpora, recall@5 / nDCG@5 of the last turn, then of the official"
            " rewrite: BM25 .20/.18, .25/.22; BGE-base .30/.27, .37/.34; ELSER .49/.45, .52/.48.",
        ),
        "squad2": (
            "Human F1 89.5 (Rajpurkar et al. 2018, arXiv:1806.03822), for spans from the right paragraph; Dateline quotes"
            " whole sentences and has to find the paragraph first, so its token F1 cannot be held against it.",
        ),
        "ramdocs": (
            "Best exact match of Wang et al. 2025, arXiv:2504.13079: 32.6 (every valid answer and no wrong one; each question"
            " has only its own documents, here they stand among those of all).",
        ),
        "attributionbench": (
            "Li et al. 2024, arXiv:2402.15089: about .80 macro-F1 for the best model, which was fine-tuned for it.",
        ),
        "clapnq": (),
        "canard": (),
    }
)
NOT_RUN = (
    "Not run: **txtai** 9.14.0 and **haiku.rag** 0.101.1, which install torch with CUDA (29 and 132 packages) and fetch models of"
    " their own; LangChain and LlamaIndex on multihop-rag and mtrag, since they embed every article once more: `--frameworks`"
    " does it."
)
