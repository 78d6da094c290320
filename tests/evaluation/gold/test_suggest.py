"""Drafts from whole libraries, by rules and by a model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import prompts
from bot.evaluation.cases import Case, of_data
from bot.evaluation.gold.candidates import CANDIDATE, as_data, write_new
from bot.evaluation.gold.drafts import Chosen, Draft
from bot.evaluation.gold.exchange import UNANSWERABLE, unanswerable
from bot.evaluation.gold.suggest import Suggesting
from bot.evaluation.gold.writing import DraftWriter
from retrieval.errors import ModelUnavailable, UsageError
from retrieval.library import Library
from retrieval.types import Turn
from tests import newsroom
from tests.fakes.chat_model import ScriptedChat

FERRY = "The ferry Selma Rose ran aground in thick fog on the evening of 2 March 2019."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with newsroom.invented(tmp_path_factory.mktemp("gold")) as library:
        yield library


def suggested(
    library: Library, count: int = 8, *, seed: int = 0, taken: Iterable[str] = ()
) -> tuple[Case, ...]:
    chosen = Chosen(taken)
    asyncio.run(Suggesting(library, seed).fill(chosen, count))
    return chosen.cases


def test_every_draft_has_its_evidence_verbatim_and_not_its_answer(library: Library) -> None:
    cases = suggested(library)
    answerable = [case for case in cases if case.answerable]
    assert len(answerable) >= 5
    for case in answerable:
        (evidence,) = case.evidence
        assert evidence.quote in library.article(evidence.key).text
        assert evidence.key in case.gold_articles
        (group,) = case.facts
        assert any(form.casefold() in evidence.quote.casefold() for form in group)
        assert not any(form.casefold() in case.question.casefold() for form in group)
    assert all(CANDIDATE in case.tags for case in cases)
    assert len({case.id for case in cases}) == len(cases)


def test_the_same_seed_draws_the_same(library: Library) -> None:
    assert suggested(library, seed=4) == suggested(library, seed=4)
    assert suggested(library, 3, seed=4) != suggested(library, 3, seed=5)


def test_what_is_known_is_left_out(library: Library) -> None:
    first = suggested(library)
    taken = [case.question for case in first]
    again = suggested(library, taken=taken)
    assert not set(taken) & {case.question for case in again}


def test_some_are_unanswerable_and_no_article_tells_them(library: Library) -> None:
    others = [case for case in suggested(library, 10) if not case.answerable]
    assert others
    for case in others:
        assert UNANSWERABLE in case.tags
        assert (case.facts, case.evidence, case.gold_articles) == ((), (), ())


def test_an_exchange_that_an_article_tells_is_discarded(library: Library) -> None:
    told = Case(id="a", question="Who expelled envoys in June 2016?", answerable=True)
    years = set()
    for seed in range(30):
        made = asyncio.run(unanswerable(told, library.engine, persons=(), places=(), seed=seed))
        assert made is not None
        years.add(made.question)
    assert "Who expelled envoys in June 2018?" not in years
    assert len(years) > 1


def test_the_same_question_of_two_articles_is_one_with_both() -> None:
    draft = Draft("when", "When was the bottle of Tarn found?", ("1911",), "a", "Found in 1911.")
    chosen = Chosen()
    assert chosen.add(draft.case)
    assert not chosen.add(replace(draft, key="b", question="When was the Tarn bottle found?").case)
    assert not chosen.add(replace(draft, key="c", answers=("1912",)).case)
    (case,) = chosen.cases
    assert case.gold_articles == ("a", "b")
    assert [one.key for one in case.evidence] == ["a", "b"]


def drafted(library: Library, *replies: str | Exception, count: int = 2) -> tuple[list[Case], str]:
    told: list[str] = []
    writer = DraftWriter(ScriptedChat(replies), prompts.load())
    chosen = Chosen()
    asyncio.run(Suggesting(library, 0, writer, notice=told.append).fill(chosen, count))
    return list(chosen.cases), "".join(told)


def reply(question: str, answer: str, evidence: str) -> str:
    return json.dumps({"question": question, "answer": answer, "evidence": evidence})


GOOD = reply("When did the ferry Selma Rose run aground?", "2 March 2019", FERRY)


def test_what_was_drafted_stays_when_the_rest_is_broken_off(library: Library) -> None:
    told: list[tuple[int, int]] = []
    writer = DraftWriter(ScriptedChat((GOOD, RuntimeError("the power is gone"))), prompts.load())
    suggesting = Suggesting(library, 0, writer, progress=lambda *said: told.append(said))
    chosen = Chosen()
    with pytest.raises(RuntimeError):
        asyncio.run(suggesting.fill(chosen, 5))

    assert [case.question for case in chosen.cases] == [json.loads(GOOD)["question"]]
    assert told == [(1, 4)]


@pytest.fixture
def ferry(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    rows = [row for row in library.articles() if row.key == "ferry"]
    monkeypatch.setattr(library, "articles", lambda: rows)
    return library


def test_a_models_draft_is_kept_when_the_article_holds_it(ferry: Library) -> None:
    evidence = ferry.article("ferry").text.split(" - ")[1].split("019. ")[0] + "019."
    assert evidence == FERRY[0].lower() + FERRY[1:] or evidence == FERRY
    (case,), told = drafted(ferry, f"Here you are:\n{GOOD},\nThat is all.", count=1)
    assert (case.question, told) == ("When did the ferry Selma Rose run aground?", "")
    assert "2019-03-02" in case.facts[0]
    assert case.evidence[0].quote == FERRY


@pytest.mark.parametrize(
    "bad",
    [
        reply("When did the ferry Selma Rose run aground?", "2 March 2019", FERRY + " It sank."),
        reply("When did the ferry Selma Rose run aground?", "3 March 2019", FERRY),
        reply("When did it run aground in the thick fog?", "2 March 2019", FERRY),
        reply("Did the Selma Rose run aground on 2 March 2019?", "2 March 2019", FERRY),
        reply("Tell when the ferry Selma Rose ran aground", "2 March 2019", FERRY),
        json.dumps({"question": 1, "answer": None, "evidence": []}),
        '["question"]',
        "no JSON at all",
    ],
)
def test_a_models_draft_that_does_not_hold_is_left_out(ferry: Library, bad: str) -> None:
    kept, _ = drafted(ferry, bad + "\n" + GOOD, count=1)
    assert [case.question for case in kept] == ["When did the ferry Selma Rose run aground?"]
    ruled, _ = drafted(ferry, bad, count=1)
    assert all(case.evidence[0].quote in ferry.article("ferry").text for case in ruled)


def test_rules_go_on_when_the_model_fails(ferry: Library) -> None:
    cases, told = drafted(ferry, ModelUnavailable("It is away.", hint="Try later."), count=1)
    assert len(cases) == 1
    assert told == "It is away. Try later. The rest is drafted without it."


def test_a_case_is_written_as_it_is_read(tmp_path: Path) -> None:
    case = Case(
        id="a",
        question="Who?",
        answerable=True,
        turns=(Turn("user", "What of the ferry?"),),
        facts=(("Holm", "Ida Holm"),),
        answers=("Holm",),
        standalone="Who was it?",
    )
    assert of_data(as_data(case)) == case
    write_new(tmp_path / "a.jsonl", [case])
    with pytest.raises(UsageError, match="exists"):
        write_new(tmp_path / "a.jsonl", [])


@pytest.mark.parametrize(
    "question",
    [
        "Who joked that it was announced on Nils Holm's Day?",
        "Who gave two papers to the secretary Karen Donfried?",
        "How many sessions were held between 2016 and 2019?",
        "Who commanded the ferry in the fog?",
    ],
)
def test_a_question_that_an_exchange_would_spoil_makes_none(
    library: Library, question: str
) -> None:
    case = Case(id="a", question=question, answerable=True)
    made = asyncio.run(
        unanswerable(case, library.engine, persons=("Olav Brekke",), places=(), seed=0)
    )
    assert made is None


def test_an_answer_is_not_put_into_its_own_question(library: Library) -> None:
    question = "Who succeeded Nils Holm as director of the port?"
    case = Case(id="a", question=question, answerable=True, facts=(("Olav Brekke", "Brekke"),))

    def made(*persons: str) -> Case | None:
        return asyncio.run(unanswerable(case, library.engine, persons=persons, places=(), seed=0))

    assert made("Olav Brekke") is None
    other = made("Olav Brekke", "Karl Nyman")
    assert other is not None
    assert other.question == "Who succeeded Karl Nyman as director of the port?"
