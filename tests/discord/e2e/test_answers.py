"""What an answer looks like: its sources, and what happens to one that is long."""

from __future__ import annotations

import json
import re

import pytest

from tests.discord.e2e.inert import links
from tests.discord.e2e.stage import Newsroom, Stage
from tests.discord_server import Seen

ARVO = """---
title: Arvo speaks
outlet: Peak Post
published: 2023-05-02
url: https://peak.example/arvo?x=1&y=(2)
---
The volcano of Mount Arvo erupted on 1 May 2023. Two hundred people left the valley.
"""
TOWNS = ("Aldby", "Brunholm", "Carlsund", "Dalvik", "Elmø", "Fogda", "Grimstad", "Halden")


async def test_a_source_line_names_outlet_title_date_and_leads_to_the_article(
    stage: Stage,
) -> None:
    room = await stage.newsroom()
    await stage.add_article(room, "arvo", ARVO)
    asked = await room.anna.ask("When did the volcano of Mount Arvo erupt?")
    answer = await stage.only_answer(asked)
    source = next(line for line in answer.content.splitlines() if line.startswith("-# [1]"))
    assert re.fullmatch(
        r"-# \[1\] Peak Post · \[Arvo speaks\]\(<https://peak\.example/[^>]+>\) · <t:\d+:D>", source
    )
    assert answer.content.index("1 May 2023") < answer.content.index("-# [1]")
    assert links(answer.content) == ["https://peak.example/arvo?x=1&y=%282%29"]
    assert answer.embeds == []
    assert answer.labels == ["Sources (1)", "👍", "👎", "New search"]


async def _long(stage: Stage) -> tuple[Newsroom, str]:
    """A guild whose sources take more than one message, and a message with many claims."""
    room = await stage.newsroom()
    lines = "".join(
        json.dumps(
            {
                "title": f"The new bridge of {town} " + "and what everybody said of it " * 4,
                "outlet": f"{town} Evening Post and Morning Advertiser",
                "published": f"2021-03-{day:02}",
                "url": f"https://{town.encode('idna').decode()}.example/" + "long/" * 70,
                "text": f"The new bridge of {town} was opened on {day} March 2021 by the mayor.",
            }
        )
        + "\n"
        for day, town in enumerate(TOWNS, start=1)
    )
    await stage.manage(room, "library add", file=("all.jsonl", lines.encode()))
    claims = " ".join(
        f"The new bridge of {town} was opened on {day} March 2021 by the mayor."
        for day, town in enumerate(TOWNS, start=1)
    )
    return room, claims


@pytest.mark.parametrize("fault", [None, "lost", "abort", 500])
async def test_a_long_answer_comes_in_several_messages_each_once(
    stage: Stage, fault: str | int | None
) -> None:
    room, claims = await _long(stage)
    said = await room.anna.say(claims)
    if fault is not None:
        stage.server.faults.add(r"/webhooks/\d+/[^/]+$", fault, method="POST")
    asked = await room.anna.menu("Check this claim", said)
    await stage.answer(asked)
    await stage.server.settled()
    pieces = stage.server.replies_to(asked)
    assert len(pieces) >= 2
    assert len({one.content for one in pieces}) == len(pieces)
    assert [bool(one.labels) for one in pieces] == [False] * (len(pieces) - 1) + [True]
    _whole(pieces, sources=len(TOWNS))


def _whole(pieces: list[Seen], *, sources: int) -> None:
    text = "\n".join(one.content for one in pieces)
    for number in range(1, sources + 1):
        assert len(re.findall(rf"^-# \[{number}\] ", text, re.MULTILINE)) == 1
    for one in pieces:
        assert one.content.count("```") % 2 == 0
        assert one.content.count("](<") == one.content.count(">)")


async def test_a_long_question_is_quoted_in_part(stage: Stage) -> None:
    room = await stage.newsroom()
    question = "Who built the lighthouse of Skarv " + "with the lamp " * 65 + "?"
    answer = await stage.only_answer(await room.anna.slash("ask", question=question))
    quote = answer.content.splitlines()[0]
    assert quote.startswith("> Who built")
    assert len(quote) <= 310
