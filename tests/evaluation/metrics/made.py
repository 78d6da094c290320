"""Cases and results for the tests of metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.results import Cited, Found, Result

GOLD = "The ceiling fell from twenty to ten."  # 36 characters


def case(name: str = "c1", **fields: Any) -> Case:
    """An answerable case with a fact, two gold articles and evidence at 100 to 136 of `a`."""
    given: dict[str, Any] = {
        "question": "What is the ceiling?",
        "answerable": True,
        "facts": (("ten", "10"),),
        "gold_articles": ("a", "b"),
        "evidence": (Evidence("a", GOLD, 100, 136),),
    }
    return Case(id=name, **{**given, **fields})


def nothing(name: str = "u1", **fields: Any) -> Case:
    """A case that the articles do not answer."""
    return Case(id=name, question="Who won?", answerable=False, **fields)


def found(keys: str) -> tuple[Found, ...]:
    """Passages of articles with names of one letter, best first."""
    return tuple(Found(key=key, start=0, end=200, score=-float(n)) for n, key in enumerate(keys))


def cited(key: str = "a", *, start: int = 100, quote: str = GOLD, verbatim: bool = True) -> Cited:
    """A citation as long as its quote."""
    end = start + len(quote)
    return Cited(n=1, key=key, start=start, end=end, quote=quote, verbatim=verbatim)


def answered(of: Case | None = None, text: str = "It is ten. [1]", **fields: Any) -> Result:
    """An answer, right unless told otherwise."""
    return Result(case=of or case(), answer=text, **fields)


def refused(of: Case | None = None, **fields: Any) -> Result:
    """An abstention whose message happens to hold the fact."""
    return Result(case=of or case(), abstained=True, answer="I cannot tell ten.", **fields)


def broken(of: Case | None = None, **fields: Any) -> Result:
    """A question that ended in an error."""
    return Result(case=of or case(), error="TimeoutError: 30 s", **fields)


def unsure(confidences: Sequence[float], wrong: Sequence[int]) -> list[Result]:
    """Answers with these confidences; wrong ones are 1."""
    return [
        answered(case(f"c{n}"), "It is five." if bad else "It is ten.", confidence=sure)
        for n, (sure, bad) in enumerate(zip(confidences, wrong, strict=True))
    ]
