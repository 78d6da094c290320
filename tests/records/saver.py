"""A program that goes on with a conversation, or deletes it, until it is done or killed.

Arguments: the folder, the conversation's name, a word for its questions, and how many it asks; with
0 it deletes the conversation. It prints a line when it is ready, and one after everything it did.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.records.conversations import Conversations
from bot.records.keeper import Keeper
from retrieval.errors import UnknownConversation
from tests.records.replies import exchange


def run(home: Path, name: str, word: str, count: int) -> None:
    store = Conversations(home, timeout=60)
    try:
        keeper = Keeper(store, place=store.find(name)[0])
    except UnknownConversation:
        keeper = Keeper(store, name=name)
    tell("ready")
    sys.stdin.readline()  # until the test says so
    for number in range(count):
        question = f"{word} {number}?"
        notice = keeper.add(exchange(question))
        tell(f"{question}\t{notice}")
    if not count:
        keeper.forget()
        tell("deleted")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    home, name, word, count = sys.argv[1:]
    run(Path(home), name, word, int(count))
