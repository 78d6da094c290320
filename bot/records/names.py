"""Names of conversations: words with hyphens, made from what somebody typed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Container, Sequence

LONGEST = 60  # characters of a name that somebody chose
_WORDS, _LONGEST_MADE = 5, 32  # of a name made from a question
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def kebab(text: str) -> str:
    """The words of a text in lower case with hyphens between them; "" when it has none."""
    return "-".join(_words(text))[:LONGEST].strip("-")


def from_question(question: str) -> str:
    """A name made from the first words of a question."""
    name = ""
    for word in _words(question)[:_WORDS]:
        longer = f"{name}-{word}" if name else word[:_LONGEST_MADE]
        if len(longer) > _LONGEST_MADE:
            break
        name = longer
    return name or "conversation"


def free(name: str, *, taken: Container[str]) -> str:
    """The name itself or, when it is taken, the first of name-2, name-3, ... that is free."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known name that was most likely meant."""
    near = difflib.get_close_matches(name, known, n=1)
    begun = [one for one in known if one.startswith(name)] if name else []
    return next(iter([*begun[:1], *near]), None)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return [re.sub("['’]", "", word) for word in _WORD.findall(plain)]
