"""What `dateline add` tells of each article and each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.progress import Listener
from retrieval.errors import ArticleError

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.errors import LinkError
    from retrieval.library import Progress


class Told(Listener):
    """Prints a line for each article that changed, or keeps them all for --json.

    links: the file of a page -> the link that people know it by; lost: links not fetched.
    """

    def __init__(self, screen: Screen, *, json: bool) -> None:
        super().__init__(screen)
        self._json = json
        self.changes: list[dict[str, str]] = []
        self.links: dict[str, str] = {}
        self.lost = 0

    def unfetched(self, link: str, error: LinkError) -> None:
        """A link led to no page."""
        self.lost += 1
        self._keep(f"{link}: {error}", path=link, line=None)

    def failed(self, error: ArticleError) -> None:
        if link := self.links.get(error.path or ""):
            error = ArticleError(error.message, path=link, line=error.line, hint=error.hint)
        super().failed(error)

    def settled(self, progress: Progress) -> None:
        super().settled(progress)
        if progress.change in {"unchanged", "failed"}:
            return
        change, key, note = progress.change, progress.key, progress.note
        self.changes.append({"key": key, "change": change, "note": note})
        if not self._json:
            self.screen.line(f"{change} {key}" + (f" ({note})" if note else ""))
