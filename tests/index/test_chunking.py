"""Chunks: what they hold, how large they are, where they end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.adapters.onnx import OnnxEmbedder
from retrieval.index.chunking import HEADER_TOKENS, TARGET_TOKENS, chunk, header
from retrieval.index.sentences import split
from retrieval.ports import Embedder
from retrieval.types import Article, Chunk, Published, Span
from tests.fakes.embedder import HashEmbedder

FAKE = HashEmbedder()
SENTENCE = "The harbour of Lunde was closed for nine days after the storm."  # 13 tokens
PARAGRAPH = " ".join([SENTENCE] * 9)


@pytest.fixture(scope="module")
def real() -> OnnxEmbedder:
    return OnnxEmbedder()


def test_a_short_article_is_one_chunk() -> None:
    (only,) = _chunks(f"  A title line\n\n{SENTENCE} {SENTENCE}\n")

    assert (only.ordinal, only.start, only.header) == (0, 2, "Storm")
    assert len(only.sentences) == 3


def test_an_article_without_text_has_no_chunks() -> None:
    assert _chunks("") == _chunks(" \n\n ") == []


def test_a_chunk_ends_with_a_paragraph_once_it_is_full_enough() -> None:
    chunks = _chunks("\n\n".join([PARAGRAPH] * 4))

    assert [each.text for each in chunks] == [PARAGRAPH] * 4


def test_a_long_paragraph_is_cut_between_sentences_near_the_target() -> None:
    chunks = _chunks(" ".join([SENTENCE] * 60))

    assert all(each.text.endswith(".") for each in chunks)
    assert all(TARGET_TOKENS - 13 < _tokens(each) <= TARGET_TOKENS for each in chunks[:-1])


def test_a_heading_goes_with_what_follows_it() -> None:
    chunks = _chunks(f"{PARAGRAPH}\n\nWhat the port says\n\n{PARAGRAPH}")

    assert chunks[1].text.startswith("What the port says\n")


def test_a_line_that_announces_a_quote_goes_with_it() -> None:
    chunks = _chunks(f"{PARAGRAPH} He continues:\n\n{PARAGRAPH}")

    assert chunks[1].text.startswith("He continues:\n")


def test_a_list_is_not_taken_for_headings() -> None:
    chunks = _chunks("\n".join(["apples and pears"] * 100))

    assert all(_tokens(each) >= 0.6 * TARGET_TOKENS for each in chunks)


def test_a_small_remainder_joins_its_neighbour() -> None:
    chunks = _chunks(f"{PARAGRAPH}\n\n{PARAGRAPH}\n\nThe end of it.")

    assert [_tokens(each) for each in chunks] == [117, 122]


def test_an_overlong_sentence_is_cut_at_clauses() -> None:
    text = ", ".join(["the mayor of the town spoke of the harbour"] * 50) + "."
    chunks = _chunks(text)

    assert len(chunks) > 2
    assert all(each.text.endswith(",") for each in chunks[:-1])
    assert " ".join(each.text for each in chunks) == text
    assert max(map(_tokens, chunks)) - min(map(_tokens, chunks)) < 30


def test_an_overlong_sentence_without_clauses_is_cut_between_words() -> None:
    text = "harbour " * 999 + "end"

    assert " ".join(each.text for each in _chunks(text)) == text


HOSTILE = {
    "a gap": "x" + " " * 100_000 + "y",
    "many lines": "a\n" * 5_000,
    "an endless word": "a" * 30_000,
    "marks": "." * 10_000,
    "spaces the model does not know": "ab\x1c" * 4_000,
    "combining marks": "e\u0301" * 9_000,
    "Chinese": "你好" * 4_000,
    "no width": "\u200b" * 9_000,
    "emoji": "😀" * 3_000,
    "broken Unicode": "\ud800 a. " * 900,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_fits_too(text: str, real: OnnxEmbedder) -> None:
    for embedder in (FAKE, real):
        chunks = _check(_article(text), embedder)
        assert all(len(each.text) <= 4_000 for each in chunks)


def test_a_header_names_title_outlet_and_date() -> None:
    article = _article("", outlet="The  Courier", published=Published("2021-10-08", "day"))

    assert header(article, embedder=FAKE) == "Storm — The Courier, 8 October 2021"


@pytest.mark.parametrize(
    ("title", "outlet", "iso", "expected"),
    [
        ("Storm", None, None, "Storm"),
        ("Storm", "Courier", None, "Storm — Courier"),
        ("Storm\n at  sea", None, "2021-03", "Storm at sea — March 2021"),
        ("", "Courier", "1999", "Courier, 1999"),
        ("", None, "2021-12-31", "31 December 2021"),
        ("", None, None, ""),
    ],
)
def test_a_header_leaves_out_what_is_not_known(
    title: str, outlet: str | None, iso: str | None, expected: str
) -> None:
    precision = {4: "year", 7: "month", 10: "day"}
    published = Published(iso, precision[len(iso)]) if iso else None  # type: ignore[arg-type]  # is one

    article = _article("", title=title, outlet=outlet, published=published)

    assert header(article, embedder=FAKE) == expected


def test_a_long_title_is_cut_and_the_source_stays() -> None:
    article = _article(
        "", title="storm " * 500, outlet="Courier", published=Published("2021", "year")
    )

    result = header(article, embedder=FAKE)

    assert len(FAKE.token_spans(result)) == HEADER_TOKENS
    assert result.endswith("storm — Courier, 2021")


@settings(max_examples=40, deadline=None)
@given(title=st.text(max_size=300), outlet=st.none() | st.text(max_size=300))
def test_a_header_is_never_too_long(title: str, outlet: str | None, real: OnnxEmbedder) -> None:
    article = _article("", title=title, outlet=outlet, published=Published("2021-10-18", "day"))
    for embedder in (FAKE, real, HashEmbedder(window=32)):
        result = header(article, embedder=embedder)
        assert len(embedder.token_spans(result)) <= min(HEADER_TOKENS, embedder.window // 4)
        assert "\n" not in result


_WORDS = st.sampled_from(
    ["harbour", "storm.", "Mr.", "The", "nine,", "U.S.", "—", "“No!”", "Lunde?", "x" * 30, "你好"]
)
_TEXTS = st.lists(
    st.one_of(_WORDS, _WORDS, _WORDS, st.sampled_from(["\n", "\n\n"]), st.text(max_size=3)),
    max_size=250,
).map(" ".join)


@settings(deadline=None)
@given(_TEXTS, st.sampled_from([20, 32, 64, 256]))
def test_every_sentence_is_in_one_chunk_that_fits(text: str, window: int) -> None:
    _check(_article(text), HashEmbedder(window=window))


@settings(max_examples=40, deadline=None)
@given(text=_TEXTS)
def test_the_same_holds_for_the_bundled_embedder(text: str, real: OnnxEmbedder) -> None:
    _check(_article(text * 3), real)


def _check(article: Article, embedder: Embedder) -> list[Chunk]:
    """Assert what holds for any article: exact, in order, complete, within the window."""
    chunks = chunk(article, embedder=embedder)
    assert [each.ordinal for each in chunks] == list(range(len(chunks)))
    assert all(left.end <= right.start for left, right in pairwise(chunks))
    for each in chunks:
        assert each.text == article.text[each.start : each.end]
        assert (each.sentences[0].start, each.sentences[-1].end) == (each.start, each.end)
        whole = f"{each.header}\n{each.text}" if each.header else each.text
        assert len(embedder.token_spans(whole)) + 2 <= embedder.window
    pieces = [span for each in chunks for span in each.sentences]
    assert _without_space(article.text, pieces) == "".join(article.text.split())
    assert all(left.end <= right.start for left, right in pairwise(pieces))
    sentence_starts = {span.start for span in split(article.text)}
    assert sentence_starts <= {span.start for span in pieces}
    return chunks


def _without_space(text: str, spans: list[Span]) -> str:
    return "".join("".join(text[span.start : span.end].split()) for span in spans)


def _chunks(text: str) -> list[Chunk]:
    return _check(_article(text), FAKE)


def _tokens(each: Chunk) -> int:
    return len(FAKE.token_spans(each.text))


def _article(
    text: str,
    *,
    title: str = "Storm",
    outlet: str | None = None,
    published: Published | None = None,
) -> Article:
    return Article(
        key="storm", title=title, text=text, content_hash="0", outlet=outlet, published=published
    )
