"""Names and descriptions of commands in the languages of Discord's users."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord.render.words import language_of, words

_BASE = "en"  # what Discord shows where there is no translation


class WordingTranslator(app_commands.Translator):
    """Reads from the wording what a `locale_str` with an extra `key` is called in a language."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  # as discord.py calls it
    ) -> str | None:
        """The text of the string's key; None where it has none, or the language is the base."""
        key = string.extras.get("key")
        language = language_of(locale.value)
        return None if key is None or language == _BASE else words(language)(key)


def said(key: str) -> app_commands.locale_str:
    """The text of a key, to be translated when commands are sent to Discord."""
    return app_commands.locale_str(words(_BASE)(key), key=key)
