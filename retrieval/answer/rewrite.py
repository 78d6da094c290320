"""Let a model make a follow-up stand alone, and keep its words only when they are faithful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answer.generate import Account, whole
from retrieval.answer.prompting import Prompting
from retrieval.answer.standalone import Standalone
from retrieval.errors import ModelError
from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.words import Word, content_words, words
from retrieval.ports import ChatModel
from retrieval.types import Turn

LOOK_BACK = 6  # earlier messages that the model is shown
LONGEST_TURN = 600  # characters of each
LONGEST = 300  # characters of a question; more is an explanation or an answer
_TOKENS = 120
_NEW = 2  # ordinary words that the conversation does not have: "happen", "country"
_QUESTION = re.compile(
    r"^(?:and |but |so )?(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could"
    r"|will|would|should|in|on|at|for|by|to|from|under|tell|give|list|name|explain|summari[sz]e|describe|show)\b",
    re.I,
)


async def rewrite(
    question: str,
    turns: Sequence[Turn],
    ruled: Standalone,
    *,
    model: ChatModel,
    prompting: Prompting,
    account: Account,
) -> Standalone:
    """The model's wording of a follow-up where it is faithful, else the rules' wording.

    A message that stands alone by the rules is not sent. A ModelError is kept in the account.
    """
    if ruled.small_talk or not turns or (ruled.text == question and not ruled.context):
        return ruled
    shown = [
        replace(turn, content=turn.content[:LONGEST_TURN]) for turn in turns if turn.content.strip()
    ][-LOOK_BACK:]
    try:
        said = await whole(
            model, prompting.standalone(question, shown), max_tokens=_TOKENS, account=account
        )
    except ModelError as error:
        account.failure = error
        return ruled
    wording = said.strip().strip('"“”').strip()
    return replace(ruled, text=wording) if faithful(wording, question, shown) else ruled


def faithful(wording: str, question: str, turns: Sequence[Turn]) -> bool:
    """Whether a wording keeps what the user said and adds nothing that the conversation does not have.

    Names, dates and numbers of the question must all stand in it; names and numbers that it adds must
    stand in the conversation, and so must all but a few of its other words.
    """
    if not wording or "\n" in wording or len(wording) > LONGEST:
        return False
    if not wording.endswith("?") and not _QUESTION.match(wording):
        return False
    own = {word.stem for word in words(wording)}
    kept = {word.stem for word in words(question)}
    if any(word.stem not in own for word in _fixed(question)):
        return False
    said = " ".join(turn.content for turn in turns)
    known = kept | {word.stem for word in words(said)}
    if any(word.stem not in known for word in _fixed(wording)):
        return False
    return sum(word.stem not in known for word in content_words(wording)) <= _NEW


def _fixed(text: str) -> list[Word]:
    """The words of names, dates and numbers, which no wording may change."""
    spans = [
        *((name.start, name.end) for name in naming.names(text)),
        *((span.start, span.end) for span in quantities.dates(text)),
        *((span.start, span.end) for span in quantities.numbers(text)),
    ]
    return [
        word
        for word in words(text)
        if any(start <= word.start < end for start, end in spans)
        and word.lower not in naming.JOINERS
        and (word.content or word.text.isdigit())
    ]
