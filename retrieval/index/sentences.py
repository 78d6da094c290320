"""Where sentences begin and end: rules for news text, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.types import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Every pattern consumes what it matches or looks at a bounded stretch: hostile text stays linear.
_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_STOP = re.compile(
    r"(?P<run>\.(?:[ \u00a0]\.){2,}|[.!?…‼⁇⁈⁉。！？．｡؟۔।॥։።។။]+)"
    r"(?P<closers>(?:[\"'”’»›」』》）)\]}]|[“«](?=[\s,;:.)]|\Z))*"
    r"(?:[ \u00a0\u202f]»(?=\s|\Z))?(?:\[\d{1,3}\])*)"
)
_BULLET = re.compile(r"(?<=\s)[•‣▪◦●■](?=\s)")
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"[\"'“”„‘’‚«»‹›「『《（(\[{¿¡*_\u200b\u200e\u200f\ufeff–—-]{0,4}\s?")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\Z")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})\Z")
_GLUED = re.compile(r"[^\W\d_]{2,}+(?!\.\w)")
_CAMEL = re.compile(r"[a-z]{1,4}[-'’]?[A-Z]")
_ADDRESS = re.compile(r"://|@|www\.|[/=\\]|\.\w+\.")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}\s){1,4}"
    r"(?:said|says|asked|asks|added|wrote|told|replied|warned|tweeted)(?=(?P<after>[.;]|\Z)?)"
    r"(?!\sthat\b|:|,\s?[\"“'‘])"
)
_WIDE = frozenset("。！？｡؟۔।॥։።។။")
_QUOTES = frozenset("\"'”’»›“«」』》")

_LOOK_BACK = 40  # characters; no abbreviation is longer
_LOOK_AHEAD = 160

# Never the last word of a sentence.
_TITLES = _words(
    "Mr Mrs Ms Mx Dr Prof Gen Lt Col Sgt Cpl Pvt Capt Maj Cmdr Adm Brig Sen Rep Gov Pres Rev Hon "
    "Amb Supt Insp Det Messrs Mme Mlle Mt Ft Sres Dra Sig Dott Hr Frau Herr Univ Ph vs cf "
    "approx ca bzw bspw vgl evtl ggf inkl dott им ул тыс млн млрд руб стр см гг"
)
# Abbreviations only before a number.
_NUMBERED = _words(
    "No Nos no nos Nr Art art Sec Sect Fig fig Vol vol Ch pp Para par Abs Sat Sun Mar núm pág "
    "Cap cap Op op Reg Res"
)
# May end a sentence, but only a word that likes to begin one shows it.
_ABBREVIATIONS = _words(
    "Inc Ltd Corp Co Cos Bros LLC Plc Jr Sr Sra St Ave Blvd Rd Sts Dept Govt Assn Natl Intl Est "
    "Jan Feb Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Ala Ariz "
    "Ark Calif Colo Conn Del Fla Ill Ind Kan Ky La Md Mich Minn Mo Mont Neb Nev Okla Ore Pa "
    "Penn Tenn Tex Va Vt Wash Wis Wyo Mass Ud Uds Avda Mio Mrd env av dept est"
)
_STARTERS = _words(
    "A An The This That These Those There Then It Its He She They We You I His Her Their Our My "
    "But And Or So Yet However Although Though While When Where Why What Who How If As At By For "
    "From In On To With After Before Since Until During Despite According Meanwhile Moreover "
    "Furthermore Also Now Later Earlier Many Most Some Several Both All No Not One Only Still "
    "Such Here Even Because Once Instead Nevertheless Der Die Das Es Er Sie Ein Eine Le La Les Il "
    "Elle Un Une El Los Las En Это Он Она Они Но"
)
_CALENDAR = re.compile(
    r"(?:Jan|Feb|Fev|Mar|Mär|Apr|Avr|May|Mai|Jun|Jul|Aug|Ago|Sep|Oct|Okt|Out|Nov|Dec|Dez|Dic|Déc"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
)
_ZONE = re.compile(r"(?:[A-Z]{2,5}|Eastern|Central|Pacific|Moscow|Greenwich|Kyiv|Local)\b")


def split(text: str) -> tuple[Span, ...]:
    """Sentences of `text`, trimmed, in order; every character that is not white space is in one.

    A line break always ends a sentence, so the text must be unwrapped. Linear in `len(text)`.
    """
    return tuple(
        span
        for line in _LINE.finditer(text)
        for span in _split_line(text, line.start(), line.end())
    )


def _split_line(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of the line ``text[start:end]``."""
    begin = _SPACE.match(text, start, end).end()  # type: ignore[union-attr]  # matches always
    line_begin = begin
    for cut in _cuts(text, line_begin, end):
        stop = cut
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if stop > begin:
            yield Span(begin, stop)
        begin = _SPACE.match(text, cut, end).end()  # type: ignore[union-attr]  # matches always
    stop = begin + len(text[begin:end].rstrip())
    if stop > begin:
        yield Span(begin, stop)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Offsets, in order, at which a sentence of the line ``text[start:end]`` is over."""
    stops = [
        match.end() for match in _STOP.finditer(text, start, end) if _ends(text, start, end, match)
    ]
    bullets = [match.start() for match in _BULLET.finditer(text, start + 1, end)]
    return sorted({*stops, *bullets}) if bullets else stops


def _ends(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether the stop that `match` found ends a sentence of the line ``text[start:end]``."""
    stop, after, run, closers = match.start(), match.end(), match["run"], match["closers"]
    following = _SPACE.match(text, after, end).end()  # type: ignore[union-attr]  # matches always
    if following >= end:
        return False  # the line ends here anyway
    if not _WIDE.isdisjoint(run):
        return not (closers and following == after and run[-1] in "？！" and text[after].isalpha())
    if following == after:
        return _ends_glued(text, start, end, match)
    quoted = not _QUOTES.isdisjoint(closers)
    if quoted and (text[following] in "–—-" or _attributed(text, following, end, run)):
        return False
    head = _OPENERS.match(text, following, end).end()  # type: ignore[union-attr]  # matches always
    if head >= end:
        return text[following] not in ")]}»”"
    if _is_lower(text[head]):
        return run == "." and bool(_CAMEL.match(text, head, min(end, head + 8)))
    if "!" in run or "?" in run:
        return True
    if run != ".":  # an ellipsis with space or a bracket before it is an omission inside a sentence
        return stop > start and text[stop - 1] not in " \u00a0([" and "]" not in closers
    return _full_stop(text, start, end, stop, head)


def _full_stop(text: str, start: int, end: int, stop: int, head: int) -> bool:
    """Whether the "." at `stop`, followed by a word at `head`, is more than an abbreviation's."""
    word = _word_before(text, start, stop)
    following = _WORD.match(text, head, min(end, head + _LOOK_AHEAD))
    successor = following[0] if following else ""
    initial = len(successor) == 1 and text[head + 1 : head + 2] == "."
    starter = successor in _STARTERS and not initial
    if stop - len(word) <= start and _ENUMERATOR.match(word):
        return False
    if word.isdecimal():
        return not (len(word) <= 2 and _CALENDAR.match(successor))
    if word in _TITLES or (word in _NUMBERED and text[head].isdecimal()):
        return False
    if word.lower() in {"a.m", "p.m"}:
        dated = _ZONE.match(successor) or _CALENDAR.match(successor) or text[head].isdecimal()
        return not dated and "—" not in text[stop:head]
    if word.lower() in {"e.g", "i.e", "z.b", "d.h", "p.ex", "ph.d", "u.a", "v.a"}:
        return False
    if word in _ABBREVIATIONS or _DOTTED.match(word) or (len(word) == 1 and word.isalpha()):
        return starter
    return True


def _ends_glued(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a stop without space after it ends a sentence, as in "them.Therefore"."""
    stop, after = match.start(), match.end()
    if stop == start or not text[after].isupper():
        return False
    successor = _GLUED.match(text, after, min(end, after + _LOOK_BACK))
    word = _word_before(text, start, stop)
    if successor is None or successor[0].isupper() or _DOTTED.match(word) or word in _TITLES:
        return False
    if not (_is_lower(text[stop - 1]) and len(word) > 1) and not match["closers"]:
        return False
    token = text[max(start, stop - _LOOK_BACK) : min(end, after + _LOOK_BACK)]
    left, right = stop - max(start, stop - _LOOK_BACK), after - max(start, stop - _LOOK_BACK)
    whole = "".join(token[:left].split()[-1:]) + token[left:right] + token[right:].split()[0]
    return not _ADDRESS.search(whole) and successor[0].lower() not in {"com", "org", "net", "int"}


def _attributed(text: str, head: int, end: int, run: str) -> bool:
    """Whether a quote's stop is followed by who said it: “No.” Stoltenberg said."""
    match = _ATTRIBUTION.match(text, head, min(end, head + _LOOK_AHEAD))
    return match is not None and (match["after"] is not None or run[-1] in "?!")


def _word_before(text: str, start: int, stop: int) -> str:
    """The word that ends at `stop`, inner dots included, opening marks left out."""
    begin, floor = stop, max(start, stop - _LOOK_BACK)
    while begin > floor and (text[begin - 1].isalnum() or text[begin - 1] in ".'’&"):
        begin -= 1
    return text[begin:stop].lstrip(".'’&")


def _is_lower(character: str) -> bool:
    """Whether a capital was possible and not used (Georgian has none, yet counts as lower)."""
    return character.islower() and character.title() != character
