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
    return tuple(source_line(each, words) for each in citations)


def source_line(citation: Citation, words: Words) -> str:
    """Where a citation comes from."""
    return f"{SUBTEXT}[{citation.n}] {byline(citation.article, words)}"


def byline(article: ArticleInfo, words: Words) -> str:
    """Outlet, linked title and date, as far as they are known."""
    return " · ".join(
        part for part in (_outlet(article), title(article), date(article.published, words)) if part
    )


def headed(article: ArticleInfo, words: Words) -> str:
    """An article on two lines: its linked title in bold; outlet and date."""
    below = " · ".join(part for part in (_outlet(article), date(article.published, words)) if part)
    return f"**{title(article)}**\n{below}"


def title(article: ArticleInfo) -> str:
    """The title, linked where the article has an address."""
    return link(article.title or article.key, article.url)


def nearest(passage: Passage, words: Words, *, to: str, limit: int = _EXCERPT) -> tuple[str, str]:
    """Where the nearest passage stands, and as a quote its sentence with most words of `to`.

    A quote comes last, before a blank line: some readers of markdown take the next line into it.
    """
    source = words("abstention.nearest", source=byline(passage.article, words))
    return f"{SUBTEXT}{source}", quote(passage.text, to=to, limit=limit)


def quote(text: str, *, to: str, limit: int = _EXCERPT) -> str:
    """A quote of the text from its sentence with most words of `to` on."""
    wanted = _stems(to)
    starts = [span.start for span in sentences.split(text)] or [0]
    ends = [*starts[1:], len(text)]
    shared = [len(wanted & _stems(text[a:b])) for a, b in zip(starts, ends, strict=True)]
    start = starts[shared.index(max(shared))]
    before = "… " if text[:start].strip() else ""
    return f"> {before}{excerpt(text[start:], limit)}"


def excerpt(text: str, limit: int = _EXCERPT) -> str:
    """The beginning of a text on one line, escaped."""
    return cut(one_line(text), limit)


def _outlet(article: ArticleInfo) -> str:
    return cut(one_line(article.outlet or ""), _OUTLET)


def _stems(text: str) -> set[str]:
    return {word.stem for word in content_words(text)}
