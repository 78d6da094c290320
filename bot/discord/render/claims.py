"""What became of the claims of a message, each with what the articles say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.discord.render.atoms import cut
from bot.discord.render.citing import SUBTEXT, excerpt, nearest, source_line
from bot.discord.render.escape import one_line
from bot.discord.render.pieces import Block, Lines, Paragraph, pieces
from bot.discord.render.words import Words
from retrieval.types import ClaimCheck, Verdict

_MARKS = {Verdict.SUPPORTED: "✅", Verdict.CONTRADICTED: "❌", Verdict.NOT_TOLD: "❔"}
_CLAIM = 400
_QUOTES = 3  # of one claim
_NEAREST = 160


def claims(checks: Sequence[ClaimCheck], words: Words, *, left_out: int = 0) -> tuple[str, ...]:
    """The checked claims in messages of at most 2000 units; a claim stays with its sources.

    left_out: how many claims of the message were not checked.
    """
    if not checks:
        return pieces([Paragraph(words("claims.none"))])
    blocks: list[Block] = [Paragraph(_heading(checks, words))]
    blocks += [Lines(_one(check, words)) for check in checks]
    if left_out:
        blocks.append(Lines((SUBTEXT + words("claims.left_out", n=left_out),)))
    return pieces(blocks)


def _heading(checks: Sequence[ClaimCheck], words: Words) -> str:
    counted = Counter(check.verdict for check in checks)
    counts = " · ".join(
        f"{mark} {counted[verdict]} {words(f'claims.{verdict}')}"
        for verdict, mark in _MARKS.items()
        if counted[verdict]
    )
    return words("claims.heading", n=len(checks), counts=counts)


def _one(check: ClaimCheck, words: Words) -> tuple[str, ...]:
    verdict = words(f"claims.{check.verdict}")
    first = f"{_MARKS[check.verdict]} **{verdict}**: {cut(one_line(check.claim), _CLAIM)}"
    if check.verdict is Verdict.NOT_TOLD:
        if not check.passages:
            return (first,)
        return first, *nearest(check.passages[0], words, to=check.claim, limit=_NEAREST)
    said: list[str] = []
    for citation in check.citations[:_QUOTES]:
        quote = f"> {excerpt(citation.quote)}"
        said += [*([""] if said else []), source_line(citation, words), quote]
    return first, *said
