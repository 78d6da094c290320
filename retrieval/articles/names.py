"""People's names as bylines and captions write them."""

from __future__ import annotations

import re

_PARTICLE_LIST = """
de da di du del della der den van von bin ibn al el la le dos das ter ten y e
"""
_PARTICLES = frozenset(_PARTICLE_LIST.split())
_NOT_NAME_LIST = """
the a an of in on at to for and or but with from by as is are was were this that it its his her
their our your we you they he she not no how why what when where who which more most new all
after before over under about into staff editor editors editorial board desk team agency
agencies news press reporter reporters correspondent writer analyst fellow director professor
contributor columnist chief bureau service services ministry university institute council centre
center department government president minister secretary report reports article summary video
podcast search menu home read related share content profile monday tuesday wednesday thursday
friday saturday sunday january february march april june july august september october november
december conclusion introduction background methodology analysis comment commentary opinion
interests politics world business sport sports culture
"""
_NOT_NAMES = frozenset(_NOT_NAME_LIST.split())
_TOKEN = re.compile(r"[^\W\d_][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?$")
_SEPARATOR = re.compile(r"\s*(?:[,;|&+]|\band\b|\bund\b|\bet\b|\bwith\b)\s*", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|for|at|on|from)\s+[A-Z].*$|\s+[-–—|/]\s+.*$")
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_SPLIT_PREFIX = re.compile(r"(?:\b(?:Mc|Mac|De|Di|Da|La|Le|Van|Fitz|O['’]))$")


def is_name(text: str, *, least: int = 2) -> bool:
    """Whether a text reads as one person's name of ``least`` to five words."""
    tokens = text.split()
    if not least <= len(tokens) <= 5 or len(text) > 60:
        return False
    return all(_is_name_token(token) for token in tokens) and all(
        tokens[place][0].isupper() for place in (0, -1)
    )


def people(text: str) -> tuple[str, ...]:
    """Return the names that a byline lists before it turns to roles or places."""
    found: list[str] = []
    for piece in _SEPARATOR.split(_PLACE.sub("", text.strip())):
        if not piece:
            continue
        if not is_name(piece):
            break
        found.append(_spelled(piece))
    return tuple(dict.fromkeys(found))


def glued_people(line: str) -> tuple[str, ...]:
    """Return the names of ``Jane DoeJohn Roe``, separate links on a page; else nothing."""
    pieces: list[str] = []
    for piece in _GLUED.split(line[:400]):
        if pieces and _SPLIT_PREFIX.search(pieces[-1]):
            pieces[-1] += piece
        else:
            pieces.append(piece.strip())
    plausible = len(pieces) > 1 and all(
        is_name(piece) and len(piece.split()) <= 3 for piece in pieces
    )
    return tuple(pieces) if plausible else ()


def _is_name_token(token: str) -> bool:
    if token.casefold().strip(".") in _PARTICLES:
        return True
    if token.casefold() in _NOT_NAMES or _TOKEN.match(token) is None:
        return False
    return token[0].isupper()


def _spelled(name: str) -> str:
    """JANE DOE -> Jane Doe; other spellings stay."""
    return name.title() if name.isupper() and len(name) > 5 else name
