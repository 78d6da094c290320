"""Questions that a sentence answers: who, when, where, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.evaluation.gold import alternatives
from bot.evaluation.gold.clause import Clause, read
from retrieval.language import names as naming
from retrieval.language.quantities import DATE, MONTHS, NUMBER, YEAR, plain_value
from retrieval.language.words import content_words, words

_SHORTEST, _LONGEST = 5, 24  # words of a question
_FEWEST = 3  # names and other content words
# What leans on the sentences before it.
_LEANS = re.compile(
    r"\b(?:he|she|it|they|his|her|hers|its|their|theirs|him|them|we|i|you|(?-i:us)|our|my|this|these|those"
    r"|here|there|then|latter|former|also|another|other|others|such|same|instead|however|yesterday"
    r"|today|tomorrow|last|next|later|earlier|ago|so)\b|\b(?:on|in|at|for|of|from|by|with) that\b"
    r"|\bone\b$|\bthe (?:subject|matter|result|sort)\b|\bsomething\b",
    re.I,
)
_DANGLES = re.compile(
    r"\b(?:of|in|on|at|to|for|from|by|with|and|or|the|a|an|was|were|had|been|not|when|that|about|each|per)$"
)
_WHEN = re.compile(
    r"(?:^|\s)(?:on|in)\s(?:the\s)?(?:(?:early|late|mid)[\s-])?"
    r"(?:(?:morning|afternoon|evening|night|autumn|summer|winter|spring|end|beginning)\sof\s)?"
    rf"(?P<date>{DATE.pattern})"
)
# "Hi-Fi Rush is a game", "ChatGPT Voice can ...": what looks like a person's name need not be one.
_SAYS_WHAT = frozenset({"is", "are", "can", "could", "must"})
_FEW_PLURALS = frozenset(["people", "men", "women", "children", "police", "staff"])


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, the kind of it, and every form of the answer that its sentence gives."""

    kind: str
    question: str
    answers: tuple[str, ...]


def wordings(sentence: str) -> tuple[Wording, ...]:
    """The questions of a sentence that can be understood without its neighbours."""
    clause = read(sentence)
    if clause is None:
        return ()
    found = [*_who(clause), *_when(clause), *_where(clause), *_how_many(clause)]
    return tuple(one for one in found if sound(one.question, one.answers))


def sound(question: str, answers: tuple[str, ...]) -> bool:
    """Whether a question is long enough, stands alone, and does not hold its own answer."""
    plain = question.rstrip("?").rstrip()
    if not _SHORTEST <= len(words(plain)) <= _LONGEST:
        return False
    if _LEANS.search(plain) or _DANGLES.search(plain):
        return False
    named = naming.names(plain)
    others = [
        word
        for word in content_words(plain)
        if not any(name.start <= word.start < name.end for name in named)
    ]
    if len(named) + len(others) < _FEWEST or not (named or YEAR.search(plain)):
        return False
    return not any(re.search(rf"\b{re.escape(one)}\b", plain, re.I) for one in answers)


def _who(clause: Clause) -> Iterator[Wording]:
    found = naming.names(clause.subject)
    if len(found) != 1 or found[0].text != clause.subject:
        return
    name = found[0]
    if clause.helper.lower() in _SAYS_WHAT:
        return
    if naming.looks_like_person(name) or (name.known and not clause.helper):
        yield Wording("who", f"Who {clause.predicate}?", alternatives.of(name.text))


def _when(clause: Clause) -> Iterator[Wording]:
    for text, is_lead in ((clause.rest, False), (clause.lead, True)):
        match = _WHEN.search(text[:1].lower() + text[1:] if is_lead else text)
        date = match["date"].rstrip(",") if match else ""
        if match is None or not _is_dated(date):
            continue
        after = text[match.end() :]
        rest = clause.rest if is_lead else text[: match.start()] + after
        if after.startswith((" and", " or")) or after[:1] not in ("", " "):
            continue  # "in 2006 and 2007", "in 1990-91", "in the 1990s"
        if asked := clause.inverted(rest.strip()):
            yield Wording("when", f"When {asked}?", alternatives.of(date))
            return


def _is_dated(date: str) -> bool:
    """Whether it is a day, a month or a year, and not "Monday" or "two weeks later"."""
    months = [
        word for word in words(date) if plain_value(word.text) in MONTHS or word.text == "May"
    ]
    return bool(YEAR.fullmatch(date)) or bool(months and re.search(r"\d", date))


def _where(clause: Clause) -> Iterator[Wording]:
    for name in naming.names(clause.rest):
        before = re.search(r"(?:^|\s)(?:in|at)\s$", clause.rest[: name.start])
        if before is None or not name.known or naming.describes(name):
            continue
        if name.text.isupper() or re.match(r"[’'\w-]", clause.rest[name.end : name.end + 1]):
            continue
        rest = clause.rest[: before.start()] + clause.rest[name.end :]
        if asked := clause.inverted(" ".join(rest.split())):
            yield Wording("where", f"Where {asked}?", alternatives.of(name.text))
            return


def _how_many(clause: Clause) -> Iterator[Wording]:
    if counted := _counted(clause.subject):
        number, things, after = counted
        asked = " ".join(part for part in (things, after, clause.predicate) if part)
        yield Wording("how many", f"How many {asked}?", alternatives.of_number(number, things))
    elif counted := _counted(clause.rest):
        number, things, after = counted
        of, after = (f" {after}", "") if after.startswith("of ") else ("", after)
        if asked := clause.inverted(after):
            answers = alternatives.of_number(number, things)
            yield Wording("how many", f"How many {things}{of} {asked}?", answers)


def _counted(text: str) -> tuple[str, str, str] | None:
    """ "eight Russian envoys in Brussels" -> ("eight", "Russian envoys", "in Brussels")."""
    match = NUMBER.match(text)
    if match is None or not (plain_value(match[0]) or re.fullmatch(r"[\d,]+", match[0])):
        return None
    if YEAR.fullmatch(match[0]):
        return None
    end = match.end()
    things = []
    for word in words(text[end:]):
        if not word.content or text[match.end() + word.start - 1] != " ":
            break
        things.append(word)
    if not things or not (things[-1].lower.endswith("s") or things[-1].lower in _FEW_PLURALS):
        return None
    stop = match.end() + things[-1].end
    return match[0], text[match.end() : stop].strip(), text[stop:].strip()
