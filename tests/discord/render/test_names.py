from __future__ import annotations

from hypothesis import given

from bot.discord.render.names import choice, thread_name
from tests.discord.render import hostile
from tests.discord.render.grammar import size
from tests.discord.render.hostile import patient


@patient
@given(hostile.text)
def test_a_name_is_never_empty_and_never_too_long(text: str) -> None:
    for name in (thread_name(text), choice(text)):
        assert 0 < size(name) <= 100
        assert "\n" not in name
        assert name == name.strip()


def test_a_thread_is_called_as_its_question() -> None:
    assert thread_name("Why did *Lunde*\nclose? ") == "Why did *Lunde* close?"
    assert thread_name("word " * 40) == "word " * 18 + "word…"
    assert thread_name("\u200b") == "Dateline"
