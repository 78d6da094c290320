from __future__ import annotations

import pytest

from bot.discord.render.addresses import address, link


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("http://a.example/(x)/@y", "http://a.example/%28x%29/%40y"),
        ("https://a.example/é%20<x>", "https://a.example/%C3%A9%20%3Cx%3E"),
        ("https://discord.com/blog/news", "https://discord.com/blog/news"),
    ],
)
def test_an_address_of_the_web_is_a_link(url: str, shown: str) -> None:
    assert address(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "not an address",
        "ftp://a.example/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:word@a.example/",
        "https://[broken/",
        "https://a.example/a b",
        "https://a.example/a\u200bb",
        "https://discord.gg/abc",
        "https://ｄiscord．gg/abc",
        "https://discord.com/invite/abc",
        "https://a.example/?to=discord.gg/abc",
        "https://a.example/?to=discord%2Egg/abc",
        "https://a.example/" + "x" * 600,
    ],
)
def test_any_other_address_is_none(url: str | None) -> None:
    assert address(url) is None


def test_a_title_that_looks_like_a_link_is_not_one_to_somewhere_else() -> None:
    assert link("A [title]", "https://a.example") == "[A \\[title\\]](<https://a.example>)"
    assert link("https://b.example", "https://a.example") == (
        "https\\:\\/\\/b.example (<https://a.example>)"
    )
    assert link("Title", "steam://run") == "Title"
