"""What a question asks for: its kind, the type of answer sought, whose words, and which terms matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language.kinds import KINDS, SEVERAL, SPEAKER
from retrieval.language.kinds import Kind as Kind
from retrieval.language.kinds import Seeks as Seeks
from retrieval.language.names import ROLES
from retrieval.language.words import Word, content_words, stem, words


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    focus: the words that name the type asked for ("which *opposition figure*"); speaker: whose words
    are asked for; several: whether more than one answer is expected; attribute: what of something is asked
    for ("the *budget* of the office"); context: words of the conversation
    that help to find the passage and need not stand in the answer; put: as it was put, with the
    words that only say where something is told ("according to the Reuters article"), which `text` lacks.
    """

    text: str
    kind: Kind
    seeks: Seeks
    focus: tuple[Word, ...]
    terms: tuple[Word, ...]
    speaker: str | None
    several: bool
    attribute: Word | None = None
    context: tuple[Word, ...] = ()
    put: str = ""

    @property
    def asks_name(self) -> bool:
        """Whether it asks in so many words for the name of somebody or something."""
        return bool(_ASKS_NAME.search(self.text))

    @property
    def identity(self) -> Word | None:
        """The role or thing beside which its name must stand: "who is the *ambassador* to Belgium"."""
        if match := _WHO_IS.match(_POLITE.sub("", self.text, count=1)):
            found = _noun_phrase(match[1])
            roles = [w for w in found if not w.capital or w.lower in ROLES]
            return roles[-1] if roles and roles[-1] is found[-1] else None
        things = [word for word in self.focus if not word.capital]
        return things[-1] if self.asks_name and things else None

    @property
    def owned(self) -> bool:
        """Whether it asks who is somebody's something: "who was the *minister's deputy*"."""
        return bool(_OWNED.search(_POLITE.sub("", self.text, count=1)))

    @property
    def searched(self) -> str:
        """The text to embed: the question and the conversation's words that it leans on."""
        return " ".join([self.text, *(word.text for word in self.context)])


_ASKS_NAME = re.compile(
    r"\bnames? of\b|\bwhat(?:'?s| is| was| are| were) .{0,40}\b(?:called|named|name)\b|\bby name\b",
    re.I,
)
_WHO_IS = re.compile(
    r"(?:who(?:['’]?s| is| was)|name) the ((?:[\w-]+ ){0,4}?[\w-]+) (?:of|to|for|in|at|who|whom|that|when|behind)\b(?! the (?:article|report|commentary|piece))",
    re.I,
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|and|but|also|then|now|well|please|pls|um)\b[\s,!.]*)*"
    r"(?:(?:can|could|would|will) you (?:please )?|please |i(?:'d| would) like to know |i want to know |do you know "
    r"|tell me(?: about)? |explain(?: to me)? |say |find out |remind me |(?:does anyone|anybody) know |any idea )*",
    re.I,
)
_SEEKS_BY_FOCUS: dict[Seeks, frozenset[str]] = {
    seeks: frozenset(stem(word) for word in listed.split())
    for seeks, listed in {
        Seeks.DATE: "year date day month decade century when time",
        Seeks.PLACE: "city country countries place town location capital region state nation continent village where",
        Seeks.PERSON: """person man woman minister official president spokesman spokeswoman spokesperson analyst figure
            leader journalist author winner politician diplomat ambassador expert chief rector who scientist
            activist commentator actor player singer director ceo founder individual people""",
        Seeks.NUMBER: "number percentage share percent proportion total count size margin",
        Seeks.MONEY: "money budget cost price salary sum fee fine revenue",
        Seeks.DURATION: "duration period",
        Seeks.ADDRESS: "address email e-mail mail phone telephone url link hotline-number website",
    }.items()
}
_AUXILIARY = frozenset(
    """
        is are was were be been do does did has have had can could will would should may might must shall isn't
        aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't
    """.split()
)
_ENDS_FOCUS = _AUXILIARY | frozenset(
    """
        of in on for between from to at by with that which who whom whose about during after before under
        against into broke led ran won took gave said wrote made held told sold bought found left lost met paid
        put saw sent set spoke spent stood went began became came fell got grew hit kept knew rose
    """.split()
)


_NEXT_PART = re.compile(
    r"(?<=[?.;])\s+(?=\S)|,?\s+(?:and|or|but)\s+(?=(?:also\s)?(?:what|who|whom|whose|when|where|why|how)\b)"
    r"|,\s+(?:and\s)(?=(?:on|in|by|from|to|for)?\s?which\b|(?:did|does|do|is|was|were|are|has|have)\b)",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:what|who|whom|whose|when|where|why|how|which|compare|list|name|quote|tell|did|does|is|was|are|were)\b",
    re.I,
)
SHORTEST_PART = 2  # content words


def parts(text: str) -> tuple[str, ...]:
    """The questions that one message holds ("who left, and when was the office closed?"); at least one."""
    plain = " ".join(text.split())
    found = [part.strip(" ,") for part in _NEXT_PART.split(plain) if part.strip(" ,")]
    whole = all(_ASKS.search(part) and len(content_words(part)) >= SHORTEST_PART for part in found)
    return tuple(found) if 1 < len(found) <= 3 and whole else (plain,)


def read(text: str, *, context: str = "", put: str = "") -> Question:
    """Read a standalone question; `context`: what was said before, where it leans on that."""
    plain = " ".join(text.split())
    asked = _POLITE.sub("", plain, count=1) or plain
    speaker = _speaker(asked)
    focus = _focus(asked)
    kind = _kind(asked, speaker)
    seeks = _seeks(asked, kind, focus, speaker)
    own = content_words(asked)
    terms = tuple(word for word in own if word.lower not in _INSTRUCTIONS) or tuple(own)
    return Question(
        text=plain,
        put=put or plain,
        kind=kind,
        seeks=seeks,
        focus=focus,
        terms=terms,
        attribute=_attribute(asked, seeks),
        context=_context(context, asked),
        speaker=speaker,
        several=kind is Kind.LIST or bool(SEVERAL.search(asked)),
    )


# Words that tell Dateline what to do, not what to look for.
_INSTRUCTIONS = frozenset(
    """
        define list name names enumerate quote explain compare contrast describe tell article articles true
        please mention
    """.split()
)
_ATTRIBUTE = re.compile(
    r"^(?:what|who)(?:'s| is| was| are| were)\s(?:the\s)?((?:[\w-]+\s){0,3}?[\w-]+)\s(?:of|for)\b"
    r"|^(?:the\s)((?:[\w-]+\s){0,3}?[\w-]+)\sof\b",
    re.I,
)
_OWNED = re.compile(
    r"^who(?:'s| is| was| are| were)\s(?:[\w-]+\s){0,4}?[\w-]+['’]s?\s((?:[\w-]+\s){0,3}?[\w-]+)"
    r"(?=\?|$|\s(?:at|in|on|to|of|for|when|before|after|during)\b)",
    re.I,
)


_TYPE_SAYS_IT = frozenset(
    {Seeks.NAME, Seeks.DATE, Seeks.YEAR, Seeks.NUMBER, Seeks.PLACE, Seeks.ADDRESS, Seeks.DURATION}
)


def _attribute(asked: str, seeks: Seeks) -> Word | None:
    """The noun in "what was the annual *budget* of"; None when the answer's type says it all."""
    match = _ATTRIBUTE.search(asked) or _OWNED.search(asked)
    if match is None or seeks in _TYPE_SAYS_IT:
        return None
    found = _noun_phrase(next(filter(None, match.groups())))
    if not found or found[-1].lower in {
        "name",
        "names",
        "kind",
        "sort",
        "type",
        "head",
        "leader",
        "role",
        "purpose",
    }:
        return None
    return found[-1]


_ANYBODY = frozenset(map(stem, "individual person man woman figure people one".split()))


def _noun_phrase(text: str) -> list[Word]:
    """Its content words up to the noun ("the editor charged with"); none when that says nothing."""
    found = [word for word in words(text) if word.content]
    while found and found[-1].lower.endswith("ed"):
        found.pop()
    return [] if found and found[-1].stem in _ANYBODY else found


MOST_CONTEXT = 14  # words


def _context(context: str, asked: str) -> tuple[Word, ...]:
    """The distinct content words of the context that the question lacks."""
    own = {word.stem for word in words(asked)}
    found: dict[str, Word] = {}
    for word in content_words(context):
        if word.stem not in own:
            found.setdefault(word.stem, word)
    return tuple(found.values())[:MOST_CONTEXT]


def _speaker(asked: str) -> str | None:
    for pattern in SPEAKER:
        if match := pattern.search(asked):
            who = match[1].strip(" '\"’")
            if (
                who
                and len(who.split()) <= 8
                and who.lower()
                not in {"it", "this", "that", "you", "we", "i", "one", "the", "a", "an"}
            ):
                return who
    return None


_BY_FORM = frozenset({Kind.QUOTE, Kind.DEFINITION, Kind.LIST})


def _kind(asked: str, speaker: str | None) -> Kind:
    first = asked.split(" ", 1)[0].lower().strip("?,.!") if asked else ""
    if first in _AUXILIARY or re.match(r"is it (?:true|correct|right)|true or false", asked, re.I):
        return Kind.YES_NO
    found: list[tuple[int, int, Kind]] = []
    for order, (kind, pattern) in enumerate(KINDS):
        match = pattern.search(asked)
        if match and not (kind is Kind.DEFINITION and speaker):
            if kind in _BY_FORM:
                return kind
            found.append((match.start(), order, kind))
    return min(found)[2] if found else Kind.OTHER  # the first question word decides


def _focus(asked: str) -> tuple[Word, ...]:
    """The noun phrase after which/what/how many, or after "name of the"; its last word is the head."""
    possessive = False
    if match := re.search(r"\bnames? of (?:the |an? )?", asked, re.I):
        rest, possessive = asked[match.end() :], True
    elif match := re.search(
        r"\b(?:which|what|how many|how much|whose|name|list)\s(?:of\s)?(?:the\s)?(?:exact\s)?",
        asked,
        re.I,
    ):
        rest = asked[match.end() :]
    else:
        return ()
    taken: list[Word] = []
    for word in words(rest):
        if word.lower in _ENDS_FOCUS:
            break
        if re.search(r"['’](?:s|re)$", word.lower):
            if possessive:  # "the name of Russia's new fighter": the fighter is asked for
                continue
            break
        if (
            taken
            and re.search(r"(?:ed|ing)$", word.lower)
            and len(taken) >= 1
            and word.lower not in {"building", "meeting"}
        ):
            break
        taken.append(word)
        if len(taken) == 4 or rest[word.end : word.end + 1] in {",", "?", ":"}:
            break
    return tuple(word for word in taken if word.content)


_MONEY = re.compile(
    r"\bhow much (?:money|cash)\b|\bhow much\b.*\b(?:cost|costs|pay|paid|spend|spent|worth|charge|charged|earn|earned|budget|invest|invested|owe|owed)\b",
    re.I,
)


def _seeks(asked: str, kind: Kind, focus: tuple[Word, ...], speaker: str | None) -> Seeks:
    fixed = {
        Kind.WHO: Seeks.PERSON,
        Kind.WHERE: Seeks.PLACE,
        Kind.WHY: Seeks.REASON,
        Kind.QUOTE: Seeks.STATEMENT,
    }
    if re.search(r"\bhow (?:long|soon)\b|\bhow much time\b", asked, re.I):
        return Seeks.DURATION
    if kind is Kind.WHEN:
        return Seeks.YEAR if re.search(r"\b(?:what|which) year\b", asked, re.I) else Seeks.DATE
    if re.search(r"\bhow old\b", asked, re.I):
        return Seeks.AGE
    if kind is Kind.HOW_MANY:
        return Seeks.MONEY if _MONEY.search(asked) else Seeks.NUMBER
    if re.search(r"\bnames? of\b", asked, re.I):
        return Seeks.NAME
    asked_of = _ATTRIBUTE.search(asked)  # "what is the address of"
    head = (
        focus[-1].stem
        if focus
        else stem(asked_of[1].split()[-1])
        if asked_of and asked_of[1]
        else ""
    )
    if kind in {Kind.WHICH, Kind.WHAT, Kind.LIST}:
        for seeks, stems in _SEEKS_BY_FOCUS.items():
            if head in stems:
                return seeks
    if kind in fixed:
        return fixed[kind]
    if kind is Kind.WHICH:
        return Seeks.NAME
    return Seeks.STATEMENT if speaker else Seeks.ANYTHING
