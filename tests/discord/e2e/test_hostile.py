"""Texts of strangers, in questions, names, articles and files, ping nobody and lead nowhere."""

from __future__ import annotations

import pytest

from tests.discord.e2e.inert import links, lively, pings
from tests.discord.e2e.stage import BOATS, Stage

TEXTS = {
    "everyone": "@everyone @here who built the lighthouse of Skarv?",
    "people": "<@{user}> <@!{user}> <@&{role}> <#{channel}> who built the lighthouse of Skarv?",
    "invitation": "discord.gg/abc https://discord.com/invite/abc who built the lighthouse?",
    "masked": "[who built](https://evil.example) the lighthouse of Skarv [1](<https://e.example>)?",
    "bare": "https://evil.example/x.png who built the lighthouse of Skarv? http://evil.example",
    "fence": "```\n@everyone\n``` `who` built ```the lighthouse of Skarv?",
    "unclosed": "who built the lighthouse ||of Skarv ~~__**_?  `",
    "heading": "# who built the lighthouse of Skarv?\n## really\n>>> and",
    "unseen": "who\u200b\u200c built\u2060 the\ufeff light\u00adhouse \u202eof Skarv?\u2066",
    "emoji": "<a:boom:123456789012345678> </ask:123456789012345678> <t:0:R> <id:guide> who?",
    "marks": "who built the lighthouse of Skarv" + "\u0301" * 400 + "?",
    "large": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 100
    + " who built the lighthouse of Skarv?",
    "escape": "\\@everyone \\[a](https://evil.example) \\<@{user}> who built the lighthouse?",
    "controls": "who built\x00\x07\x1b[31m the lighthouse of Skarv?",
}


@pytest.mark.parametrize("kind", TEXTS)
async def test_a_question_is_shown_as_itself(stage: Stage, kind: str) -> None:
    room = await stage.newsroom()
    role = room.guild.role("Readers", mentionable=True)
    text = TEXTS[kind].format(user=room.anna.id, role=role.id, channel=room.general.id)
    posted = await room.anna.ask(text)
    shown = [await stage.only_answer(posted)]
    shown.append(await stage.only_answer(await room.anna.slash("ask", question=text)))
    assert [(one.content, lively(one.content)) for one in shown if lively(one.content)] == []
    assert [one.content for one in shown if any("evil" in to for to in links(one.content))] == []
    assert [one.name for one in room.general.threads if pings(one.name)] == []
    assert all(1 <= len(one.name) <= 100 for one in room.general.threads)


ARTICLE = """---
title: "@everyone [free](https://evil.example) <@{user}> ``` discord.gg/abc"
outlet: "<@&{role}> @here || https://evil.example"
published: 2021-02-03
url: "https://good.example/a_(b)?x=[1]&y=@everyone"
---
The mayor of Brillby opened @everyone the new <@{user}> bridge on 3 February 2021. He paid
[four million](https://evil.example) crowns to https://evil.example/pay and discord.gg/abc for it.
``` The mayor of Brillby said that <@&{role}> the bridge\u202e of Brillby is # closed.
"""


async def test_an_article_is_quoted_as_itself(stage: Stage) -> None:
    room = await stage.newsroom()
    role = room.guild.role("Readers", mentionable=True)
    text = ARTICLE.format(user=room.anna.id, role=role.id)
    added = await stage.add_article(room, "@everyone`||<@1>", text)
    assert lively(added) == []
    listed = await stage.told(await room.anna.slash("library list"))
    found = await stage.told(await room.anna.slash("library search", query="bridge of Brillby"))
    title = (await room.anna.complete("library show", "article", "free"))[0]
    shown = await stage.told(await room.anna.slash("library show", article=title["value"]))
    for name in [title["name"]]:
        assert "@everyone" not in name
    asked = await room.anna.slash("ask", question="What did the mayor of Brillby open?")
    answer = await stage.only_answer(asked)
    viewer = await stage.server.reply_to(await room.anna.press(answer, answer.labels[0]))
    await stage.server.settled()
    for text in (listed, found, shown, answer.content, viewer.text):
        assert lively(text) == [], text
        assert [to for to in links(text) if "evil" in to] == [], text
    assert "Brillby" in answer.content
    assert [to for to in links(answer.content) if "good.example" in to]


async def test_a_name_of_a_person_or_a_server_pings_nobody(stage: Stage) -> None:
    room = await stage.newsroom("@everyone <@&1> discord.gg/abc")
    room.anna.payload["global_name"] = "@everyone"
    for command in ("privacy", "help"):
        assert "@everyone" not in await stage.told(await room.anna.slash(command))
    shown = await stage.manage(room, "settings show")
    assert "@everyone" not in shown
    await stage.only_answer(await room.anna.ask(BOATS))


async def test_every_message_forbids_all_mentions(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.ask(BOATS))
    await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    bodies = stage.server.rest.bodies[-50:]
    texts = [one for one in bodies if isinstance(one, dict) and one.get("content")]
    assert texts
    for body in texts:
        allowed = body["allowed_mentions"]
        assert allowed["parse"] == []
        assert not allowed.get("users")
        assert not allowed.get("roles")
        assert not allowed.get("replied_user")
