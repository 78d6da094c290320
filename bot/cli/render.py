"""Replies and passages as a person reads them; every text of an article is cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, assert_never

from rich.table import Table
from rich.text import Text

from bot.cli.clean import one_line
from bot.cli.screen import styled
from retrieval.types import Abstention, Answer, ArticleInfo, Citation, Passage, Reply

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.types import AnswerSentence, Usage

NEAREST = 3  # passages shown when there is no answer
_EXCERPT = 220  # characters of a passage that is not an answer


def show_reply(screen: Screen, reply: Reply, *, standalone: bool = False) -> None:
    """Print a whole reply."""
    if standalone:
        show_standalone(screen, reply.question, reply.standalone_question)
    match reply:
        case Answer():
            screen.line(answer_text(reply.sentences))
        case Abstention():
            screen.line(styled(one_line(reply.message), "yellow"))
        case _:
            assert_never(reply)
    show_sources(screen, reply)
    show_notices(screen, reply)


def show_standalone(screen: Screen, question: str, standalone: str) -> None:
    """Print how a question was understood, if that is not as it was asked."""
    if standalone.split() != question.split():
        screen.line(styled(f"Understood as: {one_line(standalone)}", "dim"))


def show_sources(screen: Screen, reply: Reply) -> None:
    """Print what the answer cites or, without an answer, what came nearest."""
    match reply:
        case Answer():
            rows = [citation_row(one) for one in reply.citations]
            heading = "Sources"
        case Abstention():
            rows = passage_rows(reply.passages[:NEAREST])
            heading = "Nearest passages"
        case _:
            assert_never(reply)
    if rows:
        screen.line("")
        screen.line(Text(heading, style="bold"))
        show_rows(screen, rows)


def show_notices(screen: Screen, reply: Reply) -> None:
    """Print, on standard error, what was degraded while answering, and what a model took."""
    for notice in reply.notices:
        screen.notice(f"note: {one_line(notice)}")
    if reply.usage is not None and screen.shows_progress:
        screen.notice(f"{one_line(reply.model)}: {usage_text(reply.usage)}")


def usage_text(usage: Usage) -> str:
    """What a reply took of the model: tokens, and their cost where the table has a price."""
    about = "about " if usage.estimated else ""
    tokens = f"{about}{usage.prompt_tokens:,} tokens read, {usage.completion_tokens:,} written"
    return tokens if not usage.cost else f"{tokens}, cost {about}{usage.cost:.5f}"


def answer_text(sentences: Iterable[AnswerSentence]) -> Text:
    """Sentences with their markers, as one paragraph."""
    return Text(" ").join(sentence_text(sentence) for sentence in sentences)


def sentence_text(sentence: AnswerSentence) -> Text:
    """One sentence with its markers."""
    text = Text(one_line(sentence.text))
    for number in sentence.citations:
        text.append(f" [{number}]", style="cyan")
    return text


def citation_row(citation: Citation) -> tuple[str, Text]:
    """The marker and what it leads to: [1] outlet, title, date — "quote" (key)."""
    return f"[{citation.n}]", _row(citation.article, citation.quote)


def passage_rows(passages: Sequence[Passage]) -> list[tuple[str, Text]]:
    """Passages, shortened, numbered from 1."""
    return [
        (f"[{number}]", _row(passage.article, excerpt(passage.text)))
        for number, passage in enumerate(passages, start=1)
    ]


def show_rows(screen: Screen, rows: Iterable[tuple[str, Text]]) -> None:
    """Print numbered rows: with a hanging indent on a terminal, one line each in a pipe."""
    if not screen.is_terminal:
        for marker, text in rows:
            screen.line(f"{marker} ", text)
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for marker, text in rows:
        grid.add_row(Text(marker, style="cyan"), text)
    screen.out.print(grid)


def byline(article: ArticleInfo) -> str:
    """Outlet, title and date, as far as they are known."""
    date = article.published.iso if article.published else "undated"
    return ", ".join(one_line(part) for part in (article.outlet, article.title, date) if part)


def excerpt(text: str, *, limit: int = _EXCERPT) -> str:
    """The beginning of a passage, cut between words."""
    flat = one_line(text)
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"


def _row(article: ArticleInfo, quote: str) -> Text:
    row = Text(byline(article))
    row.append(f' — "{one_line(quote)}"', style="italic")
    row.append(f" ({one_line(article.key)})", style="dim")
    return row
