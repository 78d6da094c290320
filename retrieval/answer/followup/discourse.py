"""What a conversation has spoken of so far: who and what is in mind, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.answer.followup import mentions, wording
from retrieval.answer.followup.mentions import Kind, Mention
from retrieval.types import Citation

MOST = 12  # mentions that are kept in mind
NEAR = 30  # characters into a reply, where a name is the answer itself
FADE = 0.85  # a name's weight after each further question
READ = 1_500  # characters of a message that are read; replies here are short
LONGEST = 300  # characters of a topic that still grows
_ASKS_WHO = re.compile(
    r"^\W*(?:and |but |so )?(?:who|whom|whose|(?:which|what) (?:\w+ )?(?:person|man|woman|singer|actor|minister|politician|player|author|director|president|leader))\b",
    re.I,
)
_ASKS_WHAT = re.compile(
    r"^\W*(?:and |but |so )?(?:which|what (?:was|is|were|are) (?:the |his |her |its |their )?(?:\w+ ){0,3}(?:called|named|name|title)|what (?!did|does|do|was|is|were|are|happened)\w+)\b",
    re.I,
)
_HE_OR_SHE = re.compile(r"\b(he|she|him|her|his|hers)\b", re.I)


@dataclass(frozen=True, slots=True)
class Discourse:
    """The state of a conversation after some messages.

    question: the last question, standing alone; topic: with those before it that it leans on.
    reply: the last reply without markers, `written` with them. in_mind: mentions, the most likely
    antecedents first; told_of: how often each of them was named, the latest counting most.
    """

    question: str = ""
    topic: str = ""
    reply: str = ""
    written: str = ""
    citations: tuple[Citation, ...] = ()
    in_mind: tuple[Mention, ...] = ()
    told_of: tuple[tuple[str, float], ...] = ()
    place: str = ""
    date: str = ""

    def __bool__(self) -> bool:
        return bool(self.question or self.reply)

    def after_question(self, alone: str, *, leaned: bool) -> Discourse:
        """The state after a question; `alone` is what it was read as, `leaned` whether by its context."""
        alone = alone[:READ]
        named = mentions.people_and_names(alone)
        found = [*named, *mentions.phrases(alone)]
        found = sorted(_whole(found, self.in_mind), key=lambda each: each.start)
        told = mentions.places(alone)
        return replace(
            self,
            question=alone,
            topic=f"{self.topic if len(self.topic) < LONGEST else self.question} {alone}".strip()
            if leaned
            else alone,
            reply="",
            written="",
            citations=(),
            in_mind=_first(found, self.in_mind),
            told_of=_counted(self.told_of, found, text=alone, fade=FADE),
            place=told[-1] if told else self.place,
            date=mentions.last_date(alone) or self.date,
        )

    def after_reply(self, reply: str, citations: tuple[Citation, ...]) -> Discourse:
        """The state after a reply: whom it names is in mind first only when that was asked for."""
        plain = wording.plain_reply(reply[: 2 * READ])[:READ]
        found = _whole(mentions.people_and_names(plain), self.in_mind)
        found = _sexed(found, plain)
        told = mentions.places(wording.statement(reply) or plain[:200])
        asked_for = self._asked_for(found)
        kept = _first(
            asked_for, self.in_mind if found else _sexed_by(self.in_mind, self.topic, plain)
        )
        return replace(
            self,
            reply=plain,
            written=reply[: 2 * READ],
            citations=citations,
            in_mind=_last(found, kept, self.topic),
            told_of=_counted(self.told_of, found, text=plain, fade=1.0),
            place=told[0] if told else self.place,
            date=mentions.last_date(wording.statement(reply) or plain[:200]) or self.date,
        )

    def _asked_for(self, found: list[Mention]) -> list[Mention]:
        """The mention that answers a question for a person or a name, if it is there."""
        new = [each for each in found if not _in(each, self.topic)][:1]
        if new and new[0].kind in {Kind.PERSON, Kind.NAME} and _ASKS_WHO.search(self.question):
            return [replace(new[0], sex=new[0].sex or mentions.sex_asked_for(self.question))]
        return new if new and new[0].start <= NEAR and _ASKS_WHAT.search(self.question) else []


def asks_who(question: str) -> bool:
    """Whether somebody is asked for."""
    return bool(_ASKS_WHO.search(question))


def _whole(found: Iterable[Mention], known: Iterable[Mention]) -> list[Mention]:
    """Surnames spelled as the whole name known, which tells what kind of name they are."""
    people = [each for each in known if each.kind is Kind.PERSON]
    whole: list[Mention] = []
    for each in found:
        long = next((p for p in (*whole, *people) if _part_of(each, p)), None)
        whole.append(
            replace(each, text=long.text, kind=Kind.PERSON, sex=long.sex or each.sex)
            if long
            else each
        )
    return whole


def _part_of(short: Mention, long: Mention) -> bool:
    """Whether a name is the first name or the surname of a person known."""
    parts = long.text.split()
    return long.kind is Kind.PERSON and len(parts) > 1 and short.text in {parts[0], parts[-1]}


def _sexed(found: list[Mention], reply: str) -> list[Mention]:
    """The one person of a reply has the sex of its pronouns."""
    people = {each.text for each in found if each.kind in {Kind.PERSON, Kind.NAME}}
    told = {mentions.sex_of(match[1]) for match in _HE_OR_SHE.finditer(reply)}
    if len(people) != 1 or len(told) != 1:
        return found
    (sex,) = told
    return [replace(each, sex=each.sex or sex) if each.text in people else each for each in found]


def _sexed_by(known: tuple[Mention, ...], topic: str, reply: str) -> tuple[Mention, ...]:
    """The one person asked about has the sex of the pronouns of a reply that names nobody."""
    people = [e for e in known if e.kind in {Kind.PERSON, Kind.NAME} and _in(e, topic)]
    told = {mentions.sex_of(match[1]) for match in _HE_OR_SHE.finditer(reply)}
    if len(people) != 1 or len(told) != 1:
        return known
    (sex,) = told
    return tuple(replace(e, sex=e.sex or sex) if e is people[0] else e for e in known)


def _first(found: Iterable[Mention], known: Iterable[Mention]) -> tuple[Mention, ...]:
    """The new mentions before the known ones, each once; what is known of one is kept."""
    old = {each.text: each for each in known}
    fresh = {
        e.text: replace(e, sex=e.sex or (old[e.text].sex if e.text in old else "")) for e in found
    }
    return tuple({**fresh, **{t: e for t, e in old.items() if t not in fresh}}.values())[:MOST]


def _last(found: list[Mention], known: tuple[Mention, ...], topic: str) -> tuple[Mention, ...]:
    """The mentions of a reply after those of its question, before what was spoken of earlier."""
    asked = [each for each in known if _in(each, topic)]
    rest = [each for each in known if not _in(each, topic)]
    lead = known[:1] if known and known[0] not in asked else ()
    fresh = [each for each in found if each.text not in {a.text for a in (*asked, *lead)}]
    sexes = {each.text: each.sex for each in found}
    ordered = _first([*lead, *asked, *fresh], rest)
    return tuple(replace(e, sex=e.sex or sexes.get(e.text, "")) for e in ordered)


def _counted(
    told_of: tuple[tuple[str, float], ...], found: list[Mention], *, text: str, fade: float
) -> tuple[tuple[str, float], ...]:
    """Earlier weights faded, and those of one more message added."""
    weights = {name: weight * fade for name, weight in told_of}
    for name in dict.fromkeys(each.text for each in found):
        parts = name.split()
        alone = len(parts) > 1 and parts[-1] in text.replace(name, "")
        weights[name] = weights.get(name, 0.0) + min(2, text.count(parts[-1]) or 1) + alone
    return tuple(weights.items())


def _in(mention: Mention, topic: str) -> bool:
    return mention.text.removeprefix("the ").lower() in topic.lower()
