"""What others have published about the same sets, with where: never under the same conditions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PUBLISHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "multihop-rag": (
            "Tang and Yang 2024, arXiv:2401.15391, the best there (voyage-02 with bge-reranker-large, whole set, chunks of 256"
            " tokens): fact hits@10 .747, fact hits@4 .663, MRR@10 .586.",
        ),
        "mtrag": (
            "Katsis et al. 2025, arXiv:2501.03468, table 3, full corpora, recall@5 / nDCG@5 of the last turn, then of the official"
            " rewrite: BM25 .20/.18, .25/.22; BGE-base .30/.27, .37/.34; ELSER .49/.45, .52/.48.",
        ),
        "squad2": (
            "Human F1 89.5 (Rajpurkar et al. 2018, arXiv:1806.03822), for spans from the right paragraph; Dateline quotes"
            " whole sentences and has to find the paragraph first, so its token F1 cannot be held against it.",
        ),
        "ramdocs": (
            "Wang et al. 2025, arXiv:2504.13079, the best there (Llama 3.3 70B): exact match 32.6 (every valid answer and no"
            " wrong one; each question has only its own documents, here they stand among those of all).",
        ),
        "attributionbench": (
            "Li et al. 2024, arXiv:2402.15089: about .80 macro-F1 for GPT-3.5, fine-tuned for it, on its test sets.",
        ),
        "clapnq": (
            "Rosenthal et al. 2024, arXiv:2404.02103, table 4, development set among 178,891 passages, nDCG@1 / nDCG@5 /"
            " recall@10: BM25 .18/.35/.67; all-MiniLM-L6-v2 .29/.48/.79; BGE-base .37/.59/.85; E5-base-v2 .41/.61/.87.",
        ),
        "canard": (
            "nothing that these can be held against: Elgohary et al. 2019 (D19-1605) give BLEU.",
        ),
    }
)
NOT_RUN = (
    "Not run: **haiku.rag** 0.101.1. It needs Python 3.12, these figures were made with 3.11, and typer below 0.27, where"
    " Dateline needs 0.29: neither the whole package (233 packages, torch with CUDA among them) nor haiku.rag-slim (124, no"
    " torch) can be installed beside it."
)
