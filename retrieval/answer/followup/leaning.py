"""Whether a message depends on what was said before it."""

from __future__ import annotations

import re

from retrieval.answer.followup import messages
from retrieval.language import names as naming
from retrieval.language.words import content_words, words

PERSON = re.compile(r"\b(he|she|him|her|his|hers|himself|herself)\b", re.I)
THING = re.compile(
    r"\b(it|its|itself|they|them|their|theirs|this|that|these|those|there|one|ones|former|latter|same|such)\b",
    re.I,
)
_IN_TURN = re.compile(
    r"\b(?:in (?:return|response|reply|turn|the end)|as a result|instead|afterwards|next|again|as well|too|then|before|after|later)\b[?. ]*$",
    re.I,
)
_ELSE = re.compile(
    r"^(?:and |but |so )*(?:who|what|where|how|which \w+|anyone|anybody|anything|anywhere)\selse\b|\bany(?:thing|one|body)? (?:else|other|others|more)\b|\bother\s\w+\?*$",
    re.I,
)
_JOINED = frozenset({"and", "but", "also", "so", "or", "then"})
_FRAGMENT = (
    3  # content words of a message without a verb of asking that is too short to stand alone
)


def leans(plain: str) -> bool:
    """Whether a message depends on what was said before it."""
    own = content_words(plain)
    first = words(plain)[0].lower if words(plain) else ""
    if not own or (len(own) == 1 and len(words(plain)) <= 4):
        return True
    if (_IN_TURN.search(plain) and len(own) <= 4) or (_ELSE.search(plain) and len(own) <= 3):
        return True
    if first in _JOINED:
        return len(own) <= 5
    return is_fragment(plain) or any(
        not antecedent_inside(plain, match)
        for pattern in (PERSON, THING)
        if (match := pattern.search(plain))
    )


def is_fragment(plain: str) -> bool:
    """Whether a message is a few words that neither ask nor name anything: "other costs?"."""
    own = content_words(plain)
    named = len(own) > 1 and any(word.capital for word in own[1:])
    return len(own) <= _FRAGMENT and not named and not messages.asks(plain)


# What is said about something, or done against it, is seldom about whoever says or does it.
_ABOUT_IT = re.compile(r"\b(?:about|against|of|on|to|for|with|after|before)\s$", re.I)


def antecedent_inside(plain: str, match: re.Match[str]) -> bool:
    """Whether something in the same message can be what the pronoun means."""
    ahead, after_it = plain[: match.start()], plain[match.end() :]
    word = match[1].lower()
    if word in {"this", "that", "these", "those", "there", "one", "ones", "such", "same"}:
        return _pointing_inside(word, ahead, after_it)
    if word in {"he", "she", "him", "her", "his", "hers", "himself", "herself"}:
        named = naming.names(ahead)
        return (
            any(naming.looks_like_person(name) or not name.known for name in named)
            or len(content_words(ahead)) >= 2
        )
    if word in {"it", "its"} and re.match(
        r"(?:is|was) it (?:true|correct|right|possible)|does it make sense|how long does it take",
        plain,
        re.I,
    ):
        return len(content_words(plain)) > 2
    if word == "it" and _ABOUT_IT.search(ahead):
        inside = {name.start for name in naming.names(ahead)}
        return sum(each.start not in inside for each in content_words(ahead)) >= 2
    return bool(naming.names(ahead)) or len(content_words(ahead)) >= 2


def _pointing_inside(word: str, ahead: str, after_it: str) -> bool:
    after = after_it.lstrip().split(" ", 1)[0].lower().strip("?,.")
    if word == "there" and re.search(r"\b(?:is|are|was|were|be|been)\s$", ahead, re.I):
        return True
    if word == "there" and after in {"is", "are", "was", "were", "be", "any", "a", "been"}:
        return True
    if (
        word == "that"
        and ahead.strip()
        and after
        and not re.search(
            r"\b(?:before|after|about|to|for|of|like|is|was|did|does|do|than|by)\s$", ahead, re.I
        )
    ):
        return True  # "the report that", "said that"
    if word == "this" and after in {
        "week",
        "month",
        "year",
        "summer",
        "winter",
        "spring",
        "autumn",
        "morning",
    }:
        return True
    if word == "one" and (after == "of" or re.search(r"\bno\s$", ahead, re.I)):
        return True
    return word in {"such", "same"} and bool(content_words(ahead))
