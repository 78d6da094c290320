"""Names in a text: people, places and organisations, with what else they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from retrieval.language.words import Word, words

JOINERS = frozenset({"of", "and", "the", "for", "de", "la", "del", "von", "van", "bin", "al", "on"})
ROLES = frozenset(
    """
        president minister secretary chancellor premier general colonel admiral ambassador senator king queen
        prince pope mr mrs ms dr sir lord lady judge justice professor chief spokesman spokeswoman spokesperson
        analyst commissioner governor mayor director chairman chairwoman former prime foreign deputy acting
    """.split()
)
ORGANISATION = frozenset(
    """
        sea ocean river lake gulf bay strait island islands mountain mountains peninsula
        council office ministry mission act union university house party committee agency bank court commission
        department institute institution center centre academy forum summit conference treaty charter alliance
        headquarters federation organization organisation corporation company group association fund force
        forces army navy corps programme program project strategy concept compass war agreement protocol
        memorandum statement commentary report news times post guardian gazette review press agency board bureau
        services service partnership peace nations parliament congress senate assembly embassy duma cup league
        prize award street square bloc post-soviet cold
    """.split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text (offsets in characters); `key` is equal for other words for the same place."""

    text: str
    key: str
    start: int
    end: int
    known: bool

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of its words, joiners left out."""
        return tuple(word.stem for word in words(self.text) if word.lower not in JOINERS)


@lru_cache(maxsize=1)
def places() -> dict[str, str]:
    """Lower-case name, demonym or seat -> the country or organisation it stands for."""
    table: dict[str, str] = {}
    data = resources.files("retrieval.language").joinpath("data/places.tsv")
    for line in data.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, others = line.split("\t")
            for name in (country, *others.split("|")):
                table[name.lower().replace(".", "")] = country.lower()
    return table


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    """The number of words of the longest known name that begins with a word."""
    longest: dict[str, int] = {}
    for name in places():
        first, *rest = name.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest


# Words that are places' names only with a capital: "turkey", "georgia", "us", "alliance", "poles".
CAPITAL_ONLY = frozenset(
    {
        "us",
        "turkey",
        "china",
        "poles",
        "swiss",
        "polish",
        "lima",
        "alliance",
        "jordan",
        "chile",
        "nice",
    }
)


@lru_cache(maxsize=4096)
def concepts(sequence: tuple[Word, ...]) -> dict[int, str]:
    """For each word (by its position) that is part of a known name, what that name stands for."""
    table, lengths = places(), _lengths()
    spelled = [plain(word) for word in sequence]
    found: dict[int, str] = {}
    position = 0
    while position < len(sequence):
        longest = min(lengths.get(spelled[position], 0), len(sequence) - position)
        for length in range(longest, 0, -1):
            name = " ".join(spelled[position : position + length])
            if name in table and (name not in CAPITAL_ONLY or sequence[position].capital):
                found.update(dict.fromkeys(range(position, position + length), table[name]))
                position += length - 1
                break
        position += 1
    return found


_POSSESSIVE = re.compile(r"['’]s?$")


def plain(word: Word) -> str:
    """A word in lower case without possessive and stops."""
    lower = word.lower
    if lower[-1:] in "s'’." or "." in lower:
        lower = _POSSESSIVE.sub("", lower).replace(".", "")
    return lower


@lru_cache(maxsize=4096)  # a sentence that is found again is not read again
def names(text: str) -> tuple[Name, ...]:
    """The names of a text: runs of capitalised words and known places; a common first word is left out."""
    sequence = words(text)
    known = concepts(sequence)
    found: list[Name] = []
    position = 0
    while position < len(sequence):
        end = _run_end(sequence, position, text)
        if end == position or _only_starts_a_sentence(sequence, position, end, known, text):
            position = max(end, position + 1) if end > position else position + 1
            continue
        if not sequence[position].content and end > position + 1:
            position += 1  # "The Guardian", "In Moscow"
            continue
        stands_for = {known.get(i) for i in range(position, end)}
        whole = stands_for.pop() if len(stands_for) == 1 else None
        found.append(_name(text, sequence[position:end], whole))
        position = end
    return tuple(found)


def _run_end(sequence: Sequence[Word], start: int, text: str) -> int:
    """Where the run of capitalised words that begins at `start` ends (equal to start: none)."""
    if not sequence[start].capital:
        return start
    end = start + 1
    while end < len(sequence):
        gap = text[sequence[end - 1].end : sequence[end].start]
        if gap.strip(" -–.") or (gap.strip() == "." and len(sequence[end - 1].text) > 2):
            break
        if sequence[end].capital and not sequence[end - 1].text.endswith(("'s", "’s")):
            end += 1
        elif (
            sequence[end].lower in {"of", "for", "de", "del", "von", "van", "bin"}
            and end + 1 < len(sequence)
            and sequence[end + 1].capital
            and text[sequence[end].end : sequence[end + 1].start] == " "
        ):
            end += 2
        else:
            break
    return end


def _only_starts_a_sentence(
    sequence: Sequence[Word], start: int, end: int, known: dict[int, str], text: str
) -> bool:
    if end - start > 1 or start in known:
        return False
    word = sequence[start]
    if not word.content or word.lower in MONTHS_AND_DAYS:
        return True
    before = text[: word.start].rstrip(" \"'“‘([—-")
    starts = not before or before[-1] in ".!?:\n"
    return starts and not (word.text.isupper() and len(word.text) > 1)


MONTHS_AND_DAYS = frozenset(
    """
        january february march april may june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday
    """.split()
)


def _name(text: str, part: Sequence[Word], concept: str | None) -> Name:
    start, end = part[0].start, part[-1].end
    surface = re.sub(r"['’]s$", "", text[start:end])
    key = concept if concept else " ".join(word.stem for word in part)
    return Name(surface, key, start, start + len(surface), concept is not None)


def looks_like_person(name: Name) -> bool:
    """Two to four capitalised words, none of which names an institution, or a title before a name."""
    parts = [part.lower() for part in re.findall(r"[^\s–-]+", name.text)]
    if name.known or any(part in ORGANISATION for part in parts) or name.text.isupper():
        return False
    bare = [part for part in parts if part not in ROLES and part not in MONTHS_AND_DAYS]
    if any(part in places() for part in bare) and len(bare) < 3:
        return False
    return 2 <= len(bare) <= 4 or (len(bare) == 1 and len(parts) > 1)


def describes(name: Name) -> bool:
    """Whether a known name is an adjective ("Russian officials"), so that a noun follows it."""
    return (
        name.known
        and bool(re.search(r"(?:an|ish|ese|ic|ch|ied)s?$", name.text))
        and name.text.lower() != name.key
    )


@lru_cache(maxsize=256)  # whole articles: read once while they are asked about
def acronyms(text: str) -> dict[str, str]:
    """Acronyms that a text explains, "Long Name (LN)" -> {"LN": "Long Name"}."""
    found: dict[str, str] = {}
    for match in re.finditer(
        r"((?:[A-Z][\w’'–-]*[ –-](?:(?:of|for|and|the|on) )*){1,7})\(([A-Z][A-Za-z&]{1,7})\)", text
    ):
        initials = [word for word in re.split(r"[ –-]", match[1].strip()) if word[:1].isupper()]
        wanted = {match[2].upper(), match[2].upper().removesuffix("S")}
        for length in range(1, len(initials) + 1):
            tail = initials[-length:]
            if "".join(word[0] for word in tail).upper() in wanted:
                start = match[1].rfind(tail[0]) if length == 1 else match[1].find(tail[0])
                found[match[2]] = match[1][start:].strip()
                break
    return found
