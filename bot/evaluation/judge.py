"""A language model's opinion of the answers, beside what is counted and never for it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.evaluation.cases import Case
from bot.evaluation.results import Judgement, Result
from bot.ordered import in_order
from prompts import Prompts
from retrieval.answer.draft import answer_of
from retrieval.errors import ModelError
from retrieval.ports import ChatModel, Message, TextPiece

FILE = "judge"  # of the prompts
ATTEMPTS = 3  # a model that is no good at JSON is asked again
_TOKENS = 800  # of a verdict; models that think aloud need most of them for that
_LONGEST_WHY = 300  # characters
_SCORES: Mapping[str, float] = MappingProxyType({"right": 1.0, "partly": 0.5, "wrong": 0.0})
_MARKER = re.compile(r"\s*\[\d+\]")


class Judge:
    """Judges what was answered; its model and the version of its prompt are in each judgement."""

    def __init__(self, model: ChatModel, prompts: Prompts, *, concurrency: int) -> None:
        self.model = model.name
        self.version = prompts.version_of(FILE)
        self._chat = model
        self._prompts = prompts
        self._concurrency = concurrency

    async def judged(
        self, results: Sequence[Result], *, keep: Callable[[int, Result], None] | None = None
    ) -> tuple[Result, ...]:
        """The results, those that can be judged with a judgement or with why there is none.

        What this judge has judged already stays. keep: as of Evaluation.results.
        """
        judged = list(results)

        async def one(place: int) -> None:
            judged[place] = await self._judge(results[place])
            if keep is not None:
                keep(place, judged[place])

        missing = [place for place, result in enumerate(results) if self.is_missing(result)]
        async for _ in in_order(missing, one, concurrency=self._concurrency):
            pass
        return tuple(judged)

    def is_missing(self, result: Result) -> bool:
        """Whether this judge has still to judge it."""
        there = result.judgement
        known = there is not None and (there.model, there.prompt) == (self.model, self.version)
        return can_be_judged(result) and not known

    async def _judge(self, result: Result) -> Result:
        messages, problem = self._messages(result), ""
        for _ in range(ATTEMPTS):
            try:
                text = await self._ask(messages)
                score, why = verdict(text)
            except ModelError as error:
                problem = str(error)
                break  # the model was asked again already, where that could help
            except ValueError as error:
                problem = f"{self.model} gave no verdict: {error}."
                continue
            judgement = Judgement(score=score, why=why, model=self.model, prompt=self.version)
            return replace(result, judgement=judgement, judge_error="")
        return replace(result, judgement=None, judge_error=" ".join(problem.split()))

    async def _ask(self, messages: Sequence[Message]) -> str:
        async with aclosing(self._chat.stream(messages, max_tokens=_TOKENS)) as events:
            said = [event.text async for event in events if isinstance(event, TextPiece)]
        return answer_of("".join(said))

    def _messages(self, result: Result) -> list[Message]:
        request = self._prompts[f"{FILE}/request"].fill(
            mark=secrets.token_hex(6),  # which no answer can know
            question=result.case.standalone or result.standalone_question,
            expected=self._expected(result.case),
            answer=_MARKER.sub("", result.answer),
        )
        return [
            Message("system", self._prompts[f"{FILE}/system"].text),
            Message("user", request),
        ]

    def _expected(self, case: Case) -> str:
        either = f" {self._prompts[f'{FILE}/either'].text} "
        fact, evidence = self._prompts[f"{FILE}/fact"], self._prompts[f"{FILE}/evidence"]
        groups = [*case.facts, *([case.answers] if case.answers else [])]
        lines = [fact.fill(alternatives=either.join(group)) for group in groups]
        lines += [evidence.fill(quote=" ".join(one.quote.split())) for one in case.evidence]
        return "\n".join(lines)


def can_be_judged(result: Result) -> bool:
    """Whether something was answered that should be, and is told what a right answer says."""
    case = result.case
    return result.answered and case.answerable and bool(case.facts or case.answers or case.evidence)


def verdict(text: str) -> tuple[float, str]:
    """Score and reason from what a model wrote; ValueError unless it holds exactly one verdict."""
    found = {json.dumps(one, sort_keys=True): one for one in _objects(text) if "verdict" in one}
    if len(found) != 1:
        raise ValueError(
            "two verdicts" if found else "there is no JSON object with a verdict in it"
        )
    (said,) = found.values()
    word = said["verdict"]
    score = _SCORES.get(word.strip().casefold()) if isinstance(word, str) else None
    if score is None:
        raise ValueError(f"{str(word)[:40]!r} is none of {', '.join(_SCORES)}")
    why = said.get("why", "")
    return score, " ".join(why.split())[:_LONGEST_WHY] if isinstance(why, str) else ""


def _objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects in a text, whatever stands around them."""
    decoder, found, place = json.JSONDecoder(), [], text.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            found.append(value)
        place = text.find("{", end)
    return found
