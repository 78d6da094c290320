"""Make retrieval/language/data/thesaurus.tsv: words of like meaning, drawn from WordNet 3.0.

Run: .venv/bin/python -m benchmarks.thesaurus /usr/share/wordnet   (Debian's package wordnet-base)
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.language.thesaurus import DATA
from retrieval.language.words import STOPWORDS, stem

SENSES = {"noun": 3, "verb": 5, "adj": 4, "adv": 2}  # the most frequent ones of a word
LETTER = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
NEAR = {
    "noun": "@+",
    "verb": "@~+$*",
    "adj": "&\\+=^",
    "adv": "\\+",
}  # pointers that keep the meaning near
MOST = 40  # related words of one word: a hypernym with hundreds of kinds says little
WORD = re.compile(r"[a-z][a-z'-]+(?:_(?:out|off|up|down|away|back|over|in|on))?")


@dataclass(slots=True)
class Synset:
    """Words of one meaning and the pointers (part of speech, offset) to meanings near it."""

    words: list[str]
    near: list[tuple[str, str]] = field(default_factory=list)


def synsets(folder: Path) -> dict[tuple[str, str], Synset]:
    """(part of speech, offset) -> synset, from the data files."""
    found = {}
    for part in SENSES:
        for line in lines(folder / f"data.{part}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            lemmas = [re.sub(r"\(\w+\)$", "", lemma) for lemma in fields[4 : 4 + 2 * count : 2]]
            rest = fields[4 + 2 * count :]
            pointers = [rest[1 + 4 * i : 5 + 4 * i] for i in range(int(rest[0]))]
            near = [(LETTER[p], o) for symbol, o, p, _ in pointers if symbol[0] in NEAR[part]]
            found[part, fields[0]] = Synset(
                [lemma for lemma in lemmas if WORD.fullmatch(lemma)], near
            )
    return found


def senses(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Lemma -> its most frequent synsets; only lemmas that occur in WordNet's tagged texts, and all verbs."""
    tagged = {line.split("%")[0] for line in lines(folder / "cntlist.rev")}
    found = defaultdict(list)
    for part, most in SENSES.items():
        for line in lines(folder / f"index.{part}"):
            fields = line.split()
            if WORD.fullmatch(fields[0]) and (part == "verb" or fields[0] in tagged):
                found[fields[0]] += [(part, offset) for offset in fields[-int(fields[2]) :][:most]]
    return found


def lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as file:
        yield from (line for line in file if not line.startswith("  "))


def main() -> None:
    """Write one line a word: its stem, the stems of its synonyms, the stems of related words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    meanings = synsets(folder)
    known = senses(folder)
    same: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = defaultdict(set)
    for lemma, places in known.items():
        key = _key(lemma)
        own = [meanings[place] for place in places]
        same[key] |= {_key(word) for each in own for word in each.words}
        around = {_key(w) for each in own for place in each.near for w in meanings[place].words}
        near[key] |= around if len(around) <= MOST else set()
    out = []
    for key in sorted(same):
        synonyms = {word for word in same[key] - {key} if _says_something(word)}
        related = {word for word in near[key] - same[key] - {key} if _says_something(word)}
        if key and (synonyms or related):
            out.append(f"{key}\t{' '.join(sorted(synonyms))}\t{' '.join(sorted(related))}\n")
    DATA.write_text("".join(out), encoding="utf-8")
    print(f"{len(out)} words, {DATA.stat().st_size} bytes")


def _key(lemma: str) -> str:
    """A word's stem; of a phrasal verb the stem and the particle: "kick_out"."""
    verb, _, particle = lemma.partition("_")
    return f"{stem(verb)}_{particle}" if particle else stem(verb)


def _says_something(key: str) -> bool:
    return "_" not in key and key not in STOPWORDS and len(key) > 2


if __name__ == "__main__":
    main()
