"""A library on disk: articles in, an engine over them out; here retrieval chooses its parts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import prompts as texts
from prompts import PromptError, Prompts
from retrieval import providers
from retrieval.engine import Engine, Language
from retrieval.errors import ArticleError, SettingsError, VectorIndexError
from retrieval.index import health, sync
from retrieval.index.catalogue import Catalogue
from retrieval.index.catalogue_rows import ArticleRow, Counts
from retrieval.index.exact import ExactIndex
from retrieval.index.health import Finding
from retrieval.index.sync import Change, Step, Tally
from retrieval.moment import MomentEngine, refuse_others
from retrieval.ports import ChatModel, Embedder, VectorIndex
from retrieval.providers import EmbedderChoice, ModelChoice
from retrieval.types import Article, Filters

FILE_NAME = "catalogue.sqlite3"
IndexChoice = Literal["auto", "exact", "chroma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One article is done: its change, and how far the run is; `total` is an estimate."""

    done: int
    total: int
    key: str
    change: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many articles had each change in one run."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: int = 0

    @classmethod
    def of(cls, tally: Tally, *, unread: int) -> Self:
        """The counts of a run in which so many files or lines could not be read."""
        return cls(
            added=tally.counts[Change.ADDED],
            updated=tally.counts[Change.UPDATED],
            unchanged=tally.counts[Change.UNCHANGED],
            removed=tally.counts[Change.REMOVED],
            failed=tally.counts[Change.FAILED] + unread,
        )


class Library:
    """A folder that holds a catalogue (SQLite, the truth) and a vector store that follows it.

    Use it as a context manager. Opening loads neither the embedder nor Chroma: they come with the
    first question or article that needs them.
    """

    def __init__(
        self,
        home: Path,
        catalogue: Catalogue,
        *,
        vectors: IndexChoice,
        long_running: bool,
        chroma_url: str | None,
        notice: Callable[[str], None],
        embedder: EmbedderChoice | Embedder,
        model: ModelChoice | ChatModel | None,
        prompts: Prompts,
        language: Language | None = None,
        book: str | Path | None = None,
    ) -> None:
        """Use Library.open."""
        self.home = home
        self.catalogue = catalogue
        self._choice = vectors
        self._long_running = long_running
        self._chroma_url = chroma_url
        self._notice = notice
        self._embedder = embedder
        self._model = model
        self._prompts = prompts
        self._language = language
        self._book = Path(book or home).expanduser()
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._indexes: list[VectorIndex] = []

    @classmethod
    def open(
        cls,
        home: str | Path,
        *,
        create: bool = True,
        vectors: IndexChoice = "auto",
        long_running: bool = False,
        chroma_url: str | None = None,
        embedder: str | EmbedderChoice | Embedder = providers.BUNDLED,
        model: str | ModelChoice | ChatModel | None = None,
        prompts: Path | None = None,
        book: str | Path | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> Self:
        """Open or create the library in the folder `home`.

        vectors: "auto" takes Chroma for a long-running process that gets its lock, else the exact
        index. embedder, model: one of one's own, or by name ("openai:...", with key and address of
        the environment); without a model the answers are quotes. prompts: a folder whose files go
        before the shipped ones. book: the folder of the model's book of spending, if not `home`.
        notice: is told in a line what was repaired or degraded. Raises LibraryError and
        SettingsError; models are loaded at the first question.
        """
        embedder = EmbedderChoice.named(embedder) if isinstance(embedder, str) else embedder
        model = ModelChoice.named(model) if isinstance(model, str) else model
        templates = _prompts(prompts)
        folder = Path(home).expanduser()
        return cls(
            folder,
            Catalogue.open(folder / FILE_NAME, create=create),
            vectors=vectors,
            long_running=long_running,
            chroma_url=chroma_url,
            notice=notice or (lambda _: None),
            embedder=embedder,
            model=model,
            prompts=templates,
            book=book,
        )

    def beside(self, home: str | Path) -> Self:
        """Open or create another library that shares what this one answers with.

        It has the same embedder and language model, one circuit and one book of spending, this
        library's. It owns a vector store only where one was asked for by name.
        """
        folder = Path(home).expanduser()
        return type(self)(
            folder,
            Catalogue.open(folder / FILE_NAME),
            vectors=self._choice,
            long_running=False,
            chroma_url=self._chroma_url,
            notice=self._notice,
            embedder=self.embedder,
            model=self._model,
            prompts=self._prompts,
            language=self.language,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release files and locks; safe to call twice."""
        with self._lock:
            for index in self._indexes:
                index.close()
            self._indexes.clear()
            self._engine = None
            self.catalogue.close()

    # questions

    @property
    def engine(self) -> Engine:
        """The engine over this library; made at the first use."""
        with self._lock:
            if self._engine is None:
                embedder = self.embedder
                refuse_others(self.catalogue, embedder)
                exact = ExactIndex(self.catalogue)
                vectors = self._vectors(exact)
                self._indexes = [exact] if vectors is exact else [exact, vectors]
                self._engine = MomentEngine(
                    self.catalogue,
                    vectors=vectors,
                    exact=exact,
                    embedder=embedder,
                    prompts=self._prompts,
                    language=self.language,
                )
            return self._engine

    @property
    def embedder(self) -> Embedder:
        """The embedder; the bundled one loads its model at the first text."""
        with self._lock:
            if isinstance(self._embedder, EmbedderChoice):
                self._embedder = providers.embedder(self._embedder)
            return self._embedder

    @property
    def model(self) -> str | None:
        """The name of the language model that writes the answers; None: they are quotes."""
        return None if self._model is None else self._model.name

    @property
    def language(self) -> Language | None:
        """What writes the answers, with its one circuit and its book; None: they are quotes."""
        with self._lock:
            if self._language is None and self._model is not None:
                self._language = providers.language(self._model, self._prompts, home=self._book)
            return self._language

    def _vectors(self, exact: ExactIndex) -> VectorIndex:
        """Chroma by URL, or embedded when this process may own it; the exact index otherwise."""
        if self._choice == "exact":
            return exact
        if self._chroma_url is None and self._choice == "auto" and not self._long_running:
            return exact  # one question is answered sooner than Chroma is loaded
        from retrieval.adapters.chroma import ChromaIndex

        try:
            if self._chroma_url is not None:
                return ChromaIndex.connect(self._chroma_url, self.catalogue, notice=self._notice)
            owned = ChromaIndex.try_open(self.home, self.catalogue, notice=self._notice)
        except VectorIndexError as error:
            self._notice(f"{error} The exact index answers instead.")
            return exact
        if owned is None and self._choice == "chroma":
            self._notice("Another process owns the vector store; the exact index answers here.")
        return owned or exact

    # articles

    @property
    def is_empty(self) -> bool:
        """Whether it has no article."""
        return self.catalogue.counts().articles == 0

    def counts(self) -> Counts:
        """Articles, chunks and sentences."""
        return self.catalogue.counts()

    def articles(self, filters: Filters | None = None) -> list[ArticleRow]:
        """The articles, newest first."""
        return self.catalogue.articles(filters or Filters())

    def article(self, key: str) -> Article:
        """One article; UnknownArticle when there is none."""
        return self.catalogue.article(key)

    def add(
        self,
        paths: Sequence[str | Path],
        *,
        prune: bool = False,
        re_embed: bool = False,
        urls: Mapping[Path, str] | None = None,
        report: Callable[[Progress], None] | None = None,
        on_error: Callable[[ArticleError], None] | None = None,
    ) -> Summary:
        """Add or update the articles of files and folders; unchanged ones are skipped.

        prune: remove articles read from under `paths` before and not found now; then a path itself
        may be gone too. re_embed: embed the whole library again first. urls: where files were
        fetched from, for those that state no address of their own. report and on_error are called
        as each article is done.
        """
        from retrieval import articles  # its patterns cost a question a tenth of a second

        failures = _Failures(on_error)
        there = [path for path in paths if not prune or Path(path).exists()]
        total = articles.count(there)
        reporter = _Reporter(total, report)
        if re_embed:
            sync.re_embed(self.catalogue, self.embedder, report=reporter)
        fetched = {articles.location(path): url for path, url in (urls or {}).items()}
        found = articles.read(there, on_error=failures, taken=self._place_of, urls=fetched)
        tally = sync.add(self.catalogue, found, embedder=lambda: self.embedder, report=reporter)
        if prune:
            places = [articles.location(path) for path in paths]
            spared = [articles.location(error.path) for error in failures if error.path]
            tally.counts[Change.REMOVED] = sync.prune(
                self.catalogue, places, seen=tally.keys, spared=spared, report=reporter
            )
        return Summary.of(tally, unread=len(failures))

    def _place_of(self, key: str) -> str | None:
        stored = self.catalogue.stored().get(key)
        return stored.path if stored else None

    def remove(self, keys: Sequence[str]) -> None:
        """Remove articles by key; UnknownArticle, and nothing removed, when one is unknown."""
        sync.remove(self.catalogue, keys, report=lambda _: None)

    # health

    def check(self) -> list[Finding]:
        """Look at everything that the library holds; reads all of it."""
        from retrieval.adapters import chroma_health

        identity = sync.identity(self.embedder)
        findings = health.check(self.catalogue, embedder=identity)
        return [*findings, chroma_health.check(self.home, self.catalogue)]

    def repair(self) -> list[str]:
        """Make anew what follows from the articles and their vectors; says what was done."""
        from retrieval.adapters import chroma_health

        done = health.repair(self.catalogue)
        chroma_health.repair(self.home, self.catalogue, notice=done.append)
        return done


class _Failures(list[ArticleError]):
    """Keeps what could not be read, and passes it on."""

    def __init__(self, on_error: Callable[[ArticleError], None] | None) -> None:
        super().__init__()
        self._on_error = on_error

    def __call__(self, error: ArticleError) -> None:
        self.append(error)
        if self._on_error:
            self._on_error(error)


class _Reporter:
    """Turns the steps of a run into its progress."""

    def __init__(self, total: int, report: Callable[[Progress], None] | None) -> None:
        self._total, self._done, self._report = total, 0, report

    def __call__(self, step: Step) -> None:
        self._done += 1
        if self._report:
            self._report(
                Progress(
                    done=self._done,
                    total=max(self._total, self._done),
                    key=step.key,
                    change=str(step.change),
                    title=step.title,
                    note=step.note,
                )
            )


def _prompts(folder: Path | None) -> Prompts:
    try:
        return texts.load(folder)
    except PromptError as error:
        raise SettingsError(str(error), hint="prompts/*.md are the files to begin from.") from None
