"""`/privacy`, `/forget me` and `/insights` in Discord without sockets."""

from __future__ import annotations

import json
from pathlib import Path

from bot.records.community.feedback import DOWN, UP
from retrieval.types import Abstention, AbstentionReason
from tests.discord.commands.seen import manager, run, said
from tests.discord.views.front import Front

UNTOLD = Abstention(
    question="Who sank the ferry?",
    standalone_question="Who sank the ferry?",
    reason=AbstentionReason.NOT_STATED,
    message="The articles do not tell.",
)


def test_privacy_tells_what_is_stored_and_how_long(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        await manager(front).slash(front.channel, "settings retention", days=7)
        result = await front.person("ann").slash(front.channel, "privacy")
        assert result.ephemeral
        for word in ("7 days", "keyed hash", "/forget me"):
            assert word in said(result)

    run(tmp_path, test)


def test_forget_me_deletes_what_is_stored_of_the_person_and_of_nobody_else(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann, bob = front.person("ann"), front.person("bob")
        hers = await front.asked(UNTOLD, by=ann)
        elsewhere = await front.asked(UNTOLD, by=ann, guild_id=None)
        his = await front.asked(UNTOLD, by=bob)
        asked = await ann.slash(front.channel, "forget me")
        assert asked.ephemeral
        assert front.parts.community.question(hers.id) is not None
        assert asked.response is not None
        await front.restart()
        await ann.click(asked.response, label="Delete everything")
        assert "2 entries" in said(asked)
        for gone in (hers, elsewhere):
            assert front.parts.community.question(gone.id) is None
        assert front.parts.community.question(his.id) is not None

    run(tmp_path, test)


def test_nothing_is_forgotten_when_that_is_cancelled(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        question = await front.asked(UNTOLD, by=ann)
        asked = await ann.slash(front.channel, "forget me")
        assert asked.response is not None
        await ann.click(asked.response, label="Cancel")
        assert "Nothing was changed" in said(asked)
        assert front.parts.community.question(question.id) is not None

    run(tmp_path, test)


def test_insights_count_and_list_what_was_not_answered(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia, ann = manager(front), front.person("ann")
        first = await front.asked(UNTOLD, by=ann, text="Who sank the ferry?")
        second = await front.asked(UNTOLD, by=ann, text="Who paid?")
        asker = front.parts.identities.of(ann.id)
        front.parts.community.rate(first.id, UP, asker)
        front.parts.community.rate(second.id, DOWN, asker)
        front.parts.community.say_why(second.id, "Too vague", asker)
        result = await mia.slash(front.channel, "insights", days=7)
        assert result.ephemeral
        for word in ("Who sank the ferry?", "Too vague", "Median", "7 days"):
            assert word in said(result)
        assert result.response is not None
        assert result.response.attachments == []

    run(tmp_path, test)


def test_unanswered_questions_are_exported_as_gold_candidates(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia, ann = manager(front), front.person("ann")
        await front.asked(UNTOLD, by=ann, text="Wer zahlte für die Fähre?")
        await front.asked(UNTOLD, by=ann, text="A private one?", private=True)
        result = await mia.slash(front.channel, "insights", export=True)
        assert result.response is not None
        (file,) = result.response.attachments
        assert file.filename == "gold-candidates.jsonl"
        lines = (await file.read()).decode().splitlines()
        assert [json.loads(line)["question"] for line in lines] == ["Wer zahlte für die Fähre?"]
        assert str(ann.id) not in "".join(lines)

    run(tmp_path, test)


def test_there_may_be_nothing_to_export(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await manager(front).slash(front.channel, "insights", export=True)
        assert "nothing to export" in said(result)

    run(tmp_path, test)


def test_insights_are_for_managers_of_that_guild(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        assert "Manage Server" in said(await ann.slash(front.channel, "insights"))
        await front.asked(UNTOLD, by=ann, guild_id=12345, text="Of another guild?")
        assert "Of another guild?" not in said(
            await manager(front).slash(front.channel, "insights")
        )

    run(tmp_path, test)
