"""The earlier question with one thing exchanged: a year, a name, a person, a question word."""

from __future__ import annotations

import re

from retrieval.answer.followup import mentions, wording
from retrieval.answer.followup.antecedents import person
from retrieval.answer.followup.discourse import Discourse
from retrieval.answer.followup.leaning import PERSON, THING
from retrieval.answer.followup.mentions import sex_of
from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.quantities import MONTHS
from retrieval.language.words import content_words, words

_ABOUT = re.compile(
    r"^(?:and |but |so |ok |okay |also |or |then )*(?:what about|how about|what of|and what about|(?:and )?(?:in|on|for|with|during|by|since|after|before|at)|and|or)"
    r"\s+(.+?)[?.! ]*$",
    re.I,
)
_STRETCH = re.compile(r"\b(?:between|from)\s\d{4}\s(?:and|to|until)\s\d{4}\b", re.I)
_DATED = re.compile(r"\b(?:in|on|during|since|before|after|by|until)\s$", re.I)
_ELLIPSIS = re.compile(
    r"^(?:and |but |so )*(how many|how much|who|when|where|what|which|why|how often|how long|how)\b\s+((?:in|on|at|during|for|from|by|before|after|since|with)\s.+?)[?.! ]*$",
    re.I,
)
_ELSE = re.compile(
    r"^(?:and |but |so )*(who|what|where|how|when|why|anyone|anybody|anything)\selse[?.! ]*$", re.I
)
_WORD_FIRST = re.compile(
    r"^(?:and |but |so )*(who|what|where|how|when|why|which|whom|whose)\b", re.I
)
_PEOPLE = frozenset({mentions.Kind.PERSON, mentions.Kind.NAME})
_PREPOSITION = re.compile(
    r"^(?:and |but |so |ok |okay |also |or |then |what about |how about )*((?:in|on|at|for|with|during|by|since|after|before|off|from)\s.+?)[?.! ]*$",
    re.I,
)
LONGEST = 6  # words of what is put in the place of something else


def about(plain: str, discourse: Discourse) -> str | None:
    """The earlier question about what "what about ...", "and ...?" or "in ...?" names; None for other messages."""
    match = _ABOUT.match(plain)
    if match is None or len(words(match[1])) > LONGEST or _asks(match[1]):
        return None
    other = match[1]
    if pronoun := PERSON.fullmatch(other.strip()):
        return _another_person(pronoun[1], discourse)
    if THING.search(other) or PERSON.search(other):
        return None
    if found := instead(discourse.question, other):
        return found
    added = _PREPOSITION.match(plain)
    return (
        f"{wording.bare(discourse.question)} {added[1]}?"
        if added and _WORD_FIRST.match(discourse.question)
        else None
    )


def _asks(other: str) -> bool:
    return bool(
        re.match(
            r"(?:the )?(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|was|were|are|has|have|had|can|could|will|would)\b",
            other,
            re.I,
        )
    )


def _another_person(pronoun: str, discourse: Discourse) -> str | None:
    named = [e for e in discourse.in_mind if e.kind in _PEOPLE and e.text in discourse.question]
    other = person(discourse, sex=sex_of(pronoun), other_than=named[0].text if named else "")
    return discourse.question.replace(named[0].text, other.text, 1) if named and other else None


def instead(before: str, other: str) -> str | None:
    """The earlier question with its date, number, name or noun phrase exchanged for the one now given."""
    plain = re.sub(
        r"^(?:the|in|on|for|at|during)\s+|\s+ones?$", "", other.strip("?.! "), flags=re.I
    )
    if not before or not plain:
        return None
    if quantities.DATE.fullmatch(plain) or (
        quantities.YEAR.search(plain) and len(words(plain)) <= 4
    ):
        return _dated(before, plain)
    theirs = naming.names(plain) or naming.names(plain.title())
    if theirs and (found := _renamed(before, plain, theirs[0])):
        return found
    if other.lower().startswith(("the ", "a ", "an ")) or not theirs:
        return _phrased(before, other.strip("?.! "))
    return None


def _dated(before: str, date: str) -> str:
    """The question of another time; a month keeps the year that was spoken of."""
    if stretch := _STRETCH.search(before):
        return before[: stretch.start()] + f"in {date}" + before[stretch.end() :]
    spans = quantities.dates(before)
    preposition = "on" if re.match(r"\d{1,2}\b(?!\d)|\w+ \d{1,2}\b(?!\d)|\w+day\b", date) else "in"
    if not spans:
        return f"{wording.bare(before)} {preposition} {date}?"
    old = before[spans[-1].start : spans[-1].end]
    years = quantities.YEAR.findall(old)
    if years and date.split()[-1].lower() in MONTHS:
        date = f"{date} {years[0]}"
    ahead = before[: spans[-1].start]
    if re.search(r"\b(?:in|on)\s$", ahead, re.I):
        ahead = re.sub(r"\b(?:in|on)\s$", f"{preposition} ", ahead, flags=re.I)
    return ahead + date + before[spans[-1].end :]


def _renamed(before: str, other: str, theirs: naming.Name) -> str | None:
    ours = naming.names(before)
    kinds = [name for name in ours if name.known == theirs.known]
    if not ours or not (len(kinds) == 1 or (kinds and theirs.known)):
        return None
    if not theirs.known:
        same = [n for n in kinds if naming.looks_like_person(n) == naming.looks_like_person(theirs)]
        kinds = same or kinds
    alike = [n for n in kinds if naming.describes(n) == naming.describes(theirs)]
    name = (alike or kinds)[-1]
    rest = other[theirs.end :].strip()
    if rest and before[name.end :].lstrip().lower().startswith(rest.lower()):
        other = other[
            : theirs.end
        ]  # "the Turkish minister" in the place of "the Greek" of "Greek minister"
    after = before[name.end :]
    if naming.looks_like_person(name) and naming.looks_like_person(theirs):
        after = re.sub(r"\b(?:his|her)\b", "their", after)
    return before[: name.start] + other + after


def _phrased(before: str, other: str) -> str | None:
    """The question about another thing, when it asked about just one."""
    found = mentions.definite(before)
    if len(found) != 1 or len(content_words(other)) > 3:
        return None
    phrase = found[0]
    if not other.lower().startswith(("the ", "a ", "an ")):
        if (
            " " in before[phrase.start + len("the ") : phrase.end]
        ):  # "the old bridge": which word is meant?
            return None
        other = f"the {other}"
    return before[: phrase.start] + other + before[phrase.end :]


def ellipsis(plain: str, discourse: Discourse) -> str | None:
    """The earlier question for "how many in March?"; None when it asked with another word."""
    match = _ELLIPSIS.match(plain)
    if match is None or not discourse.question.lower().startswith(match[1].lower()):
        return None
    return about(match[2], discourse)


def other_answers(plain: str, discourse: Discourse) -> str | None:
    """The earlier question with "else" after its question word, for "who else?"."""
    match = _ELSE.match(plain)
    if match is None or not discourse.question:
        return None
    asked = {"anyone": "who", "anybody": "who", "anything": "what"}.get(
        match[1].lower(), match[1].lower()
    )
    first = _WORD_FIRST.match(discourse.question)
    if asked == "who" and first and first[1].lower() not in {"who", "which"}:
        return _others(discourse)
    if first is None or first[1].lower() not in {asked, "which"}:
        return f"What else is told: {wording.bare(discourse.question)}?"
    if re.match(
        r"(?:who|what|where|how|when|why)\selse\b", discourse.question[first.start(1) :], re.I
    ):
        return discourse.question
    if first[1].lower() == "which":
        return re.sub(r"^which\b", "Which other", discourse.question[first.start(1) :], flags=re.I)
    return f"{asked.capitalize()} else{discourse.question[first.end(1) :]}"


def _others(discourse: Discourse) -> str | None:
    """The earlier question about a person, asked of others."""
    named = [e for e in discourse.in_mind if e.kind in _PEOPLE and e.text in discourse.question]
    return discourse.question.replace(named[0].text, "others", 1) if named else None
