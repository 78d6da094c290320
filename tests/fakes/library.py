"""A library in memory: a passage is a paragraph, an answer its first sentence."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from retrieval.errors import ArticleError, DatelineError, UnknownArticle
from retrieval.index.catalogue import ArticleRow, Counts
from retrieval.index.health import Finding, Level
from retrieval.library import Progress, Summary
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Article,
    ArticleInfo,
    Citation,
    Done,
    Event,
    Filters,
    Found,
    Passage,
    Published,
    Reply,
    Searching,
    SentenceVerified,
    Turn,
)
from tests.fakes.embedder import HashEmbedder

_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(slots=True)
class FakeLibrary:
    """The surface of `retrieval.Library`, without files of its own."""

    stored: dict[str, Article] = field(default_factory=dict)
    broken: bool = False
    model: str | None = None
    asked: list[tuple[str, tuple[Turn, ...], Filters | None]] = field(default_factory=list)
    searched: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    @property
    def engine(self) -> FakeEngine:
        return FakeEngine(self)

    @property
    def embedder(self) -> HashEmbedder:
        return HashEmbedder()

    @property
    def is_empty(self) -> bool:
        return not self.stored

    def add(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        re_embed: bool = False,
        urls: Mapping[Path, str] | None = None,
        report: Callable[[Progress], None] | None = None,
        on_error: Callable[[ArticleError], None] | None = None,
    ) -> Summary:
        counts: dict[str, int] = {}
        files = [file for path in paths for file in _files(path)]
        for number, file in enumerate(files, start=1):
            try:
                change = self._keep(file, url=(urls or {}).get(file))
            except ArticleError as error:
                assert on_error is not None
                on_error(error)
                change = "failed"
            else:
                assert report is not None
                report(Progress(done=number, total=len(files), key=file.stem, change=change))
            counts[change] = counts.get(change, 0) + 1
        return Summary(**counts)

    def _keep(self, path: Path, *, url: str | None) -> str:
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            raise ArticleError("the file is empty.", path=str(path), hint="Remove it.")
        old = self.stored.get(path.stem)
        if old and old.text == text:
            return "unchanged"
        self.stored[path.stem] = Article(
            key=path.stem,
            title=path.stem.replace("-", " ").capitalize(),
            text=text,
            content_hash=f"{zlib.crc32(text.encode()):x}",
            outlet="The Wire",
            authors=("A. Writer",),
            published=Published("2021-10-18", "day"),
            url=url,
            path=str(path),
            language="en",
        )
        return "updated" if old else "added"

    def remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.article(key)
        for key in keys:
            self.stored.pop(key, None)

    def articles(self, filters: Filters | None = None) -> list[ArticleRow]:
        return [
            ArticleRow(
                key=one.key,
                title=one.title,
                outlet=one.outlet,
                authors=one.authors,
                published=one.published,
                url=one.url,
                path=one.path,
                language=one.language,
                content_hash=one.content_hash,
                chunks=one.text.count("\n") + 1,
                characters=len(one.text),
                added_at="2026-11-24T00:00:00Z",
            )
            for one in sorted(self.stored.values(), key=lambda one: one.key)
            if _wanted(one, filters)
        ]

    def article(self, key: str) -> Article:
        if key not in self.stored:
            raise UnknownArticle(f"No article has the key {key!r}.", hint="See: dateline list")
        return self.stored[key]

    def check(self) -> list[Finding]:
        if self.broken:
            return [
                Finding(name="vectors", level=Level.FAIL, message="3 are lost.", hint="Repair.")
            ]
        return [Finding(name="vectors", level=Level.OK, message="all there.")]

    def repair(self) -> list[str]:
        self.broken = False
        return ["The vectors were made again."]

    def counts(self) -> Counts:
        return Counts(articles=len(self.stored), chunks=0, sentences=0, bytes=0)

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> FakeLibrary:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class FakeEngine:
    """Answers with the paragraph nearest to the question; "crash" and "fail" raise."""

    library: FakeLibrary

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        self.library.searched.append((question, tuple(turns)))
        if "crash" in question:
            raise RuntimeError("a defect\nover two lines")
        if "fail" in question:
            raise DatelineError("It did not work.", hint="Try again.")
        asked = {word.lower() for word in _WORD.findall(question)}
        found = [
            _passage(article, match, score=shared / len(asked))
            for article in self.library.stored.values()
            if _wanted(article, filters)
            for match in re.finditer(r"[^\n]+", article.text)
            if (shared := len(asked & {word.lower() for word in _WORD.findall(match[0])}))
        ]
        return tuple(sorted(found, key=lambda passage: -passage.score)[:k])

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        self.library.asked.append((question, tuple(turns), filters))
        passages = await self.search(question, filters=filters)
        standalone = " ".join((*(turn.content for turn in turns[:1]), question))
        if not passages or passages[0].score <= 0.5:
            return Abstention(
                question=question,
                standalone_question=standalone,
                reason=AbstentionReason.NOT_MENTIONED,
                message="The articles do not tell.",
                missing=("something",),
                passages=passages,
                model="fake",
                notices=("Half of me is missing.",),
            )
        best = passages[0]
        quote = best.text.split(". ")[0]
        return Answer(
            question=question,
            standalone_question=standalone,
            sentences=(AnswerSentence(text=quote, citations=(1,), support=1.0),),
            citations=(
                Citation(
                    n=1,
                    article=best.article,
                    start=best.start,
                    end=best.start + len(quote),
                    quote=quote,
                ),
            ),
            passages=passages,
            model="fake",
            timings_ms={"search": 1.23456},
        )

    async def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Event]:
        reply = await self.answer(question, turns=turns, filters=filters)
        yield Searching(reply.standalone_question)
        yield Found(reply.passages)
        if isinstance(reply, Answer):
            for sentence in reply.sentences:
                yield SentenceVerified(sentence, reply.citations)
        yield Done(reply)


def _passage(article: Article, match: re.Match[str], *, score: float) -> Passage:
    return Passage(
        chunk_id=match.start(),
        article=_info(article),
        start=match.start(),
        end=match.end(),
        text=match[0],
        score=score,
    )


def _info(article: Article) -> ArticleInfo:
    return ArticleInfo(
        key=article.key,
        title=article.title,
        outlet=article.outlet,
        authors=article.authors,
        published=article.published,
        url=article.url,
        path=article.path,
        language=article.language,
    )


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(path.rglob("*.md"))


def _wanted(article: Article, filters: Filters | None) -> bool:
    if filters is None:
        return True
    date = article.published.iso if article.published else ""
    return (
        (not filters.keys or article.key in filters.keys)
        and (not filters.outlets or article.outlet in filters.outlets)
        and (not filters.since or date >= filters.since)
        and (not filters.until or date <= filters.until)
    )
