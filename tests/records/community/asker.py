"""A program that takes and answers questions until it is done or killed.

Arguments: the folder, the first source id and how many. It prints a line when it is ready, and the
source id of each question that it took, once it is answered.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.records.community.community import Community
from tests.records.community.asked import new
from tests.records.replies import answer


def run(home: Path, first: int, count: int) -> None:
    community = Community(home, timeout=60)
    tell("ready")
    sys.stdin.readline()  # until the test says so
    for source_id in range(first, first + count):
        text = f"Question {source_id}?"
        taken = community.accept(new(text, source_id=source_id))
        if taken is not None:
            community.note_message(taken.id, 1, 10**18 + source_id)
            community.answered(taken.id, answer(text, words=300), 5)
            tell(str(source_id))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    home, first, count = sys.argv[1:]
    run(Path(home), int(first), int(count))
