"""The claims of a text that somebody posts: its statements, without markup, addresses and small talk."""

from __future__ import annotations

import re

from retrieval.answer import claims
from retrieval.index.sentences import split

MOST_CLAIMS = 10  # that are checked of one text; `len(statements(text))` says how many it has
LONGEST_TEXT = 4_000  # characters that are read: the longest post of Discord
LONGEST_CLAIM = 300  # characters; what is longer is a list or was never punctuated

# Every pattern consumes what it matches or looks at a bounded stretch: hostile text stays linear.
_LEFT_OUT = re.compile(
    r"```.{0,4000}?(?:```|\Z)"  # code
    r"|<(?:@[!&]?|\#|a?:\w{1,40}:|t:)[\w:-]{1,40}>"  # mentions, emoji, moments
    r"|<?https?://[^\s>)\]]+>?|\bwww\.[^\s>)\]]+"
    r"|\[\d{1,3}\]",  # marks of footnotes
    re.S,
)
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\((?:[^()\s]{0,500})\)")
_LINE_MARKS = re.compile(r"^[ \t]*(?:(?:>{1,3}|#{1,3}|-\#|[-*+•]|\d{1,2}[.)])[ \t]+){1,4}", re.M)
_EMPHASIS = re.compile(r"\*{1,3}|__|~~|\|\||`|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_SPACE = re.compile(r"[ \t\u00a0]+")
# What a post says before a claim and claims nothing.
_OPENER = re.compile(
    r"^(?:(?:breaking(?: news)?|fyi|fun fact|fact|news|update|reminder|btw|tl;?dr)\s?[:,!-]"
    r"|(?:un)?fortunately,|sadly,|luckily,|apparently,|clearly,|obviously,|of course,|well,|so,|now,|and|but)\s+",
    re.I,
)


def statements(text: str) -> tuple[str, ...]:
    """The claims of the text in their order, each once, as they stand in it without markup.

    Left out are questions, greetings, commands, talk about oneself, opinions, fragments, and whatever stands
    after LONGEST_TEXT characters.
    """
    plain = _plain(text[:LONGEST_TEXT])
    found = (" ".join(plain[span.start : span.end].split()) for span in split(plain))
    return tuple(dict.fromkeys(each for each in found if _claims(each)))


def bare(statement: str) -> str:
    """The statement as it is checked: without "Breaking:" or "Unfortunately,"."""
    plain = _OPENER.sub("", statement, count=1)
    return plain[:1].upper() + plain[1:]


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _LEFT_OUT.sub(" ", text)
    text = _LINE_MARKS.sub("", text)
    return _SPACE.sub(" ", _EMPHASIS.sub("", text))


def _claims(sentence: str) -> bool:
    if len(sentence) > LONGEST_CLAIM:
        return False
    statement = bare(sentence)
    return claims.no_claim(statement) is None and claims.opinion_in(statement) is None
