"""Put names in the place of descriptions such as "the company", "the mayor" or "this album"."""

from __future__ import annotations

import re

from retrieval.answer.followup import mentions
from retrieval.answer.followup.antecedents import person, with_article
from retrieval.answer.followup.discourse import Discourse, asks_who
from retrieval.answer.followup.mentions import Kind
from retrieval.language import names as naming
from retrieval.language.words import content_words, stem, words

_QUALIFIED = re.compile(
    r"^(?:\s(?:of|that|which|who|whose|for|in|on|at|by|from|between|called|named)\b|['’]\w*\s?[A-Z]|\s[A-Z]|-)"
)
_ORGANISATIONS = frozenset(
    "company firm organisation organization group band agency team party club business".split()
)
_PEOPLE = frozenset(
    "man woman person author singer actor actress artist player suspect victim politician".split()
)
_PLACES = frozenset("city town village country island region state".split())


def described(plain: str, discourse: Discourse) -> str:
    """Names for "the agreement": one that holds the word, or the one of its kind in mind."""
    for span in mentions.definite(plain):
        phrase = plain[span.start : span.end]
        if not phrase.lower().startswith("the ") or _QUALIFIED.match(plain[span.end :]):
            continue
        noun = phrase[len("the ") :]
        if found := _named_by(noun.split()[-1].lower(), noun, discourse):
            return plain[: span.start] + found + plain[span.end :]
    return _THIS.sub(lambda match: _named_work(match, discourse), plain, count=1)


# What has a name of its own that "this" and the word can stand for.
_THIS = re.compile(
    r"\b(?:this|that)\s(album|song|single|film|movie|book|novel|show|series|play|game|ship|boat|ferry|company|firm|band|group|team"
    r"|party|agency|treaty|agreement|pact|act|law|bill|project|programme|program|operation|exercise|tour|festival|prize|award)\b"
    r"(?!\s(?:of|that|which|who|for|in|on|by|from|called|named)\b|\s[A-Z])",
    re.I,
)


def _named_work(match: re.Match[str], discourse: Discourse) -> str:
    """ "this album" with the one name that was asked about or was the answer."""
    kinds = {Kind.THING, Kind.GROUP, Kind.NAME}
    named = [e for e in discourse.in_mind if e.kind in kinds and e.text[0].isupper() and not e.sex]
    answered = [e for e in named if e is discourse.in_mind[0] and e.text not in discourse.topic]
    fits = answered or [e for e in named if e.text in discourse.topic]
    return f"the {match[1]} {fits[0].text}" if len({e.text for e in fits}) == 1 else match[0]


def _named_by(noun: str, phrase: str, discourse: Discourse) -> str:
    own = {word.stem for word in content_words(phrase)}
    longer = [
        each
        for each in discourse.in_mind
        if (each.head == stem(noun) or (each.text[0].isupper() and stem(noun) in each.stems))
        and own < {word.stem for word in words(each.text)}
        and each.text.lower() not in {f"the {phrase.lower()}"}
    ]
    if longer:
        if longer[0].kind is Kind.PERSON:
            return longer[0].text
        return longer[0].text if longer[0].text.startswith("the ") else f"the {longer[0].text}"
    if " " in phrase:
        return ""
    if noun in _ORGANISATIONS:
        named = [
            each for each in discourse.in_mind if not each.text.startswith("the ") and not each.sex
        ]
        fits = [each for each in named if each.kind in {Kind.GROUP, Kind.THING}]
        if not fits and asks_who(discourse.question):
            fits = [each for each in named if each.text in discourse.question]
        return with_article(fits[0]) if fits else ""
    if noun in _PEOPLE:
        found = person(discourse)
        return found.text if found else ""
    if noun in naming.ROLES:
        told = f"{discourse.topic} {discourse.reply}"
        people = [each for each in discourse.in_mind if each.kind is Kind.PERSON]
        titled = [each.text for each in people if _has_role(each.text, noun, told)]
        return titled[0] if len(titled) == 1 else ""
    return discourse.place if noun in _PLACES else ""


def _has_role(name: str, role: str, told: str) -> bool:
    """Whether a name is told with a role: "Mayor Ida Holm", "Ida Holm, the mayor"."""
    if role in name.lower().split():
        return True
    after = rf"{re.escape(name)},\s(?:[\w'’-]+\s){{0,4}}?{role}\b"
    return bool(re.search(rf"\b{role}\s{re.escape(name)}|{after}", told, re.I))
