"""Words of a text with their stems and offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.quantities import plain_value

# Letters and digits; an apostrophe or a hyphen between them does not end a word, and neither do the
# stop or comma of a number (1,000.5) or the stops of an abbreviation (U.S.).
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*\w*|[^\W_]+(?:['’][^\W\d_]+)*")

STOPWORDS = frozenset(
    """
        a about above across after again against all almost alone along already also although always am among an
        and another any anybody anyone anything are aren't around as at away back be became because been before
        being below between both but by came can can't cannot come comes could couldn't did didn't do does
        doesn't doing don't done down during each either else even ever every everything far few for from
        further get gets getting give given go goes going gone got had hadn't has hasn't have haven't having he
        he's her here hers herself him himself his how however i i'm i've if in indeed instead into is isn't it
        it's its itself just let like made make makes many may me might mine more most much must my myself near
        neither never no nor not nothing now of off often on once one only onto or other others otherwise our
        ours ourselves out over own per perhaps please put quite rather really same shall she should shouldn't
        since so some somebody someone something still such take taken takes tell than that that's the their
        theirs them themselves then there there's these they they're this those though through thus to together
        too toward towards under until up upon us very was wasn't we we're well were weren't what what's when
        where whether which while who who's whom whose why will with within without won't would wouldn't yes yet
        you your yours yourself say says said saying according
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it stands in a text; `stem` is what it is compared by.

    content: whether it says something by itself; capital: whether it starts with a capital letter.
    """

    text: str
    stem: str
    start: int
    end: int
    lower: str
    content: bool
    capital: bool

    @classmethod
    def of(cls, text: str, start: int) -> Word:
        """Read one word that stands at `start`."""
        lower = text.lower()
        long = len(text) > 1 or text.isdigit()  # "8" says as much as "eight"
        return cls(
            text=text,
            stem=stem(text),
            start=start,
            end=start + len(text),
            lower=lower,
            content=long and lower.replace("’", "'") not in STOPWORDS,
            capital=text[0].isupper(),
        )


_SHORT = {"hq": "headquarters", "govt": "government", "dept": "department", "intl": "international"}
# Snowball leaves these apart: "expulsion" and "expel", "suspension" and "suspend", "closure" and "close".
_NOUNS_OF_VERBS = (
    (re.compile(r"pulsions?$"), "pel"),
    (re.compile(r"(?<=[a-z]{2}[ei])nsions?$"), "nd"),
    (re.compile(r"(?<=[a-z]{2}[aiu])sions?$"), "de"),
    (re.compile(r"(?<=[lp]os)ures?$"), "e"),
)


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a word is compared by: a number's value, or the Snowball stem without accents and possessive."""
    if value := plain_value(word):
        return value
    word = _SHORT.get(word.lower(), word)
    plain = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.removesuffix("'s").removesuffix("'").replace(".", "")
    for noun, verb in _NOUNS_OF_VERBS:
        plain = noun.sub(verb, plain)
    return str(_stemmer().stemWord(plain))  # type: ignore[attr-defined]  # Stemmer ships no types


@lru_cache(maxsize=4096)  # a sentence that is found again is not read again
def words(text: str) -> tuple[Word, ...]:
    """All words of a text, in order."""
    return tuple(Word.of(match.group(), match.start()) for match in WORD.finditer(text))


def content_words(text: str) -> list[Word]:
    """The words of a text that say something by themselves."""
    return [word for word in words(text) if word.content]
