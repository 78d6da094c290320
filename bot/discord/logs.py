"""One structured log, discord.py's own in it, without secrets and without what people ask."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Iterable
from typing import Any, Literal, TextIO

from pythonjsonlogger.core import RESERVED_ATTRS, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

Format = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]

TEXT = "text"  # the extra field for what people wrote; it is left out above DEBUG
_OURS = ("bot", "retrieval")  # loggers at the chosen level; others are as quiet as WARNING
# No vowels, so that it spells nothing, and nothing that is read as something else (0 o 1 l i u v).
_LETTERS = "23456789bcdfghjkmnpqrstwxz"
_HIDDEN = "[hidden]"
_SHAPES = (
    re.compile(r"(?<=/webhooks/)(\d+)/[^/\s?\"'\\]+"),
    re.compile(r"(?<=/interactions/)(\d+)/[^/\s?\"'\\]+"),
)
_TOKENS = (
    # A bot's token: its id, a time and a signature.
    re.compile(r"(?<![\w.-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),
    re.compile(r"aW50ZXJhY3Rpb246[\w=+/-]+"),  # an interaction's token: "interaction:" in base64
)
_NAMED = re.compile(
    r"""(\b(?:\w+_)?token\b\\?["']?\s*[:=]\s*\\?["']?|\bBot\s+)(?=[\w.=+/-]*\d)[\w.=+/-]{16,}"""
)


def error_id() -> str:
    """A name for one failure: the person is told it, and it stands in the log."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def configure(
    format: Format, level: Level, *, hide: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send every logger to `stream` (standard error); to be called again at will.

    hide: secrets that are never written, wherever they stand; tokens of interactions and webhooks
    and whatever looks like a bot's token are hidden too.
    """
    redact = Redactor(hide)
    handler = _Handler(stream or sys.stderr)
    handler.addFilter(_shortened)
    handler.setFormatter(_Json(redact) if format == "json" else _Text(redact))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    chosen = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(chosen if level == "debug" else max(chosen, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(chosen)


class Redactor:
    """Takes secrets out of a text."""

    def __init__(self, hide: Iterable[str] = ()) -> None:
        self._secrets = tuple(sorted((one for one in hide if one), key=len, reverse=True))

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(rf"\1/{_HIDDEN}", text)
        for token in _TOKENS:
            text = token.sub(_HIDDEN, text)
        return _NAMED.sub(rf"\1{_HIDDEN}", text)


def _shortened(record: logging.LogRecord) -> bool:
    """discord.py shows a traceback whenever it connects again: its last line is enough."""
    if record.name == "discord.client" and record.exc_info and "reconnect" in str(record.msg):
        error = record.exc_info[1]
        record.msg = f"{record.getMessage()}: {type(error).__name__}: {error}"
        record.args, record.exc_info, record.exc_text = (), None, None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that it is known when the log is configured again."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's own name
        """Say where, and not what: logging would print the record with its secrets."""
        self.stream.write(f"A record of {record.pathname}:{record.lineno} cannot be written.\n")


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    fields = merge_record_extra(record, {}, reserved={*RESERVED_ATTRS, "taskName"})
    if record.levelno > logging.DEBUG:
        fields.pop(TEXT, None)
    return fields


class _Text(logging.Formatter):
    """`2026-05-01T12:00:00Z INFO bot.discord.desk answered guild=1 ms=12`, then any traceback."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(message)s")
        self._redact = redact

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        event = record.message.replace("\n", "\\n")
        fields = [f"{name}={_plain(value)}" for name, value in _extras(record).items()]
        return " ".join((when, record.levelname, record.name, event, *fields))

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Json(JsonFormatter):
    """One object a line: time, level, logger, event, the extra fields, any traceback."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={
                "levelname": "level",
                "name": "logger",
                "message": "event",
                "exc_info": "traceback",
            },
            timestamp="time",
            reserved_attrs=[*RESERVED_ATTRS, "taskName"],
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        if record.levelno > logging.DEBUG:
            log_data.pop(TEXT, None)


def _plain(value: object) -> str:
    text = str(value)
    return text if re.fullmatch(r"[\w.:+/-]+", text) else json.dumps(text, ensure_ascii=False)
