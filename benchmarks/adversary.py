"""How much an adversarial model can get shown: the whole gold set of the starter library, every sentence altered.

Run: .venv/bin/python -m benchmarks.adversary [--gold tests/gold/starter.jsonl]
The model alters what it is given in every way that tests/answer/adversary.py knows, cites it as badly, and obeys orders.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluation.cases import load
from retrieval.answer.compose import EXTRACTIVE
from retrieval.library import Library
from retrieval.types import Answer, Reply
from tests.fakes.adversarial_chat import AdversarialChat

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print how many altered sentences were written and which of them were shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT / "tests/gold/starter.jsonl")
    gold = parser.parse_args().gold
    model = AdversarialChat()
    with tempfile.TemporaryDirectory() as home, Library.open(home, model=model) as library:
        library.add([ROOT / "corpus"])
        replies = [_ask(library, case.question) for case in load(gold)]
        version = library.embedder.identity
    answers = [reply for reply in replies if isinstance(reply, Answer)]
    shown = [reply for reply in answers if reply.model != EXTRACTIVE]
    print(
        f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, {version}, {gold.name}: {len(replies)} questions"
    )
    print(
        f"{len(model.written)} different altered sentences written for {len(answers)} answers; answers that show one: {len(shown)}"
    )
    for reply in shown:
        print(f"- {reply.question}\n  {reply.text}")


def _ask(library: Library, question: str) -> Reply:
    return asyncio.run(library.engine.answer(question))


if __name__ == "__main__":
    main()
