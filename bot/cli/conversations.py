"""`dateline conversations`: those that are saved, one of them whole, and deleting for good."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import Session, begin
from retrieval.errors import LibraryError, UsageError

if TYPE_CHECKING:
    from bot.records.conversations import Conversations, Place, Row

EMPTY = "No conversation is saved. Begin one: dateline chat"

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="show NAME", help="Print this conversation; Markdown."),
]
Delete = Annotated[bool, typer.Option("--delete", help="Delete these for good: --delete NAME...")]
DeleteAll = Annotated[bool, typer.Option("--delete-all", help="Delete all for good.")]
Yes = Annotated[bool, typer.Option("--yes", help="Delete without asking.")]


def conversations(
    ctx: typer.Context,
    words: Words = None,
    delete: Delete = False,
    delete_all: DeleteAll = False,
    yes: Yes = False,
    json: AsJson = False,
) -> int:
    """List the saved conversations, the latest first, print one, or delete some for good.

    What is deleted is overwritten: no file of the library holds it any longer.

    \b
    Examples:
      dateline conversations
      dateline conversations show why-did-nato-expel-eight
      dateline conversations --delete first-try second-try
      dateline conversations --delete-all --yes
    """
    session = begin(ctx)
    store, named = _opened(session), words or []
    if delete or delete_all:
        if bool(named) == delete_all:
            raise UsageError(
                "Name the conversations to delete, or delete all.",
                hint="Write: dateline conversations --delete NAME, or --delete-all",
            )
        return _delete(store, named or None, unasked=yes or json, json=json)
    if not named:
        return _list(session, store.rows(), json=json)
    if named[0] == "show" and len(named) == 2:
        return _show(session, store, named[1], json=json)
    last = named[-1] if named[-1] != "show" else "NAME"
    raise UsageError(
        f"{' '.join(named)!r} is not understood.",
        hint=f"Write: dateline conversations show {last}",
    )


def _opened(session: Session) -> Conversations:
    """The conversations of the library; LibraryError where there can be none."""
    from bot.records.conversations import Conversations

    home = session.settings.home
    if not home.is_dir():
        raise LibraryError(f"There is no library in {home}.", hint="Make one: dateline add PATH")
    return Conversations(home)


def local(moment: str) -> str:
    """A moment in UTC as the clock on the wall has it, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _list(session: Session, rows: Sequence[Row], *, json: bool) -> int:
    if json:
        typer.echo(as_json.dumps([as_json.conversation(row) for row in rows]))
        return door.OK
    from bot.cli.screen import Screen
    from bot.cli.tables import Column, show_table

    screen = Screen(plain=session.plain)
    if not rows:
        screen.notice(EMPTY)
        return door.OK
    columns = [
        Column("name"),
        Column("turns", right=True),
        Column("started"),
        Column("last used"),
        Column("first question", share=1),
    ]
    cells = [
        (
            row.name,
            str(row.exchanges),
            local(row.started_at)[:10],
            local(row.used_at),
            row.first_question,
        )
        for row in rows
    ]
    show_table(screen, columns, cells)
    return door.OK


def _show(session: Session, store: Conversations, name: str, *, json: bool) -> int:
    place, exchanges = store.find(name)
    if json:
        data = {"name": place.name, "turns": [as_json.exchange(one) for one in exchanges]}
        typer.echo(as_json.dumps(data))
        return door.OK
    from bot.cli.conversation import as_markdown
    from bot.cli.screen import Screen

    Screen(plain=session.plain).line(as_markdown(one.reply for one in exchanges).rstrip())
    return door.OK


def _delete(store: Conversations, names: Sequence[str] | None, *, unasked: bool, json: bool) -> int:
    places = store.places(names)
    if places and not unasked and not _agreed(places):
        door.say("Nothing was deleted.", prefix="")
        return door.OK
    if places:
        store.delete(places)
    deleted = [place.name for place in places]
    typer.echo(as_json.dumps({"deleted": deleted}) if json else f"{len(deleted)} deleted")
    return door.OK


def _agreed(places: Sequence[Place]) -> bool:
    """Asks the person at the terminal; a script that deletes has said what it wants."""
    if not sys.stdin.isatty() or not sys.stderr.isatty():
        return True
    what = repr(places[0].name) if len(places) == 1 else f"{len(places)} conversations"
    return typer.confirm(f"Delete {what} for good?", err=True)
