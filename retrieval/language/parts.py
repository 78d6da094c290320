"""The part that each word plays in a sentence, told from its form and its neighbours."""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.language.grammar import base, grammar
from retrieval.language.words import Word


class Tag(StrEnum):
    """The part that a word plays."""

    NOUN = "noun"  # with adjectives, names and numbers
    VERB = "verb"
    BE = "be"
    HAVE = "have"
    DO = "do"
    MODAL = "modal"
    DETERMINER = "determiner"
    PREPOSITION = "preposition"
    JOINER = "joiner"  # and, or, but
    OPENER = "opener"  # that, because, when: opens a clause
    RELATIVE = "relative"  # who, which
    PRONOUN = "pronoun"
    NOT = "not"
    ADVERB = "adverb"
    TO = "to"


_CLOSED: dict[str, Tag] = {}
for _tag, _list in {
    Tag.BE: "am is are was were be been being isn't aren't wasn't weren't",
    Tag.HAVE: "have has had having haven't hasn't hadn't",
    Tag.DO: "do does did don't doesn't didn't",
    Tag.MODAL: "will would shall should can could may might must cannot can't won't wouldn't shouldn't couldn't",
    Tag.DETERMINER: "a an the these those its his her their our my your every each all some any no both such another several many few most much one's",
    Tag.PREPOSITION: "of in on at by for from with without into onto against between among across behind beyond during despite under over above below towards toward upon about through throughout near outside inside within like per via except amid alongside after before since until to as than following concerning regarding",
    Tag.JOINER: "and or but nor yet plus",
    Tag.OPENER: "that because although though while when if whether unless where whereas how why what",
    Tag.RELATIVE: "who which whom whose",
    Tag.PRONOUN: "he she it they we i you him them us me nothing something anything everything somebody anybody someone everybody nobody everyone none anyone one's",
    Tag.NOT: "not never n't",
    Tag.ADVERB: "also then already still just only even ever again too soon now later once twice perhaps often always rather quite almost nearly once away out up down off back there here so therefore however thus meanwhile indeed instead more less very well merely long yet formally first himself herself itself themselves ourselves",
}.items():
    for _word in _list.split():
        _CLOSED[_word] = _tag
_NOMINAL = re.compile(
    r"(?:[ts]ions?|ments?|ity|ities|ness|ances?|ences?|ships?|isms?|ings|(?<!s)ists)$"
)
# Past forms that are base forms too, so that no list of irregular forms has them.
SAME_PAST = frozenset(
    "cut put set hit shut let spread split quit cost hurt broadcast read beat bid".split()
)
BREAK = re.compile(r"[;:()\[\]—–“”\"]|[.?!]\s| - ")
_PARTICIPLE_ADJECTIVE = frozenset({Tag.DETERMINER, Tag.PREPOSITION})


def tag_of(sequence: tuple[Word, ...], i: int, tags: list[Tag], gaps: tuple[str, ...]) -> Tag:
    word = sequence[i]
    lower = word.lower.replace("’", "'")
    before = _before(tags) if tags and not BREAK.search(gaps[i]) else None
    if lower in {"this", "that"} and (found := _pointing(sequence, i, before)):
        return found
    if (
        lower == "there"
        and i + 1 < len(sequence)
        and _CLOSED.get(sequence[i + 1].lower) in {Tag.BE, Tag.HAVE, Tag.MODAL}
    ):
        return Tag.PRONOUN
    if lower == "to":
        return Tag.TO if _verbal_next(sequence, i) else Tag.PREPOSITION
    if lower == "her" and before is None:
        return Tag.DETERMINER
    if lower in _COUNTED and i == 0 and len(gaps) > 1 and "," in gaps[1]:
        return Tag.ADVERB
    if lower in _CLOSED and not (word.capital and word.text.isupper() and len(word.text) > 1):
        return _CLOSED[lower]
    if i > 0 and gaps[i] == "-" and is_past(lower):
        return Tag.NOUN  # "Moscow-based", "Washington-led"
    if word.text[0].isdigit() or (word.capital and i > 0 and not BREAK.search(gaps[i])):
        return Tag.NOUN
    if lower.endswith("ly") and lower not in _NOT_ADVERBS:
        return Tag.ADVERB
    return Tag.VERB if _is_verb(sequence, i, before, tags) else Tag.NOUN


_NOT_ADVERBS = frozenset(
    "reply supply apply rely comply multiply imply ally family assembly fly bully rally tally anomaly monopoly only".split()
)
_COUNTED = frozenset("second third fourth fifth".split())  # "Third, the office is shut"


def _before(tags: list[Tag]) -> Tag:
    """The last part that matters: "did not confirm" is "did confirm"."""
    for tag in reversed(tags):
        if tag not in {Tag.NOT, Tag.ADVERB}:
            return tag
    return tags[-1]


def _pointing(sequence: tuple[Word, ...], i: int, before: Tag | None) -> Tag | None:
    """Whether "this" or "that" stands by itself, before a noun, or opens a clause."""
    following = sequence[i + 1] if i + 1 < len(sequence) else None
    if sequence[i].lower == "this":
        alone = following is None or following.lower in _CLOSED
        return Tag.PRONOUN if alone else Tag.DETERMINER
    if i == 0 and following is not None and following.lower not in _CLOSED:
        return Tag.DETERMINER
    if following is None or (before is Tag.PREPOSITION and following.lower in _CLOSED):
        return Tag.PRONOUN
    return Tag.DETERMINER if before is Tag.PREPOSITION else None


def _verbal_next(sequence: tuple[Word, ...], i: int) -> bool:
    if i + 1 >= len(sequence):
        return False
    word = sequence[i + 1]
    if word.lower in {"be", "have", "do"}:
        return True
    verb, noun, _ = grammar().verbs.get(word.stem, (0, 0, 0))
    return (
        not word.capital
        and verb > 0
        and word.lower not in _CLOSED
        and (
            (verb >= noun / 4 and not word.lower.endswith(("s", "ing", "ed")))
            or word.lower.endswith("ss")
        )
    )


def _is_verb(sequence: tuple[Word, ...], i: int, before: Tag | None, tags: list[Tag]) -> bool:
    word = sequence[i]
    lower = word.lower
    counts = grammar().verbs.get(base(word))
    if counts is None or _NOMINAL.search(lower):
        return False
    verb, noun, other = counts
    past = is_past(lower)
    if lower.endswith(("ers", "ors")) and not word.stem.endswith(("er", "or")):
        return False  # "advisers", not "answers"
    if before is Tag.RELATIVE:
        return verb >= noun / 3 or _nominal_next(sequence, i)
    if before in {Tag.MODAL, Tag.TO, Tag.PRONOUN, Tag.DO}:
        return True
    possessive = i > 0 and re.search(r"['’]s?$", sequence[i - 1].text) is not None
    nominal_next = _nominal_next(sequence, i)
    if i > 0 and sequence[i - 1].stem[0].isdigit() and not past and not _of_year(sequence, i, tags):
        return False  # "three measures"
    if past or lower.endswith("ing"):
        if before in {Tag.BE, Tag.HAVE}:
            return not (lower.endswith("ing") and noun > 3 * verb)
        if before in _PARTICIPLE_ADJECTIVE or possessive:
            return lower.endswith("ing") and before is Tag.PREPOSITION and not noun > verb
        if lower.endswith("ed") and i > 0 and sequence[i - 1].text[0].isdigit() and nominal_next:
            return False
        allied = i == 0 and lower.endswith("ed") and _plural_next(sequence)
        return verb >= other / 8 and not allied  # "Allied leaders agreed"
    if lower in SAME_PAST and before in {Tag.BE, Tag.HAVE}:
        return True
    if before in {Tag.DETERMINER, Tag.PREPOSITION, Tag.BE, Tag.HAVE} or possessive:
        return False
    if before is Tag.ADVERB and lower.endswith("s"):
        return verb > noun / 4
    if lower in SAME_PAST and before is Tag.NOUN:
        return nominal_next
    if before in {Tag.NOUN, None, Tag.JOINER, Tag.OPENER, Tag.NOT, Tag.VERB}:
        return _is_present(sequence, i, before, tags)
    return False


def _is_present(sequence: tuple[Word, ...], i: int, before: Tag | None, tags: list[Tag]) -> bool:
    """Whether a word in its base form or with an -s is a verb, where a noun may stand as well."""
    lower = sequence[i].lower
    verb, noun, other = grammar().verbs[base(sequence[i])]
    nominal_next = _nominal_next(sequence, i)
    if lower.endswith("s") and not lower.endswith("ss"):
        if i > 0 and sequence[i - 1].capital and _determined(sequence, i):
            return True  # "Slutsky chairs the committee"
        named = i > 0 and (sequence[i - 1].capital or tags[-1] is Tag.JOINER)
        return verb >= noun * (0.3 if named else 0.6) and (nominal_next or verb > 2 * noun)
    if before is Tag.NOUN and _determined(sequence, i) and verb >= noun * 0.8 and verb > other:
        return True  # "media reverse the order"
    plural = i > 0 and sequence[i - 1].lower.endswith("s") and before is Tag.NOUN
    return plural and verb >= noun * 0.8 and verb > other and nominal_next


def _of_year(sequence: tuple[Word, ...], i: int, tags: list[Tag]) -> bool:
    """Whether the number before a word with an -s is a year: "the Act of 1997 remains"."""
    year = re.fullmatch(r"1[5-9]\d\d|20\d\d", sequence[i - 1].text) is not None
    return year and i > 1 and tags[i - 2] is Tag.PREPOSITION and sequence[i].lower.endswith("s")


def _plural_next(sequence: tuple[Word, ...]) -> bool:
    """Whether a plural noun comes second in the sentence."""
    if len(sequence) < 3:
        return False
    second = sequence[1].lower
    return second.endswith("s") and not second.endswith("ss") and second not in _CLOSED


def is_past(lower: str) -> bool:
    return lower in grammar().forms or (lower.endswith("ed") and len(lower) > 4)


def _determined(sequence: tuple[Word, ...], i: int) -> bool:
    """Whether an article or the like comes next."""
    return i + 1 < len(sequence) and _CLOSED.get(sequence[i + 1].lower) is Tag.DETERMINER


def _nominal_next(sequence: tuple[Word, ...], i: int) -> bool:
    """Whether something that may follow a verb comes next: an article, a name, a clause."""
    if i + 1 >= len(sequence):
        return True
    following = sequence[i + 1]
    tag = _CLOSED.get(following.lower)
    if tag in {Tag.MODAL, Tag.BE, Tag.HAVE, Tag.DO, Tag.JOINER, Tag.RELATIVE}:
        return False
    return (
        tag is not None
        or following.capital
        or following.text[0].isdigit()
        or following.lower.endswith("s")
    )
