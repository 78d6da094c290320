"""The library in Discord: its articles, what a search finds, what was added and removed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.discord.render.atoms import cut
from bot.discord.render.cards import Card, card
from bot.discord.render.citing import headed, quote
from bot.discord.render.escape import one_line
from bot.discord.render.pieces import Lines, Paragraph, pieces
from bot.discord.render.sources import key_of
from bot.discord.render.words import Words
from retrieval.errors import ArticleError
from retrieval.types import ArticleInfo, Passage

if TYPE_CHECKING:
    from retrieval.index.catalogue_rows import ArticleRow
    from retrieval.library import Summary

PAGE = 10  # articles on one page
_FOUND = 5
_PASSAGE = 200
_FAILURES = 5
_REASON = 300


def listing(
    rows: Sequence[ArticleRow], words: Words, *, page: int, pages: int, total: int, shared: bool
) -> Card:
    """One page of the articles, at most PAGE of them. shared: they are those of the host."""
    if not total:
        return empty(words)
    lines = [_item(headed(row, words)) for row in rows[:PAGE]]
    if shared:
        lines.append(f"\n{words('library.shared')}")
    return card(
        f"{words('library.title')} · {words('library.total', n=total)}",
        _fitted(lines),
        footer=words("library.footer", page=page, pages=pages),
    )


def empty(words: Words) -> Card:
    """A library without articles, and how to begin."""
    hint = words("library.empty_hint", label=words("commands.menu.add"))
    return card(words("library.title"), f"{words('library.empty')} {hint}")


def unlike(words: Words) -> Card:
    """No article is in the list that was asked for."""
    return card(words("library.title"), words("library.unlike"))


def found(passages: Sequence[Passage], words: Words, *, query: str) -> Card:
    """The passages that a search found, best first."""
    shown = cut(one_line(query), 100)
    if not passages:
        return card(words("library.title"), words("library.nothing_found", query=shown))
    articles: dict[str, list[str]] = {}
    for passage in passages[:_FOUND]:
        said = articles.setdefault(passage.article.key, [headed(passage.article, words)])
        said.append(quote(passage.text, to=query, limit=_PASSAGE) + "\n")
    lines = ["\n".join(said) for said in articles.values()]
    return card(words("library.found", query=shown), _fitted(lines))


def added(summary: Summary, failures: Sequence[ArticleError], words: Words) -> str:
    """What became of the articles of an addition, in one message."""
    counts = [
        words(f"library.{name}", n=number)
        for name, number in (
            ("added", summary.added),
            ("updated", summary.updated),
            ("unchanged", summary.unchanged),
        )
        if number
    ]
    failed = max(summary.failed, len(failures))
    lines: list[str] = []
    if failed:
        lines.append(words("library.failed", n=failed))
        lines += [f"- {_failure(error)}" for error in failures[:_FAILURES]]
    if more := len(failures) - _FAILURES:
        lines += [words("library.more", n=more)] if more > 0 else []
    head = " · ".join(counts) or ("" if failed else words("library.nothing_added"))
    return pieces([Paragraph(head), Lines(tuple(lines))])[0]


def removed(article: ArticleInfo, words: Words) -> str:
    """An article is gone from the library."""
    title = cut(one_line(article.title or article.key), 200)
    return words("library.removed", title=f"{title} ({key_of(article.key)})")


def _item(text: str) -> str:
    """Lines as one point of a list."""
    return "- " + text.replace("\n", "\n  ")


def _failure(error: ArticleError) -> str:
    """A file by its name alone: where the host keeps it is nobody's business."""
    name = cut(one_line(PurePath(error.path).name), 100) if error.path else ""
    place = f"{name}:{error.line}" if name and error.line is not None else name
    said = f"{error.message} {error.hint}"
    if error.path:
        said = said.replace(error.path, PurePath(error.path).name)
    reason = cut(one_line(said), _REASON)
    return f"{place}: {reason}" if place else reason


def _fitted(lines: Sequence[str], limit: int = 4000) -> str:
    """As many lines as fit; none is cut."""
    return pieces([Lines(tuple(lines))], limit=limit)[0]
