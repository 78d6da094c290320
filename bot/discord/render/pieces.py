"""A long text as messages that Discord accepts, each of which can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.discord.render.atoms import split, units
from bot.discord.render.escape import BREAK, inert, shield

LIMIT = 2000  # of a message's content
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORTH = 200  # units that are left in a message and worth beginning a block in


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Escaped text, cut between sentences or words where it must be."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Escaped text that is shown as a quote, each of its lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that stay together, a list of sources for one; a longer list is cut between them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """Text, not escaped, in a code block; `language`: for its colours."""

    text: str
    language: str = ""


Block = Paragraph | Quoted | Lines | Fence


def pieces(blocks: Sequence[Block], *, limit: int = LIMIT) -> tuple[str, ...]:
    """The blocks, a blank line between them, in messages of at most `limit` units."""
    done: list[str] = []
    current = ""
    waiting = [block for block in reversed(blocks) if _whole(block).strip()]
    while waiting:
        block = waiting.pop()
        before = f"{current}\n\n" if current else ""
        room = limit - units(before)
        if units(whole := _whole(block)) <= room:
            current = before + whole
            continue
        keep = isinstance(block, Lines | Fence) and units(whole) <= limit
        if current and (keep or room < _WORTH):
            done.append(current)
            current = ""
            waiting.append(block)
            continue
        head, rest = _cut(block, room)
        done.append(before + head)
        current = ""
        if rest is not None:
            waiting.append(rest)
    return tuple(piece for each in (*done, current) if (piece := each.strip()))


def _whole(block: Block) -> str:
    match block:
        case Paragraph(text):
            return text
        case Quoted(text):
            return "\n".join(f"> {line}" for line in text.splitlines())
        case Lines(lines):
            return "\n".join(lines)
        case Fence(text, language):
            return f"```{language}\n{_fenced(text)}\n```"


def _fenced(text: str) -> str:
    """Text that neither closes its code block nor does anything in it."""
    return inert(_CONTROLS.sub("", text)).replace("`", f"`{BREAK}")


def _cut(block: Block, room: int) -> tuple[str, Block | None]:
    """What fits of a block that does not fit, and the rest of it."""
    match block:
        case Paragraph(text):
            head, rest = split(text, room)
            rest = shield(rest.lstrip())
            return head.rstrip(), Paragraph(rest) if rest else None
        case Quoted(text):
            lines = _taken([f"> {line}" for line in text.splitlines()], room, prefix="> ")
            rest = "\n".join(line.removeprefix("> ") for line in lines[1])
            return "\n".join(lines[0]), Quoted(rest) if rest else None
        case Lines(rows):
            fit, left = _taken(list(rows), room, prefix="")
            return "\n".join(fit), Lines(tuple(left)) if left else None
        case Fence(text, language):
            opening, closing = f"```{language}\n", "\n```"
            inside = _fenced(text).split("\n")
            fit, left = _taken(inside, room - units(opening + closing), prefix="")
            rest = "\n".join(left).replace(BREAK, "")
            return opening + "\n".join(fit) + closing, Fence(rest, language) if left else None


def _taken(lines: list[str], room: int, *, prefix: str) -> tuple[list[str], list[str]]:
    """The lines that fit and those that do not; a line that alone is too long is cut in two."""
    size = 0
    for index, line in enumerate(lines):
        size += units(line) + (1 if index else 0)
        if size <= room:
            continue
        if index:
            return lines[:index], lines[index:]
        lead = prefix or _lead(line)
        head, rest = split(line.removeprefix(lead), max(1, room - units(lead)))
        again = [lead + shield(rest.lstrip())] if rest.strip() else []
        return [lead + head.rstrip()], [*again, *lines[1:]]
    return lines, []


def _lead(line: str) -> str:
    """What makes a line subtext or a quote, so that its rest is one too."""
    return next((lead for lead in ("-# ", "> ") if line.startswith(lead)), "")
