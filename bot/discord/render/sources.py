"""A source in its article: the passage in context, the quote marked; and an article's own data."""

from __future__ import annotations

import re

from bot.discord.render.addresses import address
from bot.discord.render.atoms import cut, split
from bot.discord.render.cards import Card, card
from bot.discord.render.dates import date
from bot.discord.render.escape import escape, one_line, plain, shield
from bot.discord.render.words import Words
from retrieval.types import Article, ArticleInfo, Citation

AROUND = 350  # characters of the article on either side of the quote
_QUOTE = 2400  # units of a marked quote; the rest of a longer one is left out
_OPENING = 900
_TITLE = 240
_SENTENCE_START = re.compile(r"(?<=[.!?…\"”’»)])\s+(?=[\"“„‘«A-ZÀ-Þ0-9])|\n+")


def source(
    citation: Citation, article: Article | None, words: Words, *, position: int, total: int
) -> Card:
    """The passage that a citation quotes, in its article as it is stored now.

    article: None when it was removed. position: 1 to total.
    """
    title = f"[{citation.n}] {one_line(citation.article.title or citation.article.key)}"
    return card(
        cut(title, _TITLE),
        _in_context(citation, article, words),
        url=address(citation.article.url),
        fields=_facts(article or citation.article, words),
        footer=words("source.footer", position=position, total=total),
    )


def article_card(article: Article, words: Words) -> Card:
    """What is known of an article, and how it begins."""
    facts = [
        *_facts(article, words),
        (words("source.length"), words("source.characters", n=len(article.text))),
    ]
    return card(
        cut(one_line(article.title or article.key), _TITLE),
        cut(escape(article.text[: _OPENING * 2]), _OPENING),
        url=address(article.url),
        fields=tuple(facts),
        footer=plain(words("source.footer_article", key=article.key), 200),
    )


def marked(text: str) -> str:
    """Text in bold, paragraph by paragraph: a mark does not reach across a blank line."""
    head, rest = split(escape(text), _QUOTE)
    lines = (head.rstrip() + ("…" if rest else "")).split("\n")
    return "\n".join(f"**{line.strip()}**" if line.strip() else "" for line in lines)


def _in_context(citation: Citation, article: Article | None, words: Words) -> str:
    if article is None:
        return f"⚠️ {words('source.removed')}\n\n{marked(citation.quote)}"
    text = article.text
    if text[citation.start : citation.end] != citation.quote:
        return f"⚠️ {words('source.changed')}\n\n{marked(citation.quote)}"
    begin, stop = _begin(text, citation.start), _stop(text, citation.end)
    before, after = text[begin : citation.start], text[citation.end : stop]
    return "".join(
        (
            "… " if begin else "",
            shield(_context(before)),
            marked(citation.quote),
            _context(after),
            " …" if stop < len(text) else "",
        )
    )


def _context(text: str) -> str:
    """Escaped, with the white space that keeps it apart from the quote."""
    if not text.strip():
        return _gap(text)
    head = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    return f"{_gap(head)}{escape(text)}{_gap(tail)}"


def _gap(space: str) -> str:
    if not space:
        return ""
    return "\n\n" if space.count("\n") > 1 else "\n" if "\n" in space else " "


def _begin(text: str, start: int) -> int:
    """Where the context begins: with a sentence if one begins in time, or else with a word."""
    first = max(0, start - AROUND)
    if first == 0:
        return 0
    for match in _SENTENCE_START.finditer(text, first, start):
        if match.end() < start:
            return match.end()
    space = re.compile(r"\s+").search(text, first, start)
    return space.end() if space else start


def _stop(text: str, end: int) -> int:
    """Where the context ends: after the last sentence that fits, or else after a word."""
    last = min(len(text), end + AROUND)
    if last == len(text):
        return last
    ends = [match.start() for match in _SENTENCE_START.finditer(text, end, last)]
    if ends and ends[-1] > end:
        return ends[-1]
    spaces = [match.start() for match in re.finditer(r"\s+", text[end:last])]
    return end + spaces[-1] if spaces else end


def _facts(article: Article | ArticleInfo, words: Words) -> tuple[tuple[str, str], ...]:
    authors = ", ".join(one_line(author) for author in article.authors[:8])
    return (
        (words("source.outlet"), one_line(article.outlet or "")),
        (words("source.authors"), authors),
        (words("source.published"), date(article.published, words)),
    )


def key_of(key: str) -> str:
    """A key to copy; only what is one is shown as code."""
    return f"`{key}`" if re.fullmatch(r"[\w.-]{1,100}", key) else cut(one_line(key), 100)
