from __future__ import annotations

import pytest

from bot.discord.render import notices
from bot.discord.render.notes import note
from bot.discord.render.words import words
from retrieval.answer.generate import Account
from retrieval.errors import ModelUnavailable
from tests.discord.render.grammar import size

EN, DE = words("en"), words("de")


def test_who_must_wait_is_told_until_when() -> None:
    assert notices.rate_limited(EN, 12.2, now=1000).endswith("may be asked <t:1013:R>.")
    assert "This server" in notices.rate_limited(EN, 1, guild=True, now=0)
    assert notices.daily_limit(DE, 20, 60, now=0) == (
        "🌙 Das waren die 20 Fragen für heute. Die nächste geht <t:60:R>."
    )
    assert "50 questions" in notices.daily_limit(EN, 50, 60, guild=True, now=0)


def test_a_missing_permission_has_the_name_that_discord_gives_it() -> None:
    text = notices.missing_permissions(DE, ["send_messages", "use_*magic*"], channel=5)
    assert "In <#5> kann der Bot nicht antworten. Es fehlt: Nachrichten senden, Use" in text
    assert text.split("\n")[1].startswith("-# Abhilfe: ")
    assert "\\*Magic\\*" in text


def test_an_error_is_one_line_with_the_id_that_finds_the_log() -> None:
    assert "`a1b2`" in notices.error(EN, "a1b2")
    assert "\n" not in notices.error(EN, "a1b2")


def test_a_fulfilled_watch_repeats_the_question() -> None:
    assert notices.fulfilled(EN, question="Who @here?", asked_at=7) == (
        "🔔 An article answers now what was asked <t:7:R>:\n> Who @\u200bhere?"
    )
    assert notices.fulfilled(EN, question="Who?").startswith("🔔 An article answers now what was")


def test_the_others_say_who_or_what_they_are_about() -> None:
    assert notices.not_allowed(EN, [1, 2]).endswith("some roles here: <@&1>, <@&2>.")
    assert "“Answer again”" in notices.edited(EN)
    assert "5 questions" in notices.watch_full(EN, 5)
    assert "“@\u200beveryone”" in notices.unknown_article(EN, "@everyone")
    assert notices.adding(EN, "a_b.pdf") == "📥 Reading a\\_b.pdf…"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_notice_fits_into_a_message(language: str) -> None:
    for key, text in words(language).under("notices").items():
        assert size(text) < 1000, key


def test_what_the_engine_notes_is_said_in_the_reader_s_language() -> None:
    dropped = Account(shown=0, dropped=2, failure=ModelUnavailable("http://10.0.0.1 is down."))
    assert [note(text, DE) for text in dropped.notices] == [
        "Das Sprachmodell hat nicht geantwortet; dies sind Zitate aus den Artikeln.",
        "2 Sätze des Modells fehlen: Kein Artikel belegt sie.",
    ]
    broken = Account(shown=1, dropped=1, failure=ModelUnavailable("It is down."))
    assert [note(text, DE) for text in broken.notices] == [
        "Das Sprachmodell brach ab; was auf seinen letzten Satz folgt, ist zitiert.",
        "1 Satz des Modells fehlt: Kein Artikel belegt ihn.",
    ]
    assert note("The articles do not tell: Who *won*?", DE) == (
        "Davon steht nichts in den Artikeln: Who \\*won\\*?"
    )
    cut = "The question was cut off after 2000 characters."
    assert note(cut, DE) == "Die Frage wurde nach 2000 Zeichen abgeschnitten."
    translated = "The model translated the answer into German; quotes stay as they are."
    assert note(translated, DE).startswith("Das Modell hat die Antwort übersetzt")
    kept = "1 of the sentences could not be translated faithfully and stay in English."
    assert note(kept, EN).startswith("1 sentence could not be translated faithfully and stays")


def test_a_note_that_is_not_known_is_shown_as_it_is() -> None:
    assert note("Something <@1> new.", DE) == "Something <\u200b@1> new."
