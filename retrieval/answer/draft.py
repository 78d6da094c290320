"""Read what a model writes: whole sentences and the numbers it gives, as the pieces arrive."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.index.sentences import split

_LIST = r"\[\s*\d{1,3}(?:\s*(?:,|;|–|-|and|&)\s*\d{1,3})*\s*\]"
_MARKER = re.compile(rf"[ \t]*{_LIST}")
_NUMBERS = re.compile(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?")
# "Two boats sank. [2]" is read as "Two boats sank [2].": the number belongs to what it follows.
_AFTER_STOP = re.compile(rf"([.!?]+[\"”’')]*)((?:[ \t]*{_LIST})+)")
_OPEN = re.compile(r"[ \t]*\[[^\]\n]*$")  # the beginning of a marker: wait for the rest
_BULLET = re.compile(r"^\s*(?:[-*•‣▪]\s+|#{1,6}\s+|\d{1,2}[.)]\s+)")
_EMPHASIS = re.compile(r"\*\*|__|`")
_LONGEST_RANGE = 20
_THOUGHTS = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.I | re.S)
_BEGINS_TO_THINK = re.compile(r"\s*<(?:t(?:h(?:i(?:n(?:k(?:ing)?)?)?)?)?)?(?:$|>)", re.I)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model wrote, without markers, and the numbers that it cites."""

    text: str
    cited: tuple[int, ...]


class Draft:
    """Collects pieces of text and gives out each sentence once it is complete.

    What a model thinks aloud before its answer, between <think> tags, is no part of it.
    """

    def __init__(self) -> None:
        self._text = ""

    def add(self, piece: str) -> list[Claim]:
        """The sentences that this piece completes."""
        self._text = answer_of(self._text + piece)
        if _BEGINS_TO_THINK.match(self._text):
            return []
        if (opened := _OPEN.search(self._text)) is None:
            whole, rest = self._text, ""
        else:
            whole, rest = self._text[: opened.start()], self._text[opened.start() :]
        lines = _AFTER_STOP.sub(r"\2\1", whole).split("\n")
        last = split(lines[-1])
        done = [*(claim for line in lines[:-1] for claim in _claims(line))]
        if len(last) > 1:
            ends = last[-1].start
            done += _claims(lines[-1][:ends])
            self._text = lines[-1][ends:] + rest
        else:
            self._text = lines[-1] + rest
        return done

    def end(self) -> list[Claim]:
        """What is left when the model is done."""
        text, self._text = _AFTER_STOP.sub(r"\2\1", answer_of(self._text)), ""
        if _BEGINS_TO_THINK.match(text):
            return []  # it thought to the end
        return [claim for line in text.split("\n") for claim in _claims(line)]


def answer_of(text: str) -> str:
    """A model's text without what it thought aloud before it."""
    return _THOUGHTS.sub("", text)


def _claims(line: str) -> list[Claim]:
    plain = _EMPHASIS.sub("", _BULLET.sub("", line))
    return [
        claim
        for span in split(plain)
        if (claim := _claim(plain[span.start : span.end])) and re.search(r"\w", claim.text)
    ]


def _claim(sentence: str) -> Claim:
    cited = [n for marker in _MARKER.findall(sentence) for n in _numbers(marker)]
    text = " ".join(_MARKER.sub("", sentence).split())
    return Claim(re.sub(r"\s+([.,;:!?])", r"\1", text), tuple(dict.fromkeys(cited)))


def _numbers(marker: str) -> list[int]:
    found: list[int] = []
    for first, last in _NUMBERS.findall(marker):
        begin, end = int(first), int(last or first)
        found += range(begin, min(end, begin + _LONGEST_RANGE) + 1) if end >= begin else [begin]
    return found
