"""The log: one shape, no secrets, no questions."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord import logs

# Put together here, so that no file of the repository looks as if it held a token.
BOT = ".".join(("MTk4NjIyNDgzNDcxOTI1MjQ4", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWs_a-b"))
INTERACTION = "aW50ZXJhY3Rpb246" + "MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZg=="
SECRET = "a secret of the house"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("", "discord", "bot", "retrieval")]
    before = [(logger, logger.level) for logger in loggers]
    yield
    for logger, level in before:
        logger.setLevel(level)
    root = logging.getLogger()
    root.handlers[:] = [each for each in root.handlers if type(each).__module__ != logs.__name__]


def written(format: logs.Format = "text", level: logs.Level = "info") -> io.StringIO:
    stream = io.StringIO()
    logs.configure(format, level, hide=[SECRET], stream=stream)
    return stream


OURS = logging.getLogger("bot.discord.desk")


def test_a_line_of_text_tells_time_level_event_and_fields() -> None:
    stream = written()
    OURS.info("answered", extra={"guild": 7, "question": "q-1", "ms": 12.5, "outlet": "The Post"})
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO bot\.discord\.desk answered "
        r'guild=7 question=q-1 ms=12\.5 outlet="The Post"\n',
        stream.getvalue(),
    )


def test_a_line_of_json_tells_the_same() -> None:
    stream = written("json")
    OURS.warning("kept %s", "two\nlines", extra={"guild": 7, "error": "x7k2"})
    line = json.loads(stream.getvalue())
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", line.pop("time"))
    assert line == {
        "level": "WARNING",
        "logger": "bot.discord.desk",
        "event": "kept two\nlines",
        "guild": 7,
        "error": "x7k2",
    }


def test_an_event_stays_on_its_line() -> None:
    stream = written()
    OURS.info("one\nINFO forged", extra={"name_of_file": "a\nb"})
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_traceback_is_written_without_secrets(format: logs.Format) -> None:
    stream = written(format)
    try:
        raise ValueError(f"POST /interactions/12/{INTERACTION}/callback of {BOT}, {SECRET}")
    except ValueError:
        OURS.exception("failed", extra={"error": logs.error_id()})
    text = stream.getvalue()
    assert "Traceback" in text
    assert "/interactions/12/[hidden]" in text
    for secret in (BOT, INTERACTION, SECRET):
        assert secret not in text


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize(
    "sentence",
    [
        f"https://discord.com/api/v10/webhooks/123/{'w' * 68}/messages/@original",
        f"POST https://discord.com/api/v10/interactions/123/{'w' * 68}/callback?with_response=1",
        f"Authorization: Bot {'w1' * 20}",
        f"{{'token': '{'w1' * 20}', 'op': 2}}",
        f'{{"token":"{"w1" * 20}"}}',
        f"interaction_token={'w1' * 20}",
        f"a field {'w1' * 20}"[:8] + BOT.replace("MTk4", "w1w1"),
    ],
)
def test_tokens_are_hidden_wherever_they_stand(sentence: str, format: logs.Format) -> None:
    stream = written(format)
    logging.getLogger("discord.http").warning("about %s", sentence)
    logging.getLogger("discord.http").warning("about", extra={"url": sentence})
    assert not re.search(r"w1?w1?w1?w1?", stream.getvalue().replace("with_response", ""))
    assert stream.getvalue().count("[hidden]") == 2
    if format == "json":
        assert [json.loads(line) for line in stream.getvalue().splitlines()]


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=80))
def test_plain_text_is_left_alone(text: str) -> None:
    plain = re.sub("(?i)token|bot|webhooks|interactions", "", text)
    assert logs.Redactor()(plain) == plain


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_people_write_is_in_the_log_at_debug_only(format: logs.Format) -> None:
    stream = written(format, "info")
    OURS.info("asked", extra={logs.TEXT: "who was it", "guild": 7})
    OURS.debug("asked", extra={logs.TEXT: "who was it"})
    assert "asked" in stream.getvalue()
    assert "who was it" not in stream.getvalue()
    stream = written(format, "debug")
    OURS.debug("asked", extra={logs.TEXT: "who was it"})
    assert "who was it" in stream.getvalue()


def test_discord_py_speaks_from_warnings_on_unless_one_debugs() -> None:
    stream = written()
    logging.getLogger("discord.gateway").info("ready")
    logging.getLogger("httpx").info("HTTP Request")
    assert stream.getvalue() == ""
    logging.getLogger("discord.gateway").warning("behind")
    OURS.info("ready")
    assert stream.getvalue().count("\n") == 2
    stream = written(level="debug")
    logging.getLogger("discord.gateway").debug("event")
    assert "event" in stream.getvalue()


def test_configuring_again_writes_every_line_once() -> None:
    first = written()
    second = written()
    OURS.warning("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


def test_a_record_that_cannot_be_written_does_not_show_its_arguments() -> None:
    stream = written()
    [ours] = [
        each for each in logging.getLogger().handlers if type(each).__module__ == logs.__name__
    ]
    ours.handle(OURS.makeRecord("bot", logging.WARNING, __file__, 1, "%d sends", (SECRET,), None))
    assert SECRET not in stream.getvalue()
    assert "test_logs.py" in stream.getvalue()


def test_the_id_of_an_error_is_easily_read_out() -> None:
    ids = {logs.error_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(r"[2-9bcdfghjkmnpqrstwxz]{8}", one) for one in ids)
