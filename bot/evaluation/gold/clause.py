"""A sentence taken apart as far as a question can be made of it: who, did what, the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language import names as naming
from retrieval.language.grammar import grammar
from retrieval.language.words import Word, stem, words

_HELPERS = frozenset(
    ["was", "were", "is", "are", "had", "has", "have", "will", "would", "can", "could", "must"]
)
# The past is the same word; WordNet's list of irregular forms leaves these out.
_UNCHANGED = frozenset(
    ["cut", "put", "hit", "set", "cost", "let", "shut", "spread", "hurt", "burst", "cast"]
)
_DETERMINERS = frozenset(["a", "an", "the"])
_OPENERS = frozenset(
    ["after", "when", "before", "while", "because", "although", "if", "as", "since", "until", "by"]
)
_OTHER = re.compile(r"\b(?:that|to)\b")
_DATELINE = re.compile(r"^[A-Z][A-Z .,]{2,40}\s[-–—]\s")
# "Helga Sund, the director of the port, took ...": the clause does without what is between.
_APPOSITION = re.compile(r"^((?:[A-Z][\w’'.-]*\s?){1,5}),\s(?=[a-z0-9])[^,]{2,70},\s(?=[a-z])")
_LEAD = re.compile(r"^(?:In|On|At)\s[^,]{3,30}?(?:,\s|\d{4}\s)(?=\S)")
_BREAK = re.compile(
    r"[,;:()\"“”]|\s[-–—]\s|\s(?:but|while|which|who|whose|because|after|before|when|where|although"
    r"|though|since|as|if|until|than|so|without|despite)\s"
)
_AND = re.compile(r"\sand\s(?:(?:never|not|also|then|\w+ly)\s)?(?=(\w+))")
_LONGEST_SUBJECT = 8  # words
# Endings of a past without -ed whose base form ends in e: "announc", "declin", "invad", "execut".
_WITH_E = re.compile(
    r"(?:[cvz]|[^s]s|[^aeiouwrl]l|[drn]g|(?<!l)ag|eg|ig|(?:[^aeo]|cre|i|u)at|ut|plet|pet"
    r"|(?:[^ao]|s|dec|div)id|[^oe]ad|(?:[^e]|r)ced|[^oau]ud|(?:cl|cr|tr)ud|[^a]ir|[^o]ur|[^eo]ar|[^aeou]in|tun|[^a]im|[^eor]am"
    r"|um|com|[^eo]ap|yp|[^eo]ak|[^o]ok|ik|[^ao]il|rul|edul|[io]b|vot|not|quot|mot|invit|unit|cit"
    r"|plod|rod|plor|stor|nor|scor|ador|phon|postpon|ven|hop|u)$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The first main clause of a sentence; `lead` is what stands before the subject.

    helper: "had", "was" ..., "" when the verb stands alone; base: the verb's base form, "" when
    that is not known or a helper stands before it.
    """

    lead: str
    subject: str
    helper: str
    verb: str
    base: str
    rest: str

    @property
    def predicate(self) -> str:
        """What is said of the subject."""
        return " ".join(part for part in (self.helper, self.verb, self.rest) if part)

    def inverted(self, rest: str) -> str:
        """The words of a question, as in "was it built REST"; "" where the base form is unknown."""
        if not (self.helper or self.base) or not _named(self.subject):
            return ""
        helper, verb = (self.helper, self.verb) if self.helper else ("did", self.base)
        return " ".join(part for part in (helper, _inside(self.subject), verb, rest) if part)


def read(sentence: str) -> Clause | None:
    """The clause; None where it is not plain who does what."""
    text = _DATELINE.sub("", " ".join(sentence.split())).rstrip(".!")
    match = _LEAD.match(text)
    lead = match[0].strip() if match else ""
    text = text[match.end() :] if match else text
    text = _APPOSITION.sub(r"\1 ", text)
    found = _verb(text)
    if found is None:
        return None
    subject = text[: found.start].strip()
    if not _is_subject(subject):
        return None
    helper, verb, end = "", found.text, found.end
    if found.lower in _HELPERS:
        helper, verb = found.text, ""
        following = next(iter(words(text[end:])), None)
        if following is not None and text[end : end + following.start] == " ":
            verb, end = following.text, end + following.end
    rest = _cut(text[end:]).strip()
    if not helper and rest.startswith("by "):
        return None  # "the envoys expelled by Norway were ..."
    return Clause(lead, subject, helper, verb, "" if helper else base_form(verb), rest)


def base_form(past: str) -> str:
    """The base form of a verb's past: "took" -> "take", "closed" -> "close"; "" when not sure."""
    lower = past.lower()
    known = grammar()
    if lower in _UNCHANGED:
        return lower
    if lower in known.forms:
        return known.forms[lower]
    if lower.endswith("ied"):
        form = lower[:-3] + "y"
    elif lower.endswith("eed") or not lower.endswith("ed") or len(lower) < 4:
        return ""
    else:
        bare = lower[:-2]
        doubled = bare[-1] == bare[-2] and bare[-1] not in "aeiou"
        if doubled:
            form = bare if bare in known.verbs else bare[:-1]
        else:
            form = bare + "e" if _WITH_E.search(bare) else bare
    return form if stem(form) in known.verbs else ""


def is_past(word: Word) -> bool:
    """Whether a word can be the past of a verb, participles such as "taken" left out."""
    lower = word.lower
    if word.capital or lower in _HELPERS or re.search(r"(?:en|wn|rn|un|one)$", lower):
        return False
    return lower in _UNCHANGED or bool(base_form(lower) and base_form(lower) != lower)


def _verb(text: str) -> Word | None:
    for position, word in enumerate(words(text)):
        if position > _LONGEST_SUBJECT:
            return None
        if position and (word.lower in _HELPERS or is_past(word)):
            return word
    return None


def _is_subject(text: str) -> bool:
    if not text or not (text[0].isupper() or text[0].isdigit()) or _BREAK.search(f"{text} "):
        return False
    first, last = words(text)[0].lower, words(text)[-1].lower
    adverb = last in {"again", "also", "never", "not", "who"} or "ly" in (first[-2:], last[-2:])
    return not (adverb or last in _DETERMINERS or first in _OPENERS or _OTHER.search(text))


def _cut(rest: str) -> str:
    """The rest up to the next clause."""
    if match := _BREAK.search(rest):
        rest = rest[: match.start()]
    for match in _AND.finditer(rest):
        following = words(match[1])
        if following and (following[0].lower in _HELPERS or is_past(following[0])):
            return rest[: match.start()]
    return rest


def _named(subject: str) -> bool:
    """Whether it is clear without the article; of one word alone, whether it is a known name."""
    return " " in subject or bool(naming.names(subject))


def _inside(subject: str) -> str:
    """A subject as it stands inside a sentence."""
    first, _, others = subject.partition(" ")
    small = first.lower() in _DETERMINERS | {"some", "many", "most", "all"}
    return f"{first.lower()} {others}" if small else subject
