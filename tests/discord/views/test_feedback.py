"""👍 and 👎."""

from __future__ import annotations

from pathlib import Path

from tests.discord.views.front import EN, Front, answer, run
from tests.newsroom import FERRY

REPLY = answer((FERRY, "the radar had failed"))


def test_a_rating_is_kept_changed_and_thanked_for(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana)
        message = await front.shown(question, REPLY)
        up = await ana.click(message, label="👍")
        assert up.ephemeral
        assert up.response is not None
        assert up.response.content == EN("notices.thanks")
        assert front.rating(question) == (1, None)
        await ana.click(message, label="👎")
        assert front.rating(question) == (-1, None)
        await ana.click(message, label="👍")
        assert front.rating(question) == (1, None)

    run(tmp_path, test)


def test_what_was_wrong_is_kept_even_after_a_restart(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana)
        message = await front.shown(question, REPLY)
        asked = await ana.click(message, label="👎")
        assert asked.modal is not None
        assert asked.modal["title"] == EN("labels.why_title")
        assert asked.modal["components"][0]["component"]["max_length"] == 500
        assert asked.modal["components"][0]["component"]["required"] is False
        await front.restart()
        told = await ana.submit_modal(asked, {"why": "  The date is another one. "})
        assert told.ephemeral
        assert told.response is not None
        assert told.response.content == EN("notices.thanks_why")
        assert front.rating(question) == (-1, "The date is another one.")

    run(tmp_path, test)


def test_a_form_that_is_left_empty_or_dismissed_changes_nothing(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana)
        message = await front.shown(question, REPLY)
        await ana.submit_modal(await ana.click(message, label="👎"), {})
        assert front.rating(question) == (-1, None)

    run(tmp_path, test)


def test_a_question_that_is_gone_or_anothers_cannot_be_rated(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana, ben = front.person("ana"), front.person("ben")
        gone = await front.asked(REPLY, by=ana, source_message_id=9)
        private = await front.asked(REPLY, by=ana, private=True)
        opened = await ana.click(await front.shown(gone, REPLY), label="👎")
        front.parts.community.erase(9)
        late = await ana.submit_modal(opened, {"why": "No."})
        refused = await ben.click(await front.shown(private, REPLY), label="👍")
        forged = await ben.click(await front.shown(private, REPLY), label="👎")
        for one in (late, refused, forged):
            assert one.modal is None
            assert one.response is not None
            assert one.response.content == EN("notices.expired")
        assert front.rating(private) == (None, None)

    run(tmp_path, test)
