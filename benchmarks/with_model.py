"""Gold questions with and without a language model, and every sentence that the model got shown, for reading.

Run: DATELINE_MODEL=... OPENAI_BASE_URL=... .venv/bin/python -m benchmarks.with_model GOLD.jsonl --home LIBRARY [--every 3] [--read FILE.md]
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import settings
from bot.evaluation.cases import Case, load
from bot.evaluation.metrics.answer import right
from bot.evaluation.results import Result
from bot.wiring import open_library
from retrieval.library import Library
from retrieval.types import Answer, Reply


def main() -> None:
    """Print both figures and write down what is to be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--read", type=Path, help="where to write the sentences of the model")
    options = parser.parse_args()
    chosen = settings.load(home=options.home)
    cases = list(load(options.gold))[:: options.every]
    counts, took = {}, []
    for name, some in {
        "without": chosen.model_copy(update={"model": None}),
        "with": chosen,
    }.items():
        with open_library(some, create=False) as library:
            began = time.perf_counter()
            replies = [_ask(library, case) for case in cases]
            took.append((time.perf_counter() - began) / len(cases))
            counts[name] = _counted(cases, replies)
            identity = library.embedder.identity
    print(
        f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, {identity}, model {chosen.model}, {options.gold.name}: {len(cases)} questions"
    )
    print(
        f"prompt: {chosen.context_tokens} tokens of passages, answer: {chosen.answer_tokens}; prompts {replies[0].prompts}"
    )
    for name, figures in counts.items():
        print(f"{name:8} the model: {figures}")
    print(
        f"{statistics.mean(took[:1]):.2f} s a question without, {statistics.mean(took[1:]):.2f} s with"
    )
    if options.read:
        options.read.write_text("".join(map(_sentences, replies)), encoding="utf-8")


def _ask(library: Library, case: Case) -> Reply:
    return asyncio.run(library.engine.answer(case.question, turns=case.turns))


def _counted(cases: Sequence[Case], replies: Sequence[Reply]) -> str:
    pairs = list(zip(cases, replies, strict=True))
    answerable = [pair for pair in pairs if pair[0].answerable]
    others = [reply for case, reply in pairs if not case.answerable]
    told = [_result(case, reply) for case, reply in answerable]
    written = sum(len(_written(reply)) for reply in replies)
    return (
        f"facts {sum(right(one) or False for one in told)} of {len(told)}, refused {sum(one.abstained for one in told)}; "
        f"abstentions {sum(not isinstance(reply, Answer) for reply in others)} of {len(others)}; "
        f"sentences that are no quotes {written}, left out {sum(reply.dropped for reply in replies)}"
    )


def _result(case: Case, reply: Reply) -> Result:
    if isinstance(reply, Answer):
        return Result(case=case, answer=reply.text)
    return Result(case=case, abstained=True)


def _written(reply: Reply) -> list[tuple[str, list[str]]]:
    """The sentences that are not quoted word for word, with their quotes."""
    if not isinstance(reply, Answer) or reply.model == "extractive":
        return []
    quotes = {citation.n: citation.quote for citation in reply.citations}
    pairs = [(one.text, [quotes[n] for n in one.citations]) for one in reply.sentences]
    return [
        (text, cited) for text, cited in pairs if text not in {" ".join(q.split()) for q in cited}
    ]


def _sentences(reply: Reply) -> str:
    lines = [
        f"- {text}\n" + "".join(f"  > {' '.join(quote.split())}\n" for quote in cited)
        for text, cited in _written(reply)
    ]
    return f"\n## {reply.question}\n\n" + "".join(lines) if lines else ""


if __name__ == "__main__":
    main()
