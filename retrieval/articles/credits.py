"""Photo captions and credits: lines that belong to a picture, not to the article."""

from __future__ import annotations

import re

_LONGEST = 600  # characters: no caption is longer, so that patterns never run over a whole article
_AGENCY = (
    r"(?:AFP|AP|Reuters|REUTERS|Getty(?: Images)?|EPA(?:-EFE)?|EFE|TASS|Sputnik"
    r"|Shutterstock|Alamy|iStock|dpa|DPA|ANSA"
    r"|Xinhua|Kyodo|Bloomberg|Unsplash|Flickr|Wikimedia(?: Commons)?|Anadolu(?: Agency)?"
    r"|ZUMA(?: Press)?|NurPhoto|SIPA"
    r"|Imago|IMAGO|PA(?: Wire| Media)?|RIA Novosti|Pool|AAP|Europa Press|Ukrinform|Getty)"
)
_PICTURE = r"(?:image|photo(?:graph)?|picture|illustration|graphic|screenshot)"
_STARTS = (
    re.compile(
        rf"(?:(?:main|lead|top|cover|header|featured|banner|hero)\s+)?{_PICTURE}s?\s*"
        r"(?:credits?\b|courtesy\b|source\b\s*:|caption\b\s*:)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:image|photo|photograph|picture|illustration|pic|credit)s?\s*:\s*\S", re.IGNORECASE
    ),
    re.compile(r"(?:PHOTO|FOTO|IMAGE|FILE PHOTO|FILE)\s*(?:/|:|\s[-–—]\s)"),
    re.compile(rf"{_AGENCY}\s?/\s?[A-Z]"),
    re.compile(rf"©\s?(?:\d{{4}}\s)?{_AGENCY}\b"),
)
_BY = re.compile(
    rf"(?:{_PICTURE}s? (?:composite )?(?:by|via) (?-i:[A-Z])|credits?\s*:\s*\S)", re.IGNORECASE
)
_COURTESY = re.compile(r"(?:photo )?courtesy of\s+[^.]{2,80}$", re.IGNORECASE)
_LICENCE = re.compile(r"\bCC[ -]BY(?:-[A-Z]{2}){0,2}\b|\bcreative commons\b")
_ENDS = re.compile(
    rf"\((?:{_PICTURE}|file photo|ap photo|credit)\b[^()]{{0,90}}\)\.?$"
    rf"|\([^()]{{2,60}}(?:/|\bvia\b)\s?{_AGENCY}[^()]{{0,30}}\)\.?$"
    rf"|(?:/\s?|\bvia\s|\|\s?|©\s?){_AGENCY}$|\bGetty Images\)?$"
    rf"|[.!?’”\"] {_PICTURE}\s?:[^.:]{{2,60}}$",
    re.IGNORECASE,
)
_NAMED_AT_END = re.compile(rf"\b{_PICTURE}\s?:[^.:]{{2,60}}$", re.IGNORECASE)
_ONLY_CREDIT = re.compile(
    rf"[(\[](?:© ?)?{_AGENCY}(?:[ /,]+{_AGENCY})*[)\]]$|© ?{_AGENCY}$"
    r"|(?:[\w .-]{2,40} ?/ ?)?(?:AFP|AP|EPA|REUTERS|Getty Images)$"
)
_SENTENCE = re.compile(r"[.!?][\"”’)]?\s+[\"“‘(]?[A-Z]")


def is_credit(line: str) -> bool:
    """Whether a line is a caption with its credit, or a credit alone."""
    if len(line) > _LONGEST:
        return False
    words = len(line.split())
    if starts_as_credit(line):
        return not _tells_more(line, sentences=2)
    if _BY.match(line):
        return words <= 12  # a longer one runs on into the text
    if _ONLY_CREDIT.match(line):
        return True
    if _LICENCE.search(line):
        return words <= 60 and not _tells_more(line, sentences=3)
    if _COURTESY.match(line):
        return words <= 15
    ends = _ENDS.search(line[-160:]) or (words >= 12 and _NAMED_AT_END.search(line[-160:]))
    return bool(ends) and not _tells_more(line, sentences=2)


def starts_as_credit(line: str) -> bool:
    """Whether a line starts with whose picture it is, as in ``PHOTO/AFP - The minister``."""
    return any(pattern.match(line[:_LONGEST]) for pattern in _STARTS)


def _tells_more(line: str, *, sentences: int) -> bool:
    """Whether a line holds more sentences than captions do: then it is a paragraph."""
    return len(_SENTENCE.findall(line)) >= sentences
