"""A shallow reading of a sentence: its verbs, who does them, and what is denied or only possible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.grammar import base
from retrieval.language.names import MONTHS_AND_DAYS
from retrieval.language.parts import BREAK, SAME_PAST, Tag, is_past, tag_of
from retrieval.language.words import Word, words

_INTRANSITIVE = frozenset("stand go come pass drop live stay stop".split())  # "stood by the step"


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
        return bool(BREAK.search(self.gaps[position])) or position == 0

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
        tags.append(tag_of(sequence, position, tags, gaps))
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


_HELPERS = frozenset({Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL, Tag.NOT, Tag.ADVERB})


def _clause(reading: Reading, verb: int) -> Clause:
    first = verb
    while first > 0 and reading.tags[first - 1] in _HELPERS and not reading.broken(first):
        first -= 1
    helpers = {reading.tags[i] for i in range(first, verb)}
    word = reading.words[verb].lower
    past = is_past(word) or word in SAME_PAST
    by = _by(reading, verb)
    reduced = bool(by) and not helpers and reading.bases[verb] not in _INTRANSITIVE
    bare = Tag.NOUN not in reading.tags[verb + 1 : min(by, default=verb + 1)]
    passive = past and (Tag.BE in helpers or (reduced and bare))
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
        if reading.tags[i] is Tag.JOINER and reading.comma(i) and found:
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
    if reading.comma(first) and tag is Tag.NOUN and (apposed := _apposed(reading, first)):
        return apposed
    if tag is Tag.JOINER or (reading.comma(first) and tag is Tag.VERB):
        return _inherited(reading, i if tag is Tag.JOINER else i + 1)
    if tag is Tag.VERB and not reading.comma(first):
        return _subject(
            reading, _group_start(reading, i)
        )  # "the mission mothballed now had been opened"
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


def _apposed(reading: Reading, first: int) -> tuple[int, ...]:
    """The name before ", a German who served at NATO," that stands between subject and verb."""
    for k in range(1, first):
        if reading.broken(k):
            return ()
        if (
            reading.comma(k)
            and reading.tags[k] is Tag.DETERMINER
            and reading.tags[k - 1] is Tag.NOUN
        ):
            between = reading.tags[k:first]
            own = any(tag in _ACTS for tag in reading.tags[:k])
            if Tag.RELATIVE in between and not own:
                return _stretch(reading, k)
    return ()


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


def _group_start(reading: Reading, verb: int) -> int:
    """Where the helpers of a verb begin."""
    first = verb
    while first > 0 and reading.tags[first - 1] in _HELPERS:
        first -= 1
    return first


def _in_that(reading: Reading, first: int) -> bool:
    """Whether a passive verb group stands in a clause that "that" opens: an active verb after it is not its."""
    if Tag.BE not in {reading.tags[i] for i in range(first, first + 3) if i < len(reading.words)}:
        return False
    return any(reading.words[i].lower == "that" for i in range(max(0, first - 8), first))


def _inherited(reading: Reading, joiner: int) -> tuple[int, ...]:
    """The subject of the verb before "and": the nearest finite one that has a subject of its own."""
    past = joiner
    for j in range(joiner - 1, -1, -1):
        if j >= past:
            continue
        if reading.tags[j] is Tag.VERB or (reading.tags[j] is Tag.BE and j + 1 < joiner):
            first = _group_start(reading, j)
            if first != j and reading.tags[j] is Tag.VERB and _in_that(reading, first):
                past = first  # "she said that none had been given and called"
                continue
            if first > 0 and reading.tags[first - 1] is Tag.TO:
                continue
            if reading.words[j].lower.endswith("ing") and first == j:
                continue
            return _subject(reading, first)
        if reading.gaps[j].strip() == ";":
            return ()
    return ()


_HOLDS = frozenset({"of", "between", "with", "in", "at"})  # "contacts between both, which"


def _before_relative(reading: Reading, relative: int) -> tuple[int, ...]:
    """The nouns of the phrase before "who" or "which"."""
    found: list[int] = []
    for j in range(relative - 1, max(-1, relative - 10), -1):
        if reading.tags[j] not in {Tag.NOUN, Tag.DETERMINER, Tag.PREPOSITION, Tag.JOINER}:
            break
        if reading.tags[j] is Tag.PREPOSITION and reading.words[j].lower not in _HOLDS:
            break
        if reading.tags[j] is Tag.NOUN:
            found.append(j)
        if reading.broken(j):
            break
        if reading.comma(j) and found:
            if reading.tags[j] is Tag.DETERMINER and reading.tags[j - 1] is Tag.NOUN:
                continue  # "Babst, a German who"
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
            if hanging and i > begin and _dated(reading, i - 1) and not _dated(reading, i):
                hanging, fresh = False, True  # "in 2009 two members"
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
            if free and reading.words[free[0][-1]].capital and reading.words[i + 1].capital:
                hanging = False  # "Miliband of Britain and Steinmeier of Germany wanted"
    free = [phrase for hangs, phrase in phrases if not hangs]
    if not free and phrases:
        free = [phrases[-1][1][-2:]]
    return tuple(i for phrase in free for i in phrase)


def _last_break(reading: Reading, i: int) -> int:
    """Where the part of the sentence that the word stands in begins."""
    return next((k for k in range(i, -1, -1) if reading.broken(k)), 0)


def _dated(reading: Reading, i: int) -> bool:
    """Whether a word is part of a date."""
    lower = reading.words[i].lower
    return lower in MONTHS_AND_DAYS or (lower.isdigit() and len(lower) in {1, 2, 4})


def _begins(reading: Reading, i: int) -> bool:
    """Whether a clause begins at the word."""
    return (
        reading.broken(i)
        or reading.tags[i - 1] in {Tag.VERB, Tag.OPENER, Tag.RELATIVE, Tag.BE, Tag.HAVE, Tag.MODAL}
        or (
            reading.tags[i - 1] is Tag.JOINER
            and reading.comma(i - 1)
            and any(tag in _ACTS for tag in reading.tags[_last_break(reading, i) : i - 1])
        )
    )
