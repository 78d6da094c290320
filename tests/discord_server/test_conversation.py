"""A plain discord.py client speaks with the local server as with Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands

from .client import Client, connected
from .server import Server

Scene = Callable[[Server], Awaitable[None]]


def play(scene: Scene) -> None:
    """Run a scene with a server of its own."""

    async def run() -> None:
        async with Server() as server:
            await scene(server)

    asyncio.run(run())


def test_a_client_logs_in_hears_a_mention_and_replies() -> None:
    async def scene(server: Server) -> None:
        guild = server.guild()
        general = guild.channel("general")
        anna = guild.member("Anna")
        async with connected(server) as client:
            said = await anna.ask("who built the lighthouse?")
            await server.until(lambda: client.heard)
            assert client.heard[0].content.endswith("who built the lighthouse?")
            assert client.user in client.heard[0].mentions
            assert client.heard[0].author.name == "anna"
            none = discord.AllowedMentions.none()
            await client.heard[0].reply("@everyone Nobody knows.", allowed_mentions=none)
            reply = await server.reply_to(said)
        assert reply.content == "@everyone Nobody knows."
        assert reply.by_bot
        assert [one.author for one in general.messages()] == ["anna", "dateline"]
        assert server.errors == []
        assert server.pings == []

    play(scene)


def ask_command(client: Client) -> None:
    @client.tree.command(description="Ask the articles")
    async def ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private)
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Sources", custom_id="sources"))
        await interaction.edit_original_response(content=f"Asked: {question}", view=view)

    group = app_commands.Group(name="library", description="The library")

    @group.command(name="add", description="Add an article")
    async def add(interaction: discord.Interaction, file: discord.Attachment) -> None:
        data = await file.read()
        await interaction.response.send_message(f"{file.filename}: {len(data)}", ephemeral=True)

    client.tree.add_command(group)

    @client.tree.context_menu(name="Ask about this")
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"About: {message.content}", ephemeral=True)


def test_commands_are_synced_deferred_edited_and_pressed() -> None:
    async def scene(server: Server) -> None:
        guild = server.guild()
        guild.channel()
        anna = guild.member("Anna", locale="de")
        client = Client(content=False)
        ask_command(client)
        pressed: list[str] = []

        @client.event
        async def on_interaction(interaction: discord.Interaction) -> None:
            if interaction.type is discord.InteractionType.component:
                await interaction.response.send_message("The sources", ephemeral=True)
                pressed.append(str(interaction.locale))

        server.gateway.privileged.clear()
        async with connected(server, client):
            await client.tree.sync()
            assert server.syncs == [(None, 3)]
            asked = await anna.slash("ask", question="Why?", private=False)
            answer = await server.reply_to(asked)
            assert answer.content == "Asked: Why?"
            assert answer.labels == ["Sources"]
            assert not answer.ephemeral
            assert asked.answered_after is not None
            viewer = await server.reply_to(await anna.press(answer, "Sources"))
            assert viewer.ephemeral
            assert viewer.content == "The sources"
            added = await anna.slash("library add", file=("a.md", b"An article."))
            assert (await server.reply_to(added)).content == "a.md: 11"
            said = await anna.say("something in the channel")
            menu = await server.reply_to(await anna.menu("Ask about this", said))
            assert menu.content == "About: something in the channel"
            private = await anna.slash("ask", question="Why?", private=True)
            assert (await server.reply_to(private)).ephemeral
            await server.settled()
        assert [one.content for one in client.heard if one.author.name == "anna"] == [""]
        assert pressed == ["de"]
        assert server.errors == []

    play(scene)


def test_a_thread_is_started_and_answered_in() -> None:
    async def scene(server: Server) -> None:
        guild = server.guild()
        general = guild.channel()
        anna = guild.member("Anna")
        async with connected(server) as client:
            said = await anna.ask("who built the lighthouse?")
            await server.until(lambda: client.heard)
            thread = await client.heard[0].create_thread(name="The lighthouse")
            await thread.send("Nobody knows.")
            answer = await server.reply_to(said)
            assert answer.content == "Nobody knows."
            assert [one.name for one in general.threads] == ["The lighthouse"]
            more = await anna.say("and when?", general.threads[0])
            await server.until(lambda: more.id in {str(one.id) for one in client.heard})
            starters = [one for one in client.heard if one.type.value == 21]
            assert len(starters) == 1
            assert isinstance(client.heard[-1].channel, discord.Thread)
        assert server.errors == []

    play(scene)
