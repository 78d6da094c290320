"""What a conversation hands to the engine, and which source a number leads to."""

from __future__ import annotations

from bot.cli.conversation import Conversation, as_markdown
from tests.records.replies import abstention, cited


def test_what_was_said_is_what_the_engine_is_handed() -> None:
    conversation = Conversation((cited("a", 1, 2), cited("b", 2, 3)))
    assert [turn.content for turn in conversation.turns if turn.role == "user"] == ["a", "b"]
    assert [one.quote for one in conversation.citations] == ["a 1", "b 2", "b 3"]


def test_a_number_leads_to_the_source_of_the_latest_reply_that_has_it() -> None:
    conversation = Conversation((cited("a", 1, 2), cited("b", 2, 3)))
    assert [(one.number, one.quote) for one in conversation.sources] == [
        (1, "a 1"),
        (2, "b 2"),
        (3, "b 3"),
    ]


def test_nearest_passages_have_numbers_only_while_nothing_else_was_said() -> None:
    conversation = Conversation((cited("a", 1, 2), abstention("b")))
    assert [one.quote for one in conversation.sources] == ["It opened." * 3, "a 2"]
    conversation = conversation.with_reply(cited("c", 3))
    assert [one.quote for one in conversation.sources] == ["a 1", "a 2", "c 3"]


def test_written_down_a_number_is_never_that_of_a_mere_passage() -> None:
    text = as_markdown([cited("a", 1), abstention("b"), cited("c", 3)])
    assert '- [1] Gazette, The bridge of Lunde, 1902-05 — "a 1" (lunde)' in text
    assert '- Gazette, The bridge of Lunde, 1902-05 — "It opened.It' in text
    assert text.count("[1] Gazette") == 1
