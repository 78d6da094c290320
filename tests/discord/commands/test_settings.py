"""`/settings` in Discord without sockets."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.discord import gateway
from bot.records.community.settings import GuildSettings, Mode
from tests.discord.commands.seen import manager, run, said
from tests.discord.views.front import Front


def chosen(front: Front) -> GuildSettings:
    return front.parts.community.settings(front.guild.id)


def test_a_manager_sees_all_settings(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await manager(front).slash(front.channel, "settings show")
        assert result.ephemeral
        for word in ("Settings", "200", "5000", "90 days"):
            assert word in said(result)

    run(tmp_path, test)


def test_settings_are_changed_and_shown(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        for command, options in (
            ("settings threads", {"answers": "reply"}),
            ("settings library", {"articles": "own"}),
            ("settings language", {"language": "de"}),
            ("settings limits", {"person": 3, "server": 50}),
            ("settings retention", {"days": 7}),
            ("settings channel", {"mode": "off"}),
        ):
            result = await mia.slash(front.channel, command, **options)
            assert result.ephemeral
            assert "Settings" in said(result)
        assert chosen(front) == GuildSettings(
            opens="reply",
            library="own",
            language="de",
            user_daily=3,
            guild_daily=50,
            retention_days=7,
            mode=Mode.OFF,
        )
        await mia.slash(front.channel, "settings limits", person=4)
        assert (chosen(front).user_daily, chosen(front).guild_daily) == (4, 50)

    run(tmp_path, test)


def test_a_channel_gets_a_mode_of_its_own(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        other = front.guild.create_text_channel("other")
        result = await mia.slash(
            front.channel, "settings channel", mode="every_post", channel=other
        )
        assert f"<#{other.id}>" in said(result)
        assert "Intent" not in said(result)
        assert chosen(front).channels == {other.id: Mode.EVERY_POST}

    run(tmp_path, test)


def test_every_post_without_the_intent_says_what_is_missing(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        await front.env.restart_bot(gateway.client(front.parts, message_content=False))
        result = await manager(front).slash(front.channel, "settings channel", mode="every_post")
        assert "Message Content Intent" in said(result)
        assert chosen(front).mode is Mode.EVERY_POST

    run(tmp_path, test)


def test_a_channel_in_which_the_bot_cannot_write_is_named(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        closed = front.guild.create_text_channel(
            "closed",
            overwrites={front.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
        )
        result = await mia.slash(front.channel, "settings channel", mode="mention", channel=closed)
        assert "Send Messages" in said(result)

    run(tmp_path, test)


def test_nobody_else_sees_or_changes_them(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        for command, options in (
            ("settings show", {}),
            ("settings channel", {"mode": "off"}),
            ("settings retention", {"days": 1}),
        ):
            result = await ann.slash(front.channel, command, **options)
            assert result.ephemeral
            assert "Manage Server" in said(result)
        assert chosen(front) == GuildSettings()

    run(tmp_path, test)


def test_a_role_that_manages_may_change_settings_but_not_who_manages(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        editors = front.guild.create_role("Editors")
        eve = front.guild.add_member(front.env.create_user("eve"), roles=[editors])
        given = await mia.slash(
            front.channel, "settings roles", who="manage", action="add", role=editors
        )
        assert f"<@&{editors.id}>" in said(given)
        await eve.slash(front.channel, "settings retention", days=30)
        assert chosen(front).retention_days == 30
        refused = await eve.slash(front.channel, "settings roles", who="manage", action="clear")
        assert "Manage Server" in said(refused)
        assert chosen(front).manager_roles == (editors.id,)
        await mia.slash(
            front.channel, "settings roles", who="manage", action="remove", role=editors
        )
        assert chosen(front).manager_roles == ()

    run(tmp_path, test)


def test_roles_that_may_ask(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        readers, press = (front.guild.create_role(name) for name in ("Readers", "Press"))
        for role in (readers, press, readers):
            await mia.slash(front.channel, "settings roles", who="ask", action="add", role=role)
        assert set(chosen(front).ask_roles) == {readers.id, press.id}
        await mia.slash(front.channel, "settings roles", who="ask", action="remove", role=press)
        assert chosen(front).ask_roles == (readers.id,)
        everyone = front.guild.default_role
        await mia.slash(front.channel, "settings roles", who="ask", action="add", role=everyone)
        assert chosen(front).ask_roles == ()

    run(tmp_path, test)


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("settings roles", {"who": "ask", "action": "add"}, "Choose the role"),
        ("settings limits", {}, "Give the limit"),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    tmp_path: Path, command: str, options: dict[str, str], told: str
) -> None:
    async def test(front: Front) -> None:
        result = await manager(front).slash(front.channel, command, **options)
        assert result.ephemeral
        assert told in said(result)
        assert "\n" not in said(result).strip()

    run(tmp_path, test)


def test_not_everybody_can_be_made_a_manager(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await manager(front).slash(
            front.channel,
            "settings roles",
            who="manage",
            action="add",
            role=front.guild.default_role,
        )
        assert "Not everyone" in said(result)
        assert chosen(front).manager_roles == ()

    run(tmp_path, test)


def test_the_settings_of_one_guild_are_not_those_of_another(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        await manager(front).slash(front.channel, "settings retention", days=7)
        other = front.env.create_guild("Elsewhere")
        channel = other.create_text_channel("general")
        role = other.create_role("All", permissions=discord.Permissions(administrator=True))
        eve = other.add_member(front.env.create_user("eve"), roles=[role])
        assert "90 days" in said(await eve.slash(channel, "settings show"))

    run(tmp_path, test)
