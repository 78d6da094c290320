"""Runs drawn at random, with whatever a run can have: ties, repeats, gaps, errors, odd letters."""

from __future__ import annotations

from random import Random

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.results import Cited, Found, Judgement, Result, Said

WORDS = (
    "The the a an eight 8 People people Straße STRASSE İstanbul naïve nai\u0308ve 2010 no U.S."
    " don't state-of-the-art — “quoted” 日本 мир minister, on Monday: x_y 5% [2]"
)
SPACES = (" ", "  ", "\n", "\u00a0")
KEYS = "abcdefgh"


def run(seed: int) -> list[Result]:
    """The same for the same seed."""
    draw = Random(seed)
    cases = draw.choice((0, 1, 2, 5, 9, 10, 11, 17, 33))
    return [_result(draw, _case(draw, f"c{number}")) for number in range(cases)]


def _words(draw: Random, fewest: int, most: int) -> str:
    return draw.choice(SPACES).join(draw.choices(WORDS.split(), k=draw.randint(fewest, most)))


def _often(draw: Random, share: float) -> bool:
    return draw.random() < share


def _keys(draw: Random, most: int) -> tuple[str, ...]:
    return tuple(draw.choices(KEYS, k=draw.randint(0, most)))


def _span(draw: Random) -> tuple[int, int]:
    start = draw.randint(0, 40)
    return start, start + draw.randint(1, 20)


def _case(draw: Random, name: str) -> Case:
    evidence = []
    for key in _keys(draw, 3):
        place = _span(draw) if _often(draw, 0.8) else (None, None)
        evidence += [Evidence(key, _words(draw, 1, 9), *place)] * draw.choice((1, 1, 1, 2))
    return Case(
        id=name,
        question=_words(draw, 1, 6),
        answerable=_often(draw, 0.7),
        facts=tuple(
            tuple(_words(draw, 1, 2) for _ in range(draw.randint(1, 3)))
            for _ in range(draw.choice((0, 0, 1, 2)))
        ),
        gold_articles=_keys(draw, 3),
        evidence=tuple(evidence),
        tags=tuple(draw.choices(("x", "y", "ü"), k=draw.randint(0, 2))),
        answers=tuple(
            draw.choice((_words(draw, 1, 3), "the", "--")) for _ in range(draw.choice((0, 0, 1, 2)))
        ),
        standalone=draw.choice((None, _words(draw, 1, 6))),
    )


def _result(draw: Random, case: Case) -> Result:
    abstained, error = _often(draw, 0.25), "ValueError: no" if _often(draw, 0.1) else ""
    judged = case.answerable and not abstained and not error and _often(draw, 0.5)
    return Result(
        case=case,
        standalone_question=draw.choice(("", case.standalone or "", _words(draw, 1, 6))),
        abstained=abstained,
        answer=_answer(draw, case),
        sentences=tuple(
            Said(text="So.", citations=tuple(range(draw.randint(0, 2))))
            for _ in range(draw.randint(0, 4))
        ),
        citations=_citations(draw, case),
        found=tuple(
            Found(key=key, start=start, end=end, score=0.0)
            for key in _keys(draw, draw.choice((0, 3, 30)))
            for start, end in [_span(draw)]
        ),
        confidence=draw.choice((None, draw.random(), round(draw.random(), 1), 0.5, 1.0)),
        milliseconds=draw.choice((0.0, 10.0, 1000 * draw.random())),
        stages_ms={one: draw.random() for one in ("search", "write") if _often(draw, 0.6)},
        prompt_tokens=draw.choice((None, 0, 1, 700)),
        completion_tokens=draw.choice((None, 1)),
        cost=draw.choice((None, 0.0, draw.random())),
        error=error,
        judgement=Judgement(score=draw.choice((0, 0.5, 1)), why="", model="m", prompt="p")
        if judged
        else None,
    )


def _answer(draw: Random, case: Case) -> str:
    """Often with what is asked for, markers in between."""
    held = [group[-1].upper() for group in case.facts if _often(draw, 0.8)]
    held += [one for one in case.answers if _often(draw, 0.5)]
    parts = [_words(draw, 0, 5), *held, _words(draw, 0, 3)] if _often(draw, 0.7) else held
    return draw.choice((" ", " [12] ", "[1] ")).join(parts).strip() + draw.choice(("", " [1][2]."))


def _citations(draw: Random, case: Case) -> tuple[Cited, ...]:
    cited = []
    for n, key in enumerate(_keys(draw, 3), start=1):
        quotes = [_words(draw, 1, 9), *(one.quote for one in case.evidence)]
        quotes += [" ".join(one.quote.split()[-3:]).upper() for one in case.evidence]
        quote = draw.choice(quotes) + draw.choice(("", " indeed"))
        start, end = _span(draw)
        told = Cited(n=n, key=key, start=start, end=end, quote=quote, verbatim=_often(draw, 0.8))
        cited += [told] * draw.choice((1, 1, 1, 2))
    return tuple(cited)
