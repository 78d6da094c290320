"""The kinds of questions, and the patterns by which they are told."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The form of a question."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW = "how"
    WHY = "why"
    QUOTE = "quote"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    WHICH = "which"
    WHAT = "what"
    OTHER = "other"


class Seeks(StrEnum):
    """The type of the words that would answer directly."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    AGE = "age"
    ADDRESS = "address"
    NAME = "name"
    REASON = "reason"
    STATEMENT = "statement"
    ANYTHING = "anything"

    @property
    def typed(self) -> bool:
        """Whether the answer is words of a known type, which can be looked for."""
        return self not in {Seeks.REASON, Seeks.STATEMENT, Seeks.ANYTHING}


SPEAKER = (
    re.compile(
        r"\baccording to (?:the )?([^,?]+?)(?:,|\?|$|\b(?=what|who|when|where|why|how|which|did|does|is|was)\b)",
        re.I,
    ),
    re.compile(
        r"\b(?:did|does|do|has|had|would)\s(.+?)\s(?:say|said|think|believe|claim|argue|describe|write|note|tell|warn|suggest|feel|view|see|call|characteri[sz]e|explain|react|respond|state|mean|predict|conclude|blame)\b",
        re.I,
    ),
    re.compile(
        r"\bwhat(?:'s| is| was| were)\s(.+?)(?:['’]s|s['’])?\s(?:view|opinion|reaction|response|position|take|stance|assessment|argument|explanation)\b",
        re.I,
    ),
    re.compile(
        r"\b(?:view|opinion|reaction|response|position|stance|words|assessment|statement|argument) (?:of|by|from) (.+?)(?:\son\b|\sabout\b|\sto\b|\?|$)",
        re.I,
    ),
    re.compile(
        r"\bquote (?:what )?(.+?)(?:['’]s)? (?:said|say|says|wrote|words|statement|told)\b", re.I
    ),
    re.compile(
        r"\bwhat\s(?!is\b|was\b|are\b|were\b)(.+?)\s(?:said|says|thinks|wrote|argued|argues|believes|told)\b",
        re.I,
    ),
)
_LIST = re.compile(
    r"^(?:list|name|enumerate|give (?:me )?(?:a list of |the names? of )|mention|what are|which are)\b",
    re.I,
)
SEVERAL = re.compile(
    r"^(?:list|enumerate)\b|\b(?:compare|contrast|differ(?:s|ent|ence|ences)?|versus|vs|both|each|respectively|agree)\b"
    r"|\b(?:which|what|name|the|list)\s(?:the\s)?(?:two|three|four|five|several|various)\b"
    r"|\bwhat\s(?:sorts?|kinds?|types?)\sof\s\w+s\b|\band\s(?:what|who|when|where|why|how|which)\b|\bthings\b|\bothers?\b"
    r"|\bwhich\s\w*(?:ies|ions|ents|asons|ountries|ames|ates|ears|ses)\b|\bwhat\s(?:are|were)\sthe\b|\breasons\b",
    re.I,
)
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.QUOTE,
        re.compile(
            r"^(?:quote\b|give (?:me )?(?:a|the) quote|in (?:his|her|their) own words|what exactly did|what were .{0,40}\bwords\b)",
            re.I,
        ),
    ),
    (
        Kind.DEFINITION,
        re.compile(
            r"^(?:define\b|what (?:does|do) .{1,60} (?:mean|stand for)\b|what is meant by|(?:what|who)(?:'s| is| are) (?:an? )?(?!the\b)[A-Z][^\s’']+(?: [A-Z][^\s’']+){0,3}\??$|meaning of)",
            re.I,
        ),
    ),
    (Kind.LIST, _LIST),
    (
        Kind.HOW_MANY,
        re.compile(
            r"\bhow (?:many|much|old|large|big|far|often|high|tall)\b|\bby how\b|\bwhat (?:number|percentage|share|proportion)\b",
            re.I,
        ),
    ),
    (
        Kind.WHEN,
        re.compile(
            r"\bwhen\b|\bhow (?:long|soon)\b|\b(?:what|which|on which|in which|from what|since what) (?:exact )?(?:year|date|day|month|decade)\b|\bsince when\b",
            re.I,
        ),
    ),
    (
        Kind.WHY,
        re.compile(
            r"\bwhy\b|\bhow come\b|\bwhat (?:was|is|were|are) the (?:\w+ )?(?:reasons?|causes?|motives?|grounds|pretext)\b|\bfor what reason|\bwhat (?:reasons?|caused|prompted|led|triggered|drove|made)\b",
            re.I,
        ),
    ),
    (
        Kind.WHERE,
        re.compile(
            r"^where\b|\b(?:which|what|in which|in what) (?:city|country|place|town|location)\b|\bwhere\b",
            re.I,
        ),
    ),
    (Kind.WHO, re.compile(r"\b(?:who|whom|whose)\b", re.I)),
    (Kind.WHICH, re.compile(r"^(?:\w+ ){0,2}which\b", re.I)),
    (Kind.WHAT, re.compile(r"\bwhat\b|\bwhich\b", re.I)),
    (Kind.HOW, re.compile(r"\bhow\b", re.I)),
)
