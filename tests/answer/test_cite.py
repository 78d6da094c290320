"""Citations are numbered as they appear, and a quote is the article's own text."""

from __future__ import annotations

from retrieval.answer.cite import cite
from retrieval.answer.extract import Extract, Selected
from retrieval.types import AnswerSentence, Article, Citation, Span
from tests.answer.pieces import told, weighed
from tests.index.stories import article

FERRY = told("Captain Ida Holm steered.\n\nShe saved eighty people. Bakers gave bread.")
OTHER = article("other", "A cat slept on the pier.")


def selected(
    known: Article, sentence: str, names: tuple[tuple[int, str], ...] = (), *, after: str = ""
) -> Selected:
    """The sentence, or the quote from there to the end of the sentence `after`."""
    evidence = weighed(known, sentence)
    end = known.text.index(after) + len(after) if after else evidence.span.end
    return Selected(evidence, Span(evidence.span.start, end), names)


def cited(*extracts: Extract) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    texts = {"told": FERRY.text, "other": OTHER.text}
    sentences, citations = cite(extracts, article_text=texts.__getitem__)
    for each in citations:
        assert each.quote == texts[each.article.key][each.start : each.end]
    return sentences, citations


def test_citations_are_numbered_in_the_order_of_the_sentences() -> None:
    sentences, citations = cited(
        Extract((selected(FERRY, "Bakers gave bread."), selected(OTHER, OTHER.text))),
        Extract((selected(FERRY, "Captain Ida Holm steered."),)),
    )

    assert [(each.text, each.citations) for each in sentences] == [
        ("Bakers gave bread.", (1,)),
        ("A cat slept on the pier.", (2,)),
        ("Captain Ida Holm steered.", (3,)),
    ]
    assert [(each.n, each.article.key) for each in citations] == (
        [(1, "told"), (2, "other"), (3, "told")]
    )


def test_the_direct_answer_is_said_first_and_shares_the_citation() -> None:
    item = selected(FERRY, "She saved eighty people.")
    start = FERRY.text.index("eighty")

    sentences, citations = cited(Extract((item,), direct=Span(start, start + 6)))

    assert [(each.text, each.citations) for each in sentences] == (
        [("Eighty.", (1,)), ("She saved eighty people.", (1,))]
    )
    assert len(citations) == 1


def test_a_statement_of_the_article_itself_is_said_and_its_source_only_shown() -> None:
    sentences, _ = cited(Extract((selected(OTHER, OTHER.text),), statement="“Cats” — by Ana Mota."))

    assert [each.text for each in sentences] == ["“Cats” — by Ana Mota."]


def test_names_are_inserted_in_brackets_and_the_quote_stays_as_it_was() -> None:
    item = selected(FERRY, "She saved eighty people.", ((3, "Ida Holm"),))

    (sentence,), (citation,) = cited(Extract((item,)))

    assert sentence.text == "She [Ida Holm] saved eighty people."
    assert citation.quote == "She saved eighty people."


def test_a_quote_over_two_paragraphs_is_said_on_one_line() -> None:
    item = selected(FERRY, "Captain Ida Holm steered.", after="She saved eighty people.")

    (sentence,), (citation,) = cited(Extract((item,)))

    assert sentence.text == "Captain Ida Holm steered. She saved eighty people."
    assert citation.quote == "Captain Ida Holm steered.\n\nShe saved eighty people."


def test_what_was_quoted_already_is_not_said_again() -> None:
    wide = selected(FERRY, "Captain Ida Holm steered.", after="She saved eighty people.")
    inside = selected(FERRY, "She saved eighty people.")
    start = FERRY.text.index("eighty")

    sentences, citations = cited(
        Extract((wide,)), Extract((inside,), direct=Span(start, start + 6))
    )

    assert [(each.text, each.citations) for each in sentences] == [
        ("Captain Ida Holm steered. She saved eighty people.", (1,)),
        ("Eighty.", (1,)),
    ]
    assert len(citations) == 1
