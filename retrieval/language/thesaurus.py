"""Words of like meaning: the synonyms and the related words of a word, drawn from WordNet."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# What makes a verb a phrasal one; "in" and "on" stand after too many others.
PARTICLES = frozenset({"out", "off", "up", "down", "away", "back", "over"})
DATA = Path(__file__).parent / "data" / "thesaurus.tsv"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Stems that mean the same as a word in one of its usual senses, and stems of words near it."""

    synonyms: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()


NOTHING = Meaning()


@lru_cache(maxsize=4096)
def meaning(key: str) -> Meaning:
    """Look up a stem, or a phrasal verb as "kick_out"; NOTHING for a word that is not in the file."""
    table = _table()
    wanted = key.encode() + b"\t"
    low, high = 0, len(table)
    while low < high:  # the lines are sorted: bisect by bytes, so that a start reads a few pages
        start = table.rfind(b"\n", 0, (low + high) // 2) + 1
        end = table.find(b"\n", start)
        line = table[start:end]
        if line.startswith(wanted):
            _, synonyms, related = line.decode().split("\t")
            return Meaning(frozenset(synonyms.split()), frozenset(related.split()))
        if line.split(b"\t", 1)[0] < wanted[:-1]:
            low = end + 1
        else:
            high = start
    return NOTHING


@lru_cache(maxsize=1)
def _table() -> mmap.mmap:
    with DATA.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
