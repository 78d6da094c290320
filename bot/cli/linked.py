"""`dateline add https://...`: pages are fetched, and are files of the library from then on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.clean import one_line
from retrieval.errors import LinkError

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.cli.told import Told

FOLDER = "links"
_USER = re.compile(r"(?<=//)[^/?#]*@")


def is_link(source: str) -> bool:
    """Whether it is an address on the web, not a path."""
    return source.lower().startswith(("http://", "https://"))


def fetch_all(session: Session, links: Sequence[str], *, told: Told) -> dict[Path, str]:
    """Fetch pages into the folder of the library: file -> address; the others are told of."""
    import asyncio

    fetched: dict[Path, str] = {}
    for link in dict.fromkeys(links):
        shown = one_line(_USER.sub("", link))
        told.screen.notice(f"Fetching {shown}…", style="")
        try:
            page = asyncio.run(session.front.fetch(link))
            path = page.save(session.settings.home / FOLDER)
        except LinkError as error:
            told.unfetched(shown, error)
            continue
        fetched[path] = page.url
        told.links[str(path)] = shown
    return fetched
