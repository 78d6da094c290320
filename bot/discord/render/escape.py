"""Text of strangers as Discord shows it: as itself, doing nothing."""

from __future__ import annotations

import re
import unicodedata

from bot.discord.render.atoms import cut
from retrieval.articles.characters import clean

BREAK = "\u200b"  # takes a mention apart and is not seen; the only invisible character we write

_MOST_MARKS = 2  # combining marks on one character: what languages need, and no towers of them
_BLANKS = re.compile("[\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]")  # letters that show nothing
_DOT = "[.\u2024\u3002\uff0e\uff61]"  # full stops that a browser reads as one in an address
# The dot of an address that Discord turns into an invitation, a template or a gift.
_INVITE = (
    rf"(?:(?<=discord)|(?<=discordapp)){_DOT}"
    r"(?=(?:gg|gifts?|new|me|io|li|link)\b|com\b\S{0,99}?(?:invite|template|gift))"
)
_MENTION = r"@(?=everyone|here)"
_ANGLE = r"<(?=[^\s\d=])"  # <@1> <#1> <:emoji:1> </command:1> <t:1> <id:guide> <https://...>
_INVITES = re.compile(_INVITE, re.IGNORECASE)
_INERT = re.compile(rf"(?P<invite>{_INVITE})|{_MENTION}|{_ANGLE}", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"(?P<invite>{_INVITE})|(?P<broken>{_MENTION}|{_ANGLE})"
    r"|(?P<each>://|\]\()"  # an address, the middle of a masked link
    r"|:(?=[\w+~-]+:)"  # :emoji:
    r"|&(?=#?\w+;)"  # an entity: Discord shows it as it is, readers of its messages may not
    r"|[\\*_~`|\[\]]",
    re.IGNORECASE,
)
# What makes a heading, a quote, subtext, a list or a rule at the beginning of a line.
_LINE_START = re.compile(r"^( *)(?:([#>]|[-+=](?=[\s#=-]|$))|(\d+)([.)])(?=\s|$))", re.MULTILINE)


def tidy(text: str) -> str:
    """`text` without what is not seen: controls, zero width, direction marks, stacked marks."""
    text = clean(text)
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in _BLANKS.sub("", text):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        joins = character in "\u200c\u200d"  # `clean` left those that emoji and words need
        if marks <= _MOST_MARKS and (joins or kind not in {"Cf", "Cc", "Cs"} or character == "\n"):
            kept.append(character)
    return "".join(kept).strip()


def escape(text: str) -> str:
    """`text` as markdown that shows it as it is: no mention, no link, no format; lines stay."""
    return shield(_ACTIVE.sub(_harmless, tidy(text)))


def one_line(text: str) -> str:
    """`escape` of the text on one line."""
    return escape(" ".join(tidy(text).split()))


def shield(escaped: str) -> str:
    """Escaped text whose lines may stand at the beginning of a message's lines."""
    return _LINE_START.sub(_literal_start, escaped)


def plain(text: str, limit: int = 100) -> str:
    """`text` on one line of at most `limit` units, for places that show no markdown."""
    return cut(inert(" ".join(tidy(text).split())), limit)


def inert(text: str) -> str:
    """`text` without mentions and invitations, its markdown left as it is."""
    return _INERT.sub(_inert, text)


def invites(text: str) -> bool:
    """Whether Discord would read an invitation, a template or a gift in it."""
    return _INVITES.search(text) is not None


def _harmless(match: re.Match[str]) -> str:
    if match["invite"]:
        return r"\[.\]"
    if match["broken"]:
        return match[0] + BREAK
    return "".join(f"\\{character}" for character in match[0])


def _inert(match: re.Match[str]) -> str:
    return "[.]" if match["invite"] else match[0] + BREAK


def _literal_start(match: re.Match[str]) -> str:
    lead, sign, number, dot = match.groups()
    return f"{lead}\\{sign}" if sign else f"{lead}{number}\\{dot}"
