"""What goes wrong when a button is pressed."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.discord import views
from bot.discord.render.words import words
from tests.discord.views.front import EN, Front, abstention, answer, run
from tests.newsroom import FERRY

REPLY = answer((FERRY, "the radar had failed"))
UNTOLD = abstention((FERRY, "the radar had failed"))
REPLIES = {"Sources (1)": REPLY, "👍": REPLY, "👎": REPLY, "New search": REPLY}
EVERY = {**REPLIES, EN("labels.tell_me"): UNTOLD, EN("labels.nearest"): UNTOLD}


@pytest.mark.parametrize("label", EVERY)
def test_it_is_told_to_the_person_alone_with_an_id_that_finds_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, label: str
) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        message = await front.shown(await front.asked(EVERY[label], by=ana), EVERY[label])
        front.parts.community.close()
        (tmp_path / "discord.sqlite3").write_bytes(b"no database at all" * 100)
        told = await ana.click(message, label=label)
        shown = told.response or told.followups[0]
        assert shown.ephemeral
        identity = shown.content.split("`")[1]
        assert shown.content == EN("notices.error", id=identity)
        assert identity in [getattr(one, "error_id", None) for one in caplog.records]

    run(tmp_path, test, articles=(FERRY,))


@pytest.mark.parametrize("label", EVERY)
def test_an_interaction_that_discord_gave_up_disturbs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, label: str
) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        message = await front.shown(await front.asked(EVERY[label], by=ana), EVERY[label])
        front.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=1)
        told = await ana.click(message, label=label)
        assert not told.acknowledged
        assert (await ana.click(message, label=label)).acknowledged

    run(tmp_path, test, articles=(FERRY,))
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def test_a_form_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        message = await front.shown(await front.asked(REPLY, by=ana), REPLY)
        opened = await ana.click(message, label="👎")
        opened._interaction.modal["custom_id"] = "of another room"  # type: ignore[index]
        told = await ana.submit_modal(opened, {"why": "No."})
        assert not told.acknowledged

    run(tmp_path, test)


def test_the_words_fit_what_discord_takes_in_both_languages() -> None:
    for language in ("en", "de"):
        labels = words(language).under("labels")
        assert all(len(text) <= 80 for text in labels.values())
        forms = [key for key in labels if key.startswith(("labels.why_", "labels.search_"))]
        assert [key for key in forms if len(labels[key]) > 45 and "placeholder" not in key] == []


def test_a_row_holds_five_buttons_at_most() -> None:
    async def rows() -> list[int]:
        made = [views.for_answer(1, one, EN) for one in (REPLY, UNTOLD)]
        return [len(one.to_components()) for one in made]

    assert asyncio.run(rows()) == [1, 1]
