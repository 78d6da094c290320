"""New search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from retrieval.types import Abstention, Filters
from tests.discord.views.front import EN, Front, answer, labels, run
from tests.newsroom import ENVOYS, FERRY

REPLY = answer((FERRY, "the radar had failed"))
TEXT = "When did Norway expel the envoys?"


def values(modal: dict[str, Any] | None) -> dict[str, str]:
    assert modal is not None
    inputs = [row["component"] for row in modal["components"]]
    return {one["custom_id"]: one.get("value", "") for one in inputs}


def test_the_form_is_filled_with_the_question_and_its_filters(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        filters = Filters(outlets=("Fjord Courier",), since="2019-01-01")
        question = await front.asked(REPLY, by=ana, text=TEXT, filters=filters)
        opened = await ana.click(await front.shown(question, REPLY), label="New search")
        assert values(opened.modal) == {
            "question": TEXT,
            "since": "2019-01-01",
            "until": "",
            "outlet": "Fjord Courier",
        }

    run(tmp_path, test)


def test_it_asks_with_dates_and_outlet_even_after_a_restart(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, text=TEXT)
        opened = await ana.click(await front.shown(question, REPLY), label="New search")
        await front.restart()
        told = await ana.submit_modal(
            opened,
            {"question": TEXT, "since": "2018", "until": "2018-06", "outlet": "north sea dispatch"},
        )
        assert not told.ephemeral
        assert told.response is not None
        assert "14 June 2018" in told.response.content
        assert labels(told.response)[:1] == ["Sources (1)"]
        asked = front.parts.community.by_answer(told.response.id)
        assert asked is not None
        assert asked.filters == Filters(
            outlets=("north sea dispatch",), since="2018-01-01", until="2018-06-30"
        )

    run(tmp_path, test, articles=(FERRY, ENVOYS))


def test_what_was_asked_in_private_stays_private(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, text=TEXT, private=True)
        opened = await ana.click(await front.shown(question, REPLY), label="New search")
        told = await ana.submit_modal(opened, {"question": TEXT})
        assert told.ephemeral
        assert told.response is not None
        assert told.response.ephemeral

    run(tmp_path, test, articles=(FERRY, ENVOYS))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ({"since": "some day"}, EN("search.no_date", given="some day")),
        ({"until": "2021-02-30"}, EN("search.no_date", given="2021-02-30")),
        ({"since": "2020", "until": "2019"}, EN("search.swapped")),
        ({"outlet": "Nobody's Paper"}, EN("search.nothing_fits")),
        ({"since": "2035"}, EN("search.nothing_fits")),
    ],
)
def test_what_cannot_be_searched_is_told_and_nothing_typed_is_lost(
    tmp_path: Path, typed: dict[str, str], line: str
) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, text="What happened?")
        opened = await ana.click(await front.shown(question, REPLY), label="New search")
        wanted = {"question": "Did @everyone read <@1> on discord.gg/x?", **typed}
        told = await ana.submit_modal(opened, wanted)
        assert told.ephemeral
        assert told.response is not None
        assert told.response.content == line
        assert "@everyone" not in str([one.to_dict() for one in told.response.embeds])
        await front.restart()
        again = await ana.click(told.response, label="Change the search")
        empty = {"since": "", "until": "", "outlet": ""}
        assert values(again.modal) == {**empty, **wanted}

    run(tmp_path, test, articles=(FERRY, ENVOYS))


def test_an_empty_library_is_asked_and_answers_for_itself(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, text=TEXT)
        opened = await ana.click(await front.shown(question, REPLY), label="New search")
        told = await ana.submit_modal(opened, {"question": TEXT, "outlet": "Fjord Courier"})
        assert told.response is not None
        asked = front.parts.community.by_answer(told.response.id)
        assert asked is not None
        assert isinstance(asked.reply, Abstention)

    run(tmp_path, test)


def test_a_question_that_is_gone_opens_no_form(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, source_message_id=9)
        message = await front.shown(question, REPLY)
        front.parts.community.erase(9)
        told = await ana.click(message, label="New search")
        assert told.modal is None
        assert told.response is not None
        assert told.response.content == EN("notices.expired")

    run(tmp_path, test)
