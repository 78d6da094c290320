"""Make retrieval/language/data/grammar.tsv: verbs, irregular forms and opposites, drawn from WordNet 3.0.

Run: .venv/bin/python -m benchmarks.grammar /usr/share/wordnet   (Debian's package wordnet-base)
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.thesaurus import LETTER, SENSES, WORD, lines
from retrieval.language.grammar import DATA
from retrieval.language.words import stem

PART = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}


def counts(folder: Path) -> dict[str, Counter[str]]:
    """Stem -> how often its words are a noun, a verb, an adjective in WordNet's tagged texts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for part in SENSES:
        for line in lines(folder / f"index.{part}"):
            if WORD.fullmatch(line.split()[0]):
                found[stem(line.split()[0])][part] += 1
    for line in lines(folder / "cntlist.rev"):
        key, _, count = line.split()
        lemma, sense = key.split("%")
        if WORD.fullmatch(lemma):
            found[stem(lemma)][PART[sense[0]]] += int(count)
    return found


def irregular(folder: Path) -> Iterator[tuple[str, str]]:
    """(form, base) of verbs whose stem the stemmer does not find: "took", "take"."""
    for line in lines(folder / "verb.exc"):
        form, base = line.split()[:2]
        if re.fullmatch("[a-z]+", form) and stem(form) != stem(base):
            yield form, base


def opposites(folder: Path) -> dict[str, set[str]]:
    """Stem -> stems of its opposites."""
    words: dict[tuple[str, str], list[str]] = {}
    pointers: list[tuple[str, str, str, str]] = []
    for part in SENSES:
        for line in lines(folder / f"data.{part}"):
            fields = line.split(" | ")[0].split()
            size = int(fields[3], 16)
            words[part, fields[0]] = [
                re.sub(r"\(\w+\)$", "", w) for w in fields[4 : 4 + 2 * size : 2]
            ]
            rest = fields[4 + 2 * size :]
            for i in range(int(rest[0])):
                symbol, offset, letter, places = rest[1 + 4 * i : 5 + 4 * i]
                if symbol == "!":
                    pointers.append(
                        (
                            f"{part} {fields[0]}",
                            f"{LETTER[letter]} {offset}",
                            places[:2],
                            places[2:],
                        )
                    )
    found: dict[str, set[str]] = defaultdict(set)
    for source, target, place, other in pointers:
        part, offset = source.split()
        against, there = target.split()
        first = words[part, offset][int(place, 16) - 1]
        second = words[against, there][int(other, 16) - 1]
        if WORD.fullmatch(first) and WORD.fullmatch(second):
            found[stem(first)].add(stem(second))
    return found


# Nouns that name a deed, as WordNet files them: acts, attributes of mind, sayings, events, feelings, states.
DEEDS = {"04", "09", "10", "11", "12", "22", "26"}


def deeds(folder: Path) -> dict[str, set[str]]:
    """Stem of a noun -> stems of the verbs whose deed it names: "recognit" -> "recogn", not "employe" -> "employ"."""
    files, nouns = {}, {}
    for line in lines(folder / "data.noun"):
        fields = line.split()
        files[fields[0]] = fields[1]
        nouns[fields[0]] = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines(folder / "data.verb"):
        fields = line.split(" | ")[0].split()
        size = int(fields[3], 16)
        verbs, rest = fields[4 : 4 + 2 * size : 2], fields[4 + 2 * size :]
        for i in range(int(rest[0])):
            symbol, offset, letter, places = rest[1 + 4 * i : 5 + 4 * i]
            if symbol != "+" or letter != "n" or files[offset] not in DEEDS:
                continue
            verb, noun = verbs[int(places[:2], 16) - 1], nouns[offset][int(places[2:], 16) - 1]
            if not (WORD.fullmatch(verb) and WORD.fullmatch(noun) and verb[:4] == noun[:4]):
                continue
            for each in {verb, re.sub("ize$", "ise", verb)}:
                if stem(each) != stem(noun):
                    found[stem(noun)].add(stem(each))
    return found


def main() -> None:
    """Write one line a fact: v (verb), i (irregular form), o (opposites), d (noun of a deed, its verbs)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    out = [
        f"v\t{key}\t{each['verb']}\t{each['noun']}\t{each['adj'] + each['adv']}\n"
        for key, each in sorted(counts(folder).items())
        if each["verb"]
    ]
    out += [f"i\t{form}\t{base}\n" for form, base in sorted(set(irregular(folder)))]
    out += [
        f"o\t{key}\t{' '.join(sorted(others))}\n"
        for key, others in sorted(opposites(folder).items())
    ]
    out += [
        f"d\t{key}\t{' '.join(sorted(verbs))}\n" for key, verbs in sorted(deeds(folder).items())
    ]
    DATA.write_text("".join(out), encoding="utf-8")
    print(f"{len(out)} lines, {DATA.stat().st_size} bytes")


if __name__ == "__main__":
    main()
