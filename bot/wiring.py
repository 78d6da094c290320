"""From settings to a library: the only place outside `retrieval.library` that chooses parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import LibraryError

if TYPE_CHECKING:
    from bot.libraries import Libraries
    from bot.settings import Settings
    from retrieval.library import Library
    from retrieval.ports import ChatModel
    from retrieval.providers import ModelChoice


def open_library(
    settings: Settings,
    *,
    create: bool = True,
    long_running: bool = False,
    book: Path | None = None,
    notice: Callable[[str], None] | None = None,
) -> Library:
    """Open the library that the settings name; `long_running` lets it own the vector store.

    book: the folder whose book of spending its language model is in, where it is another one.
    """
    from retrieval.library import Library  # SQLite and numpy come with it
    from retrieval.providers import EmbedderChoice

    return Library.open(
        settings.home,
        create=create,
        vectors=settings.vectors,
        long_running=long_running,
        chroma_url=settings.chroma_url,
        embedder=EmbedderChoice(
            name=settings.embedder, api_key=_key(settings), base_url=settings.openai_base_url
        ),
        model=_model(settings),
        prompts=settings.prompts,
        book=book,
        notice=notice,
    )


def open_libraries(settings: Settings, *, notice: Callable[[str], None] | None = None) -> Libraries:
    """The library that the settings name, for a front that runs on, and those of its guilds."""
    from bot.libraries import Libraries

    return Libraries(open_library(settings, long_running=True, notice=notice))


def open_model(settings: Settings, name: str) -> ChatModel:
    """Another language model than the one that answers, in the same book of spending."""
    from retrieval.providers import chat_model

    return chat_model(_choice(settings, name), home=settings.home)


def _model(settings: Settings) -> ModelChoice | None:
    """The language model that the settings name."""
    return None if settings.model is None else _choice(settings, settings.model)


def _choice(settings: Settings, name: str) -> ModelChoice:
    from retrieval.providers import ModelChoice

    return ModelChoice(
        name=name,
        api_key=_key(settings),
        base_url=settings.openai_base_url,
        timeout=settings.model_timeout,
        context_tokens=settings.context_tokens,
        answer_tokens=settings.answer_tokens,
        prices=settings.prices,
        daily_budget=settings.daily_budget,
    )


def _key(settings: Settings) -> str | None:
    key = settings.openai_api_key
    return None if key is None else key.get_secret_value()


def starter_corpus() -> Path:
    """The folder of the articles shipped with Dateline: `bot/starter` in a wheel, else `corpus`."""
    here = Path(__file__).resolve().parent
    for folder in (here / "starter", here.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise LibraryError(
        "The starter articles are not where they were installed.",
        hint="Add articles of your own: dateline add PATH",
    )
