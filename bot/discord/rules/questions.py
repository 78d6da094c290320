"""Whether a post that nobody addressed to Dateline asks something that articles could tell."""

from __future__ import annotations

import re

_ASKING = """
who whom whose what which when where why how is are was were do does did has have had can could
will would should may might wer wem wen wessen was welche welcher welches welchem welchen wann wo
woher wohin warum wieso weshalb wozu wie wieviel ist sind war waren hat haben hatte hatten kann
können konnte wird werden würde soll sollen
""".split()
_TELL = re.compile(
    r"^(?:please\s+)?(?:tell (?:me|us)|explain|describe|summari[sz]e|list|name|show)\b"
    r"|^(?:bitte\s+)?(?:erkläre?|nenne?|beschreibe?|fasse?)\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(r"^(?:and|but|so|or|then|und|aber|oder|dann)\b[\s,]*", re.IGNORECASE)
# Small talk that has a question mark: it is no question to a collection of articles.
_CHAT = re.compile(
    r"^(?:(?:hi|hey|hello|hallo|so)[\s,!]+)?(?:what'?s up|how are (?:you|u)|how's it going"
    r"|who'?s there|right|really|seriously|ok(?:ay)?|what|huh|why|why not|lol"
    r"|anyone (?:here|there|up)|you there"
    r"|wie geht'?s|was geht|echt|wirklich|oder|ja|nein|ne)\W*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^>[^\n]*|```.*?```|`[^`]*`", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"https?://\S+|<[@#:/][^>]*>")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def is_question(text: str, *, loosely: bool = False) -> bool:
    """Whether the post asks; quotes, code and addresses do not count.

    loosely: in a conversation with Dateline a question may be short ("And in 2019?", "who else?").
    """
    own = _ADDRESS.sub(" ", _QUOTED.sub(" ", text)).strip()
    words = _WORD.findall(own)
    if not words or _CHAT.match(own):
        return False
    if own.rstrip("\"'”’)*_ ").endswith("?"):
        return loosely or len(words) >= 3
    if "?" in own and any(_begins(sentence) for sentence in re.split(r"(?<=[.!?])\s+", own)):
        return len(words) >= 3
    if own.endswith("!"):
        return False
    begins = _begins(own) or bool(_TELL.match(own))
    return begins and len(words) >= (3 if loosely else 4) and (loosely or "." not in own[:-1])


def _begins(sentence: str) -> bool:
    """Whether it begins as a question does."""
    first = _WORD.search(_FOLLOW_UP.sub("", sentence.strip()))
    return first is not None and first[0].split("'")[0].split("’")[0].casefold() in _ASKING
