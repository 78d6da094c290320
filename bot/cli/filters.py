"""The options that restrict which articles a question may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.days import first_day, last_day
from retrieval.errors import UsageError
from retrieval.types import Filters

if TYPE_CHECKING:
    from retrieval.library import Library

Outlet = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only articles of this outlet; may be repeated."),
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles published on or after this date.")
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles published on or before this date.")
]
Key = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY", help="Only the article with this key; may be repeated."),
]


def filters(
    *,
    outlets: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    keys: list[str] | None = None,
) -> Filters | None:
    """The filters that the options ask for; None when they ask for none."""
    chosen = Filters(
        keys=tuple(keys or ()),
        outlets=tuple(outlets or ()),
        since=_day(since, option="--since", last=False) if since else None,
        until=_day(until, option="--until", last=True) if until else None,
    )
    if chosen.since and chosen.until and chosen.since > chosen.until:
        raise UsageError(f"--since {since} is after --until {until}.", hint="Swap the two dates.")
    return chosen or None


def require_some(library: Library, restrict: Filters | None) -> None:
    """UsageError when no article of the library is left: most likely a name was mistyped."""
    if restrict is None or library.is_empty or library.articles(restrict):
        return
    asked = [*restrict.keys, *restrict.outlets, *filter(None, [restrict.since, restrict.until])]
    raise UsageError(
        f"No article of the library fits {', '.join(asked)}.",
        hint="See keys, outlets and dates with: dateline list",
    )


def _day(given: str, *, option: str, last: bool) -> str:
    """An ISO day; of a month or a year its first day, or its last."""
    try:
        return last_day(given) if last else first_day(given)
    except ValueError:
        raise UsageError(
            f"{option} {given!r} is not a date.", hint="Write 2021-10-18, 2021-10 or 2021."
        ) from None
