"""From where attached files are taken, and under which names they are kept."""

from __future__ import annotations

import pytest

from bot.discord.commands.attached import distinct_names, is_of_discord


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://cdn.discordapp.com/attachments/1/2/a.md?ex=1", True),
        ("https://media.discordapp.net/ephemeral-attachments/1/2/a.md", True),
        ("https://cdn.discordapp.com:443/attachments/1/2/a.md", True),
        ("http://cdn.discordapp.com/attachments/1/2/a.md", False),
        ("https://cdn.discordapp.com.evil.example/a.md", False),
        ("https://evil.example/cdn.discordapp.com/a.md", False),
        ("https://cdn.discordapp.com@evil.example/a.md", False),
        ("https://cdn.discordapp.com:8443/a.md", False),
        ("https://cdn.discordapp.com:x/a.md", False),
        ("http://127.0.0.1:8080/cdn/a.md", False),
        ("file:///etc/passwd", False),
    ],
)
def test_files_are_taken_from_discords_own_hosts_only(url: str, taken: bool) -> None:
    assert is_of_discord(url, test_url=None) is taken


def test_a_test_may_name_its_own_server_and_no_other() -> None:
    test_url = "http://127.0.0.1:8080"
    assert is_of_discord("http://127.0.0.1:8080/cdn/1/2/a.md", test_url=test_url)
    assert not is_of_discord("http://127.0.0.1:80801/cdn/1/2/a.md", test_url=test_url)
    assert not is_of_discord("http://127.0.0.1:9090/cdn/1/2/a.md", test_url=test_url)


def test_files_of_one_message_never_replace_each_other() -> None:
    given = ["a.md", "x/A.md", "a.md", "b", "b"]
    assert distinct_names(given) == ["a.md", "A-2.md", "a-3.md", "b", "b-2"]
