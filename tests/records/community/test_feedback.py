"""What a guild's keepers learn: counts, gaps, what was not liked; and nobody's name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.evaluation.cases import load
from bot.records.community.community import Community
from bot.records.community.feedback import DOWN, UP, Downvoted, TopArticle, Unanswered
from retrieval.types import AbstentionReason, Reply
from tests.conftest import ROOT
from tests.records.community.asked import ANN, BEN, GUILD, NOON, OTHER_GUILD, StoppedClock, new
from tests.records.replies import ARTICLE, abstention, answer


def ask(
    community: Community, text: str, reply: Reply | None = None, *, ms: int = 5, **chosen: Any
) -> int:
    """Ask and have it answered; the question's id."""
    taken = community.accept(new(text, **chosen))
    assert taken is not None
    assert community.answered(taken.id, reply or answer(text), ms)
    return taken.id


def test_a_person_has_one_rating_the_last_one(community: Community) -> None:
    question = ask(community, "Who?")
    assert community.rate(question, UP, ANN)
    assert community.rate(question, DOWN, ANN)
    assert community.rate(question, UP, BEN)
    found = community.insights(GUILD, 0)
    assert (found.up, found.down) == (1, 1)
    kept = community.question(question)
    assert kept is not None
    assert (kept.rating, kept.why) == (DOWN, None)
    with pytest.raises(ValueError, match="1 or -1"):
        community.rate(question, 5, ANN)


def test_why_stays_until_the_person_thinks_better_of_it(community: Community) -> None:
    question = ask(community, "Who?")
    assert community.say_why(question, "It is the wrong bridge.", ANN)
    community.rate(question, DOWN, ANN)
    kept = community.question(question)
    assert kept is not None
    assert (kept.rating, kept.why) == (DOWN, "It is the wrong bridge.")
    community.rate(question, UP, ANN)
    kept = community.question(question)
    assert kept is not None
    assert (kept.rating, kept.why) == (UP, None)


def test_what_is_gone_takes_no_rating(community: Community) -> None:
    assert not community.rate(1, UP, ANN)
    assert not community.say_why(1, "why", ANN)


def test_the_insights_count_and_name(community: Community, clock: StoppedClock) -> None:
    clock.now = NOON - 100
    ask(community, "Too early?")
    clock.now = NOON
    for ms in (10, 30, 20):
        ask(community, f"Who took {ms}?", ms=ms)
    failed = community.accept(new("Fails?"))
    assert failed is not None
    community.failed(failed.id, "x")
    ask(community, "Why the ferry?", abstention("Why the ferry?"), ms=20)
    clock.now = NOON + 9
    ask(community, "why  the FERRY?", abstention("why the FERRY?"), ms=20, asker=BEN)
    ask(community, "When?", abstention("When?"), ms=20)
    disliked = ask(community, "Where?", ms=20)
    community.say_why(disliked, "Elsewhere.", BEN)
    found = community.insights(GUILD, NOON)
    assert (found.questions, found.answered, found.abstained, found.failed) == (8, 4, 3, 1)
    assert (found.up, found.down, found.median_ms) == (0, 1, 20)
    assert found.top_articles == (TopArticle(ARTICLE.key, ARTICLE.title, 4),)
    assert found.unanswered == (
        Unanswered("why  the FERRY?", "not_mentioned", 2, NOON + 9),
        Unanswered("When?", "not_mentioned", 1, NOON + 9),
    )
    assert found.downvoted == (Downvoted("Where?", "Elsewhere."),)


def test_a_guild_without_questions_has_empty_insights(community: Community) -> None:
    ask(community, "Who?")
    found = community.insights(OTHER_GUILD, 0)
    assert (found.questions, found.median_ms, found.top_articles) == (0, None, ())
    assert list(community.candidates(OTHER_GUILD)) == []


def test_what_was_asked_privately_is_counted_and_not_told(community: Community) -> None:
    ask(community, "Secret?", abstention("Secret?"), private=True)
    disliked = ask(community, "Secret too?", private=True)
    community.say_why(disliked, "a secret", ANN)
    found = community.insights(GUILD, 0)
    assert (found.abstained, found.down) == (1, 1)
    assert (found.unanswered, found.downvoted) == ((), ())
    assert list(community.candidates(GUILD)) == []


def test_small_talk_is_no_gap(community: Community) -> None:
    greeting = replace(abstention("Hello!"), reason=AbstentionReason.SMALL_TALK)
    ask(community, "Hello!", greeting)
    assert community.insights(GUILD, 0).unanswered == ()
    assert list(community.candidates(GUILD)) == []


def test_candidates_are_gold_questions_without_anybodys_id(
    community: Community, tmp_path: Path
) -> None:
    ask(community, "Why the ferry?", abstention("Why the ferry?"), place_id=1)
    ask(community, "why the  ferry?", abstention("why the ferry?"), asker=BEN)
    liked = ask(community, "Who was it <@123456789012345678>?")
    community.rate(liked, UP, BEN)
    disliked = ask(community, "And who else?")
    community.rate(disliked, DOWN, BEN)
    lines = [json.dumps(one) for one in community.candidates(GUILD)]
    schema = json.loads((ROOT / "docs" / "schema" / "gold.schema.json").read_text("utf-8"))
    for line in lines:
        Draft202012Validator(schema).validate(json.loads(line))
        assert not any(one in line for one in (ANN, BEN, "123456789012345678"))
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    unanswered, downvoted = load(tmp_path / "gold.jsonl")
    assert (unanswered.question, unanswered.answerable) == ("Why the ferry?", False)
    assert unanswered.tags == ("unanswered", "not_mentioned")
    assert (downvoted.question, downvoted.answerable) == ("And who else?", True)
    # Its reply stands for a question of more words than were asked: the conversation comes along.
    assert [turn.content for turn in downvoted.turns] == ["Who was it @someone?", "It opened."]


def test_a_candidate_from_a_chain_of_replies_brings_the_chain(community: Community) -> None:
    ask(community, "Beside it?", place_id=None)
    first = ask(community, "Who?", place_id=None)
    second = ask(community, "And who else?", place_id=None, parent_id=first)
    community.rate(second, DOWN, ANN)
    (found,) = community.candidates(GUILD)
    assert [turn["content"] for turn in found["history"]] == ["Who?", "It opened."]
