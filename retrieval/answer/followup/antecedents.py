"""Whom or what a pronoun can mean, of all that is in mind."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.answer.followup.discourse import Discourse, asks_who
from retrieval.answer.followup.mentions import Kind, Mention
from retrieval.language import names as naming


def person(discourse: Discourse, *, sex: str = "", other_than: str = "") -> Mention | None:
    """The person in mind whom a pronoun of this sex can mean."""
    fits = [
        each
        for each in discourse.in_mind
        if each.kind in {Kind.PERSON, Kind.NAME}
        and not (sex and each.sex and each.sex != sex)
        and each.text != other_than
    ]
    if not fits:
        return None
    if fits[0] is discourse.in_mind[0] and fits[0].text not in discourse.topic:
        return fits[0]  # the answer to "who ...?"
    told = dict(discourse.told_of)
    asked = [each for each in fits if each.text in discourse.topic]
    surely = [each for each in asked if sex and each.sex == sex]
    if surely or asked:
        return (surely or asked)[0]
    return max(fits, key=lambda each: told.get(each.text, 0.0))


def group(discourse: Discourse) -> str:
    """What "they" means: a group or plural that was asked about, two that were named together, a name."""
    told = dict(discourse.told_of)
    asked = [each for each in discourse.in_mind if _of(each, discourse.topic)]
    if groups := [each for each in asked if each.kind is Kind.GROUP]:
        return groups[0].text
    if pair := _pair(discourse.topic) or _pair(discourse.reply[:200]):
        return pair
    for among in (asked, discourse.in_mind):
        fits = [e for e in among if e.kind in {Kind.GROUP, Kind.THING} and not e.sex]
        fits = [e for e in fits if e.kind is Kind.GROUP or not e.text.startswith("the ")]
        if fits:
            return with_article(
                max(fits, key=lambda e: (e.kind is Kind.GROUP, told.get(e.text, 0.0)))
            )
    country = [
        name.text
        for name in naming.names(discourse.topic)
        if name.known and not naming.describes(name)
    ]
    return country[0] if len(country) == 1 else ""


def _pair(text: str) -> str:
    found = naming.names(text)
    for one, two in pairwise(found):
        if text[one.end : two.start] == " and " and one.known == two.known:
            return text[one.start : two.end]
    return ""


# Asked of what is no person: "what is Fallen Empires?", "when was it released?"
_OF_A_THING = re.compile(
    r"\bwhat (?:is|was) (?!his|her)|\b(?:released|published|recorded|opened|founded|launched|built|signed|issued|an album|a song|a film)\b",
    re.I,
)


def thing(discourse: Discourse, *, alone: bool) -> str:
    """What "it" means: the one institution or thing that was asked about, or what was asked for."""
    fits = [
        e for e in discourse.in_mind if e.kind in {Kind.THING, Kind.GROUP, Kind.NAME} and not e.sex
    ]
    fits = [
        each
        for each in fits
        if not (each.text.startswith("the ") and each.kind is Kind.GROUP and _is_plural(each))
    ]
    asked = [each for each in fits if _of(each, discourse.topic)]
    named = [each for each in asked if not each.text.startswith("the ") and " " in each.text]
    if alone and fits and fits[0] not in asked and fits[0] is discourse.in_mind[0]:
        return with_article(fits[0])  # the answer to "which ...?"
    for tier in (named, asked):
        if len({each.text for each in tier}) == 1:
            return with_article(tier[0])
    if not asked and (asks_who(discourse.question) or _OF_A_THING.search(discourse.question)):
        asked = [
            e for e in discourse.in_mind if e.kind is Kind.PERSON and e.text in discourse.question
        ]
        return asked[0].text if len(asked) == 1 else ""
    if asked or not alone:
        return ""
    country = [
        name.text
        for name in naming.names(discourse.topic)
        if name.known and not naming.describes(name)
    ]
    if len(country) == 1:
        return country[0]
    fits = [each for each in fits if each.text in discourse.reply]
    return with_article(fits[0]) if len(fits) == 1 else ""


def _of(mention: Mention, topic: str) -> bool:
    """Whether a question speaks of a mention; "Ola Berg's boat" was "his boat" there."""
    return mention.text.removeprefix("the ").rpartition("'s ")[2] in topic


def _is_plural(mention: Mention) -> bool:
    return mention.text.endswith("s")


def with_article(mention: Mention) -> str:
    """An institution with "the"; what has one, and a name of another kind, as it is."""
    if (
        mention.text.startswith("the ")
        or mention.kind is Kind.NAME
        or "the" in mention.text.lower().split()
    ):
        return mention.text
    institution = any(part.lower() in naming.ORGANISATION for part in mention.text.split())
    return f"the {mention.text}" if institution else mention.text
