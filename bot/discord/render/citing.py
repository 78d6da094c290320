"""Where a sentence or a passage comes from, in one line."""

from __future__ import annotations

from collections.abc import Iterable

from bot.discord.render.addresses import link
from bot.discord.render.atoms import cut
from bot.discord.render.dates import date
from bot.discord.render.escape import one_line
from bot.discord.render.words import Words
from retrieval.index import sentences
from retrieval.language.words import content_words
from retrieval.types import ArticleInfo, Citation, Passage

SUBTEXT = "-# "
_EXCERPT = 300
_OUTLET = 60


def source_lines(citations: Iterable[Citation], words: Words) -> tuple[str, ...]:
    """A line of subtext for each citation: [1] outlet · title · date."""
    return tuple(
        f"{SUBTEXT}[{citation.n}] {byline(citation.article, words)}" for citation in citations
    )


def byline(article: ArticleInfo, words: Words) -> str:
    """Outlet, linked title and date, as far as they are known."""
    outlet = cut(one_line(article.outlet or ""), _OUTLET)
    title = link(article.title or article.key, article.url)
    return " · ".join(part for part in (outlet, title, date(article.published, words)) if part)


def nearest(passage: Passage, words: Words, *, to: str) -> tuple[str, str]:
    """Where the nearest passage stands, and as a quote its sentence with most words of `to`.

    A quote comes last, before a blank line: some readers of markdown take the next line into it.
    """
    source = words("abstention.nearest", source=byline(passage.article, words))
    wanted = _stems(to)
    starts = [span.start for span in sentences.split(passage.text)] or [0]
    ends = [*starts[1:], len(passage.text)]
    shared = [len(wanted & _stems(passage.text[a:b])) for a, b in zip(starts, ends, strict=True)]
    start = starts[shared.index(max(shared))]
    before = "… " if passage.text[:start].strip() else ""
    return f"{SUBTEXT}{source}", f"> {before}{excerpt(passage.text[start:])}"


def excerpt(text: str, limit: int = _EXCERPT) -> str:
    """The beginning of a text on one line, escaped."""
    return cut(one_line(text), limit)


def _stems(text: str) -> set[str]:
    return {word.stem for word in content_words(text)}
