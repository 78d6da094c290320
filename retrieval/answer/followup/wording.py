"""Small changes of wording: a sentence inside a question, an NP after a verb, the offer at a reply's end."""

from __future__ import annotations

import re

from retrieval.language import names as naming
from retrieval.language.quantities import plain_value
from retrieval.language.thesaurus import meaning
from retrieval.language.words import words

_MARKER = re.compile(r"\s*\[\d+\]")
_ANSWER_WORD = re.compile(r"^(?:yes|no|indeed|well|right|correct)\b[\s,.:;–—-]+", re.I)
_OFFER = re.compile(
    r"^(?:would you like (?:me )?(?:to )?|do you want (?:me )?(?:to )?|shall i |should i |may i |can i )"
    r"(?:know|tell you|hear|see|explain|find out|look up|say|read|learn)?\s*",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
SHORTEST, LONGEST = 3, 25  # words of a sentence that is worth asking about


def plain_reply(reply: str) -> str:
    """A reply on one line, without citation markers."""
    return _MARKER.sub("", " ".join(reply.split()))


def bare(question: str) -> str:
    """A question without the mark at its end."""
    return question.rstrip("?.! ")


def lowered(sentence: str) -> str:
    """A sentence as it stands inside another one: its first letter small, unless it begins a name."""
    first = re.match(r"\w+", sentence)
    if first is None or first[0] == "I" or (first[0].isupper() and len(first[0]) > 1):
        return sentence
    if any(name.start == 0 for name in naming.names(f"{sentence}")):
        return sentence
    (word, *_) = words(first[0])
    later = re.search(rf"\W{re.escape(first[0])}\b", sentence)
    common = not word.content or plain_value(word.text) or meaning(word.stem).synonyms
    return sentence if later or not common else sentence[0].lower() + sentence[1:]


def sentences(reply: str) -> list[str]:
    """The sentences of a reply without markers."""
    return [each for each in _SENTENCE_END.split(plain_reply(reply)) if each]


def statement(reply: str) -> str:
    """The first sentence of a reply, when it says enough and is short enough to ask about."""
    found = sentences(reply)
    first = _ANSWER_WORD.sub("", found[0]).rstrip(".! ") if found else ""
    return first if SHORTEST <= len(first.split()) <= LONGEST and not first.endswith("?") else ""


def offered(reply: str) -> str:
    """The question that a reply ended with; empty when it ended with none."""
    found = sentences(reply)
    last = found[-1] if found else ""
    offer = _OFFER.sub("", last)
    if not last.endswith("?") or not offer.strip("? "):
        return ""
    return offer[0].upper() + offer[1:]


def capitalised(question: str) -> str:
    """A question with a capital letter at its beginning."""
    return question[:1].upper() + question[1:]
