"""Make a follow-up stand alone, by rules, from the conversation's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.words import content_words, words
from retrieval.types import Turn

LOOK_BACK = 4  # earlier messages that a follow-up may lean on


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question to search for; `context` are words of the conversation that help to find it.

    small_talk: the message is a greeting or thanks and asks nothing.
    """

    text: str
    context: str = ""
    small_talk: bool = False


_SMALL_TALK = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|howdy|thanks?(?: you)?(?: (?:so|very) much)?"
    r"|thx|ty|cheers|great|cool|nice|ok(?:ay)?|bye|goodbye|see you|got it|perfect|awesome|lol|welcome|much appreciated"
    r"|how are you(?: doing)?(?: today)?|what'?s up|there|everyone|all|bot|dateline|again|a lot|for (?:the|your) (?:help|answer))\b[\s,!.?:)]*)+$",
    re.I,
)
_PERSON = re.compile(r"\b(he|she|him|her|his|hers)\b", re.I)
_THING = re.compile(
    r"\b(it|its|they|them|their|theirs|this|that|these|those|there|one|ones|former|latter|same|such)\b",
    re.I,
)
_IN_TURN = re.compile(
    r"\b(?:in (?:return|response|reply|turn|the end)|as a result|instead|afterwards|next|again|as well|too)\b[?. ]*$",
    re.I,
)
_YES = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|please do|go ahead|ok|okay|of course|please)[\s,.!]*(?:please)?[\s.!]*$",
    re.I,
)
_ABOUT = re.compile(
    r"^(?:and |but |so |ok |okay )*(?:what about|how about|and (?:in|on|for|with)?|in|on|for)\s+(.+?)\??$",
    re.I,
)
_LEADING = re.compile(r"^(?:and|but|so|also|ok|okay|then)[\s,]+", re.I)
_CORRECTION = re.compile(
    r"^(?:no|not that|i mean|i meant|sorry)[\s,:–-]+(?:i mean(?:t)?[\s,]+)?(.+)$", re.I
)


def standalone(question: str, turns: Sequence[Turn]) -> Standalone:
    """The question as it must be read without the conversation.

    A greeting, or a question that names what it asks about, stays untouched.
    """
    plain = " ".join(question.split())
    if _SMALL_TALK.match(plain) and not (turns and _YES.match(plain)):
        return Standalone(plain, small_talk=True)
    recent = [turn for turn in turns if turn.content.strip()][-LOOK_BACK:]
    asked = [turn.content for turn in recent if turn.role == "user"]
    told = [turn.content for turn in recent if turn.role == "assistant"]
    if not asked and not told:
        return Standalone(plain)
    before = " ".join(asked[-1].split()) if asked else ""
    reply = _first_sentences(told[-1]) if told else ""
    if _YES.match(plain):
        offer = _offered(told[-1] if told else "")
        return standalone(offer, turns) if offer else Standalone(before or plain, reply)
    if match := _CORRECTION.match(plain):
        plain = match[1]
        return Standalone(_instead(before, plain) or f"{before} {plain}", "")
    if not _leans(plain):
        return Standalone(plain)
    if (
        (match := _ABOUT.match(plain))
        and len(words(match[1])) <= 6
        and not _THING.search(match[1])
        and not _PERSON.search(match[1])
    ):
        return Standalone(_instead(before, match[1]) or f"{_bare(before)} {match[1]}?", "")
    if len(asked) > 1 and _leans(before):
        before = f"{asked[-2]} {before}"  # that one leaned on the one before it
    return _resolved(plain, before, reply, recent)


def _leans(plain: str) -> bool:
    """Whether a message depends on what was said before."""
    own = content_words(plain)
    first = plain.split(" ", 1)[0].lower()
    if not own or (len(own) == 1 and len(words(plain)) <= 4):
        return True
    if _IN_TURN.search(plain) and len(own) <= 4:
        return True
    if first in {"and", "but", "also", "so"}:
        return len(own) <= 5
    for pattern in (_PERSON, _THING):
        if (match := pattern.search(plain)) and not _antecedent_inside(plain, match):
            return True
    return False


def _antecedent_inside(plain: str, match: re.Match[str]) -> bool:
    """Whether something before the pronoun in the same message can be what it means."""
    ahead = plain[: match.start()]
    word = match[1].lower()
    if word in {"that", "this", "these", "those", "there", "one", "ones", "such", "same"}:
        after = plain[match.end() :].lstrip().split(" ", 1)[0].lower().strip("?,.")
        if word == "there" and re.search(r"\b(?:is|are|was|were)\s$", ahead, re.I):
            return True
        if word == "there" and after in {"is", "are", "was", "were", "be", "any", "a", "been"}:
            return True
        if (
            word == "that"
            and ahead.strip()
            and after
            and after not in {"?", ""}
            and not re.search(
                r"\b(?:before|after|about|to|for|of|like|is|was|did|does|do|than|by)\s$",
                ahead,
                re.I,
            )
        ):
            return True  # "the report that", "said that"
        if word == "one" and after == "of":
            return True
        if word in {"such", "same"}:
            return bool(content_words(ahead))
        return False
    if word in {"he", "she", "him", "her", "his", "hers"}:
        named = naming.names(ahead)
        return (
            any(naming.looks_like_person(name) or not name.known for name in named)
            or len(content_words(ahead)) >= 2
        )
    if word in {"it", "its"} and re.match(
        r"is it (?:true|correct|right|possible)|does it make sense", plain, re.I
    ):
        return len(content_words(plain)) > 2
    return bool(naming.names(ahead)) or len(content_words(ahead)) >= 2


def _resolved(plain: str, before: str, reply: str, recent: Sequence[Turn]) -> Standalone:
    bare = _LEADING.sub("", plain).rstrip("?. ")
    if (
        re.search(r"\bbefore (?:that|this|then|it)\b|^before\??$", plain, re.I)
        and len(content_words(plain)) <= 2
    ):
        return _earlier(before, bare, reply)
    if person := _person(recent):
        bare = _PERSON.sub(lambda match: _case(match, person), bare)
    if thing := _topic(asked_before=before):
        bare = _IT.sub(thing, bare, count=1)
    if _only_question_word(bare):
        subject = _statement(reply) or _bare(before)
        return Standalone(f"{bare} {subject}".rstrip("?. ") + "?", before)
    if not content_words(bare):
        return Standalone(f"{bare}: {_statement(reply) or _bare(before)}?", before)
    if _THING.search(bare) or len(content_words(bare)) <= 2:
        return Standalone(bare + "?", f"{before} {reply}".strip())
    return Standalone(bare + "?", before)


_IT = re.compile(r"\bit\b(?=\s\w)|(?<=\w\s)\bit$", re.I)


def _topic(*, asked_before: str) -> str | None:
    """The one institution or event, named by several words, that was asked about."""
    named = {
        name.text: None
        for name in naming.names(asked_before)
        if " " in name.text and not name.known and not naming.looks_like_person(name)
    }
    return f"the {next(iter(named))}" if len(named) == 1 else None


def _case(match: re.Match[str], person: str) -> str:
    """The person for a pronoun: "he" -> Ida Holm, "her deputy" -> Ida Holm's deputy."""
    pronoun = match[1].lower()
    owned = re.match(
        r"\s+(?!(?:about|in|on|at|to|from|for|with|by|and|or)\b)\w", match.string[match.end() :]
    )
    return f"{person}'s" if pronoun in {"his", "hers"} or (pronoun == "her" and owned) else person


def _only_question_word(bare: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:why|when|where|how|how so|how come|by whom|since when|who|how many|how much)(?: not| exactly| was (?:that|it|this)| is that| did (?:that|it) happen)?",
            bare,
            re.I,
        )
    ) and not re.match(r"who (?:was|is)", bare, re.I)


def _person(recent: Sequence[Turn]) -> str | None:
    """The person spoken of last: in the newest message that names any, the first named."""
    for turn in reversed(recent):
        people = [
            name.text for name in naming.names(turn.content) if naming.looks_like_person(name)
        ]
        if people:
            parts = people[0].split()
            while len(parts) > 2 and parts[0].lower() in naming.ROLES:
                parts.pop(0)
            return " ".join(parts)
        single = [
            n.text
            for n in naming.names(turn.content)
            if not n.known and " " not in n.text and not n.text.isupper()
        ]
        if single:
            return single[0]
    return None


def _earlier(before: str, bare: str, reply: str) -> Standalone:
    """What was "before that": before the year, or the event, that was spoken of."""
    rest = re.sub(r"^before\b|\bbefore (?:that|this|then|it)\b", "", bare, flags=re.I).strip(" ,")
    years = quantities.YEAR.findall(before) or quantities.YEAR.findall(reply)
    if content_words(rest):
        when = f"before {years[0]}" if years else "before that"
        return Standalone(f"{rest} {when}?", f"{before} {reply}")
    if re.search(r"\bafter\b", before, re.I):
        return Standalone(re.sub(r"\bafter\b", "before", before, flags=re.I), reply)
    if years and years[0] in before:
        return Standalone(re.sub(rf"\b(?:in\s)?{years[0]}", f"before {years[0]}", before), reply)
    return Standalone(f"{_bare(before)} before{' ' + years[0] if years else ' that'}?", reply)


_STRETCH = re.compile(r"\b(?:between|from)\s\d{4}\s(?:and|to|until)\s\d{4}\b", re.I)


def _instead(before: str, other: str) -> str | None:
    """The earlier question with its year, number or name exchanged for the one now given."""
    other = re.sub(r"^(?:the|in|on|for)\s+|\s+ones?$", "", other.strip("?. "), flags=re.I)
    if quantities.YEAR.search(other):
        if stretch := _STRETCH.search(before):
            return before[: stretch.start()] + f"in {other}" + before[stretch.end() :]
        if dates := quantities.dates(before):
            span = dates[-1]
            return before[: span.start] + other + before[span.end :]
        return f"{_bare(before)} in {other}?" if before else None
    theirs = naming.names(other) or naming.names(other.title())
    ours = naming.names(before)
    if theirs and ours:
        kinds = [name for name in ours if name.known == theirs[0].known]
        name = (kinds or ours)[-1]
        if len(kinds) == 1 or theirs[0].known:
            return before[: name.start] + other + before[name.end :]
    return None


def _bare(question: str) -> str:
    return question.rstrip("?.! ")


def _statement(reply: str) -> str:
    """The first sentence of a reply, when it is short enough to ask about."""
    first = re.split(r"(?<=[.!?])\s", reply, maxsplit=1)[0].rstrip(".")
    return first if 3 <= len(first.split()) <= 25 else ""


def _first_sentences(reply: str) -> str:
    plain = re.sub(r"\[\d+\]", "", " ".join(reply.split()))
    return plain[:400]


def _offered(reply: str) -> str:
    """The question that the reply ended with."""
    sentences = re.split(r"(?<=[.!?])\s+", reply.strip())
    last = sentences[-1] if sentences else ""
    offer = re.sub(
        r"^(?:would you like (?:me )?(?:to )?|do you want (?:me )?(?:to )?|shall i |should i )(?:know|tell you|hear|see|explain)?\s*",
        "",
        last,
        flags=re.I,
    )
    return offer if last.endswith("?") else ""
