"""Make a follow-up stand alone, by rules, from the conversation's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer.followup import exchange, messages, pointing, pronouns, wording
from retrieval.answer.followup.discourse import Discourse
from retrieval.answer.followup.leaning import leans
from retrieval.language import quantities
from retrieval.language.words import Word, content_words, words
from retrieval.types import Turn

LOOK_BACK = 16  # earlier messages that are read
SAID = 400  # characters of a reply that help to find


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question to search for; `context` are words of the conversation that help to find it.

    small_talk: the message is a greeting or thanks and asks nothing.
    """

    text: str
    context: str = ""
    small_talk: bool = False


def standalone(question: str, turns: Sequence[Turn]) -> Standalone:
    """The question as it must be read without the conversation.

    A greeting, or a question that names what it asks about, stays untouched.
    """
    return _read(" ".join(question.split()), _heard(turns))


def last_question(turns: Sequence[Turn]) -> str:
    """The last message of the user that is no small talk, as it was typed; empty when there is none."""
    asked = (" ".join(turn.content.split()) for turn in reversed(turns) if turn.role == "user")
    return next((each for each in asked if each and not messages.is_small_talk(each)), "")


def _heard(turns: Sequence[Turn]) -> Discourse:
    """The conversation, message by message: each earlier question is read as it was then."""
    heard = Discourse()
    for turn in [turn for turn in turns if turn.content.strip()][-LOOK_BACK:]:
        if turn.role == "assistant":
            heard = heard.after_reply(turn.content, turn.citations)
            continue
        plain = " ".join(turn.content.split())
        alone = _read(plain, heard)
        if not alone.small_talk:
            heard = heard.after_question(alone.text, leaned=bool(alone.context))
    return heard


def _read(plain: str, heard: Discourse) -> Standalone:
    yes = messages.is_yes(plain) and bool(heard)
    if messages.is_small_talk(plain) and not (yes and _awaits_yes(heard, plain)):
        return Standalone(plain, small_talk=True)
    if not heard:
        return Standalone(plain)
    if yes:
        return _accepted(plain, heard)
    if messages.asks_again(plain) and heard.question:
        return Standalone(heard.question, heard.reply[:SAID])
    for read in (_pointed, _corrected, _another):
        if (found := read(plain, heard)) is not None:
            return _complete(plain, found, heard)
    described = pronouns.resolved(plain, heard)
    if not leans(plain):
        return Standalone(plain) if described == plain else Standalone(described, heard.question)
    return _complete(plain, _leaning(plain, heard), heard)


def _awaits_yes(heard: Discourse, plain: str) -> bool:
    """Whether "ok" answers an offer rather than taking note."""
    return bool(wording.offered(heard.reply)) or not messages.is_note(plain)


def _accepted(plain: str, heard: Discourse) -> Standalone:
    """What a "yes" asks for: the reply's offer, or the last question again."""
    offer = wording.offered(heard.reply)
    if not offer:
        return Standalone(heard.question or plain, heard.reply[:SAID])
    alone = pronouns.resolved(offer, heard)
    return Standalone(alone, heard.question)


def _pointed(plain: str, heard: Discourse) -> Standalone | None:
    """A question about the last reply."""
    if (found := pointing.article(plain, heard)) or (found := pointing.item(plain, heard)):
        return Standalone(*found)
    if text := pointing.circumstance(plain, heard) or pointing.what_next(plain, heard):
        return Standalone(text, f"{heard.question} {heard.reply[:SAID]}".strip())
    return None


def _corrected(plain: str, heard: Discourse) -> Standalone | None:
    other = messages.corrected(plain) if heard.question else None
    if other is None:
        return None
    if messages.asks(other) and len(content_words(other)) > 1:
        return Standalone(pronouns.resolved(other, heard), heard.question)
    text = exchange.instead(heard.question, other)
    return Standalone(text or f"{wording.bare(heard.question)}, {other.strip('?.! ')}?")


def _another(plain: str, heard: Discourse) -> Standalone | None:
    """The last question asked of something else."""
    if not heard.question:
        return None
    if text := exchange.other_answers(plain, heard):
        return Standalone(text, heard.reply[:SAID])
    text = exchange.about(plain, heard) or exchange.ellipsis(plain, heard)
    return Standalone(text) if text else None


_LEADING = re.compile(r"^(?:and|but|so|also|ok|okay|then)[\s,]+", re.I)
_BEFORE = re.compile(r"\bbefore (?:that|this|then|it)\b|^before\??$", re.I)


def _leaning(plain: str, heard: Discourse) -> Standalone:
    bare = wording.bare(_LEADING.sub("", plain))
    if _BEFORE.search(bare) and len(content_words(bare)) <= 2:
        return _earlier(bare, heard)
    text = pronouns.resolved(bare, heard)
    helps = f"{heard.topic} {heard.reply[:SAID]}".strip()
    if not content_words(text):
        about = wording.statement(heard.reply) or wording.bare(heard.question)
        return Standalone(f"{text}: {about}?", helps)
    if text != bare and len(content_words(text)) > len(content_words(bare)) and not _points(text):
        helps = heard.topic
    return Standalone(f"{text}?" if messages.asks(text) else _LEADING.sub("", plain), helps)


def _points(text: str) -> bool:
    return bool(
        re.search(r"\b(?:it|they|them|this|that|these|those|one|ones|such|same)\b", text, re.I)
    )


def _earlier(bare: str, heard: Discourse) -> Standalone:
    """What was "before that": before the year, or the event, that was spoken of."""
    before, reply = heard.question, heard.reply[:SAID]
    rest = _BEFORE.sub("", bare).strip(" ,")
    years = quantities.YEAR.findall(before) or quantities.YEAR.findall(reply)
    if content_words(rest):
        when = f"before {years[0]}" if years else "before that"
        return Standalone(f"{pronouns.resolved(rest, heard)} {when}?", f"{before} {reply}")
    if re.search(r"\bafter\b", before, re.I):
        return Standalone(re.sub(r"\bafter\b", "before", before, flags=re.I), reply)
    if years and years[0] in before:
        return Standalone(re.sub(rf"\b(?:in\s)?{years[0]}", f"before {years[0]}", before), reply)
    return Standalone(
        f"{wording.bare(before)} before{' ' + years[0] if years else ' that'}?", reply
    )


def _complete(plain: str, found: Standalone, heard: Discourse) -> Standalone:
    """What was found, unless it lost a name or number of the message: then that, as it stands."""
    kept = {word.stem for word in words(found.text)}
    lost = [word for word in _telling(plain) if word.stem not in kept]
    if not lost:
        return found
    return Standalone(plain, f"{heard.question} {found.context}".strip())


_NOT = re.compile(r"\b(?:not|n't)\s[^,?]+", re.I)


def _telling(plain: str) -> list[Word]:
    """Names and numbers of a message, without those that it takes back."""
    said = words(_NOT.sub(" ", pointing.unpointed(plain)))
    return [
        w for i, w in enumerate(said) if w.text[0].isdigit() or (w.capital and w.content and i > 0)
    ]
