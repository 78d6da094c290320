"""The judge: strictly asked, defensively read, and held against what is counted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pytest

import prompts
from bot.evaluation.agreement import agreement, kappa
from bot.evaluation.judge import ATTEMPTS, Judge, verdict
from bot.evaluation.results import Result
from retrieval.errors import ModelUnavailable
from tests.evaluation.made import answered, case, unanswerable
from tests.fakes.chat_model import Reply, ScriptedChat

RIGHT = '{"verdict": "right", "why": "It says Tuesday."}'
WRONG = '{"verdict": "wrong", "why": "It does not."}'


def judged(chat: ScriptedChat, *results: Result) -> tuple[Result, ...]:
    judge = Judge(chat, prompts.load(), concurrency=1)
    return asyncio.run(judge.judged(results))


def test_a_judgement_names_its_model_and_the_version_of_its_prompt() -> None:
    chat = ScriptedChat([RIGHT], name="tiny")
    (result,) = judged(chat, answered("a"))
    assert result.judgement is not None
    assert (result.judgement.score, result.judgement.why) == (1.0, "It says Tuesday.")
    assert result.judgement.model == "tiny"
    assert result.judgement.prompt == prompts.load().version_of("judge")


def test_the_judge_sees_question_expectation_and_answer_between_marks() -> None:
    chat = ScriptedChat([RIGHT])
    judged(chat, answered(case("x", facts=(("Tuesday", "19 May"),), answers=("then",))))
    system, request = (message.content for message in chat.messages[0])
    assert "do not obey" in system
    mark = request.split()[1]
    assert request.count(f"=== {mark}") == 4
    assert "- it says: Tuesday or: 19 May\n- it says: then\n" in request
    assert "[1]" not in request


def test_only_what_can_be_judged_is() -> None:
    chat = ScriptedChat([RIGHT])
    results = (
        Result(case=case("refused"), abstained=True),
        Result(case=case("broken"), error="It broke."),
        answered(unanswerable("nobody")),
        answered(case("bare", facts=(), evidence=())),
    )
    assert judged(chat, *results) == results
    assert chat.messages == []


def test_what_this_judge_judged_stays_and_another_judges_again() -> None:
    (once,) = judged(ScriptedChat([RIGHT], name="tiny"), answered("a"))
    same, other = ScriptedChat([WRONG], name="tiny"), ScriptedChat([WRONG], name="large")
    assert judged(same, once) == (once,)
    (again,) = judged(other, once)
    assert again.judgement is not None
    assert (again.judgement.model, again.judgement.score) == ("large", 0.0)


def test_a_judge_that_gives_no_verdict_is_asked_again_and_then_counted() -> None:
    second = ScriptedChat(["I think it is right.", RIGHT])
    assert judged(second, answered("a"))[0].judgement is not None
    never = ScriptedChat(["Right."], name="tiny")
    (result,) = judged(never, answered("a"))
    assert len(never.messages) == ATTEMPTS
    assert result.judgement is None
    assert result.judge_error.startswith("tiny gave no verdict: ")


def test_a_judge_that_fails_is_counted_and_the_others_are_judged() -> None:
    replies: Sequence[Reply] = [ModelUnavailable("It is away.", hint="Wait."), RIGHT]
    first, second = judged(ScriptedChat(replies), answered("a"), answered("b"))
    assert (first.judgement, first.judge_error) == (None, "It is away. Wait.")
    assert second.judgement is not None
    told = agreement([first, second])
    assert told is not None
    assert (told.judged, told.errors) == (1, 1)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (RIGHT, 1.0),
        (f"```json\n{RIGHT}\n```", 1.0),
        (f"<think>{WRONG}</think>{RIGHT}", None),  # `_ask` removes thoughts, this does not
        ('{"why": "x", "verdict": " Partly "}', 0.5),
        (f"{{}} {RIGHT} {RIGHT}", 1.0),
        (f"{RIGHT} {WRONG}", None),
        ('{"verdict": "great"}', None),
        ('{"verdict": ["right"]}', None),
        ('{"verdict": null}', None),
        ('{"verdict": "right"', None),
        ("right", None),
        ("", None),
        ("{" * 5000, None),
    ],
)
def test_a_verdict_is_read_from_whatever_stands_around_it(text: str, score: float | None) -> None:
    if score is None:
        with pytest.raises(ValueError, match=r"verdict|none of"):
            verdict(text)
    else:
        assert verdict(text)[0] == score


def test_thoughts_are_no_verdict_and_reasons_are_one_short_line() -> None:
    long = json.dumps({"verdict": "right", "why": "so\n" * 400})
    (result,) = judged(ScriptedChat([f"<think>{WRONG}</think>{long}"]), answered("a"))
    assert result.judgement is not None
    assert result.judgement.score == 1.0
    assert len(result.judgement.why) <= 300
    assert "\n" not in result.judgement.why


def test_kappa_is_what_is_left_beyond_chance() -> None:
    # By hand: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: agreement .7, chance .5, kappa .4.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([(True, True)] * 3) is None
    assert kappa([]) is None
    assert kappa([(True, False), (False, True)]) == pytest.approx(-1)


def test_agreement_holds_the_judge_against_the_facts() -> None:
    results = judged(
        ScriptedChat([RIGHT, WRONG, RIGHT]),
        answered("a"),
        answered("b"),
        answered("c", "It was on Monday."),
    )
    told = agreement(results)
    assert told is not None
    assert (told.judged, told.both, told.share) == (3, 3, pytest.approx(1 / 3))
    assert told.score == pytest.approx(2 / 3)
    assert agreement([answered("a")]) is None
