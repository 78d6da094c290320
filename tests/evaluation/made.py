"""Cases, results and runs for tests: three words make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.results import Cited, Found, Provenance, Result, Run, Said

QUOTE = "The bridge at Harrow Lock was opened on Tuesday"
PROVENANCE = Provenance(
    gold="aaaa",
    corpus="cccc",
    cases=0,
    articles=3,
    chunks=9,
    embedder="minilm",
    model="extractive",
    prompts="p1",
    settings={"language": "en"},
    versions={"dateline": "0.1.0"},
    machine="a machine",
    began="2026-11-25T10:00:00Z",
)


def case(name: str, **fields: Any) -> Case:
    """An answerable question whose answer is Tuesday, in the article "bridge"."""
    told = {
        "question": f"When was {name}?",
        "answerable": True,
        "facts": (("tuesday",),),
        "gold_articles": ("bridge",),
        "evidence": (Evidence("bridge", QUOTE),),
    }
    return Case(id=name, **told | fields)


def unanswerable(name: str) -> Case:
    return Case(id=name, question=f"Who is {name}?", answerable=False)


def found(*keys: str) -> tuple[Found, ...]:
    return tuple(
        Found(key=key, start=0, end=50, score=1 / place, text=f"What {key} tells.")
        for place, key in enumerate(keys, start=1)
    )


def cited(key: str = "bridge", quote: str = QUOTE, *, verbatim: bool = True) -> Cited:
    return Cited(n=1, key=key, start=0, end=len(quote), quote=quote, verbatim=verbatim)


def answered(of: Case | str, text: str = QUOTE, **fields: Any) -> Result:
    """An answer, right unless said otherwise."""
    told: dict[str, Any] = {
        "answer": f"{text} [1]",
        "sentences": (Said(text=text, citations=(1,)),),
        "citations": (cited(),),
        "found": found("bridge", "lock"),
        "confidence": 0.9,
        "milliseconds": 20.0,
    }
    return Result(case=case(of) if isinstance(of, str) else of, **told | fields)


def abstained(of: Case | str, **fields: Any) -> Result:
    told: dict[str, Any] = {
        "abstained": True,
        "reason": "not_stated",
        "answer": "The articles do not tell.",
        "found": found("bridge", "lock"),
        "confidence": 0.1,
        "milliseconds": 10.0,
    }
    return Result(case=case(of) if isinstance(of, str) else of, **told | fields)


def broken(of: Case | str) -> Result:
    return Result(case=case(of) if isinstance(of, str) else of, error="ValueError: a defect")


def run(results: Sequence[Result], **provenance: Any) -> Run:
    made = replace(PROVENANCE, **{"cases": len(results)} | provenance)
    return Run(provenance=made, results=tuple(results))
