"""Which addresses are this machine's."""

from __future__ import annotations

import pytest

from bot.loopback import host_and_port, is_loopback, local_url


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LOCALHOST"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "localhost.example", "127.0.0.1.example", "", "1"],
)
def test_other_machines_are_told_from_it(host: str) -> None:
    assert not is_loopback(host)


def test_an_address_is_read() -> None:
    assert host_and_port("127.0.0.1:9464") == ("127.0.0.1", 9464)
    assert host_and_port("[::1]:80") == ("::1", 80)
    assert local_url("http://localhost:8080/") == "http://localhost:8080"
    assert local_url("http://[::1]:80") == "http://[::1]:80"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:80",
        "ws://127.0.0.1:80",
        "127.0.0.1:80",
        "http://127.0.0.1",
        "http://127.0.0.1:80/api",
        "http://127.0.0.1:80/?a=b",
        "http://127.0.0.1:80#a",
        "http://127.0.0.1:80@example.org:80",
        "http://example.org:80",
        "http://discord.com:80",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://127.0.0.1\\@example.org:80",
        "http://[::1:80",
        "",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        local_url(url)
