"""A model gets the most useful sentences that fit, in passages numbered by their use."""

from __future__ import annotations

from retrieval.answer.evidence import Candidate, Evidence
from retrieval.answer.packing import MOST, heading, pack, text_of
from retrieval.answer.units import Source
from retrieval.types import Article, Passage
from tests.answer.pieces import candidates, info
from tests.index.stories import article

HARBOUR = article(
    "harbour",
    "The harbour opened. Its crane was blue. The crane fell on Monday. Nobody was hurt. "
    "The mayor came. The band played.",
    title="A crane  falls",
    outlet="The Wire",
    authors=("A. Writer",),
    published="2021-10-18",
)
BAKERY = article("bakery", "The bakery burned. Nobody was hurt there either.")


def count(text: str) -> int:
    return len(text.split())


def ranked(found: list[Candidate], *sentences: str) -> list[tuple[float, Evidence]]:
    """Evidence for sentences, best first."""
    pairs = []
    for place, sentence in enumerate(sentences):
        one, span = next(
            (one, span)
            for one in found
            for span in one.spans
            if one.passage.text[span.start - one.passage.start :].startswith(sentence)
        )
        item = Evidence(one.passage, span, sentence, (), (), (), ())
        pairs.append((-float(place), item))
    return pairs


def packed(
    budget: int, *sentences: str, of: tuple[Article, ...] = (HARBOUR, BAKERY)
) -> tuple[Source, ...]:
    found = candidates(*of)
    spans = {one.passage.chunk_id: one.spans for one in found}
    return pack(ranked(found, *sentences), spans, count=count, budget=budget)


def test_a_sentence_comes_with_its_neighbours_and_gaps_are_marked() -> None:
    (source,) = packed(200, "The crane fell", "The band played")

    assert source.n == 1
    assert text_of(source) == (
        "Its crane was blue. The crane fell on Monday. Nobody was hurt. The mayor came. "
        "The band played."
    )
    (alone,) = packed(200, "The harbour opened", "The band played")
    assert text_of(alone) == (
        "The harbour opened. Its crane was blue. … The mayor came. The band played."
    )


def test_passages_are_numbered_by_their_best_sentence() -> None:
    first, second = packed(200, "The bakery burned", "The crane fell")
    assert (first.n, first.passage.article.key) == (1, "bakery")
    assert (second.n, second.passage.article.key) == (2, "harbour")


def test_what_does_not_fit_is_passed_over_for_what_does() -> None:
    (source,) = packed(35, "The crane fell", "The bakery burned")
    assert source.passage.article.key == "bakery"
    assert source.n == 1
    assert packed(3, "The crane fell") == ()


def test_neighbours_are_left_out_before_the_sentence_itself() -> None:
    (source,) = packed(24 + count(heading(info(HARBOUR))) + 6, "The crane fell")
    assert text_of(source) == "The crane fell on Monday."


def test_no_more_passages_than_a_small_model_can_tell_apart() -> None:
    many = tuple(article(f"a{n}", f"Ship {n} sank.") for n in range(MOST + 3))
    sources = packed(10_000, *(f"Ship {n} sank" for n in range(MOST + 3)), of=many)
    assert [source.n for source in sources] == list(range(1, MOST + 1))


def test_the_heading_is_one_line_with_what_is_known() -> None:
    assert heading(info(HARBOUR)) == "A crane falls · The Wire · A. Writer · 18 October 2021"
    assert heading(info(BAKERY)) == "About bakery"


def test_spans_are_those_of_the_article() -> None:
    (source,) = packed(200, "The crane fell")
    assert isinstance(source.passage, Passage)
    assert [HARBOUR.text[span.start : span.end] for span in source.sentences] == [
        "Its crane was blue.", "The crane fell on Monday.", "Nobody was hurt.",
    ]  # fmt: skip
