"""One conversation that is saved while it is held."""

from __future__ import annotations

from bot.records import names
from bot.records.conversations import Conversations, Exchange, Place, Went
from retrieval.errors import UsageError


class Keeper:
    """Saves exchanges as they come; what could not be saved is saved with the next one."""

    def __init__(
        self, conversations: Conversations, *, name: str = "", place: Place | None = None
    ) -> None:
        """name: for a new conversation; place: of one that goes on."""
        self._conversations = conversations
        self._place = place
        self._wanted = name
        self._pending: list[Exchange] = []

    @property
    def name(self) -> str:
        """The conversation's name, "" before it has one."""
        return self._place.name if self._place else self._wanted

    @property
    def is_saved(self) -> bool:
        """Whether everything that was added is in the file."""
        return self._place is not None and not self._pending

    def add(self, exchange: Exchange) -> str:
        """Save an exchange; what the person must know about where it went, most often nothing.

        Raises RecordsError when it could not be saved; it is then kept for the next time.
        """
        self._pending.append(exchange)
        return self.flush()

    def flush(self) -> str:
        """Save what could not be saved before, as `add` does."""
        if not self._pending:
            return ""
        before = self.name
        place, went = self._conversations.append(self._place, self._pending, name=self._wanted)
        self._place, self._wanted = place, ""
        self._pending.clear()
        match went:
            case Went.APART:
                return (
                    f"Another chat has gone on with {before!r} meanwhile;"
                    f" this one goes on as {place.name!r}."
                )
            case Went.ANEW:
                return (
                    f"{before!r} was deleted elsewhere;"
                    f" what is said from now on is saved as {place.name!r}."
                )
            case Went.ON:
                taken = before and before != place.name
                return f"This conversation is called {place.name!r} now." if taken else ""

    def rename(self, name: str) -> None:
        """Give the conversation a name, now or when it is first saved; UsageError."""
        chosen = checked(self._conversations, name, but=self._place)
        if self._place is None:
            self._wanted = chosen
        else:
            self._place = self._conversations.rename(self._place, chosen)

    def forget(self) -> None:
        """Delete the conversation for good; the next exchange begins a new one."""
        self._pending.clear()
        if self._place is not None:
            self._conversations.delete([self._place])
        self._place, self._wanted = None, ""

    def renew(self) -> str:
        """Leave the conversation saved as it is; the next exchange begins a new one.

        Tells what `flush` tells.
        """
        told = self.flush()
        self._place, self._wanted = None, ""
        return told


def checked(conversations: Conversations, name: str, *, but: Place | None = None) -> str:
    """The name as conversations are called; UsageError when it has no words or is taken."""
    chosen = names.kebab(name)
    if not chosen:
        raise UsageError(f"{name!r} is no name.", hint="Use letters or digits, as in: my-research")
    if not conversations.is_free(chosen) and (but is None or but.name != chosen):
        raise UsageError(
            f"There is already a conversation {chosen!r}.",
            hint=f"Choose another name, or go on with it: dateline chat --resume {chosen}",
        )
    return chosen
