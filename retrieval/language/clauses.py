"""A shallow reading of a sentence: its verbs, who does them, and what is denied or only possible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from retrieval.language.grammar import base, grammar
from retrieval.language.words import Word, words


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
    Tag.PRONOUN: "he she it they we i you him them us me everybody nobody everyone none anyone one's",
    Tag.NOT: "not never n't",
    Tag.ADVERB: "also then already still just only even ever again too soon now later once twice perhaps often always rather quite almost nearly once away out up down off back there here so therefore however thus meanwhile indeed instead more less very well merely long yet formally first himself herself itself themselves ourselves",
}.items():
    for _word in _list.split():
        _CLOSED[_word] = _tag
_NOMINAL = re.compile(
    r"(?:[ts]ions?|ments?|ity|ities|ness|ances?|ences?|ships?|isms?|ings|(?<!s)ists)$"
)
# Past forms that are base forms too, so that no list of irregular forms has them.
_SAME_PAST = frozenset(
    "cut put set hit shut let spread split quit cost hurt broadcast read beat bid".split()
)
_INTRANSITIVE = frozenset("stand go come pass drop live stay stop".split())  # "stood by the step"
_BREAK = re.compile(r"[;:()\[\]—–“”\"]|[.?!]\s| - ")
_PARTICIPLE_ADJECTIVE = frozenset({Tag.DETERMINER, Tag.PREPOSITION})


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb and its surroundings; all numbers are positions of words in the sentence.

    subject: the words that may head what does it, nearest reading first; empty when it is not told.
    passive: whether the subject suffers it; agent: then the words after "by".
    object: what follows the verb up to the next break; start, end: where the clause stands.
    """

    verb: int
    subject: tuple[int, ...]
    agent: tuple[int, ...]
    object: tuple[int, ...]
    passive: bool
    finite: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence's words, the part that each plays, and the clauses in it."""

    text: str
    words: tuple[Word, ...]
    tags: tuple[Tag, ...]
    bases: tuple[str, ...]
    gaps: tuple[str, ...]  # what stands before each word
    clauses: tuple[Clause, ...]

    def broken(self, position: int) -> bool:
        """Whether a mark that ends a clause stands before the word."""
        return bool(_BREAK.search(self.gaps[position])) or position == 0

    def comma(self, position: int) -> bool:
        """Whether a comma stands before the word."""
        return "," in self.gaps[position]


@lru_cache(maxsize=4096)  # a sentence that is found again is not read again
def read(text: str) -> Reading:
    """Read one sentence."""
    sequence = words(text)
    ends = (0, *(word.end for word in sequence))
    gaps = tuple(text[end : word.start] for end, word in zip(ends, sequence, strict=False))
    tags: list[Tag] = []
    for position in range(len(sequence)):
        tags.append(_tag_of(sequence, position, tags, gaps))
    plain = Reading(text, sequence, tuple(tags), tuple(base(w) for w in sequence), gaps, ())
    clauses = tuple(_clause(plain, i) for i, tag in enumerate(tags) if _heads(plain, i, tag))
    return Reading(text, sequence, plain.tags, plain.bases, gaps, clauses)


def _heads(reading: Reading, position: int, tag: Tag) -> bool:
    """Whether the word is a verb, or a form of be, have or do that no verb follows."""
    if tag is Tag.VERB:
        return True
    if tag not in {Tag.BE, Tag.HAVE, Tag.DO}:
        return False
    following = position + 1
    helpers = {Tag.NOT, Tag.ADVERB, Tag.BE, Tag.HAVE}
    while following < len(reading.words) and reading.tags[following] in helpers:
        if reading.tags[following] in {Tag.BE, Tag.HAVE}:
            return False
        following += 1
    return following >= len(reading.words) or reading.tags[following] is not Tag.VERB


def _tag_of(sequence: tuple[Word, ...], i: int, tags: list[Tag], gaps: tuple[str, ...]) -> Tag:
    word = sequence[i]
    lower = word.lower.replace("’", "'")
    before = _before(tags) if tags and not _BREAK.search(gaps[i]) else None
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
    if lower in _CLOSED and not (word.capital and word.text.isupper() and len(word.text) > 1):
        return _CLOSED[lower]
    if word.text[0].isdigit() or (word.capital and i > 0 and not _BREAK.search(gaps[i])):
        return Tag.NOUN
    if (
        lower.endswith("ly")
        and word.stem not in grammar().verbs
        and lower not in {"family", "assembly"}
    ):
        return Tag.ADVERB
    return Tag.VERB if _is_verb(sequence, i, before, tags) else Tag.NOUN


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
    past = _is_past(lower)
    if lower.endswith(("ers", "ors")) and not word.stem.endswith(("er", "or")):
        return False  # "advisers", not "answers"
    if before is Tag.RELATIVE:
        return verb >= noun / 3 or _nominal_next(sequence, i)
    if before in {Tag.MODAL, Tag.TO, Tag.PRONOUN, Tag.DO}:
        return True
    possessive = i > 0 and re.search(r"['’]s?$", sequence[i - 1].text) is not None
    nominal_next = _nominal_next(sequence, i)
    if i > 0 and sequence[i - 1].stem[0].isdigit() and not past:
        return False  # "three measures"
    if past or lower.endswith("ing"):
        if before in {Tag.BE, Tag.HAVE}:
            return not (lower.endswith("ing") and noun > 3 * verb)
        if before in _PARTICIPLE_ADJECTIVE or possessive:
            return lower.endswith("ing") and before is Tag.PREPOSITION and not noun > verb
        if lower.endswith("ed") and i > 0 and sequence[i - 1].text[0].isdigit() and nominal_next:
            return False
        return verb >= other / 8
    if lower in _SAME_PAST and before in {Tag.BE, Tag.HAVE}:
        return True
    if before in {Tag.DETERMINER, Tag.PREPOSITION, Tag.BE, Tag.HAVE} or possessive:
        return False
    if before is Tag.ADVERB and lower.endswith("s"):
        return verb > noun / 4
    if lower in _SAME_PAST and before is Tag.NOUN:
        return nominal_next
    if before in {Tag.NOUN, None, Tag.JOINER, Tag.OPENER, Tag.NOT, Tag.VERB}:
        if lower.endswith("s") and not lower.endswith("ss"):
            named = i > 0 and (sequence[i - 1].capital or tags[-1] is Tag.JOINER)
            return verb >= noun * (0.3 if named else 0.6) and (nominal_next or verb > 2 * noun)
        plural = i > 0 and sequence[i - 1].lower.endswith("s") and before is Tag.NOUN
        return plural and verb >= noun * 0.8 and verb > other and nominal_next
    return False


def _is_past(lower: str) -> bool:
    return lower in grammar().forms or (lower.endswith("ed") and len(lower) > 4)


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


_HELPERS = frozenset({Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL, Tag.NOT, Tag.ADVERB})


def _clause(reading: Reading, verb: int) -> Clause:
    first = verb
    while first > 0 and reading.tags[first - 1] in _HELPERS and not reading.broken(first):
        first -= 1
    helpers = {reading.tags[i] for i in range(first, verb)}
    word = reading.words[verb].lower
    past = _is_past(word) or word in _SAME_PAST
    by = _by(reading, verb)
    passive = past and (
        Tag.BE in helpers or (bool(by) and not helpers and reading.bases[verb] not in _INTRANSITIVE)
    )
    infinitive = first > 0 and reading.tags[first - 1] is Tag.TO
    gerund = word.endswith("ing") and Tag.BE not in helpers
    subject = () if infinitive or gerund else _subject(reading, first)
    return Clause(verb, subject, by, _object(reading, verb), passive, not (infinitive or gerund))


def _object(reading: Reading, verb: int) -> tuple[int, ...]:
    """What follows the verb up to a break or the next clause."""
    found: list[int] = []
    for i in range(verb + 1, len(reading.words)):
        if reading.broken(i) or (reading.tags[i] in {Tag.OPENER, Tag.RELATIVE} and found):
            break
        if reading.tags[i] in {Tag.VERB, Tag.BE, Tag.HAVE, Tag.MODAL} and found:
            break
        if reading.tags[i] in {Tag.NOUN, Tag.PRONOUN}:
            found.append(i)
    return tuple(found)


def _by(reading: Reading, verb: int) -> tuple[int, ...]:
    """The words after the first "by" that follows the verb in its clause."""
    for i in range(verb + 1, min(verb + 14, len(reading.words))):
        if reading.broken(i) or reading.tags[i] in {Tag.VERB, Tag.OPENER, Tag.RELATIVE}:
            return ()
        if reading.words[i].lower == "by":
            found = []
            for j in range(i + 1, len(reading.words)):
                if reading.tags[j] not in {Tag.NOUN, Tag.DETERMINER} or reading.gaps[j].strip():
                    break
                if reading.tags[j] is Tag.NOUN:
                    found.append(j)
            return tuple(found)
    return ()


def _subject(reading: Reading, first: int) -> tuple[int, ...]:
    """The words that may head the subject of the verb group that begins at `first`."""
    i = first - 1
    if i < 0 or (reading.broken(first) and reading.gaps[first].strip() in {";", ":"}):
        return ()
    tag = reading.tags[i]
    if tag is Tag.PRONOUN:
        return (i,)
    if tag is Tag.RELATIVE:
        return _before_relative(reading, i)
    if reading.comma(first) and (aside := _aside(reading, first)):
        return _stretch(reading, aside)
    if tag is Tag.JOINER or (reading.comma(first) and tag is Tag.VERB):
        return _inherited(reading, i)
    if tag is Tag.OPENER:
        return _before_relative(reading, i) if reading.words[i].lower == "that" else ()
    if (relative := _enclosing_relative(reading, first)) is not None:
        return _before_relative(reading, relative)
    return _stretch(reading, first)


def _aside(reading: Reading, first: int) -> int | None:
    """Where ", if it wished," or ", he added," begins that stands between subject and verb."""
    opens = {Tag.OPENER, Tag.PRONOUN, Tag.PREPOSITION}
    for k in range(first - 1, 0, -1):
        if reading.broken(k):
            return None
        if reading.comma(k):
            subject = reading.tags[k - 1] is Tag.NOUN and reading.tags[k] in opens
            return k if subject else None
    return None


def _enclosing_relative(reading: Reading, first: int) -> int | None:
    """The "who" of ", who chairs the committee, denied" and of "who under the rules could"."""
    verbs = 0
    for i in range(first - 1, -1, -1):
        if reading.tags[i] is Tag.RELATIVE and reading.words[i].lower != "whose":
            wanted = 1 if reading.comma(first) else 0
            phrase = i + 1 < first and reading.tags[i + 1] is Tag.PREPOSITION
            return i if (verbs >= wanted if wanted else verbs == 0 and phrase) else None
        if reading.tags[i] in {Tag.OPENER} or (reading.broken(i) and i < first - 1):
            return None
        verbs += reading.tags[i] in {Tag.VERB, Tag.BE, Tag.HAVE}
        if verbs and not reading.comma(first):
            return None
    return None


def _inherited(reading: Reading, joiner: int) -> tuple[int, ...]:
    """The subject of the verb before "and": the nearest finite one that has a subject of its own."""
    for j in range(joiner - 1, -1, -1):
        if reading.tags[j] is Tag.VERB or (reading.tags[j] is Tag.BE and j + 1 < joiner):
            first = j
            while first > 0 and reading.tags[first - 1] in _HELPERS:
                first -= 1
            if first > 0 and reading.tags[first - 1] is Tag.TO:
                continue
            if reading.words[j].lower.endswith("ing") and first == j:
                continue
            return _subject(reading, first)
        if reading.gaps[j].strip() == ";":
            return ()
    return ()


def _before_relative(reading: Reading, relative: int) -> tuple[int, ...]:
    """The nouns of the phrase before "who" or "which"."""
    found: list[int] = []
    for j in range(relative - 1, max(-1, relative - 10), -1):
        if reading.tags[j] not in {Tag.NOUN, Tag.DETERMINER, Tag.PREPOSITION}:
            break
        if reading.tags[j] is Tag.PREPOSITION and reading.words[j].lower != "of":
            break
        if reading.tags[j] is Tag.NOUN:
            found.append(j)
        if reading.broken(j) or (reading.comma(j) and found):
            break
    return tuple(found)


_MAY_OPEN = frozenset({"after", "before", "since", "until", "as", "than"})
_ACTS = frozenset({Tag.VERB, Tag.BE, Tag.HAVE, Tag.MODAL})


def _stretch(reading: Reading, first: int) -> tuple[int, ...]:
    """The heads of the noun phrases between the clause's beginning and its verb, without what hangs on "of"."""
    begin = first - 1
    while begin > 0 and not _begins(reading, begin):
        begin -= 1
    phrases: list[tuple[bool, list[int]]] = []  # (after a preposition, its words)
    hanging, fresh = False, True
    if begin > 0 and not reading.comma(first) and reading.tags[begin - 1] in _ACTS:
        commas = [i for i in range(begin, first) if reading.comma(i)]
        begin = commas[-1] if commas else begin  # "cut it in half, the minister replied"
    for i in range(begin, first):
        tag = reading.tags[i]
        if tag is Tag.PREPOSITION and reading.words[i].lower in _MAY_OPEN:
            phrases, hanging, fresh = [], False, True  # "twelve days after NATO cut"
        elif tag is Tag.PREPOSITION or tag is Tag.TO:
            hanging, fresh = True, True
        elif tag in {Tag.NOUN, Tag.PRONOUN}:
            if fresh or reading.comma(i):
                if reading.comma(i):
                    hanging = False
                phrases.append((hanging, []))
                fresh = False
            phrases[-1][1].append(i)
        elif tag is Tag.DETERMINER:
            if phrases and not fresh and reading.tags[i - 1] is Tag.NOUN:
                hanging = False  # "On 6 October the alliance"
            fresh = True
        elif tag is Tag.JOINER:
            fresh = True
            hanging = phrases[-1][0] if phrases else False
    free = [phrase for hangs, phrase in phrases if not hangs]
    if not free and phrases:
        free = [phrases[-1][1][-2:]]
    return tuple(i for phrase in free for i in phrase)


def _begins(reading: Reading, i: int) -> bool:
    """Whether a clause begins at the word."""
    return (
        reading.broken(i)
        or reading.tags[i - 1] in {Tag.VERB, Tag.OPENER, Tag.RELATIVE, Tag.BE, Tag.HAVE, Tag.MODAL}
        or (reading.tags[i - 1] is Tag.JOINER and reading.comma(i - 1))
    )
