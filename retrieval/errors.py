"""One error tree: every error says what happened, and its hint says what to do."""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all expected failures; shown as one line, exit code 1."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(DatelineError):
    """The request itself is wrong (a bad option, path or setting); exit code 2."""


class SettingsError(UsageError):
    """A setting is unknown or has a value that cannot be used."""


class ArticleError(DatelineError):
    """One article cannot be read; the others still are.

    path: the file as the user named it; line: 1-based line in it, or None.
    """

    def __init__(
        self, message: str, *, path: str | None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path or ""
        if self.line is not None:
            place = f"{place}:{self.line}"
        return f"{place}: {super().__str__()}" if place else super().__str__()


class UnsupportedFormat(ArticleError):
    """The file's format is not one that Dateline reads."""


class UnknownArticle(UsageError):
    """No article has that key."""


class LinkError(DatelineError):
    """A link cannot be fetched; no text of it names a link, a host or an address."""


class LibraryError(DatelineError):
    """The library (its catalogue or its directory) cannot be used as it is."""


class CatalogueBroken(LibraryError):
    """The SQLite file is damaged, or was made by a newer version."""


class CatalogueBusy(LibraryError):
    """Another process is writing and did not finish in time."""


class EmbedderMismatch(LibraryError):
    """The library was embedded by another embedder than the one chosen now."""


class RecordsError(DatelineError):
    """A file of records cannot be used as it is; the articles are not concerned."""


class RecordsBroken(RecordsError):
    """It is damaged, another program's, or was made by a newer version; it is left as it is."""


class RecordsBusy(RecordsError):
    """Another process holds it and did not finish in time."""


class UnknownConversation(UsageError):
    """No conversation has that name."""


class EmbedderError(DatelineError):
    """The embedder cannot be loaded or did not embed."""


class VectorIndexError(DatelineError):
    """The vector store failed; the catalogue still holds every vector."""


class ModelError(DatelineError):
    """The language model did not answer; the reply is then the quotes themselves, and says so."""


class ModelUnavailable(ModelError):
    """It cannot be reached, is overloaded, failed or broke off: trying again later may help.

    retry_after: seconds that the provider asked to wait, or None.
    """

    def __init__(self, message: str, *, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class ModelResting(ModelUnavailable):
    """It failed several times in a row and is left alone until `retry_after` is over."""


class ModelRefused(ModelError):
    """It will not answer this request at all: a wrong key, an unknown model, a bad request."""


class ContextOverflow(ModelError):
    """The prompt is longer than the model takes."""


class ContentFiltered(ModelError):
    """The provider's content filter stopped the answer."""


class BudgetExceeded(ModelError):
    """The call could cost more than is left of the day's budget, so it was not made."""
