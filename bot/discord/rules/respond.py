"""Whether a message is a question for Dateline, decided from facts alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.discord.rules.questions import is_question
from bot.records.community.settings import Mode

LONGEST_QUESTION = 1000  # characters; a longer post is no question, and is told so when it asks
_MENTION = r"<@!?{0}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What is known of a message; `content` is empty where Discord withholds it.

    ordinary: a person wrote it, as a message or a reply. replies_to_us: to a message of Dateline's.
    in_our_thread: Dateline opened the thread. mode: of the channel, or of the thread's channel.
    """

    content: str
    our_id: int
    by_us: bool = False
    by_program: bool = False
    ordinary: bool = True
    direct: bool = False
    mentions_us: bool = False
    replies_to_us: bool = False
    replies_to_others: bool = False
    in_our_thread: bool = False
    mode: Mode = Mode.MENTION
    direct_is_on: bool = False


class Ignored(StrEnum):
    """Why a message is not answered."""

    PROGRAM = "written by a program"
    NOT_ORDINARY = "not written by a person"
    DIRECT_OFF = "direct messages are off"
    CHANNEL_OFF = "the channel is off"
    NOT_ADDRESSED = "not addressed to Dateline"
    NO_QUESTION = "no question"
    UNREADABLE = "its text is withheld"


@dataclass(frozen=True, slots=True)
class Ask:
    """It is to be answered; `question` is the text without the mention of Dateline."""

    question: str


@dataclass(frozen=True, slots=True)
class Explain:
    """It calls Dateline and asks nothing: say how to ask."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """It is addressed to Dateline and longer than a question may be."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """It is left alone."""

    reason: Ignored


Response = Ask | Explain | TooLong | Ignore


def respond(message: Incoming) -> Response:
    """What to do with a message."""
    if message.by_us or message.by_program:
        return Ignore(Ignored.PROGRAM)
    if not message.ordinary:
        return Ignore(Ignored.NOT_ORDINARY)
    if message.direct:
        if not message.direct_is_on:
            return Ignore(Ignored.DIRECT_OFF)
        return _asked(message)
    if message.mode is Mode.OFF:
        return Ignore(Ignored.CHANNEL_OFF)
    if message.mentions_us or message.replies_to_us:
        return _asked(message)
    return _overheard(message)


def without_mention(content: str, our_id: int) -> str:
    """The text without the mentions of Dateline, which address it and ask nothing."""
    mention = _MENTION.format(our_id)
    text = re.sub(rf"^\s*(?:{mention}[\s,:]*)+|(?:\s*{mention})+\s*$", "", content)
    return re.sub(rf"[\s,]*{mention}", "", text).strip()


def _asked(message: Incoming) -> Response:
    """It is addressed to Dateline, so it is answered whatever its form."""
    text = without_mention(message.content, message.our_id)
    if not text:
        return Explain()
    return Ask(text) if len(text) <= LONGEST_QUESTION else TooLong()


def _overheard(message: Incoming) -> Response:
    """It is written where Dateline may answer without being called."""
    every_post = message.mode is Mode.EVERY_POST
    if not (every_post or message.in_our_thread):
        return Ignore(Ignored.NOT_ADDRESSED)
    if not message.content:
        return Ignore(Ignored.UNREADABLE)
    if message.replies_to_others:
        return Ignore(Ignored.NOT_ADDRESSED)
    if len(message.content) > LONGEST_QUESTION:
        return Ignore(Ignored.NO_QUESTION)
    if is_question(message.content, loosely=message.in_our_thread):
        return Ask(message.content.strip())
    return Ignore(Ignored.NO_QUESTION)
