"""Two runs over the same forty questions, with every outcome among them."""

from __future__ import annotations

from dataclasses import replace

from bot.evaluation.results import Found, Result, Run
from tests.evaluation import made
from tests.evaluation.html.test_page import hostile

PASSAGE = f"On Monday it rained. {made.QUOTE}, and the mayor cut a ribbon. Few came."
_FOUND = tuple(
    Found(key=key, start=0, end=len(PASSAGE), score=0.9 / place, text=PASSAGE)
    for place, key in enumerate(("bridge", "lock", "mayor"), start=1)
)
_CITED = replace(
    made.cited(), start=PASSAGE.index(made.QUOTE), end=PASSAGE.index(made.QUOTE) + len(made.QUOTE)
)
_TAGS = ("date", "place", "follow-up")


def all_of_them() -> dict[str, tuple[Run, Run | None]]:
    """Each run that is shown, and the baseline it is held against."""
    return {
        "compared": (now(), before()),
        "alone": (now(), None),
        "hostile": (hostile(), hostile()),
    }


def now() -> Run:
    return made.run([_result(number, broken=number % 8 == 1) for number in range(40)])


def before() -> Run:
    """Nine more were refused, and it was slower."""
    results = [_result(number, broken=number % 8 == 1) for number in range(40)]
    refused = [
        replace(made.abstained(one.case), found=_FOUND, milliseconds=90.0)
        if number % 4 == 3
        else replace(one, milliseconds=one.milliseconds * 1.5)
        for number, one in enumerate(results)
    ]
    return made.run(refused, settings={"language": "de"})


def _result(number: int, *, broken: bool) -> Result:
    case = replace(made.case(f"bridge {number}"), tags=(_TAGS[number % 3],))
    timed = {"milliseconds": 20.0 + number * number % 37, "confidence": 1 - number / 50}
    if number == 0:
        return replace(made.broken(case), milliseconds=1.0)
    if number % 10 == 5:
        return replace(made.abstained(replace(case, answerable=False, facts=())), **timed)
    text = "It was opened on Friday" if broken else made.QUOTE
    return replace(made.answered(case, text, found=_FOUND, citations=(_CITED,)), **timed)
