"""What a model leaves out is quoted, and so is what a rejected sentence was drawn from."""

from __future__ import annotations

from retrieval.answer.complete import meant, uncited
from retrieval.answer.extract import Extract, Selected
from retrieval.answer.units import Source
from retrieval.types import Citation, Span
from tests.answer.pieces import candidates, info, told, weighed

FERRY = told("The ferry ran aground in fog. Eighty people were saved by two boats. Nobody drowned.")
SAVED = "Eighty people were saved by two boats."


def source() -> Source:
    (one,) = candidates(FERRY)
    return Source(1, one.passage, one.spans)


def selected(sentence: str) -> Selected:
    evidence = weighed(FERRY, sentence)
    return Selected(evidence, evidence.span)


def citation(sentence: str) -> Citation:
    start = FERRY.text.index(sentence)
    return Citation(
        n=1, article=info(FERRY), start=start, end=start + len(sentence), quote=sentence
    )


def quotes(*rejected: str) -> list[str]:
    found = meant(rejected, [source()], article_text=lambda _: FERRY.text)
    return [FERRY.text[item.span.start : item.span.end] for one in found for item in one.selected]


def test_a_rejected_sentence_leads_to_the_one_it_was_drawn_from() -> None:
    assert quotes("Ninety people were saved by two boats.") == [SAVED]
    assert quotes("Ninety people were saved by two boats.", "Two boats saved 80 people.") == [SAVED]


def test_an_invention_leads_nowhere() -> None:
    assert quotes("Max Verstappen won the race.", "PWNED.", "") == []


def test_what_is_cited_is_not_quoted_again_nor_its_direct_answer() -> None:
    whole = Extract((selected(SAVED), selected("Nobody drowned.")), direct=Span(30, 36))
    assert uncited([whole], ()) == [whole]
    (left,) = uncited([whole], [citation("people were saved")])
    assert [item.evidence.text for item in left.selected] == ["Nobody drowned."]
    assert left.direct is None
    assert uncited([whole], [citation(FERRY.text)]) == []
