"""What kind of sentence a model wrote: a claim, or something that no article can carry."""

from __future__ import annotations

import re

from retrieval.answer.restate import says_that, title_first
from retrieval.language.clauses import Clause, Reading, read
from retrieval.language.parts import Tag
from retrieval.language.words import STOPWORDS, words

_TELL = r"(?:say|mention|tell|state|contain|provide|include|specify|indicate|give|discuss|address|cover|explain|describe|answer|report|reveal|offer|have|clarify|name|detail)"
_TEXTS = r"(?:passages?|articles?|sources?|texts?|excerpts?|documents?|context|information|snippets?|corpus|evidence|material|above)"
_NOT_TOLD = re.compile(
    rf"\b{_TEXTS}\b[^.]{{0,40}}\b(?:do(?:es)? not|don['’]t|doesn['’]t|did not|didn['’]t|cannot|can['’]t|never|fails? to|lacks?|has no|have no|contains? no|provides? no|gives? no|makes? no)\b"
    rf"|\b(?:not|never|isn['’]t|aren['’]t|nothing|no (?:information|mention|details?|evidence|answer|data))\b[^.]{{0,60}}\b(?:in|from|by) (?:the|these|any(?: of the)?|any of these|this|your|all)\b[^.]{{0,20}}\b{_TEXTS}\b"
    rf"|\b(?:there is|there['’]s|i (?:have|find|found|see)) (?:no|not enough|insufficient) (?:information|mention|evidence|answer|details?|data|context)\b"
    rf"|\bnone of (?:the|these) (?:\w+ )?{_TEXTS}\b"
    rf"|\b(?:insufficient|not enough) (?:information|context|evidence)\b"
    rf"|\bi (?:cannot|can['’]t|could not|couldn['’]t|am (?:unable|not able) to|['’]m (?:unable|not able) to|do not know|don['’]t know|have no (?:information|way))\b"
    rf"|\b(?:it is|it['’]s) (?:not (?:stated|mentioned|known|specified|clear|possible to)|unclear|unknown)\b[^.]{{0,40}}(?:$|[.]|\b{_TEXTS}\b)"
    rf"|^(?:unknown|not (?:stated|mentioned|specified|given|provided|found|available|known)|no answer|n/?a)\W*$"
    rf"|\bquestion (?:cannot|can['’]t|could not) be answered\b",
    re.I,
)


def says_not_told(sentence: str) -> bool:
    """Whether a model says that the passages do not tell; only ever a reason to drop the sentence."""
    return bool(_NOT_TOLD.search(sentence))


_META = re.compile(
    rf"\b(?:as an? (?:ai\b|(?:large )?language model|ai assistant)|language model|my (?:training|knowledge)|knowledge cut-?off|i (?:am|['’]m) an? )\b"
    rf"|\b(?:according to|based on|in|from|per|as (?:stated|mentioned|described|noted|reported) in) (?:the |these |this )?(?:(?:provided|given|above|following|cited|retrieved) )*(?:{_TEXTS})(?:\s(?:\[?\d+\]?|above|below|provided|given))?\b"
    rf"|\b(?:the|these|this|provided|given) (?:(?:provided|given|above|following) )*(?:passages?|excerpts?|snippets?|context|source text|sources? \d+) (?:says?|states?|mentions?|describes?|provides?|tells?|shows?|indicates?|does|do|is|are)\b"
    rf"|\bpassages? \[?\d+|\bsource \d+\b|\bthe (?:user|question|prompt)\b|\b(?:system prompt|instructions? (?:above|given|is|are|says?))\b"
    rf"|^(?:here (?:is|are)|below (?:is|are)|the following|in (?:summary|conclusion)|answer|summary|note|question)\b[^.]{{0,40}}:",
    re.I,
)
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|sure|certainly|of course|absolutely|great question|good question|thank(?:s| you)|you['’]re welcome|i hope|hope this|let me know|feel free|happy to help|please|sorry|i['’]?m sorry|apologies|yes|no|okay|ok|well)\b(?:[,!.:]|\s(?:let|if|this|that|for|know|note|to)\b|$)",
    re.I,
)
_COMMAND = re.compile(
    r"^\W*(?:click|visit|go to|contact|call|send|email|e-mail|write to|subscribe|ignore|forget|disregard|remember|note that|consider|see|check|read|follow|download|install|run|type|enter|reply|respond|buy|pay|transfer|do not|don['’]t|never|always|make sure|try|ask|tell|let['’]?s?|stay|join|sign up|register|share|vote|act)\b",
    re.I,
)
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|org|net|example|ru|io|info|biz|xyz|onion|test)\b(?:/\S*)?",
    re.I,
)
_FIRST = re.compile(r"\b(?:I|I['’](?:m|d|ve|ll)|us|(?i:me|my|we|our|ours|you|your|yours))\b")
_INITIAL = re.compile(r"(?<=[a-z] )I\.?(?= [A-Z][a-z]{2})")  # of a name: "Zhores I Alferov"
_OPINION = re.compile(
    r"\b(?:i (?:think|believe|feel|guess|suppose|would)|in my (?:opinion|view)|imho|it (?:is|seems) (?:important|worth|interesting|clear|obvious|notable|crucial|fair)\b|it should be noted|clearly|obviously|unfortunately|fortunately|hopefully|undoubtedly|arguably|of course|surely)\b",
    re.I,
)


def address_in(sentence: str) -> str | None:
    """The first web or e-mail address, which must be quoted letter by letter."""
    match = _ADDRESS.search(sentence)
    return match.group().rstrip(".,;:)") if match else None


def opinion_in(sentence: str) -> str | None:
    """Words by which a writer judges, unless the evidence has them too."""
    match = _OPINION.search(sentence)
    return match.group() if match else None


ABOUT_PASSAGES, NO_SENTENCE = "talk about the passages", "no sentence"
# What an article may say itself, letter by letter; its questions and commands are not repeated.
QUOTABLE = frozenset({ABOUT_PASSAGES, NO_SENTENCE})
_OPENER = re.compile(
    r"^(?:additionally|in addition|furthermore|moreover|meanwhile|finally|lastly|specifically|in particular|however|also|overall|notably|for example|for instance|in fact),\s+(?=\S)",
    re.I,
)


def without_opener(sentence: str) -> str:
    """The sentence without a first "However," or "In addition,", which claims nothing."""
    plain = _OPENER.sub("", sentence)
    return plain[0].upper() + plain[1:] if plain != sentence else sentence


def no_claim(sentence: str) -> str | None:
    """Why the sentence claims nothing about the world: a question, a greeting, a command, talk of itself."""
    plain = sentence.strip()
    reading = read(plain)
    if not reading.words:
        return "no words"
    if re.search(r"\?[\"'”’)\]]*$", plain):
        return "a question"
    if says_not_told(plain) or _META.search(plain):
        return ABOUT_PASSAGES
    if _GREETING.match(plain):
        return "a greeting"
    if _COMMAND.match(plain) and _commands(plain):
        return "an instruction"
    if len(reading.words) < 3 and not reading.clauses:
        return NO_SENTENCE
    outside = re.sub(r"[“\"‘][^”\"’]*[”\"’]", " ", plain)
    if _FIRST.search(_INITIAL.sub(" ", outside)):
        return "talk about itself"
    if not _has_main_clause(reading):
        return NO_SENTENCE
    return None


def _has_main_clause(reading: Reading) -> bool:
    """Whether somebody does something, outside what "which" or "because" opens."""
    if reading.tags[0] in {Tag.RELATIVE, Tag.TO} or reading.words[0].lower in {
        "that",
        "than",
        "except",
    }:
        return False
    for clause in reading.clauses:
        if clause.finite and clause.subject and not _subordinate(reading, clause):
            return True
    return False


def _subordinate(reading: Reading, clause: Clause) -> bool:
    """Whether the clause is opened by "because", "that" or "who"."""
    first = min((*clause.subject, clause.verb))
    if reading.tags[first] is Tag.RELATIVE:
        return True
    for k in range(first - 1, -1, -1):
        opens = reading.words[k].lower in _SUBORDINATE and not _phrase_after(
            reading, k, clause.verb
        )
        if reading.tags[k] in {Tag.OPENER, Tag.RELATIVE} or opens:
            return not any(reading.comma(m) for m in range(k + 1, first + 1))
        if reading.tags[k] not in {
            Tag.DETERMINER,
            Tag.NOUN,
            Tag.PREPOSITION,
            Tag.ADVERB,
            Tag.JOINER,
        }:
            return False
    between = range(first + 1, clause.verb)
    relative = next((k for k in between if reading.tags[k] is Tag.RELATIVE), None)
    return relative is not None and not any(
        reading.comma(k) for k in range(relative + 1, clause.verb + 1)
    )


def _phrase_after(reading: Reading, k: int, verb: int) -> bool:
    """Whether "after" has a noun of its own before the subject: "After Crimea the council met"."""
    return any(
        reading.tags[m] is Tag.DETERMINER and reading.tags[m - 1] is Tag.NOUN
        for m in range(k + 2, verb)
    )


_SUBORDINATE = frozenset({"since", "after", "before", "until", "as", "except"})


def _commands(plain: str) -> bool:
    """Whether the first word has no subject: "Visit Moscow", not "Visits to Moscow"."""
    reading = read(plain)
    if any(0 in clause.subject for clause in reading.clauses):
        return False  # "Contact between the ships broke off"
    return len(reading.words) < 2 or reading.tags[1] not in {
        Tag.BE,
        Tag.HAVE,
        Tag.MODAL,
        Tag.VERB,
        Tag.DO,
    }


def parts(sentence: str) -> tuple[str, ...]:
    """A compound sentence as sentences that can be checked one by one; itself when it is not one.

    It is cut where a new clause with a subject and a verb of its own begins after ", and", ", while" or a
    semicolon, and where "and" takes up the subject again, which is then said again.
    """
    reading = read(sentence)
    for i in range(3, len(reading.words) - 2):
        joins = reading.words[i].lower in {"and", "but", "while", "whereas"}
        if reading.gaps[i].strip() == ";":
            left, right = sentence[: reading.words[i - 1].end], sentence[reading.words[i].start :]
        elif joins:
            left, right = (
                sentence[: reading.words[i - 1].end],
                sentence[reading.words[i + 1].start :],
            )
        else:
            continue
        if _stands(left) and _stands(right):
            return (*parts(left), *parts(right))
        if joins and _stands(left) and (subject := _subject_for(reading, i)):
            return (*parts(left), *parts(f"{subject} {right}"))
    return (sentence,)


def _stands(text: str) -> bool:
    """Whether a text has a verb with a subject of its own before it."""
    reading = read(text)
    first = next((c for c in reading.clauses if c.finite), None)
    if first is None or not first.subject:
        return False
    opens = reading.tags[0] in {Tag.OPENER, Tag.RELATIVE, Tag.PREPOSITION, Tag.VERB}
    return not (opens and reading.tags[0] is not Tag.PREPOSITION)


def _subject_for(reading: Reading, joiner: int) -> str | None:
    """The words of the subject that a verb right after "and" takes up."""

    after = joiner + 1
    while after < len(reading.words) and reading.tags[after] in {
        Tag.ADVERB,
        Tag.NOT,
        Tag.BE,
        Tag.HAVE,
        Tag.MODAL,
    }:
        after += 1
    clause = next((c for c in reading.clauses if c.verb == after and c.subject), None)
    before = next((c for c in reading.clauses if c.finite and c.subject), None)
    if clause is None or before is None or min(clause.subject) > before.verb:
        return None
    start = min(before.subject)
    while start > 0 and reading.tags[start - 1] is Tag.DETERMINER:
        start -= 1
    end = before.verb
    while end > 0 and reading.tags[end - 1] in {
        Tag.BE,
        Tag.HAVE,
        Tag.MODAL,
        Tag.ADVERB,
        Tag.NOT,
        Tag.DO,
    }:
        end -= 1
    if end <= start:
        return None
    return reading.text[reading.words[start].start : reading.words[end - 1].end]


_SAYS = "(?:said|says|added|noted|claimed|warned|argued|stated|explained|stressed|announced)"
_SAID_LAST = re.compile(
    rf"^(?P<what>\S+\s.+?),\s(?:(?P<who>[^,]{{2,60}}?)\s(?P<verb>{_SAYS})|(?P<said>{_SAYS})\s(?P<by>[^,]{{2,60}}?))\.?$"
)


def forms(sentence: str) -> tuple[str, ...]:
    """Other sentences that claim the same: with the speaker first, with a title before its name."""
    found = dict.fromkeys((speaker_first(sentence), title_first(sentence), says_that(sentence)))
    return tuple(each for each in found if each != sentence)


def speaker_first(sentence: str) -> str:
    """ "The radar had failed, Holm said." as "Holm said that the radar had failed."; others as they are."""
    match = _SAID_LAST.match(sentence)
    if match is None:
        return sentence
    who, verb = match["who"] or match["by"], match["verb"] or match["said"]
    if not any(word.capital or word.lower in {"he", "she", "they", "it"} for word in words(who)):
        return sentence
    what = match["what"].strip('“”"')
    first = what.split(" ", 1)[0]
    if first.lower() in STOPWORDS and first != "I":
        what = what[:1].lower() + what[1:]
    return f"{who[:1].upper()}{who[1:]} {verb} that {what}."
