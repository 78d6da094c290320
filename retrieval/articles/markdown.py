"""Markdown -> plain text: the words without their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.{0,3000}?-->", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?=\S)([^\n]{1,300})\n {0,3}(=+|-{3,})[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"^(?: {0,3}> ?)+", re.MULTILINE)
_TARGET = (
    r"(?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)"
    r"|\[[^\]\n]{0,200}\])"
)
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,500}}\]{_TARGET}")
_LINK = re.compile(rf"\[([^\[\]\n]{{1,500}})\]{_TARGET}")
_REFERENCE = re.compile(r"^ {0,3}\[\^?[^\]\n]{1,200}\]:[ \t]+\S.*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,50}\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>\n]{0,500})?/?>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n*_]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])(\*|_)(?=[^\s*_])([^\n*_]{1,1000}?)(?<=[^\s*_])\1(?![\w*])")
_CODE = re.compile(r"(`{1,2})([^`\n]{1,500})\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Markdown:
    """The plain text, and the first top-level heading where there is one."""

    text: str
    heading: str | None


def read_markdown(source: str) -> Markdown:
    """Take the marks away; headings become paragraphs, list items keep their bullet."""
    text = _FENCE.sub("", _COMMENT.sub("", source.replace("\r\n", "\n")))
    text = _REFERENCE.sub("", text)
    text = _UNDERLINED.sub(lambda match: f"{'#' if match[2][0] == '=' else '##'} {match[1]}", text)
    text = _TABLE_RULE.sub("", _RULE.sub("", _QUOTE.sub("", text)))
    first = re.search(r"^ {0,3}#[ \t]+(.{1,500}?)(?:[ \t]+#+)?[ \t]*$", text, re.MULTILINE)
    text = _HEADING.sub(r"\n\1\n", text)
    text = _inline(_HARD_BREAK.sub("", text))
    return Markdown(text, _inline(first[1]).strip() if first else None)


def _inline(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    text = _TAG.sub("", _FOOTNOTE.sub("", text))
    for _ in range(2):  # strong inside emphasis
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\2", text))
