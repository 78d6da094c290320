"""Put names in the place of pronouns and of descriptions such as "the company"."""

from __future__ import annotations

import re

from retrieval.answer.followup import antecedents, descriptions
from retrieval.answer.followup.discourse import Discourse
from retrieval.answer.followup.leaning import PERSON, antecedent_inside
from retrieval.answer.followup.mentions import sex_of

_IT = re.compile(r"\b(its?)\b", re.I)
_THEY = re.compile(r"\b(they|them|their|theirs)\b", re.I)
_THERE = re.compile(
    r"\b(there)\b(?!\s(?:is|are|was|were|be|been|any|a|an|no|some|other|more)\b)", re.I
)
_THEN = re.compile(
    r"(?<=\w\s)\bthen\b(?=[?.! ]*$)|\b(?:that|the same) (?:year|month|day|week)\b|\bat (?:that|the) time\b",
    re.I,
)
# What is announced or done is told by a whole sentence, which no name stands for.
_SAID_OR_DONE = re.compile(
    r"\b(?:announce|say|said|claim|deny|denie|confirm|happen|mean|decide|explain|know|believe|think|justif|criticis|criticiz"
    r"|welcome|describe|cause|tell|told|report|mention|state|achieve)\w*\s+it\b|\b(?:is|was|does|did|has|will) it (?:happen|mean|true|matter|work out|take)\w*\b|\b(?:make|do|doing|done) it\b|\bit (?:take|that|to)\b",
    re.I,
)
_OWNED = re.compile(
    r"\s+(?!(?:about|in|on|at|to|from|for|with|by|and|or|do|did|say|said|get|go|leave|then|there|when|after|before)\b)\w",
    re.I,
)


def resolved(plain: str, discourse: Discourse) -> str:
    """The message with names for the pronouns whose meaning is clear; others stay."""
    text = _groups(_people(plain, discourse), discourse)
    text = _things(text, discourse, alone=text == plain)
    text = descriptions.described(text, discourse)
    return _where_and_when(text, discourse)


def _people(plain: str, discourse: Discourse) -> str:
    first = PERSON.search(plain)
    if first is None or antecedent_inside(plain, first):
        return plain
    found = antecedents.person(discourse, sex=sex_of(first[1]))
    if found is None:
        return plain
    return PERSON.sub(lambda match: _case(match, found.text), plain, count=1)


def _case(match: re.Match[str], name: str) -> str:
    """The name for a pronoun: "he" -> Ida Holm, "her deputy" -> Ida Holm's deputy."""
    pronoun = match[1].lower()
    owned = pronoun in {"his", "hers", "its", "their", "theirs"} or (
        pronoun == "her" and _OWNED.match(match.string[match.end() :])
    )
    return _possessive(name) if owned else name


def _possessive(name: str) -> str:
    return f"{name}'" if name.startswith("the ") and name.endswith("s") else f"{name}'s"


def _groups(plain: str, discourse: Discourse) -> str:
    match = _THEY.search(plain)
    if match is None or antecedent_inside(plain, match):
        return plain
    found = antecedents.group(discourse)
    return _THEY.sub(lambda m: _case(m, found), plain, count=1) if found else plain


def _things(plain: str, discourse: Discourse, *, alone: bool) -> str:
    """alone: whether no other pronoun was resolved, so that what was told earlier may be meant."""
    match = _IT.search(plain)
    if match is None or antecedent_inside(plain, match) or _SAID_OR_DONE.search(plain):
        return plain
    found = antecedents.thing(discourse, alone=alone)
    subject = re.search(r"\bit\b", plain, re.I) or match
    before, after = plain[: subject.start()], plain[subject.start() :]
    return before + _IT.sub(lambda m: _case(m, found), after, count=1) if found else plain


def _where_and_when(plain: str, discourse: Discourse) -> str:
    if discourse.place and (match := _THERE.search(plain)) and not antecedent_inside(plain, match):
        to = re.search(
            r"\b(?:go|went|travel|travelled|fly|flew|move|moved|return|returned|come|came|get)\s(?:\w+\s)?$",
            plain[: match.start()],
            re.I,
        )
        preposition = (
            ""
            if re.search(r"\b(?:from|near|in|over|to)\s$", plain[: match.start()], re.I)
            else "to "
            if to
            else "in "
        )
        plain = plain[: match.start()] + preposition + discourse.place + plain[match.end() :]
    if discourse.date and (match := _THEN.search(plain)):
        exact = re.search(r"\d", discourse.date)
        if exact:
            plain = plain[: match.start()] + _on(discourse.date) + plain[match.end() :]
    return plain


def _on(date: str) -> str:
    return (
        f"on {date}"
        if re.match(r"\d{1,2}(?:st|nd|rd|th)?\s|[A-Z]\w+ \d{1,2}\b(?!\d)", date)
        else f"in {date}"
    )
