"""Settings: one typed place, documented, and nothing in it that nobody reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import settings
from retrieval.errors import SettingsError
from tests.conftest import ROOT

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert sorted(
        re.findall(r"^#?((?:DATELINE|OPENAI|DISCORD)_\w+)=", EXAMPLE, re.MULTILINE)
    ) == sorted(settings.names())


def test_the_example_tells_the_real_defaults(tmp_path: Path) -> None:
    uncommented = re.sub(r"^#((?:DATELINE|OPENAI|DISCORD)_)", r"\1", EXAMPLE, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(uncommented, encoding="utf-8")
    from_example = settings.load()
    (tmp_path / ".env").unlink()
    assert from_example == settings.load()


def test_every_setting_is_read_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for name in settings.Settings.model_fields:
        assert re.search(rf"settings\.{name}\b", code), name


def test_the_environment_goes_before_the_file_and_an_option_before_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DATELINE_HOME=a\nDATELINE_VECTORS=exact\nOTHER=1\n")
    assert settings.load().home == tmp_path / "a"
    monkeypatch.setenv("DATELINE_HOME", "b")
    assert settings.load().home == tmp_path / "b"
    assert settings.load(home=Path("c")).home == tmp_path / "c"
    assert settings.load().vectors == "exact"


def test_a_tilde_is_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", "~/library")
    assert settings.load().home == Path.home() / "library"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "DATELINE_VECTORS",
            "fast",
            "DATELINE_VECTORS ('fast') cannot be used: input should be 'auto'",
        ),
        ("DATELINE_CONCURRENCY", "0", "DATELINE_CONCURRENCY ('0') cannot be used"),
        ("DATELINE_CONCURRENCY", "many", "DATELINE_CONCURRENCY ('many') cannot be used"),
        ("DATELINE_CHROMA_URL", "file:///etc", "DATELINE_CHROMA_URL cannot be used: it must be an"),
        ("DATELINE_DISCORD_SHARDS", "0", "DATELINE_DISCORD_SHARDS ('0') cannot be used"),
        (
            "DATELINE_DISCORD_METRICS",
            "0.0.0.0:9464",
            "DATELINE_DISCORD_METRICS ('0.0.0.0:9464') cannot be used: it must be of this machine",
        ),
        (
            "DATELINE_DISCORD_TEST_URL",
            "http://discord.example:80",
            "DATELINE_DISCORD_TEST_URL cannot be used: it must be of this machine",
        ),
        ("DATELINE_LOG_LEVEL", "loud", "DATELINE_LOG_LEVEL ('loud') cannot be used"),
        (
            "DATELINE_HOM",
            "x",
            "DATELINE_HOM in the environment is not a setting of Dateline. Did you",
        ),
        ("DATELINE_XYZZY", "x", "Known are DATELINE_HOME"),
        ("dateline_hom", "x", "dateline_hom in the environment is not a setting"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(message)):
        settings.load()


def test_an_unknown_name_in_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# DATELINE_OLD=1\nexport DATELINE_EMBEDER=bundled\n")
    with pytest.raises(SettingsError, match=r"in \.env is not .* Did you mean DATELINE_EMBEDDER"):
        settings.load()


def test_a_file_in_another_encoding_is_one_error(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"NAME=\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        settings.load()


def test_a_secret_in_an_address_is_refused_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for address in ("http://user:hunter2@host", "http://host?token=hunter2"):
        monkeypatch.setenv("DATELINE_CHROMA_URL", address)
        with pytest.raises(SettingsError) as caught:
            settings.load()
        assert "hunter2" not in str(caught.value)


def test_the_token_of_the_bot_has_the_name_that_everybody_gives_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "abc")
    loaded = settings.load()
    assert loaded.discord_token is not None
    assert loaded.discord_token.get_secret_value() == "abc"
    assert "abc" not in repr(loaded)
    monkeypatch.setenv("DATELINE_DISCORD_TOKEN", "abc")
    with pytest.raises(SettingsError, match="DATELINE_DISCORD_TOKEN in the environment is not"):
        settings.load()


def test_settings_do_not_change_once_made() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.load().concurrency = 2  # type: ignore[misc]
