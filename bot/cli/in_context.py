"""A quote in its article: the sentences around it, the quote marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bot.cli.clean import clean, one_line
from bot.cli.screen import styled
from retrieval.errors import UnknownArticle

if TYPE_CHECKING:
    from bot.cli.conversation import Source
    from bot.cli.screen import Screen
    from retrieval.library import Library
    from retrieval.types import Article

AROUND = 500  # characters of the article on either side of the quote


def show_source(screen: Screen, library: Library, source: Source) -> None:
    """Print where a quote stands: the article's data, then the text around it."""
    try:
        article = library.article(source.article.key)
    except UnknownArticle:
        screen.line(styled("This article is no longer in the library.", "yellow"))
        screen.line(one_line(source.quote))
        return
    _show_data(screen, article)
    if article.text[source.start : source.end] != source.quote:
        screen.line(styled("The article has changed since; this was the quote:", "yellow"))
        screen.line(one_line(source.quote))
        return
    screen.line(_around(article, source, plain=not screen.is_terminal))


def _show_data(screen: Screen, article: Article) -> None:
    screen.line(styled(one_line(article.title), "bold"))
    date = article.published.iso if article.published else "undated"
    facts = (article.outlet, date, ", ".join(article.authors), article.url or article.path)
    screen.line(styled(" · ".join(one_line(fact) for fact in facts if fact), "dim"))
    screen.line("")


def _around(article: Article, source: Source, *, plain: bool) -> Text:
    """The quote with what stands before and after it; in a pipe it stands between >> and <<."""
    text = article.text
    begin = _word_start(text, max(0, source.start - AROUND), source.start)
    stop = _word_end(text, source.end, min(len(text), source.end + AROUND))
    result = Text("… " if begin > 0 else "")
    result.append(clean(text[begin : source.start]))
    quote = clean(source.quote)
    result.append(f">>{quote}<<" if plain else quote, style="bold reverse")
    result.append(clean(text[source.end : stop]))
    result.append(" …" if stop < len(text) else "")
    return result


def _word_start(text: str, begin: int, limit: int) -> int:
    """The next beginning of a word at or after `begin`, so that no word is cut."""
    if begin == 0:
        return 0
    space = text.find(" ", begin, limit)
    return space + 1 if space >= 0 else begin


def _word_end(text: str, begin: int, stop: int) -> int:
    if stop == len(text):
        return stop
    space = text.rfind(" ", begin, stop)
    return space if space >= 0 else stop
