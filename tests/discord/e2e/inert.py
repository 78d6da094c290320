"""What Discord would make of a text: pings, links, previews; read apart from the bot's own code."""

from __future__ import annotations

import re

from tests.discord_server import Seen

_ESCAPED = re.compile(r"\\[^\w\s]")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_MASKED = re.compile(r"\[[^\]]*\]\(\s*(<?)([^)>\s]*)(>?)[^)]*\)")
_BARE = re.compile(r"(?<!<)\b(?:https?|discord|mailto|tel)://?\S+", re.IGNORECASE)
_INVITE = re.compile(r"(?:discord(?:app)?\.(?:gg|com/invite|new|gift)|dsc\.gg)/?\S*", re.IGNORECASE)
_PINGS = re.compile(r"@everyone|@here|<@[!&]?\d+>")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u200e-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def links(text: str) -> list[str]:
    """The addresses that a person could press."""
    shown = _ESCAPED.sub("\0", _CODE.sub("", text))
    masked = [match[2] for match in _MASKED.finditer(shown) if "://" in match[2]]
    rest = _MASKED.sub("", shown)
    return masked + _BARE.findall(rest) + re.findall(r"<(https?://[^>\s]+)>", rest)


def previews(message: Seen) -> list[str]:
    """Addresses below which Discord would show a preview."""
    if message.without_previews:
        return []
    shown = _ESCAPED.sub("\0", _CODE.sub("", message.content))
    masked = [m[2] for m in _MASKED.finditer(shown) if "://" in m[2] and not (m[1] and m[3])]
    return masked + _BARE.findall(_MASKED.sub("", shown))


def pings(text: str) -> list[str]:
    """What would ping, or invite, wherever it stood."""
    return _PINGS.findall(text) + _INVITE.findall(_ESCAPED.sub("\0", text))


def lively(text: str) -> list[str]:
    """What is not inert in a text in which strangers had a say."""
    shown = _ESCAPED.sub("\0", text)
    found = pings(text) + _INVISIBLE.findall(text)
    found += re.findall(r"```|\|\||~~", shown)
    return found + re.findall(r"^(?:#{1,3} |>>> )", shown, re.MULTILINE)
