"""Characters: exotic spaces, invisible characters and controls become plain text."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028]")
_BLANK_LINE_ENDS = re.compile("[\x0b\x0c\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Soft hyphens, zero-width and bidirectional controls, byte order marks, and the "tag" characters
# that can hide whole sentences from a reader but not from a language model.
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ud800-\udfff]")
_MISREAD_CP1252 = re.compile("[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")
# Joiners carry meaning inside emoji and in Arabic or Indic words, nowhere else.
_JOINED = "\u0600-\u1fff\u2190-\ufdff\ufe00-\ufefe\uff00-\uffef\U00010000-\U000dffff"
_STRAY_JOINERS = re.compile(
    f"(?<![{_JOINED}\u200c\u200d])[\u200c\u200d]++|[\u200c\u200d]++(?![{_JOINED}])"
)
_RUNS_OF_SPACES = re.compile(" {2,}")
_SPACES_AT_LINE_ENDS = re.compile(" ?\n ?")


def clean(text: str) -> str:
    """Return NFC text with LF line ends, plain single spaces and nothing invisible."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    text = _BLANK_LINE_ENDS.sub("\n\n", text)
    text = _SPACES.sub(" ", text)
    text = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    text = _MISREAD_CP1252.sub(_from_cp1252, text)
    text = _STRAY_JOINERS.sub("", text)
    text = _RUNS_OF_SPACES.sub(" ", text)
    text = _SPACES_AT_LINE_ENDS.sub("\n", text).strip(" \n")
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return ``clean`` text on one line: for titles, names and other short values."""
    return " ".join(clean(text).split())


def _from_cp1252(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252")
