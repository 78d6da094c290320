"""Files of questions: read line by line, answered several at once, printed in order."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typer

from bot.cli import as_json, door
from bot.cli.first_use import offer_starter
from bot.ordered import in_order
from retrieval.errors import UsageError
from retrieval.types import Filters, Turn

if TYPE_CHECKING:
    from bot.cli.session import Session

_TELL_EVERY = 50  # answers, where nobody watches a moving line


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch: a question, or what is wrong with the line."""

    line: int
    id: str | int
    question: str = ""
    turns: tuple[Turn, ...] = ()
    error: str = ""


def ask_all(session: Session, path: Path, *, restrict: Filters | None) -> int:
    """Answer every line; exit code 1 when one could not be."""

    def work(engine: Any) -> Callable[[Asked], Awaitable[as_json.Json]]:
        async def answer(asked: Asked) -> as_json.Json:
            reply = await engine.answer(asked.question, turns=asked.turns, filters=restrict)
            return as_json.reply(reply, question_id=asked.id)

        return answer

    return _run(session, path, work)


def search_all(session: Session, path: Path, *, k: int, restrict: Filters | None) -> int:
    """Search for every line; exit code 1 when one could not be."""

    def work(engine: Any) -> Callable[[Asked], Awaitable[as_json.Json]]:
        async def search(asked: Asked) -> as_json.Json:
            found = await engine.search(asked.question, turns=asked.turns, k=k, filters=restrict)
            return {"id": asked.id, "passages": as_json.passages(found)}

        return search

    return _run(session, path, work)


def _run(
    session: Session,
    path: Path,
    work: Callable[[Any], Callable[[Asked], Awaitable[as_json.Json]]],
) -> int:
    with opened(path) as lines, session.library() as library:
        offer_starter(session, library)
        one = work(library.engine)

        async def outcome(asked: Asked) -> tuple[Asked, as_json.Json | door.Failure]:
            if asked.error:
                return asked, door.Failure(asked.error)
            return asked, await door.outcome(one(asked), debug=session.debug)

        async def every() -> int:
            results = in_order(parse_all(lines), outcome, concurrency=session.settings.concurrency)
            done = failed = 0
            async for asked, result in results:
                done += 1
                failed += _print(asked, result, path)
                _tell(done)
            _tell(done, failed=failed, finished=True)
            return failed

        return door.FAILED if asyncio.run(every()) else door.OK


def _print(asked: Asked, result: as_json.Json | door.Failure, path: Path) -> bool:
    """Print one result; whether it is a failure."""
    if not isinstance(result, door.Failure):
        typer.echo(as_json.dumps(result))
        return False
    door.say(f"{path}:{asked.line}: {result.line}")
    typer.echo(as_json.dumps({"id": asked.id, "line": asked.line, "error": result.line}))
    return True


def _tell(done: int, *, failed: int = 0, finished: bool = False) -> None:
    """Progress on standard error: a moving line for a person, a line now and then for a log."""
    if finished:
        note = f"{done - failed} done, {failed} failed" if failed else f"{done} done"
    else:
        note = f"{done} ..."
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{note}" + ("\n" if finished else ""))
        sys.stderr.flush()
    elif finished or done % _TELL_EVERY == 0:
        door.say(note, prefix="")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, or standard input for "-", as bytes: one bad line must not spoil the others."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as lines:
            yield lines
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(
            f"{path}: {error.strerror}.", hint="Give a file with one JSON object a line."
        ) from None


def parse_all(lines: IO[bytes]) -> Iterator[Asked]:
    """Every line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield parse(line, number=number)


def parse(line: bytes, *, number: int) -> Asked:
    """One line; without an id of its own it is called by its number."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return Asked(number, number, error=f"not a JSON object: {error}.")
    if not isinstance(value, dict):
        return Asked(number, number, error='not a JSON object. Write {"question": "..."}')
    given = value.get("id")
    known = given if isinstance(given, (str, int)) and not isinstance(given, bool) else number
    question = value.get("question", value.get("query"))
    if not isinstance(question, str):
        return Asked(number, known, error='it has no "question" that is a text.')
    try:
        turns = tuple(_turn(turn) for turn in value.get("history") or ())
    except (TypeError, KeyError, ValueError):
        wanted = '[{"role": "user" or "assistant", "content": "..."}]'
        return Asked(number, known, error=f'its "history" is not {wanted}.')
    return Asked(number, known, question=question, turns=turns)


def _turn(value: Any) -> Turn:
    role, content = value["role"], value["content"]
    if role not in {"user", "assistant"} or not isinstance(content, str):
        raise ValueError(role)
    return Turn(role=role, content=content)
