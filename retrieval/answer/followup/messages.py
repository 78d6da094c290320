"""Kinds of messages told by their form: greetings, consent, requests to say it again, corrections."""

from __future__ import annotations

import re

LONGEST = 90  # characters of a message of set phrases; the patterns for these may backtrack
_SMALL_TALK = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|greetings|howdy|thanks?(?: you)?(?: (?:so|very) much)?"
    r"|many thanks|thx|ty|cheers|great|cool|nice|ok(?:ay)?|bye|goodbye|see you|got it|perfect|awesome|lol|welcome"
    r"|much appreciated|how are you(?: doing)?(?: today)?|what'?s up|there|everyone|all|bot|dateline|again|a lot|no"
    r"|(?:that'?s|that is|this is|it'?s)(?: (?:very|really|so))? (?:all|helpful|great|fine|good|interesting|it|enough)"
    r"|for (?:the|your) (?:help|answer)|(?:very |so |how )?(?:interesting|helpful)|i see|i understand|understood|well done"
    r"|good (?:to know|job|answer|bot)|makes sense)\b[\s,!.?:)]*)+$",
    re.I,
)
_NOT_ALONE = re.compile(r"^(?:(?:there|all|again|bot|everyone)\b[\s,!.?:)]*)+$", re.I)
_YES = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|please do|do so|go ahead|ok|okay|of course|please|absolutely|why not|i would|i'd like that"
    r"|that would be (?:nice|great|good))[\s,.!]*(?:(?:please|do|go ahead|tell me|i would|i'd like that|of course)[\s,.!]*)*$",
    re.I,
)
_SHORTER = (
    r"(?:much |a bit |a little )?(?:shorter|briefer|briefly|longer|simpler|clearer|more (?:briefly|detail(?:ed|s)?|simply|concise(?:ly)?))"
    r"|in (?:one|two|a|a single|a few|fewer|simple|simpler|plain|other|short|brief|more detail)(?: \w+)?"
    r"|as (?:a list|bullet points|bullets)|tl;?dr"
)
_AGAIN = re.compile(
    r"^(?:(?:please|ok|okay|and|now|can you|could you|would you|can i|could i|may i|i want|give me|have|get|put|make|keep|say|tell me"
    r"|explain|write|summari[sz]e|sum up|shorten|repeat|rephrase|reword|restate|condense|answer|elaborate|go on|expand|on|up"
    r"|it|that|this|the (?:answer|last one|reply)|your (?:answer|reply)|all of (?:it|that)|everything|again|once more|one more time"
    rf"|short|brief|the short version|a (?:short(?:er)?|brief) (?:version|answer|summary)|a summary|more|{_SHORTER})\b[\s,.!?]*)+(?:please)?[\s,.!?]*$",
    re.I,
)
_ASKS_AGAIN = re.compile(
    rf"\b(?:summari[sz]e|sum (?:it|that) up|shorten|repeat|rephrase|reword|restate|condense|elaborate|go on|expand|tell me more|say"
    rf"|again|once more|one more time|short|brief|summary|more|{_SHORTER})\b",
    re.I,
)
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|not (?:that|this|him|her|them)(?: one)?|sorry|wait|actually|wrong)\b[\s,.:–—-]+)*"
    r"(?:(?:i mean|i meant|i was asking about|i asked about|i was talking about|make (?:it|that)|rather)\b[\s,:–—-]+(?:to (?:say|ask)\s)?)?(.+)$",
    re.I,
)
_NOT_BUT = re.compile(r"^(?:not)\s(.+?),?\s(?:but|rather)\s(.+)$|^(?:not)\s([^,]+),\s(.+)$", re.I)
_NOT_AFTER = re.compile(r",\s+(?:and\s)?not\s[^,?]+(?=[?.!]*$)", re.I)
_QUESTION = re.compile(
    r"\b(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|was|are|were|has|have|had|can|could|will|would|should|tell)\b",
    re.I,
)


def is_small_talk(plain: str) -> bool:
    """Whether the message greets, thanks or takes note, and asks nothing."""
    short = len(plain) <= LONGEST
    return short and bool(_SMALL_TALK.match(plain)) and not _NOT_ALONE.match(plain)


def is_yes(plain: str) -> bool:
    """Whether the message only says yes."""
    return bool(_YES.match(plain))


def asks_again(plain: str) -> bool:
    """Whether the message wants the last answer again, in another form."""
    short = len(plain) <= LONGEST
    return short and bool(_AGAIN.match(plain)) and bool(_ASKS_AGAIN.search(plain))


def corrected(plain: str) -> str | None:
    """What a correction puts in place of what was asked: "no, I meant 2015" -> "2015"."""
    if match := _NOT_BUT.match(plain):
        return str(match[2] or match[4])
    match = _CORRECTION.match(plain)
    if match is None or match.start(1) == 0:
        return None
    rest = _NOT_AFTER.sub("", match[1])
    if inner := _NOT_BUT.match(rest):
        return str(inner[2] or inner[4])
    if not _QUESTION.search(rest):
        return rest
    return None if plain.lower().startswith(("sorry", "actually", "wait")) else rest


def asks(plain: str) -> bool:
    """Whether the message holds a word that asks: a question word, an auxiliary, "tell"."""
    return bool(_QUESTION.search(plain))


def is_note(plain: str) -> bool:
    """Whether a message that could be a "yes" more likely takes note: "ok", "okay"."""
    return bool(re.fullmatch(r"(?:ok(?:ay)?|sure|please)\W*", plain, re.I)) and "?" not in plain
