from __future__ import annotations

import pytest
from hypothesis import given

from bot.discord.render import overview
from bot.discord.render.words import words
from tests.discord.render import hostile
from tests.discord.render.grammar import RAW
from tests.discord.render.hostile import patient
from tests.discord.render.test_sources import within_limits

EN = words("en")
SETTINGS = overview.SettingsView(
    default="mention",
    channels={7: "every_post", 8: "off"},
    threads=True,
    roles=[1],
    managers=[2],
    own_library=False,
    articles=25,
    language="auto",
    per_person=20,
    per_guild=None,
    retention_days=30,
)
INSIGHTS = overview.InsightsView(
    days=7,
    questions=10,
    answered=7,
    unanswered=3,
    useful=2,
    useless=1,
    top=[("Ferry", 4)],
    unanswered_questions=["Who *won*?"],
)


def test_the_settings_are_all_shown() -> None:
    card = overview.settings_card(SETTINGS, EN)
    assert dict(card.fields) == {
        "Channels": "<#7>: every post\n<#8>: off\nElsewhere: when mentioned",
        "Answers go into": "a thread of their own",
        "May ask": "<@&1>",
        "Managers": "“Manage Server”, <@&2>",
        "Articles": "those of whoever runs the bot (25 articles)",
        "Language": "that of the server",
        "Questions a day": "20 a person",
        "Questions are deleted": "after 30 days",
    }


def test_the_insights_leave_out_what_there_is_none_of() -> None:
    card = overview.insights_card(INSIGHTS, EN)
    assert dict(card.fields) == {
        "Questions": "10",
        "Answered": "7",
        "Not answered": "3",
        "👍 / 👎": "2 / 1",
        "Most cited": "4 × Ferry",
        "Asked and not answered": "- Who \\*won\\*?",
    }
    assert card.footer == "The last 7 days"
    nothing = overview.InsightsView(
        days=1, questions=0, answered=0, unanswered=0, useful=0, useless=0
    )
    assert overview.insights_card(nothing, EN).description == "No questions yet."


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_cards_about_the_bot_are_within_the_limits(language: str) -> None:
    wording = words(language)
    for card in (
        overview.settings_card(SETTINGS, wording),
        overview.insights_card(INSIGHTS, wording),
        overview.help_card(wording, content_intent=True, manager=True),
        overview.help_card(wording, content_intent=False, manager=False),
        overview.welcome_card(wording),
        overview.privacy_card(wording, retention_days=30, model=None),
        overview.privacy_card(wording, retention_days=None, model="gpt-x"),
    ):
        assert within_limits(card)
        assert card.title


def test_help_says_how_to_go_on_where_messages_are_not_read() -> None:
    without = overview.help_card(EN, content_intent=False, manager=False).description
    assert "reply to an answer and mention me" in without
    assert "For managers" not in without


def test_privacy_names_the_model_that_reads_the_questions() -> None:
    card = overview.privacy_card(EN, retention_days=30, model="gpt_x")
    assert "after 30 days" in card.description
    assert "The language model gpt\\_x is given the question" in card.description


def test_what_was_forgotten_is_counted() -> None:
    assert overview.forgotten(EN, 1).endswith("It was 1 entry.")
    assert overview.forgotten(EN, 0) == "🧹 Nothing is stored about you here."


@patient
@given(hostile.text)
def test_no_question_does_anything_in_the_insights(text: str) -> None:
    view = overview.InsightsView(
        days=1,
        questions=1,
        answered=0,
        unanswered=1,
        useful=0,
        useless=0,
        top=[(text, 1)] * 9,
        unanswered_questions=[text] * 9,
        disliked=[text] * 9,
    )
    card = overview.insights_card(view, EN)
    assert within_limits(card)
    for _, value in card.fields:
        for name in ("everyone", "user or role", "channel", "command", "invite"):
            assert not RAW[name].search(value), name
