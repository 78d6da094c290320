"""Put names in the place of pronouns and of descriptions such as "the company"."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.answer.followup import mentions
from retrieval.answer.followup.discourse import Discourse, asks_who
from retrieval.answer.followup.leaning import PERSON, antecedent_inside
from retrieval.answer.followup.mentions import Kind, Mention, sex_of
from retrieval.language import names as naming
from retrieval.language.words import content_words, stem, words

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
    text = _described(text, discourse)
    return _where_and_when(text, discourse)


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


def _people(plain: str, discourse: Discourse) -> str:
    first = PERSON.search(plain)
    if first is None or antecedent_inside(plain, first):
        return plain
    found = person(discourse, sex=sex_of(first[1]))
    if found is None:
        return plain
    done = PERSON.sub(lambda match: _case(match, found.text), plain, count=1)
    if naming.names(plain[: first.start()]):
        return done
    return done


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
    found = _group(discourse)
    return _THEY.sub(lambda m: _case(m, found), plain, count=1) if found else plain


def _group(discourse: Discourse) -> str:
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
            return _with_article(
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


def _things(plain: str, discourse: Discourse, *, alone: bool) -> str:
    """alone: whether no other pronoun was resolved, so that what was told earlier may be meant."""
    match = _IT.search(plain)
    if match is None or antecedent_inside(plain, match) or _SAID_OR_DONE.search(plain):
        return plain
    found = _thing(discourse, alone=alone)
    subject = re.search(r"\bit\b", plain, re.I) or match
    before, after = plain[: subject.start()], plain[subject.start() :]
    return before + _IT.sub(lambda m: _case(m, found), after, count=1) if found else plain


def _thing(discourse: Discourse, *, alone: bool) -> str:
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
        return _with_article(fits[0])  # the answer to "which ...?"
    for tier in (named, asked):
        if len({each.text for each in tier}) == 1:
            return _with_article(tier[0])
    if not asked and asks_who(discourse.question):
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
    return _with_article(fits[0]) if len(fits) == 1 else ""


def _of(mention: Mention, topic: str) -> bool:
    """Whether a question speaks of a mention; "Ola Berg's boat" was "his boat" there."""
    return mention.text.removeprefix("the ").rpartition("'s ")[2] in topic


def _is_plural(mention: Mention) -> bool:
    return mention.text.endswith("s")


def _with_article(mention: Mention) -> str:
    """An institution with "the"; what has one, and a name of another kind, as it is."""
    if (
        mention.text.startswith("the ")
        or mention.kind is Kind.NAME
        or "the" in mention.text.lower().split()
    ):
        return mention.text
    institution = any(part.lower() in naming.ORGANISATION for part in mention.text.split())
    return f"the {mention.text}" if institution else mention.text


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


def _described(plain: str, discourse: Discourse) -> str:
    """Names for "the agreement": one that holds the word, or the one of its kind in mind."""
    for span in mentions.definite(plain):
        phrase = plain[span.start : span.end]
        if not phrase.lower().startswith("the ") or _QUALIFIED.match(plain[span.end :]):
            continue
        noun = phrase[len("the ") :]
        if found := _named_by(noun.split()[-1].lower(), noun, discourse):
            return plain[: span.start] + found + plain[span.end :]
    return plain


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
        return _with_article(fits[0]) if fits else ""
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
