"""What a question takes for granted and the sentences say of somebody else: "Georgian tanks"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.language import names as naming
from retrieval.language.words import Word, words

REACH = 2  # words between a country and the thing that is its: "Russian military diplomats"


def contradicted(question: str, sentences: Sequence[str]) -> bool:
    """Whether a thing is another country's in every sentence that says whose it is."""
    asked = set(_owned(words(question)))
    told: dict[str, set[str]] = {}
    for sentence in sentences:
        for owner, thing in _owned(words(sentence)):
            told.setdefault(thing, set()).add(owner)
    return any(thing in told and owner not in told[thing] for owner, thing in asked)


def _owned(sequence: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """(what a known name stands for, stem of the thing) for "Russian tanks" and "tanks of Russia"."""
    concepts = naming.concepts(sequence)
    for position, word in enumerate(sequence):
        if position in concepts or not word.content or word.capital:
            continue
        before = range(position - 1, max(-1, position - 1 - REACH), -1)
        for place in before:
            if place in concepts:
                yield concepts[place], word.stem
                break
            if not sequence[place].content or sequence[place].lower.endswith("ed"):
                break
        after = sequence[position + 1].lower if position + 1 < len(sequence) else ""
        if after in {"of", "from"}:
            for place in (position + 2, position + 3):
                if place in concepts:
                    yield concepts[place], word.stem
                    break
